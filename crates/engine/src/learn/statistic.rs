//! The one statistic: whole numbers over everybody who teaches, to which a person is added and from which they are taken
//! out again to the last bit.
//!
//! No vector of a person is kept. Until the inverse follows, it keeps what changed since, summed over all who did.

use super::census::{Census, Sum};
use super::change::{Change, REBUILT_HEAD_MAX};
use super::counts::Counts;
use super::gram::{Behind, Gram, vector};
use super::inverse::Inverse;
use super::nearest::Weighing;
use super::triangle::Triangle;
use crate::groups::Keys;
use crate::model::Chosen;
use crate::past::Past;
use crate::quick::QuickMap;
use domain::{ItemId, Train};
use std::sync::Arc;
use vault::{Sums, View};

/// The sums, and over what they are.
pub struct Statistic {
    items: Arc<[ItemId]>,
    numbers: QuickMap<ItemId, u32>,
    sum: Sum,
    head: Arc<[u32]>,
    heads: Vec<Option<u32>>,
    counts: Counts,
    /// What nobody in particular took.
    nobody: Arc<Counts>,
    gram: Gram,
    change: Change,
    people_min: u32,
    pair_people_min: u32,
    memory_bytes: u64,
    /// The groups that people may come into, and how many they have to be.
    grouped: (Arc<Keys>, u32),
}

/// The sums of one moment, as far as a model is made of them.
pub struct Extract {
    pub(super) outline: Outline,
    pub(super) counts: Counts,
    pub(super) nobody: Arc<Counts>,
    pub(super) behind: Behind,
    /// Taken as soon as the inverse is worked out; not there yet where it is to be worked out anew and others are counted first.
    pub(super) basis: Option<Basis>,
    pub(super) digest: Digest,
    /// The inverse that has to follow; with the extract it is lost, and worked out anew the next time.
    pub(super) inverse: Option<Inverse>,
    /// How pairs outside the regression are weighed.
    pub(super) way: Weighing,
}

/// Who teaches and what, at one moment: nothing of a pair.
#[derive(Clone)]
pub struct Outline {
    items: Arc<[ItemId]>,
    pub(super) sum: Sum,
    pub(super) head: Arc<[u32]>,
    pub(super) people_min: u32,
    pair_people_min: u32,
    /// As in [`super::Lesson::memory_bytes`].
    pub(super) memory_bytes: u64,
    /// Whether people take things again at all.
    pub(super) repeats_matter: bool,
    /// The groups that people may come into, and how many they have to be.
    pub(super) grouped: (Arc<Keys>, u32),
}

/// What the inverse of this moment is worked out from.
pub(super) enum Basis {
    /// From the matrix, with its ridge.
    Whole(Triangle),
    /// From the inverse of before.
    Change(Change),
}

/// A checksum of whole numbers, each with its place.
#[derive(Clone, Copy, Default)]
pub(super) struct Digest(u64, u64);

impl Statistic {
    /// The sums that passes over everybody made.
    pub(super) fn new(
        census: &Census<'_>,
        people_min: u32,
        (counts, nobody): (Counts, Counts),
        gram: Gram,
        grouped: (Arc<Keys>, u32),
    ) -> Self {
        let items: Arc<[ItemId]> = census.items.iter().map(|id| (*id).clone()).collect();
        Self {
            numbers: items.iter().cloned().zip(0..).collect(),
            items,
            sum: census.sum(),
            head: census.head.clone().into(),
            heads: census.numbers_in(&census.head),
            counts,
            nobody: Arc::new(nobody),
            change: Change::of(gram.size),
            gram,
            people_min,
            pair_people_min: census.pair_people_min,
            memory_bytes: census.memory_bytes,
            grouped,
        }
    }

    /// How many people teach.
    #[must_use]
    pub const fn people(&self) -> u32 {
        self.sum.people
    }

    /// A checksum that two statistics share only if all their whole numbers are equal.
    #[must_use]
    pub fn checksum(&self) -> String {
        self.digest(&self.counts).text()
    }

    fn digest(&self, counts: &Counts) -> Digest {
        let mut digest = Digest::default();
        digest.list(1, self.sum.numbers());
        digest.list(2, self.head.iter().map(|item| u64::from(*item)));
        digest.list(3, self.gram.numbers());
        digest.counts(4, counts);
        digest.counts(5, &self.nobody);
        self.sum.groups().numbers().for_each(|(place, number)| digest.number(6 << 56 ^ mixed(place), number));
        digest
    }

    /// The sums as they are now, with an inverse that has to follow what changed; else with the whole matrix and this ridge.
    pub(super) fn extract(&mut self, inverse: Option<Inverse>, chosen: &Chosen) -> Extract {
        let change = self.change.take();
        let inverse = inverse.filter(|inverse| !change.is_full() && inverse.size() > REBUILT_HEAD_MAX);
        let whole = || Basis::Whole(self.gram.with_ridge(chosen.ridge));
        let basis = if inverse.is_some() { Basis::Change(change) } else { whole() };
        Extract {
            outline: self.outline(),
            counts: self.counts.clone(),
            nobody: Arc::clone(&self.nobody),
            behind: self.gram.behind(),
            basis: Some(basis),
            digest: self.digest(&self.counts),
            inverse,
            way: Weighing::of(chosen.nearest),
        }
    }

    /// By what is counted what goes with items outside the head: the rest is still to be extracted.
    pub(super) fn sketch(&self, chosen: &Chosen) -> Extract {
        Extract {
            outline: self.outline(),
            counts: Counts::new(0),
            nobody: Arc::clone(&self.nobody),
            behind: Behind::default(),
            basis: None,
            digest: Digest::default(),
            inverse: None,
            way: Weighing::of(chosen.nearest),
        }
    }

    /// Who teaches and what.
    #[must_use]
    pub fn outline(&self) -> Outline {
        Outline {
            items: Arc::clone(&self.items),
            sum: self.sum.clone(),
            head: Arc::clone(&self.head),
            people_min: self.people_min,
            pair_people_min: self.pair_people_min,
            memory_bytes: self.memory_bytes,
            repeats_matter: self.counts.repeats_matter(),
            grouped: self.grouped.clone(),
        }
    }

    /// What the matrix makes of a vector, as it was when the inverse last followed.
    pub(super) fn times_before(&self, vector: &[f64]) -> Vec<f64> {
        let mut product = self.gram.times(vector);
        self.change.times(vector).for_each(|(at, by)| product[at] -= by);
        product
    }

    fn past(&self, view: &View<'_, Train>) -> Option<Past> {
        let past = Past::of(view.acts(), |item| self.numbers.get(item).copied());
        let groups = || self.grouped.0.of_one_who_likes(view.places().unwrap_or_default());
        (past.baskets() > 0).then(|| past.among(groups()))
    }
}

impl Sums for Statistic {
    fn add(&mut self, view: &View<'_, Train>) {
        let Some(past) = self.past(view) else { return };
        self.sum.add(&past, self.items.len());
        self.counts.add(&past);
        let vector = vector(&past, &self.heads);
        self.gram.add(&vector);
        self.change.add(&vector, 1);
    }

    fn take_out(&mut self, view: &View<'_, Train>) {
        let Some(past) = self.past(view) else { return };
        self.sum.take_out(&past);
        self.counts.take_out(&past);
        let vector = vector(&past, &self.heads);
        self.gram.take_out(&vector);
        self.change.add(&vector, -1);
    }
}

impl Outline {
    /// As if nobody taught.
    pub(super) fn of_nobody(&self) -> Self {
        Self { sum: Sum::default(), head: [].into(), ..self.clone() }
    }

    /// As [`Extract::has_tail`].
    pub(super) fn has_tail(&self) -> bool {
        self.census().reach().by_nearest > 0
    }

    /// The census of this moment.
    pub(super) fn census(&self) -> Census<'_> {
        let head = self.head.to_vec();
        let (pair_people_min, memory_bytes) = (self.pair_people_min, self.memory_bytes);
        Census::of(self.items.iter().collect(), self.sum.clone(), head, (pair_people_min, memory_bytes))
    }
}

impl Extract {
    /// Whether there are items outside the head that enough people took: what goes with them is counted in passes over
    /// everybody.
    #[must_use]
    pub fn has_tail(&self) -> bool {
        self.outline.has_tail()
    }
}

// === impl Digest ===

impl Digest {
    /// A list of numbers, each of which counts with its place.
    fn list(&mut self, of: u64, numbers: impl Iterator<Item = u64>) {
        (0_u64..).zip(numbers).for_each(|(place, number)| self.number(of << 56 ^ place, number));
    }

    fn counts(&mut self, of: u64, counts: &Counts) {
        self.list(of << 4, counts.again().numbers());
        counts.numbers().for_each(|(place, number)| self.number(of << 56 ^ mixed(place), number));
    }

    /// Sums, so that the order does not matter.
    const fn number(&mut self, place: u64, number: u64) {
        let weight = mixed(place);
        self.0 = self.0.wrapping_add(weight.wrapping_mul(number));
        self.1 = self.1.wrapping_add((weight.rotate_left(32) | 1).wrapping_mul(number ^ number << 32));
    }

    pub(super) fn text(self) -> String {
        format!("{:016x}{:016x}", self.0, self.1)
    }
}

/// Any mixing does that tells places apart (the end of `SplitMix64`).
const fn mixed(place: u64) -> u64 {
    let once = (place.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ place >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let twice = (once ^ once >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    twice ^ twice >> 31
}
