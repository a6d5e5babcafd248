//! Notices: what people are told before they answer, as it is published and never changed afterwards.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A notice as it is published: what would be used for what, and the questions in the words they are asked in.
///
/// Its hash covers these fields in this order as JSON; what was published is found under its key and version for good
/// (Art. 7(1) GDPR: who relies on a yes shows what it was given to).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its name; its versions share it.
    pub key: String,
    /// Who answers for the data (Art. 13(1)(a) GDPR).
    pub controller: String,
    /// How they are reached.
    pub contact: String,
    /// What would be used for what.
    pub purposes: Vec<Told>,
    /// What a person may demand, as the policy words it.
    pub rights: Vec<String>,
    /// The purposes for which this version differs in substance beyond what can be seen in [`Notice::purposes`].
    pub material: Vec<String>,
    /// What can be pressed, layer by layer; the first is what is seen first.
    pub layers: Vec<Layer>,
    /// The words, by language (BCP 47).
    pub locales: BTreeMap<String, Wording>,
}

/// What a notice says about one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The purpose's key.
    pub purpose: String,
    /// The keys of the categories that it would use.
    pub categories: Vec<String>,
    /// Who would receive the data, by name.
    pub recipients: Vec<String>,
    /// Days that it is kept.
    pub retention_days: u32,
}

/// One layer of a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// What can be pressed on it, in order.
    pub controls: Vec<Control>,
}

/// Something that can be pressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// Its name within the notice, under which each language has its words.
    pub id: String,
    /// What it does.
    pub does: Does,
    /// About which purposes; none is all of them.
    pub purposes: Vec<String>,
    /// Whether it is on before anybody touched it.
    pub preselected: bool,
    /// How many times something is pressed, from its own layer on, until it is done.
    pub steps: u32,
    /// How much it stands out.
    pub weight: Emphasis,
}

/// What a control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Says yes.
    Accept,
    /// Says no.
    Refuse,
    /// A switch: off is no, on is yes, once a button of its layer is pressed.
    Switch,
    /// Says what the switches of its layer stand on.
    Save,
    /// Opens the next layer.
    Open,
}

/// How much a control stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Emphasis {
    /// As a link among words.
    Link,
    /// As a plain button.
    #[default]
    Plain,
    /// As the button that draws the eye.
    Strong,
}

/// The words of a notice in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Its heading.
    pub title: String,
    /// The text of each layer.
    pub layers: Vec<String>,
    /// What stands on each control, by its id.
    pub controls: BTreeMap<String, String>,
    /// What the person gets from each purpose, by its key.
    pub benefits: BTreeMap<String, String>,
}

macro_rules! words {
    ($type:ident: $($variant:ident = $word:literal),+) => {
        impl $type {
            /// The word for it, in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Every word.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// Reads the word.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! { Does: Accept = "accept", Refuse = "refuse", Switch = "switch", Save = "save", Open = "open" }
words! { Emphasis: Link = "link", Plain = "plain", Strong = "strong" }
