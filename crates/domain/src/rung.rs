//! The ladder: how much a person chooses to give.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A rung of the ladder, from nothing to everything; each works, and each one's quality is published.
///
/// The places of the variants are on disk: a new one comes last, wherever it stands on the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// Nothing about me.
    Contextual,
    /// This visit only, nothing kept.
    Visit,
    /// My history.
    Personal,
    /// What people like me take, who are many.
    Group,
}

impl Rung {
    /// Every rung, from the lowest.
    pub const ALL: [Self; 4] = [Self::Contextual, Self::Visit, Self::Group, Self::Personal];

    const fn height(self) -> u8 {
        match self {
            Self::Contextual => 0,
            Self::Visit => 1,
            Self::Group => 2,
            Self::Personal => 3,
        }
    }

    /// The word for it, in the API and on disk.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contextual => "contextual",
            Self::Visit => "visit",
            Self::Personal => "personal",
            Self::Group => "group",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rung| rung.as_str() == text)
    }
}

impl Ord for Rung {
    fn cmp(&self, other: &Self) -> Ordering {
        self.height().cmp(&other.height())
    }
}

impl PartialOrd for Rung {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_is_in_order_and_each_rung_keeps_its_place_on_disk() {
        assert!(Rung::ALL.is_sorted() && Rung::Group < Rung::Personal);
        assert_eq!([Rung::Contextual, Rung::Visit, Rung::Personal, Rung::Group].map(|rung| rung as u8), [0, 1, 2, 3]);
        assert!(Rung::ALL.into_iter().all(|rung| Rung::parse(rung.as_str()) == Some(rung)));
    }
}
