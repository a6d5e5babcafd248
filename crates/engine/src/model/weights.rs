//! Other values for some of the weights: those that are applied when an answer is made, so that no model is learned anew.

use super::{Chosen, Knob};
use serde::{Deserialize, Serialize};

/// The least that what gives everybody an order, or a new item a place, may weigh.
const LEAST: f32 = 1e-6;
/// The most that a term may weigh.
const MOST: f32 = 100.0;
/// The highest power that a term may follow the season or an item's rarity by.
const POWER_MAX: f32 = 4.0;
/// The shortest and the longest memory, in days.
const MEMORY_DAYS: (f32, f32) = (1.0, 36_500.0);

/// Which values a weight may have in place of the one that learning chose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least.
    pub min: f32,
    /// The most.
    pub max: f32,
    /// Whether only whole numbers do.
    pub whole: bool,
}

impl Bounds {
    fn hold(self, value: f32) -> bool {
        (self.min..=self.max).contains(&value) && (!self.whole || value.fract() == 0.0)
    }
}

impl Knob {
    /// Which values an arm may give it; `None` where a model would have to be learned anew, or the season looked at anew.
    #[must_use]
    pub const fn bounds(self) -> Option<Bounds> {
        let (min, max, whole) = match self {
            Self::Ridge | Self::Nearest | Self::NearestShare | Self::TrendDays => return None,
            Self::Together | Self::Owned => (0.0, MOST, false),
            Self::Rarity | Self::TogetherSeason | Self::AgainSeason => (0.0, POWER_MAX, true),
            Self::Popular | Self::Alike => (LEAST, MOST, false),
            Self::MemoryDays => (MEMORY_DAYS.0, MEMORY_DAYS.1, false),
        };
        Some(Bounds { min, max, whole })
    }

    /// The weight of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|knob| knob.as_str() == name)
    }
}

/// Other values for some of the weights; what learning chose holds for the rest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Knob, f32)>", into = "Vec<(Knob, f32)>")]
pub struct Weights(Vec<(Knob, f32)>);

impl Weights {
    /// These and another value for one more; `None` where that weight can not be changed, or not to this.
    #[must_use]
    pub fn with(mut self, knob: Knob, value: f32) -> Option<Self> {
        knob.bounds().filter(|bounds| bounds.hold(value))?;
        self.0.retain(|(other, _)| *other != knob);
        // Nothing has no sign.
        self.0.push((knob, value + 0.0));
        // In one order, so that the same weights are equal however they were given.
        self.0.sort_by_key(|(knob, _)| *knob as u8);
        Some(self)
    }

    /// Each weight that they change, and its value.
    pub fn iter(&self) -> impl Iterator<Item = (Knob, f32)> {
        self.0.iter().copied()
    }

    /// Whether they change nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was chosen, with these in the place of some of it.
    #[must_use]
    pub fn over(&self, chosen: &Chosen) -> Chosen {
        self.iter().fold(*chosen, |chosen, (knob, value)| chosen.with(knob, value))
    }
}

impl TryFrom<Vec<(Knob, f32)>> for Weights {
    type Error = &'static str;

    fn try_from(values: Vec<(Knob, f32)>) -> Result<Self, Self::Error> {
        let all = values.into_iter().try_fold(Self::default(), |weights, (knob, value)| weights.with(knob, value));
        all.ok_or("a weight lies outside its bounds")
    }
}

impl From<Weights> for Vec<(Knob, f32)> {
    fn from(weights: Weights) -> Self {
        weights.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_that_needs_a_lesson_or_lies_outside_its_bounds_is_none() {
        let check = |knob, value, is_taken| {
            assert_eq!(Weights::default().with(knob, value).is_some(), is_taken, "{knob:?} {value}");
        };
        for knob in [Knob::Ridge, Knob::Nearest, Knob::NearestShare, Knob::TrendDays] {
            check(knob, 1.0, false);
        }
        for knob in [Knob::Rarity, Knob::TogetherSeason, Knob::AgainSeason] {
            [0.0, 1.0, 4.0].into_iter().for_each(|value| check(knob, value, true));
            [0.5, 5.0, -1.0, f32::NAN].into_iter().for_each(|value| check(knob, value, false));
        }
        for knob in [Knob::Popular, Knob::Alike] {
            [0.001, 100.0].into_iter().for_each(|value| check(knob, value, true));
            [0.0, -0.1, 101.0, f32::INFINITY, f32::NAN].into_iter().for_each(|value| check(knob, value, false));
        }
        for knob in [Knob::Together, Knob::Owned] {
            [0.0, 0.5, 100.0].into_iter().for_each(|value| check(knob, value, true));
            [-0.1, 101.0, f32::INFINITY, f32::NAN].into_iter().for_each(|value| check(knob, value, false));
        }
        [1.0, 30.5, 36_500.0].into_iter().for_each(|value| check(Knob::MemoryDays, value, true));
        [0.0, 0.5, 40_000.0, f32::INFINITY, f32::NAN]
            .into_iter()
            .for_each(|value| check(Knob::MemoryDays, value, false));
    }

    #[test]
    fn the_order_in_which_weights_are_given_makes_no_difference() {
        let one = Weights::default().with(Knob::Alike, 0.1).and_then(|weights| weights.with(Knob::Popular, 0.3));
        let other = Weights::default().with(Knob::Popular, 0.2).and_then(|weights| weights.with(Knob::Alike, 0.1));
        let other = other.and_then(|weights| weights.with(Knob::Popular, 0.3));
        assert_eq!(one, other);
        let chosen = one.expect("within bounds").over(&Chosen::default());
        assert_eq!(chosen, Chosen { alike: 0.1, popular: 0.3, ..Chosen::default() });
    }

    #[test]
    fn kept_weights_are_checked_when_they_are_read() {
        let read = |values: &[(Knob, f32)]| {
            let bytes = postcard::to_stdvec(values).expect("encodes");
            postcard::from_bytes::<Weights>(&bytes).ok()
        };
        assert_eq!(read(&[(Knob::Popular, 0.3)]), Weights::default().with(Knob::Popular, 0.3));
        assert_eq!(read(&[(Knob::Popular, 0.0)]), None);
        assert_eq!(read(&[(Knob::Ridge, 1.0)]), None);
    }
}
