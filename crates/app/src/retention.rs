//! Retention: what was kept for long enough goes, in pieces, and whoever asks sees how far it is.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::UnixTime;
use vault::{RETAIN_ENTRIES_MAX, Retained};

impl Shop {
    /// How far the work is.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn retention(&self, now: UnixTime) -> Result<Retained, AppError> {
        Ok(self.vault.at(now).retention()?)
    }

    /// Does a piece of the work. What went out of histories is news for the model; it was out of use before.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; the next piece goes on where this one stopped.
    pub fn retain(&self, now: UnixTime, clock_is_right: bool) -> Result<Retained, AppError> {
        let done = self.vault.at(now).retain(RETAIN_ENTRIES_MAX, clock_is_right)?;
        if done.gone.acts > 0 {
            self.change(Sort::Other, || Ok(()), |()| true)?;
        }
        Ok(done)
    }
}
