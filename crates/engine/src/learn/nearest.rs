//! What goes with items outside the head: how many people took both, counted band by band, and of each item its nearest by
//! the cosine, shrunk towards nothing where few people stand behind it. No memory goes with the square of the catalog.

use super::census::{Census, Place};
use super::class::{Class, Stamp};
use crate::model::strongest;
use crate::past::{HoldOut, Past};
use rayon::slice::ParallelSliceMut;

/// Most pairs of one band, eight bytes each, before equal ones are counted.
const PAIRS_AT_ONCE_MAX: u64 = 16 << 20;
/// Most items of one person that are paired with each other: the newest.
pub(super) const PAIRED_ITEMS_MAX: usize = 400;
/// Most nearest of one item.
const NEAREST_MAX: usize = 50;
/// How many people who took only one of both stand against each pair.
const SHRINK_PEOPLE: f64 = 10.0;
/// How much a pair counts for beside what the regression says, which takes out what other items say as well.
const SHARE: f64 = 0.1;

/// Items with their nearest, by item: for those outside the head, and for those of the head among them.
pub(super) type Nearest = Vec<Vec<(u32, f32)>>;

/// The nearest of all items as far as one of both is outside the head; nothing at all where the head is everything.
pub(super) fn nearest(
    class: &Class<'_, '_>,
    census: &Census<'_>,
    without: Option<HoldOut>,
    stamps: &mut Vec<Stamp>,
) -> Nearest {
    let places = census.places();
    let tail: Vec<u32> = (0..places.len() as u32).filter(|item| places[*item as usize] == Place::Tail).collect();
    let mut nearest = vec![Vec::new(); if tail.is_empty() { 0 } else { places.len() }];
    let mut rest = &tail[..];
    while let Some(first) = rest.first() {
        let (band, further) = rest.split_at(band(rest, |item| census.pairs_of(item)));
        rest = further;
        let in_band = (*first, band[band.len() - 1]);
        let (mut pairs, stamp) =
            class.fold(Vec::new, |sum, past| add(sum, &past.without(without), &places, in_band), concatenate);
        stamps.push(stamp);
        pairs.par_sort_unstable();
        for row in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
            let item = (row[0] >> 32) as u32;
            let near = strongest(weights(row, census), NEAREST_MAX);
            let of_head = near.iter().filter(|(other, _)| places[*other as usize] == Place::Head);
            of_head.for_each(|(other, weight)| nearest[*other as usize].push((item, *weight)));
            nearest[item as usize] = near;
        }
    }
    nearest.into_iter().map(|list| strongest(list, NEAREST_MAX)).collect()
}

/// How many of the items make the next band: as many as fit, at least one.
fn band(items: &[u32], pairs: impl Fn(u32) -> u64) -> usize {
    let mut room = PAIRS_AT_ONCE_MAX;
    let fits = |item: &&u32| {
        let left = room.checked_sub(pairs(**item));
        room = left.unwrap_or(0);
        left.is_some()
    };
    items.iter().take_while(fits).count().max(1)
}

/// Adds a person's pairs of an item of the band and any other, each once, as the numbers of both.
fn add(sum: &mut Vec<u64>, past: &Past, places: &[Place], (first, last): (u32, u32)) {
    let is_of_band = |item: u32| places[item as usize] == Place::Tail && (first..=last).contains(&item);
    let items = newest(past, places);
    for item in items.iter().filter(|item| is_of_band(**item)) {
        let others = items.iter().filter(|other| *other != item);
        sum.extend(others.map(|other| u64::from(*item) << 32 | u64::from(*other)));
    }
}

/// The items that the person took last, at most [`PAIRED_ITEMS_MAX`] of those that so many people took that they can pair.
fn newest(past: &Past, places: &[Place]) -> Vec<u32> {
    let last = past.by_item().map(|marks| (marks[marks.len() - 1].at, marks[0].item));
    let mut items: Vec<(i64, u32)> = last.filter(|(_, item)| places[*item as usize] != Place::Nowhere).collect();
    items.sort_unstable_by_key(|(at, item)| (std::cmp::Reverse(*at), *item));
    items.truncate(PAIRED_ITEMS_MAX);
    items.into_iter().map(|(_, item)| item).collect()
}

/// The pairs of one item, in order, as the others and how near they are; only those that enough people took.
fn weights(row: &[u64], census: &Census<'_>) -> Vec<(u32, f32)> {
    let size = |item: u32| f64::from(census.people_with(item)) + SHRINK_PEOPLE;
    let enough = row.chunk_by(|a, b| a == b).filter(|both| both.len() >= census.pair_people_min as usize);
    let near = |both: &[u64]| {
        let (item, other) = ((both[0] >> 32) as u32, both[0] as u32);
        (other, (SHARE * both.len() as f64 / (size(item) * size(other)).sqrt()) as f32)
    };
    enough.map(near).collect()
}

fn concatenate(mut left: Vec<u64>, mut right: Vec<u64>) -> Vec<u64> {
    if left.len() < right.len() {
        std::mem::swap(&mut left, &mut right);
    }
    left.append(&mut right);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_take_what_fits_and_at_least_one() {
        assert_eq!(band(&[1, 2, 3], |_| PAIRS_AT_ONCE_MAX / 2), 2);
        assert_eq!(band(&[1, 2, 3], |_| PAIRS_AT_ONCE_MAX * 2), 1);
        assert_eq!(band(&[1, 2, 3], |_| 0), 3);
    }

    #[test]
    fn a_person_pairs_each_two_of_their_newest_items_once() {
        let past = Past::of_taken(vec![(0, 5), (1, 6), (2, 7), (2, 90_000), (3, 8)]);
        let places = [Place::Head, Place::Tail, Place::Tail, Place::Nowhere];
        let mut sum = Vec::new();
        add(&mut sum, &past, &places, (1, 1));
        sum.sort_unstable();
        assert_eq!(sum, [1 << 32, 1 << 32 | 2]);
        let many = Past::of_taken((0..10_000).map(|item| (item, i64::from(item))).collect());
        let found = newest(&many, &[Place::Tail; 10_000]);
        assert_eq!((found.len(), found[0]), (PAIRED_ITEMS_MAX, 9_999));
    }
}
