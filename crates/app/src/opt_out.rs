//! The universal opt-out (Global Privacy Control): keeps its first sight, and says since when it stands.

use crate::{AppError, Shop};
use domain::{ChannelId, Code, SubjectId, UnixTime};
use vault::Ask;

impl Shop {
    /// Keeps the first sight of a universal opt-out that came with a request of a known person. Of a stranger, nothing
    /// is kept.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn see_opt_out(&self, now: UnixTime, who: &SubjectId) -> Result<(), AppError> {
        Ok(self.vault.at(now).see_opt_out(who)?)
    }

    /// Since when a universal opt-out of this person stands; `None` where none does, or they have knowingly lifted it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn opt_out_since(&self, now: UnixTime, who: &SubjectId) -> Result<Option<UnixTime>, AppError> {
        let moment = self.vault.at(now);
        let ask = Ask::on(self.policy().channel("web").unwrap_or(ChannelId(0)));
        let stands = moment.effective(who, &ask)?.iter().any(|e| e.reasons.has(Code::Gpc));
        if stands { Ok(moment.opt_out_first_seen(who)?) } else { Ok(None) }
    }
}
