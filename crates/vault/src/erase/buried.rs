//! Erasures as the data know them while an escrow is in force that could undo them: whoever puts it back learns of them.
//!
//! The keyring has the tombstone, and with it lost only these are left. They hold what a receipt holds, and go at the
//! escrow's end.

use super::receipt::Erased;
use super::{Vault, VaultError, place};
use crate::escrow::KEPT_DAYS;
use crate::identity::Kin;
use crate::identity::names::Absorbed;
use crate::next::{self, put, remove};
use crate::seal::keyring::SEGMENTS;
use crate::seal::keys::TenantKeys;
use domain::{DAY_SECONDS, UnixTime};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use store::{Batch, PartitionKey, Store, Versioned, Write};

/// The newest secret of each segment that these data know a receipt of: an escrow may be put back more than once.
pub(crate) fn generations(store: &dyn Store, tenant: &TenantKeys) -> Result<[u32; SEGMENTS], VaultError> {
    let mut latest = [0; SEGMENTS];
    next::each((store, &tenant.shelf), place::BURIED, |erased: Erased| {
        for turned in &erased.turned {
            let known = &mut latest[usize::from(turned.segment)];
            *known = turned.generation.max(*known);
        }
        ControlFlow::Continue(())
    })?;
    Ok(latest)
}

impl Vault {
    /// What lets the data know of an erasure; nothing where no escrow could undo it.
    pub(super) fn put_buried(&self, erased: &Erased) -> Result<Option<Write>, VaultError> {
        let at = PartitionKey(erased.id);
        let Some(_) = erased.until else { return Ok(None) };
        let version = self.store.records(&at, &[place::BURIED])?.remove(0).map_or(0, |found| found.version);
        put(&self.tenant.shelf, at, place::BURIED, version, erased).map(Some)
    }

    /// Lets the data know again of every erasure that an escrow could undo: they are an older copy.
    pub(crate) fn bury_again(&self) -> Result<(), VaultError> {
        for some in self.bundles.every(place::ERASURE)?.chunks(store::WRITES_PER_BATCH_MAX) {
            let mut batch = Batch::new().urgent_if(true);
            for (at, found) in some {
                batch.writes.extend(self.put_buried(&self.open_sealed(at, place::ERASURE, found)?)?);
            }
            if !batch.writes.is_empty() {
                self.commit_aside(batch)?;
            }
        }
        Ok(())
    }

    fn found_buried(&self) -> Result<Vec<(PartitionKey, Versioned, Erased)>, VaultError> {
        let open = |(at, found): (PartitionKey, Versioned)| {
            let erased = self.open_sealed(&at, place::BURIED, &found)?;
            Ok((at, found, erased))
        };
        let all = self.store.every(place::BURIED)?.into_iter();
        let mut all = all.map(open).collect::<Result<Vec<(_, _, Erased)>, VaultError>>()?;
        all.sort_by_key(|(.., erased)| (erased.at, erased.id));
        Ok(all)
    }

    /// Takes away what the data know of erasures that no escrow can undo any more.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn forget_buried(&self, now: UnixTime) -> Result<(), VaultError> {
        // Later than due, so that a clock that leapt ahead makes none forgotten.
        let is_over = |until: UnixTime| until.plus(KEPT_DAYS * DAY_SECONDS) <= now;
        let over = self.found_buried()?.into_iter().filter(|(.., erased)| erased.until.is_none_or(is_over));
        let writes: Vec<_> = over.map(|(at, found, _)| remove(at, place::BURIED, found.version)).collect();
        for some in writes.chunks(store::WRITES_PER_BATCH_MAX) {
            self.commit_aside(Batch { writes: some.to_vec(), urgent: false })?;
        }
        Ok(())
    }

    /// Does again, beside keys that were put back, every erasure that the data know of and they do not. Returns how many
    /// these are, and how many of them recipients were to be told of.
    pub(crate) fn bury_known(&self) -> Result<(u64, u64), VaultError> {
        let (mut count, mut told) = (0, 0);
        for (at, _, erased) in self.found_buried()? {
            if self.erasure(erased.id)?.is_some_and(|known| known.is_whole()) {
                continue;
            }
            let places: Vec<_> = erased.places.iter().copied().map(PartitionKey).collect();
            let mut batch = self.put_away(&places, erased.at)?.and(self.put_sealed(&at, place::ERASURE, &erased)?);
            for place in &places {
                batch = batch.and(self.put_sealed(place, place::ERASED_BY, &erased.id)?);
            }
            self.commit_keys(batch)?;
            count += 1;
            told += u64::from(erased.gone.recipients > 0);
        }
        Ok((count, told))
    }

    /// What puts tombstones in the place of whoever is at some places, and of whoever was merged into them, and takes away
    /// what they were known by.
    pub(crate) fn put_away(&self, places: &[PartitionKey], at: UnixTime) -> Result<Batch, VaultError> {
        let (mut batch, mut done) = (Batch::new().urgent_if(true), BTreeSet::new());
        let own: BTreeSet<_> = places.iter().copied().collect();
        for place in &own {
            if let Some(bundle) = self.found_bundle(place)? {
                batch.writes.extend(self.unnamed(&self.kin_at(place)?)?);
                batch = batch.and(remove(*place, place::KEYRING, bundle.version));
                done.extend(self.kin_at(place)?.absorbed);
            }
        }
        done.extend(own);
        for place in &done {
            let found = self.bundles.records(place, &[place::TOMBSTONE])?.remove(0);
            batch = batch.and(self.put_tombstone(place, found.as_ref(), at, true)?);
        }
        batch.writes.extend(self.without_noes(&done.into_iter().collect::<Vec<_>>())?);
        Ok(batch)
    }

    /// Somebody at a place, and whoever was merged into them.
    fn kin_at(&self, own: &PartitionKey) -> Result<Kin, VaultError> {
        let absorbed = self.names(own)?.value.absorbed.iter().map(Absorbed::place).collect();
        Ok(Kin { asked: *own, own: *own, root: *own, others: BTreeSet::new(), absorbed })
    }
}
