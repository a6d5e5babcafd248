//! A hidden thing has no influence: slate, receipt and model are, to the last bit, those of a shop that never heard of it.

use super::*;
use crate::{Place, Request, Sent};
use domain::{ChannelId, Event, EventId, Evidence, Item, ItemId, Kind, Relations, Verb};
use engine::ITEMS_SHOWN_MAX;
use vault::policy::Policy;
use vault::{Arrival, Ask, Intake, PersonFacts};

const NOW: UnixTime = UnixTime(1_760_000_000);
const ITEMS: usize = 12;
/// Lives that are tried.
const CASES: u64 = 12;
/// People who teach beside the one who hides: more than a pair of items needs.
const TEACHERS: u64 = 10;
const KINDS: [&str; 3] = ["kitchen", "books", "garden"];

/// Plain dice (Knuth's MMIX): the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn item(number: usize) -> Item {
    Item {
        id: ItemId::parse(&format!("i{number}")).expect("plain"),
        title: format!("Item {number} {}", KINDS[number % 3]),
        description: String::new(),
        category: vec!["things".to_owned(), KINDS[number % 3].to_owned()],
        tags: Vec::new(),
        price: None,
        url: None,
        available: true,
        seller: None,
        sensitive: false,
        once: false,
        relations: Relations::default(),
    }
}

fn anna() -> SubjectId {
    SubjectId::parse("anna").expect("plain")
}

/// What somebody does, by dice: purchases and views of a few days, some in baskets.
fn life(dice: &mut Dice) -> Vec<Event> {
    let one = |number: usize, dice: &mut Dice| Event {
        id: EventId::parse(&format!("e{number}")).expect("plain"),
        item: item(dice.below(ITEMS)).id,
        verb: [Verb::Purchase, Verb::Purchase, Verb::View, Verb::Return][dice.below(4)],
        at: NOW.plus(-3_600 * dice.below(200) as i64),
        at_arrival: false,
        quantity: 1 + dice.below(3) as u32,
        rating_tenths: None,
        basket: [None, EventId::parse("one").ok(), EventId::parse("two").ok()][dice.below(3)].clone(),
        ceiling: None,
    };
    (0..25 + dice.below(20)).map(|number| one(number, dice)).collect()
}

fn did(shop: &Shop, who: &SubjectId, events: &[Event]) {
    let words =
        ["recommend", "train"].map(|purpose| crate::Words::of(Kind::Grant, purpose, None, &Evidence::default()));
    shop.say(NOW.plus(-900_000), who, &words, &PersonFacts::default()).expect("says");
    let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
    let sent: Vec<Sent> = events.iter().map(|event| (who.clone(), event.clone())).collect();
    shop.take_in(NOW, &intake, &sent).expect("takes in");
}

/// A shop with a few people, and Anna who did these things.
fn shop(case: u64, of_anna: &[Event]) -> Shop {
    let shop = Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens");
    shop.put_items((0..ITEMS).map(item).collect()).expect("puts");
    for teacher in 0..TEACHERS {
        let who = SubjectId::parse(&format!("teacher{teacher}")).expect("plain");
        did(&shop, &who, &life(&mut Dice(case * 100 + teacher)));
    }
    did(&shop, &anna(), of_anna);
    shop
}

/// The model's checksum, the slate, and what the receipt says was used.
fn comes_to(shop: &Shop) -> (String, engine::Slate, u32) {
    let trained = shop.train(NOW, &|_| {}).expect("trains");
    assert!(trained.pairs > 0, "there is something to learn");
    let request = Request {
        count: ITEMS.min(ITEMS_SHOWN_MAX),
        exclude: &[],
        category: None,
        variety: None,
        category_max: None,
        rules: engine::Rules::default(),
    };
    let shown = shop.recommend(NOW, &anna(), &Ask::on(ChannelId(0)), request).expect("recommends");
    let receipt = shop.receipt(NOW, Some(&anna()), shown.receipt).expect("reads").expect("is there");
    (trained.checksum, shown.slate, receipt.last.data_used)
}

/// A way to hide, and whether it hides an event.
type Way = (Hide, Box<dyn Fn(&Event) -> bool>);

/// Each way to hide.
fn ways(dice: &mut Dice) -> Vec<Way> {
    let (number, kind) = (dice.below(ITEMS), KINDS[dice.below(3)]);
    let (from, to) = (NOW.plus(-3_600 * 150), NOW.plus(-3_600 * 50));
    let named = item(number).id;
    let of_kind = move |event: &Event| (0..ITEMS).any(|at| item(at).id == event.item && KINDS[at % 3] == kind);
    let basket = EventId::parse("one").expect("plain");
    let category = Hide::Category { key: kind.to_owned(), future: true };
    let (same, one) = (named.clone(), basket.clone());
    vec![
        (Hide::Item(named), Box::new(move |event| event.item == same)),
        (category, Box::new(of_kind)),
        (Hide::Period { from, to }, Box::new(move |event| event.at >= from && event.at <= to)),
        (Hide::Basket(basket), Box::new(move |event| event.basket.as_ref() == Some(&one))),
    ]
}

#[test]
fn slate_receipt_and_model_are_those_of_a_shop_that_never_heard_of_what_is_hidden() {
    for case in 0..CASES {
        let mut dice = Dice(case + 1);
        let lived = life(&mut dice);
        for (what, is_hidden) in ways(&mut dice) {
            let left: Vec<Event> = lived.iter().filter(|event| !is_hidden(event)).cloned().collect();
            let (with, without) = (shop(case, &lived), shop(case, &left));
            let before = comes_to(&with);
            let hides = if case % 2 == 0 {
                Shop::veil
            } else {
                |shop: &Shop, now, who: &_, what: &_, _| shop.contest(now, who, what)
            };
            assert!(hides(&with, NOW, &anna(), &what, true).expect("hides"));
            assert!(with.has_news(), "the model is learned anew");
            let (hidden, never) = (comes_to(&with), comes_to(&without));
            assert_eq!(hidden, never, "{what:?}");
            assert!(left.len() == lived.len() || before != hidden, "it had an influence before: {what:?}");
        }
    }
}

#[test]
fn an_item_that_comes_into_a_hidden_category_later_is_hidden_too() {
    let lived = life(&mut Dice(5));
    let kitchen = |event: &Event| (0..ITEMS).any(|at| item(at).id == event.item && KINDS[at % 3] == "kitchen");
    let left: Vec<Event> = lived.iter().filter(|event| !kitchen(event)).cloned().collect();
    let (with, without) = (shop(1, &lived), shop(1, &left));
    let gone = item(0).id;
    with.delete_item(&gone).expect("deletes");
    with.veil(NOW, &anna(), &Hide::Category { key: "kitchen".to_owned(), future: true }, true).expect("hides");
    with.put_items(vec![item(0)]).expect("puts");
    assert_eq!(comes_to(&with), comes_to(&without));
}

#[test]
fn after_a_reset_the_answer_is_that_of_somebody_who_did_nothing_yet() {
    for how in [Reset::Hide, Reset::Delete] {
        let (with, without) = (shop(3, &life(&mut Dice(9))), shop(3, &[]));
        assert!(with.reset(NOW, &anna(), how).expect("resets") > 0);
        assert_eq!(comes_to(&with), comes_to(&without), "{how:?}");
    }
}
