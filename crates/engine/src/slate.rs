//! What leaves: items, each with the terms of its score.

use domain::{Group, ItemId, Reason};
use vault::Release;

/// Items in order, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slate {
    /// The places, the first one first.
    pub places: Vec<Placed>,
    /// The group that it went by.
    pub group: Option<Group>,
}

/// One place of a slate.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// What stands there.
    pub item: ItemId,
    /// The sum of the weights of its reasons.
    pub score: f32,
    /// The terms of its score.
    pub reasons: Vec<Reason>,
    /// How likely it was to stand there, where that was left to the seed; the rest of a slate is certain.
    pub propensity: Option<f32>,
}

impl Release for Slate {
    fn reasons(&self) -> Vec<Reason> {
        self.places.iter().flat_map(|place| place.reasons.iter().cloned()).collect()
    }

    fn group(&self) -> Option<Group> {
        self.group.clone()
    }
}
