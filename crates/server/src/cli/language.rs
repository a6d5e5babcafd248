//! `assent language`: a language's file is checked, or the one to translate from is printed.

use super::output;
use crate::language::{self, ENGLISH};
use app::AppError;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Translate what people are told: check a language's file, or print the one to translate from
#[derive(Args)]
#[command(
    after_help = "Example:\n  assent language template > languages/fr.ftl\n  assent language check languages/fr.ftl\n  assent serve --data shop --languages languages"
)]
pub struct Language {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Print the English file, to translate from
    #[command(after_help = "Example:\n  assent language template > languages/fr.ftl")]
    Template,
    /// Say everything that is missing or wrong in a language's file
    #[command(after_help = "Example:\n  assent language check languages/fr.ftl\n\nEnds with 65 if anything is.")]
    Check {
        /// The file, named after its language's code
        file: PathBuf,
    },
}

impl Language {
    pub fn run(self) -> Result<(), AppError> {
        match self.verb {
            Verb::Template => {
                output::say(ENGLISH.trim_end());
                Ok(())
            }
            Verb::Check { file } => check(&file),
        }
    }
}

fn check(file: &std::path::Path) -> Result<(), AppError> {
    match language::check(file) {
        Ok((lang, words)) => {
            output::say(&format!("{}, {}: complete", lang.code(), words.language.name));
            Ok(())
        }
        Err(mistakes) => {
            mistakes.iter().for_each(|mistake| output::say(&mistake.to_string()));
            Err(AppError::File(format!("{}: {} to mend", file.display(), mistakes.len())))
        }
    }
}
