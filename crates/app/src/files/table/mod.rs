//! Tables: rows of cells in the columns that a format asks for, from any kind of file, one row at a time.

mod json;
mod lines;
mod parquet;
mod plain;
mod quoted;

use super::bad::{BadReason, FileError, shown};
use super::cell::Cell;
use json::Json;
use parquet::Parquet;
use plain::Plain;
use quoted::Quoted;
use std::fs::File;
use std::io::Read;
use std::path::Path;

pub(super) use plain::{Layout, latin1};

/// Most bytes of a line, and of a record that goes over lines.
pub(super) const RECORD_BYTES_MAX: usize = 64 * 1024;

/// A column that a format asks for.
pub(super) struct Wanted {
    /// What it is for.
    pub role: &'static str,
    /// How it may be called, the likeliest first; capitals, spaces, `_` and `-` do not count.
    pub names: Vec<String>,
    /// Whether the file is of no use without it.
    pub required: bool,
}

impl Wanted {
    pub(super) fn new(role: &'static str, names: &[&str], required: bool) -> Self {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Self { role, names, required }
    }

    /// This column under the one name that somebody gave, who then relies on it.
    pub(super) fn called(self, name: Option<&String>) -> Self {
        match name {
            Some(name) => Self { role: self.role, names: vec![name.clone()], required: true },
            None => self,
        }
    }
}

/// What a table says instead of a row.
pub(super) enum Stop {
    Row(BadReason),
    File(FileError),
}

impl From<FileError> for Stop {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

/// A file that is being read.
pub(super) enum Table {
    Quoted(Quoted),
    Plain(Plain),
    Json(Json),
    Parquet(Box<Parquet>),
}

impl Table {
    /// Opens a file that names its columns: CSV, JSON Lines or Parquet, told apart by ending and first bytes.
    pub(super) fn with_names(path: &Path, wanted: &[Wanted]) -> Result<Self, FileError> {
        let (file, head) = opened(path)?;
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
        match ending.as_deref() {
            Some("parquet") => Parquet::open(path, file, wanted).map(|t| Self::Parquet(Box::new(t))),
            _ if head.starts_with(b"PAR1") => Parquet::open(path, file, wanted).map(|t| Self::Parquet(Box::new(t))),
            _ if !is_text(&head) => Err(FileError::NotText(path.to_path_buf())),
            Some("jsonl" | "ndjson" | "json") => Json::open(path, file, wanted).map(Self::Json),
            _ if head.trim_ascii_start().starts_with(b"{") => Json::open(path, file, wanted).map(Self::Json),
            _ => Quoted::open(path, file, wanted).map(Self::Quoted),
        }
    }

    /// Opens a file whose fields have places instead of names.
    pub(super) fn with_places(path: &Path, layout: Layout) -> Result<Self, FileError> {
        let (file, _) = opened(path)?;
        Plain::open(path, file, layout).map(Self::Plain)
    }

    /// Reads the next row into `cells`, one for each column asked for, in the place of the row before. `None` at the end.
    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Result<(), Stop>> {
        if !matches!(self, Self::Quoted(_)) {
            cells.clear();
        }
        match self {
            Self::Quoted(table) => table.next(cells),
            Self::Plain(table) => table.next(cells),
            Self::Json(table) => table.next(cells),
            Self::Parquet(table) => table.next(cells),
        }
    }

    /// Bytes read and bytes in all.
    pub(super) fn progress(&self) -> (u64, u64) {
        match self {
            Self::Quoted(table) => table.progress(),
            Self::Plain(table) => table.progress(),
            Self::Json(table) => table.progress(),
            Self::Parquet(table) => table.progress(),
        }
    }

    /// The number of rows, where the file says it.
    pub(super) fn rows(&self) -> Option<u64> {
        match self {
            Self::Parquet(table) => Some(table.rows()),
            _ => None,
        }
    }

    /// The name that the file itself gives to a column.
    pub(super) fn column(&self, role: &str) -> Option<&str> {
        match self {
            Self::Quoted(table) => table.columns().name(role),
            Self::Json(table) => table.columns().name(role),
            Self::Parquet(table) => table.columns().name(role),
            Self::Plain(_) => None,
        }
    }
}

/// Where each wanted column stands in a file.
pub(super) struct Columns {
    roles: Vec<&'static str>,
    places: Vec<Option<usize>>,
    names: Vec<String>,
}

impl Columns {
    /// Finds the wanted columns among `names`.
    fn find(path: &Path, wanted: &[Wanted], names: Vec<String>) -> Result<Self, FileError> {
        let plain: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let place = |w: &Wanted| {
            let mut called = w.names.iter().map(|name| self::plain(name));
            called.find_map(|name| plain.iter().position(|p| *p == name))
        };
        let places: Vec<Option<usize>> = wanted.iter().map(place).collect();
        let lost = wanted.iter().zip(&places).filter(|(w, place)| w.required && place.is_none());
        let missing: Vec<String> = lost.map(|(w, _)| called(w)).collect();
        if !missing.is_empty() {
            let found = shown(names.iter().map(String::as_str));
            let (path, missing) = (path.to_path_buf(), missing.join(", "));
            return Err(FileError::Columns { path, missing, found });
        }
        let roles = wanted.iter().map(|w| w.role).collect();
        Ok(Self { roles, places, names })
    }

    fn name(&self, role: &str) -> Option<&str> {
        let place = self.roles.iter().position(|r| *r == role)?;
        self.names.get((*self.places.get(place)?)?).map(String::as_str)
    }
}

/// `item ("item", "item_id", ..)`, or the name alone where there is one.
fn called(wanted: &Wanted) -> String {
    match wanted.names.as_slice() {
        [one] => format!("{} \"{one}\"", wanted.role),
        [one, two, ..] => format!("{} (\"{one}\", \"{two}\", ..)", wanted.role),
        [] => wanted.role.to_owned(),
    }
}

fn plain(name: &str) -> String {
    let kept = name.trim().trim_start_matches('\u{feff}').chars();
    kept.filter(|c| !matches!(c, '_' | '-' | ' ' | '.')).flat_map(char::to_lowercase).collect()
}

/// Opens a file and looks at its first bytes.
fn opened(path: &Path) -> Result<(File, Vec<u8>), FileError> {
    let unreadable = |source| FileError::unreadable(path, source);
    if path.exists() && !path.is_file() {
        return Err(FileError::NotAFile(path.to_path_buf()));
    }
    let mut head = Vec::new();
    let first = File::open(path).map_err(unreadable)?;
    first.take(RECORD_BYTES_MAX as u64).read_to_end(&mut head).map_err(unreadable)?;
    if head.trim_ascii().is_empty() {
        return Err(FileError::Empty(path.to_path_buf()));
    }
    Ok((File::open(path).map_err(unreadable)?, head))
}

fn is_text(head: &[u8]) -> bool {
    !head.contains(&0) && !head.starts_with(&[0xff, 0xfe]) && !head.starts_with(&[0xfe, 0xff])
}
