//! Incidents: what would have left for a recipient, had people been told of it; for the operator to mend.
//!
//! An incident names no person: only whom it would have gone to, what for, how often and about how many.

use crate::{Happening, Moment, RETRIES_MAX, Vault, VaultError};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use store::{Batch, StoreError, Write};

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
    /// Keeps that something was refused, for so many people, where nothing else is kept with it.
    pub(super) fn report(&self, refused: &Refused, people: u64) -> Result<(), VaultError> {
        let refused = [(refused.clone(), people)];
        for _ in 0..RETRIES_MAX {
            match self.vault.commit(Batch { writes: self.reported(&refused)?, urgent: false }) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// What keeps that something was refused, each for so many people. What is refused again within a day is counted with it.
    pub(super) fn reported(&self, refused: &[(Refused, u64)]) -> Result<Vec<Write>, VaultError> {
        if refused.is_empty() {
            return Ok(Vec::new());
        }
        let (version, mut all) = self.vault.incidents_and_version()?;
        let mut writes = Vec::new();
        for (refused, people) in refused {
            if let Some(known) = all.iter_mut().find(|incident| incident.is_of(refused, self.now)) {
                known.times += 1;
                known.people += people;
                known.last_at = known.last_at.max(self.now);
                continue;
            }
            all.push(self.incident(refused, *people));
            let Refused { what, recipient, purpose } = refused;
            let words = format!("incident {} {recipient} for {purpose}", what.as_str());
            writes.push(self.vault.noted_words(self.now, Happening::Operator, words)?);
        }
        let over = all.len().saturating_sub(INCIDENTS_MAX);
        all.drain(..over);
        writes.push(self.vault.keep_in(INCIDENTS, version, &all)?);
        Ok(writes)
    }

    /// As [`Moment::reported`], for what comes by itself again and again: once a day is enough.
    pub(super) fn reported_once(&self, refused: BTreeSet<Refused>) -> Result<Vec<Write>, VaultError> {
        if refused.is_empty() {
            return Ok(Vec::new());
        }
        let all = self.vault.incidents()?;
        let is_known = |refused: &Refused| all.iter().any(|incident| incident.is_of(refused, self.now));
        let new: Vec<_> =
            refused.into_iter().filter(|refused| !is_known(refused)).map(|refused| (refused, 1)).collect();
        self.reported(&new)
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
