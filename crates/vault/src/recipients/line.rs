//! Lines: what left for whom, in the person's own log, as they are shown it.

use super::roster::Recipient;
use crate::open::{Log, Opened};
use crate::{Moment, Vault, VaultError, place, receipts, seal};
use domain::{CategorySet, PurposeId, RecipientId, UnixTime};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use store::{EntryId, Scope, Write};

/// What left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Handed {
    /// Something they did, as it happened.
    Act,
    /// So many things they did, in a file.
    Acts(u32),
    /// That they said yes.
    Yes,
    /// That they said no: so that the recipient stops.
    No,
}

/// One line: from this moment on, something of the person may have been with a recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// The recipient's number.
    pub recipient: RecipientId,
    /// Their name then.
    pub name: String,
    /// What the recipient knows the person by: nobody else does.
    pub pseudonym: String,
    /// What for.
    pub purpose: PurposeId,
    /// What left.
    pub handed: Handed,
    /// Of which categories.
    pub categories: CategorySet,
    /// When.
    pub at: UnixTime,
    /// The name under which it left: that of the webhook, or of the line in a file.
    pub id: String,
    /// SHA-256 of what left, as hexadecimal digits.
    pub digest: String,
    /// The policy that the gate went by.
    pub policy_version: u32,
    /// The end of the person's ledger that it went by, as hexadecimal digits.
    pub ledger_head: String,
}

impl Handed {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Act | Self::Acts(_) => "activity",
            Self::Yes => "consent",
            Self::No => "withdrawal",
        }
    }

    /// How many things.
    #[must_use]
    pub const fn count(self) -> u32 {
        match self {
            Self::Acts(count) => count,
            _ => 1,
        }
    }
}

/// An entry, and the line that it holds if it can be read.
pub(super) type Read = (store::Entry, Result<Disclosure, VaultError>);

impl Opened {
    /// What a recipient knows this person by: of no use to another recipient, and gone with the person's key.
    pub(super) fn known_as(&self, recipient: &Recipient) -> [u8; 16] {
        let pepper = self.keys.log.derive(&[b"recipient", &recipient.number.0.to_be_bytes()]);
        pepper.name(recipient.key.as_bytes())
    }

    /// The same, as it is sent.
    pub(super) fn pseudonym(&self, recipient: &Recipient) -> String {
        receipts::hex(&self.known_as(recipient))
    }
}

/// What is about to leave.
pub(super) struct Leaving<'a> {
    pub(super) recipient: &'a Recipient,
    pub(super) pseudonym: String,
    pub(super) purpose: PurposeId,
    pub(super) handed: Handed,
    pub(super) categories: CategorySet,
    pub(super) id: EntryId,
    pub(super) body: &'a [u8],
}

impl Moment<'_> {
    /// What writes a line about something that is about to leave.
    pub(super) fn line(&self, subject: &Opened, leaving: &Leaving<'_>) -> Result<Write, VaultError> {
        let line = Disclosure {
            recipient: leaving.recipient.number,
            name: leaving.recipient.terms.name.clone(),
            pseudonym: leaving.pseudonym.clone(),
            purpose: leaving.purpose,
            handed: leaving.handed,
            categories: leaving.categories,
            at: self.now,
            id: super::parcel::name(&leaving.id),
            digest: receipts::hex(&seal::sha256(leaving.body)),
            policy_version: self.vault.policy().version,
            ledger_head: receipts::hex(&subject.ledger.head),
        };
        subject.append(place::DISCLOSURE, leaving.id, self.now.0, &line)
    }
}

impl Moment<'_> {
    /// What left of a person for recipients, in order. Empty for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn disclosures(&self, who: &domain::SubjectId) -> Result<Vec<Disclosure>, VaultError> {
        let found = self.vault.find(who)?;
        found.map_or_else(|| Ok(Vec::new()), |subject| self.vault.disclosures(&subject))
    }
}

impl Vault {
    /// Every line about a person, in order.
    pub(crate) fn disclosures(&self, subject: &Opened) -> Result<Vec<Disclosure>, VaultError> {
        let mut found = Vec::new();
        for log in subject.logs() {
            found.extend(self.lines(&log)?.into_iter().map(|(entry, line)| (entry.sequence, line)));
        }
        found.sort_by_key(|(sequence, _)| *sequence);
        Ok(found.into_iter().map(|(_, line)| line).collect())
    }

    /// As [`Vault::disclosures`]; what can not be read any more stands in nobody's way.
    pub(super) fn readable_lines(&self, subject: &Opened) -> Result<Vec<Disclosure>, VaultError> {
        let mut found = Vec::new();
        for log in subject.logs() {
            let lines = self.each_line(&log)?.into_iter();
            found.extend(lines.filter_map(|(entry, line)| Some((entry.sequence, line.ok()?))));
        }
        found.sort_by_key(|(sequence, _)| *sequence);
        Ok(found.into_iter().map(|(_, line)| line).collect())
    }

    /// Every line of one log, in order, each with its entry.
    pub(crate) fn lines(&self, log: &Log) -> Result<Vec<(store::Entry, Disclosure)>, VaultError> {
        self.each_line(log)?.into_iter().map(|(entry, line)| Ok((entry, line?))).collect()
    }

    /// As [`Vault::lines`]; one that can not be read does not keep the others back.
    pub(super) fn each_line(&self, log: &Log) -> Result<Vec<Read>, VaultError> {
        let mut entries = Vec::new();
        self.store.scan_log(Scope::Partition(log.partition), &mut |entry| {
            if entry.kind == place::DISCLOSURE {
                entries.push(entry);
            }
            ControlFlow::Continue(())
        })?;
        let read = |entry: store::Entry| {
            let line = log.read(entry.kind, &entry.id, &entry.sealed);
            (entry, line)
        };
        Ok(entries.into_iter().map(read).collect())
    }

    /// Whether there is a line of this name already: then it may have left.
    pub(super) fn has_line(&self, subject: &Opened, id: &EntryId) -> Result<bool, VaultError> {
        for log in subject.logs() {
            if self.store.entry(&log.partition, id)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
