//! `assent rule`: the rule itself, for checking against other implementations.

use super::output;
use app::AppError;
use clap::{Args, Subcommand};
use std::io::BufRead;

/// Longest line that is read, in bytes.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Ask the rule itself
#[derive(Args)]
#[command(after_help = "Example:\n  assent rule evaluate --jsonl < cases.jsonl > verdicts.jsonl")]
pub struct Rule {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Read one case a line from standard input, and write one verdict a line
    Evaluate {
        /// Lines of JSON; the only form there is
        #[arg(long, required = true)]
        jsonl: bool,
    },
}

impl Rule {
    /// Evaluates until the input ends. A line that can not be read gives an error line, and the next is read.
    ///
    /// # Errors
    /// [`AppError::File`] when standard input can not be read.
    pub fn run(&self) -> Result<(), AppError> {
        let Verb::Evaluate { .. } = self.verb;
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = input.read_until(b'\n', &mut line).map_err(|error| AppError::File(error.to_string()))?;
            if read == 0 {
                return Ok(());
            }
            output::say(&verdict(&line));
        }
    }
}

fn verdict(line: &[u8]) -> String {
    if line.len() > LINE_BYTES_MAX {
        return r#"{"error":"the line is too long"}"#.to_owned();
    }
    match std::str::from_utf8(line) {
        Ok(text) => app::rule::evaluate_line(text.trim_end_matches(['\n', '\r'])),
        Err(_) => r#"{"error":"the line is not UTF-8"}"#.to_owned(),
    }
}
