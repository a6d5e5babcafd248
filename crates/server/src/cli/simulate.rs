//! `assent simulate`: a large shop out of a seed, as files to import.

use super::output::{self, steps_bar};
use app::AppError;
use app::simulate::{DAYS_MAX, EVENTS_MAX, ITEMS_MAX, Plan, SUBJECTS_MAX, simulate};
use clap::Args;
use std::path::PathBuf;

/// Make files of a large shop out of a seed, to measure with
#[derive(Args)]
#[command(after_help = "Example:
  assent simulate --out big --events 1000000 --subjects 50000 --items 20000
  assent import --data shop --format catalog big/catalog.csv --no-train
  assent import --data shop --format events big/events.csv --granted recommend,train --evidence \"simulated\"

The same numbers make the same files on every machine. Nobody in them exists.")]
pub struct Simulate {
    /// The directory for catalog.csv and events.csv, neither of which may be there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The seed that the shop is made from
    #[arg(long, value_name = "S", default_value_t = Plan::default().seed)]
    seed: u64,
    /// How many people
    #[arg(long, value_name = "N", default_value_t = Plan::default().subjects, value_parser = clap::value_parser!(u32).range(1..=i64::from(SUBJECTS_MAX)))]
    subjects: u32,
    /// How many items
    #[arg(long, value_name = "N", default_value_t = Plan::default().items, value_parser = clap::value_parser!(u32).range(1..=i64::from(ITEMS_MAX)))]
    items: u32,
    /// How many events
    #[arg(long, value_name = "N", default_value_t = Plan::default().events, value_parser = clap::value_parser!(u64).range(1..=EVENTS_MAX))]
    events: u64,
    /// In how many days, up to the end of 2025
    #[arg(long, value_name = "N", default_value_t = Plan::default().days, value_parser = clap::value_parser!(u16).range(1..=i64::from(DAYS_MAX)))]
    days: u16,
}

impl Simulate {
    /// Makes the files, and says what is in them.
    ///
    /// # Errors
    /// [`AppError::File`] when a file is there already or can not be written.
    pub fn run(&self) -> Result<(), AppError> {
        let Self { seed, subjects, items, events, days, .. } = *self;
        let plan = Plan { seed, subjects, items, events, days, ..Plan::default() };
        let bar = steps_bar(events).with_message("simulating");
        let made = simulate(&plan, &self.out, &|done, _| bar.set_position(done))?;
        bar.finish_and_clear();
        let [catalog, events] = made.files.map(|path| path.display().to_string());
        output::say(&format!(
            "{catalog}: {} items\n{events}: {} events of {} people",
            made.items, made.events, made.subjects
        ));
        Ok(())
    }
}
