//! A set of ids, as runs in ascending order: what a string of a few bytes may claim never takes more room than it.

use serde_json::{Value, json};

/// A set of ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// First and last of each run; ascending, apart from each other.
    runs: Vec<(u16, u16)>,
}

// === impl Ids ===

impl Ids {
    /// The set of these runs, in any order.
    #[must_use]
    pub fn of(mut runs: Vec<(u16, u16)>) -> Self {
        runs.sort_unstable();
        let mut joined: Vec<(u16, u16)> = Vec::with_capacity(runs.len());
        for (first, last) in runs {
            match joined.last_mut() {
                Some((_, end)) if u32::from(first) <= u32::from(*end) + 1 => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        Self { runs: joined }
    }

    /// Whether the id is among them.
    #[must_use]
    pub fn has(&self, id: u16) -> bool {
        self.runs.iter().any(|(first, last)| (*first..=*last).contains(&id))
    }

    /// Each of them, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u16> {
        self.runs.iter().flat_map(|(first, last)| *first..=*last)
    }

    /// Whether all of these are among them.
    #[must_use]
    pub fn has_all(&self, ids: &[u16]) -> bool {
        ids.iter().all(|id| self.has(*id))
    }

    /// These and those.
    #[must_use]
    pub fn and_also(self, other: Self) -> Self {
        Self::of([self.runs, other.runs].concat())
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// As JSON: `[first, last]` for each run.
    #[must_use]
    pub fn shown(&self) -> Value {
        json!(self.runs)
    }
}
