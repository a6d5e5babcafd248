//! `assent notice check`: says everything that is wrong with a notice, before anybody is shown it.

use super::output;
use super::{LanguageArgs, PolicyArgs, Surroundings};
use crate::api::read_notice;
use crate::language;
use app::AppError;
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::{Read, stdin};
use std::path::PathBuf;

/// Largest notice that is read, in bytes.
const BYTES_MAX: u64 = crate::api::NOTICE_BYTES_MAX as u64;

/// Check a notice before it is published
#[derive(Args)]
#[command(after_help = "Example:\n  assent notice check choices.json")]
pub struct Notice {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Say whether a notice is complete, true to the policy, and as easy to refuse as to accept
    #[command(after_help = "Example:\n  assent notice check choices.json\n\nEnds with 65 if anything is found.")]
    Check {
        /// The notice as JSON, as it is sent to /v1/notices; without it, standard input
        file: Option<PathBuf>,
        #[command(flatten)]
        policy: PolicyArgs,
        #[command(flatten)]
        languages: LanguageArgs,
    },
}

impl Notice {
    pub fn run(self, around: &Surroundings) -> Result<(), AppError> {
        let Verb::Check { file, policy, languages } = self.verb;
        let mut policy = policy.open()?;
        languages.speak(&mut policy)?;
        let notice = read_notice(&bytes(file)?).map_err(AppError::File)?;
        let findings = app::notice::check(&policy, (around.now)(), &language::all(), &notice);
        for finding in &findings {
            output::say(&format!("{} {}: {}", finding.pointer, finding.name.as_str(), finding.name.says()));
        }
        if !findings.is_empty() {
            return Err(AppError::Notice(findings));
        }
        for lang in app::notice::unread(&notice) {
            output::say(&format!(
                "/locales/{} unread: whether it is plain, and shames nobody, is known of English and German only",
                lang.code()
            ));
        }
        output::say("nothing to mend");
        Ok(())
    }
}

fn bytes(file: Option<PathBuf>) -> Result<Vec<u8>, AppError> {
    let unreadable = |error: std::io::Error| AppError::File(format!("the notice can not be read: {}", error.kind()));
    let source: Box<dyn Read> = match file {
        Some(path) => Box::new(File::open(path).map_err(unreadable)?),
        None => Box::new(stdin()),
    };
    let mut bytes = Vec::new();
    source.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(AppError::File("the notice is larger than NOTICE_BYTES_MAX".to_owned()));
    }
    Ok(bytes)
}
