//! The ladder: how much a person chooses to give.

use serde::{Deserialize, Serialize};

/// A rung of the ladder, from nothing to everything; each works, and each one's quality is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Nothing about me.
    Contextual,
    /// This visit only, nothing kept.
    Visit,
    /// My history.
    Personal,
}

impl Rung {
    /// The word for it, in the API and on disk.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contextual => "contextual",
            Self::Visit => "visit",
            Self::Personal => "personal",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Contextual, Self::Visit, Self::Personal].into_iter().find(|rung| rung.as_str() == text)
    }
}
