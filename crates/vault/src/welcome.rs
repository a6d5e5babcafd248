//! Newcomers out of a file: the same yes, recorded for many of them in one stroke.
//!
//! # Invariant
//! - Nobody is spoken for here of whom anything is known: who is kept, was merged or was erased is left to be looked at
//!   alone.

use crate::record::Ledger;
use crate::{Draft, Moment, VaultError, place};
use domain::SubjectId;
use store::{Batch, PartitionKey, StoreError};

/// Most newcomers whose words share one commit.
const NEWCOMERS_AT_ONCE_MAX: usize = 1_000;

impl Moment<'_> {
    /// Records the same yeses for each of these people of whom nothing is known. Returns the others, for whom nothing was
    /// recorded.
    ///
    /// # Errors
    /// [`VaultError::Statement`] when one of the yeses may not be said, and [`VaultError`] when the ground fails.
    pub fn welcome<'w>(&self, who: &'w [SubjectId], yeses: &[Draft]) -> Result<Vec<&'w SubjectId>, VaultError> {
        // A no has more to it: it travels, and it is marked beside the keys.
        if yeses.iter().any(|draft| draft.kind.is_negative()) {
            return Ok(who.iter().collect());
        }
        let mut others = Vec::new();
        for some in who.chunks(NEWCOMERS_AT_ONCE_MAX) {
            match self.welcome_some(some, yeses) {
                Err(VaultError::Store(StoreError::Conflict)) => others.extend(some),
                done => others.extend(done?),
            }
        }
        Ok(others)
    }

    fn welcome_some<'w>(&self, who: &'w [SubjectId], yeses: &[Draft]) -> Result<Vec<&'w SubjectId>, VaultError> {
        let partitions: Vec<_> = who.iter().map(|who| self.vault.partition(who)).collect();
        let _staying = self.vault.all_staying(partitions.iter().copied());
        let (known, held) = (self.are_known(&partitions)?, self.vault.store.records_of(&partitions, &place::HELD)?);
        let (mut batch, mut bundles, mut others) = (Batch::new(), Vec::new(), Vec::new());
        for (one, (known, held)) in who.iter().zip(known.into_iter().zip(held)) {
            if known {
                others.push(one);
                continue;
            }
            if held.iter().any(Option::is_some) {
                return Err(StoreError::Conflict.into());
            }
            let (mut subject, bundle) = self.vault.draw_bundle(Ledger::new(one.clone(), self.now))?;
            let (writes, _) = self.take_down(&mut subject, yeses)?;
            batch.writes.push(subject.put_ledger()?);
            batch.writes.extend(writes);
            bundles.push(bundle);
        }
        if !batch.writes.is_empty() {
            self.vault.settle(bundles, false)?;
            self.vault.commit(batch)?;
        }
        Ok(others)
    }

    /// Whether there is anything under each of these names: keys, a merge into somebody else, or an erasure.
    fn are_known(&self, who: &[PartitionKey]) -> Result<Vec<bool>, VaultError> {
        let found = self.vault.bundles.records_of(who, &[place::KEYRING, place::MOVED, place::TOMBSTONE])?;
        Ok(found.iter().map(|any| any.iter().any(Option::is_some)).collect())
    }
}
