//! `assent escrow`: a sealed copy of slot and keyring with an end, and putting one back after the keys were lost.

use super::model::MemoryArgs;
use super::{DataArgs, Surroundings, output};
use app::{AppError, ESCROW_DAYS_DEFAULT, EscrowAsk, EscrowParts, Settled, escrow};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Keep a sealed copy of slot and keyring, for as long as you decide that nothing is finally erased
#[derive(Args)]
pub struct Escrow {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make one, also while a server has the keys
    Make(Make),
    /// List those that are noted, with their ends
    List(DataArgs),
    /// Say that the secret of one was destroyed before its end: it is not put back any more
    Drop {
        #[command(flatten)]
        data: DataArgs,
        /// The escrow's id
        #[arg(long, value_name = "ID")]
        id: String,
    },
    /// Put one back into an empty key directory, beside the data of now
    Restore(Restore),
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  assent escrow make --data shop --to escrow-may --secret escrow-may.secret --horizon-days 30\n\n\
    It opens with three things: root.key, the file and the secret. Give the secret to somebody else, who destroys it at\n\
    the horizon at the latest. Until then whoever is erased could still be read with it and a backup of before."
)]
struct Make {
    #[command(flatten)]
    data: DataArgs,
    /// The file that is made for it
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The file that is made for the secret that opens it
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// In how many days it ends, at most 90
    #[arg(long, value_name = "DAYS", default_value_t = ESCROW_DAYS_DEFAULT)]
    horizon_days: u32,
}

#[derive(Args)]
#[command(
    after_help = "Example:\n  assent escrow restore --from escrow-may --secret escrow-may.secret --root root.key \\\n    \
    --data shop --keys-dir shop.keys\n\n\
    Ends with 1 for an escrow that is past its end, dropped, not signed, another shop's, cut or damaged, or another\n\
    secret, and with 78 where it is of a newer version or its place can not be used; then nothing was changed. Whoever was\n\
    erased since stays erased. Whoever came since can not be read any more, and is taken out."
)]
struct Restore {
    /// The escrow
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Its secret
    #[arg(long, value_name = "FILE")]
    secret: PathBuf,
    /// The copy of the root key
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    memory: MemoryArgs,
}

impl Escrow {
    /// Does it.
    ///
    /// # Errors
    /// As `--help` says.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Make(make) => make.run(around),
            Verb::List(data) => list(data, around),
            Verb::Drop { data, id } => {
                escrow::forego(&data.place(), id)?;
                output::say(&format!("the escrow {id} was dropped: it is not put back any more"));
                Ok(())
            }
            Verb::Restore(restore) => restore.run(around),
        }
    }
}

impl Make {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let ask = EscrowAsk { to: &self.to, secret: &self.secret, days: self.horizon_days };
        let made = escrow::make(&self.data.place(), &ask, (around.now)())?;
        output::say(&format!("escrow {}: made at {}, ends at {}", made.id, made.made_at.0, made.ends_at.0));
        output::tell("give the secret to somebody else: who destroys it destroys the escrow, wherever it was copied");
        output::tell("until then an erasure says in its receipt that it is not final before the escrow's end");
        Ok(())
    }
}

fn list(data: &DataArgs, around: &Surroundings) -> Result<(), AppError> {
    let now = (around.now)();
    for escrow in escrow::list(&data.place())? {
        let state = if escrow.ends_at > now { "in force" } else { "past" };
        output::say(&format!("{}  made at {}  ends at {}  {state}", escrow.id, escrow.made_at.0, escrow.ends_at.0));
    }
    Ok(())
}

impl Restore {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let policy = self.data.policy.open()?;
        let parts = EscrowParts { file: &self.from, secret: &self.secret, root: &self.root };
        let settled = escrow::restore(&self.data.place(), &parts, (policy, self.memory.bytes()), (around.now)())?;
        told(&settled);
        Ok(())
    }
}

fn told(settled: &Settled) {
    let Settled { escrow, erased, untold, lost, unlinked, noes_untold } = settled;
    output::say(&format!("put back the keys of {}", escrow.made_at.0));
    output::say(&format!("erased since, and stay erased: {erased}"));
    output::say(&format!("came since, can not be read any more, and were taken out: {lost}"));
    output::say(&format!(
        "links let go, since they may have been taken back (link again at the next sign-in): {unlinked}"
    ));
    if *untold > 0 {
        output::tell(&format!(
            "of the erased, people whose data recipients had: {untold}; tell the recipients to delete it, nobody knows if they were told"
        ));
    }
    if *noes_untold > 0 {
        output::tell(&format!(
            "noes that waited for recipients of whom nobody knows any more where they are: {noes_untold}; tell the recipients to stop"
        ));
    }
    output::tell("recipients rest until each was reviewed again; approvals of files ended");
}
