//! Sealed bytes open only where they were sealed: for their subject, space, version and name.

use super::village::{LATER, NOON, Village, Wish, bought, village};
use crate::{VaultError, place};
use domain::SubjectId;
use store::{Batch, Expect, PartitionKey, Space, Store, Write};

fn record(village: &Village, partition: PartitionKey, space: Space) -> (u64, Vec<u8>) {
    let found = village.ground.records(&partition, &[space]).unwrap().remove(0).unwrap();
    (found.version, found.sealed)
}

/// Puts bytes in the place of a record that was written once, so that it looks written once.
fn put(village: &Village, partition: PartitionKey, space: Space, sealed: Vec<u8>) {
    let (version, _) = record(village, partition, space);
    assert_eq!(version, 1);
    let gone = Write::DeleteRecord { partition, space, expect: Expect::Version(1) };
    let new = Write::PutRecord { partition, space, expect: Expect::Absent, sealed };
    village.ground.commit(Batch::new().and(gone).and(new)).unwrap();
}

#[track_caller]
fn check_refused(village: &Village, who: &SubjectId) {
    let at = village.vault.at(LATER);
    assert!(matches!(village.ask_about(who), Err(VaultError::Sealed)));
    assert!(matches!(at.open_to_subject(who), Err(VaultError::Sealed)));
}

#[test]
fn sealed_bytes_moved_to_another_subject_are_refused() {
    for spaces in [
        &[place::LEDGER][..],
        &[place::HISTORY],
        &[place::KEYRING],
        &[place::LEDGER, place::HISTORY],
        &[place::KEYRING, place::LEDGER, place::HISTORY],
    ] {
        let village = village();
        let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
        let (from, to) = (village.vault.partition(&ben), village.vault.partition(&anna));
        for space in spaces {
            put(&village, to, *space, record(&village, from, *space).1);
        }
        check_refused(&village, &anna);
    }
}

#[test]
fn sealed_bytes_moved_to_another_space_are_refused() {
    for (from, to) in
        [(place::LEDGER, place::HISTORY), (place::HISTORY, place::LEDGER), (place::HISTORY, place::KEYRING)]
    {
        let village = village();
        let anna = village.person(Wish::SaidYes);
        let partition = village.vault.partition(&anna);
        put(&village, partition, to, record(&village, partition, from).1);
        check_refused(&village, &anna);
    }
}

#[test]
fn sealed_bytes_of_an_older_version_are_refused() {
    let village = village();
    let anna = village.person(Wish::SaidYes);
    let partition = village.vault.partition(&anna);
    let (_, old) = record(&village, partition, place::HISTORY);
    village.did(NOON, &anna, &[bought("pot", NOON)]);
    let (version, _) = record(&village, partition, place::HISTORY);
    let expect = Expect::Version(version);
    let back = Write::PutRecord { partition, space: place::HISTORY, expect, sealed: old };
    village.ground.commit(Batch::new().and(back)).unwrap();
    check_refused(&village, &anna);
}

#[test]
fn sealed_log_entries_under_another_name_or_sort_are_refused() {
    for other_sort in [false, true] {
        let village = village();
        let anna = village.person(Wish::SaidYes);
        for what in ["pot", "pan"] {
            village.did(NOON, &anna, &[bought(what, NOON)]);
        }
        let partition = village.vault.partition(&anna);
        let log = village.log(partition);
        let events: Vec<_> = log.iter().filter(|entry| entry.kind == place::EVENT).collect();
        let kind = if other_sort { place::RECEIPT } else { place::EVENT };
        let id = if other_sort { events[0].id } else { events[1].id };
        let moved = Write::Append { partition, id, kind, at: NOON.0, sealed: events[0].sealed.clone() };
        let gone = Write::DeleteNamed { partition, ids: vec![id] };
        village.ground.commit(Batch::new().and(gone).and(moved)).unwrap();
        assert!(matches!(village.vault.at(LATER).open_to_subject(&anna), Err(VaultError::Sealed)));
    }
}

#[test]
fn sealed_log_entries_of_another_subject_are_refused() {
    let village = village();
    let (anna, ben) = (village.named("anna", Wish::SaidYes), village.named("ben", Wish::SaidYes));
    let receipt = village.ask_about(&ben).unwrap().receipt();
    let (from, to) = (village.vault.partition(&ben), village.vault.partition(&anna));
    let entry = village.log(from).pop().unwrap();
    let moved = Write::Append { partition: to, id: entry.id, kind: entry.kind, at: entry.at, sealed: entry.sealed };
    village.ground.commit(Batch::new().and(moved)).unwrap();
    assert!(matches!(village.vault.at(LATER).receipt(Some(&anna), receipt), Err(VaultError::Sealed)));
}

#[test]
fn sealed_blobs_under_another_name_or_version_are_refused() {
    let village = village();
    let vault = &village.vault;
    vault.put_blobs(&[("one".to_owned(), vec![1]), ("two".to_owned(), vec![2])]).unwrap();
    let one = village.ground.blob("one").unwrap().unwrap().sealed;
    for (name, expect) in [("three", Expect::Absent), ("one", Expect::Version(1))] {
        let moved = Write::PutBlob { name: name.to_owned(), expect, sealed: one.clone() };
        village.ground.commit(Batch::new().and(moved)).unwrap();
        assert!(matches!(vault.blob(name), Err(VaultError::Sealed)), "{name}");
    }
}

#[test]
fn bytes_of_another_vault_are_refused() {
    let (here, there) = (village(), village());
    let anna = here.named("anna", Wish::SaidYes);
    let same = there.named("anna", Wish::SaidYes);
    let (from, to) = (there.vault.partition(&same), here.vault.partition(&anna));
    for space in [place::KEYRING, place::LEDGER, place::HISTORY] {
        put(&here, to, space, record(&there, from, space).1);
    }
    check_refused(&here, &anna);
}
