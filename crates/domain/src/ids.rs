//! Names of things: two ids never share a type, and an id of a person never prints itself.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Most bytes an id may have.
pub const ID_BYTES_MAX: usize = 128;

/// Why a text is no id. Never carries the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was given.
    #[error("an id must not be empty")]
    Empty,
    /// More than [`ID_BYTES_MAX`] bytes.
    #[error("an id has at most 128 bytes")]
    TooLong,
    /// A character outside `A-Z a-z 0-9 . _ : - ~ +`, or the ids `.` and `..`.
    #[error("an id has only letters, digits and . _ : - ~ + of ASCII")]
    Character,
}

/// Which bytes an id may have.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let also = matches!(byte as u8, b'.' | b'_' | b':' | b'-' | b'~' | b'+');
        plain[byte] = also || (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

fn check(text: &str) -> Result<(), IdError> {
    if text.is_empty() {
        return Err(IdError::Empty);
    }
    if text.len() > ID_BYTES_MAX {
        return Err(IdError::TooLong);
    }
    if !text.bytes().all(|byte| PLAIN[usize::from(byte)]) || text == "." || text == ".." {
        return Err(IdError::Character);
    }
    Ok(())
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// Reads an id.
            ///
            /// # Errors
            /// [`IdError`] when the text is empty, too long or has other characters than an id may have.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.into()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    };
}

text_id! {
    /// A person or an anonymous visitor. Prints as `SubjectId(..)`: ids of people do not belong in logs.
    SubjectId
}
text_id! {
    /// One thing in the catalog.
    ItemId
}
text_id! {
    /// The sender's name for an event, unique per subject: the key of idempotency.
    EventId
}

impl fmt::Debug for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SubjectId(..)")
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EventId(..)")
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemId({})", self.0)
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of one receipt: says nothing about whose it is, so it may be logged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReceiptId(pub [u8; 16]);

impl ReceiptId {
    /// Reads the 32 hexadecimal digits of [`fmt::Display`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 32 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|n| Self(n.to_be_bytes()))
    }
}

impl fmt::Display for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ReceiptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReceiptId({self})")
    }
}

/// The name of an approval: says nothing about whoever gave it, so it may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ApprovalId(pub [u8; 16]);

impl ApprovalId {
    /// Reads the 32 hexadecimal digits of [`fmt::Display`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ReceiptId::parse(text).map(|id| Self(id.0))
    }
}

impl fmt::Display for ApprovalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ReceiptId(self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_plain_ascii_of_bounded_length() {
        for good in ["a", "84029E", "user_1.x:y-z~+", &"x".repeat(128)] {
            assert!(ItemId::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "..", ".", "a/b", "a b", "a%00", "\u{202e}a", "ä", "a@b", &"x".repeat(129)] {
            assert!(SubjectId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_id_of_a_person_never_prints_itself() {
        let id = SubjectId::parse("jane").expect("plain");
        assert_eq!(format!("{id:?}"), "SubjectId(..)");
    }

    #[test]
    fn a_receipt_id_reads_back_what_it_prints() {
        let id = ReceiptId([7; 16]);
        assert_eq!(ReceiptId::parse(&id.to_string()), Some(id));
        assert_eq!(ReceiptId::parse("07"), None);
        assert_eq!(ReceiptId::parse(&"+".repeat(32)), None);
    }
}
