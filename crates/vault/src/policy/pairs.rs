//! How many people stand behind what one thing says of another.

use super::text::{Mistake, Source};
use std::num::NonZeroU32;
use toml::Spanned;

/// Fewest people that a policy may let stand behind a pair of items: so many where it does not say.
pub const PAIR_PEOPLE_MIN: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// Most people that a policy may ask for behind a pair of items.
pub const PAIR_PEOPLE_MAX: NonZeroU32 = NonZeroU32::new(1_000).unwrap();

/// As many people behind a pair as there have to be, or more.
pub(super) fn more_people(source: &Source, people: &Spanned<u32>, least: NonZeroU32) -> Result<NonZeroU32, Mistake> {
    let bounds = least..=PAIR_PEOPLE_MAX;
    let found = NonZeroU32::new(*people.get_ref()).filter(|people| bounds.contains(people));
    found.ok_or_else(|| source.wrong(people, format!("there are {least} to {PAIR_PEOPLE_MAX} people behind a pair")))
}
