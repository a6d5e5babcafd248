//! JSON Lines: one object a line, its keys the columns.

use super::lines::{Line, Lines};
use super::{Columns, FileError, Stop, Wanted, opened, plain};
use crate::files::bad::BadReason;
use crate::files::cell::Cell;
use serde_json::{Map, Value};
use std::fs::File;
use std::path::{Path, PathBuf};

/// Such a file.
pub(in crate::files) struct Json {
    path: PathBuf,
    lines: Lines,
    line: Vec<u8>,
    /// The plain names of each wanted column.
    keys: Vec<Vec<String>>,
    columns: Columns,
}

impl Json {
    /// Opens the file; its first object has to have every column that must be there.
    pub(super) fn open(path: &Path, file: File, wanted: &[Wanted]) -> Result<Self, FileError> {
        let names = first_keys(path)?;
        let columns = Columns::find(path, wanted, names)?;
        let keys = wanted.iter().map(|w| w.names.iter().map(|name| plain(name)).collect()).collect();
        Ok(Self { path: path.to_path_buf(), lines: Lines::new(file), line: Vec::new(), keys, columns })
    }

    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Result<(), Stop>> {
        match self.lines.next(&mut self.line) {
            Err(error) => Some(Err(FileError::unreadable(&self.path, error).into())),
            Ok(Line::End) => None,
            Ok(Line::TooLong) => Some(Err(Stop::Row(BadReason::LineTooLong))),
            Ok(Line::Whole) => Some(self.split(cells).map_err(Stop::Row)),
        }
    }

    fn split(&self, cells: &mut Vec<Cell>) -> Result<(), BadReason> {
        let line = self.line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.line);
        let object: Map<String, Value> = serde_json::from_slice(line).map_err(|_| BadReason::Json)?;
        let mut named: Vec<(String, Value)> = object.into_iter().map(|(key, v)| (plain(&key), v)).collect();
        for keys in &self.keys {
            let place = keys.iter().find_map(|key| named.iter().position(|(name, _)| name == key));
            cells.push(place.map_or(Cell::Missing, |place| cell(named[place].1.take())));
        }
        Ok(())
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        self.lines.progress()
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }
}

/// The keys of the first line that is an object; none where no line is.
fn first_keys(path: &Path) -> Result<Vec<String>, FileError> {
    let (file, _) = opened(path)?;
    let (mut lines, mut line) = (Lines::new(file), Vec::new());
    loop {
        let next = lines.next(&mut line).map_err(|e| FileError::unreadable(path, e))?;
        let text = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
        match (next, serde_json::from_slice::<Map<String, Value>>(text)) {
            (Line::End, _) => return Ok(Vec::new()),
            (Line::Whole, Ok(object)) => {
                return Ok(object.into_iter().map(|(key, _)| key).collect());
            }
            _ => {}
        }
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null | Value::Object(_) => Cell::Missing,
        Value::Bool(truth) => Cell::Truth(truth),
        Value::String(text) => Cell::text(&text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Cell::Whole(whole),
            (None, real) => Cell::Real(real.unwrap_or(f64::NAN)),
        },
        Value::Array(parts) => Cell::List(parts.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
    }
}
