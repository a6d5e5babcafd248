//! What commands print: answers on standard output, everything else on standard error.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::Write;

/// Prints one line of an answer. A reader that has gone away is no fault of ours.
pub fn say(line: &str) {
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// Prints one line of news.
pub fn tell(line: &str) {
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}

/// Prints why a command was not done, in one line.
pub fn complain(line: &str) {
    tell(&format!("assent: {line}"));
}

/// A bar for a job of a known number of bytes: how far, how fast, how long still.
pub fn bytes_bar(total: u64) -> ProgressBar {
    bar(total, "{msg} [{bar:30}] {bytes}/{total_bytes} {binary_bytes_per_sec} {eta} left")
}

/// A bar for a job of a known number of steps.
pub fn steps_bar(total: u64) -> ProgressBar {
    bar(total, "{msg} [{bar:30}] {pos}/{len} {per_sec} {eta} left")
}

fn bar(total: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style.progress_chars("=> "))
}
