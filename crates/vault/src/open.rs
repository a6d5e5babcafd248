//! Opening a subject: from a name to their keys and ledger, and to their history only with a permit.

use crate::record::{self, History, Ledger};
use crate::seal::keys::SubjectKeys;
use crate::seal::{Sealer, Secret};
use crate::{Vault, VaultError, place};
use domain::SubjectId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{EntryId, Expect, Kind, PartitionKey, Space, Versioned, Write};
use zeroize::Zeroizing;

/// How often a read is repeated when the keyring turned, or the person was forgotten and came back, under it.
const TURNS_MAX: usize = 3;

/// What is read of somebody who is opened.
const OPENED: [Space; 3] = [place::LEDGER, place::HISTORY, place::TRAITS];

/// A subject whose keys and ledger are open; the history stays sealed until it is asked for.
pub(crate) struct Opened {
    pub(crate) partition: PartitionKey,
    pub(crate) keys: SubjectKeys,
    pub(crate) ledger: Ledger,
    pub(crate) ledger_version: u64,
    history: Option<Versioned>,
    pub(crate) traits: Option<Versioned>,
}

/// One log, and the key to it.
pub(crate) struct Log {
    pub(crate) partition: PartitionKey,
    key: Secret,
    /// The place among the subject's statements at which this log's first one stands.
    pub(crate) base: usize,
}

impl Log {
    /// The key to this log.
    pub(crate) const fn secret(&self) -> &Secret {
        &self.key
    }

    /// Opens an entry of this log.
    pub(crate) fn read<T: DeserializeOwned>(&self, kind: Kind, id: &EntryId, sealed: &[u8]) -> Result<T, VaultError> {
        record::decode(&self.open(kind, id, sealed)?)
    }

    /// The bytes of an entry, as they were before they were sealed.
    pub(crate) fn open(&self, kind: Kind, id: &EntryId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.key.open(&place::entry(&self.partition, kind, id), sealed)
    }
}

impl Vault {
    /// The name under which a subject is kept: a keyed hash.
    pub(crate) fn partition(&self, who: &SubjectId) -> PartitionKey {
        PartitionKey(self.tenant.partition_pepper.name(who.as_str().as_bytes()))
    }

    /// Reads keys, ledger and sealed history of a subject. `None` is a stranger: without a bundle, what is in the store
    /// is as good as gone.
    pub(crate) fn find(&self, who: &SubjectId) -> Result<Option<Opened>, VaultError> {
        match self.find_own(who)? {
            Some(found) => Ok(Some(found)),
            None => match self.new_home_at_last(&self.partition(who))? {
                Some(there) => self.find_partition(&there),
                None => Ok(None),
            },
        }
    }

    /// Whether anything is kept of a subject, or of whoever they were merged into.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or the ledger does not open.
    pub fn knows(&self, who: &SubjectId) -> Result<bool, VaultError> {
        Ok(self.find(who)?.is_some())
    }

    /// As [`Vault::find`], under their own name alone, not under one of somebody who they were merged into.
    pub(crate) fn find_own(&self, who: &SubjectId) -> Result<Option<Opened>, VaultError> {
        let found = self.find_partition(&self.partition(who))?;
        Ok(found.filter(|opened| opened.ledger.subject == *who))
    }

    /// As [`Vault::find`], by partition.
    pub(crate) fn find_partition(&self, partition: &PartitionKey) -> Result<Option<Opened>, VaultError> {
        for _ in 0..TURNS_MAX {
            match self.try_find(partition) {
                Err(VaultError::Sealed) => {}
                found => return found,
            }
        }
        self.try_find(partition)
    }

    /// As [`Vault::find_partition`], of several people at once, in the order given.
    pub(crate) fn find_each(&self, partitions: &[PartitionKey]) -> Result<Vec<Option<Opened>>, VaultError> {
        // The bundle first, as where one is looked for.
        let bundles = self.bundles.records_of(partitions, &[place::KEYRING])?;
        let known = partitions.iter().zip(&bundles).filter(|(_, bundle)| bundle[0].is_some());
        let known: Vec<PartitionKey> = known.map(|(partition, _)| *partition).collect();
        let mut records = self.store.records_of(&known, &OPENED)?.into_iter();
        let open = |(partition, mut bundle): (&PartitionKey, Vec<_>)| {
            let Some(bundle) = bundle.pop().flatten() else { return Ok(None) };
            let records = records.next().unwrap_or_default();
            match self.open_bundle(partition, &bundle).and_then(|bundle| self.open_under(partition, &bundle, records)) {
                // The keyring turned, or they were forgotten and came back, between the two reads.
                Err(VaultError::Sealed) => self.find_partition(partition),
                found => found,
            }
        };
        partitions.iter().zip(bundles).map(open).collect()
    }

    fn try_find(&self, partition: &PartitionKey) -> Result<Option<Opened>, VaultError> {
        match self.found_bundle(partition)? {
            Some(bundle) => self.find_under(partition, &self.open_bundle(partition, &bundle)?),
            None => Ok(None),
        }
    }

    /// Reads somebody whose bundle is open.
    pub(crate) fn find_under(&self, partition: &PartitionKey, bundle: &Secret) -> Result<Option<Opened>, VaultError> {
        self.open_under(partition, bundle, self.store.records(partition, &OPENED)?)
    }

    /// Opens somebody's records of [`OPENED`].
    fn open_under(
        &self,
        partition: &PartitionKey,
        bundle: &Secret,
        records: Vec<Option<Versioned>>,
    ) -> Result<Option<Opened>, VaultError> {
        let mut records = records.into_iter();
        let Some(Some(ledger)) = records.next() else { return Ok(None) };
        let (history, traits) = (records.next().flatten(), records.next().flatten());
        let mut opened = open(*partition, bundle, &ledger, (history, traits))?;
        opened.ledger.mark(&self.board());
        self.remember_no(&mut opened)?;
        Ok(Some(opened))
    }
}

fn open(
    partition: PartitionKey,
    bundle: &Secret,
    ledger: &Versioned,
    (history, traits): (Option<Versioned>, Option<Versioned>),
) -> Result<Opened, VaultError> {
    let keys = SubjectKeys::derive(bundle);
    let plain = keys.record.open(&place::record(&partition, place::LEDGER, ledger.version), &ledger.sealed)?;
    let open = record::decode(&plain)?;
    Ok(Opened { partition, keys, ledger: open, ledger_version: ledger.version, history, traits })
}

impl Opened {
    /// Unseals the history. Call it only with an open gate.
    pub(crate) fn history(&self) -> Result<History, VaultError> {
        match &self.history {
            None => Ok(History::default()),
            Some(found) => {
                let place = place::record(&self.partition, place::HISTORY, found.version);
                record::decode(&self.keys.record.open(&place, &found.sealed)?)
            }
        }
    }

    /// The version of the history that was read; 0 where there is none.
    pub(crate) fn history_version(&self) -> u64 {
        self.history.as_ref().map_or(0, |found| found.version)
    }

    /// What a writer of the history expects to find.
    pub(crate) fn history_expect(&self) -> Expect {
        self.history.as_ref().map_or(Expect::Absent, |found| Expect::Version(found.version))
    }

    /// Seals the history for its next version.
    pub(crate) fn put_history(&self, history: &History) -> Result<Write, VaultError> {
        self.put(place::HISTORY, self.history_expect(), history)
    }

    /// Seals the ledger for its next version.
    pub(crate) fn put_ledger(&self) -> Result<Write, VaultError> {
        self.put(place::LEDGER, Expect::of(self.ledger_version), &self.ledger)
    }

    /// Fails the batch when the ledger changed since it was read.
    pub(crate) fn check_ledger(&self) -> Write {
        let expect = Expect::Version(self.ledger_version);
        Write::CheckRecord { partition: self.partition, space: place::LEDGER, expect }
    }

    /// Seals a record for its next version.
    pub(crate) fn put<T: Serialize>(&self, space: Space, expect: Expect, record: &T) -> Result<Write, VaultError> {
        let next = match expect {
            Expect::Absent => 1,
            Expect::Version(version) => version + 1,
        };
        let plain = record::encode(record)?;
        let sealed = self.keys.record.seal(&place::record(&self.partition, space, next), &plain)?;
        Ok(Write::PutRecord { partition: self.partition, space, expect, sealed })
    }

    /// Seals a log entry.
    pub(crate) fn append<T: Serialize>(
        &self,
        kind: Kind,
        id: EntryId,
        at: i64,
        entry: &T,
    ) -> Result<Write, VaultError> {
        let plain = record::encode(entry)?;
        let sealed = self.keys.log.seal(&place::entry(&self.partition, kind, &id), &plain)?;
        Ok(Write::Append { partition: self.partition, id, kind, at, sealed })
    }

    /// As [`Opened::append`], for many entries.
    pub(crate) fn append_with<T: Serialize>(
        &self,
        sealer: &mut Sealer,
        (kind, id, at): (Kind, EntryId, i64),
        entry: &T,
    ) -> Result<Write, VaultError> {
        let plain = record::encode(entry)?;
        let sealed = sealer.seal(&place::entry(&self.partition, kind, &id), &plain)?;
        Ok(Write::Append { partition: self.partition, id, kind, at, sealed })
    }

    /// The logs of this subject: their own, and those of everybody who was merged into them.
    pub(crate) fn logs(&self) -> impl Iterator<Item = Log> {
        let own = Log { partition: self.partition, key: self.keys.log.clone(), base: 0 };
        let absorbed = |log: &record::AbsorbedLog| Log {
            partition: PartitionKey(log.partition),
            key: Secret(log.key),
            base: log.base as usize,
        };
        std::iter::once(own).chain(self.ledger.absorbed.iter().map(absorbed))
    }

    /// A subject of whom nothing is kept yet.
    pub(crate) fn fresh(partition: PartitionKey, bundle: &Secret, ledger: Ledger) -> Self {
        Self::with_keys(partition, SubjectKeys::derive(bundle), ledger)
    }

    /// As [`Opened::fresh`], with keys that are derived already.
    pub(crate) const fn with_keys(partition: PartitionKey, keys: SubjectKeys, ledger: Ledger) -> Self {
        Self { partition, keys, ledger, ledger_version: 0, history: None, traits: None }
    }
}
