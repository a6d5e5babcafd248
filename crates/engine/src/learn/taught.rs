//! What learning reads of the catalog: which items teach, and whether two catalogs teach the same.

use crate::Catalog;
use domain::Item;
use std::sync::Arc;

/// What can be learned about: everything but what is delicate, which teaches nothing.
pub(super) fn taught(catalog: &Catalog) -> impl Iterator<Item = &Item> {
    catalog.items().iter().map(AsRef::as_ref).filter(|item: &&Item| !item.sensitive)
}

/// Whether a lesson reads the same of two items. A delicate one only keeps the steps of its category from grouping anybody.
/// Each field is named, so that a new one is not forgotten here.
#[must_use]
pub fn teaches_as(one: &Item, other: &Item) -> bool {
    let Item {
        id,
        title,
        description,
        category,
        tags,
        sensitive,
        price: _,
        url: _,
        available: _,
        seller: _,
        once: _,
        relations: _,
    } = one;
    let says = |item: &Item| *title == item.title && *description == item.description && *tags == item.tags;
    *id == other.id && *sensitive == other.sensitive && *category == other.category && (*sensitive || says(other))
}

impl Catalog {
    /// Whether a lesson over the other catalog would read the same. Items that both share are not looked at.
    #[must_use]
    pub fn teaches_as(&self, other: &Self) -> bool {
        let (own, its) = (self.items(), other.items());
        let is_same = |(one, other): (&Arc<Item>, &Arc<Item>)| Arc::ptr_eq(one, other) || teaches_as(one, other);
        own.len() == its.len() && own.iter().zip(its).all(is_same)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::{Anonymous, Lesson, WeightsFrom};
    use crate::model::Model;
    use crate::tests::item;
    use domain::{ItemId, Price, Relations};

    fn catalog(changed: Item) -> Catalog {
        let mug = Item { title: "Red mug".into(), category: vec!["Kitchen".into()], ..item("mug") };
        let pill = Item { category: vec!["Health".into()], sensitive: true, ..item("pill") };
        Catalog::new(vec![mug, pill, changed])
    }

    fn cup() -> Item {
        Item { title: "Red cup".into(), category: vec!["Kitchen".into()], ..item("cup") }
    }

    /// What a lesson makes of a catalog where nobody teaches, and which groups it has.
    fn learned(catalog: &Catalog) -> (String, Vec<String>) {
        let anonymous = Anonymous::default();
        let lesson = Lesson {
            catalog,
            anonymous: &anonymous,
            memory_bytes: 0,
            people_min: 5,
            pair_people_min: 5,
            group_people_min: 5,
            weights: WeightsFrom::Defaults,
        };
        let groups = lesson.keys().names().into_iter().map(str::to_owned).collect();
        (Model::of_nobody(lesson).checksum(), groups)
    }

    #[test]
    fn what_is_sold_and_how_teaches_nothing() {
        let upgrade = Relations::of(&cup().id, vec![item("mug").id], Vec::new(), None).expect("plain");
        let sold = [
            Item { price: Price::new(450, "EUR").ok(), ..cup() },
            Item { available: false, ..cup() },
            Item { url: Some("/cup".into()), seller: Some("ada".into()), once: true, ..cup() },
            Item { relations: upgrade, ..cup() },
        ];
        let before = catalog(cup());
        for changed in sold.map(catalog) {
            assert!(before.teaches_as(&changed) && changed.teaches_as(&before));
            assert_eq!(learned(&before), learned(&changed));
        }
    }

    #[test]
    fn ids_words_labels_and_what_is_delicate_teach() {
        let named = |id: &str| Item { id: ItemId::parse(id).expect("plain"), ..cup() };
        let said = [
            named("beaker"),
            Item { title: "Blue cup".into(), ..cup() },
            Item { description: "goes with the mug".into(), ..cup() },
            Item { tags: vec!["red".into()], ..cup() },
            Item { category: vec!["Garden".into()], ..cup() },
            Item { sensitive: true, ..cup() },
        ];
        let before = catalog(cup());
        for changed in said.map(catalog) {
            assert!(!before.teaches_as(&changed) && !changed.teaches_as(&before));
            assert_ne!(learned(&before), learned(&changed));
        }
        let fewer = before.without(&cup().id);
        assert!(!before.teaches_as(&fewer) && !fewer.teaches_as(&before));
    }

    #[test]
    fn of_a_delicate_item_only_its_category_counts() {
        let delicate = |title: &str, step: &str| {
            let category = vec![step.to_owned()];
            catalog(Item { title: title.into(), category, sensitive: true, ..cup() })
        };
        let before = delicate("One", "Health");
        assert!(before.teaches_as(&delicate("Other", "Health")));
        assert_eq!(learned(&before), learned(&delicate("Other", "Health")));
        assert!(!before.teaches_as(&delicate("One", "Kitchen")));
        assert_ne!(learned(&before).1, learned(&delicate("One", "Kitchen")).1);
    }
}
