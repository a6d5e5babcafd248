//! The keyring: every subject's bundle, sealed under a key that depends on a small slot.
//!
//! Deleting rows erases nothing: logs, free pages and backups keep copies. So erasing a person draws a new slot secret
//! for their segment, seals the other bundles of the segment anew and destroys the old secret: every older copy of the
//! person's bytes is unreadable then, even with the root key.
//!
//! # Invariants
//! - The slot is never in the store, nor in a backup of it.
//! - While a rotation is under way the slot knows both secrets, so that a crash at any moment loses nobody else.

use super::{Place, Secret, files};
use crate::VaultError;
use std::path::{Path, PathBuf};
use store::PartitionKey;
use zeroize::Zeroizing;

/// The name of the slot's file in the key directory.
pub(crate) const SLOT_FILE: &str = "slot";
/// How many segments the keyring has: an erasure seals one of them anew.
pub(crate) const SEGMENTS: usize = 256;

/// More often than this no segment turns while an escrow is in force.
const TURNS_AHEAD: u32 = 1 << 20;
const MAGIC: &[u8; 8] = b"ASLOT\0\0\x01";
const SECRET_BYTES: usize = 32;
const DIGEST_BYTES: usize = 32;

/// A slot secret and how many came before it.
#[derive(Clone)]
struct Turn {
    generation: u32,
    secret: Secret,
}

/// The secrets of one segment: the one in force, and while it is rotated the one to come.
#[derive(Clone)]
struct Segment {
    now: Turn,
    next: Option<Turn>,
}

/// The slot as it is on disk, and the half of the key that is not.
pub(crate) struct Keyring {
    path: PathBuf,
    half: Secret,
    segments: Vec<Segment>,
}

/// Which segment a subject's bundle is in.
pub(crate) fn segment_of(partition: &PartitionKey) -> u8 {
    partition.0[0]
}

impl Keyring {
    /// Reads the slot, or draws one where there is none yet and there may be none.
    pub(crate) fn open(dir: &Path, half: Secret, may_create: bool) -> Result<Self, VaultError> {
        let path = dir.join(SLOT_FILE);
        if !path.exists() && may_create {
            let segments: Vec<_> = (0..SEGMENTS)
                .map(|_| Ok(Segment { now: Turn { generation: 1, secret: Secret::random()? }, next: None }))
                .collect::<Result<_, VaultError>>()?;
            save(&path, &segments)?;
            return Ok(Self { path, half, segments });
        }
        files::wipe_leftovers(&path)?;
        files::check_private(&path)?;
        let segments = decode(&files::read(&path)?).ok_or_else(|| VaultError::Keys("the slot is damaged".into()))?;
        Ok(Self { path, half, segments })
    }

    /// Reads the slot of a copy; what it becomes is written nowhere.
    pub(crate) fn of_copy(slot: &[u8], half: Secret) -> Result<Self, VaultError> {
        let segments = decode(slot).ok_or_else(|| VaultError::Keys("the slot is damaged".into()))?;
        Ok(Self { path: PathBuf::new(), half, segments })
    }

    /// A slot of new secrets, kept in `dir`: in each segment so much further on than this one that it is newer than any that
    /// came behind this one, and newer than the latest that anybody has a receipt of.
    pub(crate) fn renewed(&self, dir: &Path, latest: &[u32; SEGMENTS]) -> Result<Self, VaultError> {
        let renewed = |(segment, latest): (&Segment, &u32)| {
            let turn = segment.next.as_ref().unwrap_or(&segment.now);
            let newest = turn.generation.max(*latest);
            let generation = newest.checked_add(TURNS_AHEAD).ok_or(VaultError::Form)?;
            Ok(Segment { now: Turn { generation, secret: Secret::random()? }, next: None })
        };
        let segments = self.segments.iter().zip(latest).map(renewed).collect::<Result<Vec<_>, VaultError>>()?;
        let path = dir.join(SLOT_FILE);
        save(&path, &segments)?;
        Ok(Self { path, half: self.half.clone(), segments })
    }

    /// A keyring that lives in memory only, for tests and evaluation.
    pub(crate) fn in_memory(half: Secret) -> Result<Self, VaultError> {
        let secret = Secret::random()?;
        let segment = Segment { now: Turn { generation: 1, secret }, next: None };
        Ok(Self { path: PathBuf::new(), half, segments: vec![segment; SEGMENTS] })
    }

    fn key(&self, segment: u8, turn: &Turn) -> Secret {
        let outer = self.half.derive(&[b"segment", &[segment], &turn.generation.to_le_bytes()]);
        outer.derive(&[b"slot", &turn.secret.0])
    }

    /// Seals a bundle under the secret to come where there is one, else under the one in force.
    pub(crate) fn seal(&self, partition: &PartitionKey, version: u64, bundle: &Secret) -> Result<Vec<u8>, VaultError> {
        let segment = segment_of(partition);
        let at = &self.segments[usize::from(segment)];
        let turn = at.next.as_ref().unwrap_or(&at.now);
        let mut out = turn.generation.to_le_bytes().to_vec();
        out.extend(self.key(segment, turn).seal(&place(partition, version), &bundle.0)?);
        Ok(out)
    }

    /// Opens a bundle; one that was sealed under a destroyed secret does not open.
    pub(crate) fn open_bundle(
        &self,
        partition: &PartitionKey,
        version: u64,
        sealed: &[u8],
    ) -> Result<Secret, VaultError> {
        let (generation, sealed) = sealed.split_first_chunk::<4>().ok_or(VaultError::Sealed)?;
        let generation = u32::from_le_bytes(*generation);
        let segment = segment_of(partition);
        let at = &self.segments[usize::from(segment)];
        let turn = [Some(&at.now), at.next.as_ref()].into_iter().flatten().find(|t| t.generation == generation);
        let plain = self.key(segment, turn.ok_or(VaultError::Sealed)?).open(&place(partition, version), sealed)?;
        plain.as_slice().try_into().map(Secret).map_err(|_| VaultError::Sealed)
    }

    /// How often a segment's secret was drawn, and what tells the one in force from all others without showing it.
    pub(crate) fn shown(&self, segment: u8) -> (u32, [u8; 32]) {
        let now = &self.segments[usize::from(segment)].now;
        (now.generation, super::digest(&[b"assent/slot", &[segment], &now.generation.to_le_bytes(), &now.secret.0]))
    }

    /// The segments in which a rotation was begun and not finished: a crash came between.
    pub(crate) fn unfinished(&self) -> Vec<u8> {
        (0..=u8::MAX).filter(|s| self.segments[usize::from(*s)].next.is_some()).collect()
    }

    /// Draws the secret to come and keeps it, beside the one in force.
    pub(crate) fn begin(&mut self, segment: u8) -> Result<(), VaultError> {
        let mut segments = self.segments.clone();
        let at = &mut segments[usize::from(segment)];
        if at.next.is_none() {
            at.next = Some(Turn { generation: at.now.generation + 1, secret: Secret::random()? });
        }
        self.keep(segments)
    }

    /// Destroys the secret that was in force: nothing sealed under it opens any more.
    pub(crate) fn finish(&mut self, segment: u8) -> Result<(), VaultError> {
        let mut segments = self.segments.clone();
        let at = &mut segments[usize::from(segment)];
        if let Some(next) = at.next.take() {
            at.now = next;
        }
        self.keep(segments)
    }

    /// Takes over what the disk has: a secret that is not durable must never seal anything.
    fn keep(&mut self, segments: Vec<Segment>) -> Result<(), VaultError> {
        save(&self.path, &segments)?;
        self.segments = segments;
        Ok(())
    }
}

/// Writes the slot; a keyring in memory has none.
fn save(path: &Path, segments: &[Segment]) -> Result<(), VaultError> {
    if path.as_os_str().is_empty() {
        return Ok(());
    }
    files::replace(path, &encode(segments))
}

fn place(partition: &PartitionKey, version: u64) -> Place<'_> {
    Place { table: "keyring", partition: &partition.0, name: b"bundle", version }
}

fn encode(segments: &[Segment]) -> Zeroizing<Vec<u8>> {
    let mut out = Zeroizing::new(MAGIC.to_vec());
    for segment in segments {
        out.push(u8::from(segment.next.is_some()));
        for turn in [Some(&segment.now), segment.next.as_ref()].into_iter().flatten() {
            out.extend_from_slice(&turn.generation.to_le_bytes());
            out.extend_from_slice(&turn.secret.0);
        }
    }
    let digest = super::digest(&[&out]);
    out.extend_from_slice(&digest);
    out
}

fn decode(bytes: &[u8]) -> Option<Vec<Segment>> {
    let (body, digest) = bytes.split_last_chunk::<DIGEST_BYTES>()?;
    if super::digest(&[body]) != *digest {
        return None;
    }
    let mut rest = body.strip_prefix(MAGIC)?;
    let segments = (0..SEGMENTS).map(|_| take_segment(&mut rest)).collect::<Option<Vec<_>>>()?;
    rest.is_empty().then_some(segments)
}

fn take_segment(rest: &mut &[u8]) -> Option<Segment> {
    let (rotating, tail) = rest.split_first()?;
    *rest = tail;
    let now = take_turn(rest)?;
    let next = if *rotating == 1 { Some(take_turn(rest)?) } else { None };
    Some(Segment { now, next })
}

fn take_turn(rest: &mut &[u8]) -> Option<Turn> {
    let (generation, tail) = rest.split_first_chunk::<4>()?;
    let (secret, tail) = tail.split_first_chunk::<SECRET_BYTES>()?;
    *rest = tail;
    Some(Turn { generation: u32::from_le_bytes(*generation), secret: Secret(*secret) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_reads_back_what_it_kept_and_notices_every_changed_byte() {
        let mut keyring = Keyring::in_memory(Secret([1; 32])).expect("random");
        keyring.begin(7).expect("in memory");
        let bytes = encode(&keyring.segments);
        let again = decode(&bytes).expect("sound");
        assert_eq!(again[7].next.as_ref().map(|t| t.generation), Some(2));
        assert!(again[8].next.is_none());
        for at in (0..bytes.len()).step_by(97) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(decode(&changed).is_none(), "byte {at}");
        }
    }

    #[test]
    fn after_a_rotation_an_old_copy_of_a_bundle_does_not_open() {
        let mut keyring = Keyring::in_memory(Secret([1; 32])).expect("random");
        let partition = PartitionKey([5; 16]);
        let old = keyring.seal(&partition, 1, &Secret([3; 32])).expect("seals");
        keyring.begin(5).expect("in memory");
        assert!(keyring.open_bundle(&partition, 1, &old).is_ok(), "both secrets open while it is rotated");
        let new = keyring.seal(&partition, 2, &Secret([3; 32])).expect("seals");
        keyring.finish(5).expect("in memory");
        assert!(keyring.open_bundle(&partition, 1, &old).is_err());
        assert_eq!(keyring.open_bundle(&partition, 2, &new).expect("opens").0, [3; 32]);
    }
}
