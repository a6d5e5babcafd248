//! The adapter for one machine: SQLite with one writer and group commit, readers beside it, checkpoints behind it.
//!
//! # Invariants
//! - Only one process has the directory open, only one thread writes to it, and each group of batches is one
//!   transaction and one sync.
//! - A caller is answered after the sync of its group, never before.
//! - On a full disk urgent batches are still written, into room that is kept for them; others wait until it is kept again.
//! - Damage to any page is found before the store is opened, or, where it is large, soon after; then it is poisoned.
//! - A sync that failed poisons the store: nothing is written, checkpointed or tidied up after it.

mod apply;
mod checkpoint;
mod copy;
mod faults;
mod files;
mod journal;
mod queue;
mod readers;
mod reads;
mod reserve;
mod schema;
mod scrub;
#[cfg(test)]
mod tests;
mod writer;

pub use copy::{ReadOnly, copy, put_back};
pub use schema::FORMAT;

use crate::batch::Size;
use crate::{Batch, Entry, EntryId, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit};
use checkpoint::Checkpoints;
use files::Place;
use queue::Queue;
use readers::Readers;
use scrub::Scrub;
use std::path::Path;
use std::sync::Arc;
use writer::Writer;

/// A store in a directory of this machine.
///
/// Dropping it finishes what is queued, moves the journal into the database and unlocks the directory.
pub struct Embedded {
    // Dropped in this order: no more writes, nobody who still goes over everything, then a last checkpoint, then the readers, then
    // the lock.
    queue: Arc<Queue>,
    _writer: Writer,
    _scrub: Option<Scrub>,
    _checkpoints: Checkpoints,
    readers: Readers,
    place: Place,
}

impl Embedded {
    /// Opens the store in `dir`, which is made where it does not exist yet.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::NewerFormat`], [`StoreError::Damaged`] as they say, and
    /// [`StoreError::Medium`] or [`StoreError::Full`] when the directory can not be written.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let mut place = Place::lock(dir)?;
        journal::check(&place.journal)?;
        let connection = schema::open(&mut place)?;
        let queue = Arc::new(Queue::default());
        let connection_beside = schema::connect(&place.database)?;
        let checkpoints = Checkpoints::start(connection_beside, place.file(), Arc::clone(&queue))?;
        let writer = Writer::start(connection, place.reserve()?, Arc::clone(&queue))?;
        let large = files::length(&place.database) > schema::CHECKED_AT_OPEN_BYTES_MAX;
        let scrub = large.then(|| Scrub::start(schema::connect(&place.database)?, Arc::clone(&queue))).transpose()?;
        let readers = Readers::new(&place.database);
        Ok(Self { queue, _writer: writer, _checkpoints: checkpoints, _scrub: scrub, readers, place })
    }

    /// Goes over every page and every index, which takes about a second for each gigabyte.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when anything is not as it was written.
    pub fn scrub(&self) -> Result<(), StoreError> {
        journal::check(&self.place.journal)?;
        self.readers.with(schema::scrub)
    }
}

impl Store for Embedded {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        self.readers.with(|connection| reads::records(connection, partition, spaces))
    }

    fn records_of(
        &self,
        partitions: &[PartitionKey],
        spaces: &[Space],
    ) -> Result<Vec<Vec<Option<Versioned>>>, StoreError> {
        self.readers.with(|connection| reads::records_of(connection, partitions, spaces))
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        self.readers.with(|connection| reads::entry(connection, partition, id))
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        self.readers.with(|connection| reads::names(connection, partition, (from, through)))
    }

    fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let size = Size::of(&batch)?;
        self.queue.submit(batch, size)
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        self.readers.with(|connection| reads::scan_log(connection, scope, visit))
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        self.readers.with(|connection| reads::scan_records(connection, space, from, visit))
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        self.readers.with(|connection| reads::blob(connection, name))
    }

    fn blob_version(&self, name: &str) -> Result<u64, StoreError> {
        self.readers.with(|connection| reads::blob_version(connection, name))
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        self.readers.with(|connection| reads::scan_blobs(connection, prefix, visit))
    }

    fn healthy(&self) -> bool {
        !self.queue.is_poisoned()
    }
}
