//! What a person is known by elsewhere: an account, a device, an address. It never prints itself.

use crate::SubjectId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Most characters an identifier's value may have.
pub const IDENTIFIER_CHARS_MAX: usize = 256;
/// Most characters that may say how an identifier was verified.
pub const VERIFIED_HOW_CHARS_MAX: usize = 200;

/// What sort of thing somebody is known by. The order of the words is their number on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// An account of theirs, by the name that the shop has for it.
    Account,
    /// A browser or an app, by the name that it goes by while nobody is signed in.
    Device,
    /// An address that reaches them: e-mail or telephone.
    Contact,
}

impl IdentifierKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Account, Self::Device, Self::Contact];

    /// The word for it, in the API and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Device => "device",
            Self::Contact => "contact",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether it can be shown that it is theirs. A device proves nobody: whoever holds it may be somebody else.
    #[must_use]
    pub const fn can_be_verified(self) -> bool {
        matches!(self, Self::Account | Self::Contact)
    }
}

/// Why a text is no identifier. Never carries the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Nothing was given, or nothing but blanks.
    #[error("an identifier must not be empty")]
    Empty,
    /// More than [`IDENTIFIER_CHARS_MAX`] characters.
    #[error("an identifier has at most 256 characters")]
    TooLong,
    /// A control character, a sign that can not be seen, or a blank at an end.
    #[error("an identifier has no control characters, no unseen signs and no blanks at its ends")]
    Character,
}

/// One thing that somebody is known by: its kind and its value.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    kind: IdentifierKind,
    value: Box<str>,
}

impl Identifier {
    /// Reads an identifier. The letters of an address are taken as small ones: `Jane@` and `jane@` reach one person.
    ///
    /// # Errors
    /// [`IdentifierError`] when the text is empty, too long or has other characters than an identifier may have.
    pub fn parse(kind: IdentifierKind, text: &str) -> Result<Self, IdentifierError> {
        if text.trim().is_empty() {
            return Err(IdentifierError::Empty);
        }
        if text.chars().count() > IDENTIFIER_CHARS_MAX {
            return Err(IdentifierError::TooLong);
        }
        if text.trim() != text || text.chars().any(|c| c.is_control() || is_unseen(c)) {
            return Err(IdentifierError::Character);
        }
        let value = if kind == IdentifierKind::Contact { text.to_lowercase() } else { text.to_owned() };
        Ok(Self { kind, value: value.into() })
    }

    /// A device that goes by the id of a subject of its own.
    #[must_use]
    pub fn device_of(subject: &SubjectId) -> Self {
        Self { kind: IdentifierKind::Device, value: subject.as_str().into() }
    }

    /// What sort of thing it is.
    #[must_use]
    pub const fn kind(&self) -> IdentifierKind {
        self.kind
    }

    /// The value: personal data, for the person's own eyes.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The subject that a device is by itself, while nobody is signed in; none where its name is no id.
    #[must_use]
    pub fn own_subject(&self) -> Option<SubjectId> {
        if self.kind == IdentifierKind::Device { SubjectId::parse(&self.value).ok() } else { None }
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identifier({}, ..)", self.kind.as_str())
    }
}

/// Signs that two different texts could hide behind: of no width, of direction, of no meaning.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The name of one link between a person and an identifier: drawn by chance, so it may stand in an address.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkId(pub [u8; 16]);

impl LinkId {
    /// Reads the 32 hexadecimal digits of [`fmt::Display`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        crate::ReceiptId::parse(text).map(|id| Self(id.0))
    }
}

impl fmt::Display for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for LinkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_bounded_visible_text() {
        let contact = |text: &str| Identifier::parse(IdentifierKind::Contact, text);
        for good in ["jane@example.org", "+49 170 1234567", "ä", &"x".repeat(256)] {
            assert!(contact(good).is_ok(), "{good}");
        }
        for bad in ["", "  ", " a", "a\n", "a\u{0}b", "a\u{202e}b", "a\u{200b}", &"x".repeat(257)] {
            assert!(contact(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_address_is_one_however_it_is_written_and_a_device_is_not() {
        let of = |kind, text| Identifier::parse(kind, text).expect("sound");
        assert_eq!(of(IdentifierKind::Contact, "Jane@Example.org"), of(IdentifierKind::Contact, "jane@example.org"));
        assert_ne!(of(IdentifierKind::Device, "A"), of(IdentifierKind::Device, "a"));
        assert_ne!(of(IdentifierKind::Device, "a"), of(IdentifierKind::Account, "a"));
    }

    #[test]
    fn an_identifier_never_prints_its_value() {
        let id = Identifier::parse(IdentifierKind::Contact, "jane@example.org").expect("sound");
        assert_eq!(format!("{id:?}"), "Identifier(contact, ..)");
    }

    #[test]
    fn only_a_device_with_an_id_for_a_name_is_a_subject_by_itself() {
        let own = |kind, text| Identifier::parse(kind, text).expect("sound").own_subject();
        assert!(own(IdentifierKind::Device, "visitor-1").is_some());
        assert!(own(IdentifierKind::Device, "a b").is_none());
        assert!(own(IdentifierKind::Account, "visitor-1").is_none());
    }
}
