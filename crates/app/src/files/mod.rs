//! Readers of real files: rows of events and items, one at a time, whatever the file's kind.
//!
//! Nothing here decides what may be done with a row: a reader says what a file holds, and which rows it had to leave out.

mod bad;
mod catalog;
mod cell;
mod derived;
mod done;
mod events;
mod identity;
mod movielens;
mod online_retail;
mod source;
mod split;
mod table;
mod time;

#[cfg(test)]
mod tests;

pub use bad::{Bad, BadReason, FileError, IdErrorKind, PriceErrorKind, Trouble};

use cell::Cell;
use derived::Derived;
use domain::{Event, Item, SubjectId, UnixTime};
use identity::Identities;
use source::Source;
use std::path::{Path, PathBuf};
use table::{Stop, Table};

/// Most files that one reader takes; all are opened at once, so that a wrong one is seen before the first row.
pub const FILES_MAX: usize = 200;

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// Something that was done.
    Event {
        /// By whom; `None` where the file does not say: it counts for popularity and for nobody.
        subject: Option<SubjectId>,
        /// What. Its id is made of its contents: the same row of the same data has the same id in any kind of file.
        event: Event,
    },
    /// Something in the catalog.
    Item(Item),
    /// Something that somebody did who is not asked for.
    Other,
}

/// Who is asked for.
pub type AskedFor = Box<dyn Fn(&SubjectId) -> bool>;

/// What kind of files they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The transactions of the UCI data set, as CSV or Parquet.
    OnlineRetail,
    /// The 100K, 1M or latest files of MovieLens, or a directory of them.
    MovieLens,
    /// Any CSV, JSON Lines or Parquet of events, by column names.
    Events,
    /// Any CSV, JSON Lines or Parquet of items, by column names.
    Catalog,
    /// A side of a split: `user item quantity unix_time basket`, tab-separated, no header.
    SplitEvents,
    /// The items of a split: `item description median_price`, tab-separated, no header.
    SplitItems,
}

impl Format {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnlineRetail => "online-retail",
            Self::MovieLens => "movielens",
            Self::Events => "events",
            Self::Catalog => "catalog",
            Self::SplitEvents => "the events of a split",
            Self::SplitItems => "the items of a split",
        }
    }

    /// Reads the word that the command line uses; the splits have none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "online-retail" => Some(Self::OnlineRetail),
            "movielens" => Some(Self::MovieLens),
            "events" => Some(Self::Events),
            "catalog" => Some(Self::Catalog),
            _ => None,
        }
    }
}

/// How to read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The time at which the files are read: no event may be later.
    pub now: UnixTime,
    /// The names of the columns, for [`Format::Events`].
    pub columns: EventColumns,
    /// The currency of prices that do not name theirs, as ISO 4217 code. Without it such a price is no price.
    pub currency: Option<String>,
}

/// Names of columns that somebody gave; where none is given, the usual names are tried.
#[derive(Clone, Debug, Default)]
pub struct EventColumns {
    /// Who.
    pub subject: Option<String>,
    /// With what.
    pub item: Option<String>,
    /// When.
    pub time: Option<String>,
    /// How many pieces, or how many stars.
    pub weight: Option<String>,
}

/// Opens the files. Their columns are checked here, before any row is read.
///
/// # Errors
/// [`FileError`] naming the file and what is wrong with it.
pub fn open(format: Format, paths: &[PathBuf], options: &Options) -> Result<Reader, FileError> {
    let mut parts = Vec::new();
    for path in paths {
        parts.extend(source::parts(format, path, options)?);
    }
    if parts.is_empty() {
        return Err(FileError::NoFiles);
    }
    if parts.len() > FILES_MAX {
        return Err(FileError::TooManyFiles(FILES_MAX));
    }
    let (identities, derived) = (Identities::default(), Derived::default());
    let (now, currency) = (options.now, options.currency.clone());
    let reading = Reading { now, currency, identities, derived, wanted: None };
    Ok(Reader { parts, at: 0, row: 0, rows: 0, reading, last: Vec::new().into_iter(), cells: Vec::new() })
}

/// A file that is open and how its rows are read.
struct Part {
    path: PathBuf,
    table: Table,
    source: Source,
}

/// What the reading of one row needs from those before it.
struct Reading {
    now: UnixTime,
    currency: Option<String>,
    identities: Identities,
    derived: Derived,
    wanted: Option<AskedFor>,
}

impl Reading {
    fn wants(&self, subject: Option<&SubjectId>) -> bool {
        match (&self.wanted, subject) {
            (Some(wanted), Some(who)) => wanted(who),
            _ => true,
        }
    }
}

/// Rows of some files, in order. Items that had to be derived from events come last.
pub struct Reader {
    parts: Vec<Part>,
    at: usize,
    row: u64,
    rows: u64,
    reading: Reading,
    last: std::vec::IntoIter<Item>,
    cells: Vec<Cell>,
}

impl Reader {
    /// From now on only these people are asked for, or everybody: what others did comes as [`Row::Other`].
    pub fn only(&mut self, wanted: Option<AskedFor>) {
        self.reading.wanted = wanted;
    }

    /// Bytes read and bytes in all, over all files.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        let each = self.parts.iter().map(|part| part.table.progress());
        each.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
    }

    /// How many rows the files hold, if all of them say it.
    #[must_use]
    pub fn total_hint(&self) -> Option<u64> {
        self.parts.iter().map(|part| part.table.rows()).sum()
    }

    /// How many rows were read, good or bad, in all files.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many files there are.
    #[must_use]
    pub fn files(&self) -> usize {
        self.parts.len()
    }

    /// The file and the row of it (from 1) that was read last.
    #[must_use]
    pub fn position(&self) -> (usize, u64) {
        (self.at, self.row)
    }

    /// The file of this number, as it was opened.
    #[must_use]
    pub fn path(&self, file: usize) -> Option<&Path> {
        self.parts.get(file).map(|part| part.path.as_path())
    }

    /// Goes to the next file; behind the last one come the derived items.
    fn next_file(&mut self) {
        self.at += 1;
        self.row = 0;
        self.reading.identities.next_file();
        if self.at == self.parts.len() {
            self.last = std::mem::take(&mut self.reading.derived).into_items().into_iter();
        }
    }

    fn trouble(&mut self, stop: Stop) -> Trouble {
        match stop {
            Stop::Row(reason) => Trouble::Row(Bad { file: self.at, row: self.row, reason }),
            Stop::File(error) => {
                self.at = self.parts.len();
                Trouble::File(error)
            }
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Row, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(part) = self.parts.get_mut(self.at) {
            let Some(found) = part.table.next(&mut self.cells) else {
                self.next_file();
                continue;
            };
            self.row += 1;
            self.rows += 1;
            let row = found.and_then(|()| part.source.row(&self.cells, &mut self.reading).map_err(Stop::Row));
            return Some(row.map_err(|stop| self.trouble(stop)));
        }
        self.last.next().map(|item| Ok(Row::Item(item)))
    }
}
