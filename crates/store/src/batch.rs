//! What one commit changes, all or nothing.

use crate::{EntryId, Expect, Kind, PartitionKey, Space, StoreError};

/// Most writes one batch may carry.
pub const WRITES_PER_BATCH_MAX: usize = 20_000;
/// Most bytes one payload may have.
pub const PAYLOAD_BYTES_MAX: usize = 256 << 20;
/// Most bytes the payloads of one batch may have together.
pub const BATCH_BYTES_MAX: usize = 512 << 20;
/// Most bytes a blob's name may have.
pub const BLOB_NAME_BYTES_MAX: usize = 256;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// Writes a record where the expectation holds.
    PutRecord {
        /// Whose.
        partition: PartitionKey,
        /// Which of theirs.
        space: Space,
        /// What must be there now.
        expect: Expect,
        /// The new payload.
        sealed: Vec<u8>,
    },
    /// Removes a record where the expectation holds.
    DeleteRecord {
        /// Whose.
        partition: PartitionKey,
        /// Which of theirs.
        space: Space,
        /// What must be there now; [`Expect::Absent`] makes the deletion a check that nothing is there.
        expect: Expect,
    },
    /// Changes nothing, and fails the batch where the expectation does not hold: what was decided on is still so.
    CheckRecord {
        /// Whose.
        partition: PartitionKey,
        /// Which of theirs.
        space: Space,
        /// What must be there now.
        expect: Expect,
    },
    /// Adds a log entry; a name that the partition already has is a conflict.
    Append {
        /// Whose.
        partition: PartitionKey,
        /// Its name within the partition.
        id: EntryId,
        /// Its sort.
        kind: Kind,
        /// When it happened, in unix seconds.
        at: i64,
        /// The payload.
        sealed: Vec<u8>,
    },
    /// Writes another payload in the place of a log entry's, which keeps its sequence and its kind; a name that is not
    /// there is a conflict.
    Rewrite {
        /// Whose.
        partition: PartitionKey,
        /// Its name within the partition.
        id: EntryId,
        /// When it happened, in unix seconds.
        at: i64,
        /// The new payload.
        sealed: Vec<u8>,
    },
    /// Removes every log entry of a partition of the given kinds.
    DeleteEntries {
        /// Whose.
        partition: PartitionKey,
        /// Which sorts; empty means all.
        kinds: Vec<Kind>,
    },
    /// Removes the named log entries of a partition; a name that is not there is no error.
    DeleteNamed {
        /// Whose.
        partition: PartitionKey,
        /// Which.
        ids: Vec<EntryId>,
    },
    /// Writes a blob where the expectation holds.
    PutBlob {
        /// Its name.
        name: String,
        /// What must be there now.
        expect: Expect,
        /// The new payload.
        sealed: Vec<u8>,
    },
    /// Removes a blob; one that is not there is no error.
    DeleteBlob {
        /// Its name.
        name: String,
    },
}

/// Writes that become durable together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// In the order in which they are applied.
    pub writes: Vec<Write>,
    /// Whether it has to be written even on a full medium: a person's no, or an erasure. An adapter keeps room for these.
    pub urgent: bool,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one write and hands the batch back, so that batches read as a list.
    #[must_use]
    pub fn and(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Marks it as [`Batch::urgent`] where that is so.
    #[must_use]
    pub const fn urgent_if(mut self, urgent: bool) -> Self {
        self.urgent = urgent;
        self
    }
}

/// How much work a batch is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// Changes and checks; every name of a [`Write::DeleteNamed`] counts.
    pub writes: usize,
    /// Payload.
    pub bytes: usize,
}

impl Size {
    /// Measures a batch and refuses one beyond the limits.
    pub(crate) fn of(batch: &Batch) -> Result<Self, StoreError> {
        let mut size = Self::default();
        for write in &batch.writes {
            let (writes, bytes) = write.size()?;
            size.writes += writes;
            size.bytes += bytes;
        }
        within(size.writes, WRITES_PER_BATCH_MAX, "WRITES_PER_BATCH_MAX")?;
        within(size.bytes, BATCH_BYTES_MAX, "BATCH_BYTES_MAX")?;
        Ok(size)
    }
}

impl Write {
    fn size(&self) -> Result<(usize, usize), StoreError> {
        match self {
            Self::PutRecord { sealed, .. } | Self::Append { sealed, .. } | Self::Rewrite { sealed, .. } => {
                payload(sealed)
            }
            Self::PutBlob { name, sealed, .. } => {
                within(name.len(), BLOB_NAME_BYTES_MAX, "BLOB_NAME_BYTES_MAX")?;
                payload(sealed)
            }
            Self::DeleteNamed { ids, .. } => Ok((ids.len().max(1), 0)),
            Self::DeleteRecord { .. }
            | Self::CheckRecord { .. }
            | Self::DeleteEntries { .. }
            | Self::DeleteBlob { .. } => Ok((1, 0)),
        }
    }

    /// Whether it can change anything, so that a later failure in the batch has something to undo.
    pub(crate) fn changes(&self) -> bool {
        !matches!(self, Self::CheckRecord { .. })
    }
}

fn payload(sealed: &[u8]) -> Result<(usize, usize), StoreError> {
    within(sealed.len(), PAYLOAD_BYTES_MAX, "PAYLOAD_BYTES_MAX")?;
    Ok((1, sealed.len()))
}

fn within(found: usize, max: usize, limit: &'static str) -> Result<(), StoreError> {
    if found <= max { Ok(()) } else { Err(StoreError::TooLarge { limit }) }
}
