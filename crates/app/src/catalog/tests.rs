//! What is put into the catalog stands in it and on the ground alike, and old forms of an item are read.

use super::*;
use crate::Place;
use domain::UnixTime;
use vault::policy::Policy;

#[test]
fn an_item_is_read_as_it_was_kept_by_this_version_and_by_the_one_before() {
    let id = ItemId::parse("k1").expect("plain");
    let price = Price::new(450, "EUR").ok();
    let plain = Item { tags: vec!["a".into()], price, available: false, ..Item::named(id.clone(), "Kettle".into()) };
    let rich = Item { seller: Some("ada".into()), once: true, sensitive: true, ..plain.clone() };
    for item in [&plain, &rich] {
        assert_eq!(&decode(&encode(item).expect("encodes")).expect("reads"), item);
    }
    let Item { id, title, description, category, tags, price, url, available, .. } = plain.clone();
    let first = FirstForm { id, title, description, category, tags, price, url, available };
    assert_eq!(decode(&postcard::to_stdvec(&first).expect("encodes")).expect("reads"), plain);
    for damaged in [&[][..], &[0], &[0, FORM + 1, 1, 1], &[0, FORM, 9], &[1]] {
        assert!(decode(damaged).is_err());
    }
}

const NOW: UnixTime = UnixTime(1_700_000_000);

fn shop() -> Shop {
    Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens")
}

fn titled(id: &str, title: &str) -> Item {
    Item::named(ItemId::parse(id).expect("plain"), title.to_owned())
}

/// What a catalog calls its items.
fn titles(catalog: &Catalog) -> Vec<String> {
    catalog.items().iter().map(|item| format!("{}={}", item.id, item.title)).collect()
}

#[test]
fn of_two_items_with_one_id_the_later_one_counts() {
    let shop = shop();
    let twice = || vec![titled("x", "one"), titled("y", "two"), titled("x", "three")];
    for _ in 0..2 {
        assert_eq!(shop.put_items(twice()).expect("puts"), 3);
        assert_eq!(titles(&shop.catalog()), ["x=three", "y=two"]);
        assert_eq!(titles(&load(&shop.vault).expect("loads")), titles(&shop.catalog()), "it is kept as it is shown");
    }
}
