//! Small worlds show that what is kept of a lesson is what was learned, and that nobody's is kept without a yes.

use super::*;
use crate::recommend::Request;
use crate::{Place, Sent};
use domain::{ChannelId, Event, EventId, Evidence, Item, ItemId, Kind, SubjectId, Term, Verb};
use vault::policy::Policy;
use vault::{Ask, Intake, PersonFacts};

const NOW: UnixTime = UnixTime(1_700_000_000);

fn shop() -> Shop {
    let shop = Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens");
    let item = |id: &str| Item::named(ItemId::parse(id).expect("plain"), id.to_owned());
    shop.put_items(["cup", "hat", "tea"].iter().map(|id| item(id)).collect()).expect("puts");
    shop
}

fn event(name: &str, item: &str) -> Event {
    Event {
        id: EventId::parse(name).expect("plain"),
        item: ItemId::parse(item).expect("plain"),
        verb: Verb::Purchase,
        at: NOW.plus(-90_000),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

fn who(number: usize) -> SubjectId {
    SubjectId::parse(&format!("s{number}")).expect("plain")
}

fn teach(shop: &Shop, number: usize) {
    let grant = crate::Words::of(Kind::Grant, "train", None, &Evidence::default());
    shop.say(NOW.plus(-9), &who(number), &[grant], &PersonFacts::default()).expect("says");
    let events: Vec<Sent> = ["cup", "tea"].iter().map(|item| (who(number), event(item, item))).collect();
    let intake = Intake { ask: Ask::on(ChannelId(0)), past_seconds_max: None };
    shop.take_in(NOW.plus(-9), &intake, &events).expect("takes in");
}

#[test]
fn a_model_is_learned_kept_and_verified() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    assert!(shop.has_news());
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert_eq!((trained.people, trained.items, trained.pairs), (6, 3, 2));
    assert!(!shop.has_news());
    let (kept, again) = shop.verify_model(NOW, None).expect("verifies");
    assert_eq!((kept.as_str(), again.as_str()), (trained.checksum.as_str(), trained.checksum.as_str()));
    assert_eq!(load(&shop.vault).expect("loads").checksum(), trained.checksum);
}

#[test]
fn an_item_that_nobody_touched_is_found_by_its_words_after_the_next_lesson() {
    let shop = shop();
    let any = shop.catalog().items()[0].as_ref().clone();
    let titled =
        |id: &str, title: &str| Item { id: ItemId::parse(id).expect("plain"), title: title.to_owned(), ..any.clone() };
    shop.put_items(vec![titled("tea", "Green tea leaves")]).expect("puts");
    (0..6).for_each(|number| teach(&shop, number));
    let reader = who(50);
    let grant = crate::Words::of(Kind::Grant, "recommend", None, &Evidence::default());
    shop.say(NOW.plus(-9), &reader, &[grant], &PersonFacts::default()).expect("says");
    teach(&shop, 50);
    shop.train(NOW, &|_| {}).expect("trains");
    shop.put_items(vec![titled("new", "White tea leaves")]).expect("puts");
    assert!(shop.has_news(), "a new item is something to learn");
    shop.train(NOW, &|_| {}).expect("trains");
    let new = ItemId::parse("new").expect("plain");
    let beside = shop.similar(&new, 3).expect("it is there");
    assert_eq!((beside.places[0].item.as_str(), beside.places[0].reasons[0].term), ("tea", Term::Alike));
    let known = shop.similar(&ItemId::parse("tea").expect("plain"), 3).expect("it is there");
    assert!(known.places.iter().any(|place| place.item == new));
    let request = Request { count: 9, ..Request::default() };
    let shown = shop.recommend(NOW, &reader, &Ask::on(ChannelId(0)), request).expect("recommends");
    let shown = shown.slate.places.iter().find(|place| place.item == new).expect("it is shown");
    assert_eq!((shown.reasons[0].term, shown.reasons[0].evidence[0].as_str()), (Term::Alike, "tea"));
    let (kept, again) = shop.verify_model(NOW, None).expect("verifies");
    assert_eq!(kept, again, "the catalog teaches the same each time");
}

#[test]
fn with_too_few_people_nobody_stays_in_the_model() {
    let shop = shop();
    (0..5).for_each(|number| teach(&shop, number));
    shop.take_in_anonymous(NOW, &[event("a", "hat")]).expect("takes in");
    assert_eq!(shop.train(NOW, &|_| {}).expect("trains").people, 5);
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(NOW.plus(-1), &who(3), &[withdraw], &PersonFacts::default()).expect("says");
    assert!(shop.has_news());
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert_eq!((trained.people, trained.items, trained.pairs), (0, 3, 0));
}

#[test]
fn a_change_that_comes_while_a_lesson_is_kept_stays_news_also_on_the_ground() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    let meanwhile = |step: &str| {
        if step == "keeping the model" {
            shop.say(NOW.plus(-1), &who(0), std::slice::from_ref(&withdraw), &PersonFacts::default()).expect("says");
        }
    };
    let kept = || crate::news::News::load(&shop.vault).expect("loads").any();
    assert_eq!(shop.train(NOW, &meanwhile).expect("trains").people, 6);
    assert!(shop.has_news() && kept());
    assert_eq!(shop.train(NOW, &|_| {}).expect("trains").people, 5);
    assert!(!shop.has_news() && !kept());
    assert!(shop.say(NOW, &who(9), &[], &PersonFacts::default()).is_ok());
    assert!(shop.has_news() && kept(), "the first change after a lesson is told to the ground");
}

#[test]
fn a_model_is_verified_to_hold_nothing_of_who_withdrew_and_something_of_who_did_not() {
    let shop = shop();
    (0..8).for_each(|number| teach(&shop, number));
    shop.train(NOW, &|_| {}).expect("trains");
    let equal = |without: usize| {
        let (kept, again) = shop.verify_model(NOW, Some(&who(without))).expect("verifies");
        kept == again
    };
    assert!(!equal(3), "who teaches is in the model");
    let withdraw = crate::Words::of(Kind::Withdraw, "train", None, &Evidence::default());
    shop.say(NOW.plus(-1), &who(3), &[withdraw], &PersonFacts::default()).expect("says");
    assert!(!equal(3), "until it is learned anew");
    shop.train(NOW, &|_| {}).expect("trains");
    assert!(equal(3) && !equal(4));
    assert!(equal(99), "of a stranger nothing is in it");
}

#[test]
fn a_model_of_an_older_form_is_no_model_and_is_learned_anew() {
    let shop = shop();
    shop.vault.put_blob(BLOB, &[1, 0, 7, 7, 7]).expect("puts");
    assert_eq!(load(&shop.vault).expect("loads").checksum(), Model::default().checksum());
    assert!(crate::news::News::load(&shop.vault).expect("loads").any());
}

#[test]
fn a_model_that_can_not_be_read_says_so() {
    let shop = shop();
    let refused = |bytes: &[u8]| {
        shop.vault.put_blob(BLOB, bytes).expect("puts");
        load(&shop.vault).map(|_| ()).expect_err("is refused").to_string()
    };
    assert!(refused(&[]).contains("damaged"));
    let form = |more: u16| (Model::FORM + more).to_le_bytes();
    assert!(refused(&[&form(0)[..], &[255, 255]].concat()).contains("damaged"));
    assert!(refused(&[&form(1)[..], &[1]].concat()).contains("newer version"));
}

#[test]
fn a_memory_budget_below_what_the_catalog_takes_gives_the_smallest_model_and_says_so() {
    let shop = shop();
    (0..6).for_each(|number| teach(&shop, number));
    shop.set_memory_bytes(1);
    let told = shop.train(NOW, &|_| {}).expect("trains").chosen;
    let says = |told: &[String]| told.iter().any(|line| line.ends_with("3 items take: the smallest model was learned"));
    assert!(says(&told), "{told:?}");
    shop.set_memory_bytes(engine::MEMORY_DEFAULT_BYTES);
    assert!(!says(&shop.train(NOW, &|_| {}).expect("trains").chosen));
}
