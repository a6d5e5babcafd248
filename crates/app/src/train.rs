//! Learns a model from everybody who lets their activity teach, and puts it in the place of the old one.
//!
//! # Invariants
//! - When too few people agree, the new model is of nobody, and it replaces the old one: nobody's data stays in.
//! - A change that comes while it is learned is not lost: there is news again afterwards, also after a stop.

#[cfg(test)]
mod tests;

use crate::{AppError, Shop};
use domain::{SubjectId, Train, UnixTime};
use engine::{Anonymous, DENSE_ITEMS_MAX, HeldOut, Lesson, Model, Reach, Tuning, memory_for};
use std::cmp::Ordering;
use std::num::NonZeroU32;
use std::sync::Arc;
use vault::{Vault, VaultError};

/// Fewest distinct people behind a pair of items before the one speaks for the other, and behind a model at all.
pub const PAIR_PEOPLE_MIN: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// The blob that the model is kept in.
const BLOB: &str = "model/current";
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

impl Shop {
    /// Learns a model, keeps it and serves it. `progress` hears what is being done.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; the old model serves on.
    pub fn train(&self, now: UnixTime, progress: &dyn Fn(&str)) -> Result<Trained, AppError> {
        let _training = self.training();
        let known = self.news.known();
        let model = self.learn(now, None, progress)?;
        progress("keeping the model");
        let _writing = self.writing();
        self.vault.put_blob(BLOB, &encode(&model)?)?;
        let trained = Trained {
            people: model.people().into(),
            items: model.items().len() as u64,
            pairs: model.pairs() as u64,
            checksum: model.checksum(),
            chosen: std::iter::once(reach(&model, self.memory_bytes()))
                .chain(too_small(&model, self.memory_bytes()))
                .chain(told(model.tuning()))
                .collect(),
        };
        self.show(self.catalog(), Arc::new(model));
        self.news.learned(&self.vault, known)?;
        Ok(trained)
    }

    /// Learns the model again and returns the checksums: of the one that is kept, and of the one just learned, as if
    /// nothing had ever been kept of `without`. Where both are equal, nothing of that person is in the one that is kept.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn verify_model(&self, now: UnixTime, without: Option<&SubjectId>) -> Result<(String, String), AppError> {
        Ok((self.model().checksum(), self.learn(now, without, &|_| {})?.checksum()))
    }

    fn learn(&self, now: UnixTime, without: Option<&SubjectId>, progress: &dyn Fn(&str)) -> Result<Model, AppError> {
        let catalog = self.catalog();
        let moment = self.vault.at(now);
        progress("counting what is popular");
        let mut anonymous = Anonymous::default();
        moment.anonymous_events(|event| anonymous.count(event))?;
        let lesson = Lesson {
            catalog: &catalog,
            anonymous: &anonymous,
            memory_bytes: self.memory_bytes(),
            people_min: self.pair_people_min().get(),
            pair_people_min: self.pair_people_min().get(),
        };
        for _ in 0..TRIES_MAX {
            progress("learning what goes together");
            let lessons =
                match moment.cohort_without::<Train, _, _>(without, self.pair_people_min(), lesson, engine::learn) {
                    Err(VaultError::CohortTooSmall { .. }) => return Ok(Model::of_nobody(lesson)),
                    done => done?.into_value(),
                };
            if !lessons.is_disturbed() {
                return Ok(lessons.into_model().unwrap_or_else(|| Model::of_nobody(lesson)));
            }
        }
        Err(VaultError::Busy.into())
    }
}

/// Reads the model that is kept; the one that knows nothing where there is none.
pub(crate) fn load(vault: &Vault) -> Result<Model, AppError> {
    let Some(bytes) = vault.blob(BLOB)? else { return Ok(Model::default()) };
    let (form, rest) = bytes.split_first_chunk::<2>().ok_or_else(damaged)?;
    match u16::from_le_bytes(*form).cmp(&Model::FORM) {
        Ordering::Greater => return Err(AppError::Start("the model was written by a newer version".into())),
        // What an older version learned is learned anew from the same people.
        Ordering::Less => {
            crate::news::tell(vault)?;
            return Ok(Model::default());
        }
        Ordering::Equal => {}
    }
    postcard::from_bytes(rest).map_err(|_| damaged())
}

fn damaged() -> AppError {
    AppError::Start("the model can not be read: it is damaged".into())
}

fn encode(model: &Model) -> Result<Vec<u8>, AppError> {
    let bytes = Model::FORM.to_le_bytes().to_vec();
    postcard::to_extend(model, bytes).map_err(|_| VaultError::Form.into())
}

/// How far what goes together reaches, in a line for people.
fn reach(model: &Model, memory_bytes: u64) -> String {
    let Reach { by_regression, by_nearest } = model.reach();
    let whole = format!("what goes together: {by_regression} items by regression");
    match by_nearest {
        0 => whole,
        more => {
            let mib = memory_bytes >> 20;
            format!("{whole}, {more} more by their nearest (memory budget {mib} MiB, at most {DENSE_ITEMS_MAX} items)")
        }
    }
}

/// Where the memory budget is less than the catalog alone takes: a line for people.
fn too_small(model: &Model, memory_bytes: u64) -> Option<String> {
    let items = model.items().len();
    let least = memory_for(items).div_ceil(1 << 20);
    let says = || {
        let mib = memory_bytes >> 20;
        format!(
            "the memory budget of {mib} MiB is below the {least} MiB that {items} items take: the smallest model was learned"
        )
    };
    (memory_bytes < memory_for(items)).then(says)
}

/// What was tried, in lines for people.
fn told(tuning: &Tuning) -> Vec<String> {
    let held_out = match tuning.held_out {
        HeldOut::Nothing => "too few people to try weights on: the defaults stand".to_owned(),
        HeldOut::LastBasket => format!("weights tried on the last basket of {} people", tuning.people),
        HeldOut::NewestFifth => format!("weights tried on the newest fifth of {} people", tuning.people),
    };
    let line = |trial: &engine::Trial| {
        let tried: Vec<_> = trial.tried.iter().map(|(value, good)| format!("{value} ({good:.4})")).collect();
        format!("{}: {} kept, of {}", trial.knob.as_str(), trial.kept, tried.join(", "))
    };
    std::iter::once(held_out).chain(tuning.trials.iter().map(line)).collect()
}
