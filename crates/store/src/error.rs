//! What can go wrong on the ground, named by what happened.

/// Why a call on the store failed. Carries no payload and no key: nothing of a person can leak through it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote in between, or the name is taken: read again and retry.
    #[error("the record was changed in between")]
    Conflict,
    /// The medium is full; nothing was written, and the store goes on when there is space again.
    #[error("the storage is full")]
    Full,
    /// An earlier sync failed; nothing is acknowledged until the process is started anew.
    #[error("an earlier write could not be synced; the process has to be restarted")]
    Poisoned,
    /// The data directory is open in another process.
    #[error("the data directory is in use by another process")]
    InUse,
    /// The data directory was written by a newer version.
    #[error("the data has format {found}, this version reads up to {known}")]
    NewerFormat {
        /// The format found on the medium.
        found: u32,
        /// The newest format that this build reads.
        known: u32,
    },
    /// A page, file or row is not what was written.
    #[error("the data is damaged: {0}")]
    Damaged(String),
    /// A limit with a name was exceeded.
    #[error("{limit} exceeded")]
    TooLarge {
        /// The name of the limit.
        limit: &'static str,
    },
    /// The medium failed in another way.
    #[error("the storage failed: {0}")]
    Medium(String),
}
