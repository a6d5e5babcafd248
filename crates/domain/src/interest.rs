//! What a person says they like, or never want to see: declared, and so stronger than whatever could be inferred.

use crate::ItemId;
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
    /// One item, and nothing else.
    Item(ItemId),
    /// Things like this item: those of its narrowest category. More or less of them is shown, and never none.
    Like(ItemId),
}

impl Topic {
    /// The kinds of topics, as the API names them.
    pub const KINDS: [&'static str; 5] = ["category", "tag", "seller", "item", "like"];

    /// A topic of a kind; `None` where there is no such kind, or the name can not be one.
    #[must_use]
    pub fn of(kind: &str, name: &str) -> Option<Self> {
        let named = || Some(name.to_owned()).filter(|name| !name.is_empty() && name.chars().count() <= TOPIC_CHARS_MAX);
        match kind {
            "category" => named().map(Self::Category),
            "tag" => named().map(Self::Tag),
            "seller" => named().map(Self::Seller),
            "item" => ItemId::parse(name).ok().map(Self::Item),
            "like" => ItemId::parse(name).ok().map(Self::Like),
            _ => None,
        }
    }

    /// Reads what [`Topic::word`] wrote.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (kind, name) = word.split_once(':')?;
        Self::of(kind, name)
    }

    /// The topic as one word.
    #[must_use]
    pub fn word(&self) -> String {
        let (kind, name) = self.parts();
        format!("{kind}:{name}")
    }

    /// The kind, and the name.
    #[must_use]
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Self::Category(name) => (Self::KINDS[0], name),
            Self::Tag(name) => (Self::KINDS[1], name),
            Self::Seller(name) => (Self::KINDS[2], name),
            Self::Item(id) => (Self::KINDS[3], id.as_str()),
            Self::Like(id) => (Self::KINDS[4], id.as_str()),
        }
    }
}

/// One thing that a person declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interest {
    /// About what.
    pub topic: Topic,
    /// Whether they like it; else they never want to see it, and of things like one ([`Topic::Like`]) they want less.
    pub likes: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_read_back_from_its_word() {
        for kind in Topic::KINDS {
            let topic = Topic::of(kind, "tea:green").unwrap();
            assert_eq!(Topic::parse(&topic.word()), Some(topic));
        }
    }

    #[test]
    fn what_names_nothing_is_no_topic() {
        let long = format!("seller:{}", "x".repeat(TOPIC_CHARS_MAX + 1));
        for word in ["", "tea", "seller:", "item:", "like:", "faith:any", long.as_str()] {
            assert_eq!(Topic::parse(word), None, "{word}");
        }
    }
}
