//! `assent keys`: makes, lists and revokes keys of programs.

use super::output;
use super::{DataArgs, Surroundings};
use app::{AppError, KeyKind, NewKey};
use clap::{Args, Subcommand};

/// Make, list and revoke keys of programs
#[derive(Args)]
#[command(after_help = "Examples:
  assent keys make --data shop --kind dr --label \"storefront\"
  assent keys list --data shop
  assent keys revoke --data shop --id 1a2b3c4d

Kinds: bw browser events, sw server events and catalog, dr decisions, cw statements and people's requests, adm everything.")]
pub struct Keys {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make a key; it is shown once and kept only as a hash
    Make {
        #[command(flatten)]
        data: DataArgs,
        /// What it may do: bw, sw, dr, cw or adm
        #[arg(long, value_parser = kind)]
        kind: KeyKind,
        /// What it is for
        #[arg(long)]
        label: String,
        /// An origin that a browser key works from; may be given more than once
        #[arg(long, value_name = "ORIGIN")]
        origin: Vec<String>,
        /// Who holds it, as they are called in the shop: without it, it neither asks for approvals nor gives them
        #[arg(long, value_name = "NAME")]
        holder: Option<String>,
    },
    /// List the keys; their secrets are not known any more
    List(DataArgs),
    /// Take a key back
    Revoke {
        #[command(flatten)]
        data: DataArgs,
        /// The key's name: the eight digits in its middle
        #[arg(long)]
        id: String,
    },
}

fn kind(text: &str) -> Result<KeyKind, String> {
    KeyKind::parse(text).ok_or_else(|| "one of bw, sw, dr, cw, adm".to_owned())
}

impl Keys {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError`] when the data can not be opened, or there is no such key.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Make { data, kind, label, origin, holder } => {
                let wanted = NewKey::parse(*kind, label, origin.clone());
                let wanted = wanted.and_then(|key| key.held_by(holder.as_deref()));
                let wanted = wanted.map_err(|mistake| AppError::File(mistake.to_string()))?;
                output::say(&data.open(around)?.make_key((around.now)(), wanted)?.full);
            }
            Verb::List(data) => {
                for key in data.open_there(around)?.keys()? {
                    let state = if key.revoked { "revoked" } else { "in use" };
                    output::say(&format!("{}  {:<3}  {state:<7}  {}", key.id, key.kind.letters(), key.label));
                }
            }
            Verb::Revoke { data, id } => {
                data.open_there(around)?.revoke_key((around.now)(), id)?;
                output::say("revoked");
            }
        }
        Ok(())
    }
}
