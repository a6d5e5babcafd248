//! What can be wrong with a row or a file, in words that never repeat what a cell holds.

use domain::{IdError, PriceError, RelationError};
use std::fmt;
use std::path::{Path, PathBuf};

/// Most column names that an error lists.
const NAMES_SHOWN_MAX: usize = 20;
/// Most characters of a column name that an error shows.
const NAME_CHARS_MAX: usize = 40;

/// A row that was left out; reading goes on behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Which of the files that were opened, from 0; see [`super::Reader::path`].
    pub file: usize,
    /// Which row of data in that file, from 1; a header is no row.
    pub row: u64,
    /// Why.
    pub reason: BadReason,
}

impl fmt::Display for Bad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}", self.row, self.reason)
    }
}

/// Why a row was left out. Columns are named by what they are for (`item`, `time`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum BadReason {
    /// Too few or too many fields.
    #[error("{found} fields where {expected} are due")]
    FieldCount {
        /// In the row.
        found: usize,
        /// In the header, or by the format.
        expected: usize,
    },
    /// A quote that runs to the end of the file, or a record beyond the limit.
    #[error("a quote that is never closed, or a record of more than 64 KiB")]
    Unclosed,
    /// A line beyond the limit.
    #[error("a line of more than 64 KiB")]
    LineTooLong,
    /// A line of JSON Lines that is no object.
    #[error("not a JSON object on one line")]
    Json,
    /// Bytes that are no text.
    #[error("{0} is not UTF-8 text")]
    Encoding(&'static str),
    /// An empty cell where a value is due.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// Text beyond the limit of its column.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// Not an id.
    #[error("{0}: {1}")]
    Id(&'static str, IdErrorKind),
    /// A stock code of postage, fees, samples or tests: sound, but about no product.
    #[error("not a product")]
    NotAProduct,
    /// A purchase that cost nothing or less: a gift, a write-off, a correction.
    #[error("the price is not above zero")]
    PriceNotPositive,
    /// No finite number.
    #[error("{0} is not a number")]
    Number(&'static str),
    /// Zero pieces, or more than [`domain::QUANTITY_MAX`].
    #[error("the quantity is zero or above 1,000,000")]
    Quantity,
    /// Not between 0 and 10 stars.
    #[error("the rating is not between 0 and 10")]
    Rating,
    /// A word for something that is no purchase, return, view or rating.
    #[error("the verb is none of purchase, return, view, rating")]
    Verb,
    /// Not a point in time.
    #[error("time is neither Unix time nor a date")]
    Date,
    /// Before 1970 or after 2100.
    #[error("date out of range")]
    DateOutOfRange,
    /// More than five minutes ahead of the clock.
    #[error("time in the future")]
    InFuture,
    /// Not a price.
    #[error("price: {0}")]
    Price(PriceErrorKind),
    /// Neither `http(s)` nor a path on the shop's own site.
    #[error("url is neither http, https nor a path")]
    Url,
    /// Neither yes nor no.
    #[error("{0} is neither true nor false")]
    Truth(&'static str),
    /// Relations that are none.
    #[error("{0}")]
    Related(#[from] RelationError),
    /// More different items than the reader keeps in mind.
    #[error("more items than one import takes")]
    TooManyItems,
}

impl BadReason {
    /// Whether the row is sound and was left out on purpose, so that even a strict import goes on.
    #[must_use]
    pub const fn is_by_design(self) -> bool {
        matches!(self, Self::NotAProduct | Self::PriceNotPositive)
    }
}

/// [`IdError`], so that reasons can be counted and sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum IdErrorKind {
    /// More bytes than an id may have.
    #[error("an id has at most 128 bytes")]
    TooLong,
    /// Another character than an id may have.
    #[error("an id has only letters, digits and . _ : - ~ + of ASCII")]
    Character,
}

impl From<IdError> for IdErrorKind {
    fn from(error: IdError) -> Self {
        match error {
            IdError::TooLong => Self::TooLong,
            IdError::Empty | IdError::Character => Self::Character,
        }
    }
}

/// [`PriceError`] and a negative price, so that reasons can be counted and sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum PriceErrorKind {
    /// Below zero.
    #[error("below zero")]
    Negative,
    /// Beyond 15 digits.
    #[error("more than 15 digits")]
    TooHigh,
    /// Not a currency.
    #[error("the currency is no ISO 4217 code in use")]
    Currency,
    /// An amount of nobody knows what.
    #[error("its currency is not named")]
    NoCurrency,
}

impl From<PriceError> for PriceErrorKind {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::TooHigh => Self::TooHigh,
            PriceError::Currency => Self::Currency,
        }
    }
}

/// Why a file can not be read, or not be read on. Names columns, never cells.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No such file, no right to read it, or the disk failed.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A directory or a pipe where a file is due.
    #[error("{}: is no file; name files, not directories or pipes", .0.display())]
    NotAFile(PathBuf),
    /// Nothing in it, not even a header.
    #[error("{}: is empty", .0.display())]
    Empty(PathBuf),
    /// UTF-16, or bytes that are no text at all.
    #[error("{}: is not UTF-8 text; save it as CSV in UTF-8", .0.display())]
    NotText(PathBuf),
    /// A column that must be there is not.
    #[error("{}: no column for {missing} (found: {found})", path.display())]
    Columns {
        /// Which file.
        path: PathBuf,
        /// Which columns, by what they are for and how they may be called.
        missing: String,
        /// The names that the file has.
        found: String,
    },
    /// A file without a header whose first line has the wrong number of fields.
    #[error("{}: {found} fields where {expected} are due, between them {separator} - {columns}", path.display())]
    Fields {
        /// Which file.
        path: PathBuf,
        /// In its first line.
        found: usize,
        /// By the format.
        expected: usize,
        /// `a tab`, `::` or `|`.
        separator: &'static str,
        /// What the fields are.
        columns: &'static str,
    },
    /// A Parquet column of a type that has no meaning here.
    #[error("{}: column {column} has a type that can not be read", path.display())]
    ColumnType {
        /// Which file.
        path: PathBuf,
        /// Which column.
        column: String,
    },
    /// A Parquet file that is cut off or damaged. The library's own words stay out: they can repeat cells.
    #[error("{}: Parquet file is truncated or damaged", .0.display())]
    Damaged(PathBuf),
    /// So many records broken over lines that this is not the format.
    #[error("{}: more than {max} records with quotes that are never closed", path.display())]
    Hopeless {
        /// Which file.
        path: PathBuf,
        /// The limit.
        max: u32,
    },
    /// A MovieLens file or directory under names that MovieLens does not use.
    #[error("{}: no MovieLens files (u.data, ratings.dat or ratings.csv; u.item, movies.dat or movies.csv)", .0.display())]
    NotMovieLens(PathBuf),
    /// No file was named.
    #[error("no file was named")]
    NoFiles,
    /// More files than are read at once.
    #[error("more than {0} files at once")]
    TooManyFiles(usize),
}

impl FileError {
    pub(super) fn unreadable(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_path_buf();
        Self::Unreadable { path, source }
    }
}

/// What a reader yields instead of a row.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// This row is left out; the next call goes on.
    #[error("row {}: {}", .0.row, .0.reason)]
    Row(Bad),
    /// The file can not be read on; the next call returns `None`.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Column names for an error. Where a header is missing, the first row stands in its place: what does not look like
/// a name is not shown.
pub(super) fn shown<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = names.map(|name| if is_name(name) { name } else { "?" }).collect();
    let more = all.len() > NAMES_SHOWN_MAX;
    all.truncate(NAMES_SHOWN_MAX);
    let list = all.join(", ");
    if more { list + ", .." } else { list }
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "_ .-".contains(c);
    text.starts_with(char::is_alphabetic) && text.chars().count() <= NAME_CHARS_MAX && text.chars().all(plain)
}
