//! What a person is known by: their own sealed list, and for each name under its keyed hash whose it is.
//!
//! # Invariants
//! - List and hashes change in one batch, beside the bundles: no copy of the data brings a link back.
//! - An identifier's row opens only to whoever knows the identifier.

use super::{Kin, Side};
use crate::next::{put, remove};
use crate::record;
use crate::seal::Secret;
use crate::seal::keys::SubjectKeys;
use crate::{Vault, VaultError, place};
use domain::{Identifier, LinkId, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use store::{PartitionKey, Space, Versioned, Write};

/// Most identifiers one person may have.
pub const IDENTIFIERS_MAX: usize = 64;
/// Most people that may have been merged into one.
pub const ABSORBED_MAX: usize = 64;

/// What one person is known by, and whom they took over.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Names {
    pub(crate) held: Vec<HeldIdentifier>,
    pub(crate) absorbed: Vec<Absorbed>,
}

/// An identifier as it is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldIdentifier {
    /// The name of the link.
    pub id: LinkId,
    /// What they are known by.
    pub identifier: Identifier,
    /// Since when.
    pub since: UnixTime,
    /// How and when it was shown that it is theirs, where it was.
    pub proof: Option<Proof>,
}

/// How it was shown that an identifier is somebody's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// In words ("link in a mail", "signed in").
    pub how: String,
    /// When we were told.
    pub since: UnixTime,
}

/// Somebody who was merged into another: all that it takes to finish that, now or after an older copy came back.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Absorbed {
    pub(crate) partition: [u8; 16],
    pub(crate) bundle: [u8; 32],
    pub(crate) at: UnixTime,
    /// Since when a verified identifier stood for each of the two.
    pub(crate) into_verified: Option<UnixTime>,
    pub(crate) from_verified: Option<UnixTime>,
    pub(crate) survivor: SubjectId,
}

/// That somebody was merged into another. Names nobody: it stands under the keyed hash of the old name.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moved {
    pub(crate) into: [u8; 16],
    pub(crate) at: UnixTime,
    pub(crate) shredded: bool,
}

#[derive(Serialize, Deserialize)]
struct Owner {
    partition: [u8; 16],
}

/// A record and the version that it was read at, 0 where there was none.
pub(crate) struct Read<T> {
    pub(crate) version: u64,
    pub(crate) value: T,
}

impl Names {
    /// Since when a verified identifier stands for this person.
    pub(crate) fn verified_since(&self) -> Option<UnixTime> {
        self.held.iter().filter_map(|held| held.proof.as_ref()).map(|proof| proof.since).min()
    }

    /// The subjects that this person's devices are by themselves.
    pub(crate) fn devices(&self) -> impl Iterator<Item = SubjectId> {
        self.held.iter().filter_map(|held| held.identifier.own_subject())
    }
}

impl Vault {
    /// Where an identifier's row stands: its keyed hash, under a pepper for its kind alone.
    pub(crate) fn identifier_place(&self, identifier: &Identifier) -> PartitionKey {
        let pepper = self.tenant.identifier.derive(&[b"pepper", identifier.kind().as_str().as_bytes()]);
        PartitionKey(pepper.name(identifier.value().as_bytes()))
    }

    fn identifier_key(&self, identifier: &Identifier) -> Secret {
        let parts = [b"owner", identifier.kind().as_str().as_bytes(), identifier.value().as_bytes()];
        self.tenant.identifier.derive(&parts)
    }

    /// Whose an identifier is.
    pub(crate) fn owner(&self, identifier: &Identifier) -> Result<Option<Read<PartitionKey>>, VaultError> {
        let partition = self.identifier_place(identifier);
        let Some(found) = self.beside(&partition, place::OWNER)? else { return Ok(None) };
        let place = place::record(&partition, place::OWNER, found.version);
        let owner: Owner = record::decode(&self.identifier_key(identifier).open(&place, &found.sealed)?)?;
        Ok(Some(Read { version: found.version, value: PartitionKey(owner.partition) }))
    }

    /// Says whose an identifier is from now on.
    pub(crate) fn put_owner(&self, identifier: &Identifier, owner: &PartitionKey) -> Result<Write, VaultError> {
        let version = self.owner(identifier)?.map_or(0, |found| found.version);
        let owner = Owner { partition: owner.0 };
        put(&self.identifier_key(identifier), self.identifier_place(identifier), place::OWNER, version, &owner)
    }

    /// Makes an identifier a stranger; nothing where it is one.
    pub(crate) fn drop_owner(&self, identifier: &Identifier) -> Result<Option<Write>, VaultError> {
        let partition = self.identifier_place(identifier);
        Ok(self.beside(&partition, place::OWNER)?.map(|found| remove(partition, place::OWNER, found.version)))
    }

    /// What somebody is known by; nothing where they have no bundle.
    pub(crate) fn names(&self, partition: &PartitionKey) -> Result<Read<Names>, VaultError> {
        let nothing = Read { version: 0, value: Names::default() };
        let Some(found) = self.beside(partition, place::NAMES)? else { return Ok(nothing) };
        let Some(keys) = self.keys_of(partition)? else { return Ok(nothing) };
        let plain = keys.record.open(&place::record(partition, place::NAMES, found.version), &found.sealed)?;
        Ok(Read { version: found.version, value: record::decode(&plain)? })
    }

    /// Seals what somebody is known by for its next version.
    pub(crate) fn put_names(
        &self,
        partition: &PartitionKey,
        keys: &SubjectKeys,
        names: &Read<Names>,
    ) -> Result<Write, VaultError> {
        put(&keys.record, *partition, place::NAMES, names.version, &names.value)
    }

    /// What takes away every name of somebody who is forgotten: their own, those that led to them, and as a device of
    /// somebody else. Who comes under one of these again is a stranger.
    pub(crate) fn unnamed(&self, kin: &Kin) -> Result<Vec<Write>, VaultError> {
        let names = self.names(&kin.own)?;
        let mut writes = Vec::new();
        if names.version > 0 {
            writes.push(remove(kin.own, place::NAMES, names.version));
        }
        for held in &names.value.held {
            writes.extend(self.drop_owner(&held.identifier)?);
        }
        for absorbed in &kin.absorbed {
            let moved = self.moved(absorbed)?;
            writes.extend(moved.map(|moved| remove(*absorbed, place::MOVED, moved.version)));
        }
        if kin.root != kin.own {
            writes.extend(self.left_by(kin)?);
        }
        Ok(writes)
    }

    /// What takes a device out of the list of the account that it is linked to.
    fn left_by(&self, kin: &Kin) -> Result<Vec<Write>, VaultError> {
        let mut names = self.names(&kin.root)?;
        let is_it =
            |held: &HeldIdentifier| held.identifier.own_subject().is_some_and(|d| self.partition(&d) == kin.own);
        let Some(at) = names.value.held.iter().position(is_it) else { return Ok(Vec::new()) };
        let gone = names.value.held.remove(at);
        let mut writes = Vec::from_iter(self.drop_owner(&gone.identifier)?);
        if let Some(keys) = self.keys_of(&kin.root)? {
            writes.push(self.put_names(&kin.root, &keys, &names)?);
        }
        Ok(writes)
    }

    /// Into whom somebody was merged.
    pub(crate) fn moved(&self, partition: &PartitionKey) -> Result<Option<Read<Moved>>, VaultError> {
        let Some(found) = self.beside(partition, place::MOVED)? else { return Ok(None) };
        self.open_moved(partition, &found).map(Some)
    }

    pub(crate) fn open_moved(&self, partition: &PartitionKey, found: &Versioned) -> Result<Read<Moved>, VaultError> {
        let plain = self.tenant.shelf.open(&place::record(partition, place::MOVED, found.version), &found.sealed)?;
        Ok(Read { version: found.version, value: record::decode(&plain)? })
    }

    pub(crate) fn put_moved(&self, partition: PartitionKey, moved: &Moved) -> Result<Write, VaultError> {
        let version = self.moved(&partition)?.map_or(0, |found| found.version);
        put(&self.tenant.shelf, partition, place::MOVED, version, moved)
    }

    /// The keys of whoever has a bundle in a partition.
    pub(crate) fn keys_of(&self, partition: &PartitionKey) -> Result<Option<SubjectKeys>, VaultError> {
        let bundle = self.found_bundle(partition)?;
        bundle.map(|found| Ok(SubjectKeys::derive(&self.open_bundle(partition, &found)?))).transpose()
    }

    fn beside(&self, partition: &PartitionKey, space: Space) -> Result<Option<Versioned>, VaultError> {
        Ok(self.bundles.records(partition, &[space])?.remove(0))
    }
}

impl Absorbed {
    pub(crate) const fn place(&self) -> PartitionKey {
        PartitionKey(self.partition)
    }

    /// The two sides, each with since when it was verified.
    pub(crate) const fn sides<'a>(&self, into: &'a record::Ledger, from: &'a record::Ledger) -> (Side<'a>, Side<'a>) {
        (Side { ledger: into, verified: self.into_verified }, Side { ledger: from, verified: self.from_verified })
    }
}
