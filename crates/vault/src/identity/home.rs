//! Where somebody is at home: under their own name, or with whom they were merged into; and who is near to them.
//!
//! # Invariants
//! - Whoever is at home stays as long as the home is held: nobody forgets, merges or links them meanwhile.
//! - Locks are taken one segment after the other, in order, whoever asks: two never wait for each other.

use crate::open::Opened;
use crate::seal::keyring::segment_of;
use crate::{RETRIES_MAX, Vault, VaultError, place};
use domain::{Identifier, SubjectId};
use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;
use std::sync::{RwLockReadGuard, RwLockWriteGuard};
use store::PartitionKey;

/// Somebody who stays, if there is anybody.
pub(crate) struct Home<'v> {
    pub(crate) subject: Option<Opened>,
    /// To whom their noes travel; empty where nobody asked for them.
    pub(crate) others: Vec<PartitionKey>,
    _staying: Vec<RwLockReadGuard<'v, ()>>,
}

/// Where somebody is, and who is near to them.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Kin {
    /// Where their name points.
    pub(crate) asked: PartitionKey,
    /// Where they are: elsewhere, where they were merged into somebody.
    pub(crate) own: PartitionKey,
    /// Whose device they are, or else themself.
    pub(crate) root: PartitionKey,
    /// To whom their noes travel: the account and its other devices.
    pub(crate) others: BTreeSet<PartitionKey>,
    /// Who was merged into them.
    pub(crate) absorbed: BTreeSet<PartitionKey>,
}

impl Kin {
    /// All of them that is one person: where they are, and where those were who were merged into them.
    pub(crate) fn whole(&self) -> Vec<PartitionKey> {
        [self.own].into_iter().chain(self.absorbed.iter().copied()).collect()
    }

    /// Everybody of whom anything may change with them.
    pub(crate) fn all(&self) -> impl Iterator<Item = PartitionKey> {
        [self.asked, self.own].into_iter().chain(self.others.iter().copied()).chain(self.absorbed.iter().copied())
    }
}

impl Vault {
    /// Somebody under their own name or their new one, staying.
    pub(crate) fn home(&self, who: &SubjectId) -> Result<Home<'_>, VaultError> {
        let asked = self.partition(who);
        let mut there = None;
        for _ in 0..RETRIES_MAX {
            let staying = self.all_staying(once(asked).chain(there));
            let at = |subject| Home { subject, others: Vec::new(), _staying: staying };
            if let Some(own) = self.find_own(who)? {
                return Ok(at(Some(own)));
            }
            let moved = self.new_home(&asked)?;
            if moved == there {
                return Ok(at(moved.map(|there| self.find_partition(&there)).transpose()?.flatten()));
            }
            there = moved;
        }
        Err(VaultError::Busy)
    }

    /// As [`Vault::home`], together with everybody whom a no of theirs travels to.
    pub(crate) fn home_with_kin(&self, who: &SubjectId) -> Result<Home<'_>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let Some(kin) = self.kin(who)? else { continue };
            let staying = self.all_staying(kin.all());
            if self.kin_now(who)?.as_ref() != Some(&kin) {
                continue;
            }
            let subject = match kin.own == kin.asked {
                true => self.find_own(who)?,
                false => self.find_partition(&kin.own)?,
            };
            return Ok(Home { subject, others: kin.others.into_iter().collect(), _staying: staying });
        }
        Err(VaultError::Busy)
    }

    /// Everybody near to some people, and nobody else doing anything with any of them.
    pub(crate) fn alone_with(
        &self,
        who: &[&SubjectId],
    ) -> Result<(Vec<Kin>, Vec<RwLockWriteGuard<'_, ()>>), VaultError> {
        type Near = Result<Option<Vec<Kin>>, VaultError>;
        for _ in 0..RETRIES_MAX {
            let Some(kin) = who.iter().map(|who| self.kin(who)).collect::<Near>()? else { continue };
            let turning = self.turning_each(kin.iter().flat_map(Kin::all));
            if who.iter().map(|who| self.kin_now(who)).collect::<Near>()?.as_ref() == Some(&kin) {
                return Ok((kin, turning));
            }
        }
        Err(VaultError::Busy)
    }

    /// Who is near to somebody; `None` where the keyring turned meanwhile, and it has to be asked again. Waits for a merge
    /// that is under way, so no lock may be held.
    fn kin(&self, who: &SubjectId) -> Result<Option<Kin>, VaultError> {
        match self.kin_now(who) {
            Err(VaultError::Busy) => {
                drop(self.staying(&self.partition(who)));
                self.kin_now(who)
            }
            done => done,
        }
    }

    fn kin_now(&self, who: &SubjectId) -> Result<Option<Kin>, VaultError> {
        match self.try_kin(who) {
            Err(VaultError::Sealed) => Ok(None),
            done => done.map(Some),
        }
    }

    fn try_kin(&self, who: &SubjectId) -> Result<Kin, VaultError> {
        let asked = self.partition(who);
        let moved = self.new_home(&asked)?;
        let own = moved.unwrap_or(asked);
        let name = moved.map(|there| self.find_partition(&there)).transpose()?.flatten();
        let name = name.map_or_else(|| who.clone(), |subject| subject.ledger.subject);
        let root = self.owner(&Identifier::device_of(&name))?.map_or(own, |owner| owner.value);
        let names = self.names(&root)?.value;
        let others = once(root).chain(names.devices().map(|device| self.partition(&device)));
        let others = others.filter(|other| *other != own).collect();
        let absorbed = if root == own { names } else { self.names(&own)?.value }.absorbed;
        let absorbed = absorbed.iter().map(super::names::Absorbed::place).collect();
        Ok(Kin { asked, own, root, others, absorbed })
    }

    /// Where somebody is who was merged into another.
    ///
    /// # Errors
    /// [`VaultError::Busy`] where the merge is not whole: what they said is not in force there yet.
    pub(crate) fn new_home(&self, asked: &PartitionKey) -> Result<Option<PartitionKey>, VaultError> {
        let Some(moved) = self.moved(asked)? else { return Ok(None) };
        match self.store.records(asked, &[place::LEDGER])?.remove(0) {
            Some(_) => Err(VaultError::Busy),
            None => Ok(Some(PartitionKey(moved.value.into))),
        }
    }

    /// As [`Vault::new_home`]; waits for a merge that is under way, so no lock may be held where there is one.
    pub(crate) fn new_home_at_last(&self, asked: &PartitionKey) -> Result<Option<PartitionKey>, VaultError> {
        match self.new_home(asked) {
            Err(VaultError::Busy) => {
                let _staying = self.staying(asked);
                self.new_home(asked)
            }
            done => done,
        }
    }

    /// The name that somebody has now: another one where they were merged into somebody.
    pub(crate) fn name_now(&self, who: &SubjectId) -> Result<SubjectId, VaultError> {
        let Some(there) = self.new_home_at_last(&self.partition(who))? else { return Ok(who.clone()) };
        Ok(self.find_partition(&there)?.map_or_else(|| who.clone(), |subject| subject.ledger.subject))
    }

    /// As [`Vault::staying`], for many: each segment once, in order.
    pub(crate) fn all_staying(&self, who: impl Iterator<Item = PartitionKey>) -> Vec<RwLockReadGuard<'_, ()>> {
        segments(who).values().map(|partition| self.staying(partition)).collect()
    }

    /// As [`Vault::turning`], for many: each segment once, in order.
    pub(crate) fn turning_each(&self, who: impl Iterator<Item = PartitionKey>) -> Vec<RwLockWriteGuard<'_, ()>> {
        segments(who).values().map(|partition| self.turning(partition)).collect()
    }
}

/// One of each segment, by segment.
fn segments(who: impl Iterator<Item = PartitionKey>) -> BTreeMap<u8, PartitionKey> {
    who.map(|partition| (segment_of(&partition), partition)).collect()
}
