//! Whether a message may go out to a person now, and what they set about being reached.

use crate::{AppError, Shop};
use domain::{ItemId, SubjectId, UnixTime};
use vault::{Ask, Limits, Sending};

/// What a message is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// An item: what it stands under is what the message is about.
    pub item: Option<&'a ItemId>,
    /// A topic, as the catalog names it.
    pub topic: Option<&'a str>,
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Messaged {
    /// It was decided.
    Decided(Sending),
    /// It is about something delicate, of which nobody is written to.
    Sensitive,
}

impl Shop {
    /// Decides whether a message may go out to a person now; if so, it counts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an item that the catalog does not have; [`AppError::Vault`] when the ground fails.
    pub fn may_send(&self, now: UnixTime, who: &SubjectId, ask: &Ask, about: About<'_>) -> Result<Messaged, AppError> {
        let window = self.window();
        let mut topics: Vec<String> = about.topic.map(str::to_owned).into_iter().collect();
        if let Some(name) = about.topic {
            // Whoever switched a department off hears of no shelf of it either.
            topics.extend(window.above(name).map(str::to_owned));
        }
        if let Some(id) = about.item {
            let item = window.catalog().get(id).ok_or(AppError::NotFound { what: "item" })?;
            if item.sensitive {
                return Ok(Messaged::Sensitive);
            }
            topics.extend(item.category.iter().chain(&item.tags).cloned());
        }
        let delicate = |name: &str| {
            let kinds = [domain::Topic::Category(name.to_owned()), domain::Topic::Tag(name.to_owned())];
            kinds.iter().any(|topic| window.is_sensitive(topic))
        };
        if about.topic.is_some_and(delicate) {
            return Ok(Messaged::Sensitive);
        }
        Ok(Messaged::Decided(self.vault.at(now).may_send(who, ask, &topics)?))
    }

    /// Keeps what a person sets about being reached, in the place of what they set before. In force when this returns.
    ///
    /// # Errors
    /// [`AppError::Limit`] for more than may be set; [`AppError::Vault`] when the ground fails.
    pub fn set_limits(&self, now: UnixTime, who: &SubjectId, limits: &Limits) -> Result<(), AppError> {
        Ok(self.vault.at(now).set_limits(who, limits)?)
    }

    /// What a person set about being reached; nothing for a stranger.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn limits(&self, now: UnixTime, who: &SubjectId) -> Result<Limits, AppError> {
        Ok(self.vault.at(now).limits(who)?)
    }
}
