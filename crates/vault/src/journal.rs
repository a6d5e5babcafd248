//! What goes into the transparency log: read from what is durable already, entered in one commit with the signed checkpoint.
//!
//! # Invariants
//! - Nothing waits for the log: what happened is entered soon after it was acknowledged, by its place in the store, so that
//!   a kill in between loses no entry.
//! - What is personal is entered as a digest under a key of the person's own: once they are erased, nobody can work it out.
//! - What was not entered yet is entered before an erasure takes it out; retention takes out what was entered alone.

use crate::open::Log;
use crate::seal::Secret;
use crate::seal::keys::SubjectKeys;
use crate::{Moment, RETRIES_MAX, Vault, VaultError, note, place, record, seal};
use domain::{ReceiptId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{MutexGuard, PoisonError};
use store::{Batch, Entry, EntryId, PartitionKey, Scope, StoreError, Write};

/// Most entries of the store that are gone over at once.
pub const UNLOGGED_MAX: usize = 10_000;

/// The blob that says how far the log is.
pub(crate) const STATE: &str = "log/state";

/// What happened, as far as the log is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happening {
    /// Somebody said something.
    Statement,
    /// Somebody's data were asked for.
    Use,
    /// Somebody's data were handed out to them.
    Export,
    /// Somebody was erased.
    Erasure,
    /// A key of a program was made or taken back.
    Key,
    /// Another policy is in force.
    Policy,
    /// The operator did something.
    Operator,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// What.
    pub what: Happening,
    /// In words; empty where the digest says it.
    pub words: String,
    /// Whose or which.
    pub digest: Option<[u8; 32]>,
}

/// How far the log is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogState {
    /// The sequence of the store up to which everything was entered; set by [`Unlogged::enter`].
    pub through: u64,
    /// How many leaves there are.
    pub size: u64,
    /// The right edge of the tree, from the leaves up.
    pub edge: Vec<Vec<[u8; 32]>>,
    /// When the last leaf was entered.
    pub latest: UnixTime,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// What was not entered yet. Nobody else enters anything while it is held.
pub struct Unlogged<'v> {
    vault: &'v Vault,
    seen: MutexGuard<'v, u64>,
    version: u64,
    /// How far the log is.
    pub state: LogState,
    /// What happened since, in order.
    pub happened: Vec<Happened>,
    noted: Vec<EntryId>,
    through: u64,
}

/// SHA-256 over parts, one behind the other, for whoever works out the tree.
#[must_use]
pub fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    seal::sha256_of(parts)
}

impl Unlogged<'_> {
    /// Enters leaves behind those there are, and signs the checkpoint that covers them, in one commit.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then nothing was entered.
    pub fn enter(mut self, leaves: &[Vec<u8>], next: LogState, checkpoint: &str) -> Result<(), VaultError> {
        let vault = self.vault;
        let partition = vault.log_partition();
        let mut batch = Batch::new();
        for (index, leaf) in (self.state.size..).zip(leaves) {
            let id = leaf_id(index);
            let sealed = vault.tenant.shelf.seal(&place::entry(&partition, place::LEAF, &id), leaf)?;
            batch = batch.and(Write::Append { partition, id, kind: place::LEAF, at: next.latest.0, sealed });
        }
        if !self.noted.is_empty() {
            batch = batch.and(Write::DeleteNamed { partition, ids: std::mem::take(&mut self.noted) });
        }
        let state = LogState { through: self.through, checkpoint: vault.tenant.log.sign(checkpoint)?, ..next };
        vault.commit(batch.and(vault.keep_in(STATE, self.version, &state)?))?;
        *self.seen = self.through;
        Ok(())
    }

    /// Leaves it as it is: nothing happened that belongs into the log.
    pub fn pass(mut self) {
        *self.seen = self.through;
    }
}

impl Vault {
    /// What happened and was not entered into the log yet, from at most [`UNLOGGED_MAX`] entries of the store.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn unlogged(&self) -> Result<Unlogged<'_>, VaultError> {
        let seen = self.log_seen();
        let (version, state) = self.log_state_with_version()?;
        let (mut entries, mut through, mut count) = (Vec::new(), state.through.max(*seen), 0);
        self.store.scan_log(Scope::Since(through), &mut |entry| {
            (through, count) = (entry.sequence, count + 1);
            if is_entered(entry.kind) || entry.kind == place::NOTED {
                entries.push(entry);
            }
            if count < UNLOGGED_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        let (mut happened, mut noted) = (Vec::new(), Vec::new());
        let mut keys = HashMap::new();
        for entry in &entries {
            if entry.kind == place::NOTED {
                happened.push(self.open_noted(entry)?);
                noted.push(entry.id);
            } else {
                happened.extend(self.happened(entry, &mut keys)?);
            }
        }
        // An erasure that failed has noted what is still there.
        let mut known = HashSet::new();
        happened.retain(|happened| happened.digest.is_none_or(|digest| known.insert(digest)));
        Ok(Unlogged { vault: self, seen, version, state, happened, noted, through })
    }

    fn happened(
        &self,
        entry: &Entry,
        keys: &mut HashMap<PartitionKey, Option<Secret>>,
    ) -> Result<Option<Happened>, VaultError> {
        let key = match keys.entry(entry.partition) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(free) => free.insert(self.digest_key(&entry.partition)?),
        };
        // Without a key it belongs to somebody who is gone: it was entered before they went.
        Ok(key.as_ref().map(|key| Happened::of(entry, key)))
    }

    /// The key of the digests of a log; `None` where nobody has one.
    fn digest_key(&self, partition: &PartitionKey) -> Result<Option<Secret>, VaultError> {
        if *partition == self.nobody() {
            return Ok(Some(self.tenant.audit.clone()));
        }
        if let Some(found) = self.found_bundle(partition)? {
            return match self.open_bundle(partition, &found) {
                Ok(bundle) => Ok(Some(digest_key(&SubjectKeys::derive(&bundle).log))),
                Err(VaultError::Sealed) => Ok(None),
                Err(error) => Err(error),
            };
        }
        // Without waiting for a merge that is under way: whoever makes one may be waiting for us.
        let home = match self.find_partition(partition)? {
            Some(own) => Some(own),
            None => self.new_home(partition)?.map(|there| self.find_partition(&there)).transpose()?.flatten(),
        };
        let log = home.and_then(|subject| subject.logs().find(|log| log.partition == *partition));
        Ok(log.as_ref().map(Log::digest_key))
    }

    /// What keeps a note of something, to be entered into the log.
    pub(crate) fn noted(&self, at: UnixTime, happened: &Happened) -> Result<Write, VaultError> {
        let partition = self.log_partition();
        let mut id = [0; 16];
        seal::random(&mut id)?;
        let id = EntryId(id);
        let plain = record::encode(happened)?;
        let sealed = self.tenant.shelf.seal(&place::entry(&partition, place::NOTED, &id), &plain)?;
        Ok(Write::Append { partition, id, kind: place::NOTED, at: at.0, sealed })
    }

    /// As [`Vault::noted`], for something that is about no person.
    pub(crate) fn noted_words(&self, at: UnixTime, what: Happening, words: String) -> Result<Write, VaultError> {
        self.noted(at, &Happened { what, words, digest: None })
    }

    /// Keeps notes for the log, even on a full medium. Their names are drawn, so that a conflict is nobody's.
    pub(crate) fn keep_noted(&self, writes: &[Write]) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.commit(Batch { writes: writes.to_vec(), urgent: true }) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    fn open_noted(&self, entry: &Entry) -> Result<Happened, VaultError> {
        let place = place::entry(&entry.partition, place::NOTED, &entry.id);
        record::decode(&self.tenant.shelf.open(&place, &entry.sealed)?)
    }

    /// Keeps what somebody's log holds that was not entered yet, for the log, before it is taken out. Nothing is entered
    /// while what comes back is held.
    pub(crate) fn preserve(
        &self,
        at: UnixTime,
        partitions: &[PartitionKey],
    ) -> Result<MutexGuard<'_, u64>, VaultError> {
        let seen = self.log_seen();
        let through = self.log_state_with_version()?.1.through;
        let mut batch = Batch::new().urgent_if(true);
        for partition in partitions {
            let mut rows = Vec::new();
            self.store.scan_log(Scope::Partition(*partition), &mut |entry| {
                if entry.sequence > through && is_entered(entry.kind) {
                    rows.push(entry);
                }
                ControlFlow::Continue(())
            })?;
            let Some(key) = (if rows.is_empty() { None } else { self.digest_key(partition)? }) else { continue };
            for row in &rows {
                batch = batch.and(self.noted(at, &Happened::of(row, &key))?);
            }
        }
        for writes in batch.writes.chunks(store::WRITES_PER_BATCH_MAX) {
            self.keep_noted(writes)?;
        }
        Ok(seen)
    }

    /// The sequence up to which everything was entered.
    pub(crate) fn logged_through(&self) -> Result<u64, VaultError> {
        Ok(self.log_state_with_version()?.1.through)
    }

    /// How far the log is.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn log_state(&self) -> Result<LogState, VaultError> {
        Ok(self.log_state_with_version()?.1)
    }

    fn log_state_with_version(&self) -> Result<(u64, LogState), VaultError> {
        self.kept_in(STATE)
    }

    // What is guarded is a mark that only saves work.
    fn log_seen(&self) -> MutexGuard<'_, u64> {
        self.logging.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn log_partition(&self) -> PartitionKey {
        PartitionKey(self.tenant.partition_pepper.name(b"\0log"))
    }

    /// Every leaf of the log, in order.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or a leaf does not open.
    pub fn leaves(&self) -> Result<Vec<Vec<u8>>, VaultError> {
        let partition = self.log_partition();
        let (mut leaves, mut failed) = (Vec::new(), None);
        self.store.scan_log(Scope::Partition(partition), &mut |entry| {
            if entry.kind == place::LEAF {
                let place = place::entry(&partition, place::LEAF, &entry.id);
                match self.tenant.shelf.open(&place, &entry.sealed) {
                    Ok(leaf) if entry.id == leaf_id(leaves.len() as u64) => leaves.push(leaf.to_vec()),
                    Ok(_) => failed = Some(VaultError::Chain),
                    Err(error) => failed = Some(error),
                }
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(leaves), Err)
    }

    /// Some leaves of the log, in order, from the one of that number on; fewer where the log ends before.
    ///
    /// # Errors
    /// As [`Vault::leaves`].
    pub fn leaves_from(&self, first: u64, most: usize) -> Result<Vec<Vec<u8>>, VaultError> {
        let partition = self.log_partition();
        let mut leaves = Vec::with_capacity(most);
        for index in (first..).take(most) {
            let id = leaf_id(index);
            let Some(entry) = self.store.entry(&partition, &id)? else { break };
            leaves.push(self.tenant.shelf.open(&place::entry(&partition, place::LEAF, &id), &entry.sealed)?.to_vec());
        }
        Ok(leaves)
    }

    /// The key by which everybody can tell this shop's checkpoints.
    #[must_use]
    pub fn log_key(&self) -> note::VerifierKey {
        self.tenant.log.verifier()
    }

    /// The digests that have to stand in the log: of every statement and receipt that is held and was to be entered.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn digests_due(&self, mut visit: impl FnMut([u8; 32])) -> Result<(), VaultError> {
        let through = self.logged_through()?;
        let (mut keys, mut failed) = (HashMap::new(), None);
        self.store.scan_log(Scope::Everybody, &mut |entry| {
            if entry.sequence > through {
                return ControlFlow::Break(());
            }
            if is_entered(entry.kind) {
                match self.happened(&entry, &mut keys) {
                    Ok(happened) => happened.and_then(|happened| happened.digest).into_iter().for_each(&mut visit),
                    Err(error) => failed = Some(error),
                }
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

impl Moment<'_> {
    /// Keeps a note of something that is about no person, to be entered into the log.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn note(&self, what: Happening, words: String) -> Result<(), VaultError> {
        let write = self.vault.noted_words(self.now, what, words)?;
        self.vault.keep_noted(&[write])
    }

    /// Under which digest a receipt of use stands in the log; `None` where there is no such receipt.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn receipt_digest(&self, id: ReceiptId) -> Result<Option<[u8; 32]>, VaultError> {
        let Some(entry) = self.receipt_entry(id)? else { return Ok(None) };
        Ok(self.vault.happened(&entry, &mut HashMap::new())?.and_then(|happened| happened.digest))
    }
}

impl Happened {
    /// What a row of somebody's log comes to.
    fn of(entry: &Entry, key: &Secret) -> Self {
        let what = if entry.kind == place::STATEMENT { Happening::Statement } else { Happening::Use };
        let text = [&[entry.kind.0][..], &entry.id.0, &entry.sealed].concat();
        Self { what, words: String::new(), digest: Some(key.hash(&text)) }
    }

    /// That somebody's data were handed out to them, by the receipt of the look.
    pub(crate) fn export(log: &Secret, receipt: ReceiptId) -> Self {
        let digest = digest_key(log).hash(&[b"export", &receipt.0[..]].concat());
        Self { what: Happening::Export, words: String::new(), digest: Some(digest) }
    }
}

impl Log {
    fn digest_key(&self) -> Secret {
        digest_key(self.secret())
    }
}

/// What digests in the transparency log are made with: it goes with the key of the person's log.
fn digest_key(log: &Secret) -> Secret {
    log.derive(&[b"audit"])
}

/// Whether a row of somebody's log is entered.
fn is_entered(kind: store::Kind) -> bool {
    matches!(kind, place::STATEMENT | place::RECEIPT | place::DISCLOSURE)
}

fn leaf_id(index: u64) -> EntryId {
    EntryId(u128::from(index).to_be_bytes())
}
