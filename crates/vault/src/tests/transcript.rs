//! What a person said is told back with a chain that was made anew, or not at all.

use super::village::{LATER, NOON, Wish, subject, village};
use crate::VaultError;
use crate::ledger::statement_id;
use crate::note::{Note, NoteError, VerifierKey};
use domain::Kind;
use std::collections::BTreeSet;
use store::{Batch, EntryId, Store, Write};

#[test]
fn every_statement_is_told_with_the_end_of_the_chain_that_it_was_answered_with() {
    let village = village();
    let anna = subject("anna");
    let heads: Vec<String> = [Kind::Grant, Kind::Withdraw, Kind::Object]
        .into_iter()
        .enumerate()
        .map(|(at, kind)| {
            let now = NOON.plus(10 * at as i64);
            village.vault.at(now).record(&anna, &[village.about(kind)], &village.facts()).unwrap()
        })
        .collect();
    let said = village.vault.at(LATER).transcript(&anna).unwrap().unwrap();
    assert_eq!(said.lines.iter().map(|one| one.chain.clone()).collect::<Vec<_>>(), heads);
    assert_eq!(said.lines.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(said.line(2).unwrap().held.statement.kind, Kind::Withdraw);
    assert_eq!(said.line(1).unwrap().held.evidence.how, "said so at the well");
    assert_eq!((said.subject, said.jurisdictions), (anna, village.facts().jurisdictions));
    for none in [0, 4, usize::MAX] {
        assert!(village.vault.at(LATER).transcript(&subject("anna")).unwrap().unwrap().line(none).is_none());
    }
}

#[test]
fn the_same_words_at_the_same_second_have_another_name_for_another_person() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let told = |who| village.vault.at(LATER).transcript(who).unwrap().unwrap();
    let (of_anna, of_ben) = (told(&anna), told(&ben));
    assert_eq!(of_anna.lines[0].chain, of_ben.lines[0].chain);
    let again = told(&anna);
    let names: BTreeSet<_> = [of_anna, of_ben, again].iter().map(|said| said.lines[0].id.clone()).collect();
    assert_eq!(names.len(), 2, "a name stays, and is nobody else's");
    for name in names {
        let shape: String = name.chars().map(|c| if c == '-' { '-' } else { 'x' }).collect();
        assert_eq!(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
        assert_eq!((&name[14..15], "89ab".contains(&name[19..20])), ("8", true), "{name}");
    }
}

#[test]
fn a_look_at_what_was_said_leaves_a_receipt_and_a_stranger_said_nothing() {
    let village = village();
    let anna = village.person(Wish::Withdrew);
    let at = village.vault.at(LATER);
    at.transcript(&anna).unwrap().unwrap();
    let newest = &at.receipts(&anna, 1).unwrap()[0];
    assert_eq!((newest.first.purpose.as_str(), newest.last.data_used), ("access", 2));
    assert!(at.transcript(&subject("nobody")).unwrap().is_none());
}

#[test]
fn a_chain_that_does_not_hold_tells_nothing() {
    let village = village();
    let anna = village.person(Wish::Withdrew);
    let partition = village.vault.partition(&anna);
    let entries: Vec<_> =
        (0..2).map(|at| village.ground.entry(&partition, &statement_id(at)).unwrap().unwrap()).collect();
    let kinds = vec![entries[0].kind];
    village.ground.commit(Batch::new().and(Write::DeleteEntries { partition, kinds })).unwrap();
    let told = || village.vault.at(LATER).transcript(&anna);
    assert!(matches!(told(), Err(VaultError::Chain)), "both are missing");

    // Another statement of hers, rightly sealed for the place of the second one.
    let opened = village.vault.find(&anna).unwrap().unwrap();
    let put = |id: EntryId, kind: Kind| {
        let (mut statement, evidence): (domain::Statement, domain::Evidence) =
            opened.logs().next().unwrap().read(entries[0].kind, &statement_id(0), &entries[0].sealed).unwrap();
        statement.kind = kind;
        let write = opened.append(entries[0].kind, id, NOON.0, &(&statement, &evidence)).unwrap();
        village.ground.commit(Batch::new().and(write)).unwrap();
    };
    put(statement_id(0), Kind::Grant);
    put(statement_id(1), Kind::Grant);
    assert!(matches!(told(), Err(VaultError::Chain)), "the second one is not what was said");
}

#[test]
fn a_ledger_that_ends_elsewhere_tells_nothing() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let mut opened = village.vault.find(&anna).unwrap().unwrap();
    opened.ledger.head[0] ^= 1;
    village.ground.commit(Batch::new().and(opened.put_ledger().unwrap())).unwrap();
    assert!(matches!(village.vault.at(LATER).transcript(&anna), Err(VaultError::Chain)));
}

#[test]
fn the_tenants_key_stays_with_the_root_key_and_signs_what_opens_with_it_alone() {
    let village = village();
    let note = village.vault.sign_note("tea\n").unwrap();
    assert_eq!(note, village.vault.sign_note("tea\n").unwrap(), "nothing is drawn for a signature");
    let key = VerifierKey::parse(&village.vault.note_key().to_string()).unwrap();
    let read = Note::parse(note.as_bytes()).unwrap();
    assert_eq!(read.verify(std::slice::from_ref(&key)).unwrap().text, "tea\n");
    let elsewhere = super::village::village().vault.note_key();
    assert_eq!(read.verify(&[elsewhere]).unwrap_err(), NoteError::OtherKey, "another root, another key");
    assert!(matches!(village.vault.sign_note("no end"), Err(VaultError::Note(_))));
}
