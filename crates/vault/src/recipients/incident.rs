//! Incidents: what would have left for a recipient, had people been told of it; for the operator to mend.
//!
//! An incident names no person: only whom it would have gone to, what for, how often and about how many.

use crate::{Happening, Moment, RETRIES_MAX, Vault, VaultError};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, StoreError};

/// Most incidents that are kept; the oldest goes first.
pub const INCIDENTS_MAX: usize = 1_000;

/// The blob that holds them.
const INCIDENTS: &str = "vault/incidents";

/// What people were not told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Untold {
    /// The recipient stands in no notice that was served.
    Recipient,
    /// A notice that was served names the recipient, but not for this category.
    Category,
}

/// What was refused for that, of one kind on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// What people were not told of.
    pub what: Untold,
    /// The recipient's key.
    pub recipient: String,
    /// The key of the purpose.
    pub purpose: String,
    /// When it was first refused on that day.
    pub first_at: UnixTime,
    /// When last.
    pub last_at: UnixTime,
    /// How often.
    pub times: u64,
    /// Of how many people something would have left, all times together.
    pub people: u64,
}

/// What was refused just now.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Refused {
    pub(super) what: Untold,
    pub(super) recipient: String,
    pub(super) purpose: String,
}

impl Untold {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recipient => "recipient_not_in_notice",
            Self::Category => "category_not_in_notice",
        }
    }
}

impl Incident {
    fn is_of(&self, refused: &Refused, now: UnixTime) -> bool {
        let same = (self.what, &self.recipient, &self.purpose) == (refused.what, &refused.recipient, &refused.purpose);
        same && now.since(self.first_at) < DAY_SECONDS
    }
}

impl Moment<'_> {
    /// Keeps that something was refused, for so many people. What is refused again within a day is counted with it.
    pub(super) fn report(&self, refused: &Refused, people: u64) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            let (version, mut all) = self.vault.incidents_and_version()?;
            let known = all.iter_mut().find(|incident| incident.is_of(refused, self.now));
            let is_new = known.is_none();
            if let Some(known) = known {
                known.times += 1;
                known.people += people;
                known.last_at = known.last_at.max(self.now);
            } else {
                all.push(self.incident(refused, people));
                let over = all.len().saturating_sub(INCIDENTS_MAX);
                all.drain(..over);
            }
            let mut batch = Batch::new().and(self.vault.keep_in(INCIDENTS, version, &all)?);
            if is_new {
                let Refused { what, recipient, purpose } = refused;
                let words = format!("incident {} {recipient} for {purpose}", what.as_str());
                batch = batch.and(self.vault.noted_words(self.now, Happening::Operator, words)?);
            }
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// As [`Moment::report`], for what comes by itself again and again: once a day is enough.
    pub(super) fn report_once(&self, refused: &Refused) -> Result<(), VaultError> {
        let known = self.vault.incidents()?.iter().any(|incident| incident.is_of(refused, self.now));
        if known { Ok(()) } else { self.report(refused, 1) }
    }

    fn incident(&self, refused: &Refused, people: u64) -> Incident {
        let Refused { what, recipient, purpose } = refused.clone();
        Incident { what, recipient, purpose, first_at: self.now, last_at: self.now, times: 1, people }
    }
}

impl Vault {
    /// Every incident that is kept, the oldest first.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn incidents(&self) -> Result<Vec<Incident>, VaultError> {
        Ok(self.incidents_and_version()?.1)
    }

    fn incidents_and_version(&self) -> Result<(u64, Vec<Incident>), VaultError> {
        self.kept_in(INCIDENTS)
    }
}
