//! A receipt whose case is heard again: what was changed does not go unnoticed, and another policy is told.

use super::village::{Ground, LATER, NOON, Village, Wish, village, village_at};
use crate::policy::Policy;
use crate::{KeyPlace, Policed, Recheck, Vault, ledger, place, receipts};
use domain::{Kind, Receipt, ReceiptId, SubjectId};
use std::sync::Arc;
use store::{Batch, Write};

fn recheck(village: &Village, id: ReceiptId) -> Option<Recheck> {
    village.vault.at(LATER).recheck_receipt(id).unwrap()
}

/// Puts a receipt that was changed in the place of a true one.
fn forge(village: &Village, who: &SubjectId, change: impl FnOnce(&mut Receipt)) -> ReceiptId {
    let id = village.ask_about(who).unwrap().receipt();
    let mut receipt = village.vault.at(LATER).receipt(Some(who), id).unwrap().unwrap();
    change(&mut receipt);
    let subject = village.vault.find(who).unwrap().unwrap();
    let gone = Write::DeleteNamed { partition: subject.partition, ids: vec![store::EntryId(id.0)] };
    let batch = Batch::new().and(gone).and(receipts::sealed(&subject, &receipt).unwrap());
    store::Store::commit(&*village.ground, batch).unwrap();
    id
}

#[test]
fn a_verdict_is_found_again_after_a_withdrawal() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let id = village.ask_about(&anna).unwrap().receipt();
    village.say(LATER, &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!(recheck(&village, id), Some(Recheck::Same(3)));
    let closed = village.ask_about(&anna).unwrap().receipt();
    assert_eq!(recheck(&village, closed), Some(Recheck::Same(4)));
    assert_eq!(recheck(&village, ReceiptId([7; 16])), None);
    village.vault.at(LATER).forget(&anna).unwrap();
    assert_eq!(recheck(&village, id), None, "whoever is forgotten leaves no case");
}

#[test]
fn what_decided_nothing_about_a_person_is_no_case() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let stranger = village.ask_about(&super::village::subject("nobody")).unwrap().receipt();
    assert_eq!(recheck(&village, stranger), Some(Recheck::NoDecision));
    let at = village.vault.at(LATER);
    at.open_to_subject(&anna).unwrap();
    let access = at.receipts(&anna, 1).unwrap().remove(0).id;
    assert_eq!(recheck(&village, access), Some(Recheck::NoDecision));
}

#[test]
fn a_receipt_that_was_changed_does_not_pass() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    village.say(NOON.plus(20), &anna, &[village.about(Kind::Withdraw)], &village.facts());
    let opened = forge(&village, &anna, |receipt| receipt.first.gates.iter_mut().for_each(|gate| gate.1.clear()));
    let Some(Recheck::Differs(due)) = recheck(&village, opened) else { panic!("it passes") };
    assert!(due.iter().all(|(_, codes)| codes == &["G6.no_valid_grant"]), "{due:?}");
    let fewer = forge(&village, &anna, |receipt| receipt.first.given.as_mut().unwrap().statements = 1);
    assert_eq!(recheck(&village, fewer), Some(Recheck::OtherLedger));
    let more = forge(&village, &anna, |receipt| receipt.first.given.as_mut().unwrap().statements = 3);
    assert_eq!(recheck(&village, more), Some(Recheck::OtherLedger));
}

#[test]
fn a_statement_that_was_changed_does_not_pass() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let id = village.ask_about(&anna).unwrap().receipt();
    let subject = village.vault.find(&anna).unwrap().unwrap();
    let first = ledger::statement_id(0);
    let entry = store::Store::entry(&*village.ground, &subject.partition, &first).unwrap().unwrap();
    let (mut said, evidence): (domain::Statement, domain::Evidence) =
        subject.logs().next().unwrap().read(place::STATEMENT, &first, &entry.sealed).unwrap();
    said.past_data = true;
    let gone = Write::DeleteNamed { partition: subject.partition, ids: vec![first] };
    let other = subject.append(place::STATEMENT, first, entry.at, &(said, evidence)).unwrap();
    store::Store::commit(&*village.ground, Batch::new().and(gone).and(other)).unwrap();
    assert_eq!(recheck(&village, id), Some(Recheck::OtherLedger));
}

#[test]
fn the_policy_that_decided_is_told_where_another_is_in_force() {
    let keys = tempfile::tempdir().unwrap();
    let ground = Arc::new(Ground::default());
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let anna = village.person(Wish::SaidYes);
    let id = village.ask_about(&anna).unwrap().receipt();
    drop(village);
    let shipped = Policy::shipped().unwrap();
    let told = Policed { version: shipped.version, brand: None };
    let others: [fn(&mut Policy); 2] =
        [|policy| policy.version += 1, |policy| policy.brand = Some(("the well".to_owned(), 1))];
    for change in others {
        let mut other = shipped.clone();
        change(&mut other);
        let vault =
            Vault::over(ground.clone(), ground.clone(), KeyPlace::Directory(keys.path()), other, "village").unwrap();
        let found = vault.at(LATER).recheck_receipt(id).unwrap();
        assert_eq!(found, Some(Recheck::OtherPolicy(told.clone())));
    }
    assert_eq!(recheck(&village_at(keys.path(), ground).unwrap(), id), Some(Recheck::Same(3)));
}

#[test]
fn a_merge_changes_no_verdict_that_was_given() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let before = [&anna, &ben].map(|who| village.ask_about(who).unwrap().receipt());
    village.vault.at(LATER).merge(&anna, &ben).unwrap();
    let after = village.ask_about(&anna).unwrap();
    assert_eq!(after.rung(), domain::Rung::Contextual, "no verified name stood for the yeses");
    for id in before {
        assert_eq!(recheck(&village, id), Some(Recheck::Same(3)));
    }
    assert_eq!(
        recheck(&village, after.receipt()),
        Some(Recheck::Same(4)),
        "where no history opens, a group is asked for"
    );
}

#[test]
fn a_verdict_given_between_two_merges_is_found_again_after_the_second() {
    let village = village();
    let [anna, ben, cleo] = ["anna", "ben", "cleo"].map(|name| village.named(name, Wish::SaidYes));
    village.vault.at(LATER).merge(&ben, &cleo).unwrap();
    village.say(LATER, &ben, &[village.about(Kind::Withdraw)], &village.facts());
    let between = village.ask_about(&ben).unwrap().receipt();
    assert_eq!(recheck(&village, between), Some(Recheck::Same(4)));
    village.vault.at(LATER).merge(&anna, &ben).unwrap();
    village.say(LATER, &anna, &[village.about(Kind::Withdraw)], &village.facts());
    assert_eq!(recheck(&village, between), Some(Recheck::Same(4)));
}
