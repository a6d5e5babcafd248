//! Something a person did.

use crate::{EventId, ItemId, PurposeSet, UnixTime};
use serde::{Deserialize, Serialize};

/// Most pieces one event may stand for.
pub const QUANTITY_MAX: u32 = 1_000_000;
/// The highest rating, in tenths of a star.
pub const RATING_TENTHS_MAX: u16 = 100;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Bought.
    Purchase,
    /// Sent back: undoes purchases of the same item.
    Return,
    /// Looked at.
    View,
    /// Rated, in tenths of a star.
    Rating,
}

impl Verb {
    /// The word for it, in the API and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Return => "return",
            Self::View => "view",
            Self::Rating => "rating",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Purchase, Self::Return, Self::View, Self::Rating].into_iter().find(|verb| verb.as_str() == text)
    }
}

/// Something a person did with an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The sender's name for it.
    pub id: EventId,
    /// With what.
    pub item: ItemId,
    /// What.
    pub verb: Verb,
    /// When.
    pub at: UnixTime,
    /// Whether the sender did not say when, so that [`Event::at`] is when it came in.
    pub at_arrival: bool,
    /// How many pieces, at least one.
    pub quantity: u32,
    /// The rating in tenths of a star, for [`Verb::Rating`].
    pub rating_tenths: Option<u16>,
    /// The basket or order it belongs to.
    pub basket: Option<EventId>,
    /// The purposes that the sender says this event may at most serve; `None` where it says nothing.
    pub ceiling: Option<PurposeSet>,
}

impl Event {
    /// Whether this is the other one sent again. A time that the sender did not say tells nothing apart.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let at = if self.at_arrival && other.at_arrival { self.at } else { other.at };
        *self == Self { at, ..other.clone() }
    }
}

/// What became of an event that was sent in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// Kept.
    Accepted,
    /// The same event was kept before.
    Duplicate,
    /// An event of this name with other contents was kept before; this one is not.
    Mismatch,
    /// No purpose may use it, so it is not kept.
    NoConsent,
    /// Its time lies too far off; not kept.
    TimeOutOfRange,
}
