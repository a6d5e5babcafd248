//! Bundles: each subject's own secret, drawn once and kept beside the keys, in a ground that no copy of the data holds.
//!
//! # Invariants
//! - A bundle is durable before anything is sealed under it.
//! - A bundle that nothing was sealed under yet belongs to whoever comes next under that name: a crash leaves no more.

use crate::open::Opened;
use crate::record::Ledger;
use crate::seal::Secret;
use crate::{KeyPlace, Vault, VaultError, place};
use std::path::Path;
use std::sync::Arc;
use store::{Batch, Embedded, EntryId, Expect, Memory, PartitionKey, Store, StoreError, Versioned, Write};

/// The name of the bundles' directory in the key directory.
pub(crate) const DIRECTORY: &str = "keyring";

/// Opens the ground of the bundles beside the keys; makes it where the data is new.
pub(crate) fn ground(keys: KeyPlace<'_>, may_create: bool) -> Result<Arc<dyn Store>, VaultError> {
    match keys {
        KeyPlace::Memory => Ok(Arc::new(Memory::new())),
        KeyPlace::Directory(dir) => on_disk(&dir.join(DIRECTORY), may_create),
    }
}

fn on_disk(dir: &Path, may_create: bool) -> Result<Arc<dyn Store>, VaultError> {
    if !may_create && !dir.is_dir() {
        return Err(VaultError::Keys("the keyring is missing: without it nobody's data can be read".into()));
    }
    match Embedded::open(dir) {
        Ok(store) => Ok(Arc::new(store)),
        Err(StoreError::InUse) => Err(StoreError::InUse.into()),
        Err(error) => Err(VaultError::Keys(format!("the keyring can not be opened: {error}"))),
    }
}

impl Vault {
    /// A subject who is not kept yet, and the bundle that has to be settled first; none where one waited for them.
    ///
    /// # Errors
    /// A conflict where something is still there under a bundle that is gone: [`Vault::clear_lost`] takes it away.
    pub(crate) fn newcomer(&self, ledger: Ledger) -> Result<(Opened, Option<Write>), VaultError> {
        let partition = self.partition(&ledger.subject);
        let mut found = self.bundles.records(&partition, &[place::KEYRING, place::TOMBSTONE])?.into_iter();
        let (bundle, was_erased) = (found.next().flatten(), found.next().flatten().is_some());
        match bundle {
            Some(found) => Ok((Opened::fresh(partition, &self.open_bundle(&partition, &found)?, ledger), None)),
            None => self.stranger(ledger, was_erased).map(|(subject, bundle)| (subject, Some(bundle))),
        }
    }

    /// As [`Vault::newcomer`], where it is known that no bundle waits for them, and whether they were erased.
    ///
    /// # Errors
    /// As [`Vault::newcomer`].
    pub(crate) fn stranger(&self, ledger: Ledger, was_erased: bool) -> Result<(Opened, Write), VaultError> {
        if self.is_strewn(&self.partition(&ledger.subject), was_erased)? {
            return Err(StoreError::Conflict.into());
        }
        self.draw_bundle(ledger)
    }

    /// As [`Vault::stranger`], where it is known as well that the store holds nothing of them.
    pub(crate) fn draw_bundle(&self, ledger: Ledger) -> Result<(Opened, Write), VaultError> {
        let partition = self.partition(&ledger.subject);
        let secret = Secret::random()?;
        let sealed = self.keyring().seal(&partition, 1, &secret)?;
        let bundle = Write::PutRecord { partition, space: place::KEYRING, expect: Expect::Absent, sealed };
        Ok((Opened::fresh(partition, &secret, ledger), bundle))
    }

    /// Keeps the bundles of people who are new, before anything is sealed under them; as urgent as what is then sealed.
    pub(crate) fn settle(&self, bundles: Vec<Write>, urgent: bool) -> Result<(), VaultError> {
        if bundles.is_empty() {
            return Ok(());
        }
        Ok(self.commit_keys(Batch { writes: bundles, urgent })?)
    }

    /// Takes away what is there under a bundle that is gone: nobody can read it, and it is in the way of who comes again.
    pub(crate) fn clear_lost(&self, partition: &PartitionKey) -> Result<(), VaultError> {
        let _turning = self.turning(partition);
        if self.found_bundle(partition)?.is_some() || self.moved(partition)?.is_some() {
            return Ok(());
        }
        self.sweep(partition).map(drop)
    }

    /// Whether the store holds anything in a partition: records, or a log alone, as it may be left of an erasure.
    fn is_strewn(&self, partition: &PartitionKey, was_erased: bool) -> Result<bool, VaultError> {
        let has_log =
            || Ok::<_, VaultError>(!self.store.names(partition, (&EntryId::FIRST, &EntryId::LAST))?.is_empty());
        Ok(!self.remains(partition)?.is_empty() || (was_erased && has_log()?))
    }

    /// The sealed bundle of a partition, where it has one.
    pub(crate) fn found_bundle(&self, partition: &PartitionKey) -> Result<Option<Versioned>, VaultError> {
        Ok(self.bundles.records(partition, &[place::KEYRING])?.remove(0))
    }

    pub(crate) fn open_bundle(&self, partition: &PartitionKey, bundle: &Versioned) -> Result<Secret, VaultError> {
        self.keyring().open_bundle(partition, bundle.version, &bundle.sealed)
    }

    /// What takes away everything that the store holds in a partition; nothing where it holds nothing.
    pub(crate) fn remains(&self, partition: &PartitionKey) -> Result<Vec<Write>, VaultError> {
        let records = self.store.records(partition, &place::HELD)?;
        if records.iter().all(Option::is_none) {
            return Ok(Vec::new());
        }
        let delete = |(space, found): (store::Space, Option<Versioned>)| {
            let expect = Expect::Version(found?.version);
            Some(Write::DeleteRecord { partition: *partition, space, expect })
        };
        let mut writes: Vec<_> = place::HELD.into_iter().zip(records).filter_map(delete).collect();
        writes.push(Write::DeleteEntries { partition: *partition, kinds: Vec::new() });
        Ok(writes)
    }
}
