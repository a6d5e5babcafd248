//! `assent eval`: how good recommendations are, on a split of real data.

mod chart;
mod page;

use super::Surroundings;
use super::model::TrialsArgs;
use super::output;
use app::AppError;
use app::Weights;
use app::eval::{Cut, Files, Given, Report, Wanted, evaluate, read_weights};
use app::files::Format;
use clap::Args;
use indicatif::ProgressBar;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Measure how good recommendations are on a split of real data
#[derive(Args)]
#[command(after_help = "Examples:
  assent eval --train train.tsv --test test.tsv --items items.tsv
  assent eval --train train.tsv --test test.tsv --fold-in histories.tsv --json
  assent eval --source online_retail.parquet --format online-retail --split last-basket --html quality.html
  assent eval --source orders.csv --format events --catalog items.csv
  assent eval --source ml-1m --format movielens --split strong --share 0.2 --seed 1
  assent eval --source ml-1m --format movielens --split last-item --curves --html quality.html
  assent eval --source orders.csv --format events --beside weights.json

Files of a split are tab-separated without a header: user item quantity unix_time basket; items: item description
median_price. With --fold-in the people of the test are not in the training file (strong generalisation).")]
pub struct Eval {
    /// What everybody did before
    #[arg(long, value_name = "TSV", required_unless_present = "source", conflicts_with = "source")]
    train: Option<PathBuf>,
    /// What is to be foretold
    #[arg(long, value_name = "TSV", required_unless_present = "source", conflicts_with = "source")]
    test: Option<PathBuf>,
    /// The items
    #[arg(long, value_name = "TSV", conflicts_with_all = ["source", "catalog"])]
    items: Option<PathBuf>,
    /// The shop's own catalog, as `assent import --format catalog` takes it
    #[arg(long, value_name = "FILE")]
    catalog: Option<PathBuf>,
    /// What the people of the test did before, where they are not in the training file
    #[arg(long, value_name = "TSV", conflicts_with = "source")]
    fold_in: Option<PathBuf>,
    /// Whole files instead of a split; more than one if need be
    #[arg(long, value_name = "FILE", requires = "format")]
    source: Vec<PathBuf>,
    /// What kind of files they are: online-retail, movielens, events
    #[arg(long, value_name = "WORD")]
    format: Option<String>,
    /// How they are parted: last-basket, last-item, time, strong, random
    #[arg(long, value_name = "WORD", default_value = "last-basket")]
    split: String,
    /// The share that is to be foretold (time, random), or of the people who teach nothing (strong) [default: 0.2]
    #[arg(long, value_name = "SHARE")]
    share: Option<f64>,
    /// What the dice of strong and random start from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Groups of people to be shown by themselves: `user group`, tab-separated
    #[arg(long, value_name = "TSV")]
    groups: Option<PathBuf>,
    /// Write what was ranked for everybody, as JSON Lines, for working the figures out elsewhere
    #[arg(long, value_name = "FILE")]
    rankings: Option<PathBuf>,
    /// Also rank by the weights in this file, as {"popular": 0.1}, and say by how much they are better than those chosen
    #[arg(long, value_name = "FILE")]
    beside: Option<PathBuf>,
    /// Also draw curves: with less data, with fewer who teach, with more people behind each pair, with more variety. Takes
    /// about ten lessons more
    #[arg(long)]
    curves: bool,
    #[command(flatten)]
    trials: TrialsArgs,
    /// Write a page with charts
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

impl Eval {
    /// Measures, and prints a table or JSON on standard output.
    ///
    /// # Errors
    /// [`AppError::File`] when a file can not be read or written.
    pub fn run(&self, _around: &Surroundings) -> Result<(), AppError> {
        let wanted = Wanted {
            given: self.given()?,
            catalog: self.catalog.clone(),
            groups: self.groups.clone(),
            rankings: self.rankings.clone(),
            beside: self.weights()?,
            curves: self.curves,
            trials: self.trials.trials(),
        };
        self.open_page()?;
        let spinner = ProgressBar::new_spinner();
        spinner.enable_steady_tick(Duration::from_millis(120));
        let report = evaluate(&wanted, &|phase| spinner.set_message(phase.to_string()));
        let report = report.inspect_err(|_| self.close_page())?;
        spinner.finish_and_clear();
        if self.json {
            output::say(&report.json().to_string());
        } else {
            report.trained.chosen.iter().for_each(|line| output::tell(line));
            output::say(&report.to_string());
        }
        // Last: what was measured is told, whatever becomes of the page.
        self.write_page(&report)
    }

    fn given(&self) -> Result<Given, AppError> {
        if let (Some(train), Some(test)) = (&self.train, &self.test) {
            let (items, fold_in) = (self.items.clone(), self.fold_in.clone());
            return Ok(Given::Split(Files { train: train.clone(), test: test.clone(), items, fold_in }));
        }
        let format = self.format.as_deref().and_then(Format::parse);
        let format = format.ok_or_else(|| wrong("--format is online-retail, movielens or events"))?;
        if self.share.is_some_and(|share| !(share > 0.0 && share < 1.0)) {
            return Err(wrong("--share lies between 0 and 1"));
        }
        let cut = Cut::parse(&self.split, self.share, self.seed);
        let cut = cut.ok_or_else(|| wrong("--split is last-basket, last-item, time, strong or random"))?;
        Ok(Given::Whole { format, paths: self.source.clone(), cut })
    }

    fn weights(&self) -> Result<Option<Weights>, AppError> {
        let Some(path) = &self.beside else { return Ok(None) };
        let bytes = fs::read(path).map_err(|error| of_file(path, &error))?;
        read_weights(&bytes).map(Some)
    }

    /// Sees before anything is measured that the page can be written; what is there stays until it is.
    fn open_page(&self) -> Result<(), AppError> {
        let Some(path) = &self.html else { return Ok(()) };
        let opened = fs::OpenOptions::new().append(true).create(true).open(path);
        opened.map(drop).map_err(|error| of_file(path, &error))
    }

    /// Takes a page away that nothing was written to: a result of nothing is none.
    fn close_page(&self) {
        if let Some(path) = &self.html
            && fs::metadata(path).is_ok_and(|found| found.len() == 0)
        {
            drop(fs::remove_file(path));
        }
    }

    fn write_page(&self, report: &Report) -> Result<(), AppError> {
        let Some(path) = &self.html else { return Ok(()) };
        fs::write(path, page::page(report).into_string()).map_err(|error| of_file(path, &error))
    }
}

fn of_file(path: &Path, error: &std::io::Error) -> AppError {
    AppError::File(format!("{}: {}", path.display(), error.kind()))
}

fn wrong(says: &str) -> AppError {
    AppError::File(says.to_owned())
}
