//! Forgetting: unreadable now, whatever fails and whoever kept a copy.

use super::village::{Ground, LATER, NOON, Strike, Village, Wish, bought, village_at};
use crate::VaultError;
use crate::place;
use domain::{EventOutcome, Kind, Rung, SubjectId};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use store::{Batch, Entry, Expect, Store, Versioned, Write};

const SPACES: [store::Space; 3] = [place::KEYRING, place::LEDGER, place::HISTORY];

/// Anna, who is to be forgotten, and three who stay; Nele's bundle is in the same segment as Anna's.
struct Four {
    anna: SubjectId,
    others: Vec<SubjectId>,
}

impl Four {
    fn in_village(village: &Village) -> Self {
        let anna = village.named("anna", Wish::SaidYes);
        let segment = village.vault.partition(&anna).0[0];
        let names = (0..).map(|number| format!("nele{number}"));
        let beside = |name: &String| village.vault.partition(&super::village::subject(name)).0[0] == segment;
        let nele = names.into_iter().find(beside).unwrap();
        let others = [nele.as_str(), "ben", "carl"].map(|name| village.named(name, Wish::SaidYes));
        Self { anna, others: others.to_vec() }
    }

    #[track_caller]
    fn check_others(&self, village: &Village) {
        for other in &self.others {
            village.check(other, Rung::Personal, &["tea", "cup"]);
            assert_eq!(village.vault.at(LATER).open_to_subject(other).unwrap().unwrap().events.len(), 2);
        }
    }
}

/// Somebody's bytes, as an old page, a log or a backup may still have them.
struct Copy {
    records: Vec<Versioned>,
    log: Vec<Entry>,
}

fn copy(village: &Village, who: &SubjectId) -> Copy {
    let partition = village.vault.partition(who);
    let records = village.ground.records(&partition, &SPACES).unwrap();
    Copy { records: records.into_iter().flatten().collect(), log: village.log(partition) }
}

/// Puts a copy back where it was, byte for byte and version for version.
fn put_back(village: &Village, who: &SubjectId, copy: &Copy) {
    let partition = village.vault.partition(who);
    let mut batch = Batch::new();
    for (space, record) in SPACES.into_iter().zip(&copy.records) {
        for version in 0..record.version {
            let expect = Expect::of(version);
            batch = batch.and(Write::PutRecord { partition, space, expect, sealed: record.sealed.clone() });
        }
    }
    for entry in copy.log.clone() {
        batch =
            batch.and(Write::Append { partition, id: entry.id, kind: entry.kind, at: entry.at, sealed: entry.sealed });
    }
    village.ground.memory.commit(batch).unwrap();
}

fn take_away(village: &Village, who: &SubjectId, copy: &Copy) {
    let partition = village.vault.partition(who);
    let mut batch = Batch::new().and(Write::DeleteEntries { partition, kinds: vec![] });
    for (space, record) in SPACES.into_iter().zip(&copy.records) {
        batch = batch.and(Write::DeleteRecord { partition, space, expect: Expect::Version(record.version) });
    }
    village.ground.memory.commit(batch).unwrap();
}

/// Nothing of hers is there, and a copy of it does not open.
#[track_caller]
fn check_forgotten(village: &Village, who: &SubjectId, old: &Copy) {
    let partition = village.vault.partition(who);
    assert!(village.ground.records(&partition, &SPACES).unwrap().iter().all(Option::is_none));
    assert!(village.log(partition).is_empty());
    village.check(who, Rung::Contextual, &[]);
    put_back(village, who, old);
    assert!(matches!(village.ask_about(who), Err(VaultError::Sealed)));
    assert!(matches!(village.vault.at(LATER).open_to_subject(who), Err(VaultError::Sealed)));
    take_away(village, who, old);
}

#[test]
fn when_forget_returned_the_bundle_opens_nowhere() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let four = Four::in_village(&village);
    let old = copy(&village, &four.anna);
    assert!(village.vault.at(LATER).forget(&four.anna).unwrap().found);
    check_forgotten(&village, &four.anna, &old);
    four.check_others(&village);
    assert!(!village.vault.at(LATER).forget(&four.anna).unwrap().found, "there is nothing left");
    drop(village);
    let village = village_at(keys.path(), ground).unwrap();
    check_forgotten(&village, &four.anna, &old);
    four.check_others(&village);
}

#[test]
fn a_copy_of_an_old_page_opens_before_and_not_after() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground).unwrap();
    let four = Four::in_village(&village);
    let old = copy(&village, &four.anna);
    take_away(&village, &four.anna, &old);
    put_back(&village, &four.anna, &old);
    village.check(&four.anna, Rung::Personal, &["tea", "cup"]);
}

#[test]
fn a_crash_at_any_moment_leaves_the_person_whole_or_a_tombstone_that_the_next_start_finishes() {
    for how in [Strike::Before, Strike::After] {
        let mut commits = 0;
        while crash_while_forgetting(commits, how) {
            commits += 1;
        }
        assert!(commits >= 4, "note, tombstone, segment and mark are struck, each");
    }
}

/// Strikes one commit of an erasure, and opens the village again. Returns whether there was one to strike.
fn crash_while_forgetting(commits: usize, how: Strike) -> bool {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let four = Four::in_village(&village);
    let old = copy(&village, &four.anna);
    ground.strike_after(commits, how);
    let result = village.vault.at(LATER).forget(&four.anna);
    drop(village);
    let struck = ground.mend();
    assert_eq!(result.is_err(), struck, "an erasure is acknowledged only when it is whole");
    let village = village_at(keys.path(), ground.clone()).unwrap();
    // The first commit notes for the transparency log what goes; the second is the tombstone.
    if commits == 0 || (commits == 1 && how == Strike::Before) {
        village.check(&four.anna, Rung::Personal, &["tea", "cup"]);
    } else {
        check_forgotten(&village, &four.anna, &old);
    }
    four.check_others(&village);
    struck
}

#[test]
fn a_crash_while_finishing_is_finished_by_the_start_after() {
    for how in [Strike::Before, Strike::After] {
        for commits in 0..2 {
            let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
            let village = village_at(keys.path(), ground.clone()).unwrap();
            let four = Four::in_village(&village);
            let old = copy(&village, &four.anna);
            ground.strike_after(2, Strike::Before);
            assert!(village.vault.at(LATER).forget(&four.anna).is_err());
            drop(village);
            ground.mend();
            ground.strike_after(commits, how);
            assert!(village_at(keys.path(), ground.clone()).is_err());
            ground.mend();
            let village = village_at(keys.path(), ground).unwrap();
            check_forgotten(&village, &four.anna, &old);
            four.check_others(&village);
        }
    }
}

#[test]
fn calling_forget_again_goes_on_where_it_stopped() {
    for commits in 0..4 {
        let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
        let village = village_at(keys.path(), ground.clone()).unwrap();
        let four = Four::in_village(&village);
        let old = copy(&village, &four.anna);
        ground.strike_after(commits, Strike::Before);
        assert!(village.vault.at(LATER).forget(&four.anna).is_err());
        ground.mend();
        let erasure = village.vault.at(LATER.plus(5)).forget(&four.anna).unwrap();
        assert!(erasure.found);
        assert_eq!(erasure.at, if commits < 2 { LATER.plus(5) } else { LATER });
        check_forgotten(&village, &four.anna, &old);
        four.check_others(&village);
    }
}

#[test]
fn a_slot_that_can_not_be_written_seals_nothing_that_could_be_lost() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground.clone()).unwrap();
    let four = Four::in_village(&village);
    let old = copy(&village, &four.anna);
    jam(keys.path());
    assert!(matches!(village.vault.at(LATER).forget(&four.anna), Err(VaultError::Keys(_))));
    // Anna herself is back at once, in the segment whose rotation failed.
    village.say(LATER.plus(1), &four.anna, &[village.about(Kind::Grant)], &village.facts());
    assert_eq!(village.did(LATER.plus(1), &four.anna, &[bought("pot", LATER.plus(1))]), [EventOutcome::Accepted]);
    drop(village);
    fs::remove_dir(keys.path().join("slot.assent-new")).unwrap();
    let village = village_at(keys.path(), ground).unwrap();
    let answer = village.vault.at(LATER.plus(2)).open_to_subject(&four.anna).unwrap().unwrap();
    assert_eq!(answer.events.len(), 1, "what was acknowledged is there");
    four.check_others(&village);
    assert!(village.vault.at(LATER.plus(3)).forget(&four.anna).unwrap().found);
    check_forgotten(&village, &four.anna, &old);
}

/// A directory where the new slot would be written: the file can not be made, as on a full or broken disk.
fn jam(keys: &Path) {
    fs::create_dir(keys.join("slot.assent-new")).unwrap();
}

#[test]
fn whoever_comes_back_is_somebody_new_and_can_be_forgotten_again() {
    let (keys, ground) = (tempfile::tempdir().unwrap(), Arc::new(Ground::default()));
    let village = village_at(keys.path(), ground).unwrap();
    let four = Four::in_village(&village);
    for round in 0..3 {
        let back = LATER.plus(round * 10);
        village.vault.at(back).forget(&four.anna).unwrap();
        village.say(back.plus(1), &four.anna, &[village.about(Kind::Grant)], &village.facts());
        let dossier = village.vault.at(back.plus(2)).open_to_subject(&four.anna).unwrap().unwrap();
        assert_eq!((dossier.events.len(), dossier.statements.len()), (0, 1));
        assert_eq!(dossier.since, back.plus(1));
    }
    assert_eq!(village.vault.at(NOON).statements(&four.anna).unwrap().len(), 1);
    four.check_others(&village);
}
