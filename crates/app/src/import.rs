//! Imports files: events and items, once each, with what the people in them agreed to.

mod lacking;
mod limited;
mod own;
mod parts;
mod people;
mod tally;
#[cfg(test)]
mod tests;

pub use own::Carried;
pub use tally::{BadRows, Imported, RowAt};

use crate::files::{self, EventColumns, Format, Options, Reader, Row, Trouble};
use crate::{AppError, OperatorDeed, Sent, Shop};
use domain::{Event, Item, ItemId, UnixTime};
use lacking::Lacking;
use parts::{Parts, Portions};
use people::People;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use vault::{Arrival, Ask, Intake};

/// How many rows are read until it is told how far it is, where a step has more.
const ROWS_TOLD: u64 = 100_000;
/// From how many rows on it can be foreseen how many there will be.
const ROWS_FORESEEN_MIN: usize = 1_000;
/// How many more rows than foreseen there is room for.
const FORESEEN_MARGIN: f64 = 1.05;
/// How many items are kept together.
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
    /// Bytes read, each as often as it was.
    pub bytes: u64,
    /// Bytes to be read in all.
    pub bytes_total: u64,
    /// Rows read of this reading.
    pub rows: u64,
}

/// What was taken in so far.
struct Taken<'a> {
    people: People<'a>,
    imported: Imported,
    lacking: Lacking,
    /// Items that are kept, and shown when the import ends.
    unshown: HashMap<ItemId, Item>,
}

/// What one step takes in.
#[derive(Default)]
struct Step {
    /// How many bytes of this reading were read before.
    from: u64,
    personal: Vec<Sent>,
    anonymous: Vec<Event>,
    items: Vec<Item>,
}

impl Shop {
    /// Imports files. Doing it twice changes nothing; after an interruption, do it again. Each step is durable before the
    /// next; items are shown when it ends, however it does. Nobody else changes the catalog meanwhile.
    ///
    /// # Errors
    /// [`AppError::File`] when a file can not be read; what was taken in before stays. The same when a row is bad and the
    /// order is strict; then nothing was taken in. [`AppError::Unknown`] for a purpose that the policy does not have.
    pub fn import(&self, now: UnixTime, order: &Order, progress: &dyn Fn(Progress)) -> Result<Imported, AppError> {
        self.import_by(now, order, Portions::default(), progress)
    }

    fn import_by(
        &self,
        now: UnixTime,
        order: &Order,
        portions: Portions,
        progress: &dyn Fn(Progress),
    ) -> Result<Imported, AppError> {
        let people = People::new(self, order)?;
        if order.strict {
            check(&mut open(now, order)?, progress)?;
        }
        self.leave(now, OperatorDeed::ImportBegun { form: order.format.as_str(), files: order.files.len() })?;
        let mut taken =
            Taken { people, imported: Imported::default(), lacking: Lacking::default(), unshown: HashMap::new() };
        let done = self.take_parts(now, (order, portions), &mut taken, progress);
        let Taken { people, mut imported, lacking, unshown } = taken;
        self.show_items(unshown.into_values().collect())?;
        done?;
        imported.people = people.count();
        imported.lacking = lacking.events(&self.catalog());
        let Imported { rows, events, items, people, .. } = imported;
        self.leave(now, OperatorDeed::ImportDone { rows, events, items, people })?;
        Ok(imported)
    }

    fn take_parts(
        &self,
        now: UnixTime,
        (order, portions): (&Order, Portions),
        taken: &mut Taken<'_>,
        progress: &dyn Fn(Progress),
    ) -> Result<(), AppError> {
        let mut parts = Parts::of(portions);
        while parts.begin() {
            self.take_part(now, (order, &mut parts), taken, progress)?;
        }
        Ok(())
    }

    /// Reads the files once, and takes in what is of this part, step by step.
    fn take_part(
        &self,
        now: UnixTime,
        (order, parts): (&Order, &mut Parts),
        taken: &mut Taken<'_>,
        progress: &dyn Fn(Progress),
    ) -> Result<(), AppError> {
        let mut reader = open(now, order)?;
        reader.only(parts.wanted());
        let mut step = Step::default();
        // What is wrong with rows is told when they are first read.
        let mut read_before = Imported::default();
        while let Some(row) = next(&mut reader, if parts.is_first() { &mut taken.imported } else { &mut read_before })?
        {
            if parts.has(&row) {
                step.make_room(|| reader.progress(), parts.rows_per_step());
                step.add(row);
            }
            let is_full = step.is_full(parts.rows_per_step());
            if is_full && parts.split(reader.progress(), step.personal.len()) {
                step.personal.retain(|(who, _)| parts.has_person(who));
                reader.only(parts.wanted());
            } else if is_full {
                parts.takes(step.personal.len());
                let next = Step { from: reader.progress().0, ..Step::default() };
                self.take_step(now, std::mem::replace(&mut step, next), taken)?;
            }
            if is_full || reader.rows().is_multiple_of(ROWS_TOLD) {
                progress(so_far(&reader, parts));
            }
        }
        self.take_step(now, step, taken)?;
        progress(so_far(&reader, parts));
        Ok(())
    }

    fn take_step(&self, now: UnixTime, step: Step, taken: &mut Taken<'_>) -> Result<(), AppError> {
        let Taken { people, imported, lacking, unshown } = taken;
        if !step.items.is_empty() {
            self.keep_items(&step.items)?;
            imported.items += step.items.len() as u64;
            unshown.extend(step.items.into_iter().map(|item| (item.id.clone(), item)));
        }
        people.agree(now, &step.personal)?;
        let intake = Intake {
            ask: Ask::on(self.policy().channel("web").unwrap_or(domain::ChannelId(0))),
            arrival: Arrival::File,
        };
        let catalog = self.catalog();
        let kept = self.keep(now, &intake, &step.personal)?;
        kept.iter().for_each(|outcome| imported.count(*outcome));
        lacking.count(&catalog, step.personal.iter().map(|(_, event)| &event.item).zip(kept));
        let kept = self.take_in_anonymous(now, &step.anonymous)?;
        kept.iter().for_each(|outcome| imported.count_anonymous(*outcome));
        lacking.count(&catalog, step.anonymous.iter().map(|event| &event.item).zip(kept));
        Ok(())
    }
}

impl Step {
    /// Makes room for as many rows as the step will have, going by how much of the files is read: growing bit by bit would
    /// copy all of them each time.
    fn make_room(&mut self, progress: impl FnOnce() -> (u64, u64), rows: usize) {
        let len = self.personal.len();
        if len < ROWS_FORESEEN_MIN || len < self.personal.capacity() {
            return;
        }
        let (bytes, bytes_total) = progress();
        let [read, left] = [bytes, bytes_total].map(|bytes| bytes.saturating_sub(self.from).max(1) as f64);
        let foreseen = len as f64 * left / read * FORESEEN_MARGIN;
        let more = rows.min(foreseen as usize).saturating_sub(len).max(len / 8);
        self.personal.reserve_exact(more);
    }

    fn add(&mut self, row: Row) {
        match row {
            Row::Event { subject: Some(who), event } => self.personal.push((who, event)),
            Row::Event { subject: None, event } => self.anonymous.push(event),
            Row::Item(item) => self.items.push(item),
            Row::Other => {}
        }
    }

    fn is_full(&self, rows: usize) -> bool {
        self.personal.len() + self.anonymous.len() >= rows || self.items.len() >= ITEMS_PER_STEP
    }
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
            progress(so_far(reader, &Parts::of(Portions::default())));
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

fn so_far(reader: &Reader, parts: &Parts) -> Progress {
    let (bytes, bytes_total) = parts.progress(reader.progress());
    Progress { bytes, bytes_total, rows: reader.rows() }
}
