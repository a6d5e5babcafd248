//! Chunks: follows a chunked body byte by byte to its very end, strictly.

use super::Terms;
use super::bytes::{CONTROL, TOKEN};
use super::refusal::Refusal;
use crate::problem::Code;

/// A chunked body that is being followed.
#[derive(Debug)]
pub(super) struct Chunks {
    place: Place,
    extension_bytes: usize,
    trailer_bytes: usize,
    trailer_lines: usize,
}

/// What the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Size { digits: u8, size: u64 },
    Extension { size: u64 },
    SizeLf { size: u64 },
    Data { left: u64 },
    DataCr,
    DataLf,
    TrailerStart,
    TrailerName,
    TrailerValue,
    TrailerLf,
    LastLf,
    End,
}

// === impl Chunks ===

impl Chunks {
    pub(super) fn new() -> Self {
        Self { place: Place::Size { digits: 0, size: 0 }, extension_bytes: 0, trailer_bytes: 0, trailer_lines: 0 }
    }

    /// How many of the bytes belong to the body.
    pub(super) fn follow(&mut self, bytes: &[u8], terms: &Terms) -> Result<usize, Refusal> {
        let mut at = 0;
        while at < bytes.len() && !self.is_at_end() {
            if let Place::Data { left } = self.place {
                at += self.skip_data(left, bytes.len() - at);
            } else {
                self.place = self.step(bytes[at], terms)?;
                at += 1;
            }
        }
        Ok(at)
    }

    /// Whether the body is over.
    pub(super) fn is_at_end(&self) -> bool {
        self.place == Place::End
    }

    fn skip_data(&mut self, left: u64, here: usize) -> usize {
        let skipped = usize::try_from(left).unwrap_or(usize::MAX).min(here);
        let left = left - skipped as u64;
        self.place = if left == 0 { Place::DataCr } else { Place::Data { left } };
        skipped
    }

    fn step(&mut self, byte: u8, terms: &Terms) -> Result<Place, Refusal> {
        match (self.place, byte) {
            (Place::Size { digits, size }, _) => size_step(digits, size, byte),
            (Place::Extension { size }, b'\r') => Ok(Place::SizeLf { size }),
            (Place::Extension { size }, _) => self.extension_step(size, byte, terms),
            (Place::SizeLf { size: 0 }, b'\n') => Ok(Place::TrailerStart),
            (Place::SizeLf { size }, b'\n') => Ok(Place::Data { left: size }),
            (Place::DataCr, b'\r') => Ok(Place::DataLf),
            (Place::DataLf, b'\n') => Ok(Place::Size { digits: 0, size: 0 }),
            (Place::TrailerStart, b'\r') => Ok(Place::LastLf),
            (Place::LastLf, b'\n') => Ok(Place::End),
            (Place::TrailerStart | Place::TrailerName | Place::TrailerValue | Place::TrailerLf, _) => {
                self.trailer_step(byte, terms)
            }
            _ => Err(BROKEN),
        }
    }

    fn extension_step(&mut self, size: u64, byte: u8, terms: &Terms) -> Result<Place, Refusal> {
        self.extension_bytes += 1;
        let is_too_long = self.extension_bytes > terms.limits.chunk_extension_bytes_max;
        if is_too_long || CONTROL[usize::from(byte)] {
            return Err(Refusal::malformed("a chunk extension is too long or not text"));
        }
        Ok(Place::Extension { size })
    }

    fn trailer_step(&mut self, byte: u8, terms: &Terms) -> Result<Place, Refusal> {
        self.trailer_bytes += 1;
        self.trailer_lines += usize::from(byte == b'\n');
        if self.trailer_bytes > terms.limits.trailer_bytes_max || self.trailer_lines > terms.limits.fields_max {
            return Err(Refusal::new(Code::HeadersTooLarge, "the trailer is longer than this server reads"));
        }
        let is_token = TOKEN[usize::from(byte)];
        match (self.place, byte) {
            (Place::TrailerStart | Place::TrailerName, _) if is_token => Ok(Place::TrailerName),
            (Place::TrailerName, b':') => Ok(Place::TrailerValue),
            (Place::TrailerValue, b'\r') => Ok(Place::TrailerLf),
            (Place::TrailerValue, _) if !CONTROL[usize::from(byte)] => Ok(Place::TrailerValue),
            (Place::TrailerLf, b'\n') => Ok(Place::TrailerStart),
            _ => Err(Refusal::malformed("the trailer is not made of header fields")),
        }
    }
}

fn size_step(digits: u8, size: u64, byte: u8) -> Result<Place, Refusal> {
    if let Some(value) = char::from(byte).to_digit(16) {
        let grown = size.checked_mul(16).and_then(|size| size.checked_add(u64::from(value)));
        return match grown {
            Some(size) if digits < SIZE_DIGITS_MAX => Ok(Place::Size { digits: digits + 1, size }),
            _ => Err(Refusal::malformed("a chunk size is too large")),
        };
    }
    match byte {
        b'\r' if digits > 0 => Ok(Place::SizeLf { size }),
        b';' if digits > 0 => Ok(Place::Extension { size }),
        _ => Err(BROKEN),
    }
}

/// As many hexadecimal digits as 64 bits have.
const SIZE_DIGITS_MAX: u8 = 16;
const BROKEN: Refusal = Refusal::malformed("the chunks do not follow each other as they should");
