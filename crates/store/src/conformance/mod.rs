//! What every adapter must do, as a suite that each one is put through; it panics at the first promise not kept.

mod batches;
mod blobs;
mod durable;
mod log;
mod records;
mod together;

use crate::{Batch, Entry, EntryId, Expect, Kind, PartitionKey, Scope, Space, Store, StoreError, Versioned, Write};
use std::ops::ControlFlow;

/// Puts an adapter through everything but durability. Each call of `fresh` gives an empty store.
///
/// # Panics
/// At the first promise that the adapter does not keep, with the name of what was expected.
pub fn suite(fresh: &dyn Fn() -> Box<dyn Store>) {
    for properties in [records::ALL, log::ALL, batches::ALL, blobs::ALL, together::ALL] {
        for property in properties {
            property(&*fresh());
        }
    }
}

/// Puts an adapter that outlives its process through [`suite`] and through what must survive.
///
/// `reopen` closes the store that `fresh` gave last, and opens the same data again.
///
/// # Panics
/// At the first promise that the adapter does not keep, with the name of what was expected.
pub fn durable_suite(fresh: &dyn Fn() -> Box<dyn Store>, reopen: &dyn Fn(Box<dyn Store>) -> Box<dyn Store>) {
    suite(fresh);
    for property in durable::ALL {
        property(fresh(), reopen);
    }
}

type Property = fn(&dyn Store);

const ANNA: PartitionKey = PartitionKey([0xA0; 16]);
const BEN: PartitionKey = PartitionKey([0xB0; 16]);
const PROFILE: Space = Space(1);
const LEDGER: Space = Space(2);
const EVENT: Kind = Kind(1);
const RECEIPT: Kind = Kind(2);

// === doing ===

fn must<T>(result: Result<T, StoreError>, what: &str) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{what}: {error}"),
    }
}

fn commit(store: &dyn Store, writes: Vec<Write>) {
    must(store.commit(Batch { writes, urgent: false }), "a commit that nothing speaks against");
}

fn conflicts(store: &dyn Store, writes: Vec<Write>, why: &str) {
    assert_eq!(store.commit(Batch { writes, urgent: false }), Err(StoreError::Conflict), "{why}");
}

fn put(partition: PartitionKey, space: Space, expect: Expect, sealed: &[u8]) -> Write {
    Write::PutRecord { partition, space, expect, sealed: sealed.to_vec() }
}

fn append(partition: PartitionKey, id: u64, kind: Kind, at: i64) -> Write {
    Write::Append { partition, id: name(id), kind, at, sealed: id.to_le_bytes().to_vec() }
}

fn put_blob(name: &str, expect: Expect, sealed: &[u8]) -> Write {
    Write::PutBlob { name: name.to_owned(), expect, sealed: sealed.to_vec() }
}

fn name(id: u64) -> EntryId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&id.to_be_bytes());
    EntryId(bytes)
}

// === looking ===

fn record(store: &dyn Store, partition: PartitionKey, space: Space) -> Option<Versioned> {
    let mut found = must(store.records(&partition, &[space]), "a read of a record");
    assert_eq!(found.len(), 1, "one answer for one space");
    found.remove(0)
}

fn entries(store: &dyn Store, scope: Scope) -> Vec<Entry> {
    let mut found = Vec::new();
    let scanned = store.scan_log(scope, &mut |entry| {
        found.push(entry);
        ControlFlow::Continue(())
    });
    must(scanned, "a scan of the log");
    assert!(found.is_sorted_by(|one, next| one.sequence < next.sequence), "a scan of the log goes by sequence");
    found
}

/// The ids of the entries in a scope, as the numbers they were made of.
fn ids(store: &dyn Store, scope: Scope) -> Vec<u64> {
    let number = |entry: &Entry| {
        let mut low = [0; 8];
        low.copy_from_slice(&entry.id.0[8..]);
        u64::from_be_bytes(low)
    };
    entries(store, scope).iter().map(number).collect()
}

fn versioned(version: u64, sealed: &[u8]) -> Versioned {
    Versioned { version, sealed: sealed.to_vec() }
}
