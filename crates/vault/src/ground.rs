//! The ground under the vault: everything may be read from it, and nothing is written to it but past the tallies.
//!
//! # Invariant
//! - No record that decides what somebody teaches changes before they were taken out of every sum that is kept current.

use crate::{Vault, place};
use std::ops::ControlFlow;
use std::sync::Arc;
use store::{Batch, Entry, EntryId, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit, Write};

/// A store that can be read by everybody in this room, and written to here alone.
pub(crate) struct Ground(Arc<dyn Store>);

// As the port says it of each.
impl Ground {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    pub(crate) fn records(&self, who: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        self.0.records(who, spaces)
    }

    pub(crate) fn records_of(
        &self,
        who: &[PartitionKey],
        spaces: &[Space],
    ) -> Result<Vec<Vec<Option<Versioned>>>, StoreError> {
        self.0.records_of(who, spaces)
    }

    pub(crate) fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.0.entry(partition, id)
    }

    pub(crate) fn names(
        &self,
        partition: &PartitionKey,
        (from, through): (&EntryId, &EntryId),
    ) -> Result<Vec<EntryId>, StoreError> {
        self.0.names(partition, from, through)
    }

    pub(crate) fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.0.scan_log(scope, visit)
    }

    pub(crate) fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.0.scan_records(space, from, visit)
    }

    /// Every record of a space, sealed as it is.
    pub(crate) fn every(&self, space: Space) -> Result<Vec<(PartitionKey, Versioned)>, StoreError> {
        let mut every = Vec::new();
        self.scan_records(space, &PartitionKey::FIRST, &mut |found| {
            every.push(found);
            ControlFlow::Continue(())
        })?;
        Ok(every)
    }

    pub(crate) fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        self.0.blob(name)
    }

    pub(crate) fn blob_version(&self, name: &str) -> Result<u64, StoreError> {
        self.0.blob_version(name)
    }

    pub(crate) fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.0.scan_blobs(prefix, visit)
    }

    pub(crate) fn healthy(&self) -> bool {
        self.0.healthy()
    }
}

/// Acts that are added to a history, and nothing else: how many it had, and the version it was read in.
pub(crate) struct Added {
    pub(crate) partition: PartitionKey,
    /// Version 0 is none yet.
    pub(crate) version: u64,
    pub(crate) acts: u32,
}

impl Vault {
    /// Commits to the data. Whoever is changed by it is taken out of the sums that are kept current first.
    pub(crate) fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        self.commit_added(batch, &[])
    }

    /// As [`Vault::commit`]; these people are not changed, but for acts that come to those they have.
    pub(crate) fn commit_added(&self, batch: Batch, added: &[Added]) -> Result<(), StoreError> {
        let changed =
            batch.writes.iter().filter_map(|write| changes(write, &[place::LEDGER, place::HISTORY, place::TRAITS]));
        let _under_way = self.make_way(changed, added)?;
        self.store.0.commit(batch)
    }

    /// As [`Vault::commit`], where nothing changes that the gate or a view goes by.
    pub(crate) fn commit_aside(&self, batch: Batch) -> Result<(), StoreError> {
        self.store.0.commit(batch)
    }

    /// Commits beside the keys. Whose bundle goes, and whose last no is marked or forgotten, is taken out of the sums that are
    /// kept current first.
    pub(crate) fn commit_keys(&self, batch: Batch) -> Result<(), StoreError> {
        let goes = |write: &Write| match write {
            Write::DeleteRecord { .. } => changes(write, &[place::KEYRING, place::LAST_NO]),
            _ => changes(write, &[place::LAST_NO]),
        };
        let _under_way = self.make_way(batch.writes.iter().filter_map(goes), &[])?;
        self.bundles.0.commit(batch)
    }
}

/// Whose record in one of these spaces a write changes.
fn changes(write: &Write, spaces: &[Space]) -> Option<PartitionKey> {
    match write {
        Write::PutRecord { partition, space, .. } | Write::DeleteRecord { partition, space, .. }
            if spaces.contains(space) =>
        {
            Some(*partition)
        }
        _ => None,
    }
}
