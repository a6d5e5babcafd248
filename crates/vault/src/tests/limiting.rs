//! How often, when and about what somebody is reached, as they set it: in force for the next decision, and only ever less.

use super::village::{DAY, LATER, NOON, Village, Wish, look, subject, village};
use crate::{Limits, Link, Merge, PersonFacts, Quiet, Recheck, Sending, VaultError, Zone, record};
use domain::{
    ChannelId, Code, Identifier, IdentifierKind, Kind, Message, Purpose, Reasons, Recommend, Rung, SubjectId, UnixTime,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

fn channel(village: &Village, key: &str) -> ChannelId {
    village.vault.policy().channel(key).unwrap()
}

/// Somebody who lets the shop write to them.
fn reader(village: &Village) -> SubjectId {
    let anna = village.person(Wish::SaidYes);
    village.say(NOON.plus(5), &anna, &[village.about_purpose(Kind::Grant, Message::KEY)], &village.facts());
    anna
}

fn ask(village: &Village, who: &SubjectId, at: UnixTime, key: &str, topics: &[&str]) -> Sending {
    let mut ask = crate::Ask::on(channel(village, key));
    ask.jurisdictions = village.facts().jurisdictions;
    let topics: Vec<String> = topics.iter().map(ToString::to_string).collect();
    village.vault.at(at).may_send(who, &ask, &topics).unwrap()
}

#[track_caller]
fn check(found: Sending, closed: &[Code], not_before: Option<UnixTime>) {
    let due = closed.iter().fold(Reasons::NONE, |all, code| all.or(Reasons::only(*code)));
    let codes = |reasons: Reasons| reasons.iter().collect::<Vec<_>>();
    assert_eq!((found.send, codes(found.reasons)), (closed.is_empty(), codes(due)));
    assert_eq!(found.not_before, not_before);
}

#[test]
fn a_message_goes_out_with_a_yes_on_a_channel_of_it_and_to_nobody_else() {
    let village = village();
    let anna = reader(&village);
    check(ask(&village, &anna, LATER, "email", &["Garden"]), &[], None);
    check(ask(&village, &anna, LATER, "web", &[]), &[Code::ContextOutside], None);
    for wish in [Wish::SaidNo, Wish::Withdrew] {
        let who = village.person(wish);
        check(ask(&village, &who, LATER, "email", &[]), &[Code::NoValidGrant], None);
    }
    let stranger = ask(&village, &subject("stranger"), LATER, "email", &[]);
    check(stranger, &[Code::NoValidGrant], None);
    assert!(village.vault.at(LATER).receipt(None, stranger.receipt).unwrap().is_some(), "it is about nobody");
    village.say(LATER, &anna, &[village.about_purpose(Kind::Withdraw, Message::KEY)], &village.facts());
    check(ask(&village, &anna, LATER.plus(1), "email", &[]), &[Code::NoValidGrant], None);
}

#[test]
fn each_limit_is_in_force_for_the_next_decision_and_gone_with_the_next_setting() {
    let village = village();
    let anna = reader(&village);
    let (mail, at) = (channel(&village, "email"), |seconds| LATER.plus(seconds));
    let set = |seconds, limits: &Limits| village.vault.at(at(seconds)).set_limits(&anna, limits).unwrap();
    let none = Limits { weekly: BTreeMap::from([(mail, 0)]), ..Limits::default() };
    set(1, &none);
    check(ask(&village, &anna, at(2), "email", &[]), &[Code::CapReached], None);
    check(ask(&village, &anna, at(2), "push", &[]), &[], None);
    set(3, &Limits { weekly: BTreeMap::from([(mail, 1)]), ..Limits::default() });
    check(ask(&village, &anna, at(4), "email", &[]), &[], None);
    check(ask(&village, &anna, at(5), "email", &[]), &[Code::CapReached], Some(at(4 + 7 * DAY)));
    check(ask(&village, &anna, at(4 + 7 * DAY), "email", &[]), &[], None);
    let next = 8 * DAY;
    set(next, &Limits { topics_off: BTreeSet::from(["Garden".to_owned()]), ..Limits::default() });
    check(ask(&village, &anna, at(next + 1), "email", &["Tools", "Garden"]), &[Code::TopicOff], None);
    check(ask(&village, &anna, at(next + 1), "email", &["Books"]), &[], None);
    // LATER is 8 October 2025, 09:10 UTC.
    let quiet = Quiet::new(11 * 60, 12 * 60, Zone::parse("Europe/Berlin").unwrap()).ok();
    set(next + 2, &Limits { quiet: quiet.into_iter().collect(), ..Limits::default() });
    let noon = UnixTime(at(next).0 - at(next).0.rem_euclid(DAY) + 10 * 3_600);
    check(ask(&village, &anna, at(next + 3), "email", &[]), &[Code::QuietHours], Some(noon));
    check(ask(&village, &anna, noon, "email", &[]), &[], None);
    set(next + 4, &Limits::default());
    check(ask(&village, &anna, at(next + 5), "email", &["Garden"]), &[], None);
}

#[test]
fn what_is_effective_says_so_too_and_what_nobody_is_reached_by_goes_on() {
    let village = village();
    let anna = reader(&village);
    let mail = channel(&village, "email");
    let limits = Limits { weekly: BTreeMap::from([(mail, 0)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&anna, &limits).unwrap();
    let effective = village.vault.at(LATER.plus(1)).effective(&anna, &crate::Ask::on(mail)).unwrap();
    let message: Vec<_> = effective.iter().filter(|one| one.purpose == Message::KEY).collect();
    assert!(!message.is_empty() && message.iter().all(|one| one.reasons.has(Code::CapReached)), "{message:?}");
    let others = effective.iter().filter(|one| one.purpose != Message::KEY);
    assert!(others.into_iter().all(|one| !one.reasons.has(Code::CapReached)));
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    let at = village.vault.at(LATER.plus(1));
    let answer = at.with(&anna, &crate::Ask::on(mail), (), look::<Message>).unwrap();
    assert_eq!(answer.rung(), Rung::Contextual, "whatever else is decided for that purpose");
}

#[test]
fn a_pause_with_an_end_is_over_at_that_very_second_and_earlier_where_they_go_on() {
    let village = village();
    let anna = reader(&village);
    let until = LATER.plus(3 * DAY);
    let pause = PersonFacts { paused_until: Some(until), ..village.facts() };
    village.say(LATER, &anna, &[], &pause);
    let rung = |at: UnixTime| village.vault.at(at).with(&anna, &village.ask(), (), look::<Recommend>).unwrap().rung();
    assert_eq!(
        (rung(LATER.plus(1)), rung(until.plus(-1)), rung(until)),
        (Rung::Contextual, Rung::Contextual, Rung::Personal)
    );
    check(ask(&village, &anna, until.plus(-1), "email", &[]), &[Code::Paused], Some(until));
    check(ask(&village, &anna, until, "email", &[]), &[], None);
    let shown = |at| village.vault.at(at).paused_until(&anna).unwrap();
    assert_eq!((shown(until.plus(-1)), shown(until)), (Some(until), None));
    village.say(LATER.plus(1), &anna, &[], &pause);
    village.say(LATER.plus(2), &anna, &[], &PersonFacts { paused: Some(false), ..village.facts() });
    assert_eq!(rung(LATER.plus(3)), Rung::Personal);
    village.say(LATER.plus(4), &anna, &[], &PersonFacts { paused: Some(true), ..village.facts() });
    village.say(LATER.plus(5), &anna, &[], &pause);
    assert_eq!(rung(until), Rung::Contextual, "a pause with an end does not end one without");
}

#[test]
fn a_verdict_that_a_limit_or_a_pause_gave_is_found_again_when_it_is_over() {
    let village = village();
    let anna = reader(&village);
    let pause = PersonFacts { paused_until: Some(LATER.plus(10)), ..village.facts() };
    village.say(LATER, &anna, &[], &pause);
    let paused = ask(&village, &anna, LATER.plus(1), "email", &[]).receipt;
    let limits = Limits { topics_off: BTreeSet::from(["Garden".to_owned()]), ..Limits::default() };
    village.vault.at(LATER.plus(11)).set_limits(&anna, &limits).unwrap();
    let off = ask(&village, &anna, LATER.plus(12), "email", &["Garden"]).receipt;
    let sent = ask(&village, &anna, LATER.plus(13), "email", &[]).receipt;
    village.vault.at(LATER.plus(14)).set_limits(&anna, &Limits::default()).unwrap();
    for id in [paused, off, sent] {
        assert_eq!(village.vault.at(LATER.plus(20)).recheck_receipt(id).unwrap(), Some(Recheck::Same(2)));
    }
}

#[test]
fn however_many_ask_at_once_no_more_go_out_than_somebody_set() {
    let village = village();
    let anna = reader(&village);
    let limits = Limits { weekly: BTreeMap::from([(channel(&village, "email"), 3)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&anna, &limits).unwrap();
    let sent = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    let found = ask(&village, &anna, LATER.plus(1), "email", &[]);
                    sent.fetch_add(usize::from(found.send), Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(sent.load(Ordering::SeqCst), 3);
}

#[test]
fn what_was_set_is_shown_to_the_person_and_goes_with_them() {
    let village = village();
    let anna = reader(&village);
    let limits = Limits { weekly: BTreeMap::from([(channel(&village, "email"), 3)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&anna, &limits).unwrap();
    ask(&village, &anna, LATER.plus(1), "email", &[]);
    let held = village.vault.at(LATER.plus(2)).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!((&held.limits, held.sent.len(), held.limits_set_at), (&limits, 1, Some(LATER)));
    assert!(village.vault.at(LATER.plus(3)).forget(&anna).unwrap().found);
    assert_eq!(village.vault.at(LATER.plus(4)).limits(&anna).unwrap(), Limits::default());
    let stranger = subject("new");
    village.vault.at(LATER).set_limits(&stranger, &limits).unwrap();
    assert_eq!(village.vault.at(LATER).limits(&stranger).unwrap(), limits, "as a no does, it stands by itself");
    let many = Limits { topics_off: (0..201).map(|n| n.to_string()).collect(), ..Limits::default() };
    assert!(matches!(village.vault.at(LATER).set_limits(&anna, &many), Err(VaultError::Limit { .. })));
}

#[test]
fn a_ledger_from_before_there_were_limits_is_read() {
    let ledger = record::Ledger::new(subject("anna"), NOON);
    let bytes = record::encode(&ledger).unwrap();
    // No limits, nothing set, no pause, nothing sent: three empty lists, and three times nothing.
    let before = &bytes[..bytes.len() - 6];
    let read: record::Ledger = record::decode(before).unwrap();
    assert_eq!((read.subject, read.own), (ledger.subject, ledger.own));
}

fn device(name: &str) -> Link {
    Link { identifier: Identifier::parse(IdentifierKind::Device, name).unwrap(), verified: None }
}

/// An account and two devices of it.
fn linked(village: &Village) -> [SubjectId; 3] {
    let [account, phone, tablet] = ["account", "phone", "tablet"].map(|name| {
        let who = village.named(name, Wish::SaidYes);
        village.say(NOON.plus(5), &who, &[village.about_purpose(Kind::Grant, Message::KEY)], &village.facts());
        who
    });
    for name in ["phone", "tablet"] {
        village.vault.at(LATER).link(&account, &device(name)).unwrap();
    }
    [account, phone, tablet]
}

#[test]
fn a_tighter_limit_under_one_name_holds_under_all_that_are_linked_and_a_looser_one_travels_nowhere() {
    let village = village();
    let people = linked(&village);
    let mail = channel(&village, "email");
    let at = village.vault.at(LATER.plus(1));
    let weekly = |most| Limits { weekly: BTreeMap::from([(mail, most)]), ..Limits::default() };
    at.set_limits(&people[1], &weekly(2)).unwrap();
    let most = || people.each_ref().map(|who| at.limits(who).unwrap().weekly.get(&mail).copied());
    assert_eq!(most(), [Some(2); 3]);
    at.set_limits(&people[0], &weekly(5)).unwrap();
    assert_eq!(most(), [Some(5), Some(2), Some(2)], "a looser one stays where it was set");
    at.set_limits(&people[2], &weekly(0)).unwrap();
    assert_eq!(most(), [Some(0); 3]);
    let all = Limits {
        quiet: vec![Quiet::new(0, 1_439, Zone::parse("UTC").unwrap()).unwrap()],
        topics_off: BTreeSet::from(["Garden".to_owned()]),
        ..weekly(0)
    };
    at.set_limits(&people[2], &all).unwrap();
    assert_eq!(people.each_ref().map(|who| at.limits(who).unwrap()), [all.clone(), all.clone(), all]);
}

#[test]
fn a_limit_from_before_a_link_holds_on_both_sides_and_a_pause_that_ends_travels_too() {
    let village = village();
    let [account, phone, tablet] = linked(&village);
    let watch = village.named("watch", Wish::SaidYes);
    let off = |topic: &str| Limits { topics_off: BTreeSet::from([topic.to_owned()]), ..Limits::default() };
    let at = village.vault.at(LATER.plus(1));
    at.set_limits(&watch, &off("Books")).unwrap();
    at.set_limits(&account, &off("Garden")).unwrap();
    let until = LATER.plus(DAY);
    let pause = PersonFacts { paused_until: Some(until), ..village.facts() };
    village.say(LATER.plus(1), &watch, &[], &pause);
    assert!(at.link(&account, &device("watch")).unwrap().travelled);
    for who in [&account, &phone, &tablet, &watch] {
        assert!(at.limits(who).unwrap().topics_off.contains("Books"), "{who:?}");
        assert_eq!(at.paused_until(who).unwrap(), Some(until));
    }
    for who in [&account, &phone, &tablet] {
        check(ask(&village, who, LATER.plus(2), "email", &[]), &[Code::Paused], Some(until));
    }
    let later = PersonFacts { paused_until: Some(until.plus(DAY)), ..village.facts() };
    village.say(LATER.plus(3), &tablet, &[], &later);
    assert_eq!(village.vault.at(LATER.plus(4)).paused_until(&account).unwrap(), Some(until.plus(DAY)));
}

#[test]
fn what_was_loosened_stays_so_when_the_same_is_linked_again_or_something_else_is() {
    let village = village();
    let [account, phone, tablet] = linked(&village);
    let mail = channel(&village, "email");
    let at = village.vault.at(LATER.plus(1));
    at.set_limits(&phone, &Limits { weekly: BTreeMap::from([(mail, 1)]), ..Limits::default() }).unwrap();
    at.set_limits(&account, &Limits::default()).unwrap();
    let contact = Identifier::parse(IdentifierKind::Contact, "ada@village.example").unwrap();
    at.link(&account, &device("phone")).unwrap();
    at.link(&account, &Link { identifier: contact, verified: None }).unwrap();
    village.named("watch", Wish::SaidYes);
    at.link(&account, &device("watch")).unwrap();
    let most = [&account, &phone, &tablet].map(|who| at.limits(who).unwrap().weekly.get(&mail).copied());
    assert_eq!(most, [None, Some(1), Some(1)]);
}

#[test]
fn somebody_who_has_more_than_can_be_set_can_still_set_less_and_one_thing_more_elsewhere() {
    let village = village();
    let [account, _, _] = linked(&village);
    let watch = village.named("watch", Wish::SaidYes);
    let at = village.vault.at(LATER.plus(1));
    let off = |topics: std::ops::Range<usize>| Limits {
        topics_off: topics.map(|n| n.to_string()).collect(),
        ..Limits::default()
    };
    at.set_limits(&account, &off(0..200)).unwrap();
    at.set_limits(&watch, &off(200..300)).unwrap();
    at.link(&account, &device("watch")).unwrap();
    let mut limits = at.limits(&account).unwrap();
    assert_eq!(limits.topics_off.len(), 300);
    limits.weekly.insert(channel(&village, "email"), 0);
    at.set_limits(&account, &limits).unwrap();
    at.set_limits(&account, &off(0..299)).unwrap();
    assert!(matches!(at.set_limits(&account, &off(0..300)), Err(VaultError::Limit { .. })), "more is not taken");
    let stranger = subject("carried");
    at.carry_limits(&stranger, &off(0..300)).unwrap();
    assert_eq!(at.limits(&stranger).unwrap(), off(0..300));
}

#[test]
fn a_limit_counts_what_goes_out_by_any_of_the_names() {
    let village = village();
    let [account, phone, tablet] = linked(&village);
    let limits = Limits { weekly: BTreeMap::from([(channel(&village, "push"), 2)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&account, &limits).unwrap();
    check(ask(&village, &phone, LATER.plus(1), "push", &[]), &[], None);
    check(ask(&village, &tablet, LATER.plus(2), "push", &[]), &[], None);
    for who in [&account, &phone, &tablet] {
        check(ask(&village, who, LATER.plus(3), "push", &[]), &[Code::CapReached], Some(LATER.plus(1 + 7 * DAY)));
    }
}

#[test]
fn a_device_that_somebody_says_is_anothers_learns_nothing_of_when_they_were_written_to() {
    let village = village();
    let [account, phone, _] = linked(&village);
    let limits = Limits { weekly: BTreeMap::from([(channel(&village, "push"), 3)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&account, &limits).unwrap();
    check(ask(&village, &account, LATER.plus(1), "push", &[]), &[], None);
    let watch = village.named("watch", Wish::SaidYes);
    village.say(NOON.plus(5), &watch, &[village.about_purpose(Kind::Grant, Message::KEY)], &village.facts());
    village.vault.at(LATER.plus(2)).link(&account, &device("watch")).unwrap();
    check(ask(&village, &account, LATER.plus(3), "push", &[]), &[], None);
    let sent = |who| village.vault.at(LATER.plus(4)).open_to_subject(who).unwrap().unwrap().sent.len();
    assert_eq!((sent(&account), sent(&phone), sent(&watch)), (2, 0, 0));
    check(ask(&village, &watch, LATER.plus(5), "push", &[]), &[], None);
    for who in [&account, &phone, &watch] {
        let ask_it = crate::Ask::on(channel(&village, "push"));
        let effective = village.vault.at(LATER.plus(6)).effective(who, &ask_it).unwrap();
        assert!(
            effective.iter().any(|one| one.purpose == Message::KEY && one.reasons.has(Code::CapReached)),
            "{who:?}"
        );
        check(ask(&village, who, LATER.plus(6), "push", &[]), &[Code::CapReached], Some(LATER.plus(1 + 7 * DAY)));
    }
}

#[test]
fn a_merge_keeps_the_tighter_of_two_limits_and_counts_what_went_to_both_once() {
    let village = village();
    let [account, phone, _] = linked(&village);
    let limits = Limits { weekly: BTreeMap::from([(channel(&village, "push"), 2)]), ..Limits::default() };
    village.vault.at(LATER).set_limits(&account, &limits).unwrap();
    check(ask(&village, &phone, LATER.plus(1), "push", &[]), &[], None);
    assert_eq!(village.vault.at(LATER.plus(2)).merge(&account, &phone).unwrap(), Merge::Done);
    village.say(LATER.plus(3), &account, &[village.about_purpose(Kind::Grant, Message::KEY)], &village.facts());
    check(ask(&village, &phone, LATER.plus(4), "push", &[]), &[], None);
    check(ask(&village, &account, LATER.plus(5), "push", &[]), &[Code::CapReached], Some(LATER.plus(1 + 7 * DAY)));
}
