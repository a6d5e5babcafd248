//! `assent erase`: forgets a person, keeps the receipt, and shows whether an erasure holds.

use super::export::subject;
use super::model::MemoryArgs;
use super::{DataArgs, PolicyArgs, Surroundings, output};
use app::AppError;
use clap::{Args, Subcommand};
use domain::SubjectId;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest receipt that is read, in bytes.
const RECEIPT_BYTES_MAX: u64 = 256 << 10;

/// Forget a person
#[derive(Args)]
#[command(
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  assent erase --data shop --subject customer-17 > receipt.txt\n  \
        assent erase verify --receipt receipt.txt --data shop --backup monday"
)]
pub struct Erase {
    /// The data directory
    #[arg(long, value_name = "DIR", required = true)]
    data: Option<PathBuf>,
    /// The key directory [default: DIR.keys beside the data]
    #[arg(long, value_name = "DIR", env = "ASSENT_KEYS")]
    keys_dir: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
    /// Who
    #[arg(long, value_name = "ID", value_parser = subject, required = true)]
    subject: Option<SubjectId>,
    /// Do not learn the model again without them now
    #[arg(long)]
    no_train: bool,
    #[command(flatten)]
    memory: MemoryArgs,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Check that an erasure holds: receipt, keyring, data, model, and backups; ends with 1 where it does not
    Verify(Verify),
    /// List the receipts of erasures; they name nobody
    List(DataArgs),
    /// Print a receipt of an erasure again
    Show {
        #[command(flatten)]
        data: DataArgs,
        /// The receipt's id
        #[arg(long, value_name = "ID")]
        receipt: String,
    },
    /// Show the key that receipts of erasures are signed with, as a vkey
    Key(DataArgs),
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  assent erase verify --receipt receipt.txt --data shop --backup monday --backup tuesday"
)]
struct Verify {
    /// The receipt, as the erasure gave it
    #[arg(long, value_name = "FILE")]
    receipt: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    /// A backup that nobody may be able to open for the person; may be given more than once
    #[arg(long, value_name = "DIR")]
    backup: Vec<PathBuf>,
    /// Check, too, that the receipt is this person's
    #[arg(long, value_name = "ID", value_parser = subject)]
    subject: Option<SubjectId>,
}

impl Erase {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is held, [`AppError::NotProven`] where an erasure does not hold.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match (&self.verb, &self.data, &self.subject) {
            (Some(verb), ..) => verb.run(around),
            (None, Some(data), Some(subject)) => self.erase(data, subject, around),
            (None, ..) => Err(AppError::Start("say whom: --data DIR --subject ID".to_owned())),
        }
    }

    /// Erases, and learns the model again without the person. Asked for again, it prints the same receipt.
    fn erase(&self, data: &Path, subject: &SubjectId, around: &Surroundings) -> Result<(), AppError> {
        let (keys_dir, policy) = (self.keys_dir.clone(), self.policy.clone());
        let shop = DataArgs { data: data.to_owned(), keys_dir, policy }.open_there(around)?;
        let erasure = shop.forget((around.now)(), subject)?;
        let receipt = erasure.receipt.ok_or(AppError::NotFound { what: "subject" })?;
        output::say(receipt.trim_end());
        output::tell(&match erasure.until {
            None => "erased: nothing of this person can be read any more".to_owned(),
            Some(until) => format!(
                "erased: until {} an escrow of the keys could still open a backup of before; destroy its secret by then",
                until.0
            ),
        });
        if erasure.found && !self.no_train {
            self.memory.hold(&shop);
            super::model::train_quietly(&shop, around)?;
        }
        Ok(())
    }
}

impl Verb {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match self {
            Self::Verify(verify) => verify.run(around),
            Self::List(data) => {
                for erased in data.open_there(around)?.erasures()? {
                    let gone = erased.gone;
                    output::say(&format!(
                        "{}  at {}  {} events, {} statements, {} receipts",
                        erased.id, erased.at.0, gone.events, gone.statements, gone.receipts
                    ));
                }
                Ok(())
            }
            Self::Show { data, receipt } => {
                output::say(data.open_there(around)?.erasure_receipt(receipt)?.trim_end());
                Ok(())
            }
            Self::Key(data) => {
                output::say(&data.open_there(around)?.erasure_key());
                Ok(())
            }
        }
    }
}

impl Verify {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let receipt = read(&self.receipt)?;
        let shop = self.data.open_there(around)?;
        let found = shop.verify_erasure((around.now)(), &receipt, self.subject.as_ref(), &self.backup)?;
        output::say(&format!("the erasure of {} holds:", found.at.0));
        output::say("receipt   signed by this shop, and as it was given");
        output::say("keyring   the tombstone stands, and the secrets of then are destroyed");
        output::say(match found.is_back {
            true => "data      nothing of before is left; the person came back since",
            false => "data      nothing of the person is left",
        });
        output::say("model     the one that the data of now teaches, to the last bit");
        for (path, rows) in self.backup.iter().zip(&found.unreadable) {
            output::say(&format!("backup    {}: {rows} rows of the person, and no key opens one", path.display()));
        }
        if let Some(until) = found.until {
            output::say(&format!("escrow    one that was made before could open what was erased until {}", until.0));
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let failed = |error: std::io::Error| AppError::File(format!("{}: {}", path.display(), error.kind()));
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(RECEIPT_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}
