//! Two settings of the weights side by side in a whole shop: how they are kept, what each shows, what the log tells.

use super::*;
use crate::shadow::{OddsOf, compare, read_log};
use crate::{Place, Words};
use domain::{Event, EventId, Evidence, Item, ItemId, Kind, Verb};
use engine::{Arm, Knob, Weights};
use vault::policy::Policy;
use vault::{Arrival, Intake, PersonFacts};

const NOON: UnixTime = UnixTime(1_760_000_000);
const PEOPLE: usize = 60;

fn item(id: &str) -> ItemId {
    ItemId::parse(id).unwrap()
}

/// A shop that learned from ten people, three of whom took jam.
fn shop() -> Shop {
    let shop = Shop::open(&Place::Memory, Policy::shipped().unwrap(), NOON).unwrap();
    shop.put_items(["tea", "jam"].map(|id| Item::named(item(id), id.to_owned())).to_vec()).unwrap();
    let taken = |n: usize| (person(&shop, &format!("teacher{n}"), "train"), bought(if n < 3 { "jam" } else { "tea" }));
    let events: Vec<_> = (0..10).map(taken).collect();
    let intake = Intake { ask: ask(&shop), arrival: Arrival::File };
    shop.take_in(NOON.plus(-50), &intake, &events).unwrap();
    shop.train(NOON, &|_| {}).unwrap();
    shop
}

fn bought(what: &str) -> Event {
    Event {
        id: EventId::parse("e").unwrap(),
        item: item(what),
        verb: Verb::Purchase,
        at: NOON.plus(-100),
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

fn ask(shop: &Shop) -> Ask {
    Ask::on(shop.policy().channel("web").unwrap())
}

fn person(shop: &Shop, name: &str, purpose: &str) -> SubjectId {
    let who = SubjectId::parse(name).unwrap();
    let evidence = Evidence { notice: "v1".to_owned(), how: "a button".to_owned() };
    let facts = PersonFacts { jurisdictions: vec![shop.policy().jurisdiction("eu")], ..PersonFacts::default() };
    shop.say(NOON.plus(-90), &who, &[Words::of(Kind::Grant, purpose, None, &evidence)], &facts).unwrap();
    who
}

fn experiment(popular: f32) -> Experiment {
    let weights = Weights::default().with(Knob::Popular, popular).unwrap();
    let arm = |id: &str, weights| Arm { id: id.to_owned(), percent: 50, weights, ..Arm::default() };
    let arms = vec![arm("now", Weights::default()), arm("else", weights)];
    Experiment { version: 0, on: On::Recommend, arms, control: 0 }
}

#[test]
fn an_experiment_from_before_arms_had_weights_goes_on() {
    let shop = shop();
    shop.vault.put_blob(&blob("mix"), &[7, 0, 2, 3, b'n', b'o', b'w', 50, 0, 0, 0, 1, b'b', 50, 0, 0, 0, 0]).unwrap();
    let kept = shop.experiment("mix").unwrap();
    assert_eq!((kept.version, kept.arms[1].id.as_str(), kept.arms[1].weights.is_empty()), (7, "b", true));
    assert_eq!(shop.put_experiment("mix", kept.clone()).unwrap(), kept, "nothing changed, so counts go on");
    assert_eq!(shop.experiment("mix").unwrap(), kept);
    assert_eq!(shop.put_experiment("mix", experiment(0.5)).unwrap().version, 8);
    assert_eq!(shop.put_experiment("mix", experiment(0.6)).unwrap().version, 9, "other weights, other counts");
    assert_eq!(shop.put_experiment("mix", experiment(0.6)).unwrap().version, 9);
}

/// People who took part; in the second arm, where they are shown what it weighs, each clicks. How often each was drawn.
fn lived(shop: &Shop, popular: f32) -> [usize; 2] {
    let plain = shop.model().chosen().popular;
    let request = Request { count: 2, ..Request::default() };
    let mut seen = [0; 2];
    let mut scores = [None, None];
    for n in 0..PEOPLE {
        let who = person(shop, &format!("p{n}"), "measure");
        let (shown, drawn) = shop.recommend_in_experiment(NOON, &who, &ask(shop), (request, "mix")).unwrap();
        let arm = usize::from(drawn.chosen == "else");
        seen[arm] += 1;
        let score = shown.slate.places[0].score;
        assert_eq!(*scores[arm].get_or_insert(score), score, "one ranking in one arm");
        if arm == 1 {
            shop.outcome(NOON, Some(&who), &ask(shop), (shown.receipt, Outcome::Clicked)).unwrap();
        }
    }
    let [Some(now), Some(other)] = scores else { panic!("both arms are filled: {seen:?}") };
    assert!((other / now - popular / plain).abs() < 1e-3, "{now} {other} by {plain}");
    seen
}

#[test]
fn the_log_of_two_settings_of_the_weights_tells_them_apart() {
    let shop = shop();
    shop.put_experiment("mix", experiment(0.5)).unwrap();
    let seen = lived(&shop, 0.5);
    // Half of sixty: fewer than seven in one arm has a chance of one in a billion.
    assert!(seen.iter().all(|seen| *seen >= 7), "{seen:?}");
    let logged = shop.decisions_log(NOON, DrawFor::Experiment, "mix").unwrap();
    assert_eq!((logged.lines.len(), logged.withheld.decisions), (PEOPLE, 0));
    let policy = |name: &str| OddsOf::read(format!("{{\"odds\":{{\"{name}\":1}}}}").as_bytes()).unwrap();
    let compared = compare(&read_log(&logged.lines.join("\n")).unwrap(), &policy("now"), &policy("else"));
    assert!((compared.a.snips.value, compared.b.snips.value) == (0.0, 1.0), "{compared:?}");
    assert!((compared.a.covered, compared.b.covered) == (1.0, 1.0), "{compared:?}");
    for difference in [compared.ips_difference, compared.dr_difference] {
        assert!(difference.interval().0 > 0.0, "{compared:?}");
    }
}

#[test]
fn an_interval_is_that_of_wilson() {
    // The worked example of Newcombe (1998), table I: 81 of 263.
    let rate = Rate::of(81, 263).unwrap();
    assert!((rate.low - 0.2553).abs() < 5e-5 && (rate.high - 0.3662).abs() < 5e-5, "{rate:?}");
    let none = Rate::of(0, 20).unwrap();
    assert!(none.low.abs() < 1e-12 && (none.high - 0.1611).abs() < 5e-5, "{none:?}");
    assert_eq!(Rate::of(0, 0), None);
}
