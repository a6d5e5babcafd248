//! `assent audit`: hears the case of a receipt again.

use super::{DataArgs, Surroundings, output};
use app::{AppError, Recheck};
use clap::{Args, Subcommand};
use domain::ReceiptId;
use serde_json::{Value, json};

/// Check what was decided
#[derive(Args)]
#[command(after_help = "Example:\n  assent audit replay --data shop --receipt 6aef0c11f2e57a1c0d0e6a4dd4a19c4f")]
pub struct Audit {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Decide again what a receipt says was decided: by the same statements, policy and moment
    #[command(
        after_help = "Example:\n  assent audit replay --data shop --receipt 6aef0c11f2e57a1c0d0e6a4dd4a19c4f\n\n\
        Ends with 65 if the verdict is another one, or can not be found with this policy and ledger."
    )]
    Replay {
        #[command(flatten)]
        data: DataArgs,
        /// The receipt's id
        #[arg(long, value_name = "ID", value_parser = receipt)]
        receipt: ReceiptId,
    },
}

fn receipt(text: &str) -> Result<ReceiptId, String> {
    ReceiptId::parse(text).ok_or_else(|| "a receipt's id has 32 hexadecimal digits".to_owned())
}

impl Audit {
    /// Prints what came of it, as one line of JSON.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such receipt, [`AppError::File`] where its verdict is not found again.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let Verb::Replay { data, receipt } = &self.verb;
        let shop = data.open(around)?;
        let found = shop.recheck_receipt((around.now)(), *receipt)?.ok_or(AppError::NotFound { what: "receipt" })?;
        output::say(&shown(&found).to_string());
        complaint(&found).map_or(Ok(()), |why| Err(AppError::File(why.to_owned())))
    }
}

fn shown(found: &Recheck) -> Value {
    match found {
        Recheck::Same(gates) => json!({ "verdict": "same", "gates": gates }),
        Recheck::SameDraws { gates, draws } => json!({ "verdict": "same", "gates": gates, "draws": draws }),
        Recheck::OtherDraw(name) => json!({ "verdict": "other_draw", "name": name }),
        Recheck::NoDecision => json!({ "verdict": "none" }),
        Recheck::OtherLedger => json!({ "verdict": "other_ledger" }),
        Recheck::OtherPolicy(due) => json!({
            "verdict": "other_policy",
            "policy_version": due.version,
            "brand": due.brand.as_ref().map(|(name, version)| json!({ "name": name, "version": version })),
        }),
        Recheck::Differs(gates) => {
            let one = |(category, reasons): &(String, Vec<String>)| json!({ "category": category, "reasons": reasons });
            json!({ "verdict": "differs", "due": gates.iter().map(one).collect::<Vec<_>>() })
        }
    }
}

const fn complaint(found: &Recheck) -> Option<&'static str> {
    match found {
        Recheck::Same(_) | Recheck::SameDraws { .. } | Recheck::NoDecision => None,
        Recheck::OtherDraw(_) => Some("what was drawn comes out otherwise"),
        Recheck::OtherLedger => Some("the ledger up to then does not end as the receipt says"),
        Recheck::OtherPolicy(_) => Some("another policy decided: name it with --policy"),
        Recheck::Differs(_) => Some("the verdict is another one"),
    }
}
