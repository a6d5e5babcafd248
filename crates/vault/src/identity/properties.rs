//! What must hold of merging and linking, over random lives (RULE.md, Identity, P12, P14 and P18).

mod lives;

use super::union::{Side, union};
use crate::gate::evaluate;
use crate::gate::properties::world::{ASKED, NOON, World, is_yes, moment, said, world};
use crate::record::{History, Ledger};
use crate::tests::village::{bought, subject};
use domain::{
    Actor, AgeBand, ChannelId, Context, JurisdictionId, Mode, Origin, PurposeSet, Sensitivity, Statement, Status,
    UnixTime,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

/// Cases a property is tried on, and how many behind the long switch.
const CASES: u32 = 2_000;
const CASES_LONG: u32 = 100_000;

#[expect(clippy::disallowed_methods, reason = "the long switch of the tests is the one thing they read around them")]
fn long() -> bool {
    std::env::var("ASSENT_PROOFS_LONG").is_ok_and(|value| value == "1")
}

#[track_caller]
fn hold<S: Strategy>(cases: u32, strategy: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    if let Err(error) = TestRunner::new(config).run(&strategy, property) {
        panic!("{error}");
    }
}

fn cases() -> u32 {
    if long() { CASES_LONG } else { CASES }
}

// === two people in the small world of the rule ===

/// One of two people: what is known of them, and since when a verified identifier stands for them.
#[derive(Clone, Debug)]
struct One {
    ledger: Vec<Statement>,
    status: Status,
    age: AgeBand,
    paused: bool,
    opt_out_first_seen: Option<UnixTime>,
    jurisdictions: Vec<JurisdictionId>,
    verified: Option<UnixTime>,
}

impl One {
    fn open(&self, name: &str) -> Ledger {
        let mut ledger = Ledger::new(subject(name), UnixTime(0));
        ledger.statements.clone_from(&self.ledger);
        ledger.status = self.status;
        ledger.age = self.age;
        ledger.paused = self.paused;
        ledger.opt_out_first_seen = self.opt_out_first_seen;
        ledger.jurisdictions.clone_from(&self.jurisdictions);
        ledger
    }
}

/// What may be missing of a yes that is alike in all else.
const FLAWS: [fn(&mut Statement); 6] = [
    |said| said.explicit = false,
    |said| said.past_data = false,
    |said| said.notice_current = false,
    |said| said.overrides = None,
    |said| said.actor = Actor::Subject,
    |said| said.client_at = said.client_at.plus(-1),
];

/// What a yes needs beside being said, one at a time.
const NEEDS: [fn(&mut World); 6] = [
    |_| {},
    |_| {},
    |world| {
        world.datum.disclosed = PurposeSet::NONE;
        world.ledger.iter_mut().for_each(|said| said.past_data = true);
    },
    |world| {
        world.age = AgeBand::Child;
        world.purpose.targeted_ads = false;
        world.purpose.sale_or_share = false;
        world.ledger.iter_mut().for_each(|said| said.actor = Actor::Guardian);
    },
    |world| {
        let seen = Some(UnixTime(NOON - 7));
        world.opt_out_first_seen = seen;
        world.purpose.targeted_ads = true;
        world.datum.sensitivity = Sensitivity::None;
        world.ledger.iter_mut().for_each(|said| said.overrides = seen);
    },
    |world| {
        for (_, mode) in &mut world.purpose.modes {
            *mode = Mode::Explicit;
        }
        let category = world.datum.category;
        for said in &mut world.ledger {
            (said.explicit, said.scope.category) = (true, Some(category));
        }
    },
];

/// A world in which what people say is what matters, more often than not: chance alone closes it for other reasons.
fn talkative() -> impl Strategy<Value = World> {
    (world().boxed(), option::weighted(0.8, select(NEEDS.to_vec()))).prop_map(|(world, need)| {
        world.but(|world| {
            if let Some(need) = need {
                let (datum, context) = (&mut world.datum, &mut world.context);
                datum.lineage.clear();
                datum.disclosed = datum.disclosed.with(ASKED);
                datum.origin = Origin::Declared;
                (datum.collected_at, datum.retained_until) = (UnixTime(NOON - 1), None);
                (datum.suppressed, datum.contested) = (false, false);
                (context.ceiling, context.shown_from, context.recipient) = (None, None, None);
                context.channel = ChannelId(0);
                (world.status, world.age) = (Status::Active, AgeBand::Adult);
                world.purpose.consent_seconds = 100;
                need(world);
            }
        })
    })
}

/// A world, and two people in it who are not strangers to each other: they share most of what they said, and differ in
/// some of it. Often the one is who the world was made for.
fn case() -> impl Strategy<Value = (World, One, One)> {
    let verified = || prop_oneof![1 => Just(None), 6 => Just(Some(UnixTime(0))), 2 => moment().prop_map(Some)];
    let mine = (vec(said(), 0..2), verified(), prop::bool::weighted(0.5));
    let theirs = (vec(said(), 0..3), verified(), option::weighted(0.3, moment()), prop::bool::weighted(0.5));
    let flaw = option::weighted(0.6, select(FLAWS.to_vec()));
    let apart = (option::weighted(0.3, world().boxed()), prop::bool::weighted(0.03), 0..4_usize, flaw);
    (talkative().boxed(), mine, theirs, apart).prop_map(|(world, mine, theirs, (stranger, paused, shared, flaw))| {
        let person = |world: &World, verified| One {
            ledger: world.ledger.clone(),
            status: world.status,
            age: world.age,
            paused: world.paused,
            opt_out_first_seen: world.opt_out_first_seen,
            jurisdictions: world.context.jurisdictions.clone(),
            verified,
        };
        let mut one = person(&world, mine.1);
        let mut other = person(stranger.as_ref().unwrap_or(&world), theirs.1);
        if stranger.is_some() {
            other.ledger.extend(world.ledger.iter().skip(shared).cloned());
        }
        if let Some(flaw) = flaw {
            other.ledger.iter_mut().for_each(flaw);
        }
        one.ledger.extend(mine.0);
        other.ledger.extend(theirs.0);
        other.paused |= paused;
        if let (Some(moment), Some(statement)) = (theirs.2, other.ledger.get_mut(shared)) {
            (statement.client_at, statement.received_at) = (moment, moment);
        }
        for (person, nowhere) in [(&mut one, mine.2), (&mut other, theirs.3)] {
            if nowhere {
                person.jurisdictions.clear();
            }
        }
        (world, one, other)
    })
}

/// What the gate says of somebody in a world whose request claims some places by itself.
fn reasons(world: &World, ledger: &Ledger) -> domain::Reasons {
    let mut jurisdictions = ledger.jurisdictions.clone();
    jurisdictions.extend(world.context.jurisdictions.iter().filter(|j| !ledger.jurisdictions.contains(j)));
    let context = Context { jurisdictions, ..world.context.clone() };
    evaluate(&world.purpose, &world.datum, &ledger.standing(context.now), &context)
}

fn merged(one: &One, other: &One, now: UnixTime) -> (Ledger, Ledger, Ledger) {
    let (a, b) = (one.open("a"), other.open("b"));
    let both = union(side(&a, one), side(&b, other), now);
    (a, b, both)
}

const fn side<'a>(ledger: &'a Ledger, one: &One) -> Side<'a> {
    Side { ledger, verified: one.verified }
}

#[test]
fn two_people_merge_to_a_yes_often_enough_to_prove_anything() {
    let mut runner = TestRunner::deterministic();
    let (mut yes, mut by_grant) = (0, 0);
    for _ in 0..4_000 {
        let (world, one, other) = case().new_tree(&mut runner).unwrap().current();
        let (_, _, both) = merged(&one, &other, world.context.now);
        if reasons(&world, &both).allow() {
            yes += 1;
            let mut silent = both;
            silent.statements.retain(|statement| !is_yes(statement));
            by_grant += u32::from(!reasons(&world, &silent).allow());
        }
    }
    assert!(yes >= 200 && by_grant >= 60, "{yes} of 4,000 are allowed, {by_grant} by a yes that both gave");
}

#[test]
fn p12_after_a_merge_an_allow_was_allowed_to_both_before() {
    hold(cases(), case(), |(world, one, other)| {
        let (a, b, both) = merged(&one, &other, world.context.now);
        prop_assert!(!reasons(&world, &both).allow() || reasons(&world, &a).allow() && reasons(&world, &b).allow());
        Ok(())
    });
}

#[test]
fn p12_holds_for_every_purpose_category_and_channel_that_may_be_asked_for_later() {
    hold(cases(), (case(), 0..9_i64), |((world, one, other), later)| {
        let now = UnixTime(1_000);
        let (a, b, both) = merged(&one, &other, now);
        let everything = (0..3).flat_map(|purpose| (0..3).map(move |category| (purpose, category)));
        for (purpose, category, channel) in everything.flat_map(|(p, c)| (0..2).map(move |channel| (p, c, channel))) {
            let asked = world.but(|world| {
                world.context.now = now.plus(later);
                world.purpose.id = domain::PurposeId(purpose);
                world.datum.category = domain::CategoryId(category);
                world.context.channel = ChannelId(channel);
            });
            let before = reasons(&asked, &a).allow() && reasons(&asked, &b).allow();
            prop_assert!(before || !reasons(&asked, &both).allow());
        }
        Ok(())
    });
}

#[test]
fn a_merge_gives_the_same_verdicts_whoever_goes_on() {
    hold(cases(), case(), |(world, one, other)| {
        let (_, _, there) = merged(&one, &other, world.context.now);
        let (_, _, back) = merged(&other, &one, world.context.now);
        prop_assert_eq!(reasons(&world, &there), reasons(&world, &back));
        Ok(())
    });
}

#[test]
fn a_merge_loses_no_no_and_says_nothing_that_neither_said() {
    hold(cases(), case(), |(_, one, other)| {
        let (a, b, both) = merged(&one, &other, UnixTime(1_000));
        let all: Vec<_> = a.statements.iter().chain(&b.statements).collect();
        prop_assert_eq!(both.statements.len(), all.len());
        for (kept, said) in both.statements.iter().zip(all) {
            let current = kept.notice_current;
            prop_assert_eq!(&Statement { notice_current: said.notice_current, ..kept.clone() }, said);
            prop_assert!(!current || said.notice_current);
            prop_assert!(is_yes(said) || current == said.notice_current);
        }
        Ok(())
    });
}

#[test]
fn a_yes_that_no_verified_identifier_stood_for_is_kept_of_nobody() {
    hold(cases(), case(), |(_, mut one, mut other)| {
        (one.verified, other.verified) = (None, None);
        let (_, _, both) = merged(&one, &other, UnixTime(1_000));
        prop_assert!(both.statements.iter().all(|statement| !is_yes(statement) || !statement.notice_current));
        Ok(())
    });
}

#[test]
fn p12_a_later_act_opens_what_the_merge_closed() {
    let mut runner = TestRunner::deterministic();
    let mut opened = 0;
    for _ in 0..2_000 {
        let (world, one, other) = case().new_tree(&mut runner).unwrap().current();
        let (a, _, mut both) = merged(&one, &other, world.context.now);
        let asked = world.but(|world| world.context.now = world.context.now.plus(3));
        let yes = a.statements.iter().find(|s| is_yes(s) && s.notice_current).cloned();
        if let Some(yes) = yes.filter(|_| !reasons(&asked, &both).allow()) {
            let at = world.context.now.plus(3);
            both.statements.push(Statement { client_at: at, received_at: at, past_data: true, ..yes });
            opened += u32::from(reasons(&asked, &both).allow());
        }
    }
    assert!(opened >= 20, "{opened}");
}

#[test]
fn p18_every_act_keeps_what_was_disclosed_for_it_and_whatever_was_hidden_stays_so() {
    let bits = || vec((0..6_u8, 0..5_i64, 0..4_u64), 0..12);
    hold(cases(), (bits(), bits(), vec(0..6_u8, 0..3), vec(0..6_u8, 0..3)), |(mine, theirs, hid, they_hid)| {
        let (one, other) = (history(&mine, &hid), history(&theirs, &they_hid));
        let due: BTreeSet<_> = told(&one).into_iter().chain(told(&other)).collect();
        let hidden: BTreeSet<_> = one.hidden.union(&other.hidden).cloned().collect();
        let mut both = one;
        both.absorb(other);
        prop_assert_eq!(told(&both).into_iter().collect::<BTreeSet<_>>(), due);
        prop_assert_eq!(both.acts.len(), mine.len() + theirs.len());
        prop_assert_eq!(both.hidden, hidden);
        Ok(())
    });
}

fn history(acts: &[(u8, i64, u64)], hidden: &[u8]) -> History {
    let mut history = History::default();
    for (what, at, disclosed) in acts {
        history.add(&bought(&format!("i{what}"), UnixTime(*at)), PurposeSet(*disclosed), ChannelId(0));
    }
    history.hidden.extend(hidden.iter().map(|what| crate::tests::village::item(&format!("i{what}"))));
    history
}

fn told(history: &History) -> Vec<(String, i64, u64)> {
    let act = |act: &crate::record::ActRecord| {
        (history.items[act.item as usize].as_str().to_owned(), act.at.0, act.disclosed.0)
    };
    history.acts.iter().map(act).collect()
}
