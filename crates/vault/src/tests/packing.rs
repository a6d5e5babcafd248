//! Packs: what a file of the past brings of one person stands together, and is told apart all the same.

use super::disclosing::Agency;
use super::turns::staged_with;
use super::village::{DAY, LATER, NOON, Strike, Village, bought, looked_at, subject, village};
use crate::packs::{PACK_EVENTS_MAX, pack_id};
use crate::{Arrival, Intake, Parcel, RETAIN_ENTRIES_MAX, Reset, VaultError, place};
use domain::{Event, EventOutcome, Identifier, IdentifierKind, Kind, SubjectId, UnixTime};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use store::{Batch, EntryId, Store, Write};

use EventOutcome::{Accepted, Duplicate, Mismatch};

/// Events as a program sends them.
fn sent(village: &Village, who: &SubjectId, events: &[Event]) -> Vec<EventOutcome> {
    let intake = Intake { arrival: Arrival::Sent { past_seconds_max: 1_000 * DAY }, ..village.intake() };
    let events: Vec<_> = events.iter().map(|event| (who.clone(), event.clone())).collect();
    village.vault.at(LATER).keep(&intake, &events).unwrap()
}

/// Of which kinds the entries of what they did are, in order.
fn kinds(village: &Village, who: &SubjectId) -> Vec<store::Kind> {
    let log = village.log(village.vault.partition(who));
    log.iter().map(|entry| entry.kind).filter(|kind| place::DEEDS.contains(kind)).collect()
}

/// A person who said yes, and of whom nothing is kept yet.
fn blank(village: &Village, name: &str) -> SubjectId {
    let who = subject(name);
    village.say(NOON, &who, &[village.about(Kind::Grant)], &village.facts());
    who
}

/// So many purchases, one a second up to a time.
fn many(count: usize, until: UnixTime) -> Vec<Event> {
    (0..count as i64).map(|second| bought("tea", until.plus(-second))).collect()
}

fn days(count: i64) -> UnixTime {
    NOON.plus(count * DAY)
}

fn pack_of(village: &Village, who: &SubjectId, number: u64) -> Option<store::Entry> {
    village.ground.entry(&village.vault.partition(who), &pack_id(number)).unwrap()
}

/// Puts other bytes in the place of a pack's.
fn put(village: &Village, who: &SubjectId, sealed: Vec<u8>) {
    let write = Write::Rewrite { partition: village.vault.partition(who), id: pack_id(0), at: NOON.0, sealed };
    village.ground.commit(Batch::new().and(write)).unwrap();
}

#[test]
fn what_a_file_brings_of_one_person_stands_together() {
    let village = village();
    let anna = blank(&village, "anna");
    let file = many(2 * PACK_EVENTS_MAX + 1, NOON);
    assert_eq!(village.did(NOON, &anna, &file), vec![Accepted; file.len()]);
    assert_eq!(kinds(&village, &anna), [place::PACK; 3]);
    village.did(NOON, &anna, &[bought("one", NOON)]);
    let more: Vec<_> = (0..20).map(|n| looked_at("two", NOON.plus(n))).collect();
    sent(&village, &anna, &more);
    assert_eq!(
        kinds(&village, &anna)[3..],
        [place::EVENT; 21],
        "few of a file, and what programs send, each by itself"
    );
    let held = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    let shown: Vec<_> = held.events.iter().map(|held| held.event.clone()).collect();
    assert_eq!(shown, [&file[..], &[bought("one", NOON)], &more].concat(), "each, in order");
    assert_eq!((held.entries, held.statements.len()), (file.len() + 21 + 1, 1));
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
        let lot = [many(10, NOON), vec![pot.clone(), pan.clone()]].concat();
        assert_eq!(first(&village, &anna, &lot), vec![Accepted; 12]);
        assert_eq!(then(&village, &anna, &[pan.clone(), pots.clone()]), [Duplicate, Mismatch]);
        assert_eq!(then(&village, &anna, std::slice::from_ref(&pot)), [Duplicate]);
        assert_eq!(then(&village, &anna, &lot), vec![Duplicate; 12]);
        assert_eq!(then(&village, &anna, &[lid.clone(), pan.clone()]), [Accepted, Duplicate]);
        let more = [many(30, NOON), vec![lid.clone(), pots.clone()]].concat();
        let told = first(&village, &anna, &more);
        assert_eq!(told[..10], [Duplicate; 10]);
        assert_eq!((&told[10..30], &told[30..]), (&[Accepted; 20][..], &[Duplicate, Mismatch][..]));
        assert_eq!(
            (then(&village, &anna, &more), village.events(&anna)),
            ([vec![Duplicate; 31], vec![Mismatch]].concat(), 33)
        );
    }
}

#[test]
fn the_same_file_read_by_several_at_once_is_kept_once() {
    let village = Arc::new(village());
    let people: Vec<_> = (0..5).map(|n| blank(&village, &format!("p{n}"))).collect();
    let file: Vec<_> =
        people.iter().flat_map(|who| many(40, NOON).into_iter().map(|event| (who.clone(), event))).collect();
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
fn a_commit_that_failed_is_taken_again_and_adds_nothing_twice() {
    let village = village();
    let anna = blank(&village, "anna");
    for (count, new) in [(10, 10), (25, 15)] {
        village.ground.conflicts.store(1, Ordering::SeqCst);
        let told = village.did(NOON, &anna, &many(count, NOON));
        assert_eq!(told.iter().filter(|outcome| **outcome == Accepted).count(), new);
        assert_eq!(village.events(&anna), count);
    }
}

#[test]
fn no_pack_is_opened_for_an_event_that_the_gate_keeps_out() {
    let village = village();
    let anna = blank(&village, "anna");
    village.did(NOON, &anna, &many(10, NOON));
    put(&village, &anna, b"nobody can open this".to_vec());
    let more = (anna.clone(), bought("pot", LATER));
    let keep = || village.vault.at(LATER.plus(2)).keep(&village.intake(), std::slice::from_ref(&more));
    assert!(matches!(keep(), Err(VaultError::Sealed)), "else it is looked for in there");
    village.say(LATER.plus(1), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!(keep().unwrap(), [EventOutcome::NoConsent]);
}

fn verified(village: &Village, name: &str) {
    let contact = Identifier::parse(IdentifierKind::Contact, &format!("{name}@village.example")).unwrap();
    let link = crate::Link { identifier: contact, verified: Some("a letter that was answered".to_owned()) };
    village.vault.at(NOON.plus(-100)).link(&subject(name), &link).unwrap();
}

#[test]
fn what_somebody_did_by_another_name_is_known_in_its_packs_too() {
    let village = village();
    ["anna", "again"].iter().for_each(|name| verified(&village, name));
    let [anna, again] = ["anna", "again"].map(|name| blank(&village, name));
    let theirs = |what: &str| -> Vec<_> {
        (0..9).map(|n| Event { item: super::village::item(what), ..bought("tea", NOON.plus(n)) }).collect()
    };
    // The same names for different things.
    village.did(LATER, &anna, &theirs("pot"));
    village.did(LATER, &again, &theirs("pan"));
    village.vault.at(LATER).merge(&anna, &again).unwrap();
    type Way = fn(&Village, &SubjectId, &[Event]) -> Vec<EventOutcome>;
    let file: Way = |village, who, events| village.did(LATER, who, events);
    for (who, way) in [(&anna, sent as Way), (&again, file)] {
        assert_eq!(way(&village, who, &theirs("pot")), [Duplicate; 9]);
        assert_eq!(way(&village, who, &theirs("pan")), [Duplicate; 9]);
        assert_eq!(way(&village, who, &theirs("lid")), [Mismatch; 9]);
    }
    village.did(LATER, &anna, &many(40, NOON.plus(-1)));
    assert_eq!(village.events(&anna), 58);
    put(&village, &anna, b"nobody can open this".to_vec());
    let receipt = village.vault.at(LATER).forget(&anna).unwrap().receipt.unwrap();
    assert!(receipt.contains("\nevents 50\n"), "what nobody can open counts as one: {receipt}");
}

#[test]
fn a_log_that_an_erasure_left_is_cleared_away_before_somebody_comes_back() {
    let village = village();
    let anna = blank(&village, "anna");
    village.did(NOON, &anna, &many(10, NOON));
    let left = pack_of(&village, &anna, 0).unwrap();
    village.vault.at(NOON.plus(1)).forget(&anna).unwrap();
    // As if it had been cut off before the log was taken away.
    let store::Entry { partition, id, kind, at, sealed, .. } = left;
    village.ground.commit(Batch::new().and(Write::Append { partition, id, kind, at, sealed })).unwrap();
    village.say(LATER, &anna, &[village.about(Kind::Grant)], &village.facts());
    assert_eq!(village.did(LATER.plus(20), &anna, &many(10, LATER.plus(20))), [Accepted; 10]);
    assert_eq!(village.events(&anna), 10);
}

// === retention ===

/// What was looked at is kept for 30 days, what was bought for 100.
fn mixed() -> (Village, SubjectId) {
    let village = super::retaining::brief();
    verified(&village, "anna");
    let anna = blank(&village, "anna");
    brings(&village, &anna);
    (village, anna)
}

/// Four that are looked at on the first day, three bought, and one looked at on day 20.
fn brings(village: &Village, who: &SubjectId) {
    let looked: Vec<_> = (0..4).map(|n| looked_at("cup", NOON.plus(-n))).collect();
    let file = [looked, many(3, NOON), vec![looked_at("pot", days(20))]].concat();
    assert_eq!(village.did(days(20), who, &file), [Accepted; 8]);
}

#[test]
fn what_is_past_its_time_goes_out_of_a_pack_and_the_pack_keeps_its_place() {
    let (village, anna) = mixed();
    let first = pack_of(&village, &anna, 0).unwrap();
    for (day, left) in [(29, 8), (31, 4), (49, 4), (51, 3), (99, 3)] {
        super::retaining::run(&village, days(day));
        assert_eq!(village.events(&anna), left, "day {day}");
        let now = pack_of(&village, &anna, 0).unwrap();
        assert_eq!((now.sequence, now.kind), (first.sequence, first.kind));
        assert_eq!(now.sealed == first.sealed, left == 8, "sealed anew once something went");
    }
    super::retaining::run(&village, days(101));
    assert_eq!((pack_of(&village, &anna, 0), village.events(&anna)), (None, 0));
    assert_eq!(village.vault.at(days(101)).retention().unwrap().ever.events, 8);
    assert_eq!(village.did(days(101), &anna, &many(10, days(101))), [Accepted; 10], "under the first number again");
}

#[test]
fn what_is_past_its_time_goes_out_of_the_packs_of_whoever_they_were_before() {
    let (village, anna) = mixed();
    verified(&village, "again");
    let again = blank(&village, "again");
    brings(&village, &again);
    village.vault.at(days(21)).merge(&anna, &again).unwrap();
    super::retaining::run(&village, days(31));
    assert_eq!(village.events(&anna), 8);
    let held = village.vault.at(days(31)).open_to_subject(&again).unwrap().unwrap();
    assert_eq!((held.events.len(), held.history.len()), (8, 8));
}

#[test]
fn a_pack_is_whole_whenever_the_power_goes() {
    for (passed, how) in (0..4).flat_map(|passed| [Strike::Before, Strike::After].map(|how| (passed, how))) {
        let (village, anna) = mixed();
        super::retaining::run(&village, days(20));
        village.ground.strike_after(passed, how);
        let cut = village.vault.at(days(31)).retain(RETAIN_ENTRIES_MAX, false).is_err();
        assert_eq!(village.ground.mend(), cut);
        assert!([4, 8].contains(&village.events(&anna)));
        let piece = || village.vault.at(days(32)).retain(RETAIN_ENTRIES_MAX, false).unwrap();
        piece();
        assert_eq!((village.events(&anna), piece().gone.events), (4, 0));
    }
}

#[test]
fn retention_brings_nothing_back_that_a_reset_took_while_it_looked() {
    let long_ago = days(-200);
    let mut between = 0;
    for turns in 0..40 {
        let (stage, village) = staged_with(super::retaining::brief_policy());
        let anna = blank(&village, "anna");
        assert_eq!(village.did(NOON, &anna, &[many(5, long_ago), many(5, NOON)].concat()), [Accepted; 10]);
        // The history is done with, the log is not: the power went in between.
        village.ground.strike_after(1, Strike::Before);
        assert!(village.vault.at(LATER).retain(RETAIN_ENTRIES_MAX, false).is_err() && village.ground.mend());
        let retains = || drop(village.vault.at(LATER).retain(RETAIN_ENTRIES_MAX, false));
        let resets = || {
            village.vault.at(LATER).reset(&anna, Reset::Delete).unwrap();
            village.did(LATER.plus(9), &anna, &many(8, LATER.plus(9)));
        };
        // Retention goes on for so many turns, then the other until its end.
        let mut turn = 0;
        let pick = move |among: usize| {
            turn += 1;
            if turn > turns { among - 1 } else { 0 }
        };
        stage.play(&[&retains, &resets], Box::new(pick));
        let held = village.vault.at(LATER.plus(9)).open_to_subject(&anna).unwrap().unwrap();
        let young = held.events.iter().filter(|held| held.event.at > LATER).count();
        assert_eq!((held.events.len(), young, held.history.len()), (8, 8, 8), "after {turns} turns");
        between += stage.conflicts.load(Ordering::SeqCst);
    }
    assert!(between > 0, "a reset comes between the look and the commit: {between}");
}

#[test]
fn a_pack_under_another_name_or_of_somebody_else_is_refused() {
    let village = village();
    let [anna, ben] = ["anna", "ben"].map(|name| blank(&village, name));
    for who in [&anna, &ben] {
        village.did(NOON, who, &many(10, NOON));
        village.did(NOON, who, &many(20, NOON));
    }
    for (from, number) in [(&anna, 1), (&ben, 0)] {
        let before = pack_of(&village, &anna, 0).unwrap().sealed;
        put(&village, &anna, pack_of(&village, from, number).unwrap().sealed);
        assert!(matches!(village.vault.at(LATER).open_to_subject(&anna), Err(VaultError::Sealed)));
        put(&village, &anna, before);
        village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    }
}

// === recipients ===

fn told(village: &Village, now: UnixTime) -> Vec<String> {
    let mut items = Vec::new();
    for second in 0..12 {
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
    let names: Vec<_> = (0..9).map(|n| format!("pot{n}")).collect();
    village.did(LATER, &anna, &names.iter().map(|what| bought(what, LATER)).collect::<Vec<_>>());
    assert_eq!(kinds(&village, &anna), [place::PACK]);
    assert_eq!(told(&village, LATER.plus(1)), names);
    assert_eq!(told(&village, LATER.plus(20)), [""; 0]);
    let lines = village.log(village.vault.partition(&anna)).into_iter().filter(|it| it.kind == place::DISCLOSURE);
    assert_eq!(lines.map(|line| line.id).collect::<BTreeSet<EntryId>>().len(), 9, "a line for each");
}

#[test]
fn what_went_out_of_a_pack_leaves_no_more() {
    let (village, anna) = mixed();
    Agency::told(&village, &[&anna]);
    let old: Vec<_> = (1..8).map(|n| looked_at("old", NOON.plus(n))).collect();
    village.did(days(20), &anna, &[old, vec![bought("new", NOON.plus(1))]].concat());
    village.vault.at(days(20)).queue_up().unwrap();
    super::retaining::run(&village, days(31));
    assert_eq!(told(&village, days(31)), ["new"]);
}

#[test]
fn a_pack_is_no_burden_to_the_transparency_log() {
    let village = village();
    let anna = blank(&village, "anna");
    village.did(NOON, &anna, &many(50, NOON));
    village.ask_about(&anna).unwrap();
    let unlogged = village.vault.unlogged().unwrap();
    assert_eq!(unlogged.happened.len(), 2, "a word and a use");
    unlogged.pass();
    assert!(village.vault.unlogged().unwrap().happened.is_empty(), "it was gone over to the end");
}
