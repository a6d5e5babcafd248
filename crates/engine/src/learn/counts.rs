//! Sums of what was taken when, and taken again: whole numbers, whatever the order they are added in.

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use super::voice::each_basket;
use crate::again::{Again, AgainCounts};
use crate::past::{HoldOut, Past};
use crate::quick::QuickMap;
use crate::season::{BASKET_UNIT, Day, Diary};
use domain::ItemId;

/// The sums, in parts of a basket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    days: QuickMap<i32, DayCounts>,
    again: AgainCounts,
    items: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct DayCounts {
    baskets: u64,
    items: QuickMap<u32, u32>,
}

impl Counts {
    pub fn new(items: usize) -> Self {
        Self { days: QuickMap::default(), again: AgainCounts::new(items), items }
    }

    /// Adds everybody's past, but for what is held out. What too few people took is not counted: it would show to others
    /// what one of them did.
    pub fn add_people(&mut self, class: &Class<'_, '_>, census: &Census<'_>, without: Option<HoldOut>) -> Stamp {
        let (mut sum, stamp) = Self::of_people(class, self.items, without);
        sum.keep_common(|item| census.is_common(item));
        self.merge(sum);
        stamp
    }

    /// Everybody's past, but for what is held out. What is shown of it goes through [`Counts::keep_common`] first.
    pub fn of_people(class: &Class<'_, '_>, items: usize, without: Option<HoldOut>) -> (Self, Stamp) {
        let (sum, stamp) = class.fold(
            || None,
            |sum: &mut Option<Self>, past| {
                sum.get_or_insert_with(|| Self::new(items)).add(&past.without(without));
            },
            merge,
        );
        (sum.unwrap_or_else(|| Self::new(items)), stamp)
    }

    /// Leaves out what too few people took.
    pub fn keep_common(&mut self, is_common: impl Fn(u32) -> bool) {
        self.days.values_mut().for_each(|day| day.items.retain(|item, _| is_common(*item)));
        self.again.keep_common(is_common);
    }

    /// Adds a person's past.
    pub fn add(&mut self, past: &Past) {
        each_basket(past, |basket| {
            let counts = self.days.entry(basket.day).or_default();
            counts.baskets += BASKET_UNIT;
            basket.items.iter().for_each(|item| *counts.items.entry(*item).or_default() += basket.each);
        });
        self.again.add(past);
    }

    /// Takes a person's past out that was added; what nothing is left of is gone, as if it had never been.
    pub fn take_out(&mut self, past: &Past) {
        each_basket(past, |basket| {
            let counts = self.days.entry(basket.day).or_default();
            counts.baskets -= BASKET_UNIT;
            for item in basket.items {
                let count = counts.items.entry(*item).or_default();
                *count -= basket.each;
                if *count == 0 {
                    counts.items.remove(item);
                }
            }
            if counts.baskets == 0 {
                self.days.remove(&basket.day);
            }
        });
        self.again.take_out(past);
    }

    /// Every sum with the day and the item that it is of, in no fixed order.
    pub fn numbers(&self) -> impl Iterator<Item = (u64, u64)> {
        let place = |day: i32, item: u64| u64::from(day.cast_unsigned()) << 32 | item;
        let of_day = move |(day, counts): (&i32, &DayCounts)| {
            let day = *day;
            let items =
                counts.items.iter().map(move |(item, count)| (place(day, u64::from(*item) + 1), u64::from(*count)));
            std::iter::once((place(day, 0), counts.baskets)).chain(items.collect::<Vec<_>>())
        };
        self.days.iter().flat_map(of_day)
    }

    /// The sums of what is taken again.
    pub const fn again(&self) -> &AgainCounts {
        &self.again
    }

    /// Adds what nobody in particular took, where it is in as many baskets as it needs people to count.
    pub fn add_anonymous(&mut self, lesson: Lesson<'_>, census: &Census<'_>) {
        let days = lesson.anonymous.days();
        let mut baskets: QuickMap<&ItemId, u32> = QuickMap::default();
        days.values().flat_map(|day| &day.items).for_each(|(id, count)| *baskets.entry(id).or_default() += count);
        for (day, more) in days {
            let day = self.days.entry(day).or_default();
            day.baskets += BASKET_UNIT * more.baskets;
            for (id, count) in more.items.into_iter().filter(|(id, _)| baskets[id] >= census.pair_people_min) {
                if let Ok(item) = census.items.binary_search(&id) {
                    *day.items.entry(item as u32).or_default() += BASKET_UNIT as u32 * count;
                }
            }
        }
    }

    /// Adds other sums.
    pub fn merge(&mut self, other: Self) {
        for (day, more) in other.days {
            let day = self.days.entry(day).or_default();
            day.baskets += more.baskets;
            for (item, count) in more.items {
                *day.items.entry(item).or_default() += count;
            }
        }
        self.again.merge(&other.again);
    }

    /// Whether people take things again at all.
    pub fn repeats_matter(&self) -> bool {
        self.again.pattern().matters()
    }

    /// The patterns that the sums show.
    pub fn conclude(self) -> (Again, Diary) {
        let mut totals = vec![0; self.items];
        let close = |(day, counts): (i32, DayCounts)| {
            let mut items: Vec<(u32, u32)> = counts.items.into_iter().collect();
            items.sort_unstable();
            items.iter().for_each(|(item, count)| totals[*item as usize] += u64::from(*count));
            Day { day, baskets: counts.baskets, items }
        };
        let days = self.days.into_iter().map(close).collect();
        (self.again.pattern(), Diary::new(totals, days))
    }
}

fn merge(left: Option<Counts>, right: Option<Counts>) -> Option<Counts> {
    match (left, right) {
        (Some(mut left), Some(right)) => {
            left.merge(right);
            Some(left)
        }
        (left, right) => left.or(right),
    }
}
