//! A slot of a page: what can stand in it, where each fits, and what is learned by.

use domain::{Outcome, pick};
use serde::{Deserialize, Serialize};

/// Most variants of one slot.
pub const VARIANTS_MAX: usize = 50;
/// Most kinds of things that one slot asks about.
pub const LEANINGS_MAX: usize = 20;
/// The share that is spread evenly over all variants, whatever worked, in percent.
pub const EXPLORE_PERCENT_DEFAULT: u8 = 10;

/// What is told of the circumstances: coarse, and nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// The language of the page, as two letters of ISO 639-1.
    Language,
    /// The class of the device.
    Device,
    /// The class of the weather.
    Weather,
    /// The part of the day.
    PartOfDay,
}

impl Aspect {
    /// Every aspect, in the order in which a cell names them.
    pub const ALL: [Self; 4] = [Self::Language, Self::Device, Self::Weather, Self::PartOfDay];

    /// The word for it, in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Device => "device",
            Self::Weather => "weather",
            Self::PartOfDay => "part_of_day",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|aspect| aspect.as_str() == text)
    }

    /// Whether it can be this: the words are few, so that nobody is alone with theirs.
    #[must_use]
    pub fn takes(self, word: &str) -> bool {
        let among: &[&str] = match self {
            Self::Language => return word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()),
            Self::Device => &["phone", "tablet", "desktop", "other"],
            Self::Weather => &["clear", "cloudy", "rain", "snow", "hot", "cold"],
            Self::PartOfDay => &["morning", "afternoon", "evening", "night"],
        };
        among.contains(&word)
    }
}

/// What a request tells of the circumstances: words that their aspects take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Circumstances(pub Vec<(Aspect, String)>);

impl Circumstances {
    /// What is told of an aspect.
    #[must_use]
    pub fn of(&self, aspect: Aspect) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == aspect).map(|(_, word)| word.as_str())
    }

    /// Those aspects that count, as one word: `language=de;device=phone`.
    #[must_use]
    pub fn cell(&self, aspects: &[Aspect]) -> String {
        let counts = Aspect::ALL.into_iter().filter(|aspect| aspects.contains(aspect));
        let words = counts.filter_map(|aspect| Some(format!("{}={}", aspect.as_str(), self.of(aspect)?)));
        words.collect::<Vec<_>>().join(";")
    }
}

/// One thing that can stand in a slot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub id: String,
    /// A line of text to show.
    pub title: Option<String>,
    /// More text to show.
    pub text: Option<String>,
    /// Where it leads.
    pub url: Option<String>,
    /// Where its picture is.
    pub image: Option<String>,
    /// A JSON document of the shop's own, as text; nothing here looks into it.
    pub content: Option<String>,
    /// Where it fits: for each aspect named, one of these words has to hold.
    pub fits: Vec<(Aspect, Vec<String>)>,
}

impl Variant {
    /// Whether it fits. What is not told of the circumstances does not fit a condition on it.
    #[must_use]
    pub fn fits(&self, here: &Circumstances) -> bool {
        let holds = |(aspect, words): &(Aspect, Vec<String>)| {
            here.of(*aspect).is_some_and(|word| words.iter().any(|known| known == word))
        };
        self.fits.iter().all(holds)
    }
}

/// A slot of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Grows with every change; counts begin anew with it.
    pub version: u32,
    /// What can stand in it, 1 to [`VARIANTS_MAX`].
    pub variants: Vec<Variant>,
    /// The place of the variant that stands in it when nothing is tried; it fits everywhere.
    pub default: usize,
    /// What counts as having worked: clicked, or converted. What converted was clicked too.
    pub goal: Outcome,
    /// The share that is spread evenly over all variants that fit, in percent: no variant is ever less likely than its
    /// part of it, and none more likely than what it leaves.
    pub explore_percent: u8,
    /// The circumstances that are learned by.
    pub learn_by: Vec<Aspect>,
    /// Steps of catalog categories: which of them a person takes the most is learned by, where it may be used.
    pub leanings: Vec<String>,
}

impl Slot {
    /// The places of the variants that fit, in order; the default is always among them.
    #[must_use]
    pub fn fitting(&self, here: &Circumstances) -> Vec<usize> {
        (0..self.variants.len()).filter(|at| *at == self.default || self.variants[*at].fits(here)).collect()
    }

    /// Which of the odds a lot falls on; the default where it falls on none.
    pub(super) fn falls_on(&self, fitting: &[usize], odds: &[u32], lot: u64) -> usize {
        pick(odds.iter().copied(), lot).map_or(self.default, |at| fitting[at])
    }
}
