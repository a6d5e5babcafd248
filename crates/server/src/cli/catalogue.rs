//! `assent openapi`: the HTTP interface as a document.

use super::output;
use crate::api;
use app::AppError;
use clap::Args;

/// Describe the HTTP interface as an `OpenAPI` document
#[derive(Args)]
#[command(after_help = "Example:\n  assent openapi > openapi.json")]
pub struct Openapi {}

impl Openapi {
    /// Writes the document to standard output.
    ///
    /// # Errors
    /// [`AppError::File`], should it not be writable as text.
    pub fn run(&self) -> Result<(), AppError> {
        let text = serde_json::to_string_pretty(&api::document()).map_err(|error| AppError::File(error.to_string()))?;
        output::say(&text);
        Ok(())
    }
}
