//! Escrow: a sealed copy of slot and keyring that an operator may have made, and a day after which it is worth nothing.
//!
//! # Invariants
//! - It opens with three things together: the root key, its file, and a secret that is drawn for it and is in neither.
//! - It is noted beside the keys before anything is copied: an erasure that it could undo says until when.
//! - Putting it back brings nobody back: whoever was erased since, or can not be told from them, stays away.
//! - After its end it is not put back, by whatever clock: the one of now, or the last that the data have seen.

mod make;
mod noted;
mod restore;
mod sealed;
pub(crate) mod settle;

pub use make::{EscrowAsk, make_escrow};
pub use noted::{drop_escrow, escrows};
pub use restore::{EscrowParts, restore_keys};
pub use settle::Settled;

use crate::VaultError;
use crate::note::{NotTaken, NoteError};
use domain::UnixTime;
use serde::{Deserialize, Serialize};

/// Longest time that an escrow may be in force, in days.
pub const ESCROW_DAYS_MAX: u32 = 90;
/// How long one is in force where nothing is said, in days.
pub const ESCROW_DAYS_DEFAULT: u32 = 30;
/// How long what is kept for an escrow stays after its end, in days: a clock that leapt ahead must not make it forgotten.
pub(crate) const KEPT_DAYS: i64 = 31;

/// An escrow: which one, and from when until when it can be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escrow {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// When it was made.
    pub made_at: UnixTime,
    /// When its secret is to be destroyed at the latest; from then on it is not put back.
    pub ends_at: UnixTime,
}

/// Why an escrow is not made, or not put back. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum EscrowFault {
    /// The keys or the data can not be used.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file or directory can not be used.
    #[error("{0}")]
    Place(String),
    /// More days than [`ESCROW_DAYS_MAX`], or none.
    #[error("an escrow lasts from 1 to ESCROW_DAYS_MAX (90) days")]
    Days,
    /// The slot turned, or an erasure was not finished, each time that it was copied.
    #[error("people are being erased all the time, or an erasure waits for the next start to finish it: try again")]
    Busy,
    /// The keys came from an escrow themselves, and do not know yet who was erased since.
    #[error("the keys were put back and not opened yet: start the server once, then make an escrow")]
    Unsettled,
    /// Its head is no signed note.
    #[error("the escrow is not signed: {0}")]
    Unsigned(NoteError),
    /// Somebody else signed it.
    #[error("the escrow is another shop's, or the root key is another's: its head is signed with another key")]
    Foreign,
    /// Its head was changed.
    #[error("the head of the escrow was changed after it was signed")]
    Changed,
    /// A newer version made it.
    #[error("the escrow has form {found}, this version reads up to {known}")]
    Newer {
        /// The form that was found.
        found: u32,
        /// The newest that this build reads.
        known: u32,
    },
    /// It is shorter than it was.
    #[error("the escrow was cut short: {found} of {due} bytes are there")]
    Cut {
        /// Bytes that are there.
        found: u64,
        /// Bytes that were there.
        due: u64,
    },
    /// It is not what was signed.
    #[error("the escrow is damaged: {0}")]
    Damaged(String),
    /// Its horizon is past.
    #[error("the escrow ended at {}: it is not put back any more", .0.0)]
    Past(UnixTime),
    /// It was dropped before its end.
    #[error("the escrow was dropped: its secret was said to be destroyed")]
    Dropped,
    /// The clock is behind the data.
    #[error("the clock is behind the data: set it right and try again")]
    Behind,
    /// The secret opens nothing.
    #[error("the secret is not the one of this escrow")]
    Secret,
    /// There are keys already.
    #[error("the key directory is not empty: nothing was changed")]
    NotEmpty,
}

impl EscrowFault {
    /// Whether it is what the escrow is that is wrong, and not where it is to go.
    #[must_use]
    pub const fn is_of_the_escrow(&self) -> bool {
        use EscrowFault as F;
        matches!(self, F::Unsigned(_) | F::Foreign | F::Changed | F::Cut { .. } | F::Damaged(_))
            || matches!(self, F::Past(_) | F::Dropped | F::Secret)
    }
}

impl From<NotTaken> for EscrowFault {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Unsigned(error) => Self::Unsigned(error),
            NotTaken::Foreign => Self::Foreign,
            NotTaken::Changed => Self::Changed,
            NotTaken::Strange => Self::Damaged("its head says what no version of this program writes".to_owned()),
            NotTaken::Newer(found) => Self::Newer { found, known: sealed::FORM },
        }
    }
}

impl From<store::StoreError> for EscrowFault {
    fn from(error: store::StoreError) -> Self {
        Self::Vault(error.into())
    }
}

/// What a failing call on a file comes to.
fn place(what: &'static str) -> impl Fn(std::io::Error) -> EscrowFault {
    move |error| EscrowFault::Place(format!("{what}: {}", error.kind()))
}
