//! The register of recipients: who may be given anything, by which contract, until when.
//!
//! # Invariants
//! - The register is kept where no copy of the data has it: an older copy brings no recipient back.
//! - A recipient's number is used once; whoever is registered again under the same key is somebody new, with a new secret.

use crate::{Happening, Moment, Vault, VaultError, place, receipts, record, seal};
use domain::{RecipientId, UnixTime};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use store::{Batch, Expect, Write};

/// Most recipients that are registered, those taken off too.
pub const RECIPIENTS_MAX: usize = 200;

/// The blob beside the keys that holds them.
const ROSTER: &str = "vault/recipients";

/// In what role somebody receives data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// On the shop's behalf and by its word alone (Art. 28 GDPR).
    Processor,
    /// Together with the shop (Art. 26 GDPR).
    Joint,
    /// For ends of their own.
    Controller,
}

/// Where a recipient stores and works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Its key, as that of a jurisdiction or the beginning of one: `eu`, `us`, `us-ca`.
    pub key: String,
    /// What covers data of people from elsewhere there (Art. 45, 46 GDPR); `None` covers none.
    pub safeguard: Option<String>,
}

/// What the operator writes down of a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecipientTerms {
    /// The name that people are shown, and that notices name.
    pub name: String,
    /// In what role.
    pub role: Role,
    /// What for: keys of purposes.
    pub purposes: Vec<String>,
    /// What: keys of categories.
    pub categories: Vec<String>,
    /// Where.
    pub regions: Vec<Region>,
    /// By which contract.
    pub contract: String,
    /// When that ends.
    pub contract_until: UnixTime,
    /// What shows that data is safe with them; empty where nothing does.
    pub security: String,
    /// When they have to be looked at again.
    pub review_at: UnixTime,
    /// Whom they hand it on to.
    pub sub_processors: Vec<String>,
    /// The address that is told when somebody is to be deleted.
    pub deletion_url: String,
    /// The address that what happens is sent to; `None` where nothing is.
    pub webhook_url: Option<String>,
}

/// A recipient as they are registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// The number that statements and lines name.
    pub number: RecipientId,
    /// The key that programs name.
    pub key: String,
    /// What was written down.
    pub terms: RecipientTerms,
    /// Since when.
    pub made_at: UnixTime,
    /// When they were taken off.
    pub removed_at: Option<UnixTime>,
}

/// Why a recipient is given nothing, whoever says yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idle {
    /// They were taken off the register.
    Removed,
    /// The contract is past.
    Contract,
    /// Nothing shows that data is safe with them.
    Security,
    /// They should have been looked at again.
    Review,
}

/// Everybody who is or was registered, in order.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Roster {
    pub(super) all: Vec<Recipient>,
}

impl Idle {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Contract => "contract_past",
            Self::Security => "no_security_evidence",
            Self::Review => "review_overdue",
        }
    }
}

impl Role {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Processor => "processor",
            Self::Joint => "joint",
            Self::Controller => "controller",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Processor, Self::Joint, Self::Controller].into_iter().find(|role| role.as_str() == text)
    }
}

impl Recipient {
    /// Why they are given nothing now; `None` where they may be, if the person and the law say so too.
    #[must_use]
    pub fn idle(&self, now: UnixTime) -> Option<Idle> {
        let terms = &self.terms;
        match self.removed_at {
            Some(_) => Some(Idle::Removed),
            None if now >= terms.contract_until => Some(Idle::Contract),
            None if terms.security.trim().is_empty() => Some(Idle::Security),
            None if now >= terms.review_at => Some(Idle::Review),
            None => None,
        }
    }

    /// Somebody of whom nothing is known any more but that there was a recipient of this number.
    fn lost(number: usize, at: UnixTime) -> Self {
        let terms = RecipientTerms {
            name: "?".to_owned(),
            role: Role::Processor,
            purposes: Vec::new(),
            categories: Vec::new(),
            regions: Vec::new(),
            contract: String::new(),
            contract_until: at,
            security: String::new(),
            review_at: at,
            sub_processors: Vec::new(),
            deletion_url: String::new(),
            webhook_url: None,
        };
        let number = RecipientId(u16::try_from(number).unwrap_or(u16::MAX));
        Self { number, key: format!("lost-{}", number.0), terms, made_at: at, removed_at: Some(at) }
    }

    /// Whether they are registered for a purpose.
    #[must_use]
    pub fn receives(&self, purpose: &str) -> bool {
        self.removed_at.is_none() && self.terms.purposes.iter().any(|named| named == purpose)
    }

    /// Whether what happens is sent to them now.
    pub(super) fn hears(&self, now: UnixTime) -> bool {
        self.terms.webhook_url.is_some() && self.idle(now).is_none()
    }
}

impl Roster {
    pub(super) fn find(&self, key: &str) -> Option<&Recipient> {
        self.all.iter().rev().find(|recipient| recipient.key == key)
    }

    pub(super) fn numbered(&self, number: RecipientId) -> Option<&Recipient> {
        self.all.get(usize::from(number.0))
    }

    /// Those that what happens is sent to.
    pub(super) fn hearing(&self, now: UnixTime) -> impl Iterator<Item = &Recipient> {
        self.all.iter().filter(move |recipient| recipient.hears(now))
    }

    fn put(&mut self, key: &str, terms: RecipientTerms, now: UnixTime) -> Result<Recipient, VaultError> {
        let standing = self.all.iter_mut().find(|known| known.key == key && known.removed_at.is_none());
        if let Some(known) = standing {
            known.terms = terms;
            return Ok(known.clone());
        }
        if self.all.len() >= RECIPIENTS_MAX {
            return Err(VaultError::Limit { limit: "RECIPIENTS_MAX" });
        }
        let number = RecipientId(u16::try_from(self.all.len()).unwrap_or(u16::MAX));
        let new = Recipient { number, key: key.to_owned(), terms, made_at: now, removed_at: None };
        self.all.push(new.clone());
        Ok(new)
    }
}

impl Moment<'_> {
    /// Registers a recipient, or writes down anew what is known of one. In force when this returns; returns whether they
    /// are new.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for [`RECIPIENTS_MAX`], and when the ground fails.
    pub fn put_recipient(&self, key: &str, terms: RecipientTerms) -> Result<(Recipient, bool), VaultError> {
        let mut roster = self.vault.roster.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = Roster::clone(&roster);
        let put = next.put(key, terms, self.now)?;
        let digest = seal::sha256(&serde_json::to_vec(&put.terms).map_err(|_| VaultError::Form)?);
        self.note(Happening::Operator, format!("recipient {key} registered: sha256 {}", receipts::hex(&digest)))?;
        // As long as nobody has a place to hear anything, nothing is looked at.
        if roster.all.iter().all(|known| known.terms.webhook_url.is_none()) {
            self.vault.begin_queue()?;
        }
        let is_new = next.all.len() > roster.all.len();
        self.vault.put_roster(&next)?;
        *roster = Arc::new(next);
        Ok((put, is_new))
    }

    /// Takes a recipient off the register: nothing leaves for them any more. They are still told of erasures. Returns
    /// whether there was one.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn remove_recipient(&self, key: &str) -> Result<bool, VaultError> {
        let mut roster = self.vault.roster.write().unwrap_or_else(PoisonError::into_inner);
        let mut next = Roster::clone(&roster);
        let standing = next.all.iter_mut().find(|known| known.key == key && known.removed_at.is_none());
        let Some(known) = standing else { return Ok(false) };
        known.removed_at = Some(self.now);
        self.note(Happening::Operator, format!("recipient {key} taken off"))?;
        self.vault.put_roster(&next)?;
        *roster = Arc::new(next);
        Ok(true)
    }
}

impl Vault {
    /// Everybody who is or was registered, in order.
    #[must_use]
    pub fn recipients(&self) -> Vec<Recipient> {
        self.roster().all.clone()
    }

    /// What a recipient's webhooks are signed with, as the Standard Webhooks write it.
    #[must_use]
    pub fn webhook_secret(&self, recipient: &Recipient) -> String {
        super::parcel::shown(&self.webhook_key(recipient))
    }

    pub(super) fn webhook_key(&self, recipient: &Recipient) -> seal::Secret {
        let number = recipient.number.0.to_be_bytes();
        self.tenant.token.derive(&[b"recipient/webhook", recipient.key.as_bytes(), &number])
    }

    // It changes only by whole assignments.
    pub(super) fn roster(&self) -> Arc<Roster> {
        Arc::clone(&self.roster.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn load_roster(&self) -> Result<Roster, VaultError> {
        let Some(found) = self.bundles.blob(ROSTER)? else { return Ok(Roster::default()) };
        record::decode(&self.tenant.shelf.open(&place::blob(ROSTER, found.version), &found.sealed)?)
    }

    /// Lets every recipient rest until they are looked at again, and keeps the numbers up to `highest` from being used
    /// anew: what was registered, taken off or looked at since an escrow nobody knows any more.
    pub(crate) fn rest_recipients(&self, at: UnixTime, highest: Option<RecipientId>) -> Result<(), VaultError> {
        let mut roster = self.load_roster()?;
        roster.all.iter_mut().for_each(|known| known.terms.review_at = known.terms.review_at.min(at));
        let numbers = highest.map_or(0, |highest| usize::from(highest.0) + 1);
        for number in roster.all.len()..numbers.min(RECIPIENTS_MAX) {
            roster.all.push(Recipient::lost(number, at));
        }
        if roster.all.is_empty() { Ok(()) } else { self.put_roster(&roster) }
    }

    fn put_roster(&self, roster: &Roster) -> Result<(), VaultError> {
        let version = self.bundles.blob(ROSTER)?.map_or(0, |found| found.version);
        let expect = Expect::of(version);
        let sealed = self.tenant.shelf.seal(&place::blob(ROSTER, version + 1), &record::encode(roster)?)?;
        let write = Write::PutBlob { name: ROSTER.to_owned(), expect, sealed };
        // Urgent: to take a recipient off must not wait for room.
        Ok(self.commit_keys(Batch::new().and(write).urgent_if(true))?)
    }
}
