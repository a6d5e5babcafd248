//! Promises of the rule that need the whole vault, each over random lives: writes are idempotent (P14), and a receipt's
//! verdict is found again (P16).

use super::village::{DAY, LATER, Village, bought, item, look, looked_at, subject, village};
use crate::{Ask, Draft, PersonFacts, Recheck};
use domain::{
    AgeBand, CategoryId, ChannelId, Event, JurisdictionId, Kind, Placement, PurposeId, PurposeSet, Recommend, Scope,
    SubjectId, UnixTime,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use std::cell::{Cell, RefCell};

/// Lives a promise is tried on, and how many behind the long switch.
const CASES: u32 = 200;
const CASES_LONG: u32 = 100_000;
/// People who live in one village before there is a new one.
const PEOPLE: u32 = 100;

/// One thing that happens in somebody's life with us.
#[derive(Clone, Debug)]
enum Step {
    Say(Kind, Scope, bool),
    Fact(PersonFacts),
    Did(Event),
    Hid(&'static str, bool),
    SawOptOut,
}

fn scope() -> impl Strategy<Value = Scope> {
    let purpose = prop_oneof![4 => Just(PurposeId(0)), 1 => (0..4_u8).prop_map(PurposeId)];
    let parts = (purpose, option::weighted(0.2, (0..6_u8).prop_map(CategoryId)), option::weighted(0.2, 0..3_u8));
    parts.prop_map(|(purpose, category, channel)| Scope {
        purpose: Some(purpose),
        category,
        recipient: None,
        channel: channel.map(ChannelId),
    })
}

fn fact() -> impl Strategy<Value = PersonFacts> {
    let ages = [AgeBand::Adult, AgeBand::Adult, AgeBand::Teen, AgeBand::Child];
    let parts = (
        vec(0..4_u8, 0..2),
        option::weighted(0.3, select(ages.to_vec())),
        option::weighted(0.3, any::<bool>()),
        option::weighted(0.3, any::<bool>()),
        prop::bool::weighted(0.1),
    );
    parts.prop_map(|(jurisdictions, age, restricted, paused, opt_out_signal)| PersonFacts {
        jurisdictions: jurisdictions.into_iter().map(JurisdictionId).collect(),
        age,
        restricted,
        paused,
        paused_until: None,
        opt_out_signal,
    })
}

fn step() -> impl Strategy<Value = Step> {
    let kinds = [Kind::Grant, Kind::Grant, Kind::Grant, Kind::Renew, Kind::Withdraw, Kind::Object, Kind::Refuse];
    let things = select(vec!["tea", "cup", "pot"]);
    let event = (things.clone(), any::<bool>(), 0..4_i64).prop_map(|(what, buys, days)| {
        let at = LATER.plus(-days * DAY);
        Step::Did(if buys { bought(what, at) } else { looked_at(what, at) })
    });
    prop_oneof![
        4 => (select(kinds.to_vec()), scope(), any::<bool>()).prop_map(|(kind, scope, past)| Step::Say(kind, scope, past)),
        1 => fact().prop_map(Step::Fact),
        2 => event,
        1 => (things, any::<bool>()).prop_map(|(what, hidden)| Step::Hid(what, hidden)),
        1 => Just(Step::SawOptOut),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    let ceiling = option::weighted(0.2, (0..16_u64).prop_map(PurposeSet));
    let place = select(vec![Placement::General, Placement::General, Placement::Housing]);
    let parts = (0..3_u8, vec(0..4_u8, 0..2), any::<bool>(), ceiling, place, prop::bool::weighted(0.1));
    parts.prop_map(|(channel, jurisdictions, opt_out_signal, ceiling, placement, private_visit)| Ask {
        jurisdictions: jurisdictions.into_iter().map(JurisdictionId).collect(),
        opt_out_signal,
        ceiling,
        placement,
        private_visit,
        ..Ask::on(ChannelId(channel))
    })
}

/// Does a step at this second.
fn take(village: &Village, who: &SubjectId, now: UnixTime, step: &Step) {
    let at = village.vault.at(now);
    match step {
        Step::Say(kind, scope, past_data) => {
            let draft = Draft { scope: *scope, past_data: *past_data, client_at: Some(now), ..village.about(*kind) };
            at.record(who, &[draft], &PersonFacts::default()).unwrap();
        }
        Step::Fact(facts) => drop(at.record(who, &[], facts).unwrap()),
        Step::Did(event) => drop(village.did(now, who, std::slice::from_ref(event))),
        Step::Hid(what, hidden) => drop(at.hide(who, &item(what), *hidden).unwrap()),
        Step::SawOptOut => at.see_opt_out(who).unwrap(),
    }
}

/// Tries a promise on people of their own, with a new village now and then.
fn hold<S: Strategy>(strategy: S, promise: impl Fn(&Village, u32, S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    let (world, lived) = (RefCell::new(village()), Cell::new(0));
    let one = |value| {
        lived.set(lived.get() + 1);
        if lived.get() % PEOPLE == 0 {
            world.replace(village());
        }
        promise(&world.borrow(), lived.get(), value)
    };
    if let Err(error) = TestRunner::new(config).run(&strategy, one) {
        panic!("{error}");
    }
}

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests is the one thing they read around them")]
fn cases() -> u32 {
    let long = std::env::var("ASSENT_PROOFS_LONG").is_ok_and(|value| value == "1");
    if long { CASES_LONG } else { CASES }
}

/// What a person's life with us comes to: what may be used for what, what is held, and what is seen of it.
fn comes_to(village: &Village, who: &SubjectId) -> String {
    let at = village.vault.at(LATER.plus(DAY));
    let effective = at.effective(who, &village.ask()).unwrap();
    let seen = at.with(who, &village.ask(), (), look::<Recommend>).unwrap().into_value();
    let held = at.open_to_subject(who).unwrap().map(|held| {
        let events: Vec<_> = held.events.iter().map(|e| (e.event.id.clone(), e.disclosed)).collect();
        (held.status, held.age, held.paused, held.jurisdictions, held.opt_out_first_seen, events, held.hidden)
    });
    format!("{effective:?} {seen:?} {held:?}")
}

#[test]
fn p14_what_is_done_twice_is_as_if_it_was_done_once() {
    hold(vec(step(), 1..8), |village, number, steps| {
        let (once, twice) = (subject(&format!("once{number}")), subject(&format!("twice{number}")));
        for (second, step) in (0..).zip(&steps) {
            take(village, &once, LATER.plus(second), step);
            take(village, &twice, LATER.plus(second), step);
            take(village, &twice, LATER.plus(second), step);
        }
        prop_assert_eq!(comes_to(village, &once), comes_to(village, &twice));
        Ok(())
    });
}

#[test]
fn p16_a_receipt_s_verdict_is_found_again_whatever_was_said_since() {
    let opened = Cell::new(0);
    hold((vec(step(), 0..6), ask(), vec(step(), 0..5)), |village, number, (before, ask, after)| {
        let who = subject(&format!("anna{number}"));
        for (second, step) in (0..).zip(&before) {
            take(village, &who, LATER.plus(second), step);
        }
        let (known, private) = (village.vault.find(&who).unwrap().is_some(), ask.private_visit);
        let answer = village.vault.at(LATER.plus(10)).with(&who, &ask, (), look::<Recommend>).unwrap();
        for (second, step) in (11..).zip(&after) {
            take(village, &who, LATER.plus(second), step);
        }
        let again = village.vault.at(LATER.plus(90 * DAY)).recheck_receipt(answer.receipt()).unwrap();
        let asked = if answer.rung() == domain::Rung::Personal { 3 } else { 4 };
        prop_assert_eq!(again, Some(if known && !private { Recheck::Same(asked) } else { Recheck::NoDecision }));
        opened.set(opened.get() + u32::from(answer.refusal().is_none()));
        Ok(())
    });
    assert!(opened.get() > cases() / 20, "the lives are no test if hardly any is open: {}", opened.get());
}
