//! Reads bits out of base64url, each field by its width, and never past the end.

use super::{Ids, Unreadable, check_length};

/// Bits of one character.
const CHARACTER_BITS: usize = 6;
/// Widest number in any format: a time in tenths of a second.
const NUMBER_BITS_MAX: u32 = 36;
/// Most bits of one Fibonacci code: enough for every number of 16 bits.
const FIBONACCI_BITS_MAX: usize = 24;

/// Bits, and how many of them were read.
#[derive(Clone, Debug)]
pub struct Bits {
    sextets: Vec<u8>,
    at: usize,
}

// === impl Bits ===

impl Bits {
    /// The bits of a text in base64url without padding (RFC 4648, section 5).
    ///
    /// # Errors
    /// [`Unreadable::TooLong`], [`Unreadable::Alphabet`].
    pub fn of(text: &str) -> Result<Self, Unreadable> {
        check_length(text)?;
        let sextets = text.bytes().map(sextet).collect::<Option<Vec<u8>>>().ok_or(Unreadable::Alphabet)?;
        Ok(Self { sextets, at: 0 })
    }

    /// One bit.
    pub fn flag(&mut self) -> Result<bool, Unreadable> {
        let sextet = self.sextets.get(self.at / CHARACTER_BITS).ok_or(Unreadable::CutOff)?;
        let bit = sextet >> (CHARACTER_BITS - 1 - self.at % CHARACTER_BITS) & 1;
        self.at += 1;
        Ok(bit == 1)
    }

    /// A number of `width` bits, the highest first.
    pub fn number(&mut self, width: u32) -> Result<u64, Unreadable> {
        debug_assert!(width <= NUMBER_BITS_MAX);
        let mut number = 0;
        for _ in 0..width {
            number = number << 1 | u64::from(self.flag()?);
        }
        Ok(number)
    }

    /// A number of at most 16 bits.
    pub fn short(&mut self, width: u32) -> Result<u16, Unreadable> {
        u16::try_from(self.number(width)?).map_err(|_| Unreadable::Number)
    }

    /// A number of at most eight bits.
    pub fn small(&mut self, width: u32) -> Result<u8, Unreadable> {
        u8::try_from(self.number(width)?).map_err(|_| Unreadable::Number)
    }

    /// Two letters, six bits each.
    pub fn two_letters(&mut self) -> Result<String, Unreadable> {
        let mut letter = || match self.small(6)? {
            code @ 0..=25 => Ok(char::from(b'A' + code)),
            _ => Err(Unreadable::Number),
        };
        Ok([letter()?, letter()?].iter().collect())
    }

    /// A field of `width` bits: the ids, from one on, whose bit is set.
    pub fn field(&mut self, width: u16) -> Result<Ids, Unreadable> {
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for id in 1..=width {
            if !self.flag()? {
                continue;
            }
            match runs.last_mut() {
                Some((_, last)) if *last + 1 == id => *last = id,
                _ => runs.push((id, id)),
            }
        }
        Ok(Ids::of(runs))
    }

    /// A list of single ids and ranges, in 16 bits each (TCF: `NumEntries`, `IsARange`, `StartOrOnlyVendorId`).
    pub fn ranges(&mut self) -> Result<Ids, Unreadable> {
        let count = self.number(12)?;
        let mut runs = Vec::new();
        for _ in 0..count {
            let range = self.flag()?;
            let first = self.short(16)?;
            let last = if range { self.short(16)? } else { first };
            runs.push(run(first, last)?);
        }
        Ok(Ids::of(runs))
    }

    /// A list of single ids and ranges as distances in Fibonacci codes (GPP: `Range(Fibonacci)`).
    pub fn fibonacci_ranges(&mut self) -> Result<Ids, Unreadable> {
        let count = self.number(12)?;
        let mut runs = Vec::new();
        let mut before = 0;
        for _ in 0..count {
            let range = self.flag()?;
            let first = self.further(before)?;
            let last = if range { self.further(first)? } else { first };
            runs.push(run(first, last)?);
            before = last;
        }
        Ok(Ids::of(runs))
    }

    fn further(&mut self, before: u16) -> Result<u16, Unreadable> {
        let distance = u16::try_from(self.fibonacci()?).map_err(|_| Unreadable::Number)?;
        before.checked_add(distance).ok_or(Unreadable::Number)
    }

    /// A number in Fibonacci coding: one bit for each Fibonacci number in its sum, the smallest first; a second set bit
    /// in a row ends it.
    fn fibonacci(&mut self) -> Result<u64, Unreadable> {
        let (mut this, mut next, mut sum, mut before) = (1_u64, 2_u64, 0_u64, false);
        for _ in 0..FIBONACCI_BITS_MAX {
            let bit = self.flag()?;
            if bit && before {
                return Ok(sum);
            }
            sum += if bit { this } else { 0 };
            before = bit;
            (this, next) = (next, this + next);
        }
        Err(Unreadable::Number)
    }

    /// The largest id, then either a field of so many bits or a list (TCF: `MaxVendorId`, `IsRangeEncoding`).
    pub fn vendors(&mut self, list: fn(&mut Self) -> Result<Ids, Unreadable>) -> Result<Ids, Unreadable> {
        let max = self.short(16)?;
        if self.flag()? { list(self) } else { self.field(max) }
    }

    /// Whether all that is left is padding.
    pub fn only_padding_left(mut self) -> bool {
        while let Ok(bit) = self.flag() {
            if bit {
                return false;
            }
        }
        true
    }
}

/// Ids begin at one, and no range runs backwards.
const fn run(first: u16, last: u16) -> Result<(u16, u16), Unreadable> {
    if first == 0 || last < first { Err(Unreadable::Number) } else { Ok((first, last)) }
}

const fn sextet(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character - b'A'),
        b'a'..=b'z' => Some(character - b'a' + 26),
        b'0'..=b'9' => Some(character - b'0' + 52),
        b'-' => Some(62),
        b'_' => Some(63),
        _ => None,
    }
}
