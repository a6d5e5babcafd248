//! A lesson is due for what learning reads of the catalog, and for nothing else that changes in it.

use super::*;
use crate::train::tests::{shop, teach, withdraw};
use crate::{Sent, Words};
use domain::{ChannelId, Event, EventId, Evidence, Item, ItemId, Kind, Price, SubjectId, Verb};
use std::cell::Cell;
use vault::{Arrival, Ask, Intake, PersonFacts};

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

/// A shop with more items than its regression has room for, and twelve people who each took most of them.
fn wide_shop() -> Shop {
    let shop = shop();
    let id = |number: usize| ItemId::parse(&format!("i{number:03}")).expect("plain");
    shop.put_items((0..100).map(|number| Item::named(id(number), format!("thing {number}"))).collect()).expect("puts");
    for person in 0..12_usize {
        let who = SubjectId::parse(&format!("s{person}")).expect("plain");
        let grant = Words::of(Kind::Grant, "train", None, &Evidence::default());
        shop.say(NOW.plus(-9), &who, &[grant], &PersonFacts::default()).expect("says");
        let taken = (0..100).filter(|number| (number * 7 + person * 13) % 10 > 2 || *number < 64);
        let event = |number: usize| Event {
            id: EventId::parse(&format!("e{number}")).expect("plain"),
            item: id(number),
            verb: Verb::Purchase,
            at: NOW.plus(-90_000 - 86_400 * (number % 5) as i64),
            quantity: 1,
            rating_tenths: None,
            basket: None,
            ceiling: None,
            at_arrival: false,
        };
        let events: Vec<Sent> = taken.map(|number| (who.clone(), event(number))).collect();
        let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
        shop.take_in(NOW.plus(-9), &intake, &events).expect("takes in");
    }
    shop.set_memory_bytes(0);
    shop
}

#[test]
fn who_withdraws_while_weights_are_tried_is_not_in_the_model_that_comes_of_it() {
    let shop = wide_shop();
    let said = Cell::new(0);
    let meanwhile = |step: &str| {
        if step == "choosing weights" {
            said.set(said.get() + 1);
            withdraw(&shop, NOW.plus(1), 3);
        }
    };
    let trained = shop.train(NOW, &meanwhile).expect("trains");
    assert_eq!((said.get(), trained.people), (1, 11), "once: the sums were kept by then");
    assert!(shop.model().reach().by_nearest > 20, "much lies outside the regression");
    let who = SubjectId::parse("s3").expect("plain");
    assert!(shop.verify_model(NOW.plus(2), Some(&who)).expect("verifies").is_equal());
    assert!(!shop.is_urgent());
    let other = SubjectId::parse("s4").expect("plain");
    assert!(!shop.verify_model(NOW.plus(2), Some(&other)).expect("verifies").is_equal());
}
