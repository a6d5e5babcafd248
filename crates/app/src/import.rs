//! Imports files: events and items, once each, with what the people in them agreed to.

mod people;
mod tally;

pub use tally::{BadRows, Imported};

use crate::files::{self, EventColumns, Format, Options, Row, Trouble};
use crate::{AppError, Sent, Shop};
use domain::{Event, Item, UnixTime};
use people::People;
use std::path::PathBuf;
use vault::{Ask, Intake};

/// How many rows are taken in together: each such step is durable before the next.
const ROWS_PER_STEP: usize = 20_000;
/// How many items are put in together.
const ITEMS_PER_STEP: usize = 5_000;
/// The currency of prices that do not name theirs.
const CURRENCY_DEFAULT: &str = "GBP";

/// What is to be imported.
#[derive(Clone, Debug)]
pub struct Order {
    /// What kind of files.
    pub format: Format,
    /// Which.
    pub files: Vec<PathBuf>,
    /// The names of the columns, where they are not the usual ones.
    pub columns: EventColumns,
    /// The purposes that the people in the files agreed to.
    pub granted: Vec<String>,
    /// What shows that they did.
    pub evidence: String,
    /// Whether the first bad row ends the import.
    pub strict: bool,
}

/// How far an import is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Bytes read.
    pub bytes: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Rows read.
    pub rows: u64,
}

/// What one step takes in.
#[derive(Default)]
struct Step {
    personal: Vec<Sent>,
    anonymous: Vec<Event>,
    items: Vec<Item>,
}

impl Shop {
    /// Imports files. Doing it twice changes nothing; after an interruption, do it again.
    ///
    /// # Errors
    /// [`AppError::File`] when a file can not be read, or a row is bad and the order is strict; what was taken in
    /// before stays. [`AppError::Unknown`] for a purpose that the policy does not have.
    pub fn import(&self, now: UnixTime, order: &Order, progress: &dyn Fn(Progress)) -> Result<Imported, AppError> {
        let mut people = People::new(self, order)?;
        let options = Options { now, columns: order.columns.clone(), currency: CURRENCY_DEFAULT.to_owned() };
        let mut reader =
            files::open(order.format, &order.files, &options).map_err(|error| AppError::File(error.to_string()))?;
        let mut imported = Imported::default();
        let mut step = Step::default();
        while let Some(row) = reader.next() {
            match row {
                Ok(row) => {
                    imported.rows += u64::from(matches!(row, Row::Event { .. }));
                    step.add(row);
                }
                Err(Trouble::File(error)) => return Err(AppError::File(error.to_string())),
                Err(Trouble::Row(bad)) if order.strict && !bad.reason.is_by_design() => {
                    return Err(AppError::File(bad.to_string()));
                }
                Err(Trouble::Row(bad)) => {
                    imported.rows += 1;
                    imported.leave_out(bad);
                }
            }
            if step.is_full() {
                self.take_step(now, &mut people, std::mem::take(&mut step), &mut imported)?;
                progress(so_far(&reader, &imported));
            }
        }
        self.take_step(now, &mut people, step, &mut imported)?;
        progress(so_far(&reader, &imported));
        imported.people = people.count();
        Ok(imported)
    }

    fn take_step(
        &self,
        now: UnixTime,
        people: &mut People<'_>,
        step: Step,
        imported: &mut Imported,
    ) -> Result<(), AppError> {
        if !step.items.is_empty() {
            imported.items += self.put_items(step.items)? as u64;
        }
        people.agree(now, &step.personal)?;
        let intake = Intake {
            ask: Ask::on(self.policy().channel("web").unwrap_or(domain::ChannelId(0))),
            past_seconds_max: None,
        };
        for told in self.take_in(now, &intake, &step.personal)? {
            imported.count(told.outcome);
        }
        for outcome in self.take_in_anonymous(now, &step.anonymous)? {
            imported.count_anonymous(outcome);
        }
        Ok(())
    }
}

impl Step {
    fn add(&mut self, row: Row) {
        match row {
            Row::Event { subject: Some(who), event } => self.personal.push((who, event)),
            Row::Event { subject: None, event } => self.anonymous.push(event),
            Row::Item(item) => self.items.push(item),
        }
    }

    fn is_full(&self) -> bool {
        self.personal.len() + self.anonymous.len() >= ROWS_PER_STEP || self.items.len() >= ITEMS_PER_STEP
    }
}

fn so_far(reader: &files::Reader, imported: &Imported) -> Progress {
    let (bytes, bytes_total) = reader.progress();
    Progress { bytes, bytes_total, rows: imported.rows }
}
