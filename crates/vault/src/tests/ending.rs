//! Ends of a use: whoever was given something is told of each, once, also of those that nobody said in so many words.

use super::disclosing::Agency;
use super::dispatching::{buys, dispatched, heard};
use super::village::{LATER, Village, subject};
use crate::{ATTEMPTS_MAX, Failure, Link, PersonFacts, WaitingFor, place};
use domain::{Identifier, IdentifierKind, Kind, SubjectId, UnixTime};
use store::Store as _;

/// What the agency is told once something changed that nobody said in so many words.
#[track_caller]
fn ends(change: impl Fn(&Village, &SubjectId, &mut Agency)) -> Vec<serde_json::Value> {
    let (village, anna, mut agency) = heard();
    buys(&village, &anna, "pot", 1);
    agency.sends(&village, LATER.plus(1), 1);
    change(&village, &anna, &mut agency);
    village.vault.at(LATER.plus(5)).queue_up().unwrap();
    let parcels = village.vault.at(LATER.plus(5)).dispatch(9).unwrap().parcels;
    parcels.into_iter().map(|parcel| serde_json::from_slice(&parcel.body).unwrap()).collect()
}

#[test]
fn an_end_that_nobody_said_is_told_once_to_whoever_was_given_something() {
    let facts = |village: &Village, anna: &SubjectId, facts: PersonFacts| {
        for at in [3, 4] {
            let facts = PersonFacts { jurisdictions: village.facts().jurisdictions, ..facts.clone() };
            village.say(LATER.plus(at), anna, &[], &facts);
        }
    };
    let check = |told: Vec<serde_json::Value>, expected: usize| {
        let types: Vec<_> = told.iter().map(|message| message["type"].as_str().unwrap()).collect();
        assert_eq!(types, vec!["consent.withdrawn"; expected]);
    };
    check(
        ends(|village, anna, _| facts(village, anna, PersonFacts { paused: Some(true), ..PersonFacts::default() })),
        1,
    );
    let until = Some(LATER.plus(9_000));
    check(
        ends(|village, anna, _| facts(village, anna, PersonFacts { paused_until: until, ..PersonFacts::default() })),
        1,
    );
    check(
        ends(|village, anna, _| facts(village, anna, PersonFacts { restricted: Some(true), ..PersonFacts::default() })),
        1,
    );
    let child = Some(domain::AgeBand::Child);
    check(ends(|village, anna, _| facts(village, anna, PersonFacts { age: child, ..PersonFacts::default() })), 1);
    // A signal ends what a third party is given, and not what the shop's own processor is.
    let signals = |village: &Village, anna: &SubjectId| village.vault.at(LATER.plus(3)).see_opt_out(anna).unwrap();
    check(ends(|village, anna, _| signals(village, anna)), 0);
    let third = |village: &Village, agency: &mut Agency| {
        agency.terms.role = crate::Role::Controller;
        agency.put(village);
    };
    check(
        ends(|village, anna, agency| {
            third(village, agency);
            signals(village, anna);
        }),
        1,
    );
    check(
        ends(|village, anna, agency| {
            third(village, agency);
            let device = subject("her-telephone");
            village.say(LATER.plus(2), &device, &[], &village.facts());
            village.vault.at(LATER.plus(2)).see_opt_out(&device).unwrap();
            let identifier = Identifier::parse(IdentifierKind::Device, device.as_str()).unwrap();
            village.vault.at(LATER.plus(3)).link(anna, &Link { identifier, verified: None }).unwrap();
        }),
        1,
    );
    // Nothing ended, so nothing is told.
    check(
        ends(|village, anna, _| facts(village, anna, PersonFacts { paused: Some(false), ..PersonFacts::default() })),
        0,
    );
}

#[test]
fn a_pause_and_a_no_in_one_call_are_told_once_and_what_comes_after_a_pause_again_with_the_next() {
    let (village, anna, agency) = heard();
    let pause = |at: i64, paused| {
        let facts = PersonFacts { paused: Some(paused), ..village.facts() };
        village.say(LATER.plus(at), &anna, &[], &facts);
    };
    buys(&village, &anna, "pot", 1);
    agency.sends(&village, LATER.plus(1), 1);
    pause(2, true);
    assert_eq!(agency.sends(&village, LATER.plus(2), 1)[0]["type"], "consent.withdrawn");
    pause(3, false);
    pause(4, true);
    agency.sends(&village, LATER.plus(4), 0);
    pause(5, false);
    buys(&village, &anna, "pan", 6);
    assert_eq!(agency.sends(&village, LATER.plus(6), 1)[0]["type"], "activity.recorded");
    let facts = PersonFacts { paused: Some(true), ..village.facts() };
    village.say(LATER.plus(7), &anna, &[village.about(Kind::Withdraw)], &facts);
    assert_eq!(agency.sends(&village, LATER.plus(7), 1)[0]["type"], "consent.withdrawn");
    agency.sends(&village, LATER.plus(8), 0);
}

/// Has everything that is due fail, until nothing is tried any more.
fn fails(village: &Village, from: UnixTime) -> UnixTime {
    let mut now = from;
    for _ in 0..ATTEMPTS_MAX {
        let parcels = dispatched(village, now);
        assert!(!parcels.is_empty(), "it is tried again");
        for parcel in parcels {
            village.vault.at(now).fared(parcel.ticket, Some(Failure::Slow)).unwrap();
        }
        now = village.vault.at(now).waiting("agency", 9).unwrap()[0].next_at.unwrap_or(now);
    }
    now
}

#[test]
fn a_no_that_was_given_up_stays_and_is_told_with_the_next() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    agency.sends(&village, LATER.plus(1), 1);
    let facts = PersonFacts { paused: Some(true), ..village.facts() };
    village.say(LATER.plus(2), &anna, &[], &facts);
    let now = fails(&village, LATER.plus(2)).plus(40 * 86_400);
    assert!(dispatched(&village, now).is_empty());
    assert_eq!(village.vault.at(now).waiting("agency", 9).unwrap().len(), 1, "it is not dropped");
    village.say(now, &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!(agency.sends(&village, now, 1)[0]["type"], "consent.withdrawn");
    assert_eq!(village.vault.at(now).waiting("agency", 9).unwrap(), [], "and nothing of it waits any more");
}

#[test]
fn a_second_no_is_not_kept_back_by_the_first_that_is_still_tried() {
    let (village, anna, agency) = heard();
    buys(&village, &anna, "pot", 1);
    agency.sends(&village, LATER.plus(1), 1);
    let pause = |at: i64, paused| {
        let facts = PersonFacts { paused: Some(paused), ..village.facts() };
        village.say(LATER.plus(at), &anna, &[], &facts);
    };
    pause(2, true);
    let first = dispatched(&village, LATER.plus(2)).remove(0);
    village.vault.at(LATER.plus(2)).fared(first.ticket, Some(Failure::Slow)).unwrap();
    // What is given in a file goes past what waits.
    pause(3, false);
    assert_eq!(agency.file(&village, LATER.plus(4)).len(), 1);
    pause(5, true);
    let waiting = village.vault.at(LATER.plus(5)).waiting("agency", 9).unwrap();
    assert_eq!(waiting.iter().map(|one| one.what).collect::<Vec<_>>(), [WaitingFor::No; 2]);
}

#[test]
fn what_left_while_a_no_was_made_is_told_of_behind_it_and_what_can_not_be_read_keeps_nobody_from_it() {
    let (village, anna, agency) = heard();
    assert_eq!(agency.file(&village, LATER).len(), 1);
    // As where the file left between the look and the commit: the pause is there, and nothing tells of it.
    let mut home = village.vault.find(&anna).unwrap().unwrap();
    home.ledger.paused = true;
    village.vault.commit(store::Batch::new().and(home.put_ledger().unwrap())).unwrap();
    let partition = village.vault.partition(&anna);
    village.vault.at(LATER.plus(1)).ends_behind([partition].iter()).unwrap();
    village.vault.at(LATER.plus(1)).ends_behind([partition].iter()).unwrap();
    assert_eq!(agency.sends(&village, LATER.plus(1), 1)[0]["type"], "consent.withdrawn");

    let (village, anna, agency) = heard();
    assert_eq!(agency.file(&village, LATER).len(), 1);
    let write = store::Write::PutRecord {
        partition: village.vault.partition(&anna),
        space: place::OUTBOX,
        expect: store::Expect::Absent,
        sealed: vec![7; 40],
    };
    village.ground.memory.commit(store::Batch::new().and(write)).unwrap();
    let facts = PersonFacts { paused: Some(true), ..village.facts() };
    village.say(LATER.plus(1), &anna, &[], &facts);
    assert!(agency.file(&village, LATER.plus(2)).is_empty(), "the pause holds");
}
