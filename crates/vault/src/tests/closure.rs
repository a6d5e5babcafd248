//! Closure: what the store holds about a person is what they are shown, entry by entry and record by record.

use super::village::{LATER, NOON, Village, Wish, bought, item, looked_at, subject, village};
use crate::{Asked, AskedBy, Declared, Declaring, Hide, Limits, Link, Reset, Step, place};
use domain::{Identifier, IdentifierKind, Interest, Kind, RequestKind, SubjectId, Topic};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::{PartitionKey, Space, Store};

/// The spaces that hold anything under a person's hash, and in which field of what they are shown it comes back.
const SHOWN: [(Space, &str); 10] = [
    (place::KEYRING, "nowhere: a key, which is no data"),
    (place::LEDGER, "subject, statements, notices, .."),
    (place::HISTORY, "history, hidden, veils"),
    (place::NAMES, "identifiers, merged"),
    (place::TRAITS, "interests, variety"),
    (place::REQUESTS, "requests"),
    (place::OUTBOX, "outbox"),
    (place::TRIALS, "trials"),
    (place::LAST_NO, "statements: when the last no among them was said"),
    (place::MOVED, "merged, with the one that it leads to"),
];

/// Anna, of whom everything there is is kept, and Ben who turned out to be her.
fn whole() -> (Village, SubjectId) {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    let ben = village.named("ben", Wish::Withdrew);
    let at = village.vault.at(LATER);
    at.hide(&anna, &item("cup"), true).unwrap();
    at.contest(&anna, &Hide::Item(item("tea"))).unwrap();
    at.veil(&anna, &Hide::Period { from: NOON, to: NOON }, true).unwrap();
    let identifier = Identifier::parse(IdentifierKind::Contact, "anna@example.org").unwrap();
    at.link(&anna, &Link { identifier, verified: Some("signed in".to_owned()) }).unwrap();
    let asked = Asked {
        kind: RequestKind::Complaint,
        by: AskedBy::Person,
        says: "slow".to_owned(),
        about: None,
        id: None,
        agents_id: None,
    };
    for who in [&anna, &ben] {
        let request = at.ask_for(who, &asked, None).unwrap();
        at.step(who, request.id, &Step::Start).unwrap().unwrap();
        at.with(who, &village.ask(), (), super::village::look::<domain::Recommend>).unwrap();
    }
    let said = Declared {
        interests: vec![Interest { topic: Topic::Tag("green".to_owned()), likes: true }],
        variety: Some(70),
    };
    let now = village.vault.at(NOON.plus(5));
    assert_eq!(now.declare(&anna, &village.intake().ask, &said).unwrap(), Declaring::Kept);
    at.merge(&anna, &ben).unwrap();
    village.say(LATER.plus(1), &anna, &[village.about_purpose(Kind::Grant, "train")], &village.facts());
    // As a file brings it: sealed together.
    let file: Vec<_> = (0..8).map(|n| bought("pot", LATER.plus(-n))).chain([looked_at("pan", LATER)]).collect();
    village.did(LATER.plus(2), &anna, &file);
    village.say(LATER.plus(2), &anna, &[village.about(Kind::Grant)], &village.facts());
    let hears = super::disclosing::Agency::told(&village, &[&anna]);
    village.did(LATER.plus(3), &anna, &[bought("hat", LATER.plus(3))]);
    hears.sends(&village, LATER.plus(3), 1);
    village.did(LATER.plus(4), &anna, &[bought("pin", LATER.plus(4))]);
    village.vault.at(LATER.plus(4)).queue_up().unwrap();
    super::lots::says(&village, &anna, LATER.plus(5), Kind::Grant);
    super::lots::decide(&village, LATER.plus(6), Some(&anna));
    let weekly = std::collections::BTreeMap::from([(domain::ChannelId(0), 2)]);
    let topics_off = BTreeSet::from(["Garden".to_owned()]);
    village.vault.at(LATER.plus(6)).set_limits(&anna, &Limits { weekly, quiet: Vec::new(), topics_off }).unwrap();
    let paused = crate::PersonFacts { paused_until: Some(LATER.plus(8)), ..village.facts() };
    village.say(LATER.plus(7), &anna, &[], &paused);
    (village, anna)
}

/// Every partition that is anna's, by her names, and the spaces in use there.
fn spaces(village: &Village, whose: &[PartitionKey]) -> BTreeSet<u8> {
    let mut used = BTreeSet::new();
    for space in 0..=u8::MAX {
        let visit = &mut |(partition, _)| {
            if whose.contains(&partition) {
                used.insert(space);
            }
            ControlFlow::Continue(())
        };
        village.ground.scan_records(Space(space), &PartitionKey::FIRST, visit).unwrap();
    }
    used
}

#[test]
fn everything_that_the_store_holds_about_a_person_is_shown_to_them() {
    let (village, anna) = whole();
    let whose = [&anna, &subject("ben")].map(|who| village.vault.partition(who));
    let others = |partition| village.log(partition).iter().filter(|entry| !place::DEEDS.contains(&entry.kind)).count();
    let entries = whose.iter().map(|partition| others(*partition)).sum::<usize>() + village.events(&anna);
    let held = village.vault.at(LATER.plus(9)).open_to_subject(&anna).unwrap().unwrap();
    let shown = held.events.len() + held.statements.len() + held.receipts.len() + held.disclosures.len();
    // The look itself leaves a receipt, which is shown as well.
    assert_eq!((held.entries, shown), (entries, entries + 1), "an entry of a kind that is not shown");
    assert_eq!((held.events.len(), held.history.len()), (15, 15));
    assert_eq!((held.requests.len(), held.veils.len(), held.hidden.len()), (2, 2, 1));
    assert_eq!((held.identifiers.len(), held.merged.len()), (1, 1));
    assert_eq!((held.interests.len(), held.variety.is_some()), (1, true));
    // The pause is told to whoever was given something: it waits behind what she did before.
    assert_eq!((held.disclosures.len(), held.outbox.len(), held.recipients.len()), (1, 2, 1));
    let (limits, paused) = (&held.limits, held.paused_until);
    assert_eq!((limits.weekly.len(), limits.topics_off.len(), paused), (1, 1, Some(LATER.plus(8))));
    assert!(held.limits_set_at.is_some() && !held.trials.is_empty(), "{}", held.trials.len());
    assert_eq!(held.merged[0].first_statement, 2);
    let used = spaces(&village, &whose);
    let known: BTreeSet<u8> = SHOWN.iter().map(|(space, _)| space.0).collect();
    assert_eq!(used, known, "a record of a space that is not shown");
}

#[test]
fn an_erasure_leaves_none_of_it() {
    let (village, anna) = whole();
    let whose = [&anna, &subject("ben")].map(|who| village.vault.partition(who));
    assert!(village.vault.at(LATER.plus(9)).forget(&anna).unwrap().found);
    assert_eq!(spaces(&village, &whose), BTreeSet::from([place::TOMBSTONE.0, place::ERASED_BY.0]));
    assert!(whose.iter().all(|partition| village.log(*partition).is_empty()));
    assert!(village.vault.at(LATER.plus(9)).queue().unwrap().is_empty(), "and nobody is waited for");
}

#[test]
fn a_reset_that_deletes_leaves_no_event_in_any_log_of_theirs() {
    let (village, anna) = whole();
    village.vault.at(LATER.plus(9)).reset(&anna, Reset::Delete).unwrap();
    for who in [&anna, &subject("ben")] {
        let log = village.log(village.vault.partition(who));
        assert!(!log.is_empty() && log.iter().all(|entry| !place::DEEDS.contains(&entry.kind)));
    }
}
