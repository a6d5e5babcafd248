//! How the terms of a score are weighed, and what was tried before that was chosen.

use serde::{Deserialize, Serialize};

/// The ridge before anything is tried, for each person who teaches, and its bounds.
const RIDGE_PER_PERSON: f32 = 0.25;
const RIDGE_MIN: f32 = 2.0;
const RIDGE_MAX: f32 = 200.0;
/// The ridges that may be tried, as multiples of that, in order.
const RIDGE_FACTORS: [f32; 6] = [0.125, 0.25, 0.5, 1.0, 2.0, 5.0];

/// The weights of the terms. Nobody has to know them: learning chooses them on the shop's own data.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chosen {
    /// How much evidence it takes before items are held to go together (the ridge of the regression).
    pub ridge: f32,
    /// After so many days an act counts for less by the factor e; infinite is never.
    pub memory_days: f32,
    /// The weight of what goes together.
    pub together: f32,
    /// How much more what goes together counts for an item that few take: eighths of a power of its share, 0 to 4.
    pub rarity: f32,
    /// How strongly what goes together follows the season: quarters of a power, 0 to 4.
    pub together_season: f32,
    /// How strongly what is taken again follows the season: quarters of a power, 0 to 4.
    pub again_season: f32,
    /// The weight of what is popular now; never zero, so that everybody gets an order.
    pub popular: f32,
    /// After so many days a basket counts for less in what is popular now by the factor e.
    pub trend_days: f32,
    /// What the other terms count for with items that the person has.
    pub owned: f32,
    /// The weight of what is alike to one of the person's items, where nobody's history can tell what goes together.
    pub alike: f32,
    /// How pairs outside the regression are weighed: 0 by the cosine, 1 by tf-idf, 2 by BM25.
    pub nearest: f32,
    /// What they count for beside what the regression says, which takes out what other items say as well.
    pub nearest_share: f32,
}

impl Default for Chosen {
    /// What holds before anything is tried, where people take things again.
    fn default() -> Self {
        Self {
            ridge: RIDGE_MAX,
            memory_days: 180.0,
            together: 0.4,
            rarity: 0.0,
            together_season: 1.0,
            again_season: 1.0,
            popular: 0.03,
            trend_days: 30.0,
            owned: 1.0,
            alike: 0.03,
            nearest: 0.0,
            nearest_share: 0.1,
        }
    }
}

/// One of the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Knob {
    /// [`Chosen::ridge`].
    Ridge,
    /// [`Chosen::together`].
    Together,
    /// [`Chosen::rarity`].
    Rarity,
    /// [`Chosen::together_season`].
    TogetherSeason,
    /// [`Chosen::again_season`].
    AgainSeason,
    /// [`Chosen::popular`].
    Popular,
    /// [`Chosen::trend_days`].
    TrendDays,
    /// [`Chosen::owned`].
    Owned,
    /// [`Chosen::memory_days`].
    MemoryDays,
    /// [`Chosen::alike`].
    Alike,
    /// [`Chosen::nearest`].
    Nearest,
    /// [`Chosen::nearest_share`].
    NearestShare,
}

impl Knob {
    /// Every weight, in the order in which they are tried.
    pub const ALL: [Self; 12] = [
        Self::Ridge,
        Self::Nearest,
        Self::NearestShare,
        Self::Together,
        Self::Rarity,
        Self::TogetherSeason,
        Self::AgainSeason,
        Self::Popular,
        Self::TrendDays,
        Self::Owned,
        Self::MemoryDays,
        Self::Alike,
    ];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ridge => "ridge",
            Self::Together => "together",
            Self::Rarity => "rarity",
            Self::TogetherSeason => "together_season",
            Self::AgainSeason => "again_season",
            Self::Popular => "popular",
            Self::TrendDays => "trend_days",
            Self::Owned => "owned",
            Self::MemoryDays => "memory_days",
            Self::Alike => "alike",
            Self::Nearest => "nearest",
            Self::NearestShare => "nearest_share",
        }
    }

    /// The values that may be tried from a start; those of the ridge go by it, because evidence grows with the shop, and are tried
    /// as far out as it gets better.
    #[must_use]
    pub fn values(self, start: &Chosen) -> Vec<f32> {
        let values: &[f32] = match self {
            Self::Ridge => return RIDGE_FACTORS.iter().map(|factor| factor * start.ridge).collect(),
            Self::Together => &[0.1, 0.2, 0.4, 0.8, 1.6, 3.2],
            Self::Rarity | Self::TogetherSeason => &[0.0, 1.0, 2.0, 3.0, 4.0],
            Self::AgainSeason => &[0.0, 1.0, 2.0, 3.0],
            Self::Popular => &[0.003, 0.01, 0.03, 0.1, 0.3, 1.0],
            Self::TrendDays => &[4.0, 7.0, 14.0, 30.0, 90.0],
            Self::Owned => &[0.0, 0.5, 1.0],
            Self::MemoryDays => &[30.0, 60.0, 180.0, f32::INFINITY],
            // Never 0: whatever is held out was taken by somebody, so trials can only push this down; and without it an item that
            // nobody took has no term in anybody's ranking.
            Self::Alike => &[0.01, 0.03, 0.1, 0.3],
            Self::Nearest => &[0.0, 1.0, 2.0],
            Self::NearestShare => &[0.03, 0.1, 0.3, 1.0],
        };
        values.to_vec()
    }
}

impl Chosen {
    /// What holds before anything is tried. In a small shop less evidence has to do; where nobody takes a thing again,
    /// nobody is shown what they have.
    pub(crate) fn before_trials(people: u32, repeats_matter: bool) -> Self {
        let ridge = (people as f32 * RIDGE_PER_PERSON).round().clamp(RIDGE_MIN, RIDGE_MAX);
        let owned = if repeats_matter { 1.0 } else { 0.0 };
        Self { ridge, owned, ..Self::default() }
    }

    /// One of the weights.
    #[must_use]
    pub const fn get(&self, knob: Knob) -> f32 {
        match knob {
            Knob::Ridge => self.ridge,
            Knob::Together => self.together,
            Knob::Rarity => self.rarity,
            Knob::TogetherSeason => self.together_season,
            Knob::AgainSeason => self.again_season,
            Knob::Popular => self.popular,
            Knob::TrendDays => self.trend_days,
            Knob::Owned => self.owned,
            Knob::MemoryDays => self.memory_days,
            Knob::Alike => self.alike,
            Knob::Nearest => self.nearest,
            Knob::NearestShare => self.nearest_share,
        }
    }

    /// These weights with another value for one of them.
    #[must_use]
    pub const fn with(mut self, knob: Knob, value: f32) -> Self {
        let at = match knob {
            Knob::Ridge => &mut self.ridge,
            Knob::Together => &mut self.together,
            Knob::Rarity => &mut self.rarity,
            Knob::TogetherSeason => &mut self.together_season,
            Knob::AgainSeason => &mut self.again_season,
            Knob::Popular => &mut self.popular,
            Knob::TrendDays => &mut self.trend_days,
            Knob::Owned => &mut self.owned,
            Knob::MemoryDays => &mut self.memory_days,
            Knob::Alike => &mut self.alike,
            Knob::Nearest => &mut self.nearest,
            Knob::NearestShare => &mut self.nearest_share,
        };
        *at = value;
        self
    }

    pub(super) fn is_sound(&self) -> bool {
        Knob::ALL.into_iter().all(|knob| self.get(knob) >= 0.0)
            && self.together.is_finite()
            && self.popular.is_finite()
            && self.alike.is_finite()
            && self.nearest_share.is_finite()
            && self.trend_days > 0.0
    }
}

/// What was held out of people's histories, to see which weights foretell it best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeldOut {
    /// Nothing: too few people have enough for that, so the defaults stand.
    #[default]
    Nothing,
    /// Each person's last basket.
    LastBasket,
    /// The newest fifth of each person's items.
    NewestFifth,
}

/// What was tried before the weights were chosen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tuning {
    /// What was held out.
    pub held_out: HeldOut,
    /// How many people's held-out items were to be foretold.
    pub people: u32,
    /// One weight at a time, in order.
    pub trials: Vec<Trial>,
}

/// The values of one weight that were tried, the others as they stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Which weight.
    pub knob: Knob,
    /// Each value and how good it was: NDCG@20 over all items plus NDCG@20 over items new to the person.
    pub tried: Vec<(f32, f32)>,
    /// The value that was kept.
    pub kept: f32,
    /// For each value whether it was given up: how good it was is then said of those who went first. Not kept with the model:
    /// it is for whoever watches the lesson, and the list is empty afterwards.
    #[serde(skip)]
    pub given_up: Vec<bool>,
}

/// How far the figure of a value that was tried can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// With the others that have none.
    Plain,
    /// With nothing: it is of those who went first, and the value was given up with them.
    GivenUp,
    /// It is higher than that of the value that was kept, by no more than chance explains.
    WithinChance,
}

impl Trial {
    /// Each value, how good it was, and how far that can be compared.
    pub fn marked(&self) -> impl Iterator<Item = (f32, f32, Mark)> {
        let of_kept = self.tried.iter().find(|(value, _)| *value == self.kept).map_or(f32::INFINITY, |tried| tried.1);
        self.tried.iter().enumerate().map(move |(at, &(value, good))| {
            let mark = match self.given_up.get(at) {
                Some(true) => Mark::GivenUp,
                _ if good > of_kept => Mark::WithinChance,
                _ => Mark::Plain,
            };
            (value, good, mark)
        })
    }
}
