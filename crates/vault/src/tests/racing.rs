//! Several at once: nobody's word is lost, and no answer outlives a withdrawal.

use super::village::{LATER, NOON, Village, Wish, bought, item, subject, village};
use crate::VaultError;
use domain::{EventOutcome, Kind, Rung};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

#[test]
fn after_a_withdrawal_returned_no_answer_that_starts_is_personal() {
    for round in 0..20 {
        let village = village();
        let anna = village.named(&format!("anna{round}"), Wish::SaidYes);
        let (withdrawn, personal) = (AtomicBool::new(false), AtomicUsize::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for asked_after in 0.. {
                        let after = withdrawn.load(Ordering::SeqCst);
                        let answer = village.ask_about(&anna).unwrap();
                        if answer.rung() == Rung::Personal {
                            assert!(!after, "an answer that started after the withdrawal is personal");
                            personal.fetch_add(1, Ordering::SeqCst);
                        }
                        if after && asked_after > 20 {
                            break;
                        }
                    }
                });
            }
            while personal.load(Ordering::SeqCst) < 20 {
                thread::yield_now();
            }
            village.say(LATER, &anna, &[village.about(Kind::Withdraw)], &village.facts());
            withdrawn.store(true, Ordering::SeqCst);
        });
    }
}

#[test]
fn a_withdrawal_between_decision_and_receipt_makes_the_decision_start_over() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let ask = village.ask();
    let answer = village.vault.at(LATER).with(&anna, &ask, (&village, &anna), withdraw_meanwhile).unwrap();
    assert_eq!(answer.rung(), Rung::Contextual);
    let receipts = village.vault.at(LATER).receipts(&anna, 10).unwrap();
    assert_eq!(receipts.len(), 1, "the decision that was not given left nothing");
}

/// Work during which the person changes their mind, once.
fn withdraw_meanwhile(
    basis: &crate::Basis<'_, domain::Recommend>,
    (village, anna): (&Village, &domain::SubjectId),
) -> super::village::Seen {
    if let crate::Basis::Personal(_) = basis {
        village.say(LATER, anna, &[village.about(Kind::Withdraw)], &village.facts());
    }
    super::village::look(basis, ())
}

#[test]
fn a_conflict_is_tried_again_and_too_many_are_told() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let at = village.vault.at(LATER);
    let meet = |times| village.ground.conflicts.store(times, Ordering::SeqCst);
    meet(5);
    village.check(&anna, Rung::Personal, &["tea", "cup"]);
    meet(5);
    village.say(LATER, &anna, &[village.about(Kind::Object)], &village.facts());
    meet(5);
    assert!(at.hide(&anna, &item("tea"), true).unwrap());
    meet(5);
    assert!(at.open_to_subject(&anna).unwrap().is_some());
    meet(5);
    assert!(at.forget(&anna).unwrap().found);
    meet(5);
    let ben = village.person(Wish::GuardianSaidYes);
    meet(usize::MAX);
    assert!(matches!(village.ask_about(&ben), Err(VaultError::Busy)));
    assert!(matches!(at.record(&ben, &[], &village.facts()), Err(VaultError::Busy)));
    assert!(matches!(at.open_to_subject(&ben), Err(VaultError::Busy)));
    assert!(matches!(at.forget(&ben), Err(VaultError::Busy)));
    assert!(matches!(at.keep_anonymous(&[bought("tea", NOON)]), Err(VaultError::Busy)));
    meet(0);
}

#[test]
fn statements_of_several_devices_at_once_are_all_recorded() {
    let village = village();
    let anna = subject("anna");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..5 {
                    village.say(NOON, &anna, &[village.about(Kind::Object)], &village.facts());
                }
            });
        }
    });
    let dossier = village.vault.at(LATER).open_to_subject(&anna).unwrap().unwrap();
    assert_eq!(dossier.statements.len(), 40);
}

#[test]
fn events_of_several_devices_at_once_are_each_kept_once() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let accepted = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for second in 0..10 {
                    let outcomes = village.did(NOON, &anna, &[bought("pot", NOON.plus(-second))]);
                    let new = outcomes.iter().filter(|outcome| **outcome == EventOutcome::Accepted).count();
                    accepted.fetch_add(new, Ordering::SeqCst);
                }
            });
        }
    });
    assert_eq!(accepted.into_inner(), 10);
    assert_eq!(village.ask_about(&anna).unwrap().value().0.len(), 12);
}

#[test]
fn forgetting_while_others_write_loses_nobody_and_leaves_nothing() {
    let village = village();
    let anna = village.named("anna", Wish::SaidYes);
    thread::scope(|scope| {
        for number in 0..4 {
            let village = &village;
            scope.spawn(move || {
                for round in 0..20 {
                    let who = village.named(&format!("p{number}.{round}"), Wish::SaidYes);
                    village.check(&who, Rung::Personal, &["tea", "cup"]);
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..50 {
                    village.ask_about(&anna).unwrap();
                    village.vault.at(LATER).open_to_subject(&anna).unwrap();
                }
            });
        }
        scope.spawn(|| village.vault.at(LATER).forget(&anna).unwrap());
    });
    assert!(village.log(village.vault.partition(&anna)).is_empty());
    for (number, round) in (0..4).flat_map(|number| (0..20).map(move |round| (number, round))) {
        village.check(&subject(&format!("p{number}.{round}")), Rung::Personal, &["tea", "cup"]);
    }
}
