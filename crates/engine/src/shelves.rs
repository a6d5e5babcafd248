//! Where the items that can be had stand, by what the catalog says of them: their category, their tags, their seller.

use domain::{Filter, Item, Topic};
use std::collections::HashMap;

/// Most labels of one kind on one item that count; a path is a handful of steps.
const LABELS_MAX: usize = 32;

/// Places in the catalog by label, each list in order.
type Places = HashMap<String, Vec<u32>>;

/// Items by label.
#[derive(Debug, Default)]
pub(crate) struct Shelves {
    categories: Places,
    tags: Places,
    sellers: Places,
}

impl Shelves {
    /// Puts an item under each of its labels. Places come in order.
    pub fn file(&mut self, item: &Item, place: u32) {
        item.category.iter().take(LABELS_MAX).for_each(|step| put(&mut self.categories, step, place));
        item.tags.iter().take(LABELS_MAX).for_each(|tag| put(&mut self.tags, tag, place));
        item.seller.iter().for_each(|seller| put(&mut self.sellers, seller, place));
    }

    /// The places under a step of the category path.
    pub fn category(&self, step: &str) -> &[u32] {
        self.categories.get(step).map_or(&[], Vec::as_slice)
    }

    /// The places that a topic is about, where it is one of these labels.
    pub fn about(&self, topic: &Topic) -> &[u32] {
        let (places, name) = match topic {
            Topic::Category(name) => (&self.categories, name),
            Topic::Tag(name) => (&self.tags, name),
            Topic::Seller(name) => (&self.sellers, name),
            Topic::Item(_) | Topic::Like(_) => return &[],
        };
        places.get(name).map_or(&[], Vec::as_slice)
    }
}

fn put(places: &mut Places, label: &str, place: u32) {
    match places.get_mut(label) {
        Some(places) if places.last() == Some(&place) => {}
        Some(places) => places.push(place),
        None => {
            places.insert(label.to_owned(), vec![place]);
        }
    }
}

/// Whether an item is about a topic.
pub(crate) fn is_about(item: &Item, topic: &Topic) -> bool {
    match topic {
        Topic::Category(name) => item.category.contains(name),
        Topic::Tag(name) => item.tags.contains(name),
        Topic::Seller(name) => item.seller.as_ref() == Some(name),
        Topic::Item(id) | Topic::Like(id) => item.id == *id,
    }
}

/// Whether a rule holds of an item.
pub(crate) fn holds(filter: &Filter, item: &Item) -> bool {
    match filter {
        Filter::All(of) => of.iter().all(|one| holds(one, item)),
        Filter::Any(of) => of.iter().any(|one| holds(one, item)),
        Filter::Not(one) => !holds(one, item),
        Filter::Category(steps) => item.category.iter().any(|step| steps.contains(step)),
        Filter::Tag(tags) => item.tags.iter().any(|tag| tags.contains(tag)),
        Filter::Seller(sellers) => item.seller.as_ref().is_some_and(|seller| sellers.contains(seller)),
        Filter::Item(ids) => ids.contains(&item.id),
        Filter::Price { at_least, at_most } => item.price.is_some_and(|price| {
            let same = |bound: &domain::Price| bound.currency() == price.currency();
            at_least.as_ref().is_none_or(|bound| same(bound) && price.minor() >= bound.minor())
                && at_most.as_ref().is_none_or(|bound| same(bound) && price.minor() <= bound.minor())
        }),
        Filter::Available => item.available,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;
    use domain::Price;

    fn euros(minor: u64) -> Option<Price> {
        Price::new(minor, "EUR").ok()
    }

    fn tea() -> Item {
        Item {
            category: vec!["Kitchen".into(), "Tea".into()],
            tags: vec!["organic".into()],
            price: euros(500),
            seller: Some("ada".into()),
            ..item("tea")
        }
    }

    #[test]
    fn each_term_of_a_rule_says_what_its_words_say() {
        let words = |word: &str| vec![word.to_owned()];
        let price = |at_least, at_most| Filter::Price { at_least, at_most };
        let truths = [
            (Filter::Category(words("Tea")), true),
            (Filter::Category(words("tea")), false),
            (Filter::Tag(words("organic")), true),
            (Filter::Tag(words("Tea")), false),
            (Filter::Seller(vec!["bob".into(), "ada".into()]), true),
            (Filter::Seller(words("bob")), false),
            (Filter::Item(vec![item("tea").id]), true),
            (Filter::Item(vec![item("mug").id]), false),
            (price(euros(500), euros(500)), true),
            (price(euros(501), None), false),
            (price(None, euros(499)), false),
            (price(None, Price::new(900, "USD").ok()), false),
            (Filter::Available, true),
            (Filter::All(Vec::new()), true),
            (Filter::Any(Vec::new()), false),
        ];
        for (filter, due) in &truths {
            assert_eq!(holds(filter, &tea()), *due, "{filter:?}");
            assert_eq!(holds(&Filter::Not(Box::new(filter.clone())), &tea()), !due, "{filter:?}");
        }
        let all = |due: bool| truths.iter().filter(|one| one.1 == due).map(|one| one.0.clone()).collect::<Vec<_>>();
        assert!(holds(&Filter::All(all(true)), &tea()) && !holds(&Filter::Any(all(false)), &tea()));
        assert!(holds(&Filter::Any(truths.iter().map(|one| one.0.clone()).collect()), &tea()));
        assert!(!holds(&price(euros(0), None), &item("gift")), "what has no price is within no bounds");
    }

    #[test]
    fn an_item_stands_once_under_each_of_its_labels() {
        let mut shelves = Shelves::default();
        let twice = Item { category: vec!["Tea".into(), "Tea".into()], ..tea() };
        shelves.file(&twice, 4);
        shelves.file(&tea(), 7);
        for topic in [Topic::Category("Tea".into()), Topic::Tag("organic".into()), Topic::Seller("ada".into())] {
            assert_eq!(shelves.about(&topic), [4, 7], "{topic:?}");
            assert!(is_about(&tea(), &topic) && !is_about(&item("mug"), &topic));
        }
        assert_eq!((shelves.category("Kitchen"), shelves.category("Cups")), (&[7][..], &[][..]));
    }
}
