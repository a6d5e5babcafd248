//! Text files without a header or quotes: fields have places, as in the older MovieLens files and in our splits.

use super::lines::{Line, Lines};
use super::{FileError, Stop};
use crate::files::bad::BadReason;
use crate::files::cell::Cell;
use std::fs::File;
use std::io::Seek;
use std::path::{Path, PathBuf};

/// How the fields of a line stand.
#[derive(Clone, Copy)]
pub(in crate::files) struct Layout {
    /// Between two fields.
    pub separator: &'static str,
    /// How many fields each line has.
    pub fields: usize,
    /// What they are, for errors.
    pub columns: &'static str,
}

/// Such a file. Text that is not UTF-8 is read as Latin-1, which the older MovieLens files are.
pub(in crate::files) struct Plain {
    path: PathBuf,
    lines: Lines,
    layout: Layout,
    line: Vec<u8>,
}

impl Plain {
    /// Opens the file; its first line has to have all fields.
    pub(super) fn open(path: &Path, mut file: File, layout: Layout) -> Result<Self, FileError> {
        let unreadable = |error| FileError::unreadable(path, error);
        let mut first = Vec::new();
        let mut lines = Lines::new(file.try_clone().map_err(unreadable)?);
        let line = lines.next(&mut first).map_err(unreadable)?;
        let found = text(&first).split(layout.separator).count();
        if matches!(line, Line::TooLong) || found != layout.fields {
            return Err(wrong(path, layout, found));
        }
        file.rewind().map_err(unreadable)?;
        let (path, lines) = (path.to_path_buf(), Lines::new(file));
        Ok(Self { path, lines, layout, line: first })
    }

    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Result<(), Stop>> {
        match self.lines.next(&mut self.line) {
            Err(error) => Some(Err(FileError::unreadable(&self.path, error).into())),
            Ok(Line::End) => None,
            Ok(Line::TooLong) => Some(Err(Stop::Row(BadReason::LineTooLong))),
            Ok(Line::Whole) => Some(split(&text(&self.line), self.layout, cells)),
        }
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        self.lines.progress()
    }
}

fn wrong(path: &Path, layout: Layout, found: usize) -> FileError {
    let separator = match layout.separator {
        "\t" => "a tab",
        other => other,
    };
    let (path, expected, columns) = (path.to_path_buf(), layout.fields, layout.columns);
    FileError::Fields { path, found, expected, separator, columns }
}

fn split(line: &str, layout: Layout, cells: &mut Vec<Cell>) -> Result<(), Stop> {
    cells.extend(line.split(layout.separator).map(Cell::text));
    let (found, expected) = (cells.len(), layout.fields);
    if found == expected { Ok(()) } else { Err(Stop::Row(BadReason::FieldCount { found, expected })) }
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => latin1(bytes).into(),
    }
}

/// Latin-1 as text: its bytes are the first 256 characters of Unicode.
pub(in crate::files) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}
