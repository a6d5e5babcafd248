//! Packs: what a file of the past brings of one person stands together, and is told apart all the same.

use super::disclosing::Agency;
use super::village::{DAY, LATER, NOON, Strike, Village, bought, looked_at, village};
use crate::packs::{PACK_EVENTS_MAX, pack_id};
use crate::{Intake, Parcel, VaultError, place};
use domain::{Event, EventOutcome, Identifier, IdentifierKind, Kind, Rung, SubjectId, UnixTime};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::{Batch, EntryId, Store, Write};

use EventOutcome::{Accepted, Duplicate, Mismatch};

/// Events as a program sends them, one by one.
fn sent(village: &Village, who: &SubjectId, events: &[Event]) -> Vec<EventOutcome> {
    let intake = Intake { past_seconds_max: Some(1_000 * DAY), ..village.intake() };
    let events: Vec<_> = events.iter().map(|event| (who.clone(), event.clone())).collect();
    village.vault.at(LATER).keep(&intake, &events).unwrap()
}

/// Of which kinds the entries of what they did are, in order.
fn kinds(village: &Village, who: &SubjectId) -> Vec<store::Kind> {
    let log = village.log(village.vault.partition(who));
    log.iter().map(|entry| entry.kind).filter(|kind| place::DONE.contains(kind)).collect()
}

/// A person who said yes, and of whom nothing is kept yet.
fn blank(village: &Village, name: &str) -> SubjectId {
    let who = super::village::subject(name);
    village.say(NOON, &who, &[village.about(Kind::Grant)], &village.facts());
    who
}

fn days(count: i64) -> UnixTime {
    NOON.plus(count * DAY)
}

#[test]
fn what_a_file_brings_of_one_person_stands_together() {
    let village = village();
    let anna = blank(&village, "anna");
    let file: Vec<_> = (0..2 * PACK_EVENTS_MAX as i64 + 1).map(|n| bought("tea", NOON.plus(-n))).collect();
    assert_eq!(village.did(NOON, &anna, &file), vec![Accepted; file.len()]);
    assert_eq!(kinds(&village, &anna), [place::PACK; 3]);
    village.did(NOON, &anna, &[bought("one", NOON)]);
    sent(&village, &anna, &[bought("two", NOON), bought("three", NOON)]);
    assert_eq!(kinds(&village, &anna)[3..], [place::EVENT; 3]);
    let held = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    let shown: Vec<_> = held.events.iter().map(|held| held.event.clone()).collect();
    let singles = ["one", "two", "three"].map(|what| bought(what, NOON));
    assert_eq!(shown, [&file[..], &singles].concat(), "each, in order");
    assert_eq!((held.entries, held.statements.len()), (file.len() + 3 + 1, 1));
}

#[test]
fn an_event_is_kept_once_wherever_it_stands() {
    let village = village();
    let [pot, pan, lid] = ["pot", "pan", "lid"].map(|what| bought(what, NOON));
    let pots = Event { quantity: 2, ..pot.clone() };
    type Way = fn(&Village, &SubjectId, &[Event]) -> Vec<EventOutcome>;
    let file: Way = |village, who, events| village.did(LATER, who, events);
    for (number, (first, then)) in [(file, file), (file, sent), (sent, file), (sent, sent)].into_iter().enumerate() {
        let anna = blank(&village, &format!("anna{number}"));
        assert_eq!(first(&village, &anna, &[pot.clone(), pan.clone()]), [Accepted; 2]);
        assert_eq!(then(&village, &anna, &[pan.clone(), pots.clone()]), [Duplicate, Mismatch]);
        assert_eq!(then(&village, &anna, std::slice::from_ref(&pot)), [Duplicate]);
        assert_eq!(then(&village, &anna, &[lid.clone(), pan.clone()]), [Accepted, Duplicate]);
        assert_eq!(first(&village, &anna, &[lid.clone(), pots.clone(), pan.clone()]), [Duplicate, Mismatch, Duplicate]);
        village.check(&anna, Rung::Personal, &["pot", "pan", "lid"]);
        assert_eq!(village.events(&anna), 3);
    }
}

#[test]
fn the_same_file_read_by_several_at_once_is_kept_once() {
    let village = Arc::new(village());
    let people: Vec<_> = (0..5).map(|n| blank(&village, &format!("p{n}"))).collect();
    let file: Vec<_> =
        people.iter().flat_map(|who| (0..40).map(|second| (who.clone(), bought("tea", NOON.plus(second))))).collect();
    let threads: Vec<_> = (0..4)
        .map(|part| {
            let (village, file) = (village.clone(), file.clone());
            std::thread::spawn(move || {
                let at = village.vault.at(LATER);
                // Each in steps of its own, so that their packs overlap.
                let kept = file.chunks(17 + part * 40).map(|step| at.keep(&village.intake(), step).unwrap());
                kept.flatten().filter(|outcome| *outcome == Accepted).count()
            })
        })
        .collect();
    let kept: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
    assert_eq!(kept, 200, "each is told once that it is new");
    assert!(people.iter().all(|who| village.events(who) == 40));
}

#[test]
fn a_step_whose_commit_met_another_writer_is_taken_again_from_what_is_there_then() {
    let village = village();
    let anna = blank(&village, "anna");
    village.ground.conflicts.store(1, Ordering::SeqCst);
    assert_eq!(village.did(NOON, &anna, &[bought("pot", NOON), bought("pan", NOON)]), [Accepted; 2]);
    village.ground.conflicts.store(1, Ordering::SeqCst);
    assert_eq!(
        village.did(NOON, &anna, &[bought("pot", NOON), bought("lid", NOON), bought("hat", NOON)])[0],
        Duplicate
    );
    assert_eq!(village.events(&anna), 4);
}

#[test]
fn what_somebody_did_by_another_name_is_known_in_its_packs_too() {
    let village = village();
    for name in ["anna", "again"] {
        let contact = Identifier::parse(IdentifierKind::Contact, &format!("{name}@village.example")).unwrap();
        let link = crate::Link { identifier: contact, verified: Some("a letter that was answered".to_owned()) };
        village.vault.at(NOON.plus(-100)).link(&super::village::subject(name), &link).unwrap();
    }
    let [anna, again] = ["anna", "again"].map(|name| blank(&village, name));
    let [pot, pan] = ["pot", "pan"].map(|what| bought(what, NOON));
    village.did(NOON, &again, &[pot.clone(), pan.clone()]);
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    for who in [&anna, &again] {
        assert_eq!(
            village.did(LATER, who, &[pot.clone(), Event { quantity: 2, ..pan.clone() }]),
            [Duplicate, Mismatch]
        );
        assert_eq!(sent(&village, who, &[pan.clone(), Event { quantity: 2, ..pot.clone() }]), [Duplicate, Mismatch]);
    }
    assert_eq!(village.did(LATER, &anna, &[bought("lid", NOON), bought("hat", NOON)]), [Accepted; 2]);
    assert_eq!(village.events(&anna), 4);
    assert!(village.vault.at(LATER).forget(&anna).unwrap().receipt.unwrap().contains("\nevents 4\n"));
}

// === retention ===

/// What was looked at is kept for 30 days, what was bought for 100.
fn mixed() -> (Village, SubjectId) {
    let village = super::retaining::brief();
    let anna = blank(&village, "anna");
    let file = [looked_at("cup", NOON), bought("tea", NOON), looked_at("pot", days(20))];
    assert_eq!(village.did(days(20), &anna, &file), [Accepted; 3]);
    (village, anna)
}

#[test]
fn what_is_past_its_time_goes_out_of_a_pack_and_the_pack_keeps_its_place() {
    let (village, anna) = mixed();
    let pack = || village.ground.entry(&village.vault.partition(&anna), &pack_id(0)).unwrap();
    let first = pack().unwrap();
    for (day, left) in [(29, 3), (31, 2), (49, 2), (51, 1), (99, 1)] {
        super::retaining::run(&village, days(day));
        assert_eq!(village.events(&anna), left, "day {day}");
        let now = pack().unwrap();
        assert_eq!((now.sequence, now.kind), (first.sequence, first.kind));
        assert_eq!(now.sealed == first.sealed, left == 3, "sealed anew once something went");
    }
    super::retaining::run(&village, days(101));
    assert_eq!((pack(), village.events(&anna)), (None, 0));
    assert_eq!(village.vault.at(days(101)).retention().unwrap().ever.events, 3);
    let back =
        village.did(days(101), &anna, &[bought("tea", NOON), bought("new", days(101)), bought("hat", days(101))]);
    assert_eq!(back, [Accepted; 3], "under the first number again");
}

#[test]
fn a_pack_is_whole_whenever_the_power_goes() {
    for (passed, how) in (0..4).flat_map(|passed| [Strike::Before, Strike::After].map(|how| (passed, how))) {
        let (village, anna) = mixed();
        super::retaining::run(&village, days(20));
        village.ground.strike_after(passed, how);
        let cut = village.vault.at(days(31)).retain(crate::RETAIN_ENTRIES_MAX, false).is_err();
        assert_eq!(village.ground.mend(), cut);
        assert!([2, 3].contains(&village.events(&anna)));
        let piece = || village.vault.at(days(32)).retain(crate::RETAIN_ENTRIES_MAX, false).unwrap();
        piece();
        assert_eq!((village.events(&anna), piece().gone.events), (2, 0));
    }
}

#[test]
fn a_pack_under_another_name_or_of_somebody_else_is_refused() {
    let village = village();
    let [anna, ben] = ["anna", "ben"].map(|name| blank(&village, name));
    for who in [&anna, &ben] {
        village.did(NOON, who, &[bought("pot", NOON), bought("pan", NOON)]);
        village.did(NOON, who, &[bought("lid", NOON), bought("hat", NOON)]);
    }
    let sealed = |who, number| village.ground.entry(&village.vault.partition(who), &pack_id(number)).unwrap().unwrap();
    for (from, number) in [(&anna, 1), (&ben, 0)] {
        let before = sealed(&anna, 0).sealed;
        let put = |sealed| {
            let partition = village.vault.partition(&anna);
            let moved = Write::Rewrite { partition, id: pack_id(0), at: NOON.0, sealed };
            village.ground.commit(Batch::new().and(moved)).unwrap();
        };
        put(sealed(from, number).sealed);
        assert!(matches!(village.vault.at(LATER).open_to_subject(&anna), Err(VaultError::Sealed)));
        put(before);
        village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    }
}

// === recipients ===

fn told(village: &Village, now: UnixTime) -> Vec<String> {
    let mut items = Vec::new();
    for second in 0..9 {
        let at = village.vault.at(now.plus(second));
        at.queue_up().unwrap();
        for Parcel { body, ticket, .. } in at.dispatch(100).unwrap().parcels {
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            items.push(body["data"]["activity"]["item"].as_str().unwrap().to_owned());
            at.fared(ticket, None).unwrap();
        }
    }
    items
}

#[test]
fn each_event_of_a_pack_is_told_once_to_whoever_may_hear_of_it() {
    let village = village();
    let anna = blank(&village, "anna");
    Agency::told(&village, &[&anna]);
    village.did(LATER, &anna, &["pot", "pan", "lid"].map(|what| bought(what, LATER)));
    assert_eq!(told(&village, LATER.plus(1)), ["pot", "pan", "lid"]);
    assert_eq!(told(&village, LATER.plus(20)), [""; 0]);
    let lines = village.log(village.vault.partition(&anna)).into_iter().filter(|it| it.kind == place::DISCLOSURE);
    assert_eq!(lines.map(|line| line.id).collect::<BTreeSet<EntryId>>().len(), 3, "a line for each");
}

#[test]
fn what_went_out_of_a_pack_leaves_no_more() {
    let (village, anna) = mixed();
    Agency::told(&village, &[&anna]);
    let file = [looked_at("old", NOON.plus(1)), bought("new", NOON.plus(1))];
    village.did(days(20), &anna, &file);
    village.vault.at(days(20)).queue_up().unwrap();
    super::retaining::run(&village, days(31));
    assert_eq!(told(&village, days(31)), ["new"]);
}
