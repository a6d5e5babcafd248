//! Linking: an identifier becomes somebody's, is listed, found and let go.

use super::names::{HeldIdentifier, IDENTIFIERS_MAX, Proof, Read};
use super::travel::{Noes, Taken};
use crate::open::Opened;
use crate::{IdentityError, Moment, RETRIES_MAX, VaultError, seal};
use domain::{Identifier, LinkId, SubjectId};
use std::collections::BTreeSet;
use store::{Batch, PartitionKey, StoreError, Write};

/// What is to be linked.
#[derive(Clone, Debug)]
pub struct Link {
    /// What they are known by.
    pub identifier: Identifier,
    /// How it was shown that it is theirs; `None` where only somebody's word says so. A device is never verified.
    pub verified: Option<String>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The name of the link.
    pub id: LinkId,
    /// Whether anything is new.
    pub changed: bool,
    /// Whether a no travelled, or somebody is kept who was not.
    pub travelled: bool,
}

impl Moment<'_> {
    /// Links an identifier to somebody, who need not be known yet. The noes of a device that was a subject by itself travel
    /// to them, and theirs to it, before the link is there. Yeses do not.
    ///
    /// # Errors
    /// [`IdentityError::Taken`] where it is somebody else's, [`IdentityError::Nested`] for a device of a device,
    /// [`VaultError::Limit`]; and when the ground fails.
    pub fn link(&self, who: &SubjectId, link: &Link) -> Result<Linked, VaultError> {
        let device = link.identifier.own_subject().filter(|device| device != who);
        for _ in 0..RETRIES_MAX {
            match self.try_link(who, device.as_ref(), link) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
            for who in device.iter().chain([who]) {
                self.vault.clear_lost(&self.vault.partition(who))?;
            }
        }
        Err(VaultError::Busy)
    }

    fn try_link(&self, who: &SubjectId, device: Option<&SubjectId>, link: &Link) -> Result<Linked, VaultError> {
        let vault = self.vault;
        let both: Vec<_> = [who].into_iter().chain(device).collect();
        let (kin, _turning) = vault.alone_with(&both)?;
        let (mine, theirs) = (&kin[0], kin.get(1));
        if vault.owner(&link.identifier)?.is_some_and(|owner| owner.value != mine.own) {
            return Err(IdentityError::Taken.into());
        }
        if let Some(theirs) = theirs {
            if theirs.own != theirs.asked && theirs.own != mine.own {
                return Err(IdentityError::Taken.into());
            }
            let has_devices = theirs.own != mine.own && theirs.root == theirs.own && !theirs.others.is_empty();
            if mine.root != mine.own || has_devices {
                return Err(IdentityError::Nested.into());
            }
        }
        let mut names = vault.names(&mine.own)?;
        let known = names.value.held.iter().position(|held| held.identifier == link.identifier);
        if known.is_none() && names.value.held.len() >= IDENTIFIERS_MAX {
            return Err(VaultError::Limit { limit: "IDENTIFIERS_MAX" });
        }
        let device = device.filter(|_| theirs.is_some_and(|t| t.own != mine.own));
        let (subject, travelled) = self.exchange(who, device, &mine.others, known.is_none())?;
        let linked = Linked { travelled, ..self.enter(&mut names, known, link)? };
        if linked.changed {
            let list = vault.put_names(&subject.partition, &subject.keys, &names)?;
            let owner = vault.put_owner(&link.identifier, &subject.partition)?;
            vault.commit_keys(Batch::new().and(list).and(owner))?;
        }
        Ok(linked)
    }

    /// Lets noes travel between an account and a device that is about to be linked, and to the account's other devices.
    /// Limits travel only where the device is `new`: they have no times, and where the link stands somebody may have
    /// loosened one since. Who is new is kept. Returns the account, and whether anything was written.
    fn exchange(
        &self,
        who: &SubjectId,
        device: Option<&SubjectId>,
        others: &BTreeSet<PartitionKey>,
        new: bool,
    ) -> Result<(Opened, bool), VaultError> {
        let (mut subject, bundle) = self.find_or_new(who, &[])?;
        let (mut bundles, mut theirs) = (Vec::from_iter(bundle), Vec::new());
        let mut taken = Taken::of(&subject);
        let mut device_own = None;
        if let Some(device) = device {
            let (mut device, bundle) = self.find_or_new(device, &[])?;
            bundles.extend(bundle);
            device_own = new.then(|| device.ledger.own.clone());
            let own = new.then(|| subject.ledger.own.clone());
            let noes = Noes { own: device_own.as_ref(), ..Noes::of(&device.ledger) };
            taken = taken.and(subject.take_over(noes, self.now)?);
            let noes = Noes { own: own.as_ref(), ..Noes::of(&subject.ledger) };
            let back = Taken::of(&device).and(device.take_over(noes, self.now)?);
            theirs = back.written(self, &device)?;
        }
        let others: Vec<_> =
            others.iter().copied().filter(|o| device.is_none_or(|d| self.vault.partition(d) != *o)).collect();
        let mine = taken.written(self, &subject)?;
        let says_no = mine.iter().chain(&theirs).any(|write| matches!(write, Write::Append { .. }));
        self.vault.settle(bundles, says_no)?;
        let noes = Noes { own: device_own.as_ref(), ..Noes::of(&subject.ledger) };
        let mut travelled = self.hand_on(&others, noes)?;
        for writes in [theirs, mine].into_iter().filter(|writes| !writes.is_empty()) {
            self.vault.commit(Batch { writes, urgent: says_no })?;
            travelled = true;
        }
        Ok((subject, travelled))
    }

    /// Enters an identifier into a list. Nothing changes where it stands there already, unless it is verified only now.
    fn enter(
        &self,
        names: &mut Read<super::names::Names>,
        known: Option<usize>,
        link: &Link,
    ) -> Result<Linked, VaultError> {
        let how = link.verified.clone().filter(|_| link.identifier.kind().can_be_verified());
        let proof = how.map(|how| Proof { how, since: self.now });
        if let Some(held) = known.and_then(|at| names.value.held.get_mut(at)) {
            let changed = held.proof.is_none() && proof.is_some();
            if changed {
                held.proof = proof;
            }
            return Ok(Linked { id: held.id, changed, travelled: false });
        }
        let mut id = [0; 16];
        seal::random(&mut id)?;
        let held = HeldIdentifier { id: LinkId(id), identifier: link.identifier.clone(), since: self.now, proof };
        let linked = Linked { id: held.id, changed: true, travelled: false };
        names.value.held.push(held);
        Ok(linked)
    }

    /// Lets an identifier go: from now on it is a stranger. What travelled stays. Returns whether there was such a link.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn unlink(&self, who: &SubjectId, id: LinkId) -> Result<bool, VaultError> {
        for _ in 0..RETRIES_MAX {
            let home = self.vault.home(who)?;
            let Some(subject) = &home.subject else { return Ok(false) };
            let mut names = self.vault.names(&subject.partition)?;
            let Some(at) = names.value.held.iter().position(|held| held.id == id) else { return Ok(false) };
            let gone = names.value.held.remove(at);
            let list = self.vault.put_names(&subject.partition, &subject.keys, &names)?;
            let mut writes: Vec<Write> = vec![list];
            writes.extend(self.vault.drop_owner(&gone.identifier)?);
            match self.vault.commit_keys(Batch { writes, urgent: true }) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| true)?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Whether anything is kept of somebody.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn knows(&self, who: &SubjectId) -> Result<bool, VaultError> {
        Ok(self.vault.find(who)?.is_some())
    }

    /// What somebody is known by, in the order in which it was linked. Nothing for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn identifiers(&self, who: &SubjectId) -> Result<Vec<HeldIdentifier>, VaultError> {
        let home = self.vault.home(who)?;
        let Some(subject) = &home.subject else { return Ok(Vec::new()) };
        Ok(self.vault.names(&subject.partition)?.value.held)
    }

    /// Whose an identifier is. `None` is a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn whose(&self, identifier: &Identifier) -> Result<Option<SubjectId>, VaultError> {
        let Some(owner) = self.vault.owner(identifier)? else { return Ok(None) };
        Ok(self.vault.find_partition(&owner.value)?.map(|subject| subject.ledger.subject))
    }
}
