//! What a person declares of themself: what they like, what they never want to see, how much variety.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Interest, SubjectId, UnixTime};
use vault::{Ask, Declared, Declaring};

/// What became of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interested {
    /// All of it is kept.
    Kept,
    /// No purpose may use it: nothing new was kept, and what was no longer declared is gone.
    NoConsent,
    /// The interest of this number is about a delicate topic, of which nothing is kept of anybody; nothing was changed.
    Sensitive(usize),
}

impl Shop {
    /// Keeps what a person declares, in the place of what they declared before, as far as somebody may use it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails, or for more than one person may declare.
    pub fn declare(&self, now: UnixTime, who: &SubjectId, ask: &Ask, said: &Declared) -> Result<Interested, AppError> {
        let window = self.window();
        if let Some(at) = said.interests.iter().position(|interest| window.is_sensitive(&interest.topic)) {
            return Ok(Interested::Sensitive(at));
        }
        // What is taken back goes also where nothing new may be kept, and it may have counted in a group.
        let declare = || Ok(self.vault.at(now).declare(who, ask, said)?);
        Ok(match self.change(Sort::No, declare, |_| true)? {
            Declaring::Kept => Interested::Kept,
            Declaring::NoConsent => Interested::NoConsent,
        })
    }

    /// Keeps one thing more that a person declares, as far as somebody may use it, or takes it back with `on` false.
    ///
    /// # Errors
    /// As [`Shop::declare`].
    pub fn amend(
        &self,
        now: UnixTime,
        who: &SubjectId,
        ask: &Ask,
        (interest, on): (&Interest, bool),
    ) -> Result<Interested, AppError> {
        if on && self.window().is_sensitive(&interest.topic) {
            return Ok(Interested::Sensitive(0));
        }
        let amend = || Ok(self.vault.at(now).amend(who, ask, interest, on)?);
        Ok(match self.change(Sort::No, amend, |_| true)? {
            Declaring::Kept => Interested::Kept,
            Declaring::NoConsent => Interested::NoConsent,
        })
    }
}
