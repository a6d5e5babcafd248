//! A part of what everybody did, and of those who let it teach: what a curve is drawn from.

use super::cut::chance;
use domain::{ItemId, SubjectId};

/// What the dice start from; another seed than a cut has by default, so that they do not fall alike.
const SEED: u64 = 0x5eed;

/// Shares between 0 and 1. The dice know only the person and the item, so a smaller part lies within a larger one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    /// Of each person's items.
    pub data: f64,
    /// Of the people, those who let their activity teach.
    pub teach: f64,
}

impl Part {
    /// Everything.
    pub const WHOLE: Self = Self { data: 1.0, teach: 1.0 };

    /// Whether what a person did with an item is in it.
    pub fn keeps(self, who: &SubjectId, item: &ItemId) -> bool {
        chance(who, Some(item), SEED) < self.data
    }

    /// Whether a person lets their activity teach. Who does not is still recommended to.
    pub fn teaches(self, who: &SubjectId) -> bool {
        chance(who, None, SEED) < self.teach
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_part_lies_within_a_larger_one_and_is_as_large_as_it_says() {
        let who = |n: usize| SubjectId::parse(&format!("u{n}")).expect("plain");
        let item = ItemId::parse("tea").expect("plain");
        let parts = [0.1, 0.25, 0.5, 1.0].map(|share| Part { data: share, teach: share });
        let mut counts = [0; 4];
        for n in 0..2_000 {
            let teaches = parts.map(|part| part.teaches(&who(n)));
            let keeps = parts.map(|part| part.keeps(&who(n), &item));
            assert!(teaches.is_sorted() && keeps.is_sorted());
            counts.iter_mut().zip(teaches).for_each(|(count, teaches)| *count += usize::from(teaches));
        }
        assert!(counts[3] == 2_000 && counts[0].abs_diff(200) < 50 && counts[2].abs_diff(1_000) < 100, "{counts:?}");
    }
}
