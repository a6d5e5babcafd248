//! Asks whether to ask: what a prompt would be about, and why there is none.

use crate::{AppError, Shop};
use domain::{SubjectId, UnixTime};
use vault::{Ask, PersonFacts, Prompted, Question};

impl Shop {
    /// What to ask a person about, purpose by purpose, and why not.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn questions(&self, now: UnixTime, who: &SubjectId, ask: &Ask) -> Result<Vec<Question>, AppError> {
        Ok(self.vault.at(now).questions(who, ask)?)
    }

    /// Keeps that a prompt was shown or put off, so that nobody asks again too soon.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn prompted(&self, now: UnixTime, who: &SubjectId, facts: &PersonFacts, how: Prompted) -> Result<(), AppError> {
        Ok(self.vault.at(now).prompted(who, facts, how)?)
    }
}
