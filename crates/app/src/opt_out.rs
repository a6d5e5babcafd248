//! The universal opt-out (Global Privacy Control): keeps its first sight, and says since when it stands.

use crate::{AppError, Shop};
use domain::{ChannelId, Code, Event, EventId, ItemId, PurposeSet, SubjectId, UnixTime, Verb};
use vault::{Ask, Intake};

/// Names that nothing else has; what they name is never kept.
const NOTHING: &str = "universal-opt-out";

impl Shop {
    /// Keeps the first sight of a universal opt-out that came with a request of a known person. Of a stranger, nothing
    /// is kept.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn see_opt_out(&self, now: UnixTime, who: &SubjectId) -> Result<(), AppError> {
        if self.opt_out_stands(now, who)? {
            return Ok(());
        }
        let mut ask = self.plain_ask();
        ask.opt_out_signal = true;
        let intake = Intake { ask, past_seconds_max: None };
        // The vault keeps a signal where it takes something in: here, something that may serve nothing.
        self.vault.at(now).keep(&intake, &[(who.clone(), nothing(now)?)])?;
        Ok(())
    }

    /// Since when a universal opt-out of this person stands: the first moment from which the rule says so.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn opt_out_since(&self, now: UnixTime, who: &SubjectId) -> Result<Option<UnixTime>, AppError> {
        if !self.opt_out_stands(now, who)? {
            return Ok(None);
        }
        let (mut before, mut since) = (0, now.0);
        while before < since {
            let between = before + (since - before) / 2;
            match self.opt_out_stands(UnixTime(between), who)? {
                true => since = between,
                false => before = between + 1,
            }
        }
        Ok(Some(UnixTime(since)))
    }

    fn opt_out_stands(&self, at: UnixTime, who: &SubjectId) -> Result<bool, AppError> {
        let effective = self.vault.at(at).effective(who, &self.plain_ask())?;
        Ok(effective.iter().any(|e| e.reasons.has(Code::Gpc)))
    }

    fn plain_ask(&self) -> Ask {
        Ask::on(self.policy().channel("web").unwrap_or(ChannelId(0)))
    }
}

/// An event that no purpose may use.
fn nothing(now: UnixTime) -> Result<Event, AppError> {
    let unnamed = |_| AppError::Unknown { what: "name" };
    Ok(Event {
        id: EventId::parse(NOTHING).map_err(unnamed)?,
        item: ItemId::parse(NOTHING).map_err(unnamed)?,
        verb: Verb::View,
        at: now,
        at_arrival: true,
        quantity: 1,
        rating_tenths: None,
        basket: None,
        ceiling: Some(PurposeSet::NONE),
    })
}
