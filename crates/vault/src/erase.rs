//! Forgetting: unreadable now, and gone soon.
//!
//! # Invariants
//! - The tombstone is written with the first destructive step, in one batch, where no copy of the data has it.
//! - When [`Moment::forget`] returned, the person's bundle opens nowhere: not in old pages, logs or backups.
//! - A crash at any moment leaves the person either whole or a tombstone whose shredding the next start finishes.
//! - An older copy of the data brings nobody back: the next start takes out again whom it does not know to be gone.
//! - An erasure that is asked for again is answered with the receipt of the first, as long as the person stays away.

mod buried;
mod receipt;
mod verify;

pub(crate) use buried::generations;
pub use receipt::{ERASURES_SHOWN_MAX, ErasureReceipt, Gone};
pub use verify::{ErasureCheck, ErasureFault};

use crate::identity::Kin;
use crate::next::{self, remove};
use crate::seal::keyring::segment_of;
use crate::seal::keys::TenantKeys;
use crate::{Happened, Happening, Moment, RETRIES_MAX, Vault, VaultError, place, record};
use domain::{SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use store::{Batch, Expect, PartitionKey, Scope, Store, StoreError, Versioned, Write};

/// Says what the model in use is told apart by; asked only where somebody is erased.
pub type ModelName<'m> = &'m dyn Fn() -> String;

/// How many tombstones one batch marks as done; each may have a receipt.
const GRAVES_PER_BATCH: usize = 1_000;

/// What an erasure did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When.
    pub at: UnixTime,
    /// Whether there was anything to erase.
    pub found: bool,
    /// The signed receipt: of this erasure, or where there was nothing to erase of the last one. `None` for somebody of
    /// whom nothing is known, and for whoever was erased before there were receipts.
    pub receipt: Option<String>,
    /// Until when an escrow of the keys could still open what was erased; `None` where there was none.
    pub until: Option<UnixTime>,
}

/// That somebody was erased. Names nobody: it stands under the keyed hash of their name.
#[derive(Serialize, Deserialize)]
struct Tombstone {
    at: UnixTime,
    shredded: bool,
}

impl Moment<'_> {
    /// Erases a person: records and log entries at once, and with the old slot secret every older copy of them.
    ///
    /// # Errors
    /// [`VaultError`] when the ground or the key directory fails; calling again goes on where it stopped.
    pub fn forget(&self, who: &SubjectId) -> Result<Erasure, VaultError> {
        self.forget_from(who, None)
    }

    /// As [`Moment::forget`]; the receipt names the model that was in use then, which may have been taught by the person.
    ///
    /// # Errors
    /// As [`Moment::forget`].
    pub fn forget_from(&self, who: &SubjectId, model: Option<ModelName<'_>>) -> Result<Erasure, VaultError> {
        let vault = self.vault;
        vault.finish_merge(&vault.partition(who))?;
        let (kin, _turning) = vault.alone_with(&[who])?;
        let whole = kin[0].whole();
        let _entered_later = vault.preserve(self.now, &whole)?;
        let at = match self.bury(&kin[0], model)? {
            Some(at) => at,
            None => match vault.open_grave(&kin[0].own)? {
                Some(at) => at,
                None => return self.erased_before(&kin[0].asked),
            },
        };
        whole.iter().try_for_each(|partition| vault.sweep(partition).map(drop))?;
        vault.close_docket(&whole.iter().map(|partition| (*partition, at)).collect())?;
        let segments: BTreeSet<u8> = whole.iter().map(segment_of).collect();
        segments.into_iter().try_for_each(|segment| vault.turn(segment))?;
        vault.close_graves(&whole)?;
        let erased = vault.erasure_of(&kin[0].own)?;
        let receipt = erased.as_ref().map(|erased| vault.erasure_note(erased)).transpose()?;
        Ok(Erasure { at, found: true, receipt, until: erased.and_then(|erased| erased.until) })
    }

    /// The answer to an erasure of somebody of whom nothing is held: that of the last one, if there was one.
    fn erased_before(&self, asked: &PartitionKey) -> Result<Erasure, VaultError> {
        let erased = self.vault.erasure_of(asked)?;
        let receipt = erased.as_ref().map(|erased| self.vault.erasure_note(erased)).transpose()?;
        let until = erased.as_ref().and_then(|erased| erased.until);
        Ok(Erasure { at: erased.map_or(self.now, |erased| erased.at), found: false, receipt, until })
    }

    /// Writes the tombstone in the bundle's place, and takes their names away, in one batch. `None` where there is nobody.
    fn bury(&self, kin: &Kin, model: Option<ModelName<'_>>) -> Result<Option<UnixTime>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let Some(bundle) = self.vault.found_bundle(&kin.own)? else { return Ok(None) };
            let mut batch = Batch::new().urgent_if(true).and(remove(kin.own, place::KEYRING, bundle.version));
            for partition in kin.whole() {
                let tombstone = self.vault.bundles.records(&partition, &[place::TOMBSTONE])?.remove(0);
                batch = batch.and(self.vault.put_tombstone(&partition, tombstone.as_ref(), self.now, false)?);
            }
            batch.writes.extend(self.vault.without_noes(&kin.whole())?);
            batch.writes.extend(self.written_down(kin, model)?);
            batch.writes.extend(self.vault.unnamed(kin)?);
            match self.vault.commit_keys(batch) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| Some(self.now))?),
            }
        }
        Err(VaultError::Busy)
    }
}

/// Whether an erasure in a keyring is not finished: what its receipt will say is not in there.
pub(crate) fn any_open_grave(tenant: &TenantKeys, bundles: &dyn Store) -> Result<bool, VaultError> {
    let mut is_open = false;
    next::each((bundles, &tenant.shelf), place::TOMBSTONE, |tombstone: Tombstone| {
        is_open |= !tombstone.shredded;
        if is_open { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(is_open)
}

impl Vault {
    /// When a person was erased, if they were.
    pub(crate) fn tombstone(&self, partition: &PartitionKey) -> Result<Option<UnixTime>, VaultError> {
        Ok(self.grave(partition)?.map(|tombstone| tombstone.at))
    }

    /// As [`Vault::tombstone`], of several people at once, in the order given.
    pub(crate) fn tombstones(&self, partitions: &[PartitionKey]) -> Result<Vec<Option<UnixTime>>, VaultError> {
        let found = self.bundles.records_of(partitions, &[place::TOMBSTONE])?;
        let at = |(partition, mut found): (&PartitionKey, Vec<_>)| {
            let open = |found| self.open_tombstone(partition, &found).map(|tombstone| tombstone.at);
            found.pop().flatten().map(open).transpose()
        };
        partitions.iter().zip(found).map(at).collect()
    }

    /// When an erasure was begun that is not finished.
    fn open_grave(&self, partition: &PartitionKey) -> Result<Option<UnixTime>, VaultError> {
        Ok(self.grave(partition)?.filter(|tombstone| !tombstone.shredded).map(|tombstone| tombstone.at))
    }

    fn grave(&self, partition: &PartitionKey) -> Result<Option<Tombstone>, VaultError> {
        let found = self.bundles.records(partition, &[place::TOMBSTONE])?.remove(0);
        found.map(|found| self.open_tombstone(partition, &found)).transpose()
    }

    fn open_tombstone(&self, partition: &PartitionKey, found: &Versioned) -> Result<Tombstone, VaultError> {
        let place = place::record(partition, place::TOMBSTONE, found.version);
        record::decode(&self.tenant.shelf.open(&place, &found.sealed)?)
    }

    pub(crate) fn put_tombstone(
        &self,
        partition: &PartitionKey,
        found: Option<&Versioned>,
        at: UnixTime,
        shredded: bool,
    ) -> Result<Write, VaultError> {
        let version = found.map_or(0, |found| found.version);
        next::put(&self.tenant.shelf, *partition, place::TOMBSTONE, version, &Tombstone { at, shredded })
    }

    /// Marks tombstones as done, and completes the receipts of what was done, in one batch.
    fn close_graves(&self, partitions: &[PartitionKey]) -> Result<(), VaultError> {
        let mut batch = Batch::new().urgent_if(true);
        for partition in partitions {
            if let Some(found) = self.bundles.records(partition, &[place::TOMBSTONE])?.remove(0) {
                let at = self.open_tombstone(partition, &found)?.at;
                batch = batch.and(self.put_tombstone(partition, Some(&found), at, true)?);
            }
        }
        for erased in self.completed(partitions)? {
            // Noted for the log before it is closed: should a crash come between, it is noted again.
            let digest = Some(crate::seal::sha256(self.erasure_note(&erased)?.as_bytes()));
            let happened = Happened { what: Happening::Erasure, words: String::new(), digest };
            let mut noted = vec![self.noted(erased.at, &happened)?];
            noted.extend(self.put_buried(&erased)?);
            self.keep_noted(&noted)?;
            batch = batch.and(self.put_erasure(&erased)?);
        }
        if batch.writes.is_empty() { Ok(()) } else { Ok(self.commit_keys(batch)?) }
    }

    /// Takes everything out of the store that is in a partition. Returns whether there was anything.
    pub(crate) fn clear(&self, partition: &PartitionKey) -> Result<bool, VaultError> {
        for _ in 0..RETRIES_MAX {
            let remains = self.remains(partition)?;
            if remains.is_empty() {
                return Ok(false);
            }
            match self.commit(Batch { writes: remains, urgent: true }) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| true)?),
            }
        }
        Err(VaultError::Busy)
    }

    /// As [`Vault::clear`]; a log without a ledger goes too, as somebody leaves it who was merged into another.
    pub(crate) fn sweep(&self, partition: &PartitionKey) -> Result<bool, VaultError> {
        let mut any = self.clear(partition)?;
        let mut left = false;
        self.store.scan_log(Scope::Partition(*partition), &mut |_| {
            left = true;
            ControlFlow::Break(())
        })?;
        if left {
            let log = Write::DeleteEntries { partition: *partition, kinds: Vec::new() };
            self.commit(Batch::new().and(log).urgent_if(true))?;
            any = true;
        }
        Ok(any)
    }

    /// Seals every bundle of a segment under a new slot secret, and destroys the old one.
    pub(crate) fn turn(&self, segment: u8) -> Result<(), VaultError> {
        self.keyring_mut().begin(segment)?;
        let mut batch = Batch::new();
        for (partition, found) in self.bundles_in(segment)? {
            let bundle = self.open_bundle(&partition, &found)?;
            let sealed = self.keyring().seal(&partition, found.version + 1, &bundle)?;
            let expect = Expect::Version(found.version);
            batch.writes.push(Write::PutRecord { partition, space: place::KEYRING, expect, sealed });
            if batch.writes.len() == store::WRITES_PER_BATCH_MAX {
                self.commit_keys(std::mem::take(&mut batch).urgent_if(true))?;
            }
        }
        if !batch.writes.is_empty() {
            self.commit_keys(batch.urgent_if(true))?;
        }
        self.keyring_mut().finish(segment)
    }

    fn bundles_in(&self, segment: u8) -> Result<Vec<(PartitionKey, Versioned)>, VaultError> {
        let mut first = [0; 16];
        first[0] = segment;
        let mut found = Vec::new();
        self.bundles.scan_records(place::KEYRING, &PartitionKey(first), &mut |(partition, bundle)| {
            if segment_of(&partition) != segment {
                return ControlFlow::Break(());
            }
            found.push((partition, bundle));
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Finishes what a crash interrupted, and does again what an older copy of the data has undone: whatever stands
    /// under a tombstone and is not of somebody who came back is taken out, and every segment with a begun rotation or
    /// an unshredded tombstone turns. Returns whether anything was taken out.
    pub(crate) fn finish_erasures(&self) -> Result<bool, VaultError> {
        let (mut open, mut gone, mut swept) = (Vec::new(), BTreeMap::new(), false);
        for (partition, found) in self.bundles.every(place::TOMBSTONE)? {
            let tombstone = self.open_tombstone(&partition, &found)?;
            if self.moved(&partition)?.is_none() && !self.is_back(&partition)? {
                swept |= self.sweep(&partition)?;
                gone.insert(partition, tombstone.at);
            }
            if !tombstone.shredded {
                open.push(partition);
            }
        }
        self.close_docket(&gone)?;
        let segments: BTreeSet<u8> = open.iter().map(segment_of).chain(self.keyring().unfinished()).collect();
        for segment in segments {
            self.turn(segment)?;
        }
        open.chunks(GRAVES_PER_BATCH).try_for_each(|some| self.close_graves(some))?;
        Ok(swept)
    }

    /// Whether somebody who was erased came back, and what is kept is of theirs.
    fn is_back(&self, partition: &PartitionKey) -> Result<bool, VaultError> {
        match self.find_partition(partition) {
            Err(VaultError::Sealed) => Ok(false),
            found => Ok(found?.is_some()),
        }
    }
}
