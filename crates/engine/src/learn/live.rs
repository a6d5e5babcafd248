//! What serves beside the one statistic: the inverse, which follows it by what changed, and what is made of both.
//!
//! # Invariants
//! - An inverse that followed is never served further off than [`DRIFT_MAX`]: it is worked out anew instead.
//! - Weights and head are those of the last whole lesson; everything else of a model is of the sums as they are.

use super::census::Census;
use super::class::{Class, Stamp};
use super::inverse::{self, Inverse, probe};
use super::nearest::{self, Nearest, Weighing};
use super::statistic::{Basis, Extract, Outline, Statistic};
use super::{Lesson, alike, finish, read, tune};
use crate::Catalog;
use crate::model::{Chosen, Frame, Model, Rows, Tuning};
use domain::{Reason, Train};
use std::sync::Arc;
use vault::{Cohort, Release};

/// How far an inverse that followed may be off, as a share of its largest cell, before it is worked out anew.
pub const DRIFT_MAX: f64 = 1e-12;

/// A way to hold the sums for a moment, while something is done with them.
pub type Hold<'h> = &'h mut dyn FnMut(&mut dyn FnMut(&mut Statistic));

/// What serves.
pub struct Live {
    outline: Outline,
    alike: Rows,
    /// Which items enough people took when `alike` was worked out.
    common: Vec<bool>,
    chosen: Chosen,
    tuning: Tuning,
    inverse: Option<Inverse>,
}

/// What a settling made.
pub struct Settled {
    /// The model of the sums as they are.
    pub model: Model,
    /// By how much the inverse is off that followed; `None` where it was worked out anew.
    pub drift: Option<f64>,
    /// How many items of the head would be others if it were chosen now.
    pub head_moved: usize,
}

/// Weights that were chosen by trying them on what was held out of people's histories.
pub(super) struct Weights {
    chosen: Chosen,
    tuning: Tuning,
    pub stamps: Vec<Stamp>,
}

/// What goes with items outside the head.
#[derive(Default)]
pub struct Near {
    nearest: Nearest,
    pub(super) stamps: Vec<Stamp>,
}

impl Release for Near {
    /// None, as with a model.
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

/// Tries weights, and chooses the best, over people of whom the items are numbered as in the outline.
pub(super) fn choose_weights_in(class: &Class<'_, '_>, (lesson, live): (Lesson<'_>, &Live)) -> Weights {
    let census = live.outline.census();
    let start = Chosen::before_trials(census.people, live.outline.repeats_matter);
    let mut stamps = Vec::new();
    let (chosen, tuning) = tune::tune(class, &census, lesson, (start, &live.alike), &mut stamps);
    Weights { chosen, tuning, stamps }
}

/// Counts what goes with items outside the head.
#[must_use]
pub fn near(cohort: &Cohort<'_, Train>, extract: &Extract) -> Near {
    let outline = &extract.outline;
    let keys = Arc::clone(&outline.grouped.0);
    near_in(&read(cohort, &outline.census().items, outline.memory_bytes, keys), outline, extract.way)
}

/// As [`near`], over people of whom the items are numbered as in the outline.
pub(super) fn near_in(class: &Class<'_, '_>, outline: &Outline, way: Weighing) -> Near {
    let (census, ways) = (outline.census(), [way]);
    let mut stamps = Vec::new();
    let nearest = nearest::nearest(class, &census, (&ways, None), &mut stamps).pop();
    Near { nearest: nearest.unwrap_or_default(), stamps }
}

impl Live {
    /// Begins with weights that were given, or with those from before any trial.
    #[must_use]
    pub fn begin(outline: Outline, lesson: Lesson<'_>) -> Self {
        let census = outline.census();
        let (alike, common) = (alike(lesson.catalog, &census), common(&census));
        let start = || (Chosen::before_trials(census.people, outline.repeats_matter), Tuning::default());
        let (chosen, tuning) = lesson.weights.given().map_or_else(start, |given| (*given.chosen, given.tuning.clone()));
        drop(census);
        Self { outline, alike, common, chosen, tuning, inverse: None }
    }

    /// How many items are in the regression.
    #[must_use]
    pub fn head_len(&self) -> usize {
        self.outline.head.len()
    }

    /// From now on these weights hold.
    pub(super) fn take(&mut self, choice: Weights) {
        self.inverse = None;
        (self.chosen, self.tuning) = (choice.chosen, choice.tuning);
    }

    /// Counts what goes with items outside the head, as the weights have it.
    pub(super) fn near_in(&self, class: &Class<'_, '_>) -> Near {
        near_in(class, &self.outline, Weighing::of(self.chosen.nearest))
    }

    /// The sums as they are now. Where the whole matrix is needed and what goes with items outside the head has to be counted
    /// first, they are extracted when that is done: both would be the most that a lesson holds.
    pub fn extract(&mut self, statistic: &mut Statistic) -> Extract {
        match self.inverse.take() {
            None if statistic.outline().has_tail() => statistic.sketch(&self.chosen),
            inverse => statistic.extract(inverse, &self.chosen),
        }
    }

    /// The model of an extract. `catalog` is the one that the statistic is over.
    pub fn build(
        &mut self,
        mut extract: Extract,
        near: Near,
        (catalog, memory_bytes): (&Catalog, u64),
        hold: Hold<'_>,
    ) -> Settled {
        let mut drift = self.follow(&mut extract, hold);
        if self.inverse.is_none() || drift.is_some_and(|drift| drift > DRIFT_MAX) {
            // First, so that there is never a second matrix.
            self.inverse = None;
            let chosen = self.chosen;
            hold(&mut |statistic| extract = statistic.extract(None, &chosen));
            drift = self.follow(&mut extract, hold);
        }
        self.outline = extract.outline.clone();
        let census = self.outline.census();
        let head_moved = census.head_moved(memory_bytes);
        if common(&census) != self.common {
            (self.alike, self.common) = (alike(catalog, &census), common(&census));
        }
        let model = if census.people < self.outline.people_min {
            self.of_nobody(catalog, &extract)
        } else {
            self.model(&census, near.nearest, extract)
        };
        Settled { model, drift, head_moved }
    }

    /// Lets the inverse follow, or works it out. Returns by how much it is off, where it followed.
    fn follow(&mut self, extract: &mut Extract, hold: Hold<'_>) -> Option<f64> {
        let (change, mut inverse) = match (extract.basis.take(), extract.inverse.take()) {
            (Some(Basis::Change(change)), Some(inverse)) => (change, inverse),
            (Some(Basis::Whole(matrix)), _) => {
                self.inverse = Inverse::of(matrix, self.chosen.ridge);
                return None;
            }
            _ => return None,
        };
        if !inverse.update(change.touched(), |row, column| change.cell(row, column)) {
            return None;
        }
        let probed = inverse.times(&probe(inverse.size()));
        let mut product = Vec::new();
        hold(&mut |statistic| product = statistic.times_before(&probed));
        let drift = inverse.drift(&probed, &product);
        self.inverse = Some(inverse);
        Some(drift)
    }

    fn model(&self, census: &Census<'_>, nearest: Nearest, extract: Extract) -> Model {
        let mut counts = extract.counts;
        counts.keep_common(|item| census.is_common(item));
        counts.merge((*extract.nobody).clone());
        let nearest = nearest::sharing(nearest, self.chosen.nearest_share);
        let rows = inverse::rows(self.inverse.as_ref(), &extract.behind, census, nearest);
        let probed = self.inverse.as_ref().map(|inverse| inverse.times(&probe(inverse.size())));
        let frame =
            Frame { head: census.head.clone(), sums: extract.digest.text(), probed: probed.unwrap_or_default() };
        let (keys, people_min) = &self.outline.grouped;
        let mut model = finish(census, counts, (rows, self.alike.clone()), (self.chosen, self.tuning.clone()), frame);
        model.parts.groups = census.groups().conclude(census, keys, *people_min);
        model
    }

    fn of_nobody(&self, catalog: &Catalog, extract: &Extract) -> Model {
        let outline = extract.outline.of_nobody();
        let census = outline.census();
        let rows = Rows::new(census.items.iter().map(|_| Vec::new()));
        let chosen = (Chosen::before_trials(0, false), Tuning::default());
        let alike = alike(catalog, &census);
        finish(&census, (*extract.nobody).clone(), (rows, alike), chosen, Frame::default())
    }
}

/// Which items enough people took.
fn common(census: &Census<'_>) -> Vec<bool> {
    (0..census.items.len() as u32).map(|item| census.is_common(item)).collect()
}
