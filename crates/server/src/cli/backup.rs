//! `assent backup` and `assent restore`: copies of the data that name nobody who was erased, and putting one back.

use super::model::MemoryArgs;
use super::{DataArgs, Surroundings, output};
use app::{AppError, backup};
use clap::Args;
use std::path::PathBuf;

/// Copy the data, also while a server has it: one moment of it, signed, without any key
#[derive(Args)]
#[command(after_help = "Example:\n  assent backup --data shop --to backups/monday\n\n\
    Keys and keyring are not in it: keep the latest of those, and only the latest, elsewhere.")]
pub struct Backup {
    #[command(flatten)]
    data: DataArgs,
    /// The directory that is made for it
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

/// Put a backup into an empty data directory, beside the keys of today
#[derive(Args)]
#[command(after_help = "Example:\n  assent restore --from backups/monday --data shop --keys-dir shop.keys\n\n\
    Ends with 1 for a backup that is not signed, another shop's, cut or damaged, and with 78 for one of a newer version\n\
    or a data directory that is not empty; then nothing was changed. Whoever was erased since is taken out again.")]
pub struct Restore {
    /// The backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    memory: MemoryArgs,
}

impl Backup {
    /// Makes it, checks it, and says what it is.
    ///
    /// # Errors
    /// [`AppError::Start`] when it can not be made.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let made = backup::make(&self.data.place(), &self.to, (around.now)())?;
        output::say(&format!("backup of {}: {} bytes, format {}, signed", made.made_at.0, made.bytes, made.format));
        Ok(())
    }
}

impl Restore {
    /// Checks the backup, puts it back, and takes out whoever was erased since.
    ///
    /// # Errors
    /// As `--help` says; then nothing was changed.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let policy = self.data.policy.open()?;
        let restored = backup::restore(&self.data.place(), &self.from, (policy, self.memory.bytes()), (around.now)())?;
        output::say(&format!("restored the backup of {}", restored.manifest.made_at.0));
        if restored.learned {
            output::say("the model was learned anew, without whoever was erased since");
        }
        output::tell(
            "what was said and done since the backup is lost; who said no since is paused until they end that",
        );
        Ok(())
    }
}
