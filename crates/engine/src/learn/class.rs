//! The people who teach, each as baskets of known items, seen alone and forgotten.

use super::anonymous::fnv;
use crate::past::Past;
use crate::quick::QuickMap;
use domain::{ItemId, Train};
use vault::{Cohort, Few, View};

/// Who takes part in a lesson, and how items are numbered in it.
pub(super) struct Class<'c, 'm> {
    cohort: &'c Cohort<'m, Train>,
    numbers: QuickMap<&'c ItemId, u32>,
    /// By number: a digest of the item's id, so that stamps do not depend on the numbering.
    digests: Vec<u64>,
}

/// A mark that two passes over the same people have in common, and two over others have not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    people: u32,
    sum: u64,
}

impl<'c, 'm> Class<'c, 'm> {
    pub fn new(cohort: &'c Cohort<'m, Train>, items: &[&'c ItemId]) -> Self {
        let numbers = items.iter().copied().zip(0..).collect();
        let digests = items.iter().map(|item| fnv(item.as_str())).collect();
        Self { cohort, numbers, digests }
    }

    /// Adds something up over everybody who took any of the items.
    pub fn fold<A: Send>(
        &self,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &Past) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> (A, Stamp) {
        self.cohort.fold(
            || (start(), Stamp::default()),
            |(sum, stamp), view| self.add(view, sum, stamp, &each),
            |left, right| joined(left, right, &merge),
        )
    }

    /// Those of whom something holds.
    pub fn few(&self, holds: impl Fn(&Past) -> bool + Sync + Send) -> Few {
        self.cohort.few(|view| holds(&self.past(view)))
    }

    /// As [`Class::fold`], over some of them; their stamp is another than everybody's.
    pub fn fold_few<A: Send>(
        &self,
        few: &Few,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &Past) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> (A, Stamp) {
        self.cohort.fold_few(
            few,
            || (start(), Stamp::default()),
            |(sum, stamp), view| self.add(view, sum, stamp, &each),
            |left, right| joined(left, right, &merge),
        )
    }

    fn add<A>(&self, view: &View<'_, Train>, sum: &mut A, stamp: &mut Stamp, each: &impl Fn(&mut A, &Past)) {
        let past = self.past(view);
        if past.baskets() > 0 {
            stamp.add(&past, &self.digests);
            each(sum, &past);
        }
    }

    fn past(&self, view: &View<'_, Train>) -> Past {
        Past::of(view.acts(), |item| self.numbers.get(item).copied())
    }
}

fn joined<A>((left, mut stamp): (A, Stamp), (right, other): (A, Stamp), merge: &impl Fn(A, A) -> A) -> (A, Stamp) {
    stamp.people += other.people;
    stamp.sum = stamp.sum.wrapping_add(other.sum);
    (merge(left, right), stamp)
}

impl Stamp {
    fn add(&mut self, past: &Past, digests: &[u64]) {
        self.people += 1;
        for mark in past.marks() {
            // Any mixing does whose sum does not depend on the order.
            let mixed = (digests[mark.item as usize] ^ mark.at.cast_unsigned()).wrapping_mul(0xd6e8_feb8_6659_fd93);
            self.sum = self.sum.wrapping_add(mixed ^ mixed >> 32);
        }
    }
}
