//! The people who teach, each as baskets of known items, seen alone and forgotten.
//!
//! A lesson looks at everybody many times. Where memory has room, what they did is read once, as numbers without names, and
//! kept until the lesson's call ends; else it is unsealed anew for each look.

use super::anonymous::fnv;
use crate::groups::Keys;
use crate::past::{HoldOut, Past};
use crate::quick::QuickMap;
use domain::{ItemId, Train};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use vault::{Cohort, SUMS_MAX};

/// Who takes part in a lesson, and how items are numbered in it.
pub(super) struct Class<'c, 'm> {
    cohort: &'c Cohort<'m, Train>,
    numbers: QuickMap<&'c ItemId, u32>,
    /// By number: a digest of the item's id, so that stamps do not depend on the numbering.
    digests: Vec<u64>,
    /// The groups that people may come into.
    keys: Arc<Keys>,
    read: Option<Read>,
}

/// What everybody did, read once.
struct Read {
    everybody: Vec<Past>,
    stamp: Stamp,
}

/// A mark that two passes over the same people have in common, and two over others have not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp {
    people: u32,
    sum: u64,
}

impl<'c, 'm> Class<'c, 'm> {
    pub fn new(cohort: &'c Cohort<'m, Train>, items: &[&'c ItemId], keys: Arc<Keys>) -> Self {
        let numbers = items.iter().copied().zip(0..).collect();
        let digests = items.iter().map(|item| fnv(item.as_str())).collect();
        Self { cohort, numbers, digests, keys, read: None }
    }

    /// The groups that people may come into.
    pub const fn keys(&self) -> &Arc<Keys> {
        &self.keys
    }

    /// Reads what everybody did at once, if it takes no more than so many bytes.
    pub fn read_at_once(&mut self, bytes_max: u64) {
        let room = AtomicI64::new(i64::try_from(bytes_max).unwrap_or(i64::MAX));
        let keep = |kept: &mut Vec<Past>, past: &Past| {
            let bytes = past.bytes() as i64;
            if room.fetch_sub(bytes, Ordering::Relaxed) >= bytes {
                kept.push(past.clone());
            }
        };
        let append = |mut left: Vec<Past>, mut right: Vec<Past>| {
            left.append(&mut right);
            left
        };
        let (everybody, stamp) = self.fold_sealed(Vec::new, keep, append);
        self.read = (room.into_inner() >= 0).then_some(Read { everybody, stamp });
    }

    /// What everybody did, where it was read at once, so that another look costs little.
    pub fn everybody(&self) -> Option<(&[Past], Stamp)> {
        self.read.as_ref().map(|read| (&read.everybody[..], read.stamp))
    }

    /// The same people without what is held out of them, where what they did was read at once.
    pub fn without(&self, how: HoldOut) -> Option<Self> {
        let Read { everybody, stamp } = self.read.as_ref()?;
        let everybody = everybody.par_iter().map(|past| past.without(Some(how)).into_owned()).collect();
        let read = Some(Read { everybody, stamp: *stamp });
        Some(Self {
            cohort: self.cohort,
            numbers: QuickMap::default(),
            digests: Vec::new(),
            keys: Arc::default(),
            read,
        })
    }

    /// The stamp of everybody as they are now.
    pub fn stamp(&self) -> Stamp {
        self.fold_sealed(|| (), |(), _| (), |(), ()| ()).1
    }

    /// Adds something up over everybody who took any of the items. `start` should cost nothing: it is called often.
    pub fn fold<A: Send>(
        &self,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &Past) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> (A, Stamp) {
        let Some(Read { everybody, stamp }) = &self.read else { return self.fold_sealed(start, each, merge) };
        // One part for each sum that may be held at a time.
        let part = everybody.len() / rayon::current_num_threads().min(SUMS_MAX) + 1;
        let of_part = |people: &[Past]| {
            let mut sum = start();
            people.iter().for_each(|past| each(&mut sum, past));
            sum
        };
        let sum = everybody.par_chunks(part).map(of_part).reduce(&start, &merge);
        (sum, *stamp)
    }

    fn fold_sealed<A: Send>(
        &self,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &Past) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> (A, Stamp) {
        self.cohort.fold(
            || (start(), Stamp::default()),
            |(sum, stamp), view| {
                let past = Past::of(view.acts(), |item| self.numbers.get(item).copied());
                if past.baskets() > 0 {
                    let past = past.among(self.keys.of_one_who_likes(view.places().unwrap_or_default()));
                    stamp.add(&past, &self.digests);
                    each(sum, &past);
                }
            },
            |(left, mut stamp), (right, other)| {
                stamp.people += other.people;
                stamp.sum = stamp.sum.wrapping_add(other.sum);
                (merge(left, right), stamp)
            },
        )
    }
}

impl Stamp {
    fn add(&mut self, past: &Past, digests: &[u64]) {
        self.people += 1;
        for mark in past.marks() {
            // Any mixing does whose sum does not depend on the order.
            let mixed = (digests[mark.item as usize] ^ mark.at.cast_unsigned()).wrapping_mul(0xd6e8_feb8_6659_fd93);
            self.sum = self.sum.wrapping_add(mixed ^ mixed >> 32);
        }
        for group in past.groups() {
            self.sum = self.sum.wrapping_add(u64::from(group + 1).wrapping_mul(0xa076_1d64_78bd_642f));
        }
    }
}
