//! Today's items: an immutable snapshot, in order of id.

use domain::{Item, ItemId};
use std::sync::Arc;

/// Items, each id once, in order of id. A change makes a new catalog that shares the items that stay.
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    items: Vec<Arc<Item>>,
}

impl Catalog {
    /// A catalog of these items; of two with the same id the later one counts.
    #[must_use]
    pub fn new(items: Vec<Item>) -> Self {
        Self::default().with(items)
    }

    /// This catalog with items put in, or in the place of those of the same id.
    #[must_use]
    pub fn with(&self, items: Vec<Item>) -> Self {
        let mut all = self.items.clone();
        all.extend(items.into_iter().map(Arc::new));
        // Stable, so that of equal ids the one put in last stands last.
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|later, earlier| {
            let same = later.id == earlier.id;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        Self { items: all }
    }

    /// This catalog without one item.
    #[must_use]
    pub fn without(&self, id: &ItemId) -> Self {
        let stays = |item: &&Arc<Item>| item.id != *id;
        let items = self.items.iter().filter(stays).map(Arc::clone).collect();
        Self { items }
    }

    /// An item by id.
    #[must_use]
    pub fn get(&self, id: &ItemId) -> Option<&Item> {
        self.position(id).map(|at| self.items[at].as_ref())
    }

    /// Every item, in order of id.
    #[must_use]
    pub fn items(&self) -> &[Arc<Item>] {
        &self.items
    }

    /// Where an item stands in the order.
    pub(crate) fn position(&self, id: &ItemId) -> Option<usize> {
        self.items.binary_search_by(|item| item.id.cmp(id)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;

    fn titles(catalog: &Catalog) -> Vec<String> {
        let title = |item: &Arc<Item>| format!("{}={}", item.id, item.title);
        catalog.items().iter().map(title).collect()
    }

    #[test]
    fn items_stand_in_order_of_id_and_the_later_of_two_counts() {
        let named = |id: &str, title: &str| Item { title: title.into(), ..item(id) };
        let catalog = Catalog::new(vec![named("b", "1"), named("a", "1"), named("b", "2")]);
        assert_eq!(titles(&catalog), ["a=1", "b=2"]);
        let more = catalog.with(vec![named("c", "1"), named("a", "2")]);
        assert_eq!(titles(&more), ["a=2", "b=2", "c=1"]);
        assert_eq!(titles(&catalog), ["a=1", "b=2"], "a snapshot stays as it was");
        let gone = more.without(&item("b").id);
        assert_eq!(titles(&gone), ["a=2", "c=1"]);
        assert!(gone.get(&item("b").id).is_none());
        assert_eq!(gone.get(&item("c").id).map(|i| i.title.as_str()), Some("1"));
    }
}
