//! The universal opt-out (Global Privacy Control): keeps its first sight, and says since when it stands.

use crate::{AppError, Shop};
use domain::{Code, SubjectId, UnixTime};
use vault::Effective;

impl Shop {
    /// Keeps the first sight of a universal opt-out that came with a request of a known person. Of a stranger, nothing
    /// is kept.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn see_opt_out(&self, now: UnixTime, who: &SubjectId) -> Result<(), AppError> {
        Ok(self.vault.at(now).see_opt_out(who)?)
    }

    /// Since when a universal opt-out of this person stands, where one closes any of these answers of the rule; `None`
    /// where none does, or they have knowingly lifted it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn opt_out_since(
        &self,
        now: UnixTime,
        who: &SubjectId,
        effective: &[Effective],
    ) -> Result<Option<UnixTime>, AppError> {
        if !effective.iter().any(|e| e.reasons.has(Code::Gpc)) {
            return Ok(None);
        }
        Ok(self.vault.at(now).opt_out_first_seen(who)?)
    }
}
