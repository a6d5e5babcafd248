//! Which of the events that were taken in are of items that the catalog lacks; known at the end, when all items are there.

use domain::{EventOutcome, ItemId};
use engine::Catalog;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Of how many different items it is waited whether they are still to come; of further ones it is told at once.
const ITEMS_AWAITED_MAX: usize = 4_000_000;

/// Events of items that were not there when they came.
#[derive(Default)]
pub(super) struct Lacking {
    /// By a hash of the item: who made a file in which two have the same is told a number that is too small.
    awaited: HashMap<u64, u64>,
    hash: RandomState,
    /// Of items beyond those.
    others: u64,
}

impl Lacking {
    /// Counts events that came, as long as they are here now.
    pub fn count<'e>(&mut self, catalog: &Catalog, came: impl Iterator<Item = (&'e ItemId, EventOutcome)>) {
        let mut events: HashMap<&ItemId, u64> = HashMap::new();
        let here = came.filter(|(_, outcome)| matches!(outcome, EventOutcome::Accepted | EventOutcome::Duplicate));
        here.for_each(|(item, _)| *events.entry(item).or_default() += 1);
        let lacking = events.into_iter().filter(|(item, _)| catalog.get(item).is_none());
        lacking.for_each(|(item, events)| self.wait_for(item, events));
    }

    fn wait_for(&mut self, item: &ItemId, more: u64) {
        let item = self.hash.hash_one(item);
        if let Some(events) = self.awaited.get_mut(&item) {
            *events += more;
        } else if self.awaited.len() < ITEMS_AWAITED_MAX {
            self.awaited.insert(item, more);
        } else {
            self.others += more;
        }
    }

    /// How many events are of items that are not there yet.
    pub fn events(&self, catalog: &Catalog) -> u64 {
        let there = catalog.items().iter().filter_map(|item| self.awaited.get(&self.hash.hash_one(&item.id)));
        self.others + self.awaited.values().sum::<u64>() - there.sum::<u64>()
    }
}
