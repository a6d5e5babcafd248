//! Merging: two people turn out to be one.
//!
//! # Invariants
//! - The first commit says that it will be; nobody acts for either until the second has made it so. A crash in between is
//!   finished by the next start, and so is an older copy of the data that does not know of it.
//! - Who was absorbed has no bundle any more: of what they were by themself, no older copy opens.
//! - What the survivor may be asked for, both may have been (`union.rs`).

use super::home::Kin;
use super::names::{ABSORBED_MAX, Absorbed, IDENTIFIERS_MAX, Moved, Names, Read};
use super::travel::Noes;
use super::union::{base, union};
use crate::next::remove;
use crate::open::Opened;
use crate::record::{AbsorbedLog, Ledger};
use crate::seal::Secret;
use crate::seal::keyring::segment_of;
use crate::seal::keys::SubjectKeys;
use crate::{IdentityError, Moment, RETRIES_MAX, Vault, VaultError, ledger, place};
use domain::SubjectId;
use store::{Batch, PartitionKey, StoreError};

/// What a merge did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// There is nobody of one of the names.
    Nobody,
    /// Both names were one person's already.
    Already,
    /// They are one from now on.
    Done,
}

impl Moment<'_> {
    /// Makes two people one: `from` is absorbed, and its name is from now on another one of the survivor's.
    ///
    /// # Errors
    /// [`IdentityError::Nested`] where one is a device of somebody else, [`IdentityError::Itself`] for one name,
    /// [`VaultError::Limit`]; and when the ground fails: calling again goes on where it stopped.
    pub fn merge(&self, into: &SubjectId, from: &SubjectId) -> Result<Merge, VaultError> {
        if into == from {
            return Err(IdentityError::Itself.into());
        }
        let mut failed = VaultError::Busy;
        for _ in 0..RETRIES_MAX {
            match self.try_merge(into, from) {
                Err(VaultError::Store(StoreError::Conflict)) => failed = VaultError::Busy,
                // Where a merge stands is read before anybody is held: what somebody else seals anew meanwhile does not open,
                // and is read again. What is damaged stays so.
                Err(VaultError::Sealed) => failed = VaultError::Sealed,
                done => return done,
            }
        }
        Err(failed)
    }

    fn try_merge(&self, into: &SubjectId, from: &SubjectId) -> Result<Merge, VaultError> {
        let vault = self.vault;
        vault.finish_merge(&vault.partition(from))?;
        vault.finish_merge(&vault.partition(into))?;
        let (kin, _turning) = vault.alone_with(&[into, from])?;
        let (to, gone) = (&kin[0], &kin[1]);
        let found = (vault.find_partition(&to.own)?, vault.find_partition(&gone.own)?);
        let (Some(survivor), Some(absorbed)) = found else { return Ok(Merge::Nobody) };
        if to.own == gone.own {
            return Ok(Merge::Already);
        }
        if !may_merge(to, gone) {
            return Err(IdentityError::Nested.into());
        }
        self.announce(&survivor, &absorbed, gone)?;
        vault.absorb(&to.own, &gone.own)?;
        vault.shred_moved(&gone.own)?;
        Ok(Merge::Done)
    }

    /// The first commit, beside the keys: the bundle of who is absorbed goes over to the survivor, with all their names.
    fn announce(&self, survivor: &Opened, absorbed: &Opened, gone: &Kin) -> Result<(), VaultError> {
        let vault = self.vault;
        let (to, from) = (survivor.partition, absorbed.partition);
        let mut names = vault.names(&to)?;
        let theirs = vault.names(&from)?;
        let bundle = vault.found_bundle(&from)?.ok_or(StoreError::Conflict)?;
        let mark = Absorbed {
            partition: from.0,
            bundle: vault.open_bundle(&from, &bundle)?.0,
            at: self.now,
            into_verified: names.value.verified_since(),
            from_verified: theirs.value.verified_since(),
            survivor: survivor.ledger.subject.clone(),
        };
        let mut batch = Batch::new().and(remove(from, place::KEYRING, bundle.version));
        if theirs.version > 0 {
            batch = batch.and(remove(from, place::NAMES, theirs.version));
        }
        for held in &theirs.value.held {
            batch = batch.and(vault.put_owner(&held.identifier, &to)?);
        }
        let moved = Moved { into: to.0, at: self.now, shredded: false };
        for absorbed in &gone.absorbed {
            let shredded = vault.moved(absorbed)?.is_some_and(|moved| moved.value.shredded);
            batch = batch.and(vault.put_moved(*absorbed, &Moved { shredded, ..moved })?);
        }
        batch = batch.and(vault.put_moved(from, &moved)?);
        self.take_names(&mut names, theirs, mark)?;
        batch = batch.and(vault.put_names(&to, &survivor.keys, &names)?);
        Ok(vault.commit_keys(batch)?)
    }

    /// The names of who is absorbed, as the survivor has them: from now on, and no earlier.
    fn take_names(&self, names: &mut Read<Names>, theirs: Read<Names>, mark: Absorbed) -> Result<(), VaultError> {
        let survivor = mark.survivor.clone();
        for mut held in theirs.value.held {
            if let Some(proof) = &mut held.proof {
                proof.since = self.now;
            }
            names.value.held.push(held);
        }
        let before = theirs.value.absorbed.into_iter().map(|before| Absorbed { survivor: survivor.clone(), ..before });
        names.value.absorbed.extend(before);
        names.value.absorbed.push(mark);
        if names.value.held.len() > IDENTIFIERS_MAX {
            return Err(VaultError::Limit { limit: "IDENTIFIERS_MAX" });
        }
        if names.value.absorbed.len() > ABSORBED_MAX {
            return Err(VaultError::Limit { limit: "ABSORBED_MAX" });
        }
        Ok(())
    }
}

/// Whether neither is a device of a third.
fn may_merge(to: &Kin, gone: &Kin) -> bool {
    let own = |kin: &Kin| kin.root == kin.own || kin.root == to.own || kin.root == gone.own;
    own(to) && own(gone)
}

impl Vault {
    /// Finishes the merge of who was absorbed, if one was begun: after a failure, not after a crash.
    pub(crate) fn finish_merge(&self, from: &PartitionKey) -> Result<(), VaultError> {
        let Some(moved) = self.moved(from)? else { return Ok(()) };
        let to = PartitionKey(moved.value.into);
        if self.store.records(from, &[place::LEDGER])?.remove(0).is_none() && moved.value.shredded {
            return Ok(());
        }
        let devices: Vec<_> = self.names(&to)?.value.devices().map(|device| self.partition(&device)).collect();
        let _turning = self.turning_each([to, *from].into_iter().chain(devices));
        self.absorb(&to, from)?;
        self.shred_moved(from)
    }

    /// The second commit, in the data: one ledger and one history, and nothing of who was absorbed but their log. Does
    /// nothing where it was done. Returns whether it did anything.
    fn absorb(&self, to: &PartitionKey, from: &PartitionKey) -> Result<bool, VaultError> {
        let names = self.names(to)?;
        let Some(mark) = names.value.absorbed.iter().find(|absorbed| absorbed.place() == *from) else {
            return Ok(false);
        };
        let Some(keys) = self.keys_of(to)? else { return Ok(false) };
        let bundle = Secret(mark.bundle);
        let absorbed = match self.find_under(from, &bundle) {
            Err(VaultError::Sealed) => return self.clear(from),
            found => found?,
        };
        let Some(absorbed) = absorbed else { return Ok(false) };
        let mut survivor = match self.find_partition(to)? {
            Some(survivor) => survivor,
            None => Opened::with_keys(*to, keys, Ledger::new(mark.survivor.clone(), mark.at)),
        };
        let mut batch = Batch::new().urgent_if(true);
        batch.writes.extend(self.remains(from)?.into_iter().filter(|write| !is_log(write)));
        if !survivor.ledger.absorbed.iter().any(|log| log.partition == from.0) {
            let (into, other) = mark.sides(&survivor.ledger, &absorbed.ledger);
            let mut ledger = union(into, other, mark.at);
            let key = SubjectKeys::derive(&bundle).log.0;
            ledger.absorbed.push(AbsorbedLog { partition: from.0, key, base: base(&survivor.ledger) });
            ledger.head = self.chain_on(ledger.head, &absorbed)?;
            survivor.ledger = ledger;
            let mut history = survivor.history()?;
            history.absorb(absorbed.history()?);
            batch = batch.and(survivor.put_ledger()?).and(survivor.put_history(&history)?);
            let mut traits = survivor.traits()?;
            traits.absorb(absorbed.traits()?);
            batch.writes.extend(survivor.put_traits(&traits)?);
            batch.writes.extend(self.absorb_requests(&survivor, &absorbed)?);
            batch.writes.extend(self.absorb_outbox(mark.at, &survivor, &absorbed)?);
            let devices: Vec<_> = names.value.devices().map(|device| self.partition(&device)).collect();
            let devices: Vec<_> = devices.into_iter().filter(|device| device != to && device != from).collect();
            self.at(mark.at).hand_on(&devices, Noes::of(&survivor.ledger))?;
        }
        Ok(self.commit(batch).map(|()| true)?)
    }

    /// The end of the survivor's chain once everything that the absorbed said hangs on it. What is missing there is missed
    /// whenever the chain is looked at: it does not keep the two apart.
    fn chain_on(&self, mut head: [u8; 32], absorbed: &Opened) -> Result<[u8; 32], VaultError> {
        for at in 0..absorbed.ledger.statements.len() {
            match self.stored_statement(absorbed, at) {
                Err(VaultError::Chain | VaultError::Sealed) => {}
                found => head = ledger::link(&head, &found?),
            }
        }
        Ok(head)
    }

    /// Destroys the slot secret under which the bundle of who was absorbed was sealed.
    fn shred_moved(&self, from: &PartitionKey) -> Result<(), VaultError> {
        let Some(moved) = self.moved(from)?.filter(|moved| !moved.value.shredded) else { return Ok(()) };
        self.turn(segment_of(from))?;
        let done = self.put_moved(*from, &Moved { shredded: true, ..moved.value })?;
        Ok(self.commit_keys(Batch::new().and(done).urgent_if(true))?)
    }

    /// Finishes what a crash interrupted, and does again what an older copy of the data does not know of.
    pub(crate) fn finish_merges(&self) -> Result<bool, VaultError> {
        let mut any = false;
        for (from, found) in self.bundles.every(place::MOVED)? {
            let to = PartitionKey(self.open_moved(&from, &found)?.value.into);
            any |= self.absorb(&to, &from)?;
            self.shred_moved(&from)?;
        }
        Ok(any)
    }
}

const fn is_log(write: &store::Write) -> bool {
    matches!(write, store::Write::DeleteEntries { .. })
}
