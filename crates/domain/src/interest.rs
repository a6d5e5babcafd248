//! What a person says they like, or never want to see: declared, and so stronger than whatever could be inferred.

use serde::{Deserialize, Serialize};

/// Most interests that one person may declare.
pub const INTERESTS_MAX: usize = 200;
/// Most characters of a topic's name.
pub const TOPIC_CHARS_MAX: usize = 200;

/// What an interest is about, in the words of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Topic {
    /// A step of the category path.
    Category(String),
    /// A tag.
    Tag(String),
    /// Whoever sells it.
    Seller(String),
}

impl Topic {
    /// The kinds of topics, as the API names them.
    pub const KINDS: [&'static str; 3] = ["category", "tag", "seller"];

    /// The kind, and the name.
    #[must_use]
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Category(name) => (Self::KINDS[0], name),
            Self::Tag(name) => (Self::KINDS[1], name),
            Self::Seller(name) => (Self::KINDS[2], name),
        }
    }
}

/// One thing that a person declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interest {
    /// About what.
    pub topic: Topic,
    /// Whether they like it; else they never want to see it.
    pub likes: bool,
}
