//! Those on whom weights are tried, and who of them goes first.

use super::super::class::{Class, Stamp};
use crate::again::Again;
use crate::past::{Held, HoldOut, Past};
use crate::score::{self, Person};
use domain::UnixTime;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// One in so many people shows first which values are not worth the others' time.
pub(super) const FIRST_SHARE: usize = 3;

/// Somebody who takes part.
pub(super) struct Taker {
    pub held: Held,
    /// What they have, and how likely they are to take each again: no weight that is tried is in it.
    pub owned: Vec<(u32, f32)>,
    /// What is held out of them and not among that.
    pub new: Vec<u32>,
    /// What was the best for them in the first trial of what they do not have: by other weights most of it is still good, and says
    /// how good anything has to be.
    pub bar: OnceLock<Vec<u32>>,
}

/// Which of the people take part in a trial.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Part {
    All,
    /// One in [`FIRST_SHARE`], all over the times.
    First,
    /// The others.
    Rest,
}

impl Taker {
    /// Somebody of whom that is held out.
    pub fn of(held: Held, again: &Again) -> Self {
        let owned = Person::owned(&held.past, again);
        let is_new = |item: &u32| owned.binary_search_by_key(item, |(own, _)| *own).is_err();
        let new = held.items.iter().copied().filter(is_new).collect();
        Self { held, owned, new, bar: OnceLock::new() }
    }

    /// What they bring, as they remember it when they took what was held out.
    pub fn inputs(&self, memory_days: f32) -> Vec<(u32, f32)> {
        score::inputs(&self.held.past, (UnixTime(self.held.at), UnixTime(i64::MAX)), memory_days)
    }
}

impl Part {
    pub const fn has(self, place: usize) -> bool {
        match self {
            Self::All => true,
            Self::First => place.is_multiple_of(FIRST_SHARE),
            Self::Rest => !place.is_multiple_of(FIRST_SHARE),
        }
    }
}

/// Those who take part, in order of when: one in so many, chosen by nothing but what is held out of them, so that it does not
/// matter who is asked first. Only what somebody took in the rest can be foretold.
pub(super) fn takers(
    class: &Class<'_, '_>,
    part: (HoldOut, u64),
    (totals, again): (&[u64], &Again),
    stamps: &mut Vec<Stamp>,
) -> Vec<Taker> {
    let (how, stride) = part;
    let add = |people: &mut Vec<Held>, past: &Past| {
        let Some(mut held) = past.held_out(how).filter(|held| takes_part(held, stride)) else { return };
        held.items.retain(|item| totals[*item as usize] > 0);
        if !held.items.is_empty() {
            people.push(held);
        }
    };
    let append = |mut left: Vec<Held>, mut right: Vec<Held>| {
        left.append(&mut right);
        left
    };
    let (mut people, stamp) = class.fold(Vec::new, add, append);
    stamps.push(stamp);
    people.sort_unstable_by(in_order);
    people.into_iter().map(|held| Taker::of(held, again)).collect()
}

/// By when, and those of one moment by what they did: who is alike in all of it is so for the trials, too.
fn in_order(one: &Held, other: &Held) -> Ordering {
    let marks = |held: &Held| held.past.marks().iter().map(|mark| (mark.item, mark.at)).collect::<Vec<_>>();
    let by_marks = || marks(one).cmp(&marks(other));
    one.at.cmp(&other.at).then_with(|| one.items.cmp(&other.items)).then_with(by_marks)
}

fn takes_part(held: &Held, stride: u64) -> bool {
    let mix = |sum: u64, item: &u32| (sum.rotate_left(23) ^ u64::from(*item)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (held.items.iter().fold(held.at.cast_unsigned(), mix) >> 32).is_multiple_of(stride)
}
