//! `assent export`: everything that is held on a person.

use super::{DataArgs, Surroundings, output};
use crate::dossier;
use app::AppError;
use clap::Args;
use domain::SubjectId;

/// Write out everything that is held on a person
#[derive(Args)]
#[command(after_help = "Example:\n  assent export --data shop --subject customer-17 > customer-17.json")]
pub struct Export {
    #[command(flatten)]
    data: DataArgs,
    /// Who
    #[arg(long, value_name = "ID", value_parser = subject)]
    subject: SubjectId,
}

/// Reads a subject's id from the command line.
pub fn subject(text: &str) -> Result<SubjectId, String> {
    SubjectId::parse(text).map_err(|error| error.to_string())
}

impl Export {
    /// Writes the document to standard output.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where nothing is held.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let shop = self.data.open_there(around)?;
        let now = (around.now)();
        let found = shop.see(now, &self.subject)?.ok_or(AppError::NotFound { what: "subject" })?;
        let document = dossier::shown(&shop, now, &found);
        output::say(&serde_json::to_string_pretty(&document).map_err(|error| AppError::File(error.to_string()))?);
        Ok(())
    }
}
