//! What was taken by nobody in particular: counted by day, and by nothing else.

use crate::past::{day_of, is_taken};
use domain::{Event, ItemId};
use std::collections::{HashMap, HashSet};

/// Most baskets that are told apart; further ones are not counted.
const BASKETS_MAX: usize = 20_000_000;

/// Counts of what nobody in particular took. All that can be done with it is count.
#[derive(Debug, Default)]
pub struct Anonymous {
    /// Items, numbered in order of appearance.
    items: HashMap<ItemId, u32>,
    /// Each item of each basket once.
    seen: HashSet<(i32, u64, u32)>,
    /// How many baskets have no name: each event is one.
    nameless: u64,
}

/// What was counted on one day.
#[derive(Default)]
pub(super) struct AnonymousDay<'a> {
    pub baskets: u64,
    pub items: HashMap<&'a ItemId, u32>,
}

impl Anonymous {
    /// Counts an event. Purchases and good ratings count; events of one basket on one day are one basket, an event
    /// without a basket is one by itself. What was sent back still counts: nobody knows which purchase it undid.
    pub fn count(&mut self, event: &Event) {
        if !is_taken(event.verb, event.rating_tenths) || self.seen.len() >= BASKETS_MAX {
            return;
        }
        let next = self.items.len() as u32;
        let item = *self.items.entry(event.item.clone()).or_insert(next);
        let basket = event.basket.as_ref().map_or(self.nameless << 1, |basket| fnv(basket.as_str()) | 1);
        self.nameless += u64::from(event.basket.is_none());
        self.seen.insert((day_of(event.at.0), basket, item));
    }

    /// The counts by day.
    pub(super) fn days(&self) -> HashMap<i32, AnonymousDay<'_>> {
        let mut names: Vec<(&ItemId, u32)> = self.items.iter().map(|(id, number)| (id, *number)).collect();
        names.sort_unstable_by_key(|(_, number)| *number);
        let mut days: HashMap<i32, AnonymousDay<'_>> = HashMap::new();
        let mut baskets = HashSet::new();
        for (day, basket, item) in &self.seen {
            let counted = days.entry(*day).or_default();
            counted.baskets += u64::from(baskets.insert((day, basket)));
            *counted.items.entry(names[*item as usize].0).or_default() += 1;
        }
        days
    }
}

/// FNV-1a of 64 bits: tells names apart, and hides nothing.
pub(super) fn fnv(text: &str) -> u64 {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{EventId, UnixTime, Verb};

    fn event(item: &str, verb: Verb, at: i64, basket: Option<&str>) -> Event {
        Event {
            id: EventId::parse("e").expect("plain"),
            item: ItemId::parse(item).expect("plain"),
            verb,
            at: UnixTime(at),
            quantity: 1,
            rating_tenths: None,
            basket: basket.map(|name| EventId::parse(name).expect("plain")),
            ceiling: None,
            at_arrival: false,
        }
    }

    #[test]
    fn each_item_of_each_basket_counts_once() {
        let mut counted = Anonymous::default();
        for (item, verb, at, basket) in [
            ("tea", Verb::Purchase, 1, Some("a")),
            ("tea", Verb::Purchase, 2, Some("a")),
            ("cup", Verb::Purchase, 2, Some("a")),
            ("tea", Verb::Purchase, 3, Some("b")),
            ("tea", Verb::Purchase, 4, None),
            ("tea", Verb::Purchase, 4, None),
            ("tea", Verb::View, 5, None),
            ("tea", Verb::Return, 6, Some("b")),
            ("tea", Verb::Rating, 7, Some("c")),
        ] {
            counted.count(&event(item, verb, at, basket));
        }
        let days = counted.days();
        assert_eq!(days.len(), 1);
        assert_eq!(days[&0].baskets, 4);
        let count = |item: &str| days[&0].items[&ItemId::parse(item).expect("plain")];
        assert_eq!((count("tea"), count("cup")), (4, 1));
    }
}
