//! Retention: what is past its time goes for good, nothing goes before it, and a clock that can not be right takes nothing.

use super::village::{DAY, Ground, LATER, NOON, Strike, Village, Wish, bought, looked_at, subject};
use crate::policy::{Policy, Source, Sources};
use crate::{Declared, Declaring, Held, KeyPlace, LogState, RETAIN_ENTRIES_MAX, Vault};
use domain::{EventOutcome, Interest, SubjectId, Topic, UnixTime};
use std::sync::Arc;

/// Purchases are kept for 100 days, what was looked at for 30, what was declared for 50, receipts for 60.
const BRAND: &str = "name = \"brook\"\nversion = 1\nreceipts_days = 60\n\
    [[category]]\nkey = \"activity.view\"\nretention_days = 30\n\
    [[category]]\nkey = \"trait.interest\"\nretention_days = 50\n\
    [[category]]\nkey = \"trait.group\"\nretention_days = 50\n\
    [[category]]\nkey = \"activity.purchase\"\nretention_days = 100";

pub(super) fn brief_policy() -> Policy {
    Policy::read(&Sources { brand: Some(Source::new("brand.toml", BRAND)), ..Sources::shipped() }).unwrap()
}

pub(super) fn brief() -> Village {
    let ground = Arc::new(Ground::default());
    let vault = Vault::over(ground.clone(), ground.clone(), KeyPlace::Memory, brief_policy(), "village").unwrap();
    Village { vault, ground }
}

fn days(count: i64) -> UnixTime {
    NOON.plus(count * DAY)
}

/// How many events, statements and receipts are held of somebody, without leaving a receipt of the look.
fn held(village: &Village, who: &SubjectId) -> (usize, usize, usize) {
    let of = |kind| village.log(village.vault.partition(who)).iter().filter(|entry| entry.kind == kind).count();
    (village.events(who), of(crate::place::STATEMENT), of(crate::place::RECEIPT))
}

/// Enters everything into the transparency log, as a leaf: what it does not know of is not taken out.
fn enter(village: &Village) {
    let unlogged = village.vault.unlogged().unwrap();
    let next = LogState { size: unlogged.state.size + 1, ..LogState::default() };
    unlogged.enter(&[b"leaf".to_vec()], next, "village\n").unwrap();
}

/// Goes over everything, as a server does that runs all the time up to then.
pub(super) fn run(village: &Village, until: UnixTime) {
    enter(village);
    let mut at = village.vault.at(until).retention().unwrap().ended.max(NOON);
    while at < until {
        at = at.plus(20 * DAY).min(until);
        let done = village.vault.at(at).retain(RETAIN_ENTRIES_MAX, false).unwrap();
        assert_eq!(done.held, None);
    }
}

#[test]
fn what_is_past_its_time_goes_and_nothing_goes_before() {
    let village = brief();
    let anna = village.named("anna", Wish::SaidYes);
    village.ask_about(&anna).unwrap();
    assert_eq!(held(&village, &anna), (2, 1, 1));
    for (day, left) in [(29, (2, 1, 1)), (31, (1, 1, 1)), (59, (1, 1, 1)), (61, (1, 1, 0)), (99, (1, 1, 0))] {
        run(&village, days(day));
        assert_eq!(held(&village, &anna), left, "day {day}");
    }
    run(&village, days(102));
    assert_eq!(held(&village, &anna), (0, 1, 0), "statements stay: they show what was allowed");
    let ever = village.vault.at(days(102)).retention().unwrap().ever;
    assert_eq!((ever.events, ever.acts, ever.receipts), (2, 2, 1));
    let dossier = village.vault.at(days(102)).open_to_subject(&anna).unwrap().unwrap();
    assert!(dossier.events.is_empty());
}

#[test]
fn what_was_declared_and_drawn_goes_after_its_time_and_what_is_younger_stays() {
    let village = brief();
    let anna = village.named("anna", Wish::SaidYes);
    super::lots::says(&village, &anna, NOON, domain::Kind::Grant);
    let declares = |day: i64, tags: &[&str]| {
        let interest = |tag: &&str| Interest { topic: Topic::Tag((*tag).to_owned()), likes: true };
        let said = Declared { interests: tags.iter().map(interest).collect(), variety: Some(70) };
        assert_eq!(village.vault.at(days(day)).declare(&anna, &village.ask(), &said).unwrap(), Declaring::Kept);
    };
    declares(1, &["old"]);
    declares(20, &["old", "young"]);
    super::lots::decide(&village, days(1), Some(&anna));
    super::lots::decide(&village, days(20), Some(&anna));
    let left = || {
        let subject = village.vault.find(&anna).unwrap().unwrap();
        let traits = subject.traits().unwrap();
        (traits.interests.len(), traits.variety.is_some(), village.vault.trials(&subject).unwrap().len())
    };
    let all = left();
    assert!(all.0 == 2 && all.1 && all.2 > 1, "{all:?}");
    run(&village, days(30));
    assert_eq!(left(), all, "nothing before its time");
    run(&village, days(32));
    assert_eq!(left(), (2, true, all.2 - all.2 / 2), "what was drawn first");
    run(&village, days(52));
    assert_eq!(left(), (1, false, 0));
    run(&village, days(71));
    assert_eq!(left(), (0, false, 0));
    let ever = village.vault.at(days(71)).retention().unwrap().ever;
    assert_eq!((ever.traits, ever.trials), (3, all.2 as u64));
}

#[test]
fn what_is_past_its_time_is_out_of_use_before_it_is_gone() {
    let village = brief();
    let anna = village.named("anna", Wish::SaidYes);
    let seen = |at: UnixTime| {
        let answer =
            village.vault.at(at).with::<domain::Recommend, _, _>(&anna, &village.ask(), (), super::village::look);
        answer.unwrap().into_value().0
    };
    assert_eq!(seen(days(29)), ["tea", "cup"]);
    assert_eq!(seen(days(31)), ["tea"], "nothing was taken out yet");
    assert_eq!(seen(days(101)), [""; 0]);
}

#[test]
fn of_acts_of_one_class_each_is_asked_about_by_its_own_time() {
    let (older, younger) = (looked_at("pan", days(2)), looked_at("pot", days(20)));
    for looks in [[&older, &younger], [&younger, &older]] {
        let village = brief();
        let anna = village.named("anna", Wish::SaidYes);
        village.did(days(20), &anna, &looks.map(Clone::clone));
        let answer =
            village.vault.at(days(33)).with::<domain::Recommend, _, _>(&anna, &village.ask(), (), super::village::look);
        assert_eq!(answer.unwrap().into_value().0, ["tea", "pot"]);
    }
}

#[test]
fn a_clock_set_back_takes_nothing_and_one_that_leapt_waits_for_somebody_who_says_so() {
    let village = brief();
    let anna = village.named("anna", Wish::SaidYes);
    let retain = |day: i64, right: bool| village.vault.at(days(day)).retain(RETAIN_ENTRIES_MAX, right).unwrap().held;
    assert_eq!(retain(1, false), None);
    assert_eq!(retain(0, true), Some(Held::Behind), "and nobody can say that it is right");
    assert_eq!(retain(200, false), Some(Held::Leapt));
    assert_eq!(retain(200, false), Some(Held::Leapt), "asking again does not help");
    assert_eq!(held(&village, &anna).0, 2);
    assert_eq!(village.vault.at(days(200)).retention().unwrap().held, Some(Held::Leapt));
    assert_eq!(retain(200, true), None);
    assert_eq!(held(&village, &anna).0, 0);
    assert_eq!(retain(2, false), Some(Held::Behind), "set right again, it waits until that time has come");
}

#[test]
fn the_work_is_done_in_pieces_and_goes_on_where_it_stopped() {
    let village = brief();
    let people: Vec<_> = (0..40).map(|n| village.named(&format!("p{n}"), Wish::SaidYes)).collect();
    village.did(days(80), &people[7], &[bought("pot", days(80)), looked_at("cup", days(80))]);
    for day in (0..100).step_by(20) {
        village.vault.at(days(day)).retain(RETAIN_ENTRIES_MAX, false).unwrap();
    }
    let piece = || village.vault.at(days(101)).retain(30, false).unwrap();
    let first = piece();
    assert!(first.under_way && first.gone.looked_at < 40 && first.gone.people < 40, "{first:?}");
    let mut pieces = 1;
    let mut events = first.gone.events;
    while village.vault.at(days(101)).retention().unwrap().under_way {
        village.ground.strike_after(1, Strike::Before);
        let cut_short = village.vault.at(days(101)).retain(30, false).is_err();
        assert_eq!(village.ground.mend(), cut_short);
        let done = piece();
        pieces += 1;
        events += done.gone.events;
    }
    assert!(pieces > 3, "{pieces}");
    assert!(people.iter().all(|who| held(&village, who).0 == 2 * usize::from(*who == people[7])), "only two are young");
    assert!(events <= 40);
    assert_eq!(piece().gone.people, 0, "it rests for a day");
}

#[test]
fn what_is_kept_of_nobody_in_particular_goes_too() {
    let village = brief();
    let stranger = subject("stranger");
    village.ask_about(&stranger).unwrap();
    let kept = || village.log(village.vault.nobody()).len();
    assert_eq!(kept(), 1);
    run(&village, LATER.plus(59 * DAY));
    assert_eq!(kept(), 1);
    run(&village, LATER.plus(62 * DAY));
    assert_eq!(kept(), 0);
    assert_eq!(village.did(days(62), &stranger, &[bought("tea", days(62))]), [EventOutcome::NoConsent]);
}
