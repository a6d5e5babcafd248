//! The group that an answer went by: many people who said the same of themselves.

use crate::Topic;
use serde::{Deserialize, Serialize};

/// A group of people, as a receipt names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they said they like.
    pub topic: Topic,
    /// At least so many of them stand behind whatever is counted.
    pub people_min: u32,
    /// How the one who is answered came into it.
    pub by: GroupBy,
}

/// How somebody came into a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    /// They said that they like just this.
    Said,
    /// They said that they like something that is part of it; of that alone too few people are known.
    Broader,
    /// The page is about it.
    Page,
}

impl GroupBy {
    /// Each way.
    pub const ALL: [Self; 3] = [Self::Said, Self::Broader, Self::Page];

    /// The word for it, in the API and in receipts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Broader => "broader",
            Self::Page => "page",
        }
    }
}
