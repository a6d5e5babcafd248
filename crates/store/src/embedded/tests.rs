//! What the embedded adapter does beyond the suite: its files, its refusals, and what it does with damage.

use super::*;
use crate::{Expect, Kind, Write};
use std::cell::RefCell;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;

const ANNA: PartitionKey = PartitionKey([0xA0; 16]);
const PROFILE: Space = Space(1);

#[test]
fn the_embedded_adapter_passes_the_conformance_suite() {
    let dirs = RefCell::new(Vec::new());
    let open_last = || -> Box<dyn Store> {
        let dirs = dirs.borrow();
        let dir: &TempDir = dirs.last().unwrap();
        Box::new(Embedded::open(dir.path()).unwrap())
    };
    let fresh = || {
        dirs.borrow_mut().push(tempfile::tempdir().unwrap());
        open_last()
    };
    let reopen = |store| {
        drop(store);
        open_last()
    };
    crate::conformance::durable_suite(&fresh, &reopen);
}

// === files ===

#[test]
fn a_directory_opens_once_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let first = Embedded::open(dir.path()).unwrap();
    assert_eq!(refusal(dir.path()), StoreError::InUse);
    drop(first);
    Embedded::open(dir.path()).unwrap();
}

#[test]
fn the_directory_and_its_files_are_their_owners_alone() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("deep/data");
    let _store = village(&dir, 3);
    assert_eq!(mode(&dir), 0o700);
    let files: Vec<_> = fs::read_dir(&dir).unwrap().map(|file| file.unwrap().path()).collect();
    assert_eq!(files.len(), 5, "database, journal, index, lock and reserve");
    files.iter().for_each(|file| assert_eq!(mode(file), 0o600, "{}", file.display()));
}

#[test]
fn a_clean_end_leaves_an_empty_journal() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 50));
    assert_eq!(files::length(&dir.path().join("store.db-wal")), 0);
    assert_eq!(count(&Embedded::open(dir.path()).unwrap()), Ok(50));
}

#[test]
fn a_journal_that_grew_is_moved_and_begun_again() {
    let dir = tempfile::tempdir().unwrap();
    let store = village(dir.path(), 0);
    for version in 0..30 {
        let expect = if version == 0 { Expect::Absent } else { Expect::Version(version) };
        store.commit(Batch::new().and(put_blob(expect, vec![7; 4 << 20]))).unwrap();
    }
    let journal = || files::length(&dir.path().join("store.db-wal"));
    let mut more = 0;
    while journal() > 70 << 20 {
        assert!(more < 200, "120 MiB were written, and the journal still has {} bytes", journal());
        std::thread::sleep(std::time::Duration::from_millis(100));
        store.commit(Batch::new().and(append(more))).unwrap();
        more += 1;
    }
    assert_eq!(store.blob("model").unwrap().unwrap().version, 30);
}

// === refusals ===

#[test]
fn data_of_a_newer_version_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 3));
    set_pragma(dir.path(), "user_version", FORMAT + 1);
    assert_eq!(refusal(dir.path()), StoreError::NewerFormat { found: FORMAT + 1, known: FORMAT });
}

#[test]
fn data_of_an_older_version_is_read_and_marked_as_of_this_one_with_the_first_commit() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 3));
    set_pragma(dir.path(), "user_version", 1);
    let store = Embedded::open(dir.path()).unwrap();
    assert_eq!((count(&store), pragma(dir.path(), "user_version")), (Ok(3), 1), "who only looks changes nothing");
    store.commit(Batch::new().and(append(7))).unwrap();
    drop(store);
    assert_eq!(pragma(dir.path(), "user_version"), FORMAT);
    assert_eq!(count(&Embedded::open(dir.path()).unwrap()), Ok(4));
    set_pragma(dir.path(), "user_version", 0);
    assert_eq!(refusal(dir.path()), damaged("store.db has an unknown format"));
}

#[test]
fn a_database_of_another_program_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 3));
    set_pragma(dir.path(), "application_id", 7);
    assert_eq!(refusal(dir.path()), damaged("store.db is not a data file of this program"));
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("store.db"), "this is not a database at all ".repeat(400)).unwrap();
    assert!(matches!(refusal(dir.path()), StoreError::Damaged(_)));
}

#[test]
fn a_database_that_is_gone_is_not_made_anew() {
    for lose in [|path: &Path| fs::remove_file(path).unwrap(), |path: &Path| fs::write(path, "").unwrap()] {
        let dir = tempfile::tempdir().unwrap();
        drop(village(dir.path(), 3));
        lose(&dir.path().join("store.db"));
        assert_eq!(refusal(dir.path()), damaged("store.db is missing or empty"));
    }
}

#[test]
fn a_database_that_was_cut_short_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 2_000));
    let path = dir.path().join("store.db");
    let bytes = fs::read(&path).unwrap();
    for kept in [bytes.len() - 1, bytes.len() - 4_096, bytes.len() / 2, 4_096, 100, 1] {
        fs::write(&path, &bytes[..kept]).unwrap();
        assert!(matches!(refusal(dir.path()), StoreError::Damaged(_)), "cut to {kept} bytes");
    }
}

// === damage ===

/// Bytes that are changed, one at a time, spread over the whole file.
const FLIPS: usize = 400;
const FLIPS_LONG: usize = 10_000;

#[test]
fn a_flipped_byte_is_refused_or_changes_nothing_but_a_payload() {
    let dir = tempfile::tempdir().unwrap();
    drop(village(dir.path(), 300));
    let path = dir.path().join("store.db");
    let bytes = fs::read(&path).unwrap();
    let mut noticed = 0;
    let flips = if std::env::var_os("ASSENT_PROOFS_LONG").is_some() { FLIPS_LONG } else { FLIPS };
    for offset in (0..bytes.len()).step_by(bytes.len() / flips) {
        let mut flipped = bytes.clone();
        flipped[offset] ^= 0x55;
        fs::write(&path, &flipped).unwrap();
        let found = Embedded::open(dir.path()).and_then(|store| store.scrub().and_then(|()| count(&store)));
        match found {
            Ok(entries) => assert_eq!(entries, 300, "no entry is lost by a flip at {offset} that nobody notices"),
            Err(StoreError::Damaged(_) | StoreError::NewerFormat { .. }) => noticed += 1,
            Err(other) => panic!("a flip at {offset}: {other}"),
        }
    }
    assert!(noticed > flips / 20, "only {noticed} flips of {flips} were noticed");
}

#[test]
fn a_journal_that_was_changed_before_its_last_transaction_is_refused() {
    let (dir, journal) = left_behind(20);
    let bytes = fs::read(&journal).unwrap();
    for offset in (0..bytes.len() / 2).step_by(bytes.len() / 64) {
        let mut flipped = bytes.clone();
        flipped[offset] ^= 1;
        fs::write(&journal, &flipped).unwrap();
        assert_eq!(refusal(dir.path()), damaged("store.db-wal was changed after it was written"), "at {offset}");
    }
    fs::write(&journal, &bytes).unwrap();
    assert_eq!(count(&Embedded::open(dir.path()).unwrap()), Ok(20));
}

#[test]
fn a_journal_with_a_torn_end_is_read_up_to_there() {
    let (dir, journal) = left_behind(20);
    let bytes = fs::read(&journal).unwrap();
    fs::write(&journal, &bytes[..bytes.len() - 10]).unwrap();
    assert_eq!(count(&Embedded::open(dir.path()).unwrap()), Ok(19), "the transaction that was not finished is gone");
}

#[test]
fn a_transaction_that_was_torn_long_ago_is_not_taken_for_one_that_was_lost() {
    let (dir, _) = left_behind(5);
    let again = tempfile::tempdir().unwrap();
    let store = Embedded::open(dir.path()).unwrap();
    let large = (100..400).map(append).fold(Batch::new(), Batch::and);
    store.commit(large).unwrap();
    copy_files(dir.path(), again.path());
    drop(store);
    tear_last(&again.path().join("store.db-wal"));
    let store = Embedded::open(again.path()).unwrap();
    assert_eq!(count(&store), Ok(5), "the first power cut tore the large one");
    store.commit(Batch::new().and(append(6))).unwrap();
    let last = tempfile::tempdir().unwrap();
    copy_files(again.path(), last.path());
    drop(store);
    tear_last(&last.path().join("store.db-wal"));
    assert_eq!(count(&Embedded::open(last.path()).unwrap()), Ok(5), "the second one tore what came after");
}

/// Changes the first page of the last transaction in a journal, as a cut does that lost it and kept the last.
fn tear_last(journal: &Path) {
    let mut bytes = fs::read(journal).unwrap();
    let frame = 24 + 4_096;
    let salt = bytes[16..24].to_vec();
    let starts: Vec<usize> = (32..bytes.len()).step_by(frame).collect();
    let ends: Vec<usize> = starts
        .iter()
        .copied()
        .take_while(|at| bytes[at + 8..at + 16] == salt[..])
        .enumerate()
        .filter(|(_, at)| bytes[at + 4..at + 8] != [0; 4])
        .map(|(number, _)| number)
        .collect();
    let first = ends.iter().rev().nth(1).map_or(0, |before| before + 1);
    assert!(first < *ends.last().unwrap(), "it has more than one page");
    bytes[32 + first * frame + 24 + 100] ^= 1;
    fs::write(journal, bytes).unwrap();
}

fn copy_files(from: &Path, to: &Path) {
    for file in ["store.db", "store.db-wal", "store.lock"] {
        fs::copy(from.join(file), to.join(file)).unwrap();
    }
}

// === impl: a small world ===

/// A store with this many entries and records, one transaction each.
fn village(dir: &Path, people: u32) -> Embedded {
    let store = Embedded::open(dir).unwrap();
    for person in 0..people {
        let partition = PartitionKey([person.to_le_bytes()[0]; 16]);
        let expect = match &store.records(&partition, &[PROFILE]).unwrap()[0] {
            None => Expect::Absent,
            Some(record) => Expect::Version(record.version),
        };
        let record = Write::PutRecord { partition, space: PROFILE, expect, sealed: vec![3; 200] };
        store.commit(Batch::new().and(append(person)).and(record)).unwrap();
    }
    store
}

/// A copy of a store as a crash leaves it: everything still in the journal.
fn left_behind(people: u32) -> (TempDir, std::path::PathBuf) {
    let (living, left) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(village(living.path(), 0));
    let store = Embedded::open(living.path()).unwrap();
    // Too little for the checkpoints to move anything while commits follow each other.
    (0..people).for_each(|person| store.commit(Batch::new().and(append(person))).unwrap());
    copy_files(living.path(), left.path());
    let journal = left.path().join("store.db-wal");
    (left, journal)
}

fn append(number: u32) -> Write {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&number.to_be_bytes());
    Write::Append { partition: ANNA, id: EntryId(id), kind: Kind(1), at: number.into(), sealed: vec![9; 100] }
}

fn put_blob(expect: Expect, sealed: Vec<u8>) -> Write {
    Write::PutBlob { name: "model".to_owned(), expect, sealed }
}

fn count(store: &Embedded) -> Result<usize, StoreError> {
    let mut found = 0;
    store.scan_log(Scope::Everybody, &mut |_| {
        found += 1;
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn refusal(dir: &Path) -> StoreError {
    match Embedded::open(dir) {
        Ok(_) => panic!("{} was opened", dir.display()),
        Err(error) => error,
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}

fn set_pragma(dir: &Path, pragma: &str, value: u32) {
    let connection = rusqlite::Connection::open(dir.join("store.db")).unwrap();
    connection.pragma_update(None, pragma, value).unwrap();
}

fn pragma(dir: &Path, pragma: &str) -> u32 {
    let connection = rusqlite::Connection::open(dir.join("store.db")).unwrap();
    connection.pragma_query_value(None, pragma, |row| row.get(0)).unwrap()
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o777
}
