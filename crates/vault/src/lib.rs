//! Kernel: the only room where a person is in the clear, and only inside one call that names a purpose.
//!
//! ```text
//! vault.at(now).with(&subject, &ask, context, engine::recommend)
//! ```
//!
//! # Invariants
//! - Personal data is reachable only through [`Moment::with`] and [`Moment::cohort`], and by the person themself.
//! - A history is unsealed only after the gate opened; a refusal never touches it.
//! - No answer without a receipt that was durable before the answer existed.
//! - After a withdrawal is durable, no answer uses the data: a decision under way is decided again.
#![forbid(unsafe_code)]

pub mod agent;
mod ask;
mod backup;
mod bundle;
mod cohort;
mod consent;
mod draw;
mod erase;
mod error;
mod escrow;
pub mod gate;
mod ground;
mod hiding;
mod identity;
mod intake;
mod journal;
mod last_no;
mod ledger;
mod limits;
mod message;
mod moment;
mod next;
pub mod note;
mod notice;
mod open;
mod packs;
mod permit;
mod pieces;
mod place;
pub mod policy;
mod prompt;
mod receipts;
mod recheck;
mod recipients;
mod record;
mod release;
mod replay;
mod requests;
mod retention;
mod rights;
mod seal;
mod shelf;
mod state;
mod tally;
#[cfg(test)]
mod tests;
mod token;
mod traits;
mod transcript;
mod trial;
mod view;
mod welcome;

pub use ask::{Ask, SHOWN_MAX, VISIT_ACTS_MAX, VisitAct};
pub use backup::{BackupFault, MANIFEST_BYTES_MAX, Manifest, check_backup, sign_backup};
pub use cohort::{Cohort, SUMS_MAX};
pub use consent::Effective;
pub use draw::Fate;
pub use erase::{ERASURES_SHOWN_MAX, Erasure, ErasureCheck, ErasureFault, ErasureReceipt, Gone, ModelName};
pub use error::{IdentityError, StatementError, VaultError};
pub use escrow::{
    ESCROW_DAYS_DEFAULT, ESCROW_DAYS_MAX, Escrow, EscrowAsk, EscrowFault, EscrowParts, Settled, drop_escrow, escrows,
    make_escrow, restore_keys,
};
pub use hiding::{HIDDEN_CATEGORY_CHARS_MAX, Hide, Reset, Sorts, VEILS_MAX, Veil};
pub use identity::{ABSORBED_MAX, HeldIdentifier, IDENTIFIERS_MAX, Link, Linked, Merge, Proof};
pub use intake::{Arrival, Intake};
pub use journal::{Happened, Happening, LogState, UNLOGGED_MAX, Unlogged, sha256_of};
pub use ledger::{Draft, PersonFacts};
pub use limits::{
    Limits, QUIET_HELD_MAX, QUIET_MAX, Quiet, QuietError, TOPICS_HELD_MAX, TOPICS_OFF_MAX, WEEKLY_MAX, ZONES, Zone,
};
pub use message::Sending;
pub use moment::Moment;
pub use notice::{NOTICE_VERSIONS_MAX, NOTICES_MAX, Published, SNAPSHOT_SECONDS_MAX, Served};
pub use prompt::{PROMPT_EVERY_DAYS, Prompted, Question, WhyNot};
pub use recheck::{Policed, Recheck};
pub use recipients::{
    ALONE_PEOPLE_MAX, APPROVAL_SECONDS_MAX, APPROVALS_MAX, ATTEMPTS_MAX, Approval, ApprovalError, ApprovalState,
    Disclosure, Dispatched, EXPORT_PEOPLE_MAX, Failure, FileAsked, Handed, HandedOver, INCIDENTS_MAX, Idle, Incident,
    KEY_AGE_SECONDS_MIN, Parcel, QUEUED_MAX, RECIPIENTS_MAX, Recipient, RecipientTerms, Region, Role, Signatory,
    Ticket, Untold, Waiting, WaitingFor,
};
pub use record::{ACTS_MAX, HIDDEN_MAX, STATEMENTS_MAX};
pub use release::{Answer, Release};
pub use replay::{Replay, SWEPT_MAX};
pub use requests::{
    Asked, AskedBy, CALLBACKS_MAX, CALLBACKS_PER_AGENT_MAX, CalledBack, DOCKET_DAYS, Denied, Docket, Queued,
    REQUEST_CHARS_MAX, REQUESTS_MAX, Request, RequestError, Step, Telling, ToldBack, ToldOf,
};
pub use retention::{Gone as Expired, Held, RETAIN_ENTRIES_MAX, Retained};
pub use rights::{Dossier, HeldAct, HeldEvent, HeldStatement, MergedIn};
pub use tally::{Counted, MARKS_MAX, Sums, Tally, Turnout};
pub use token::{KeyHash, SUBJECT_TOKEN_SECONDS_MAX, TokenError};
pub use traits::{Declared, Declaring, HeldTrait, VARIETY_MAX};
pub use transcript::{Transcript, TranscriptLine};
pub use trial::{Heard, OUTCOME_SECONDS_MAX, TRIALS_MAX, WhyNotCounted};
pub use view::{Act, Basis, View};

use domain::UnixTime;
use ground::Ground;
use notice::Board;
use policy::Policy;
use seal::keyring::{Keyring, SEGMENTS, segment_of};
use seal::keys::{self, TenantKeys};
use seal::{Secret, files};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};
use store::{PartitionKey, Store};

/// The blob that shows whether the root key is the one that this data was sealed with.
pub(crate) const CHECK: &str = "vault/check";
/// How often a write is tried again when somebody else wrote in between.
pub(crate) const RETRIES_MAX: usize = 64;

/// Where the secrets are.
#[derive(Clone, Copy, Debug)]
pub enum KeyPlace<'a> {
    /// In a directory of its own, outside the data.
    Directory(&'a Path),
    /// Nowhere: drawn now and gone with the process. For evaluation and tests.
    Memory,
}

/// The vault of one tenant over one store.
pub struct Vault {
    store: Ground,
    /// Where bundles and tombstones are: never part of a copy of the data, so that no copy brings anybody back.
    bundles: Ground,
    policy: Policy,
    tenant: TenantKeys,
    board: RwLock<Board>,
    /// Where categories of items are looked up.
    sorts: RwLock<Arc<Sorts>>,
    /// Who may be given anything.
    roster: RwLock<Arc<recipients::Roster>>,
    keyring: RwLock<Keyring>,
    /// One for each segment of the keyring: held for reading while something is done with a person whom nobody may forget
    /// meanwhile, for writing while one is forgotten and the segment turns.
    segments: [RwLock<()>; SEGMENTS],
    /// The sums over people that are kept current. Held for reading by every commit that changes somebody.
    tallies: RwLock<Vec<Weak<tally::Standing>>>,
    /// Held by whoever enters something into the transparency log; the sequence up to which nothing is left to enter.
    logging: Mutex<u64>,
    swept: bool,
    /// Whether the data were ever put back from a backup: a no may be missing in them.
    restored: bool,
    /// Where slot and root key are, and the notes of escrows; `None` where they are nowhere.
    keys_dir: Option<PathBuf>,
    /// What opening did with keys that were put back from an escrow.
    settled: Option<Settled>,
}

impl Vault {
    /// Opens the vault over a store. Draws keys where the store has not been used before, and finishes erasures that a
    /// crash interrupted or that an older copy of the data does not know of.
    ///
    /// # Errors
    /// [`VaultError::Keys`] when the keys are missing, readable by others, or not the ones the data was sealed with;
    /// [`VaultError::Store`] when the ground fails.
    pub fn open(store: Arc<dyn Store>, keys: KeyPlace<'_>, policy: Policy, tenant: &str) -> Result<Self, VaultError> {
        let may_create = store.blob(CHECK)?.is_none();
        let bundles = bundle::ground(keys, may_create)?;
        Self::over(store, bundles, keys, policy, tenant)
    }

    /// As [`Vault::open`], with a ground for the bundles that is open already.
    pub(crate) fn over(
        store: Arc<dyn Store>,
        bundles: Arc<dyn Store>,
        keys: KeyPlace<'_>,
        policy: Policy,
        tenant: &str,
    ) -> Result<Self, VaultError> {
        let may_create = store.blob(CHECK)?.is_none();
        let (root, dir) = match keys {
            KeyPlace::Directory(dir) => {
                files::make_dir(dir)?;
                (keys::root(dir, may_create)?, Some(dir))
            }
            KeyPlace::Memory => (Secret::random()?, None),
        };
        let tenant = TenantKeys::derive(&root, tenant);
        let keyring = match dir {
            Some(dir) => Keyring::open(dir, tenant.keyring.clone(), may_create)?,
            None => Keyring::in_memory(tenant.keyring.clone())?,
        };
        let mut vault = Self {
            store: Ground::new(store),
            bundles: Ground::new(bundles),
            policy,
            tenant,
            board: RwLock::default(),
            sorts: RwLock::new(Arc::new(|_, _| false)),
            roster: RwLock::default(),
            keyring: RwLock::new(keyring),
            segments: std::array::from_fn(|_| RwLock::new(())),
            tallies: RwLock::default(),
            logging: Mutex::new(0),
            swept: false,
            restored: false,
            keys_dir: dir.map(Path::to_owned),
            settled: None,
        };
        vault.check_root(may_create)?;
        vault.settled = vault.settle_escrow()?;
        vault.restored = vault.was_restored()?;
        vault.board = RwLock::new(vault.load_board()?);
        vault.roster = RwLock::new(Arc::new(vault.load_roster()?));
        let merged = vault.finish_merges()?;
        vault.swept = vault.finish_erasures()? || merged;
        Ok(vault)
    }

    fn check_root(&self, fresh: bool) -> Result<(), VaultError> {
        if fresh {
            return self.put_blob(CHECK, b"assent");
        }
        match self.blob(CHECK) {
            Ok(_) => Ok(()),
            Err(VaultError::Sealed) => {
                Err(VaultError::Keys("the root key is not the one this data was sealed with".into()))
            }
            Err(other) => Err(other),
        }
    }

    /// Everything that depends on time happens at a moment that the caller names.
    #[must_use]
    pub const fn at(&self, now: UnixTime) -> Moment<'_> {
        Moment { vault: self, now }
    }

    /// The policy in force.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether opening took people out whom the data still held, or made two one: it was an older copy, or a crash came
    /// between.
    #[must_use]
    pub const fn swept_at_open(&self) -> bool {
        self.swept
    }

    /// What opening did with keys that were put back from an escrow; `None` where they were not.
    #[must_use]
    pub const fn settled_at_open(&self) -> Option<&Settled> {
        self.settled.as_ref()
    }

    /// Whether the ground still acknowledges writes.
    #[must_use]
    pub fn healthy(&self) -> bool {
        self.store.healthy() && self.bundles.healthy()
    }

    // A panic while a lock was held leaves the keyring as it was: it changes only by whole assignments.
    pub(crate) fn keyring(&self) -> RwLockReadGuard<'_, Keyring> {
        self.keyring.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keyring_mut(&self) -> RwLockWriteGuard<'_, Keyring> {
        self.keyring.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody in this person's segment is forgotten while this is held.
    pub(crate) fn staying(&self, partition: &PartitionKey) -> RwLockReadGuard<'_, ()> {
        self.segments[usize::from(segment_of(partition))].read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody else does anything with anybody while this is held: each segment in order.
    pub(crate) fn all_turning(&self) -> Vec<RwLockWriteGuard<'_, ()>> {
        self.segments.iter().map(|segment| segment.write().unwrap_or_else(PoisonError::into_inner)).collect()
    }

    /// Nobody else does anything with anybody in this person's segment while this is held.
    pub(crate) fn turning(&self, partition: &PartitionKey) -> RwLockWriteGuard<'_, ()> {
        self.segments[usize::from(segment_of(partition))].write().unwrap_or_else(PoisonError::into_inner)
    }
}
