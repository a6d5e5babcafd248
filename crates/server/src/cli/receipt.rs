//! `assent receipt`: the key that receipts of consent are verified with.

use super::{DataArgs, Surroundings, output};
use app::AppError;
use clap::{Args, Subcommand};

/// Show the key that receipts of consent are verified with
#[derive(Args)]
#[command(after_help = "Example:\n  assent receipt key --data shop > shop.vkey\n  \
    assent verify receipt receipt.txt --keys-file shop.vkey")]
pub struct Receipt {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Show it, in the form that the C2SP signed-note specification calls a vkey
    Key(DataArgs),
}

impl Receipt {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError`] when the data can not be opened.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Key(data) => output::say(&data.open_there(around)?.receipt_key()),
        }
        Ok(())
    }
}
