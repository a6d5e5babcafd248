//! Lines of bounded length.

use super::RECORD_BYTES_MAX;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// A file, line by line.
pub(super) struct Lines {
    reader: BufReader<File>,
    done: u64,
    total: u64,
}

/// What came next.
pub(super) enum Line {
    /// A line, without its end.
    Whole,
    /// A line beyond the limit; it was skipped.
    TooLong,
    /// Nothing more.
    End,
}

impl Lines {
    pub(super) fn new(file: File) -> Self {
        let total = file.metadata().map_or(0, |meta| meta.len());
        Self { reader: BufReader::new(file), done: 0, total }
    }

    /// Reads the next line that is not blank.
    pub(super) fn next(&mut self, line: &mut Vec<u8>) -> io::Result<Line> {
        loop {
            line.clear();
            let limit = RECORD_BYTES_MAX as u64 + 1;
            let read = (&mut self.reader).take(limit).read_until(b'\n', line)?;
            self.done += read as u64;
            if read == 0 {
                return Ok(Line::End);
            }
            if read as u64 == limit && line.last() != Some(&b'\n') {
                self.done += skip_line(&mut self.reader)?;
                return Ok(Line::TooLong);
            }
            if !line.trim_ascii().is_empty() {
                line.truncate(length(line));
                return Ok(Line::Whole);
            }
        }
    }

    pub(super) fn progress(&self) -> (u64, u64) {
        (self.done, self.total.max(self.done))
    }
}

/// The length of a line without its end.
fn length(line: &[u8]) -> usize {
    let last = line.iter().rposition(|b| !matches!(b, b'\r' | b'\n'));
    last.map_or(0, |last| last + 1)
}

/// Reads behind the next line end without keeping anything; returns how many bytes that were.
pub(super) fn skip_line(reader: &mut impl BufRead) -> io::Result<u64> {
    reader.skip_until(b'\n').map(|skipped| skipped as u64)
}
