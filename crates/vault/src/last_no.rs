//! When somebody last said no, kept beside the keys: no older copy of the data can take a no back.
//!
//! # Invariants
//! - A no is acknowledged only when its mark is durable, too.
//! - Where the data were put back and lack somebody's last no, every use of their data rests until they end the pause
//!   themself. Which no is missing nobody knows any more, so the most protective reading holds.

use crate::next;
use crate::open::Opened;
use crate::record::Ledger;
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, record};
use domain::{Status, UnixTime};
use std::iter::once;
use store::{Batch, PartitionKey, StoreError, Versioned, Write};

/// The blob that says that the data were put back.
const RESTORED: &str = "vault/restored";

impl Ledger {
    /// Whether the ledger has a no of that time, or a later one, or knows that something was taken out of use then; or
    /// rests anyway.
    fn knows_no(&self, at: UnixTime) -> bool {
        let rests = self.paused || self.status == Status::Restricted;
        rests || self.last_known_no().is_some_and(|known| known >= at)
    }

    /// The last no that the ledger knows of, or the last thing that was taken out of use.
    fn last_known_no(&self) -> Option<UnixTime> {
        let noes = self.statements.iter().filter(|said| said.kind.is_negative()).map(|said| said.received_at);
        let known = [self.opt_out_first_seen, self.took_back_at, self.own.set_at];
        noes.chain(known.into_iter().flatten()).max()
    }
}

impl Moment<'_> {
    /// Marks anew what a crash may have kept from being marked. Where the last no is marked nothing changes: a mark that is
    /// younger than any no would let somebody rest after a restore that lacks nothing.
    pub(crate) fn keep_no_again(&self, who: &PartitionKey) -> Result<(), VaultError> {
        self.vault.find_partition(who)?.map_or(Ok(()), |subject| self.keep_known_no(&subject))
    }

    /// As [`Moment::keep_no_again`], for somebody who was found already.
    pub(crate) fn keep_known_no(&self, subject: &Opened) -> Result<(), VaultError> {
        match subject.ledger.last_known_no() {
            Some(at) if self.vault.last_no(&subject.partition)?.is_none_or(|marked| marked < at) => {
                self.vault.at(at).keep_no(once(subject.partition))
            }
            _ => Ok(()),
        }
    }

    /// As [`Moment::keep_no`], for a person who said it and for those of the others whom it travelled to, who are changed by
    /// these writes; the rest are as for [`Moment::keep_no_again`].
    pub(crate) fn keep_travelled(
        &self,
        own: Option<PartitionKey>,
        others: &[PartitionKey],
        writes: &[Write],
    ) -> Result<(), VaultError> {
        let is_told = |other: &&PartitionKey| {
            let own_ledger = |write: &Write| matches!(write, Write::PutRecord { partition, space: place::LEDGER, .. } if partition == *other);
            writes.iter().any(own_ledger)
        };
        let (told, known): (Vec<_>, Vec<_>) = others.iter().partition(is_told);
        if own.is_some() || !told.is_empty() {
            self.keep_no(own.into_iter().chain(told.into_iter().copied()))?;
        }
        known.into_iter().try_for_each(|other| self.keep_no_again(other))
    }

    /// Marks that some people just said no, or took something out of use.
    pub(crate) fn keep_no(&self, who: impl Iterator<Item = PartitionKey> + Clone) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            let mut batch = Batch::new().urgent_if(true);
            for partition in who.clone() {
                batch = batch.and(self.vault.put_no(&partition, self.now)?);
            }
            match self.vault.commit_keys(batch) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }
}

impl Vault {
    /// Remembers that the data were put back from a backup, from the next opening on. Approvals end with that: what was
    /// used since the backup would be good again. What an escrow has to know of erasures since is copied into them again.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn mark_restored(&self) -> Result<(), VaultError> {
        self.bury_again()?;
        for _ in 0..RETRIES_MAX {
            let mut batch = Batch::new().urgent_if(true).and(self.written(RESTORED, &[])?);
            batch.writes.extend(self.without_approvals()?);
            match self.commit(batch) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    pub(crate) fn was_restored(&self) -> Result<bool, VaultError> {
        Ok(self.blob(RESTORED)?.is_some())
    }

    /// Lets somebody rest whose ledger was put back and lacks their last no.
    pub(crate) fn remember_no(&self, subject: &mut Opened) -> Result<(), VaultError> {
        if !self.restored {
            return Ok(());
        }
        if let Some(at) = self.last_no(&subject.partition)? {
            subject.ledger.paused |= !subject.ledger.knows_no(at);
        }
        Ok(())
    }

    /// Writes down, for somebody who ends their pause, that their last no is known: the mark itself stays, so that an older
    /// copy of the data lets them rest again.
    pub(crate) fn know_no(&self, subject: &mut Opened) -> Result<(), VaultError> {
        subject.ledger.took_back_at = subject.ledger.took_back_at.max(self.last_no(&subject.partition)?);
        Ok(())
    }

    pub(crate) fn last_no(&self, partition: &PartitionKey) -> Result<Option<UnixTime>, VaultError> {
        self.found_no(partition)?.map(|found| self.open_no(partition, &found)).transpose()
    }

    fn open_no(&self, partition: &PartitionKey, found: &Versioned) -> Result<UnixTime, VaultError> {
        let place = place::record(partition, place::LAST_NO, found.version);
        record::decode(&self.tenant.shelf.open(&place, &found.sealed)?)
    }

    /// What takes the marks of some people away.
    pub(crate) fn without_noes(&self, partitions: &[PartitionKey]) -> Result<Vec<Write>, VaultError> {
        let mut writes = Vec::new();
        for partition in partitions {
            let found = self.found_no(partition)?;
            writes.extend(found.map(|found| next::remove(*partition, place::LAST_NO, found.version)));
        }
        Ok(writes)
    }

    fn found_no(&self, partition: &PartitionKey) -> Result<Option<Versioned>, VaultError> {
        Ok(self.bundles.records(partition, &[place::LAST_NO])?.remove(0))
    }

    fn put_no(&self, partition: &PartitionKey, at: UnixTime) -> Result<Write, VaultError> {
        let found = self.found_no(partition)?;
        // A clock that was set back takes no mark back; one that can not be read any more is made anew.
        let at = match found.as_ref().map(|found| self.open_no(partition, found)).transpose() {
            Err(VaultError::Sealed | VaultError::Form) => at,
            marked => marked?.map_or(at, |marked| marked.max(at)),
        };
        next::put(&self.tenant.shelf, *partition, place::LAST_NO, found.map_or(0, |found| found.version), &at)
    }
}
