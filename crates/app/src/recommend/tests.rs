//! Price and eligibility are identical under any ledger (RULE.md, P13): what a person said, or did, changes the order of
//! what they are shown, and never what there is or what it costs.

use super::*;
use crate::{Place, Sent};
use domain::{Actor, AgeBand, ChannelId, Event, EventId, Evidence, Item, JurisdictionId, Kind, Price, SubjectId, Verb};
use std::collections::{BTreeMap, BTreeSet};
use vault::policy::Policy;
use vault::{Arrival, Intake, PersonFacts};

const NOW: UnixTime = UnixTime(1_760_000_000);
const ITEMS: usize = 30;
/// Every so many items can not be had.
const GONE_EVERY: usize = 7;
/// Lives the promise is tried on, and how many behind the long switch.
const CASES: u64 = 200;
const CASES_LONG: u64 = 100_000;
/// People who live in one shop before there is a new one.
const PEOPLE: u64 = 1_000;

/// Plain dice (Knuth's MMIX): the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

fn item(number: usize) -> Item {
    Item {
        category: vec!["things".to_owned()],
        price: Price::new(100 * number as u64, "EUR").ok(),
        available: !number.is_multiple_of(GONE_EVERY),
        ..Item::named(ItemId::parse(&format!("i{number}")).expect("plain"), format!("Item {number}"))
    }
}

fn shop() -> Shop {
    let shop = Shop::open(&Place::Memory, Policy::shipped().expect("shipped"), NOW).expect("opens");
    shop.put_items((0..ITEMS).map(item).collect()).expect("puts");
    for teacher in 0..6 {
        let who = SubjectId::parse(&format!("teacher{teacher}")).expect("plain");
        live(&shop, &who, &mut Dice(teacher), "train");
    }
    shop.train(NOW, &|_| {}).expect("trains");
    shop
}

/// Says a few things, one of them a yes to `purpose` now and then, and takes a few items: those that are returned.
fn live(shop: &Shop, who: &SubjectId, dice: &mut Dice, purpose: &str) -> BTreeSet<String> {
    let kinds = [Kind::Grant, Kind::Grant, Kind::Withdraw, Kind::Object, Kind::OptOut];
    for second in 0..1 + dice.below(4) as i64 {
        let about =
            if second == 0 { purpose } else { dice.one(&["recommend", "recommend", "train", "ads", "message"]) };
        let kind = if second == 0 { Kind::Grant } else { dice.one(&kinds) };
        let words = crate::Words { actor: Actor::Subject, ..crate::Words::of(kind, about, None, &Evidence::default()) };
        let facts = PersonFacts {
            jurisdictions: vec![JurisdictionId(dice.below(5) as u8)],
            age: dice.one(&[None, None, Some(AgeBand::Adult), Some(AgeBand::Teen), Some(AgeBand::Child)]),
            paused: dice.one(&[None, None, None, Some(true), Some(false)]),
            opt_out_signal: dice.below(9) == 0,
            ..PersonFacts::default()
        };
        shop.say(NOW.plus(second - 90), who, &[words], &facts).expect("says");
    }
    let events: Vec<Sent> = (0..dice.below(5)).map(|number| (who.clone(), bought(number, dice.below(ITEMS)))).collect();
    let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
    shop.take_in(NOW.plus(-50), &intake, &events).expect("takes in");
    events.into_iter().map(|(_, event)| event.item.as_str().to_owned()).collect()
}

fn bought(number: usize, what: usize) -> Event {
    Event {
        id: EventId::parse(&format!("e{number}")).expect("plain"),
        item: item(what).id,
        verb: Verb::Purchase,
        at: NOW.plus(-100),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

/// Everything that somebody is shown, in no order, each with its price.
fn offered(shop: &Shop, who: &str) -> (Rung, BTreeMap<String, Option<Price>>) {
    let request = Request { count: ITEMS, ..Request::default() };
    let who = SubjectId::parse(who).expect("plain");
    let shown = shop.recommend(NOW, &who, &Ask::on(ChannelId(0)), request).expect("recommends");
    let window = shop.window();
    let priced = |id: &ItemId| {
        let known = window.catalog().get(id).expect("an item of the catalog");
        (id.as_str().to_owned(), known.price)
    };
    let priced: BTreeMap<_, _> = shown.slate.places.iter().map(|shown| priced(&shown.item)).collect();
    assert_eq!(shown.slate.places.len(), priced.len(), "each item once");
    (shown.rung, priced)
}

#[test]
fn p13_price_and_eligibility_are_identical_under_any_ledger() {
    let (mut shop, mut personal) = (shop(), 0);
    let (_, everybody) = offered(&shop, "stranger");
    let can_be_had = (0..ITEMS).map(item).filter(|item| item.available);
    let due = can_be_had.map(|item| (item.id.as_str().to_owned(), item.price));
    assert_eq!(everybody, due.collect(), "a stranger is offered whatever there is");
    for case in 0..cases() {
        if case % PEOPLE == PEOPLE - 1 {
            shop = self::shop();
        }
        let name = format!("person{case}");
        let taken = live(&shop, &SubjectId::parse(&name).expect("plain"), &mut Dice(case * 7_919), "recommend");
        let (rung, theirs) = offered(&shop, &name);
        // Where nobody takes a thing again, nobody is recommended what they have; they can have it all the same.
        let left_out = |id: &&String| rung == Rung::Personal && taken.contains(*id) && !theirs.contains_key(*id);
        let known: Vec<String> = everybody.keys().filter(left_out).cloned().collect();
        let due = everybody.iter().filter(|(id, _)| !known.contains(id)).map(|(id, price)| (id.clone(), *price));
        assert_eq!(theirs, due.collect(), "{name} on {rung:?}");
        personal += u64::from(rung == Rung::Personal);
    }
    assert!(personal > cases() / 20 && personal < cases(), "both kinds of answers are tried: {personal} are personal");
}

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests is the one thing they read around them")]
fn cases() -> u64 {
    let long = std::env::var("ASSENT_PROOFS_LONG").is_ok_and(|value| value == "1");
    if long { CASES_LONG } else { CASES }
}
