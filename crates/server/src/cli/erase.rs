//! `assent erase`: forgets a person.

use super::export::subject;
use super::{DataArgs, Surroundings, output};
use app::AppError;
use clap::Args;
use domain::SubjectId;

/// Forget a person
#[derive(Args)]
#[command(after_help = "Example:\n  assent erase --data shop --subject customer-17")]
pub struct Erase {
    #[command(flatten)]
    data: DataArgs,
    /// Who
    #[arg(long, value_name = "ID", value_parser = subject)]
    subject: SubjectId,
    /// Do not learn the model again without them now
    #[arg(long)]
    no_train: bool,
}

impl Erase {
    /// Erases, and learns the model again without the person.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is held.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let shop = self.data.open(around)?;
        if !shop.forget((around.now)(), &self.subject)?.found {
            return Err(AppError::NotFound { what: "subject" });
        }
        output::say("erased: nothing of this person can be read any more");
        if !self.no_train {
            super::model::train(&shop, around)?;
        }
        Ok(())
    }
}
