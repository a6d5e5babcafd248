//! Imports files: events and items, once each, with what the people in them agreed to.

mod limited;
mod own;
mod people;
mod tally;

pub use own::Carried;
pub use tally::{BadRows, Imported, RowAt};

use crate::files::{self, EventColumns, Format, Options, Reader, Row, Trouble};
use crate::{AppError, OperatorDeed, Sent, Shop};
use domain::{Event, Item, UnixTime};
use people::People;
use std::path::{Path, PathBuf};
use vault::{Arrival, Ask, Intake};

/// How many rows are taken in together at first: each such step is durable before the next. The more, the seldomer a person
/// who stands all over a file is opened and sealed again.
const ROWS_PER_STEP: usize = 200_000;
/// How many at most, later on: about 150 MB. A step writes nearly every page of the store's index anew, however many rows are
/// in it; so it grows along with what was taken in.
const ROWS_PER_STEP_MAX: usize = 500_000;
/// What was taken in so far, in steps.
const STEPS_SO_FAR: u64 = 4;
/// How many rows are read until it is told how far it is, where a step has more.
const ROWS_TOLD: u64 = 100_000;
/// How many items are put in together.
const ITEMS_PER_STEP: usize = 5_000;

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
    /// The currency of prices in a catalog that do not name theirs.
    pub currency: Option<String>,
    /// Whether nothing is taken in where any row is bad.
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
    /// [`AppError::File`] when a file can not be read; what was taken in before stays. The same when a row is bad and the
    /// order is strict; then nothing was taken in. [`AppError::Unknown`] for a purpose that the policy does not have.
    pub fn import(&self, now: UnixTime, order: &Order, progress: &dyn Fn(Progress)) -> Result<Imported, AppError> {
        let mut people = People::new(self, order)?;
        if order.strict {
            check(&mut open(now, order)?, progress)?;
        }
        let mut reader = open(now, order)?;
        self.leave(now, OperatorDeed::ImportBegun { form: order.format.as_str(), files: order.files.len() })?;
        let mut imported = Imported::default();
        let mut step = Step::default();
        while let Some(row) = next(&mut reader, &mut imported)? {
            step.add(row);
            let is_full = step.is_full(rows_per_step(reader.rows()));
            if is_full {
                self.take_step(now, &mut people, std::mem::take(&mut step), &mut imported)?;
            }
            if is_full || reader.rows().is_multiple_of(ROWS_TOLD) {
                progress(so_far(&reader));
            }
        }
        self.take_step(now, &mut people, step, &mut imported)?;
        progress(so_far(&reader));
        imported.people = people.count();
        let Imported { rows, events, items, people, .. } = imported;
        self.leave(now, OperatorDeed::ImportDone { rows, events, items, people })?;
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
            arrival: Arrival::File,
        };
        for outcome in self.keep(now, &intake, &step.personal)? {
            imported.count(outcome);
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

    fn is_full(&self, rows: usize) -> bool {
        self.personal.len() + self.anonymous.len() >= rows || self.items.len() >= ITEMS_PER_STEP
    }
}

/// How many rows make a step where so many were read.
fn rows_per_step(read: u64) -> usize {
    usize::try_from(read / STEPS_SO_FAR).unwrap_or(usize::MAX).clamp(ROWS_PER_STEP, ROWS_PER_STEP_MAX)
}

fn open(now: UnixTime, order: &Order) -> Result<Reader, AppError> {
    let options = Options { now, columns: order.columns.clone(), currency: order.currency.clone() };
    files::open(order.format, &order.files, &options).map_err(|error| AppError::File(error.to_string()))
}

/// Reads all files and takes nothing in.
fn check(reader: &mut Reader, progress: &dyn Fn(Progress)) -> Result<(), AppError> {
    let mut seen = Imported::default();
    while next(reader, &mut seen)?.is_some() {
        if reader.rows().is_multiple_of(ROWS_TOLD) {
            progress(so_far(reader));
        }
    }
    match seen.bad() {
        0 => Ok(()),
        bad => Err(AppError::File(format!("{bad} bad rows, so nothing was taken in: {}", seen.bad_rows()))),
    }
}

/// The next good row. The bad ones before it are left out.
fn next(reader: &mut Reader, imported: &mut Imported) -> Result<Option<Row>, AppError> {
    loop {
        let row = reader.next();
        imported.rows = reader.rows();
        match row {
            None => return Ok(None),
            Some(Ok(row)) => return Ok(Some(row)),
            Some(Err(Trouble::File(error))) => return Err(AppError::File(error.to_string())),
            Some(Err(Trouble::Row(bad))) => {
                let file = reader.path(bad.file).filter(|_| reader.files() > 1).map(Path::to_owned);
                imported.leave_out(bad, RowAt { file, row: bad.row });
            }
        }
    }
}

fn so_far(reader: &Reader) -> Progress {
    let (bytes, bytes_total) = reader.progress();
    Progress { bytes, bytes_total, rows: reader.rows() }
}
