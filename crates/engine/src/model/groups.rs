//! What groups of people take more, or less, than everybody: rounded down, and only what many of them stand behind.

use serde::{Deserialize, Serialize};

/// Counts are rounded down to a multiple of this: one person more or less hardly ever shows in them.
pub(crate) const ROUNDED_TO: u32 = 10;
/// As many people of a group are taken to be like everybody: few say less than many.
const LIKE_EVERYBODY: f32 = 10.0;

/// The groups that are large enough, by name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Groups {
    /// Fewest people of a group, and behind an item in it.
    pub people_min: u32,
    /// How many people teach, rounded.
    pub everybody: u32,
    /// How many of them took each item that a group speaks of, rounded, in order of item.
    pub owners: Vec<(u32, u32)>,
    /// The groups.
    pub of: Vec<OfGroup>,
}

/// One group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct OfGroup {
    /// The step of the category path that its people said they like.
    pub name: String,
    /// How many they are, rounded.
    pub people: u32,
    /// How many of them took each item, rounded, in order of item; only items that enough of them took.
    pub items: Vec<(u32, u32)>,
}

/// A count as it may be seen: none below the least, and rounded down above it.
pub(crate) const fn rounded(count: u32, least: u32) -> Option<u32> {
    if count < least { None } else { Some(count - count % ROUNDED_TO) }
}

impl Groups {
    /// How many times as often as everybody the people of a group take each item that enough of them took.
    pub fn lifts<'g>(&'g self, of: &'g OfGroup) -> impl Iterator<Item = (u32, f32)> + 'g {
        let share = of.people as f32 / self.everybody.max(1) as f32;
        of.items.iter().filter_map(move |(item, taken)| {
            let at = self.owners.binary_search_by_key(item, |(item, _)| *item).ok()?;
            let expected = self.owners[at].1 as f32 * share;
            Some((*item, (*taken as f32 + LIKE_EVERYBODY) / (expected + LIKE_EVERYBODY)))
        })
    }

    /// Whether it fits a model of so many items.
    pub fn fit(&self, items: usize) -> bool {
        let fits = |list: &[(u32, u32)]| {
            list.is_sorted_by(|a, b| a.0 < b.0) && list.last().is_none_or(|(item, _)| (*item as usize) < items)
        };
        fits(&self.owners) && self.of.iter().all(|of| fits(&of.items)) && self.of.is_sorted_by(|a, b| a.name < b.name)
    }
}
