//! What can go wrong in a verb: a mistake of the caller, or a fault of ours.

use vault::{ApprovalError, IdentityError, RequestError, StatementError, VaultError};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A fault of ours: the vault or the ground below it.
    #[error(transparent)]
    Vault(VaultError),
    /// A statement that may not be made.
    #[error(transparent)]
    Statement(StatementError),
    /// Something about who is who that may not be done.
    #[error(transparent)]
    Identity(IdentityError),
    /// A step of a request that may not be taken.
    #[error(transparent)]
    Request(RequestError),
    /// A file that does not leave, or an approval that is not given.
    #[error(transparent)]
    Approval(ApprovalError),
    /// A recipient that no notice names: nothing leaves for them.
    #[error("no notice names the recipient for this purpose")]
    Untold,
    /// A name that the policy does not have.
    #[error("the policy has no {what} of that name")]
    Unknown {
        /// What kind of name.
        what: &'static str,
    },
    /// A notice that is not fair or not complete.
    #[error("the notice is refused: {} things to mend", .0.len())]
    Notice(Vec<crate::notice::Finding>),
    /// Nothing of that name.
    #[error("there is no such {what}")]
    NotFound {
        /// What kind of thing.
        what: &'static str,
    },
    /// A file that can not be read.
    #[error("{0}")]
    File(String),
    /// A receipt that proves nothing, with what is wrong in one line.
    #[error("{0}")]
    NotProven(String),
    /// A limit with a name was exceeded.
    #[error("{limit} exceeded")]
    Limit {
        /// The name of the limit.
        limit: &'static str,
    },
    /// The data directory can not be used.
    #[error("{0}")]
    Start(String),
}

impl From<VaultError> for AppError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Statement(error) => Self::Statement(error),
            VaultError::Identity(error) => Self::Identity(error),
            VaultError::Request(error) => Self::Request(error),
            VaultError::Approval(error) => Self::Approval(error),
            VaultError::Untold => Self::Untold,
            VaultError::Limit { limit } => Self::Limit { limit },
            other => Self::Vault(other),
        }
    }
}

impl AppError {
    /// Whether the storage is full.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        matches!(self, Self::Vault(VaultError::Store(store::StoreError::Full)))
    }

    /// Whether the storage can not be trusted any more, so that the process has to end.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Vault(VaultError::Store(store::StoreError::Poisoned | store::StoreError::Medium(_))))
    }

    /// Whether sealed data does not open.
    #[must_use]
    pub const fn is_sealed(&self) -> bool {
        matches!(self, Self::Vault(VaultError::Sealed))
    }

    /// Whether a yes came in the very second of a no, and has to wait for the next.
    #[must_use]
    pub const fn is_too_soon(&self) -> bool {
        matches!(self, Self::Statement(StatementError::TooSoon))
    }

    /// Whether a yes answers what was shown too long ago, to somebody else, or not at all.
    #[must_use]
    pub const fn is_old_page(&self) -> bool {
        use StatementError::{NotTold, NoticeOutdated, Snapshot, SnapshotDue, SnapshotUsed};
        matches!(self, Self::Statement(NotTold | NoticeOutdated | Snapshot | SnapshotDue | SnapshotUsed))
    }

    /// Whether a statement was refused for this.
    #[must_use]
    pub fn is_statement(&self, error: StatementError) -> bool {
        matches!(self, Self::Statement(found) if *found == error)
    }
}

/// The error of a storage that can not be trusted any more.
#[must_use]
pub fn poisoned() -> AppError {
    AppError::Vault(VaultError::Store(store::StoreError::Poisoned))
}
