//! The first pass: how many people teach, and which items they took.

use super::class::{Class, Stamp};
use super::groups::GroupSums;
use super::nearest::{PAIRED_ITEMS_MAX, person_weight};
use super::{Given, Lesson};
use crate::model::Reach;
use crate::past::{HoldOut, Past};
use domain::ItemId;

/// Most items whose pairs are learned by regression: those that the most people took. Of the others each has its nearest.
/// The regression costs memory with the square of this number, and time with its cube.
pub const DENSE_ITEMS_MAX: usize = 5_000;
/// About how many bytes learning may take where nobody says.
pub const MEMORY_DEFAULT_BYTES: u64 = 1 << 30;
/// How many bytes learning takes for each two items of the head, at its widest: half the sums, half the matrix, in whose place
/// the inverse is put, the rows, and the sums and the inverse of before, which follow until the new ones are there.
const CELL_BYTES: u64 = 28;
/// How many bytes learning takes for each item of the catalog, whoever took it: counts, seasons, the nearest.
const ITEM_BYTES: u64 = 1_000;
/// The head ends where it holds so much, of a hundred, of what all took that enough people took, but not before a thousand
/// items: the time goes with the cube of their number, and the last few say next to nothing that their nearest do not.
pub const HEAD_SHARE: u64 = 97;
/// So many items are never too many for a head.
const SMALL_HEAD: usize = 1_000;
/// Fewest items of a head, where so many are taken at all: below, memory hardly shrinks any more.
const DENSE_ITEMS_MIN: usize = 64;

/// Who teaches and what.
pub(super) struct Census<'a> {
    /// How many people took anything.
    pub people: u32,
    /// How many of them have a last basket, or a newest fifth, that can be held out.
    can_hold_out: [u32; 2],
    /// Every item of the catalog but the delicate ones, in order of id: that somebody took one is nothing a list of items should tell.
    pub items: Vec<&'a ItemId>,
    /// How many people took each of them.
    owners: Vec<u32>,
    /// How many pairs each of them is in, over people, each pair of a person counted.
    pairs: Vec<u64>,
    /// How much the people who took each of them weigh together; see [`person_weight`].
    weights: Vec<u64>,
    /// How many people of each group took what.
    groups: GroupSums,
    /// The numbers of the items whose pairs are learned, in order.
    pub head: Vec<u32>,
    /// As in [`Lesson::memory_bytes`].
    pub memory_bytes: u64,
    /// As in [`Lesson::pair_people_min`].
    pub pair_people_min: u32,
}

/// Where what goes with an item is learned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Too few people took it: nowhere.
    Nowhere,
    /// By regression.
    Head,
    /// By its nearest.
    Tail,
}

/// What the pass counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub people: u32,
    can_hold_out: [u32; 2],
    /// How many people took each item, by place in the catalog.
    owners: Vec<u32>,
    /// How many other items those people took, by place in the catalog.
    pairs: Vec<u64>,
    /// How much those people weigh together.
    weights: Vec<u64>,
    /// How many people of each group took what.
    groups: GroupSums,
}

impl<'a> Census<'a> {
    /// Counts over a class whose items are those of the catalog.
    pub fn take(class: &Class<'_, '_>, lesson: Lesson<'a>) -> (Self, Stamp) {
        let ids = ids(lesson);
        let (sum, stamp) = class.fold(Sum::default, |sum, past| sum.add(past, ids.len()), Sum::merge);
        (Self::new(lesson, ids, sum), stamp)
    }

    /// As if nobody taught.
    pub fn of_nobody(lesson: Lesson<'a>) -> Self {
        Self::new(lesson, ids(lesson), Sum::default())
    }

    fn new(lesson: Lesson<'_>, ids: Vec<&'a ItemId>, mut sum: Sum) -> Self {
        sum.widen(ids.len());
        let most = dense_items(lesson.memory_bytes, ids.len());
        let head = match lesson.weights.given() {
            Some(Given { head: Some(head), .. }) => {
                head.iter().filter_map(|id| Some(ids.binary_search(&id).ok()? as u32)).collect()
            }
            _ => head(&sum.owners, lesson.pair_people_min, most),
        };
        Self::of(ids, sum, head, (lesson.pair_people_min, lesson.memory_bytes))
    }

    /// What was counted over these items, and of which the pairs are learned.
    pub fn of(ids: Vec<&'a ItemId>, mut sum: Sum, head: Vec<u32>, (pair_people_min, memory_bytes): (u32, u64)) -> Self {
        sum.widen(ids.len());
        Self {
            people: sum.people,
            can_hold_out: sum.can_hold_out,
            items: ids,
            pairs: sum.pairs,
            weights: sum.weights,
            groups: sum.groups,
            head,
            memory_bytes,
            owners: sum.owners,
            pair_people_min,
        }
    }

    /// What was counted.
    pub fn sum(&self) -> Sum {
        let (owners, pairs, weights) = (self.owners.clone(), self.pairs.clone(), self.weights.clone());
        let groups = self.groups.clone();
        Sum { people: self.people, can_hold_out: self.can_hold_out, owners, pairs, weights, groups }
    }

    /// How many items of the head would be others if it were chosen now, by how many people took them.
    pub fn head_moved(&self, memory_bytes: u64) -> usize {
        let most = dense_items(memory_bytes, self.items.len());
        let now = head(&self.owners, self.pair_people_min, most);
        let stay = now.iter().filter(|item| self.head.binary_search(item).is_ok()).count();
        now.len().max(self.head.len()) - stay
    }

    /// Whether so many people took an item that it may show to others that anybody did.
    pub fn is_common(&self, item: u32) -> bool {
        self.owners[item as usize] >= self.pair_people_min
    }

    /// How many people took an item.
    pub fn people_with(&self, item: u32) -> u32 {
        self.owners[item as usize]
    }

    /// How many people of each group took what.
    pub const fn groups(&self) -> &GroupSums {
        &self.groups
    }

    /// How much the people who took an item weigh together.
    pub fn weight_of(&self, item: u32) -> u64 {
        self.weights[item as usize]
    }

    /// How many pairs an item is in at most, over people.
    pub fn pairs_of(&self, item: u32) -> u64 {
        self.pairs[item as usize]
    }

    /// Where what goes with each item is learned.
    pub fn places(&self) -> Vec<Place> {
        let by_people = |people: &u32| if *people >= self.pair_people_min { Place::Tail } else { Place::Nowhere };
        let mut places: Vec<Place> = self.owners.iter().map(by_people).collect();
        self.head.iter().for_each(|item| places[*item as usize] = Place::Head);
        places
    }

    /// How far what goes together reaches.
    pub fn reach(&self) -> Reach {
        let tail = self.places().into_iter().filter(|place| *place == Place::Tail).count();
        Reach { by_regression: self.head.len() as u32, by_nearest: tail as u32 }
    }

    /// How many people have enough to hold something out.
    pub const fn can_hold_out(&self, how: HoldOut) -> u32 {
        self.can_hold_out[how as usize]
    }

    /// The `most` items of the head that the most people took, in order.
    pub fn first_of_head(&self, most: usize) -> Vec<u32> {
        let mut items = self.head.clone();
        items.sort_by_key(|item| std::cmp::Reverse(self.owners[*item as usize]));
        items.truncate(most);
        items.sort_unstable();
        items
    }

    /// From an item's number to its place in a head.
    pub fn numbers_in(&self, head: &[u32]) -> Vec<Option<u32>> {
        let mut numbers = vec![None; self.items.len()];
        for (item, place) in head.iter().zip(0..) {
            numbers[*item as usize] = Some(place);
        }
        numbers
    }
}

impl Sum {
    /// Makes room for so many items.
    fn widen(&mut self, items: usize) {
        self.owners.resize(items, 0);
        self.pairs.resize(items, 0);
        self.weights.resize(items, 0);
    }

    /// Adds a person, of so many items.
    pub fn add(&mut self, past: &Past, items: usize) {
        self.widen(items);
        self.people += 1;
        for (count, how) in self.can_hold_out.iter_mut().zip([HoldOut::Basket, HoldOut::Fifth]) {
            *count += u32::from(past.can_hold_out(how));
        }
        let (others, weight) = speaks(past, items);
        for item in past.by_item().map(|marks| marks[0].item as usize) {
            self.owners[item] += 1;
            self.pairs[item] += others;
            self.weights[item] += weight;
        }
        self.groups.add(past);
    }

    /// Takes a person out who was added.
    pub fn take_out(&mut self, past: &Past) {
        self.people -= 1;
        for (count, how) in self.can_hold_out.iter_mut().zip([HoldOut::Basket, HoldOut::Fifth]) {
            *count -= u32::from(past.can_hold_out(how));
        }
        let (others, weight) = speaks(past, self.owners.len());
        for item in past.by_item().map(|marks| marks[0].item as usize) {
            self.owners[item] -= 1;
            self.pairs[item] -= others;
            self.weights[item] -= weight;
        }
        self.groups.take_out(past);
    }

    /// Every number but those of the groups, in a fixed order.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        let few = [self.people, self.can_hold_out[0], self.can_hold_out[1]].into_iter();
        let people = few.chain(self.owners.iter().copied()).map(u64::from);
        people.chain(self.pairs.iter().copied()).chain(self.weights.iter().copied())
    }

    /// How many people of each group took what.
    pub const fn groups(&self) -> &GroupSums {
        &self.groups
    }

    fn merge(mut self, mut other: Self) -> Self {
        if self.owners.len() < other.owners.len() {
            std::mem::swap(&mut self, &mut other);
        }
        self.owners.iter_mut().zip(other.owners).for_each(|(to, add)| *to += add);
        self.pairs.iter_mut().zip(other.pairs).for_each(|(to, add)| *to += add);
        self.weights.iter_mut().zip(other.weights).for_each(|(to, add)| *to += add);
        self.people += other.people;
        self.groups.merge(other.groups);
        self.can_hold_out = [0, 1].map(|at| self.can_hold_out[at] + other.can_hold_out[at]);
        self
    }
}

/// How many items a person pairs each of theirs with at most, and how much they weigh, among so many items.
fn speaks(past: &Past, items: usize) -> (u64, u64) {
    let taken = past.by_item().count();
    (taken.min(PAIRED_ITEMS_MAX) as u64, person_weight(taken, items))
}

/// Every item of the catalog, in order of id.
pub(super) fn ids(lesson: Lesson<'_>) -> Vec<&ItemId> {
    super::taught::taught(lesson.catalog).map(|item| &item.id).collect()
}

/// The items that the most people took, the first of equals, in order, as many as hold most of what everybody took. An item
/// of fewer people than a pair needs can be in no pair.
fn head(owners: &[u32], people_min: u32, most: usize) -> Vec<u32> {
    let mut head: Vec<u32> = (0..owners.len() as u32).filter(|item| owners[*item as usize] >= people_min).collect();
    head.sort_by_key(|item| std::cmp::Reverse(owners[*item as usize]));
    head.truncate(most.min(telling(head.iter().map(|item| u64::from(owners[*item as usize])))));
    head.sort_unstable();
    head
}

/// How many of the items of a head hold most of what everybody took; all of a small one.
fn telling(owners: impl Iterator<Item = u64> + Clone) -> usize {
    let enough = owners.clone().sum::<u64>() * HEAD_SHARE / 100;
    let held = owners.scan(0, |sum, owners| {
        let before = *sum;
        *sum += owners;
        Some(before)
    });
    held.take_while(|before| *before < enough).count().max(SMALL_HEAD)
}

/// How many items the head has room for, beside what all items take.
fn dense_items(memory_bytes: u64, items: usize) -> usize {
    let left = memory_bytes.saturating_sub(memory_for(items));
    ((left / CELL_BYTES).isqrt() as usize).clamp(DENSE_ITEMS_MIN, DENSE_ITEMS_MAX)
}

/// About how many bytes learning takes for a catalog of so many items, however few of them are in the regression.
pub const fn memory_for(items: usize) -> u64 {
    items as u64 * ITEM_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_head_ends_where_the_rest_says_next_to_nothing() {
        let of = |common: u32, rare: u32| {
            let mut owners = vec![100; common as usize];
            owners.extend((0..rare).map(|_| 5));
            head(&owners, 5, DENSE_ITEMS_MAX).len()
        };
        // 2,000 items were taken 200,000 times, 2,000 others 10,000 times: 97 of a hundred are 203,700.
        assert_eq!(of(2_000, 2_000), 2_000 + 740);
        assert_eq!(of(2_000, 1_000), 1_989, "the commonest alone hold as much");
        assert_eq!((of(2_000, 0), of(500, 2_000)), (1_940, 500 + 1_640));
        assert_eq!((of(500, 300), of(0, 1_000)), (800, 1_000), "a small one is never cut");
    }

    #[test]
    fn the_head_is_what_the_most_people_took() {
        assert_eq!(head(&[9, 4, 5, 0, 7], 5, 9), [0, 2, 4]);
        let many: Vec<u32> = (0..6_000).map(|item| if item % 2 == 0 { 10 } else { 20 }).collect();
        let found = head(&many, 5, dense_items(MEMORY_DEFAULT_BYTES, 6_000));
        assert_eq!(found.len(), DENSE_ITEMS_MAX);
        assert_eq!(found.iter().filter(|item| *item % 2 == 1).count(), 3_000);
        assert!(found.is_sorted());
        assert_eq!((dense_items(0, 9), dense_items(u64::MAX, 9)), (DENSE_ITEMS_MIN, DENSE_ITEMS_MAX));
        assert_eq!(head(&many, 5, dense_items(34 * 1_000 * 1_000, many.len())).len(), 1_000);
        assert_eq!(dense_items(MEMORY_DEFAULT_BYTES, 20_000), DENSE_ITEMS_MAX);
        assert!(dense_items(MEMORY_DEFAULT_BYTES, 200_000) > DENSE_ITEMS_MAX * 9 / 10);
        assert_eq!(dense_items(memory_for(200_000), 200_000), DENSE_ITEMS_MIN);
    }
}
