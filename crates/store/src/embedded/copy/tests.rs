//! Copies: one moment of the data, readable, and nothing of what was deleted before.

use super::{ReadOnly, copy, put_back};
use crate::{Batch, Embedded, EntryId, Expect, Kind, PartitionKey, Scope, Space, Store, StoreError, Write};
use std::fs;
use std::ops::ControlFlow;

const ADA: PartitionKey = PartitionKey([7; 16]);

fn put(store: &Embedded, version: u64, sealed: &[u8]) {
    let expect = if version == 0 { Expect::Absent } else { Expect::Version(version) };
    let write = Write::PutRecord { partition: ADA, space: Space(1), expect, sealed: sealed.to_vec() };
    let id = EntryId([u8::try_from(version).unwrap(); 16]);
    let entry = Write::Append { partition: ADA, id, kind: Kind(1), at: 5, sealed: sealed.to_vec() };
    store.commit(Batch::new().and(write).and(entry)).unwrap();
}

fn count(store: &dyn Store) -> usize {
    let mut count = 0;
    store
        .scan_log(Scope::Everybody, &mut |_| {
            count += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    count
}

#[test]
fn a_copy_is_one_moment_of_data_that_is_in_use_and_holds_nothing_that_was_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("copy.db"));
    let store = Embedded::open(&data).unwrap();
    put(&store, 0, &[b'x'; 5_000]);
    store.commit(Batch::new().and(Write::DeleteEntries { partition: ADA, kinds: vec![] })).unwrap();
    put(&store, 1, b"tea");
    copy(&data, &file).unwrap();
    put(&store, 2, b"cup");
    let kept = ReadOnly::open(&file).unwrap();
    assert_eq!((count(&kept), count(&store)), (1, 2));
    let found = kept.records(&ADA, &[Space(1)]).unwrap().remove(0).unwrap();
    assert_eq!((found.version, found.sealed.as_slice()), (2, &b"tea"[..]));
    let bytes = fs::read(&file).unwrap();
    assert!(!bytes.windows(64).any(|window| window == [b'x'; 64]), "what was deleted is not copied");
    assert!(matches!(kept.commit(Batch::new()), Err(StoreError::Medium(_))));
    drop(kept);
    assert_eq!(fs::read(&file).unwrap(), bytes, "reading changes nothing");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "and makes no file");
}

#[test]
fn what_is_put_back_is_the_data_of_then_and_only_an_empty_place_takes_it() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file, again) = (dir.path().join("data"), dir.path().join("copy.db"), dir.path().join("again"));
    let store = Embedded::open(&data).unwrap();
    put(&store, 0, b"tea");
    copy(&data, &file).unwrap();
    put_back(&file, &again).unwrap();
    assert_eq!(put_back(&file, &again), Err(StoreError::InUse));
    let restored = Embedded::open(&again).unwrap();
    assert_eq!(count(&restored), 1);
    put(&restored, 1, b"cup");
    assert_eq!((count(&restored), count(&store)), (2, 1));
}

#[test]
fn every_damaged_page_and_every_cut_of_a_copy_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("copy.db"));
    let store = Embedded::open(&data).unwrap();
    for version in 0..40 {
        put(&store, version, &[1; 900]);
    }
    copy(&data, &file).unwrap();
    let good = fs::read(&file).unwrap();
    for cut in [0, 100, 4_096, good.len() - 4_096] {
        fs::write(&file, &good[..cut]).unwrap();
        assert!(ReadOnly::open(&file).is_err(), "cut at {cut}");
    }
    fs::write(&file, [&good[..20], &[0; 200], &good[220..]].concat()).unwrap();
    assert!(ReadOnly::open(&file).is_err(), "a head of zeros");
    fs::write(&file, &good).unwrap();
    assert!(ReadOnly::open(&file).is_ok());
    assert!(copy(&dir.path().join("nowhere"), &dir.path().join("other.db")).is_err());
}
