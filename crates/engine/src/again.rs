//! How likely a person takes again what they took before: by how often they did, and how many baskets ago.
//!
//! # Invariant
//! - One person's chances to take one thing again count for at most [`ITEM_CHANCES_MAX`], and all of theirs for at most
//!   [`ITEMS_MAX`] times as many: nobody steers what others are told that they will want again.

use crate::past::{Mark, Past};
use serde::{Deserialize, Serialize};

/// How many classes of "how often, how long ago" there are.
pub(crate) const CELLS: usize = OFTEN_FROM.len() * SINCE_FROM.len();
/// The least number of baskets with the item, of each class.
pub(crate) const OFTEN_FROM: [u32; 6] = [1, 2, 3, 4, 6, 9];
/// The least number of baskets since the last one with the item, of each class.
pub(crate) const SINCE_FROM: [u32; 6] = [0, 1, 2, 3, 5, 9];
/// What a chance counts that counts in full.
const CHANCE_UNIT: u64 = 1 << 20;
/// How many chances to take one thing again count in full, of one person; of more each counts for less.
const ITEM_CHANCES_MAX: u64 = 4;
/// Of who has more items than this, each counts for less.
const ITEMS_MAX: u64 = 500;
/// How many chances the overall share counts for in each class.
const CELL_PRIOR: f64 = 20.0;
/// How many repeats the overall pattern counts for in each item.
const ITEM_PRIOR: f64 = 5.0;
/// Below this share of repeats, and with no wish to the contrary, nobody wants again what they have.
const REPEATS_MATTER_MIN: f32 = 0.01;

/// How a sum is changed by so much.
type Step = fn(&mut u64, u64);

/// What was counted, over all people: chances to take an item again, and how often it was taken. Exact sums, in parts of a
/// chance ([`CHANCE_UNIT`]).
#[derive(Clone, Debug, Default)]
pub(crate) struct AgainCounts {
    taken: Vec<u64>,
    chances: Vec<u64>,
    /// By item.
    item_taken: Vec<u64>,
    /// By item and class.
    item_chances: Chances,
}

// Room that is taken and holds nothing is as none.
impl PartialEq for AgainCounts {
    fn eq(&self, other: &Self) -> bool {
        self.item_taken.len() == other.item_taken.len() && self.numbers().eq(other.numbers())
    }
}

impl Eq for AgainCounts {}

/// Chances by item and class. Room is taken only for those items and numbers of times that occur: in a large catalog most
/// items are hardly taken by anybody.
#[derive(Clone, Debug, Default)]
struct Chances {
    /// By item and how often it was taken: one more than the place of its counts, or zero where there are none yet.
    places: Vec<u32>,
    counts: Vec<[u64; SINCE_FROM.len()]>,
}

impl Chances {
    fn new(items: usize) -> Self {
        Self { places: vec![0; items * OFTEN_FROM.len()], counts: Vec::new() }
    }

    fn counts_mut(&mut self, item: usize, often: usize) -> &mut [u64; SINCE_FROM.len()] {
        let place = &mut self.places[item * OFTEN_FROM.len() + often];
        if *place == 0 {
            self.counts.push([0; SINCE_FROM.len()]);
            *place = self.counts.len() as u32;
        }
        &mut self.counts[*place as usize - 1]
    }

    /// Every count of an item, in order of class; those that are not there are zero.
    fn of(&self, item: usize) -> impl Iterator<Item = u64> {
        let places = &self.places[item * OFTEN_FROM.len()..(item + 1) * OFTEN_FROM.len()];
        places.iter().flat_map(|place| match place {
            0 => [0; SINCE_FROM.len()],
            place => self.counts[*place as usize - 1],
        })
    }

    fn leave_out(&mut self, item: usize) {
        self.places[item * OFTEN_FROM.len()..(item + 1) * OFTEN_FROM.len()].fill(0);
    }

    fn merge(&mut self, other: &Self) {
        for (at, place) in other.places.iter().enumerate().filter(|(_, place)| **place > 0) {
            let to = self.counts_mut(at / OFTEN_FROM.len(), at % OFTEN_FROM.len());
            to.iter_mut().zip(other.counts[*place as usize - 1]).for_each(|(to, add)| *to += add);
        }
    }
}

impl AgainCounts {
    pub fn new(items: usize) -> Self {
        let zeros = || vec![0; CELLS];
        Self { taken: zeros(), chances: zeros(), item_taken: vec![0; items], item_chances: Chances::new(items) }
    }

    /// Adds a person's past.
    pub fn add(&mut self, past: &Past) {
        self.change(past, |sum, count| *sum += count);
    }

    /// Takes a person's past out that was added.
    pub fn take_out(&mut self, past: &Past) {
        self.change(past, |sum, count| *sum -= count);
    }

    fn change(&mut self, past: &Past, by: Step) {
        let items = past.by_item().count() as u64;
        let full = CHANCE_UNIT * ITEMS_MAX / items.max(ITEMS_MAX);
        past.by_item().for_each(|marks| self.change_item(marks, (past.baskets(), full), by));
    }

    /// What one person did with one item, out of `baskets` baskets; a chance counts at most `full`.
    fn change_item(&mut self, marks: &[Mark], (baskets, full): (u32, u64), by: Step) {
        let all = marks.first().map_or(0, |first| baskets.saturating_sub(first.basket + 1));
        let each = full * ITEM_CHANCES_MAX / u64::from(all).max(ITEM_CHANCES_MAX);
        for (nth, mark) in marks.iter().enumerate() {
            let item = mark.item as usize;
            let next = marks.get(nth + 1).map(|next| next.basket);
            let chances = next.unwrap_or(baskets.saturating_sub(1)).saturating_sub(mark.basket);
            let often = class(&OFTEN_FROM, nth as u32 + 1);
            if chances == 0 {
                continue;
            }
            let of_item = self.item_chances.counts_mut(item, often);
            for (since, from) in SINCE_FROM.iter().enumerate() {
                let until = SINCE_FROM.get(since + 1).map_or(chances, |until| (*until).min(chances));
                let count = each * u64::from(until.saturating_sub(*from));
                by(&mut self.chances[often * SINCE_FROM.len() + since], count);
                by(&mut of_item[since], count);
            }
            if next.is_some() {
                by(&mut self.taken[often * SINCE_FROM.len() + class(&SINCE_FROM, chances - 1)], each);
                by(&mut self.item_taken[item], each);
            }
        }
    }

    /// Every sum, in a fixed order.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        let all = self.taken.iter().chain(&self.chances).copied();
        all.chain(self.item_taken.iter().copied()).chain(self.of_items())
    }

    fn of_items(&self) -> impl Iterator<Item = u64> {
        (0..self.item_taken.len()).flat_map(|item| self.item_chances.of(item))
    }

    /// Leaves out how an item differs from the others that too few people took: it would show what one of them did.
    pub fn keep_common(&mut self, is_common: impl Fn(u32) -> bool) {
        for item in (0..self.item_taken.len()).filter(|item| !is_common(*item as u32)) {
            self.item_taken[item] = 0;
            self.item_chances.leave_out(item);
        }
    }

    pub fn merge(&mut self, other: &Self) {
        for (sum, more) in [(&mut self.taken, &other.taken), (&mut self.chances, &other.chances)] {
            sum.iter_mut().zip(more).for_each(|(to, add)| *to += add);
        }
        self.item_taken.iter_mut().zip(&other.item_taken).for_each(|(to, add)| *to += add);
        self.item_chances.merge(&other.item_chances);
    }

    /// The pattern that the counts show.
    pub fn pattern(&self) -> Again {
        let (taken, chances) = (self.taken.iter().sum::<u64>(), self.chances.iter().sum::<u64>());
        let share = if chances == 0 { 0.0 } else { taken as f64 / chances as f64 };
        let whole = |sum: u64| sum as f64 / CHANCE_UNIT as f64;
        let cell = |at: usize| (whole(self.taken[at]) + CELL_PRIOR * share) / (whole(self.chances[at]) + CELL_PRIOR);
        let table: Vec<f64> = (0..CELLS).map(cell).collect();
        let factor = |item: usize| {
            let chances = self.item_chances.of(item);
            let expected: f64 = chances.zip(&table).map(|(n, p)| whole(n) * p).sum();
            ((whole(self.item_taken[item]) + ITEM_PRIOR) / (expected + ITEM_PRIOR)) as f32
        };
        Again {
            share: share as f32,
            table: table.iter().map(|p| *p as f32).collect(),
            factors: (0..self.item_taken.len()).map(factor).collect(),
        }
    }
}

/// How likely things are taken again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Again {
    /// Over everything.
    pub share: f32,
    /// By class: `CELLS` probabilities.
    pub table: Vec<f32>,
    /// By item: how much more often than its classes say.
    pub factors: Vec<f32>,
}

impl Again {
    /// How likely it is that somebody with these marks, out of `baskets` baskets, takes the item in their next one.
    pub fn of(&self, marks: &[Mark], baskets: u32) -> Option<(u32, f32)> {
        let last = marks.last()?;
        let since = baskets.saturating_sub(last.basket + 1);
        let cell = class(&OFTEN_FROM, marks.len() as u32) * SINCE_FROM.len() + class(&SINCE_FROM, since);
        let likely = self.table.get(cell)? * self.factors.get(last.item as usize)?;
        Some((last.item, likely))
    }

    /// Whether people here take things again at all.
    pub fn matters(&self) -> bool {
        self.share >= REPEATS_MATTER_MIN
    }
}

/// The last class that starts at or below the value.
fn class(from: &[u32; 6], value: u32) -> usize {
    from.iter().filter(|least| **least <= value).count().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::DAY_SECONDS;

    /// Somebody who came to that many baskets and took item 1 in these.
    fn past(bought: &[u32], baskets: u32) -> Past {
        let others = (0..baskets).map(|basket| (0, basket));
        let taken = others.chain(bought.iter().map(|basket| (1, *basket)));
        Past::of_taken(taken.map(|(item, basket)| (item, i64::from(basket) * DAY_SECONDS)).collect())
    }

    /// Every chance one by one, as the definition has it; each counts in full while there are few.
    fn slowly(counts: &mut AgainCounts, item: usize, bought: &[u32], baskets: u32) {
        let first = bought.first().map_or(baskets, |first| first + 1);
        let each = CHANCE_UNIT * ITEM_CHANCES_MAX / u64::from(baskets - first).max(ITEM_CHANCES_MAX);
        for at in 0..baskets {
            let before = bought.iter().filter(|basket| **basket < at).count();
            if before > 0 {
                let since = at - bought[before - 1] - 1;
                let cell = class(&OFTEN_FROM, before as u32) * SINCE_FROM.len() + class(&SINCE_FROM, since);
                let hit = if bought.contains(&at) { each } else { 0 };
                counts.chances[cell] += each;
                counts.item_chances.counts_mut(item, cell / SINCE_FROM.len())[cell % SINCE_FROM.len()] += each;
                counts.taken[cell] += hit;
                counts.item_taken[item] += hit;
            }
        }
    }

    #[test]
    fn chances_are_counted_by_class_as_if_one_by_one() {
        for (bought, baskets) in
            [(vec![0], 1), (vec![0, 1, 2, 40], 60), (vec![3], 30), (vec![1, 9, 10, 11, 12, 13, 14, 15, 16, 17, 30], 31)]
        {
            let (mut fast, mut slow) = (AgainCounts::new(2), AgainCounts::new(2));
            let past = past(&bought, baskets);
            fast.add(&past);
            slowly(&mut slow, 0, &(0..baskets).collect::<Vec<_>>(), baskets);
            slowly(&mut slow, 1, &bought, baskets);
            assert_eq!(fast, slow, "{bought:?} of {baskets}");
            slow.merge(&fast);
            fast.add(&past);
            assert_eq!(fast, slow);
            fast.take_out(&past);
            fast.take_out(&past);
            assert_eq!(fast, AgainCounts::new(2));
        }
    }

    #[test]
    fn what_is_often_taken_again_is_likelier_than_what_is_not() {
        let mut counts = AgainCounts::new(2);
        for _ in 0..50 {
            counts.add(&Past::of_taken((0..4).map(|day| (1, day * DAY_SECONDS)).chain([(0, 0)]).collect()));
        }
        let again = counts.pattern();
        let [often, seldom] = [1, 0].map(|item| again.of(&[Mark { item, basket: 3, at: 0 }], 4).expect("known").1);
        assert!(often > 3.0 * seldom, "{often} {seldom}");
        assert!(again.matters());
        assert!(!AgainCounts::new(1).pattern().matters());
    }

    #[test]
    fn one_person_of_a_thousand_days_says_no_more_than_a_few_chances_of_each_item() {
        let ordinary = || (0..20).map(|at| past(&[at % 3], 5)).collect::<Vec<_>>();
        let factor = |more: Option<Past>| {
            let mut counts = AgainCounts::new(2);
            ordinary().iter().chain(&more).for_each(|past| counts.add(past));
            counts.pattern().factors[1]
        };
        let bot = past(&(0..1_000).collect::<Vec<_>>(), 1_000);
        let mut alone = AgainCounts::new(2);
        alone.add(&bot);
        assert!(alone.item_taken[1] <= ITEM_CHANCES_MAX * CHANCE_UNIT, "{:?}", alone.item_taken);
        let [with, without] = [factor(Some(bot)), factor(None)];
        assert!(with < without + ITEM_CHANCES_MAX as f32 / ITEM_PRIOR as f32, "{with} {without}");
        // As many as are ever at hand of one person.
        let many = (0..9_000).map(|item| (item, 0)).chain((1..1_000).map(|day| (0, day * DAY_SECONDS)));
        let mut alone = AgainCounts::new(9_000);
        alone.add(&Past::of_taken(many.collect()));
        let sum = alone.chances.iter().sum::<u64>();
        assert!(sum > 0 && sum <= ITEMS_MAX * ITEM_CHANCES_MAX * CHANCE_UNIT, "{sum}");
    }

    #[test]
    fn an_item_that_too_few_took_is_as_any_other() {
        let mut counts = AgainCounts::new(2);
        (0..3).for_each(|_| counts.add(&past(&[0], 4)));
        assert!(counts.pattern().factors[1] < 0.99);
        counts.keep_common(|item| item != 1);
        assert!((counts.pattern().factors[1] - 1.0).abs() < f32::EPSILON);
    }
}
