//! The transparency log: what happened is entered in batches behind what is durable, and anybody can check it.

mod tiles;
mod witness;
mod witnessed;

pub use witness::{Asked as WitnessAsked, OpenWitness, WITNESSED_LOGS_MAX, WitnessPlace, Witnessed, witness};
pub use witnessed::{Seen, ToWitness, WITNESSED_SHOWN_SECONDS, WITNESSES_MAX};

use crate::{AppError, OperatorDeed, Shop};
use audit::{Checkpoint, Digest, Edge, Leaf, LeafKind, Log, Tile, leaf_hash};
use domain::{ReceiptId, UnixTime};
use std::fs;
use std::path::Path;
use std::sync::PoisonError;
use vault::note::{Note, VerifierKey};
use vault::policy::Policy;
use vault::{Happened, Happening, LogState, sha256_of};

/// The checkpoint among a log's files.
const CHECKPOINT: &str = "checkpoint";
/// The blob that says which policy was last in force.
const POLICY: &str = "log/policy";
/// Most batches that one call enters.
const BATCHES_MAX: usize = 64;
/// Longest file of a log, in bytes: a full bundle of the longest leaves.
const FILE_BYTES_MAX: u64 = 256 * ((64 << 10) + 2);

/// A log that holds, in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// How many leaves there are.
    pub size: u64,
    /// How many of each kind.
    pub kinds: Vec<(&'static str, u64)>,
    /// The leaf that the asked digest stands in, and how many hashes prove it.
    pub inclusion: Option<(u64, usize)>,
}

impl Shop {
    /// Enters what happened since, and returns how many leaves that made. What is left over comes with the next call.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; nothing that happened is lost for the log.
    pub fn enter_log(&self, now: UnixTime) -> Result<u64, AppError> {
        self.note_backups(now);
        // As with backups: what can not be noted is tried again by the next call.
        drop(self.vault.note_escrows(now));
        let mut entered = 0;
        for _ in 0..BATCHES_MAX {
            let unlogged = self.vault.unlogged()?;
            if unlogged.happened.is_empty() {
                unlogged.pass();
                return Ok(entered);
            }
            let at = now.max(unlogged.state.latest);
            let mut leaves = leaves(&unlogged.happened, at);
            if unlogged.state.size == 0 && unlogged.happened[0].what != Happening::Policy {
                leaves.insert(
                    0,
                    Leaf { kind: LeafKind::Policy, at, words: in_force(self.policy()), digests: Vec::new() },
                );
            }
            entered += leaves.len() as u64;
            let leaves: Vec<Vec<u8>> = leaves.iter().map(|leaf| leaf.text().into_bytes()).collect();
            let mut edge = Edge { levels: unlogged.state.edge.clone() };
            leaves.iter().for_each(|leaf| edge.push(sha256_of, leaf_hash(sha256_of, leaf)));
            let origin = self.vault.log_key().name().to_owned();
            let checkpoint = Checkpoint { origin, size: edge.size(), root: edge.root(sha256_of) };
            let next = LogState { size: edge.size(), edge: edge.levels, latest: at, ..LogState::default() };
            unlogged.enter(&leaves, next, &checkpoint.text())?;
        }
        Ok(entered)
    }

    /// Notes the backups that commands make beside whoever has the data. What can not be noted is tried again by the next
    /// call, and a note that can not be taken away is noted once more at the next start: neither keeps anything else out of
    /// the log.
    fn note_backups(&self, now: UnixTime) {
        let Some(keys) = &self.keys_dir else { return };
        let mut noted = self.noted_backups.lock().unwrap_or_else(PoisonError::into_inner);
        for (note, made_at) in crate::backup::notes(keys) {
            if !noted.contains(&note) {
                if self.leave(now, OperatorDeed::Backup { made_at }).is_err() {
                    continue;
                }
                noted.insert(note.clone());
            }
            if fs::remove_file(&note).is_ok() {
                noted.remove(&note);
            }
        }
    }

    /// Notes which policy is in force, where it is another one than last time.
    pub(crate) fn note_policy(&self, now: UnixTime) -> Result<(), AppError> {
        let words = in_force(self.policy());
        if self.vault.blob(POLICY)?.is_some_and(|last| last == words.as_bytes()) {
            return Ok(());
        }
        self.vault.at(now).note(Happening::Policy, words.clone())?;
        Ok(self.vault.put_urgent_blob(POLICY, words.as_bytes())?)
    }

    /// The key that checkpoints are verified with, as a vkey.
    #[must_use]
    pub fn log_key(&self) -> String {
        self.vault.log_key().to_string()
    }

    /// All files of the log, up to now: the checkpoint first, and the tiles.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn log_files(&self, now: UnixTime) -> Result<Vec<Tile>, AppError> {
        self.enter_log(now)?;
        let checkpoint = self.vault.log_state()?.checkpoint.into_bytes();
        let mut files = vec![Tile { path: CHECKPOINT.to_owned(), bytes: checkpoint }];
        let leaves = self.vault.leaves()?;
        files.extend(audit::tiles(sha256_of, &leaves).ok_or_else(|| not_proven("a leaf is too long"))?);
        Ok(files)
    }

    /// Checks the log of this shop: its checkpoint, that it grew from an old one, what must be so in it, and that every
    /// statement and every receipt that is held stands in it. With a receipt of use, that it does, and by which proof.
    ///
    /// # Errors
    /// [`AppError::NotProven`] with what does not hold, [`AppError::NotFound`] where there is no such receipt.
    pub fn verify_log(
        &self,
        now: UnixTime,
        old: Option<&[u8]>,
        receipt: Option<ReceiptId>,
    ) -> Result<Audited, AppError> {
        self.enter_log(now)?;
        let (key, state, leaves) = (self.vault.log_key(), self.vault.log_state()?, self.vault.leaves()?);
        let digest = receipt.map(|id| self.vault.at(now).receipt_digest(id)).transpose()?;
        if digest == Some(None) {
            return Err(AppError::NotFound { what: "receipt" });
        }
        let (log, audited) = verify(&leaves, state.checkpoint.as_bytes(), &key, old, digest.flatten())?;
        let mut missing = 0_u64;
        self.vault.digests_due(|digest| missing += u64::from(!log.places.contains_key(&digest)))?;
        if missing > 0 {
            return Err(not_proven(&format!(
                "{missing} statements or receipts are held that the log does not know of"
            )));
        }
        Ok(audited)
    }
}

/// Whether a text is the key of a witness, as a vkey.
#[must_use]
pub fn is_witness_key(text: &str) -> bool {
    VerifierKey::parse(text).is_ok_and(|key| key.is_of_witness())
}

/// Checks that a witness signed a checkpoint.
///
/// # Errors
/// [`AppError::NotProven`] where it did not.
pub fn verify_witnessed(note: &[u8], witness: &str) -> Result<(), AppError> {
    let key = [VerifierKey::parse(witness).map_err(|error| not_proven(&error.to_string()))?];
    let seen = Note::parse(note).and_then(|note| note.verify(&key).map(drop));
    seen.map_err(|error| not_proven(&format!("the witness did not sign the old checkpoint: {error}")))
}

/// Checks the files of a log, as [`Shop::log_files`] makes them: with nothing but the key that signs its checkpoints.
///
/// # Errors
/// [`AppError::NotProven`] with what does not hold, [`AppError::File`] where a file is missing.
pub fn verify_files(dir: &Path, key: &str, old: Option<&[u8]>, digest: Option<Digest>) -> Result<Audited, AppError> {
    let key = VerifierKey::parse(key).map_err(|error| not_proven(&error.to_string()))?;
    let note = read(&dir.join(CHECKPOINT))?;
    let size = verified(&note, &key)?.size;
    let mut leaves = Vec::new();
    let mut left = usize::try_from(size).map_err(|_| not_proven("the log is longer than this machine can count"))?;
    for number in 0.. {
        if left == 0 {
            break;
        }
        let width = left.min(audit::TILE_WIDTH);
        let bytes = read(&dir.join(audit::entries_path(number, width)))?;
        let some = audit::read_bundle(&bytes).filter(|some| some.len() == width);
        leaves.extend(some.ok_or_else(|| not_proven("a bundle of leaves was cut short or made longer"))?);
        left -= width;
    }
    let (_, audited) = verify(&leaves, &note, &key, old, digest)?;
    for tile in audit::tiles(sha256_of, &leaves).ok_or_else(|| not_proven("a leaf is too long"))? {
        if read(&dir.join(&tile.path))? != tile.bytes {
            return Err(not_proven("a tile of hashes is not the one that the leaves make"));
        }
    }
    Ok(audited)
}

fn verify(
    leaves: &[Vec<u8>],
    note: &[u8],
    key: &VerifierKey,
    old: Option<&[u8]>,
    digest: Option<Digest>,
) -> Result<(Log, Audited), AppError> {
    let now = verified(note, key)?;
    let old = old.map(|old| verified(old, key)).transpose()?;
    let log = audit::check(sha256_of, leaves, &now, old.as_ref()).map_err(|fault| not_proven(&fault.to_string()))?;
    let inclusion = match digest {
        None => None,
        Some(digest) => {
            let at = *log.places.get(&digest).ok_or_else(|| not_proven("the log does not know of it"))?;
            Some((at, proven(leaves, at, &now)?))
        }
    };
    let kinds = log.leaves.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    let audited = Audited { size: now.size, kinds, inclusion };
    Ok((log, audited))
}

/// Proves that a leaf is in the tree of a checkpoint; how many hashes that takes.
fn proven(leaves: &[Vec<u8>], at: u64, now: &Checkpoint) -> Result<usize, AppError> {
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(sha256_of, leaf)).collect();
    let index = usize::try_from(at).unwrap_or(usize::MAX);
    let path = audit::path(sha256_of, &hashes, index);
    match hashes.get(index) {
        Some(leaf) if audit::path_holds(sha256_of, leaf, at, now.size, &path, &now.root) => Ok(path.len()),
        _ => Err(not_proven("the proof does not lead to the root")),
    }
}

fn verified(note: &[u8], key: &VerifierKey) -> Result<Checkpoint, AppError> {
    let keys = std::slice::from_ref(key);
    let text = Note::parse(note)
        .and_then(|note| note.verify(keys))
        .map_err(|error| not_proven(&format!("the checkpoint proves nothing: {error}")))?;
    let read = Checkpoint::read(text.text).filter(|checkpoint| checkpoint.origin == key.name());
    read.ok_or_else(|| not_proven("the note is no checkpoint of this log"))
}

fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let failed =
        |error: std::io::Error| AppError::NotProven(format!("a file of the log can not be read: {}", error.kind()));
    if fs::metadata(path).map_err(failed)?.len() > FILE_BYTES_MAX {
        return Err(not_proven("a file of the log is longer than FILE_BYTES_MAX"));
    }
    fs::read(path).map_err(failed)
}

fn not_proven(says: &str) -> AppError {
    AppError::NotProven(says.to_owned())
}

fn in_force(policy: &Policy) -> String {
    let plain = |c: &char| (' '..='~').contains(c);
    let brand = policy.brand.as_ref().map(|(name, version)| format!(" brand {name} {version}")).unwrap_or_default();
    format!("version {}{brand}", policy.version).chars().filter(plain).take(200).collect()
}

/// What happened as leaves: statements and uses many to one, the rest one each.
fn leaves(happened: &[Happened], at: UnixTime) -> Vec<Leaf> {
    let empty = |kind| Leaf { kind, at, words: String::new(), digests: Vec::new() };
    let (mut statements, mut uses) = (empty(LeafKind::Statements), empty(LeafKind::Uses));
    let mut out = Vec::new();
    for Happened { what, words, digest } in happened {
        let many = match what {
            Happening::Statement => &mut statements,
            Happening::Use => &mut uses,
            one => {
                out.push(Leaf { words: words.clone(), digests: Vec::from_iter(*digest), ..empty(kind(*one)) });
                continue;
            }
        };
        many.digests.extend(*digest);
        if many.digests.len() == audit::DIGESTS_PER_LEAF_MAX {
            let next = empty(many.kind);
            out.push(std::mem::replace(many, next));
        }
    }
    out.extend([statements, uses].into_iter().filter(|leaf| !leaf.digests.is_empty()));
    out
}

const fn kind(what: Happening) -> LeafKind {
    match what {
        Happening::Statement => LeafKind::Statements,
        Happening::Use => LeafKind::Uses,
        Happening::Export => LeafKind::Export,
        Happening::Erasure => LeafKind::Erasure,
        Happening::Key => LeafKind::Key,
        Happening::Policy => LeafKind::Policy,
        Happening::Operator => LeafKind::Operator,
    }
}

#[cfg(test)]
mod tests;
