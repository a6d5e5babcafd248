//! CSV and its kin with a header: quotes, any usual separator, and a way on behind a quote that is never closed.

use super::lines::skip_line;
use super::{Columns, FileError, RECORD_BYTES_MAX, Stop, Wanted};
use crate::files::bad::BadReason;
use crate::files::cell::Cell;
use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// How often reading may go back to the second line of a broken record.
const RECOVERIES_MAX: u32 = 10_000;
/// What may stand between two fields.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Such a file.
pub(in crate::files) struct Quoted {
    path: PathBuf,
    reader: Reader<Bounded>,
    record: ByteRecord,
    columns: Columns,
    total: u64,
    recoveries: u32,
}

impl Quoted {
    pub(super) fn open(path: &Path, file: File, wanted: &[Wanted]) -> Result<Self, FileError> {
        let failed = |error: csv::Error| fault(path, error);
        let total = file.metadata().map_err(|e| FileError::unreadable(path, e))?.len();
        let separator = separator(path)?;
        let mut builder = ReaderBuilder::new();
        builder.flexible(true).delimiter(separator);
        let mut reader = builder.from_reader(Bounded { file, left: RECORD_BYTES_MAX, last: 0 });
        let header = reader.byte_headers().map_err(failed)?;
        let names = header.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let columns = Columns::find(path, wanted, names)?;
        let (path, record) = (path.to_path_buf(), ByteRecord::new());
        Ok(Self { path, reader, record, columns, total, recoveries: 0 })
    }

    pub(super) fn next(&mut self, cells: &mut Vec<Cell>) -> Option<Result<(), Stop>> {
        let start = self.reader.position().clone();
        self.reader.get_mut().left = RECORD_BYTES_MAX;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(false) => None,
            Ok(true) if self.is_whole() => Some(self.split(cells)),
            Ok(true) if !self.is_over_lines() => Some(Err(Stop::Row(self.miscounted()))),
            Err(error) if !is_too_much(&error) => Some(Err(fault(&self.path, error).into())),
            _ => Some(Err(self.go_on_behind(&start))),
        }
    }

    /// In the places of the row before, whose memory is used again.
    fn split(&self, cells: &mut Vec<Cell>) -> Result<(), Stop> {
        cells.resize(self.columns.places.len(), Cell::Missing);
        // Looked at as a whole: that is sooner done than field by field. Two fields may share a character all the same.
        let text = std::str::from_utf8(self.record.as_slice()).unwrap_or_default();
        for (cell, place) in cells.iter_mut().zip(&self.columns.places) {
            let bytes = place.and_then(|place| self.record.get(place));
            let text = place.and_then(|place| text.get(self.record.range(place)?));
            match (text, bytes) {
                (Some(text), _) => cell.put_text(text),
                (None, Some(bytes)) => cell.put_bytes(bytes),
                (None, None) => *cell = Cell::Missing,
            }
        }
        Ok(())
    }

    /// Whether the record has its fields and its quotes were closed.
    fn is_whole(&self) -> bool {
        let counted = self.record.len() == self.columns.names.len();
        let open = self.is_over_lines() && self.reader.is_done() && self.reader.get_ref().last != b'"';
        counted && !open && self.record.as_slice().len() <= RECORD_BYTES_MAX
    }

    /// Whether the record goes over lines, or over the limit: what its quotes enclose is then in doubt.
    fn is_over_lines(&self) -> bool {
        let bytes = self.record.as_slice();
        bytes.len() > RECORD_BYTES_MAX || bytes.contains(&b'\n')
    }

    fn miscounted(&self) -> BadReason {
        BadReason::FieldCount { found: self.record.len(), expected: self.columns.names.len() }
    }

    /// A broken record over several lines is one bad row: reading goes on at its second line.
    fn go_on_behind(&mut self, start: &Position) -> Stop {
        self.recoveries += 1;
        if self.recoveries > RECOVERIES_MAX {
            let path = self.path.clone();
            return FileError::Hopeless { path, max: RECOVERIES_MAX }.into();
        }
        match self.second_line(start) {
            Ok(()) => Stop::Row(BadReason::Unclosed),
            Err(error) => fault(&self.path, error).into(),
        }
    }

    fn second_line(&mut self, start: &Position) -> Result<(), csv::Error> {
        let file = &mut self.reader.get_mut().file;
        file.seek(SeekFrom::Start(start.byte()))?;
        let mut lines = BufReader::new(file);
        let ends = leading_ends(&mut lines)?;
        let mut place = start.clone();
        place.set_byte(start.byte() + ends + skip_line(&mut lines)?);
        place.set_line(start.line() + 1);
        self.reader.get_mut().left = RECORD_BYTES_MAX;
        self.reader.seek_raw(SeekFrom::Start(place.byte()), place)
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        let done = self.reader.position().byte();
        (done, self.total.max(done))
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }
}

/// A file that hands out only so many bytes for one record.
struct Bounded {
    file: File,
    left: usize,
    /// The last byte handed out that ends no line.
    last: u8,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(TooMuch));
        }
        let size = buffer.len().min(self.left);
        let read = self.file.read(&mut buffer[..size])?;
        self.left -= read;
        let last = buffer[..read].iter().rev().find(|b| !matches!(b, b'\r' | b'\n'));
        self.last = last.copied().unwrap_or(self.last);
        Ok(read)
    }
}

impl Seek for Bounded {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a record beyond the limit")]
struct TooMuch;

fn is_too_much(error: &csv::Error) -> bool {
    match error.kind() {
        csv::ErrorKind::Io(error) => error.get_ref().is_some_and(|inner| inner.is::<TooMuch>()),
        _ => false,
    }
}

fn fault(path: &Path, error: csv::Error) -> FileError {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => FileError::unreadable(path, source),
        _ => FileError::NotText(path.to_path_buf()),
    }
}

/// Line ends before the record: the second half of a line end, blank lines.
fn leading_ends(lines: &mut impl BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    while let Some(b'\r' | b'\n') = lines.fill_buf()?.first() {
        lines.consume(1);
        skipped += 1;
    }
    Ok(skipped)
}

/// The separator that the header line has most of.
fn separator(path: &Path) -> Result<u8, FileError> {
    let (file, _) = super::opened(path)?;
    let mut header = Vec::new();
    let mut lines = BufReader::new(file.take(RECORD_BYTES_MAX as u64));
    lines.read_until(b'\n', &mut header).map_err(|e| FileError::unreadable(path, e))?;
    let count = |separator: &u8| header.iter().filter(|byte| *byte == separator).count();
    Ok(SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b','))
}
