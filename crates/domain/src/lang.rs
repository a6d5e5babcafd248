//! The languages in which people are told things.

use serde::de::{Error, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Most bytes that a language's code may have; those that name a script, a region and a variant have fewer.
pub const LANG_CODE_BYTES_MAX: usize = 23;
/// Most characters of a part of a code (RFC 5646, section 2.1).
const PART_CHARS_MAX: usize = 8;
/// What statements were written with before a language was its code: a number, in this order.
const NUMBERED: [Lang; 2] = [Lang::EN, Lang::DE];

/// A language, by its code (BCP 47). It says nothing about whether anybody here speaks it: a statement keeps the language
/// that it was made in, also after that is spoken here no longer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang {
    bytes: [u8; LANG_CODE_BYTES_MAX],
    length: u8,
}

impl Lang {
    /// English, the language of our own records and of whatever has no other.
    pub const EN: Self = Self::of(*b"en");
    /// German.
    pub const DE: Self = Self::of(*b"de");

    const fn of(letters: [u8; 2]) -> Self {
        let mut bytes = [0; LANG_CODE_BYTES_MAX];
        [bytes[0], bytes[1]] = letters;
        Self { bytes, length: 2 }
    }

    /// Reads a code: a language, then what tells it from its kin, in whatever case it is written; `None` where that is no
    /// code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let mut bytes = [0; LANG_CODE_BYTES_MAX];
        bytes.get_mut(..code.len())?.copy_from_slice(code.as_bytes());
        let mut begin = 0;
        for (at, part) in code.split('-').enumerate() {
            let is_whole =
                (1..=PART_CHARS_MAX).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric());
            let is_language = (2..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphabetic());
            if !is_whole || (at == 0 && !is_language) {
                return None;
            }
            write_as_usual(at, &mut bytes[begin..begin + part.len()]);
            begin += part.len() + 1;
        }
        Some(Self { bytes, length: u8::try_from(code.len()).ok()? })
    }

    /// Its code, as in `lang` attributes and addresses.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

/// A language in small letters, a script with a capital, a region in capitals (RFC 5646, section 2.1.1).
fn write_as_usual(at: usize, part: &mut [u8]) {
    part.make_ascii_lowercase();
    match part.len() {
        2 if at > 0 => part.make_ascii_uppercase(),
        4 if at > 0 => part[..1].make_ascii_uppercase(),
        _ => {}
    }
}

impl fmt::Debug for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Lang {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            let code = String::deserialize(from)?;
            return Self::parse(&code).ok_or_else(|| D::Error::invalid_value(Unexpected::Str(&code), &Code));
        }
        from.deserialize_tuple(LANG_CODE_BYTES_MAX + 1, Code)
    }
}

/// Reads a code from bytes: how many there are, then they. No code has fewer than two, so what was written as a number
/// before, 0 or 1, is told from it.
struct Code;

impl<'de> Visitor<'de> for Code {
    type Value = Lang;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a language's code")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut bytes: A) -> Result<Lang, A::Error> {
        let mut next = |at| bytes.next_element::<u8>()?.ok_or_else(|| A::Error::invalid_length(at, &self));
        let length = usize::from(next(0)?);
        if let Some(lang) = NUMBERED.get(length) {
            return Ok(*lang);
        }
        let code = (1..=length.min(LANG_CODE_BYTES_MAX + 1)).map(next).collect::<Result<Vec<u8>, _>>()?;
        let read = String::from_utf8(code).ok().and_then(|code| Lang::parse(&code));
        read.ok_or_else(|| A::Error::invalid_value(Unexpected::Unsigned(length as u64), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_written_and_written_as_usual() {
        for (written, usual) in
            [("en", "en"), ("DE", "de"), ("pt-br", "pt-BR"), ("ZH-hant-tw", "zh-Hant-TW"), ("ar", "ar")]
        {
            assert_eq!(Lang::parse(written).map(|lang| lang.code().to_owned()).as_deref(), Some(usual));
        }
        assert_eq!([Lang::parse("en"), Lang::parse("de")], [Some(Lang::EN), Some(Lang::DE)]);
    }

    #[test]
    fn what_is_no_code_is_none() {
        for none in
            ["", "e", "-", "en-", "-en", "e1", "en_US", "english", "en--us", "en us", "ä", "en-toolongpart", "en/../de"]
        {
            assert_eq!(Lang::parse(none), None, "{none}");
        }
        assert_eq!(Lang::parse(&format!("en{}", "-abcdefgh".repeat(3))), None, "longer than LANG_CODE_BYTES_MAX");
    }
}
