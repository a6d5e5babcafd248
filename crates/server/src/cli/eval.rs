//! `assent eval`: how good recommendations are, on a split of real data.

use super::Surroundings;
use super::output;
use app::AppError;
use app::eval::{Files, evaluate};
use clap::Args;
use indicatif::ProgressBar;
use std::path::PathBuf;
use std::time::Duration;

/// Measure how good recommendations are on a split of real data
#[derive(Args)]
#[command(after_help = "Examples:
  assent eval --train train.tsv --test test.tsv --items items.tsv
  assent eval --train train.tsv --test test.tsv --fold-in histories.tsv --json

Files are tab-separated without a header: user item quantity unix_time basket; items: item description median_price.
With --fold-in the people of the test are not in the training file (strong generalisation).")]
pub struct Eval {
    /// What everybody did before
    #[arg(long, value_name = "TSV")]
    train: PathBuf,
    /// What is to be foretold
    #[arg(long, value_name = "TSV")]
    test: PathBuf,
    /// The items
    #[arg(long, value_name = "TSV")]
    items: Option<PathBuf>,
    /// What the people of the test did before, where they are not in the training file
    #[arg(long, value_name = "TSV")]
    fold_in: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl Eval {
    /// Measures, and prints a table or JSON on standard output.
    ///
    /// # Errors
    /// [`AppError::File`] when a file can not be read.
    pub fn run(&self, _around: &Surroundings) -> Result<(), AppError> {
        let files = Files {
            train: self.train.clone(),
            test: self.test.clone(),
            items: self.items.clone(),
            fold_in: self.fold_in.clone(),
        };
        let spinner = ProgressBar::new_spinner();
        spinner.enable_steady_tick(Duration::from_millis(120));
        let report = evaluate(&files, &|phase| spinner.set_message(phase.to_string()))?;
        spinner.finish_and_clear();
        if self.json {
            output::say(&report.json().to_string());
        } else {
            report.trained.chosen.iter().for_each(|line| output::tell(line));
            output::say(&report.to_string());
        }
        Ok(())
    }
}
