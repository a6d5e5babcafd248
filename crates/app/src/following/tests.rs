//! A lesson is due for what learning reads of the catalog, and for nothing else that changes in it.

use super::*;
use crate::train::tests::{shop, teach, withdraw};
use domain::{Item, ItemId, Price};

const NOW: UnixTime = UnixTime(1_700_000_000);

/// A shop that thirty people taught, and what follows them.
fn taught() -> Shop {
    let shop = shop();
    (0..30).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    assert!(!shop.has_news() && !shop.is_lesson_due(NOW));
    shop
}

fn cup(shop: &Shop) -> Item {
    let id = ItemId::parse("cup").expect("plain");
    shop.catalog().get(&id).expect("is there").clone()
}

#[test]
fn another_price_is_shown_at_once_and_no_lesson_is_due_for_it() {
    let shop = taught();
    let price = Price::new(450, "EUR").ok();
    shop.put_items(vec![Item { price, available: false, ..cup(&shop) }]).expect("puts");
    assert_eq!((cup(&shop).price, cup(&shop).available), (price, false));
    assert!(!shop.has_news() && !shop.is_lesson_due(NOW.plus(1)));
    withdraw(&shop, NOW.plus(2), 3);
    let settling = shop.settle(NOW.plus(3), false).expect("settles").expect("follows");
    assert_eq!((settling.people, cup(&shop).price), (29, price));
    assert!(!shop.has_news() && !shop.is_lesson_due(NOW.plus(4)), "it follows on, over the newer catalog");
    assert!(Arc::ptr_eq(&shop.following().as_ref().expect("follows").catalog, &shop.catalog()));
    assert!(
        shop.verify_model(NOW.plus(4), Some(&domain::SubjectId::parse("s3").expect("plain")))
            .expect("verifies")
            .is_equal()
    );
}

#[test]
fn a_lesson_is_due_for_new_items_other_words_other_labels_and_what_becomes_delicate() {
    let changed: [fn(Item) -> Item; 5] = [
        |cup| Item { id: ItemId::parse("jug").expect("plain"), ..cup },
        |cup| Item { title: "Another".to_owned(), ..cup },
        |cup| Item { category: vec!["Kitchen".to_owned()], ..cup },
        |cup| Item { tags: vec!["red".to_owned()], ..cup },
        |cup| Item { sensitive: true, ..cup },
    ];
    for change in changed {
        let shop = taught();
        shop.put_items(vec![change(cup(&shop))]).expect("puts");
        assert!(shop.has_news() && shop.is_lesson_due(NOW.plus(1)));
    }
    let shop = taught();
    assert!(shop.delete_item(&cup(&shop).id).expect("deletes"));
    assert!(shop.has_news() && shop.is_lesson_due(NOW.plus(1)));
}
