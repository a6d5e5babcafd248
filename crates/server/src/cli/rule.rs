//! `assent rule`: the rule itself, for checking against other implementations.

use super::output;
use app::AppError;
use clap::{Args, Subcommand};
use std::io::{BufRead, Read};

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
        while let Some(line) = next_line(&mut input).map_err(|error| AppError::File(error.to_string()))? {
            output::say(&verdict(&line));
        }
        Ok(())
    }
}

/// The next line; of one that is too long only as much as shows that, whatever its length.
fn next_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input.take(LINE_BYTES_MAX as u64 + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() > LINE_BYTES_MAX && !line.ends_with(b"\n") {
        input.skip_until(b'\n')?;
    }
    Ok(Some(line))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_read() {
        let long = "x".repeat(LINE_BYTES_MAX * 2);
        let input = format!("{{}}\n{long}\n[]");
        let mut left = input.as_bytes();
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut left).expect("reads") {
            lines.push(verdict(&line).contains("too long"));
        }
        assert_eq!(lines, [false, true, false]);
    }
}
