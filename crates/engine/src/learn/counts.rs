//! Sums of what was taken when, and taken again: whole numbers, whatever the order they are added in.

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use crate::again::{Again, AgainCounts};
use crate::past::{HoldOut, Past, day_of};
use crate::season::{Day, Diary};
use domain::ItemId;
use std::collections::HashMap;

/// The sums.
pub(super) struct Counts {
    days: HashMap<i32, DayCounts>,
    again: AgainCounts,
    items: usize,
}

#[derive(Clone, Default)]
struct DayCounts {
    baskets: u64,
    items: HashMap<u32, u32>,
}

impl Counts {
    pub fn new(items: usize) -> Self {
        Self { days: HashMap::new(), again: AgainCounts::new(items), items }
    }

    /// Adds everybody's past, but for what is held out. What too few people took is not counted: it would show to others
    /// what one of them did.
    pub fn add_people(&mut self, class: &Class<'_, '_>, census: &Census<'_>, without: Option<HoldOut>) -> Stamp {
        let (sum, stamp) = class.fold(
            || None,
            |sum: &mut Option<Self>, past| {
                let sum = sum.get_or_insert_with(|| Self::new(self.items));
                sum.add(&past.without(without));
            },
            merge,
        );
        if let Some(mut sum) = sum {
            sum.days.values_mut().for_each(|day| day.items.retain(|item, _| census.is_common(*item)));
            self.merge(sum);
        }
        stamp
    }

    fn add(&mut self, past: &Past) {
        let mut days = vec![i32::MIN; past.baskets() as usize];
        for mark in past.marks() {
            let day = day_of(mark.at);
            days[mark.basket as usize] = day;
            *self.days.entry(day).or_default().items.entry(mark.item).or_default() += 1;
        }
        for day in days {
            self.days.entry(day).or_default().baskets += 1;
        }
        past.by_item().for_each(|marks| self.again.add(marks, past.baskets()));
    }

    /// Adds what nobody in particular took, where it is in as many baskets as it needs people to count.
    pub fn add_anonymous(&mut self, lesson: Lesson<'_>, census: &Census<'_>) {
        let days = lesson.anonymous.days();
        let mut baskets: HashMap<&ItemId, u32> = HashMap::new();
        days.values().flat_map(|day| &day.items).for_each(|(id, count)| *baskets.entry(id).or_default() += count);
        for (day, more) in days {
            let day = self.days.entry(day).or_default();
            day.baskets += more.baskets;
            for (id, count) in more.items.into_iter().filter(|(id, _)| baskets[id] >= census.pair_people_min) {
                if let Ok(item) = census.items.binary_search(&id) {
                    *day.items.entry(item as u32).or_default() += count;
                }
            }
        }
    }

    fn merge(&mut self, other: Self) {
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
