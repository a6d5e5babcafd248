//! Learns a model from everybody who lets their activity teach, and puts it in the place of the old one.
//!
//! # Invariants
//! - When too few people agree, the new model is of nobody, and it replaces the old one: nobody's data stays in.
//! - A change that comes while it is learned is not lost: there is news again afterwards, also after a stop.
//! - However a lesson ends before its end, the old model serves on and is kept.

#[cfg(test)]
pub(crate) mod tests;
mod told;

use crate::following::{self, Following, Kept};
use crate::{AppError, Shop, kept};
use domain::{ItemId, SubjectId, Train, UnixTime};
use engine::{Anonymous, Begun, Catalog, Difference, Given, Lesson, Model, Statistic, WeightsFrom};
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::sync::Arc;
use vault::{Tally, VaultError};

/// Fewest distinct people behind a pair of items before the one speaks for the other, and behind a model at all.
pub const PAIR_PEOPLE_MIN: NonZeroU32 = vault::policy::PAIR_PEOPLE_MIN;

/// How often learning starts over when what people teach changes under it.
const TRIES_MAX: usize = 3;

/// What was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trained {
    /// How many people taught it.
    pub people: u64,
    /// How many items it knows.
    pub items: u64,
    /// How many pairs of items go together in it, each direction counted.
    pub pairs: u64,
    /// What it was told apart by.
    pub checksum: String,
    /// What was tried and chosen, a line each.
    pub chosen: Vec<String>,
}

/// The model that serves, beside one that was learned again with the same weights over the same items.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The checksum of the one that serves.
    pub kept: String,
    /// The checksum of the one just learned.
    pub learned: String,
    /// The checksums of the whole numbers that they were made of.
    pub sums: [String; 2],
    /// How far they are apart.
    pub difference: Difference,
}

impl Verified {
    /// Whether the two are equal.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.kept == self.learned || self.difference.is_none()
    }
}

/// Whether weights are tried on what is held out of people's histories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trials {
    /// Some are, and the best are chosen.
    #[default]
    Run,
    /// None are: the defaults stand, until a lesson that tries.
    Skipped,
}

impl Shop {
    /// Learns a model, keeps it and serves it; from then on it follows what people change. `progress` hears what is being
    /// done.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; the old model serves on.
    pub fn train(&self, now: UnixTime, progress: &dyn Fn(&str)) -> Result<Trained, AppError> {
        self.train_with(now, Trials::Run, progress)
    }

    /// As [`Shop::train`]; without trials it is sooner done.
    ///
    /// # Errors
    /// As [`Shop::train`].
    pub fn train_with(&self, now: UnixTime, trials: Trials, progress: &dyn Fn(&str)) -> Result<Trained, AppError> {
        let weights = match trials {
            Trials::Run => WeightsFrom::Trials,
            Trials::Skipped => WeightsFrom::Defaults,
        };
        self.lesson(now, weights, progress)
    }

    /// As [`Shop::train`], with the weights of the model that serves: nothing is tried, so it is sooner done.
    ///
    /// # Errors
    /// As [`Shop::train`].
    pub fn recount(&self, now: UnixTime) -> Result<Trained, AppError> {
        let model = self.model();
        let weights = if model.sums().is_empty() { WeightsFrom::Trials } else { before(&model, None) };
        self.lesson(now, weights, &|_| {})
    }

    /// As [`Shop::train`], with the weights of another model.
    ///
    /// # Errors
    /// As [`Shop::train`].
    pub(crate) fn train_like(&self, now: UnixTime, model: &Model) -> Result<Trained, AppError> {
        self.lesson(now, before(model, None), &|_| {})
    }

    fn lesson(&self, now: UnixTime, weights: WeightsFrom<'_>, progress: &dyn Fn(&str)) -> Result<Trained, AppError> {
        let _training = self.training();
        let known = self.news.known();
        let catalog = self.catalog();
        progress("counting what is popular");
        let anonymous = self.anonymous(now)?;
        let lesson = Lesson { weights, ..self.about(&catalog, &anonymous) };
        let mut next = self.count_all(now, lesson, &catalog, progress)?;
        let mut following = self.following();
        let model = match &mut next {
            Some(next) => next.model(self.vault.at(now), self.pair_people_min(), self.memory_bytes())?.0,
            None => Model::of_nobody(lesson),
        };
        progress("keeping the model");
        let _writing = self.writing();
        kept::keep(&self.vault, &model, (now, self.pair_people_min()))?;
        let trained = Trained {
            people: model.people().into(),
            items: model.items().len() as u64,
            pairs: model.pairs() as u64,
            checksum: model.checksum(),
            chosen: told::learned(&model, weights, self.memory_bytes(), self.pair_people_min().get()),
        };
        self.show(self.catalog(), Arc::new(model));
        *following = next;
        self.news.learned(&self.vault, known)?;
        Ok(trained)
    }

    /// Counts everybody and chooses weights. `None` where too few people teach.
    fn count_all(
        &self,
        now: UnixTime,
        lesson: Lesson<'_>,
        catalog: &Arc<Catalog>,
        progress: &dyn Fn(&str),
    ) -> Result<Option<Following>, AppError> {
        progress("learning what goes together");
        for _ in 0..TRIES_MAX {
            let (tally, kept) = (self.vault.tally(now), RefCell::new(None));
            match self.begin(now, lesson, (&tally, &kept), progress)? {
                Begun::TooFew => return Ok(None),
                Begun::Disturbed => {}
                Begun::Following(live, near) => {
                    let following = |statistic| Following::of(tally, statistic, Arc::clone(catalog), (*live, near));
                    return Ok(kept.into_inner().map(following));
                }
            }
        }
        Err(VaultError::Busy.into())
    }

    /// Counts everybody, lets the tally keep the sums current from then on, and tries weights: who withdraws meanwhile is
    /// out of the sums, and the trials end with those they began with.
    fn begin(
        &self,
        now: UnixTime,
        lesson: Lesson<'_>,
        (tally, kept): (&Tally, &RefCell<Option<Kept>>),
        progress: &dyn Fn(&str),
    ) -> Result<Begun, AppError> {
        let hand_over = |statistic: Statistic| {
            *kept.borrow_mut() = following::keep(tally, statistic);
            let stands = kept.borrow().is_some();
            if stands && matches!(lesson.weights, WeightsFrom::Trials) {
                progress("choosing weights");
            }
            stands
        };
        let input = (lesson, &hand_over as engine::HandOver<'_>);
        match self.vault.at(now).cohort_in::<Train, _, _>(tally, self.pair_people_min(), input, engine::follow) {
            Err(VaultError::CohortTooSmall { .. }) => Ok(Begun::TooFew),
            begun => Ok(begun?.into_value()),
        }
    }

    /// Learns the model again with the weights that it was given, over the items that it was learned over, and compares
    /// the two; as if nothing had ever been kept of `without`. Where they are equal, nothing of that person is in it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn verify_model(&self, now: UnixTime, without: Option<&SubjectId>) -> Result<Verified, AppError> {
        let kept = self.model();
        let head = kept.head();
        let weights = if kept.sums().is_empty() { WeightsFrom::Trials } else { before(&kept, Some(&head)) };
        let again = self.learn_again(now, without, weights)?;
        Ok(Verified {
            kept: kept.checksum(),
            learned: again.checksum(),
            sums: [&*kept, &again].map(|model| model.sums().to_owned()),
            difference: kept.difference(&again),
        })
    }

    fn learn_again(
        &self,
        now: UnixTime,
        without: Option<&SubjectId>,
        weights: WeightsFrom<'_>,
    ) -> Result<Model, AppError> {
        let catalog = self.catalog();
        let anonymous = self.anonymous(now)?;
        let lesson = Lesson { weights, ..self.about(&catalog, &anonymous) };
        let moment = self.vault.at(now);
        for _ in 0..TRIES_MAX {
            let floor = self.pair_people_min();
            let lessons = match moment.cohort_without::<Train, _, _>(without, floor, lesson, engine::learn) {
                Err(VaultError::CohortTooSmall { .. }) => return Ok(Model::of_nobody(lesson)),
                done => done?.into_value(),
            };
            if !lessons.is_disturbed() {
                return Ok(lessons.into_model().unwrap_or_else(|| Model::of_nobody(lesson)));
            }
        }
        Err(VaultError::Busy.into())
    }

    /// What nobody in particular did.
    fn anonymous(&self, now: UnixTime) -> Result<Anonymous, AppError> {
        let mut anonymous = Anonymous::default();
        self.vault.at(now).anonymous_events(|event| anonymous.count(event))?;
        Ok(anonymous)
    }

    fn about<'a>(&self, catalog: &'a Catalog, anonymous: &'a Anonymous) -> Lesson<'a> {
        Lesson {
            catalog,
            anonymous,
            memory_bytes: self.memory_bytes(),
            people_min: self.pair_people_min().get(),
            pair_people_min: self.pair_people_min().get(),
            group_people_min: self.policy().group_people_min(),
            weights: WeightsFrom::Trials,
        }
    }
}

/// What a model was learned with, and over which items.
fn before<'a>(model: &'a Model, head: Option<&'a [ItemId]>) -> WeightsFrom<'a> {
    WeightsFrom::Before(Given { chosen: model.chosen(), tuning: model.tuning(), head })
}
