//! What is decided by lot: the odds there were, the lot that was drawn, and what came of it.

use crate::{ItemId, ReceiptId, UnixTime};
use serde::{Deserialize, Serialize};

/// What the odds of one draw add up to: they are whole millionths, so that they add up exactly.
pub const ODDS_TOTAL: u32 = 1_000_000;

/// What a draw was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawFor {
    /// Which variant stands in a slot of a page: drawn anew for each decision.
    Slot,
    /// Which arm of an experiment a person is in: the same whenever it is asked.
    Experiment,
}

impl DrawFor {
    /// The word for it, in the API and in receipts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slot => "slot",
            Self::Experiment => "experiment",
        }
    }
}

/// What the odds of a draw were made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawBasis {
    /// Nothing was drawn: the person said no, or there was nothing to choose from.
    Fixed,
    /// Nothing is known yet: every one alike.
    Nothing,
    /// What worked for everybody.
    Everybody,
    /// What worked in these circumstances.
    Group,
    /// What worked for people who take the same kind of things.
    Personal,
    /// The shares that the shop gave.
    Shares,
}

impl DrawBasis {
    /// The word for it, in the API and in receipts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Nothing => "nothing",
            Self::Everybody => "everybody",
            Self::Group => "group",
            Self::Personal => "personal",
            Self::Shares => "shares",
        }
    }
}

/// One draw, whole enough to be drawn again: what a receipt keeps of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drawn {
    /// What it was for.
    pub of: DrawFor,
    /// The name of the slot or the experiment.
    pub name: String,
    /// Its version: a change of it begins a new count.
    pub version: u32,
    /// What could be drawn, each with its odds in millionths; they add up to [`ODDS_TOTAL`].
    pub odds: Vec<(String, u32)>,
    /// The lot: a keyed hash that the vault makes, so that nobody chose it.
    pub lot: u64,
    /// What was drawn.
    pub chosen: String,
    /// What the odds were made of.
    pub basis: DrawBasis,
    /// The circumstances that count, as `device=phone;language=de`.
    pub cell: String,
    /// The kind of things that the person takes the most, of those the slot asks about; empty where nothing personal was
    /// used, or they take none of them.
    pub leaning: String,
    /// The person's own items that the leaning rests on, a few of them.
    pub evidence: Vec<ItemId>,
    /// Whether what comes of it is counted.
    pub counted: bool,
}

impl Drawn {
    /// What this lot draws with these odds; `None` where nothing has any.
    #[must_use]
    pub fn due(&self) -> Option<&str> {
        pick(self.odds.iter().map(|(_, odds)| *odds), self.lot).map(|at| self.odds[at].0.as_str())
    }

    /// How likely what was drawn was, in millionths.
    #[must_use]
    pub fn propensity(&self) -> u32 {
        self.odds.iter().find(|(name, _)| *name == self.chosen).map_or(0, |(_, odds)| *odds)
    }
}

/// The place that a lot falls on, each as likely as its odds say. The lot is spread evenly over 64 bits.
#[must_use]
pub fn pick(odds: impl Iterator<Item = u32> + Clone, lot: u64) -> Option<usize> {
    let total: u64 = odds.clone().map(u64::from).sum();
    // The high half of a product of 64 by 64 bits: below `total`, which is far below 2^64.
    let mut left = ((u128::from(lot) * u128::from(total)) >> 64) as u64;
    odds.map(u64::from).enumerate().find_map(|(at, here)| {
        let falls_here = left < here;
        left = left.saturating_sub(here);
        falls_here.then_some(at)
    })
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was clicked, or taken up otherwise.
    Clicked,
    /// It led to what the shop wished for.
    Converted,
    /// It led to nothing, and that is final.
    Nothing,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Clicked, Self::Converted, Self::Nothing];

    /// The word for it, in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clicked => "clicked",
            Self::Converted => "converted",
            Self::Nothing => "nothing",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// One decision by lot about one person, and what came of it: what counts are made of. Kept sealed, for that person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The receipt of the decision.
    pub decision: ReceiptId,
    /// What was drawn for.
    pub of: DrawFor,
    /// The name of the slot or the experiment.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// The circumstances that count.
    pub cell: String,
    /// The kind of things that the person takes the most; empty where it was not used.
    pub leaning: String,
    /// What was drawn.
    pub chosen: String,
    /// How likely it was, in millionths.
    pub propensity: u32,
    /// When.
    pub at: UnixTime,
    /// What came of it, as far as it was told.
    pub outcome: Option<Outcome>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_falls_as_often_as_the_odds_say_and_never_on_nothing() {
        // The middle of each thousandth, so that none lies on an edge.
        let odds = [0, 250_000, 0, 750_000, 0];
        let mut counts = [0_u32; 5];
        for lot in 0..1_000_u64 {
            let spread = lot * (u64::MAX / 1_000) + u64::MAX / 2_000;
            counts[pick(odds.into_iter(), spread).expect("some odds")] += 1;
        }
        assert_eq!(counts, [0, 250, 0, 750, 0]);
        assert_eq!(pick(odds.into_iter(), u64::MAX), Some(3));
        assert_eq!(pick([0, 0].into_iter(), 7), None);
        assert_eq!(pick([].into_iter(), 7), None);
    }
}
