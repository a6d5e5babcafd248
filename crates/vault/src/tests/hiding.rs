//! What is hidden is as if it had never been done: over random lives, in what is seen and in what the receipts count.

use super::village::{DAY, LATER, NOON, Village, Wish, bought, event, item, looked_at, village};
use crate::{Basis, Hide, Release, Reset, VEILS_MAX, VaultError};
use domain::{Event, EventId, EventOutcome, Reason, Recommend, Rung, SubjectId, Term, UnixTime, Verb};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;
use std::sync::Arc;

/// Lives that are tried.
const CASES: u32 = 300;
/// What stands in the catalog, each with its category.
const CATALOG: [(&str, &str); 6] = [
    ("tea", "kitchen"),
    ("cup", "kitchen"),
    ("pot", "kitchen"),
    ("novel", "books"),
    ("atlas", "books"),
    ("rope", "garden"),
];

/// What work saw, to the last piece.
#[derive(Debug, PartialEq, Eq)]
struct Everything(Vec<(String, Verb, i64, u32)>);

impl Release for Everything {
    fn reasons(&self) -> Vec<Reason> {
        let reason = |(id, ..): &(String, Verb, i64, u32)| Reason {
            item: item(id),
            term: Term::Again,
            weight: 1.0,
            evidence: vec![item(id)],
        };
        self.0.iter().map(reason).collect()
    }
}

fn see(basis: &Basis<'_, Recommend>, (): ()) -> Everything {
    match basis {
        Basis::Contextual(_) => Everything(Vec::new()),
        Basis::Personal(view) => Everything(
            view.acts().iter().map(|act| (act.item.as_str().to_owned(), act.verb, act.at.0, act.quantity)).collect(),
        ),
    }
}

/// What is seen of somebody, and what the receipt says of it.
fn seen(village: &Village, who: &SubjectId) -> (Everything, u32, Vec<Reason>) {
    let at = village.vault.at(LATER.plus(DAY));
    let answer = at.with(who, &village.ask(), (), see).unwrap();
    let receipt = at.receipt(Some(who), answer.receipt()).unwrap().unwrap();
    (answer.into_value(), receipt.last.data_used, receipt.last.reasons)
}

fn with_catalog() -> Village {
    let village = village();
    village.vault.sort_by(Arc::new(|item, key| CATALOG.contains(&(item.as_str(), key))));
    village
}

/// Somebody who said yes and did nothing yet.
fn newcomer(village: &Village, name: &str) -> SubjectId {
    let who = super::village::subject(name);
    village.say(NOON, &who, &[village.about(domain::Kind::Grant)], &village.facts());
    who
}

fn act() -> impl Strategy<Value = (usize, Verb, i64, u32, Option<u8>)> {
    let verbs = select(vec![Verb::Purchase, Verb::Purchase, Verb::View, Verb::Return]);
    (0..CATALOG.len(), verbs, 0..8_i64, 1..4_u32, proptest::option::of(0..3_u8))
}

fn hide() -> impl Strategy<Value = Hide> {
    let category = (select(vec!["kitchen", "books", "garden"]), any::<bool>());
    prop_oneof![
        (0..CATALOG.len()).prop_map(|at| Hide::Item(item(CATALOG[at].0))),
        category.prop_map(|(key, future)| Hide::Category { key: key.to_owned(), future }),
        (0..8_i64, 0..4_i64).prop_map(|(from, long)| Hide::Period { from: day(from), to: day(from + long) }),
        (0..3_u8).prop_map(|basket| Hide::Basket(named(basket))),
    ]
}

fn day(number: i64) -> UnixTime {
    NOON.plus(number * DAY / 16)
}

fn named(basket: u8) -> EventId {
    EventId::parse(&format!("basket{basket}")).unwrap()
}

/// What the words say, read again and apart from the vault: whether an event is hidden by something said at noon.
fn is_hidden(hide: &Hide, event: &Event) -> bool {
    match hide {
        Hide::Item(item) => event.item == *item,
        Hide::Category { key, future } => {
            CATALOG.contains(&(event.item.as_str(), key)) && (*future || event.at <= LATER)
        }
        Hide::Period { from, to } => event.at >= *from && event.at <= *to,
        Hide::Basket(basket) => event.basket.as_ref() == Some(basket),
    }
}

#[test]
fn what_is_hidden_or_contested_has_no_influence_over_random_lives() {
    let village = with_catalog();
    let lives = Cell::new(0);
    let hidden = Cell::new(0);
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let strategy = (vec(act(), 0..14), vec((hide(), any::<bool>()), 1..4), 0..14_usize);
    let promise = |(acts, hides, before): (Vec<_>, Vec<(Hide, bool)>, usize)| {
        lives.set(lives.get() + 1);
        let all: Vec<Event> = acts.iter().enumerate().map(|(number, act)| lived(number, *act)).collect();
        let left: Vec<Event> = all.iter().filter(|e| !hides.iter().any(|(h, _)| is_hidden(h, e))).cloned().collect();
        hidden.set(hidden.get() + usize::from(left.len() < all.len()));
        let who = newcomer(&village, &format!("anna{}", lives.get()));
        let other = newcomer(&village, &format!("ben{}", lives.get()));
        let (early, late) = all.split_at(before.min(all.len()));
        village.did(LATER.plus(DAY), &who, early);
        for (what, contested) in &hides {
            let at = village.vault.at(LATER);
            if *contested {
                at.contest(&who, what).unwrap()
            } else {
                at.veil(&who, what, true).unwrap()
            };
        }
        village.did(LATER.plus(DAY), &who, late);
        village.did(LATER.plus(DAY), &other, &left);
        prop_assert_eq!(seen(&village, &who), seen(&village, &other));
        Ok(())
    };
    if let Err(error) = TestRunner::new(config).run(&strategy, promise) {
        panic!("{error}");
    }
    assert!(hidden.get() > CASES as usize / 3, "{} lives had anything to hide", hidden.get());
}

fn lived(number: usize, (what, verb, at, quantity, basket): (usize, Verb, i64, u32, Option<u8>)) -> Event {
    Event {
        id: EventId::parse(&format!("e{number}")).unwrap(),
        quantity,
        basket: basket.map(named),
        ..event(CATALOG[what].0, verb, day(at))
    }
}

#[test]
fn what_is_shown_again_counts_again() {
    let village = with_catalog();
    let anna = village.person(Wish::SaidYes);
    let at = village.vault.at(LATER);
    let kitchen = |future| Hide::Category { key: "kitchen".to_owned(), future };
    assert!(at.veil(&anna, &kitchen(false), true).unwrap());
    assert!(!at.veil(&anna, &kitchen(false), true).unwrap(), "once is enough");
    village.did(LATER.plus(2), &anna, &[bought("pot", LATER.plus(2))]);
    assert_eq!(items(&village, &anna), ["pot"], "the past of it alone");
    assert!(at.veil(&anna, &kitchen(true), true).unwrap());
    assert!(items(&village, &anna).is_empty(), "the past and the future");
    assert!(at.veil(&anna, &kitchen(true), false).unwrap());
    assert_eq!(items(&village, &anna), ["tea", "cup", "pot"]);
    assert!(at.contest(&anna, &Hide::Item(item("tea"))).unwrap());
    village.did(LATER.plus(4), &anna, &[bought("tea", LATER.plus(4))]);
    assert_eq!(items(&village, &anna), ["cup", "pot"], "what is contested does not return");
    assert!(at.hide(&anna, &item("tea"), false).unwrap(), "but they may take it back");
    assert_eq!(items(&village, &anna), ["tea", "cup", "pot", "tea"]);
}

fn items(village: &Village, who: &SubjectId) -> Vec<String> {
    seen(village, who).0.0.into_iter().map(|(id, ..)| id).collect()
}

#[test]
fn a_reset_hides_or_deletes_everything_so_far_and_nothing_that_comes_after() {
    for how in [Reset::Hide, Reset::Delete] {
        let village = with_catalog();
        let anna = village.person(Wish::SaidYes);
        assert_eq!(village.vault.at(LATER).reset(&anna, how).unwrap(), 2);
        village.check(&anna, Rung::Personal, &[]);
        let again = village.did(LATER.plus(1), &anna, &[bought("tea", NOON), looked_at("rope", LATER)]);
        let due = if how == Reset::Hide { EventOutcome::Accepted } else { EventOutcome::NoConsent };
        assert_eq!(again[1], due, "a late arrival of that time");
        assert_eq!(again[0] == EventOutcome::Duplicate, how == Reset::Hide, "a client that sends it again");
        assert!(items(&village, &anna).is_empty());
        village.did(LATER.plus(5), &anna, &[bought("pot", LATER.plus(5))]);
        assert_eq!(items(&village, &anna), ["pot"]);
        let held = village.vault.at(LATER.plus(6)).open_to_subject(&anna).unwrap().unwrap();
        let kept: Vec<_> = held.events.iter().map(|held| held.event.item.as_str()).collect();
        assert_eq!(kept, if how == Reset::Hide { vec!["tea", "cup", "rope", "pot"] } else { vec!["pot"] });
        assert_eq!(held.cleared_at, (how == Reset::Delete).then_some(LATER));
        assert_eq!(held.statements.len(), 1, "what they said stays");
    }
    let village = with_catalog();
    assert_eq!(village.vault.at(LATER).reset(&super::village::subject("nobody"), Reset::Delete).unwrap(), 0);
}

#[test]
fn there_is_an_end_to_what_may_be_hidden() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let at = village.vault.at(LATER);
    let period = |second| Hide::Period { from: UnixTime(second), to: UnixTime(second) };
    for second in 0..VEILS_MAX as i64 {
        assert!(at.veil(&anna, &period(second), true).unwrap());
    }
    let more = at.veil(&anna, &period(-1), true);
    assert!(matches!(more, Err(VaultError::Limit { limit: "VEILS_MAX" })), "{more:?}");
    assert!(at.veil(&anna, &period(0), false).unwrap());
    assert!(at.veil(&anna, &period(-1), true).unwrap());
}

#[test]
fn what_is_hidden_for_good_does_not_speak_by_way_of_a_visit_either() {
    let village = super::village::village();
    let anna = village.named("anna", super::village::Wish::SaidYes);
    let item = |name: &str| domain::ItemId::parse(name).unwrap();
    let act = crate::VisitAct { item: item("kettle"), verb: domain::Verb::View, at: super::village::LATER };
    let plain = village.ask();
    let visiting =
        crate::Ask { visit: vec![act], cart: vec![item("kettle")], shown: vec![item("kettle")], ..village.ask() };
    for rung_max in [domain::Rung::Visit, domain::Rung::Personal] {
        let used = |ask: &crate::Ask| {
            let ask = crate::Ask { rung_max, ..ask.clone() };
            let at = village.vault.at(super::village::LATER.plus(1));
            let answer = at.with(&anna, &ask, (), super::village::look::<domain::Recommend>).unwrap();
            let receipt = at.receipt(Some(&anna), answer.receipt()).unwrap().unwrap();
            (answer.into_value(), receipt.last.data_used)
        };
        let hide = |on| village.vault.at(super::village::LATER).hide(&anna, &item("kettle"), on).unwrap();
        assert_ne!(used(&visiting).1, used(&plain).1, "what is done in a visit is used");
        hide(true);
        assert_eq!(used(&visiting), used(&plain));
        hide(false);
        assert_ne!(used(&visiting).1, used(&plain).1);
    }
}
