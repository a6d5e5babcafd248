//! What people do is taken in once, and only as far as somebody may use it.

use super::village::{DAY, LATER, NOON, Wish, bought, event, looked_at, subject, village};
use crate::{Arrival, Intake};
use domain::{Event, EventOutcome, PurposeSet, Rung, Verb};
use std::sync::Arc;
use store::WRITES_PER_BATCH_MAX;

#[test]
fn an_event_without_consent_is_not_written_anywhere() {
    let village = village();
    let (before, entries) = (village.records(), village.ground.commits.load(std::sync::atomic::Ordering::SeqCst));
    let outcomes = village.did(NOON, &subject("anna"), &[bought("tea", NOON), looked_at("cup", NOON)]);
    assert_eq!(outcomes, [EventOutcome::NoConsent; 2]);
    assert_eq!(village.records(), before);
    assert_eq!(village.ground.commits.load(std::sync::atomic::Ordering::SeqCst), entries);
}

#[test]
fn after_a_no_nothing_more_is_kept() {
    let village = village();
    for wish in [Wish::SaidNo, Wish::Withdrew, Wish::SaidYesLongAgo, Wish::WantsARest, Wish::TurnedOutToBeAChild] {
        let who = village.person(wish);
        assert_eq!(village.did(LATER, &who, &[bought("pot", LATER)]), [EventOutcome::NoConsent], "{wish:?}");
    }
}

#[test]
fn an_event_is_kept_once_however_often_it_is_sent() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let pot = bought("pot", NOON);
    assert_eq!(
        village.did(NOON, &anna, &[pot.clone(), pot.clone()]),
        [EventOutcome::Accepted, EventOutcome::Duplicate]
    );
    assert_eq!(village.did(LATER, &anna, &[pot]), [EventOutcome::Duplicate]);
    village.check(&anna, Rung::Personal, &["tea", "cup", "pot"]);
}

#[test]
fn the_same_name_with_other_contents_is_refused() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let pot = bought("pot", NOON);
    let pots = Event { quantity: 2, ..pot.clone() };
    let both = village.did(NOON, &anna, &[pot.clone(), pots.clone()]);
    assert_eq!(both, [EventOutcome::Accepted, EventOutcome::Mismatch], "within one batch");
    assert_eq!(village.did(LATER, &anna, &[pots, pot]), [EventOutcome::Mismatch, EventOutcome::Duplicate]);
    village.check(&anna, Rung::Personal, &["tea", "cup", "pot"]);
}

#[test]
fn two_people_may_use_the_same_name_for_different_events() {
    let village = village();
    for name in ["anna", "ben"] {
        let who = village.named(name, Wish::SaidYes);
        assert_eq!(village.did(NOON, &who, &[bought("pot", NOON)]), [EventOutcome::Accepted]);
    }
}

#[test]
fn an_event_too_far_off_in_time_is_not_kept() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let intake = Intake { arrival: Arrival::Sent { past_seconds_max: DAY }, ..village.intake() };
    let sent = [NOON.plus(-DAY), NOON.plus(-DAY - 1), NOON.plus(300), NOON.plus(301)];
    let sent = sent.map(|at| (anna.clone(), bought("pot", at)));
    let (kept, not) = (EventOutcome::Accepted, EventOutcome::TimeOutOfRange);
    assert_eq!(village.vault.at(NOON).keep(&intake, &sent).unwrap(), [kept, not, kept, not]);
}

#[test]
fn a_return_undoes_the_purchase() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.did(LATER, &anna, &[event("tea", Verb::Return, NOON.plus(5))]);
    village.check(&anna, Rung::Personal, &["cup"]);
}

#[test]
fn an_event_under_a_narrower_ceiling_serves_nothing_else() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let policy = village.vault.policy();
    let only = |key: &str| Some(PurposeSet::NONE.with(policy.purpose(key).unwrap().terms.id));
    let sent = [
        Event { ceiling: only("train"), ..bought("pot", NOON) },
        Event { ceiling: only("recommend"), ..bought("pan", NOON) },
        Event { ceiling: Some(PurposeSet::NONE), ..bought("lid", NOON) },
    ];
    let (kept, not) = (EventOutcome::Accepted, EventOutcome::NoConsent);
    assert_eq!(village.did(NOON, &anna, &sent), [not, kept, not]);
    village.check(&anna, Rung::Personal, &["tea", "cup", "pan"]);
}

#[test]
fn what_was_erased_is_not_taken_in_again() {
    let village = village();
    let anna = village.person(Wish::WasForgotten);
    let again = NOON.plus(20);
    village.say(again, &anna, &[village.about(domain::Kind::Grant)], &village.facts());
    let (old, new) = (bought("tea", NOON), bought("pot", again));
    let (kept, not) = (EventOutcome::Accepted, EventOutcome::NoConsent);
    assert_eq!(village.did(again, &anna, &[old, new]), [not, kept]);
    village.check(&anna, Rung::Personal, &["pot"]);
}

#[test]
fn more_events_than_one_commit_takes_are_kept_all_the_same() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let many = i64::try_from(WRITES_PER_BATCH_MAX).unwrap() + 10;
    let events: Vec<_> = (0..many).map(|second| looked_at("pot", NOON.plus(-second))).collect();
    let outcomes = village.did(NOON, &anna, &events);
    assert!(outcomes.iter().all(|outcome| *outcome == EventOutcome::Accepted));
}

#[test]
fn what_nobody_in_particular_did_is_kept_once() {
    let village = Arc::new(village());
    let events: Vec<_> = (0..50).map(|second| bought("tea", NOON.plus(second))).collect();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (village, events) = (village.clone(), events.clone());
            std::thread::spawn(move || village.vault.at(LATER).keep_anonymous(&events).unwrap())
        })
        .collect();
    let outcomes: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == EventOutcome::Accepted).count(), 50);
    let mut seen = 0;
    village.vault.at(LATER).anonymous_events(|_| seen += 1).unwrap();
    assert_eq!(seen, 50);
}

#[test]
fn an_event_without_a_time_can_be_sent_again_at_any_time() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let sent_at = |at| Event { at, at_arrival: true, id: bought("pot", NOON).id, ..bought("pot", NOON) };
    assert_eq!(village.did(NOON, &anna, &[sent_at(NOON)]), [EventOutcome::Accepted]);
    assert_eq!(village.did(LATER, &anna, &[sent_at(LATER)]), [EventOutcome::Duplicate]);
    let more = Event { quantity: 2, ..sent_at(LATER) };
    let timed = Event { at_arrival: false, ..sent_at(LATER) };
    assert_eq!(village.did(LATER, &anna, &[more, timed]), [EventOutcome::Mismatch; 2]);
}

#[test]
fn a_file_that_holds_what_is_known_and_what_is_new_is_told_apart() {
    let village = village();
    let [anna, ben] = ["anna", "ben"].map(|name| village.named(name, Wish::SaidYes));
    let pot = bought("pot", NOON);
    village.did(NOON, &anna, std::slice::from_ref(&pot));
    let file = [
        (anna.clone(), pot.clone()),
        (anna.clone(), bought("mug", NOON)),
        (ben.clone(), pot.clone()),
        (anna.clone(), Event { quantity: 2, ..pot }),
        (anna.clone(), bought("mug", NOON)),
    ];
    use EventOutcome::{Accepted, Duplicate, Mismatch};
    let told = village.vault.at(LATER).keep(&village.intake(), &file).unwrap();
    assert_eq!(told, [Duplicate, Accepted, Accepted, Mismatch, Duplicate]);
    village.check(&anna, Rung::Personal, &["tea", "cup", "pot", "mug"]);
    village.check(&ben, Rung::Personal, &["tea", "cup", "pot"]);
}
