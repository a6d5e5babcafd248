//! What goes with items outside the head: how many people took both, counted band by band, and of each item its nearest.
//! How a pair is weighed is one of three ways, and learning tries which foretells the most. No memory goes with the square
//! of the catalog.

use super::census::{Census, Place};
use super::class::{Class, Stamp};
use super::words::doublings;
use crate::model::strongest;
use crate::past::{HoldOut, Past};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;

/// Most pairs of one band, eight bytes each, before equal ones are counted, whatever the memory budget.
const PAIRS_AT_ONCE_MAX: u64 = 64 << 20;
/// Fewest, however small it is.
const PAIRS_AT_ONCE_MIN: u64 = 1 << 20;
/// The part of the memory budget that they may take, and how many bytes a pair takes.
const MEMORY_PART: u64 = 4;
const PAIR_BYTES: u64 = 8;
/// In how many parts a band is put in order, one after the other.
const BAND_PARTS: u64 = 8;
/// How many pairs are put into one piece of memory: what is not needed is never more than that.
const PIECE: usize = 1 << 18;
/// The pairs of so many items are counted by one thread in the same working memory.
const ITEMS_IN_A_ROW: usize = 256;
/// Most items of one person that are paired with each other: the newest.
pub(super) const PAIRED_ITEMS_MAX: usize = 400;
/// Most nearest of one item.
const NEAREST_MAX: usize = 50;
/// How many people who took only one of both stand against each pair.
const SHRINK_PEOPLE: f64 = 10.0;
/// How much of an item's people counts in its length, by BM25.
const LENGTH_SHARE: f64 = 0.8;
/// In what parts of one a person's weight is counted.
const WEIGHT_UNIT: f64 = 16.0;
/// Bits of a person's weight, and of an item's number, in a pair.
const WEIGHT_BITS: u32 = 16;
const ITEM_BITS: u32 = 24;

/// Items with their nearest, by item: for those outside the head, and for those of the head among them. Nothing at all where
/// the head is everything.
pub(super) type Nearest = Vec<Vec<(u32, f32)>>;

/// How a pair of items is weighed by the people who took both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weighing {
    /// The cosine: each person counts one.
    Cosine,
    /// The cosine, where who took few things says more about each (tf-idf).
    TfIdf,
    /// The same, and what many took is put back by its length and not by its root (BM25).
    Bm25,
}

/// How many people took something, and how much they weigh.
#[derive(Clone, Copy)]
struct Taken {
    people: f64,
    weight: f64,
}

/// What all items are taken on average: the measure of the shrinking.
struct Usual {
    /// What one person weighs.
    weight: f64,
    /// How many people took an item that anybody may be told of.
    people: f64,
}

impl Weighing {
    pub const ALL: [Self; 3] = [Self::Cosine, Self::TfIdf, Self::Bm25];

    /// By its number in [`crate::Chosen::nearest`].
    pub fn of(number: f32) -> Self {
        Self::ALL[(number as usize).min(Self::ALL.len() - 1)]
    }

    fn near(self, both: Taken, [one, other]: [Taken; 2], usual: &Usual) -> f32 {
        let shrink = SHRINK_PEOPLE * usual.weight;
        let near = match self {
            Self::Cosine => both.people / ((one.people + SHRINK_PEOPLE) * (other.people + SHRINK_PEOPLE)).sqrt(),
            Self::TfIdf => both.weight / ((one.weight + shrink) * (other.weight + shrink)).sqrt(),
            Self::Bm25 => {
                let length = |item: Taken| 1.0 - LENGTH_SHARE + LENGTH_SHARE * item.people / usual.people;
                let sure = both.people / (both.people + SHRINK_PEOPLE);
                sure * both.weight / (usual.weight * usual.people * length(one) * length(other))
            }
        };
        near.min(1.0) as f32
    }
}

/// What a person with so many of so many items weighs in tf-idf, in parts of one: the square of the logarithm.
pub(super) fn person_weight(taken: usize, items: usize) -> u64 {
    let rarity = doublings(1.0 + items as f64 / taken.max(1) as f64);
    ((rarity * rarity * WEIGHT_UNIT).round() as u64).min((1 << WEIGHT_BITS) - 1)
}

/// The nearest of all items as far as one of both is outside the head, weighed in each of these ways.
pub(super) fn nearest(
    class: &Class<'_, '_>,
    census: &Census<'_>,
    (ways, without): (&[Weighing], Option<HoldOut>),
    stamps: &mut Vec<Stamp>,
) -> Vec<Nearest> {
    let places = census.places();
    let tail: Vec<u32> = (0..places.len() as u32).filter(|item| places[*item as usize] == Place::Tail).collect();
    let mut nearest = vec![vec![Vec::new(); if tail.is_empty() { 0 } else { places.len() }]; ways.len()];
    let usual = usual(census);
    let room = room(census.memory_bytes);
    let fit = |items: &[u32], room: u64| band(items, room, |item| census.pairs_of(item));
    let mut rest = &tail[..];
    while let Some(first) = rest.first() {
        let (band, further) = rest.split_at(fit(rest, room));
        rest = further;
        let in_band = (*first, band[band.len() - 1]);
        let add = |sum: &mut Pieces, past: &Past| sum.add(&past.without(without), &places, in_band);
        let (pieces, stamp) = class.fold(Pieces::default, add, Pieces::with);
        stamps.push(stamp);
        let mut rest = band;
        while let Some(first) = rest.first() {
            let (some, further) = rest.split_at(fit(rest, room / BAND_PARTS));
            rest = further;
            let by_item = pieces.of((*first, some[some.len() - 1]));
            let near = |count: &mut Count, (item, row): (u32, &[u64])| {
                let both = count.pairs_of(row, census.pair_people_min);
                let near = |way: &Weighing| strongest(weights(*way, item, &both, (census, &usual)), NEAREST_MAX);
                (item, ways.iter().map(near).collect::<Vec<_>>())
            };
            for (item, near) in by_item.each(places.len(), near) {
                nearest.iter_mut().zip(near).for_each(|(nearest, near)| put(nearest, (item, near), &places));
            }
        }
    }
    let cut = |nearest: Nearest| nearest.into_iter().map(|list| strongest(list, NEAREST_MAX)).collect();
    nearest.into_iter().map(cut).collect()
}

/// Puts the nearest of an item in their place, and the item among those of the items of the head.
fn put(nearest: &mut Nearest, (item, near): (u32, Vec<(u32, f32)>), places: &[Place]) {
    let of_head = near.iter().filter(|(other, _)| places[*other as usize] == Place::Head);
    of_head.for_each(|(other, weight)| nearest[*other as usize].push((item, *weight)));
    nearest[item as usize] = near;
}

/// These, each counting for so much.
pub(super) fn sharing(mut nearest: Nearest, share: f32) -> Nearest {
    nearest.iter_mut().flatten().for_each(|(_, weight)| *weight *= share);
    nearest
}

fn usual(census: &Census<'_>) -> Usual {
    let common = (0..census.items.len() as u32).filter(|item| census.is_common(*item));
    let (mut items, mut people, mut weight) = (0_u64, 0_u64, 0_u64);
    for item in common {
        items += 1;
        people += u64::from(census.people_with(item));
        weight += census.weight_of(item);
    }
    Usual { weight: weight as f64 / people.max(1) as f64, people: people as f64 / items.max(1) as f64 }
}

/// How many pairs one band has room for.
fn room(memory_bytes: u64) -> u64 {
    (memory_bytes / MEMORY_PART / PAIR_BYTES).clamp(PAIRS_AT_ONCE_MIN, PAIRS_AT_ONCE_MAX)
}

/// How many of the items make the next band: as many as fit, at least one.
fn band(items: &[u32], mut room: u64, pairs: impl Fn(u32) -> u64) -> usize {
    let fits = |item: &&u32| {
        let left = room.checked_sub(pairs(**item));
        room = left.unwrap_or(0);
        left.is_some()
    };
    items.iter().take_while(fits).count().max(1)
}

/// Pairs, each as the numbers of both items and the weight of a person who took both, in pieces.
#[derive(Default)]
struct Pieces(Vec<Vec<u64>>);

impl Pieces {
    /// Adds a person's pairs of an item of the band and any other, each once.
    fn add(&mut self, past: &Past, places: &[Place], (first, last): (u32, u32)) {
        let is_of_band = |item: u32| places[item as usize] == Place::Tail && (first..=last).contains(&item);
        if !past.by_item().any(|marks| is_of_band(marks[0].item)) {
            return;
        }
        let weight = person_weight(past.by_item().count(), places.len());
        let items = newest(past, places);
        for item in items.iter().filter(|item| is_of_band(**item)) {
            items.iter().filter(|other| *other != item).for_each(|other| self.push(pair(*item, *other, weight)));
        }
    }

    fn push(&mut self, pair: u64) {
        match self.0.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.push(pair),
            _ => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(pair);
                self.0.push(piece);
            }
        }
    }

    /// The fuller piece of both stays the last, so that few are half empty.
    fn with(mut self, mut other: Self) -> Self {
        if self.0.last().map_or(0, Vec::len) > other.0.last().map_or(0, Vec::len) {
            std::mem::swap(&mut self, &mut other);
        }
        self.0.append(&mut other.0);
        self
    }

    /// The pairs of some items of the band, item by item: a part of them at a time, so that there is never a second of each.
    fn of(&self, (first, last): (u32, u32)) -> ByItem {
        let those = || self.0.iter().flatten().filter(|pair| (first..=last).contains(&item_of(**pair)));
        let mut ends = vec![0; (last - first) as usize + 1];
        those().for_each(|pair| ends[(item_of(*pair) - first) as usize] += 1);
        let mut place = 0;
        ends.iter_mut().for_each(|end| place += std::mem::replace(end, place));
        let mut pairs = vec![0; place];
        for pair in those() {
            let at = &mut ends[(item_of(*pair) - first) as usize];
            pairs[*at] = *pair;
            *at += 1;
        }
        ByItem { first, ends, pairs }
    }
}

/// The pairs of some items that follow one another, item by item.
struct ByItem {
    first: u32,
    /// Where those of each end, and those of the next begin.
    ends: Vec<usize>,
    pairs: Vec<u64>,
}

impl ByItem {
    /// Each item that has pairs, with them.
    fn rows(&self) -> impl Iterator<Item = (u32, &[u64])> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let rows = starts.zip(&self.ends).map(|(start, end)| &self.pairs[start..*end]);
        (self.first..).zip(rows).filter(|(_, row)| !row.is_empty())
    }

    /// Works something out for each item that has pairs, over so many items, and returns it in order.
    fn each<T: Send>(&self, items: usize, work: impl Fn(&mut Count, (u32, &[u64])) -> T + Sync) -> Vec<T> {
        let rows: Vec<(u32, &[u64])> = self.rows().collect();
        let of_some = |some: &[(u32, &[u64])]| {
            let mut count = Count::over(items);
            some.iter().map(|row| work(&mut count, *row)).collect::<Vec<_>>()
        };
        rows.par_chunks(ITEMS_IN_A_ROW).map(of_some).collect::<Vec<_>>().into_iter().flatten().collect()
    }
}

/// The working memory in which the pairs of one item are counted: by item, nothing between two of them.
struct Count {
    people: Vec<u32>,
    weights: Vec<u64>,
    touched: Vec<u32>,
}

impl Count {
    fn over(items: usize) -> Self {
        Self { people: vec![0; items], weights: vec![0; items], touched: Vec::new() }
    }

    /// The pairs of one item that enough people took: the others, and who took both.
    fn pairs_of(&mut self, row: &[u64], people_min: u32) -> Vec<(u32, Taken)> {
        for pair in row {
            let other = other_of(*pair) as usize;
            if self.people[other] == 0 {
                self.touched.push(other as u32);
            }
            self.people[other] += 1;
            self.weights[other] += pair & ((1 << WEIGHT_BITS) - 1);
        }
        let mut pairs = Vec::new();
        for other in self.touched.drain(..) {
            let people = std::mem::take(&mut self.people[other as usize]);
            let weight = std::mem::take(&mut self.weights[other as usize]);
            if people >= people_min {
                pairs.push((other, Taken { people: f64::from(people), weight: weight as f64 }));
            }
        }
        pairs
    }
}

const fn pair(item: u32, other: u32, weight: u64) -> u64 {
    ((item as u64) << ITEM_BITS | other as u64) << WEIGHT_BITS | weight
}

const fn item_of(pair: u64) -> u32 {
    (pair >> (ITEM_BITS + WEIGHT_BITS)) as u32
}

const fn other_of(pair: u64) -> u32 {
    (pair >> WEIGHT_BITS) as u32 & ((1 << ITEM_BITS) - 1)
}

/// The items that the person took last, at most [`PAIRED_ITEMS_MAX`] of those that so many people took that they can pair.
fn newest(past: &Past, places: &[Place]) -> Vec<u32> {
    let last = past.by_item().map(|marks| (marks[marks.len() - 1].at, marks[0].item));
    let mut items: Vec<(i64, u32)> = last.filter(|(_, item)| places[*item as usize] != Place::Nowhere).collect();
    items.sort_unstable_by_key(|(at, item)| (std::cmp::Reverse(*at), *item));
    items.truncate(PAIRED_ITEMS_MAX);
    items.into_iter().map(|(_, item)| item).collect()
}

/// How near the others are to an item, in one way.
fn weights(way: Weighing, item: u32, both: &[(u32, Taken)], (census, usual): (&Census<'_>, &Usual)) -> Vec<(u32, f32)> {
    let taken =
        |item: u32| Taken { people: f64::from(census.people_with(item)), weight: census.weight_of(item) as f64 };
    both.iter().map(|(other, both)| (*other, way.near(*both, [taken(item), taken(*other)], usual))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_take_what_fits_and_at_least_one() {
        assert_eq!(band(&[1, 2, 3], 10, |_| 5), 2);
        assert_eq!(band(&[1, 2, 3], 10, |_| 20), 1);
        assert_eq!(band(&[1, 2, 3], 10, |_| 0), 3);
        assert_eq!((room(0), room(u64::MAX)), (PAIRS_AT_ONCE_MIN, PAIRS_AT_ONCE_MAX));
    }

    #[test]
    fn a_person_pairs_each_two_of_their_newest_items_once() {
        let past = Past::of_taken(vec![(0, 5), (1, 6), (2, 7), (2, 90_000), (3, 8)]);
        let places = [Place::Head, Place::Tail, Place::Tail, Place::Nowhere];
        let mut sum = Pieces::default();
        sum.add(&past, &places, (1, 1));
        let mut pairs = sum.of((1, 1)).pairs;
        pairs.sort_unstable();
        let plain: Vec<_> = pairs.iter().map(|pair| (item_of(*pair), other_of(*pair))).collect();
        assert_eq!(plain, [(1, 0), (1, 2)]);
        assert!(pairs.iter().all(|pair| pair & 0xffff == person_weight(4, 4)));
        let many = Past::of_taken((0..10_000).map(|item| (item, i64::from(item))).collect());
        let found = newest(&many, &[Place::Tail; 10_000]);
        assert_eq!((found.len(), found[0]), (PAIRED_ITEMS_MAX, 9_999));
    }

    #[test]
    fn pairs_are_counted_item_by_item_and_few_people_are_left_out() {
        let mut sum = Pieces::default();
        for (item, other, weight) in [(4, 9, 3), (2, 1, 5), (4, 7, 2), (4, 9, 1), (2, 1, 6), (6, 1, 1)] {
            sum.push(pair(item, other, weight));
        }
        let mut count = Count::over(10);
        let by_item = sum.of((2, 5));
        let counted: Vec<_> = by_item.rows().map(|(item, row)| (item, count.pairs_of(row, 2))).collect();
        let plain = |(item, pairs): &(u32, Vec<(u32, Taken)>)| {
            (*item, pairs.iter().map(|(other, both)| (*other, both.people, both.weight)).collect::<Vec<_>>())
        };
        assert_eq!(
            counted.iter().map(plain).collect::<Vec<_>>(),
            [(2, vec![(1, 2.0, 11.0)]), (4, vec![(9, 2.0, 4.0)])]
        );
        assert!(
            count.people.iter().all(|people| *people == 0) && count.touched.is_empty(),
            "nothing is left for the next"
        );
    }

    #[test]
    fn pieces_lose_nothing_and_the_largest_numbers_fit() {
        let (mut one, mut other) = (Pieces::default(), Pieces::default());
        (0..PIECE as u64 + 3).for_each(|pair| one.push(pair));
        (0..7).for_each(|pair| other.push(pair));
        assert_eq!(one.with(other).of((0, 0)).pairs.len(), PIECE + 10);
        let last = (1 << ITEM_BITS) - 1;
        let largest = pair(last, last - 1, u64::from(u16::MAX));
        assert_eq!((item_of(largest), other_of(largest)), (last, last - 1));
    }

    #[test]
    fn who_took_few_things_says_more_and_a_pair_of_few_people_is_shrunk() {
        assert!(person_weight(2, 10_000) > 3 * person_weight(400, 10_000));
        assert!(person_weight(1, usize::MAX) < 1 << WEIGHT_BITS);
        let usual = Usual { weight: 100.0, people: 50.0 };
        let taken = |people: f64, weight: f64| Taken { people, weight: people * weight };
        for way in Weighing::ALL {
            let near = |both: Taken, size: f64| way.near(both, [taken(size, 100.0); 2], &usual);
            assert!(near(taken(40.0, 100.0), 50.0) > 2.0 * near(taken(4.0, 100.0), 5.0), "{way:?}");
            assert!(near(taken(5.0, 100.0), 50.0) > near(taken(5.0, 100.0), 500.0), "{way:?}");
            assert_eq!(way == Weighing::Cosine, near(taken(5.0, 150.0), 50.0) == near(taken(5.0, 100.0), 50.0));
        }
    }
}
