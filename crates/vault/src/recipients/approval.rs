//! Approvals: how many people's data may leave in files on one person's word, and what the word of a second one opens.
//!
//! # Invariants
//! - Beyond [`ALONE_PEOPLE_MAX`] people within any day, or as many as the operator says, nothing leaves in files but under an
//!   approval: over all recipients together, so that no name beside another makes it less.
//! - An approval is given by the holder of another key than the one that asked, and opens one file: for that recipient as
//!   it was registered then, for that purpose, asked for with that key, each part once and in order, until its time is over.

use super::roster::Recipient;
use crate::{Happening, Moment, RETRIES_MAX, Vault, VaultError, seal};
use domain::{ApprovalId, DAY_SECONDS, RecipientId, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, StoreError, Write};

/// Of most people something may leave in files within a day on one person's word, where the operator says nothing else.
pub const ALONE_PEOPLE_MAX: u32 = 1_000;
/// How long an approval can be given after it was asked for, and be used after it was given, in seconds.
pub const APPROVAL_SECONDS_MAX: i64 = DAY_SECONDS;
/// How old a key has to be before something is asked or approved with it, in seconds, where the operator says nothing else.
pub const KEY_AGE_SECONDS_MIN: i64 = DAY_SECONDS;
/// Most approvals that are kept; of those that are over, the oldest goes first.
pub const APPROVALS_MAX: usize = 200;

/// The blob that holds them, and what was handed over without one.
const BOOK: &str = "vault/recipients/approvals";

/// Whoever asks or approves: the name of a key, and who holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// The key's name.
    pub key: String,
    /// The person who holds it, as they are called in the shop.
    pub holder: String,
    /// Since when there is the key.
    pub since: UnixTime,
}

/// That a file may leave, asked for by one and approved by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Its name.
    pub id: ApprovalId,
    /// For which recipient.
    pub recipient: RecipientId,
    /// The recipient's key.
    pub recipient_key: String,
    /// What for.
    pub purpose: String,
    /// SHA-256 of what was written down of the recipient then.
    pub terms: [u8; 32],
    /// Who asked.
    pub asked_by: Signatory,
    /// When.
    pub asked_at: UnixTime,
    /// Who approved, and when.
    pub given: Option<(Signatory, UnixTime)>,
    /// Where the next part of the file begins; `None` where the last one left.
    pub next: Option<[u8; 16]>,
    /// Of how many people something left under it.
    pub people: u64,
}

/// How far an approval is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalState {
    /// Nobody approved yet.
    Pending,
    /// It opens the file.
    Approved,
    /// The file left.
    Used,
    /// Its time is over.
    Expired,
}

/// Why something is not approved, or a file does not leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// More people than may be on one person's word.
    #[error("more people in a day than one person may hand over: a second person has to approve")]
    Required,
    /// The key has no holder, so that nobody knows whose word it is.
    #[error("the key has no holder")]
    NoHolder,
    /// Whoever asked approves.
    #[error("whoever asked can not approve, with whatever key")]
    SamePerson,
    /// The key was made after it was asked, or not long enough before.
    #[error("the key is too young to ask or to approve")]
    YoungKey,
    /// It was approved already, or the file left.
    #[error("it was approved or used already")]
    Spent,
    /// Nobody approved yet.
    #[error("nobody approved yet")]
    Pending,
    /// Its time is over.
    #[error("the time of the approval is over")]
    Expired,
    /// Another recipient, other terms, another purpose, or another key than was approved.
    #[error("what is asked for is not what was approved")]
    Changed,
    /// Another part than the next one.
    #[error("this part left already, or is not the next one")]
    Part,
    /// There is no such approval.
    #[error("there is no such approval")]
    Unknown,
}

/// What is kept.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Book {
    approvals: Vec<Approval>,
    /// When something left on one person's word within the last day, and of how many people.
    alone: Vec<(UnixTime, u32)>,
}

impl ApprovalState {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Used => "used",
            Self::Expired => "expired",
        }
    }
}

impl Approval {
    /// Until when it can be given, or used.
    #[must_use]
    pub fn expires_at(&self) -> UnixTime {
        self.given.as_ref().map_or(self.asked_at, |(_, at)| *at).plus(APPROVAL_SECONDS_MAX)
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self, now: UnixTime) -> ApprovalState {
        match (&self.given, self.next) {
            (Some(_), None) => ApprovalState::Used,
            _ if now >= self.expires_at() => ApprovalState::Expired,
            (Some(_), Some(_)) => ApprovalState::Approved,
            (None, _) => ApprovalState::Pending,
        }
    }

    fn give(&mut self, by: &Signatory, now: UnixTime, key_age: i64) -> Result<(), ApprovalError> {
        match self.state(now) {
            ApprovalState::Pending => {}
            ApprovalState::Expired => return Err(ApprovalError::Expired),
            ApprovalState::Approved | ApprovalState::Used => return Err(ApprovalError::Spent),
        }
        if by.key == self.asked_by.key || same_person(&by.holder, &self.asked_by.holder) {
            return Err(ApprovalError::SamePerson);
        }
        by.has_settled(self.asked_at, key_age)?;
        self.given = Some((by.clone(), now));
        Ok(())
    }

    /// Opens one part of the file.
    fn open(&self, asked: &Part<'_>, now: UnixTime) -> Result<(), ApprovalError> {
        match self.state(now) {
            ApprovalState::Pending => return Err(ApprovalError::Pending),
            ApprovalState::Expired => return Err(ApprovalError::Expired),
            ApprovalState::Used => return Err(ApprovalError::Part),
            ApprovalState::Approved => {}
        }
        let same = self.recipient == asked.recipient.number && self.purpose == asked.purpose;
        if !same || self.terms != terms_digest(asked.recipient)? || self.asked_by.key != asked.by {
            return Err(ApprovalError::Changed);
        }
        if self.next == Some(asked.from) { Ok(()) } else { Err(ApprovalError::Part) }
    }
}

impl Signatory {
    /// Checks that the key was there long enough when something was asked: else whoever asks makes a second one for it.
    fn has_settled(&self, asked_at: UnixTime, key_age: i64) -> Result<(), ApprovalError> {
        if asked_at.since(self.since) < key_age.max(0) { Err(ApprovalError::YoungKey) } else { Ok(()) }
    }
}

/// Two ways to write a name are one person.
fn same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

/// A part of a file that is asked for.
pub(super) struct Part<'a> {
    pub(super) recipient: &'a Recipient,
    pub(super) purpose: &'a str,
    pub(super) from: [u8; 16],
    /// The name of the key that asks.
    pub(super) by: &'a str,
    pub(super) approval: Option<ApprovalId>,
    /// Of most people something may leave without one within a day.
    pub(super) alone_max: u32,
}

impl Book {
    /// Whether a part may leave, before anybody's data is looked at.
    pub(super) fn check(&self, asked: &Part<'_>, now: UnixTime) -> Result<(), ApprovalError> {
        let Some(id) = asked.approval else { return Ok(()) };
        let found = self.approvals.iter().find(|approval| approval.id == id).ok_or(ApprovalError::Unknown)?;
        found.open(asked, now)
    }

    /// Writes down that a part leaves, with something of so many people, and where the next one begins.
    pub(super) fn count(
        &mut self,
        asked: &Part<'_>,
        (people, next): (u32, Option<[u8; 16]>),
        now: UnixTime,
    ) -> Result<(), ApprovalError> {
        match asked.approval {
            Some(id) => {
                let found = self.approvals.iter_mut().find(|approval| approval.id == id);
                let approval = found.ok_or(ApprovalError::Unknown)?;
                approval.next = next;
                approval.people += u64::from(people);
                Ok(())
            }
            None => self.count_alone(asked.alone_max, people, now),
        }
    }

    /// Whoever it goes to: a recipient that is registered anew, or twice, is no other.
    fn count_alone(&mut self, most: u32, people: u32, now: UnixTime) -> Result<(), ApprovalError> {
        // A clock that was set back begins no day anew.
        self.alone.retain(|(at, _)| now.since(*at) < DAY_SECONDS);
        let all = self.alone.iter().fold(people, |all, (_, some)| all.saturating_add(*some));
        if all > most {
            return Err(ApprovalError::Required);
        }
        // Nobody is no entry, so that there are never more entries than people.
        if people > 0 {
            self.alone.push((now, people));
        }
        Ok(())
    }

    fn add(&mut self, approval: Approval, now: UnixTime) -> Result<(), VaultError> {
        if self.approvals.len() >= APPROVALS_MAX {
            let over = |one: &Approval| matches!(one.state(now), ApprovalState::Used | ApprovalState::Expired);
            let oldest = self.approvals.iter().position(over);
            self.approvals.remove(oldest.ok_or(VaultError::Limit { limit: "APPROVALS_MAX" })?);
        }
        self.approvals.push(approval);
        Ok(())
    }
}

fn terms_digest(recipient: &Recipient) -> Result<[u8; 32], ApprovalError> {
    serde_json::to_vec(&recipient.terms).map(|bytes| seal::sha256(&bytes)).map_err(|_| ApprovalError::Changed)
}

impl Moment<'_> {
    /// Asks that a second person lets a file for a recipient leave. `None` where none of this key is registered for the
    /// purpose.
    ///
    /// # Errors
    /// [`VaultError::Approval`] for a key without a holder, or one that was not there for so many seconds yet;
    /// [`VaultError::Limit`]; and when the ground fails.
    pub fn ask_approval(
        &self,
        key: &str,
        purpose: &str,
        by: &Signatory,
        key_age: i64,
    ) -> Result<Option<Approval>, VaultError> {
        let roster = self.vault.roster();
        let Some(recipient) = roster.find(key).filter(|known| known.receives(purpose)) else { return Ok(None) };
        held(by)?;
        by.has_settled(self.now, key_age)?;
        let mut id = [0; 16];
        seal::random(&mut id)?;
        let approval = Approval {
            id: ApprovalId(id),
            recipient: recipient.number,
            recipient_key: recipient.key.clone(),
            purpose: purpose.to_owned(),
            terms: terms_digest(recipient)?,
            asked_by: by.clone(),
            asked_at: self.now,
            given: None,
            next: Some([0; 16]),
            people: 0,
        };
        let words = format!("approval {} asked by {} for a file to {key} for {purpose}", approval.id, by.key);
        self.change_book(words, |book| book.add(approval.clone(), self.now))?;
        Ok(Some(approval))
    }

    /// Approves what another person asked. `None` where there is no such thing.
    ///
    /// # Errors
    /// [`VaultError::Approval`] with what stands against it; and when the ground fails.
    pub fn approve(&self, id: ApprovalId, by: &Signatory, key_age: i64) -> Result<Option<Approval>, VaultError> {
        held(by)?;
        let given = self.change_book(format!("approval {id} given by {}", by.key), |book| {
            let found = book.approvals.iter_mut().find(|approval| approval.id == id);
            let approval = found.ok_or(ApprovalError::Unknown)?;
            approval.give(by, self.now, key_age)?;
            Ok(approval.clone())
        });
        match given {
            Err(VaultError::Approval(ApprovalError::Unknown)) => Ok(None),
            given => given.map(Some),
        }
    }

    fn change_book<T>(
        &self,
        words: String,
        mut change: impl FnMut(&mut Book) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let noted = self.vault.noted_words(self.now, Happening::Operator, words)?;
        for _ in 0..RETRIES_MAX {
            let (version, mut book) = self.vault.book()?;
            let changed = change(&mut book)?;
            match self.vault.commit(Batch::new().and(self.vault.put_book(version, &book)?).and(noted.clone())) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| changed)?),
            }
        }
        Err(VaultError::Busy)
    }

    /// What writes down in the log that a part of a file leaves.
    pub(super) fn note_part(&self, asked: &Part<'_>, people: u32) -> Result<Write, VaultError> {
        let under = asked.approval.map(|id| format!(" under approval {id}")).unwrap_or_default();
        let (key, purpose) = (&asked.recipient.key, asked.purpose);
        let words = format!("export to {key} for {purpose} of {people} people{under}");
        self.vault.noted_words(self.now, Happening::Operator, words)
    }
}

fn held(by: &Signatory) -> Result<(), ApprovalError> {
    if by.holder.trim().is_empty() { Err(ApprovalError::NoHolder) } else { Ok(()) }
}

impl Vault {
    /// Every approval that is kept, in the order in which they were asked for.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn approvals(&self) -> Result<Vec<Approval>, VaultError> {
        Ok(self.book()?.1.approvals)
    }

    /// What takes every approval away, where there is any.
    pub(crate) fn without_approvals(&self) -> Result<Option<Write>, VaultError> {
        let (version, mut book) = self.book()?;
        if book.approvals.is_empty() {
            return Ok(None);
        }
        book.approvals.clear();
        self.put_book(version, &book).map(Some)
    }

    pub(super) fn book(&self) -> Result<(u64, Book), VaultError> {
        self.kept_in(BOOK)
    }

    pub(super) fn put_book(&self, version: u64, book: &Book) -> Result<Write, VaultError> {
        self.keep_in(BOOK, version, book)
    }
}
