//! What can go wrong in the vault, named by what happened and without a word of whom it happened to.

use store::StoreError;

/// Why a call on the vault failed. A refusal by the gate is no error: it is an answer.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The ground failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Sealed bytes do not open: they were changed, moved, or sealed under another key.
    #[error("sealed data does not open: it was changed, moved or sealed under another key")]
    Sealed,
    /// Opened bytes are not what this version writes.
    #[error("a record has a form that this version does not know")]
    Form,
    /// The operating system gave no randomness.
    #[error("the operating system gave no randomness")]
    NoRandomness,
    /// Somebody was merged into another while they were asked for: ask again.
    #[error("the person goes by another name since just now")]
    Moved,
    /// Others kept changing the same record.
    #[error("the record is busy: too many writers at once")]
    Busy,
    /// Fewer people than the floor agreed, so nothing about them is released.
    #[error("fewer than {floor} people agreed, so nothing was learned")]
    CohortTooSmall {
        /// The least number of people.
        floor: u32,
    },
    /// A limit with a name was exceeded; nothing was changed.
    #[error("{limit} exceeded")]
    Limit {
        /// The name of the limit.
        limit: &'static str,
    },
    /// A statement that may not be made; nothing was recorded.
    #[error("{0}")]
    Statement(#[from] StatementError),
    /// Something about who is who that may not be done; nothing was changed.
    #[error("{0}")]
    Identity(#[from] IdentityError),
    /// A step of a request that may not be taken; nothing was changed.
    #[error("{0}")]
    Request(#[from] crate::RequestError),
    /// A file that does not leave, or an approval that is not given.
    #[error("{0}")]
    Approval(#[from] crate::ApprovalError),
    /// The recipient stands in no notice that is in force; nothing leaves.
    #[error("no notice names the recipient for this purpose")]
    Untold,
    /// The keys are missing, wrong, or kept where they must not be.
    #[error("{0}")]
    Keys(String),
    /// A text that can not be signed as a note.
    #[error("the text can not be signed: {0}")]
    Note(#[from] crate::note::NoteError),
    /// A ledger whose chain does not hold: a statement of it was changed, or is missing.
    #[error("the chain of a ledger does not hold: a statement was changed or is missing")]
    Chain,
    /// The policy can not be read.
    #[error("the policy is not valid: {0}")]
    Policy(String),
}

/// Why a statement may not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Operators may only write negative kinds.
    #[error("an operator can only restrict: a yes comes from the person")]
    OperatorGrant,
    /// An imported yes for somebody who was erased.
    #[error("the person was erased: only they can come back")]
    Erased,
    /// A yes of somebody who was erased, which may have been said before that.
    #[error("the person was erased: show a notice first, or say when they said yes")]
    SaidBefore,
    /// A yes dated back, or more than five minutes ahead.
    #[error("a yes can not be dated back or ahead")]
    Time,
    /// A yes in the very second of a no: the tie would go to the no, so it has to wait for the next second.
    #[error("a yes in the very second of a no has to wait for the next one")]
    TooSoon,
    /// A yes that names no purpose.
    #[error("a yes names its purpose: no bundles")]
    Bundled,
    /// A yes to a purpose that the shop has a notice for, without the snapshot of its showing.
    #[error("there is a notice for this purpose: show it and send its snapshot along")]
    SnapshotDue,
    /// A snapshot that is not ours, somebody else's, too old, or of before the person was forgotten.
    #[error("the snapshot does not hold: show the notice again")]
    Snapshot,
    /// A snapshot that was answered already.
    #[error("the snapshot was answered already: show the notice again")]
    SnapshotUsed,
    /// A notice that did not tell of what is said yes to.
    #[error("the notice that was shown does not tell of this")]
    NotTold,
    /// A notice that was changed in substance since it was shown.
    #[error("the notice was changed since: show it again")]
    NoticeOutdated,
    /// More statements than one ledger takes.
    #[error("the ledger is full")]
    LedgerFull,
}

/// Why two names are not made one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The identifier is linked to somebody else.
    #[error("the identifier belongs to somebody else")]
    Taken,
    /// A device with devices of its own: what is said would travel on and on.
    #[error("a device can not have devices of its own")]
    Nested,
    /// Somebody and themself.
    #[error("nobody is merged with themself")]
    Itself,
}
