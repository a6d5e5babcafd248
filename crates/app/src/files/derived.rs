//! A catalog made of sales, where a file has none of its own: the usual description and the usual price.

use super::bad::BadReason;
use domain::{Item, ItemId, Price};
use std::collections::{BTreeMap, HashMap};

/// Most different items.
const ITEMS_MAX: usize = 1_000_000;
/// Most different descriptions that are counted for one item.
const TITLES_MAX: usize = 100;

/// What the sales said about each item.
#[derive(Default)]
pub(super) struct Derived(HashMap<ItemId, Seen>);

/// One sale.
pub(super) struct Sale {
    pub title: Option<String>,
    pub price: Price,
    /// Whether the file says who bought it. Sales to nobody are often booked in bulk, at other prices.
    pub to_somebody: bool,
}

/// The sales of one item; those to nobody count only where there are no others.
#[derive(Default)]
struct Seen {
    to_somebody: Tally,
    to_nobody: Tally,
}

#[derive(Default)]
struct Tally {
    titles: BTreeMap<String, u32>,
    /// How often it was sold at each price, the lowest first.
    prices: BTreeMap<u64, u32>,
    currency: String,
}

impl Derived {
    /// Counts a sale.
    pub(super) fn sold(&mut self, item: &ItemId, sale: Sale) -> Result<(), BadReason> {
        if !self.0.contains_key(item) {
            if self.0.len() >= ITEMS_MAX {
                return Err(BadReason::TooManyItems);
            }
            self.0.insert(item.clone(), Seen::default());
        }
        if let Some(seen) = self.0.get_mut(item) {
            let tally = if sale.to_somebody { &mut seen.to_somebody } else { &mut seen.to_nobody };
            tally.count(sale);
        }
        Ok(())
    }

    /// The items, in the order of their ids.
    pub(super) fn into_items(self) -> Vec<Item> {
        let mut items: Vec<Item> = self.0.into_iter().map(|(id, seen)| seen.into_item(id)).collect();
        items.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        items
    }
}

impl Seen {
    fn into_item(self, id: ItemId) -> Item {
        let known = !self.to_somebody.prices.is_empty();
        let tally = if known { self.to_somebody } else { self.to_nobody };
        let price = Price::new(tally.median(), &tally.currency).ok();
        let title = tally.usual_title().unwrap_or_else(|| id.as_str().to_owned());
        Item { price, ..Item::named(id, title) }
    }
}

impl Tally {
    fn count(&mut self, sale: Sale) {
        *self.prices.entry(sale.price.minor()).or_default() += 1;
        if self.currency.is_empty() {
            self.currency = sale.price.currency().to_owned();
        }
        let room = self.titles.len() < TITLES_MAX;
        if let Some(title) = sale.title.filter(|title| room || self.titles.contains_key(title)) {
            *self.titles.entry(title).or_default() += 1;
        }
    }

    /// The title seen most often, the first in the alphabet among equals.
    fn usual_title(&self) -> Option<String> {
        let best = self.titles.iter().rev().max_by_key(|(_, count)| **count);
        best.map(|(title, _)| title.clone())
    }

    /// The median price in minor units, rounded up where it falls between two.
    fn median(&self) -> u64 {
        let total: u64 = self.prices.values().map(|count| u64::from(*count)).sum();
        let (low, high) = (self.at_rank(total.saturating_sub(1) / 2), self.at_rank(total / 2));
        (low + high).div_ceil(2)
    }

    fn at_rank(&self, rank: u64) -> u64 {
        let mut passed = 0;
        for (price, count) in &self.prices {
            passed += u64::from(*count);
            if passed > rank {
                return *price;
            }
        }
        0
    }
}
