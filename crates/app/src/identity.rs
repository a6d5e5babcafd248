//! Who is one person: links what they are known by, finds them by it, and makes two of them one.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Identifier, LinkId, SubjectId, UnixTime};
use vault::{HeldIdentifier, IdentityError, Link, Linked, Merge};

impl Shop {
    /// Links an identifier to a person. Where it is somebody else's and `merge` is asked for, the two become one first.
    ///
    /// # Errors
    /// [`AppError::Identity`] when it is somebody else's and no merge is asked for, or one of the two is a device of a
    /// third; [`AppError::Limit`]; [`AppError::Vault`] when the ground fails.
    pub fn link(&self, now: UnixTime, who: &SubjectId, link: &Link, merge: bool) -> Result<Linked, AppError> {
        let linked = self.change(Sort::No, || Ok(self.vault.at(now).link(who, link)?), |linked| linked.travelled);
        self.counts.somebody_left();
        match linked {
            Err(AppError::Identity(IdentityError::Taken)) if merge => {}
            done => return done,
        }
        if let Some(owner) = self.vault.at(now).whose(&link.identifier)? {
            self.merge(now, who, &owner)?;
        }
        let linked = self.change(Sort::No, || Ok(self.vault.at(now).link(who, link)?), |linked| linked.travelled);
        self.counts.somebody_left();
        linked
    }

    /// Hears from a tracking client that a device is somebody's: its word proves nothing, so nothing opens by it: noes
    /// travel, and limits. Of
    /// two strangers nothing is kept, and a device that is somebody else's stays theirs. Returns whether there is a link.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn hear_of_device(&self, now: UnixTime, who: &SubjectId, device: &SubjectId) -> Result<bool, AppError> {
        let at = self.vault.at(now);
        if who == device || !(at.knows(who)? || at.knows(device)?) {
            return Ok(false);
        }
        let link = Link { identifier: Identifier::device_of(device), verified: None };
        match self.link(now, who, &link, false) {
            Err(AppError::Identity(_) | AppError::Limit { .. }) => Ok(false),
            done => done.map(|_| true),
        }
    }

    /// Lets an identifier of a person go. Returns whether there was such a link.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn unlink(&self, now: UnixTime, who: &SubjectId, id: LinkId) -> Result<bool, AppError> {
        Ok(self.vault.at(now).unlink(who, id)?)
    }

    /// What a person is known by; nothing for a stranger.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn identifiers(&self, now: UnixTime, who: &SubjectId) -> Result<Vec<HeldIdentifier>, AppError> {
        Ok(self.vault.at(now).identifiers(who)?)
    }

    /// Whose an identifier is. `None` is a stranger's.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn whose(&self, now: UnixTime, identifier: &Identifier) -> Result<Option<SubjectId>, AppError> {
        Ok(self.vault.at(now).whose(identifier)?)
    }

    /// Makes two people one; the second is absorbed, and its name is another one of the first's from now on.
    ///
    /// # Errors
    /// [`AppError::Identity`], [`AppError::Limit`], [`AppError::Vault`] when the ground fails.
    pub fn merge(&self, now: UnixTime, into: &SubjectId, from: &SubjectId) -> Result<Merge, AppError> {
        let merged = self.change(Sort::No, || Ok(self.vault.at(now).merge(into, from)?), |merge| *merge == Merge::Done);
        self.counts.somebody_left();
        merged
    }
}
