//! Why an item is there: the terms of the sum that ranked it.

use crate::ItemId;
use serde::{Deserialize, Serialize};

/// A named term of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// People who bought these also bought it.
    Together,
    /// You buy it now and then.
    Again,
    /// Many buy it.
    Popular,
    /// It goes with the item you are looking at.
    Similar,
    /// It fills the page so that everybody sees as much.
    Filler,
    /// You did not like what goes with it.
    Disliked,
    /// It is like something of yours, and too few people had it to tell more.
    Alike,
    /// It is missing from your usual mix.
    Mix,
    /// It is outside your usual.
    Outside,
    /// Something like it stands above already.
    Variety,
    /// It takes the place of something you have.
    Upgrade,
    /// It adds to something you have.
    AddOn,
    /// It goes with what is in your cart.
    Cart,
    /// You said that you like things of this kind.
    Interest,
    /// It was shown to you several times, and you passed over it.
    Fatigue,
    /// It has one of the places that are kept for things outside your usual.
    Explore,
    /// People who like what you said take it more, or less, than others do.
    Group,
    /// You want less of things like it.
    Less,
}

impl Term {
    /// Every term.
    pub const ALL: [Self; 18] = [
        Self::Together,
        Self::Again,
        Self::Popular,
        Self::Similar,
        Self::Filler,
        Self::Disliked,
        Self::Alike,
        Self::Mix,
        Self::Outside,
        Self::Variety,
        Self::Upgrade,
        Self::AddOn,
        Self::Cart,
        Self::Interest,
        Self::Fatigue,
        Self::Explore,
        Self::Group,
        Self::Less,
    ];

    /// The word for it, in the API and in receipts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Again => "again",
            Self::Popular => "popular",
            Self::Similar => "similar",
            Self::Filler => "filler",
            Self::Disliked => "disliked",
            Self::Alike => "alike",
            Self::Mix => "mix",
            Self::Outside => "outside",
            Self::Variety => "variety",
            Self::Upgrade => "upgrade",
            Self::AddOn => "add_on",
            Self::Cart => "cart",
            Self::Interest => "interest",
            Self::Fatigue => "fatigue",
            Self::Explore => "explore",
            Self::Group => "group",
            Self::Less => "less",
        }
    }
}

/// One term of an item's score. The terms of an item add up to its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The item that is explained.
    pub item: ItemId,
    /// Which term.
    pub term: Term,
    /// How much it added to the score.
    pub weight: f32,
    /// The person's own items behind it, the strongest first; empty where the term knows nothing of the person.
    pub evidence: Vec<ItemId>,
}
