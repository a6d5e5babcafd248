//! Ground: one port, "sealed bytes in, sealed bytes out", and the adapters that keep them.
//!
//! # Invariants
//! - No secret ever crosses the port in the clear: every payload is already sealed by the vault.
//! - A commit that returned `Ok` is durable; a commit that returned an error has left no trace.
//! - Batches are atomic, and batches on one partition are linearizable with its reads.
//! - A failed sync poisons the store: it is never retried, and no later commit is acknowledged.
//!
//! The shape (a partition per subject, compare-and-set records, an append-only log, named blobs) is what every
//! distributed engine offers, so that a server database can be a third adapter with nothing changed above.
#![forbid(unsafe_code)]

mod batch;
pub mod conformance;
mod embedded;
mod error;
mod memory;

pub use batch::{BATCH_BYTES_MAX, BLOB_NAME_BYTES_MAX, Batch, PAYLOAD_BYTES_MAX, WRITES_PER_BATCH_MAX, Write};
pub use embedded::{Embedded, FORMAT, ReadOnly, copy, put_back};
pub use error::StoreError;
pub use memory::Memory;

use std::ops::ControlFlow;

/// A keyed hash of a subject: the store can group by it and can not read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartitionKey(pub [u8; 16]);

impl PartitionKey {
    /// The first of all: where a scan over everybody begins.
    pub const FIRST: Self = Self([0; 16]);
}

/// The name of one log entry, unique within its partition. Time-ordered or a keyed hash: the store does not care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub [u8; 16]);

impl EntryId {
    /// The first name of all.
    pub const FIRST: Self = Self([0; 16]);
    /// The last.
    pub const LAST: Self = Self([u8::MAX; 16]);
}

/// Which of a partition's records is meant. What the numbers mean is the vault's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(pub u8);

/// What sort of log entry it is. What the numbers mean is the vault's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u8);

/// Sealed bytes and how often they have been written: the first write is version 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// Grows by one with every write; back to 1 after a deletion.
    pub version: u64,
    /// The payload as it was handed in.
    pub sealed: Vec<u8>,
}

/// What a writer believes is there; a commit fails as a whole with [`StoreError::Conflict`] when it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Nothing is there; the write makes version 1.
    Absent,
    /// This version is there; the write makes the next one.
    Version(u64),
}

impl Expect {
    /// What a writer expects who read this version; 0 is none.
    #[must_use]
    pub const fn of(version: u64) -> Self {
        if version == 0 { Self::Absent } else { Self::Version(version) }
    }
}

/// One log entry as it is read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The store's own running number: commits in order, and within a batch in the batch's order.
    pub sequence: u64,
    /// Whose entry it is.
    pub partition: PartitionKey,
    /// Its name within the partition.
    pub id: EntryId,
    /// Its sort.
    pub kind: Kind,
    /// When it happened, in unix seconds, as the writer said: retention goes by it.
    pub at: i64,
    /// The payload as it was handed in.
    pub sealed: Vec<u8>,
}

/// Which log entries a scan goes over; always in order of [`Entry::sequence`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One subject's.
    Partition(PartitionKey),
    /// One subject's whose names lie from one through another.
    Named {
        /// Whose.
        partition: PartitionKey,
        /// The first name.
        from: EntryId,
        /// The last.
        through: EntryId,
    },
    /// Everybody's with `from <= at < until`, in unix seconds.
    Between {
        /// First second included.
        from: i64,
        /// First second left out.
        until: i64,
    },
    /// Everybody's.
    Everybody,
    /// Everybody's behind a sequence: what was committed since.
    Since(u64),
}

/// What a scan hands over each thing to; `Break` ends the scan early, without error.
pub type Visit<'v, T> = &'v mut dyn FnMut(T) -> ControlFlow<()>;

/// The one port. All calls block; [`Store::commit`] blocks until the batch is durable (group commit).
pub trait Store: Send + Sync + 'static {
    /// The records of one partition in the asked spaces, all from one moment, in the order asked.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError>;

    /// As [`Store::records`], of several partitions, in the order asked. Each is from one moment; all need not be from the
    /// same.
    ///
    /// # Errors
    /// As [`Store::records`].
    fn records_of(
        &self,
        partitions: &[PartitionKey],
        spaces: &[Space],
    ) -> Result<Vec<Vec<Option<Versioned>>>, StoreError> {
        partitions.iter().map(|partition| self.records(partition, spaces)).collect()
    }

    /// One log entry by name.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError>;

    /// The names of one partition's log entries from one through another, in order, without their payloads: 16 bytes
    /// for each.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError>;

    /// Applies a batch, all or nothing, and returns once it is durable.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an expectation does not hold, [`StoreError::Full`] when the medium is full (both
    /// leave the store usable), [`StoreError::Poisoned`] and [`StoreError::Medium`] when it can not be trusted any more.
    fn commit(&self, batch: Batch) -> Result<(), StoreError>;

    /// Walks log entries in order of sequence.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError>;

    /// Walks the records of one space over all partitions from `from` on, in order of partition.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError>;

    /// One blob by name.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError>;

    /// The version of a blob, without its payload; 0 where there is none.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn blob_version(&self, name: &str) -> Result<u64, StoreError> {
        Ok(self.blob(name)?.map_or(0, |found| found.version))
    }

    /// Walks the blobs whose name starts with `prefix`, in order of name.
    ///
    /// # Errors
    /// [`StoreError`] when the medium fails or holds damaged pages.
    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError>;

    /// Whether commits are still acknowledged: false after a failed sync, until the process is started anew.
    fn healthy(&self) -> bool;
}
