//! The text of one file of a policy, and how a mistake in it finds its line.

use crate::VaultError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;

/// One file of a policy: its name below the policy's directory, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As `profiles/eu.toml`.
    pub name: String,
    /// What it says.
    pub text: String,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file's name.
    pub file: String,
    /// The line, from 1 on.
    pub line: usize,
}

/// What is wrong with a policy, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {says}")]
pub struct Mistake {
    /// Where.
    pub place: Place,
    /// What.
    pub says: String,
}

impl Source {
    /// A file by name and text.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), text: text.to_owned() }
    }

    /// The line of a byte.
    pub(super) fn place(&self, byte: usize) -> Place {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line = 1 + before.iter().filter(|b| **b == b'\n').count();
        Place { file: self.name.clone(), line }
    }

    /// A mistake at a part of the file.
    pub(super) fn wrong<T>(&self, at: &toml::Spanned<T>, says: impl Into<String>) -> Mistake {
        Mistake { place: self.place(at.span().start), says: says.into() }
    }

    /// Reads the file; a key that its form does not have is a mistake.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Mistake> {
        toml::from_str(&self.text).map_err(|error| Mistake {
            place: self.place(error.span().map_or(0, |span| span.start)),
            says: error.message().replace('\n', " "),
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

impl From<Mistake> for VaultError {
    fn from(mistake: Mistake) -> Self {
        Self::Policy(mistake.to_string())
    }
}
