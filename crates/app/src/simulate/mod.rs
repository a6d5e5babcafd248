//! A large shop out of a seed, straight into files that can be imported: what a server is measured with before it has
//! a million customers of its own.
//!
//! Nobody in it exists. The same plan gives the same files on every machine: whole numbers only, and each person and each
//! visit has dice of its own, so that nothing but the times of visits is held in memory.

mod goods;
mod people;
mod words;
mod write;

#[cfg(test)]
mod tests;

use crate::AppError;
use domain::UnixTime;
use goods::Goods;
use people::People;
use std::path::{Path, PathBuf};

/// Most people.
pub const SUBJECTS_MAX: u32 = 1 << 24;
/// Most items.
pub const ITEMS_MAX: u32 = 1_000_000;
/// Most events: eight bytes of memory for about every third.
pub const EVENTS_MAX: u64 = 200_000_000;
/// Most days that they lie in.
pub const DAYS_MAX: u16 = 3_650;
/// The file of the items, in the directory that is named.
pub const CATALOG_FILE: &str = "catalog.csv";
/// The file of the events.
pub const EVENTS_FILE: &str = "events.csv";

/// What is to be made. Anything within the limits is fine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Where chance starts from.
    pub seed: u64,
    /// How many people there are; who is drawn to do nothing is in no row.
    pub subjects: u32,
    /// How many items there are.
    pub items: u32,
    /// How many events, exactly.
    pub events: u64,
    /// How many days they lie in.
    pub days: u16,
    /// When the last of these days ends.
    pub until: UnixTime,
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simulated {
    /// Rows of the events.
    pub events: u64,
    /// Rows of the items.
    pub items: u32,
    /// People in any row.
    pub subjects: u32,
    /// The file of the items, and that of the events.
    pub files: [PathBuf; 2],
}

impl Default for Plan {
    /// The shop that the cost curves of the guide end with; it closes with the year 2025.
    fn default() -> Self {
        Self {
            seed: 1,
            subjects: 500_000,
            items: 200_000,
            events: 10_000_000,
            days: 365,
            until: UnixTime(1_767_225_600),
        }
    }
}

impl Plan {
    fn check(&self) -> Result<(), AppError> {
        let limits = [
            (u64::from(self.subjects), u64::from(SUBJECTS_MAX), "subjects"),
            (u64::from(self.items), u64::from(ITEMS_MAX), "items"),
            (self.events, EVENTS_MAX, "events"),
            (u64::from(self.days), u64::from(DAYS_MAX), "days"),
        ];
        match limits.into_iter().find(|(value, most, _)| !(1..=*most).contains(value)) {
            None => Ok(()),
            Some((_, most, what)) => Err(AppError::File(format!("{what}: a number from 1 to {most}"))),
        }
    }
}

/// Makes the files in a directory, which is made where there is none. `progress` hears how many events of how many are
/// written.
///
/// # Errors
/// [`AppError::File`] when the plan is beyond a limit, a file is there already, or can not be written.
pub fn simulate(plan: &Plan, folder: &Path, progress: &dyn Fn(u64, u64)) -> Result<Simulated, AppError> {
    plan.check()?;
    let goods = Goods::new(plan);
    let files = [CATALOG_FILE, EVENTS_FILE].map(|name| folder.join(name));
    let [catalog, events] = write::open(folder, &files)?;
    write::items(&goods, catalog, &files[0])?;
    let people = People::new(plan, &goods);
    write::events(&people, events, &files[1], progress)?;
    Ok(Simulated { events: plan.events, items: plan.items, subjects: people.busy(), files })
}
