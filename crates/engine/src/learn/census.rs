//! The first pass: how many people teach, and which items they took.

use super::Lesson;
use super::class::{Class, Stamp};
use crate::past::HoldOut;
use domain::{ItemId, Train};
use vault::Cohort;

/// Most items whose pairs are learned: those that the most people took. The others are ranked by what is taken again and
/// what is popular. What goes together costs memory with the square of this number, and time with its cube.
pub const DENSE_ITEMS_MAX: usize = 5_000;

/// Who teaches and what.
pub(super) struct Census<'a> {
    /// How many people took anything.
    pub people: u32,
    /// How many of them have a last basket, or a newest fifth, that can be held out.
    can_hold_out: [u32; 2],
    /// The items that anybody took, in order of id.
    pub items: Vec<&'a ItemId>,
    /// How many people took each of them.
    owners: Vec<u32>,
    /// The numbers of the items whose pairs are learned, in order.
    pub head: Vec<u32>,
    /// As in [`Lesson::pair_people_min`].
    pub pair_people_min: u32,
}

/// What the pass counts.
struct Sum {
    people: u32,
    can_hold_out: [u32; 2],
    /// How many people took each item, by place in the catalog; empty until somebody did.
    owners: Vec<u32>,
}

impl<'a> Census<'a> {
    pub fn take<'c>(cohort: &'c Cohort<'_, Train>, lesson: Lesson<'a>) -> (Self, Stamp)
    where
        'a: 'c,
    {
        let ids: Vec<&'a ItemId> = lesson.catalog.items().iter().map(|item| &item.id).collect();
        let class = Class::new(cohort, &ids);
        let start = || Sum { people: 0, can_hold_out: [0; 2], owners: Vec::new() };
        let (sum, stamp) = class.fold(
            start,
            |sum, past| {
                sum.people += 1;
                for (count, how) in sum.can_hold_out.iter_mut().zip([HoldOut::Basket, HoldOut::Fifth]) {
                    *count += u32::from(past.can_hold_out(how));
                }
                sum.owners.resize(ids.len(), 0);
                past.by_item().for_each(|marks| sum.owners[marks[0].item as usize] += 1);
            },
            Sum::merge,
        );
        (Self::new(lesson, &ids, sum), stamp)
    }

    /// As if nobody taught.
    pub fn of_nobody(lesson: Lesson<'a>) -> Self {
        let ids: Vec<&'a ItemId> = lesson.catalog.items().iter().map(|item| &item.id).collect();
        Self::new(lesson, &ids, Sum { people: 0, can_hold_out: [0; 2], owners: Vec::new() })
    }

    fn new(lesson: Lesson<'_>, ids: &[&'a ItemId], mut sum: Sum) -> Self {
        sum.owners.resize(ids.len(), 0);
        let taken = |place: &usize| sum.owners[*place] > 0 || lesson.anonymous.has(ids[*place]);
        let places: Vec<usize> = (0..ids.len()).filter(taken).collect();
        let owners: Vec<u32> = places.iter().map(|place| sum.owners[*place]).collect();
        Self {
            people: sum.people,
            can_hold_out: sum.can_hold_out,
            items: places.iter().map(|place| ids[*place]).collect(),
            head: head(&owners, lesson.pair_people_min),
            owners,
            pair_people_min: lesson.pair_people_min,
        }
    }

    /// Whether so many people took an item that it may show to others that anybody did.
    pub fn is_common(&self, item: u32) -> bool {
        self.owners[item as usize] >= self.pair_people_min
    }

    /// How many people have enough to hold something out.
    pub const fn can_hold_out(&self, how: HoldOut) -> u32 {
        self.can_hold_out[how as usize]
    }

    /// The places in the head of the `most` items that the most people took, in order.
    pub fn first_of_head(&self, most: usize) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.head.len()).collect();
        places.sort_by_key(|place| std::cmp::Reverse(self.owners[self.head[*place] as usize]));
        places.truncate(most);
        places.sort_unstable();
        places
    }

    /// From an item's number to its place in the head.
    pub fn head_numbers(&self) -> Vec<Option<u32>> {
        let mut numbers = vec![None; self.items.len()];
        for (place, item) in self.head.iter().zip(0..) {
            numbers[*place as usize] = Some(item);
        }
        numbers
    }
}

impl Sum {
    fn merge(mut self, mut other: Self) -> Self {
        if self.owners.is_empty() {
            std::mem::swap(&mut self.owners, &mut other.owners);
        }
        for (to, add) in self.owners.iter_mut().zip(other.owners) {
            *to += add;
        }
        self.people += other.people;
        self.can_hold_out = [0, 1].map(|at| self.can_hold_out[at] + other.can_hold_out[at]);
        self
    }
}

/// The items that the most people took, the first of equals, in order. An item of fewer people than a pair needs can
/// be in no pair.
fn head(owners: &[u32], people_min: u32) -> Vec<u32> {
    let mut head: Vec<u32> = (0..owners.len() as u32).filter(|item| owners[*item as usize] >= people_min).collect();
    head.sort_by_key(|item| std::cmp::Reverse(owners[*item as usize]));
    head.truncate(DENSE_ITEMS_MAX);
    head.sort_unstable();
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_what_the_most_people_took() {
        assert_eq!(head(&[9, 4, 5, 0, 7], 5), [0, 2, 4]);
        let many: Vec<u32> = (0..6_000).map(|item| if item % 2 == 0 { 10 } else { 20 }).collect();
        let found = head(&many, 5);
        assert_eq!(found.len(), DENSE_ITEMS_MAX);
        assert_eq!(found.iter().filter(|item| *item % 2 == 1).count(), 3_000);
        assert!(found.is_sorted());
    }
}
