//! Signals: what a browser or a consent platform says in the formats of the trade. Read, never written.
//!
//! # Invariants
//! - Every decoder is pure and total: whatever comes in, it answers or says what it could not read.
//! - What is not understood is listed as unknown, and grants nothing.

pub mod adpc;
mod bits;
pub mod dnt;
pub mod gpc;
pub mod gpp;
mod ids;
pub mod tcf;
pub mod tcf_ca;
#[cfg(test)]
mod tests;
pub mod understood;
pub mod us;
pub mod usp;

pub use ids::Ids;

/// Longest string of a signal, in characters.
pub const SIGNAL_CHARS_MAX: usize = 16_384;

/// Why a string can not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than any that is in use.
    #[error("the string is longer than 16,384 characters")]
    TooLong,
    /// A character stands in it that the format does not have.
    #[error("a character is not one of the format's")]
    Alphabet,
    /// It ends within a field.
    #[error("the string ends within a field")]
    CutOff,
    /// A number is out of the range that its field has.
    #[error("a number is out of its field's range")]
    Number,
    /// Its parts do not fit together.
    #[error("the parts of the string do not fit together")]
    Parts,
}

/// What became of a string whose form can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading<T> {
    /// It was understood.
    Known(T),
    /// Its version is not one that is understood here.
    Unknown,
}

// === impl Reading ===

impl<T> Reading<T> {
    /// What was understood, if anything.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }
}

/// Refuses what is longer than any string in use.
const fn check_length(text: &str) -> Result<(), Unreadable> {
    if text.len() > SIGNAL_CHARS_MAX { Err(Unreadable::TooLong) } else { Ok(()) }
}
