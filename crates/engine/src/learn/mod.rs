//! Learns a model from everybody who lets their activity teach: exact sums over people, then arithmetic on the sums.

mod alike;
mod anonymous;
mod census;
mod class;
mod counts;
mod gram;
mod ground;
mod inverse;
mod nearest;
mod quality;
mod tune;
mod voice;
mod words;

pub use anonymous::Anonymous;
pub use census::{DENSE_ITEMS_MAX, MEMORY_DEFAULT_BYTES, memory_for};
pub use tune::TUNE_PEOPLE_MIN;

use crate::Catalog;
use crate::model::{Chosen, Model, Parts, Rows, Tuning};
use census::Census;
use class::Class;
use counts::Counts;
use domain::{Item, Reason, Train};
use gram::Gram;
use nearest::Weighing;
use vault::{Cohort, Release};

/// One in so many bytes of the budget may hold what people did, so that it is unsealed once and not for every look.
const PEOPLE_SHARE: u64 = 4;

/// What a lesson needs beside the people: nothing in it is about a person.
#[derive(Clone, Copy, Debug)]
pub struct Lesson<'a> {
    /// Only items in it are learned.
    pub catalog: &'a Catalog,
    /// What was taken by nobody in particular: counts for what is popular.
    pub anonymous: &'a Anonymous,
    /// About how many bytes of memory learning may take; see [`MEMORY_DEFAULT_BYTES`].
    pub memory_bytes: u64,
    /// With fewer people than this nothing is learned from them.
    pub people_min: u32,
    /// With fewer people than this behind a pair of items, the one never speaks for the other; with fewer behind an item,
    /// it is not called popular.
    pub pair_people_min: u32,
}

/// What came out of a lesson.
#[derive(Debug)]
pub struct Lessons {
    outcome: Outcome,
}

#[derive(Debug)]
enum Outcome {
    Learned(Box<Model>),
    TooFew,
    Disturbed,
}

impl Release for Lessons {
    /// None: a model is about no item and no person; what it will rank comes with reasons of its own.
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

impl Lessons {
    /// The model. `None` when fewer people taught than have to.
    #[must_use]
    pub fn into_model(self) -> Option<Model> {
        match self.outcome {
            Outcome::Learned(model) => Some(*model),
            Outcome::TooFew | Outcome::Disturbed => None,
        }
    }

    /// Whether what people teach changed while it was being learned, so that the sums do not belong together: learn again.
    #[must_use]
    pub const fn is_disturbed(&self) -> bool {
        matches!(self.outcome, Outcome::Disturbed)
    }
}

impl Model {
    /// The model of what nobody in particular took: an order for everybody, without a trace of any person.
    #[must_use]
    pub fn of_nobody(lesson: Lesson<'_>) -> Self {
        let census = Census::of_nobody(lesson);
        let mut counts = Counts::new(census.items.len());
        counts.add_anonymous(lesson, &census);
        finish(
            &census,
            counts,
            (Rows::new(census.items.iter().map(|_| Vec::new())), alike(lesson, &census)),
            (Chosen::before_trials(0, false), Tuning::default()),
        )
    }
}

/// Learns a model. Each pass over the people adds whole numbers, so neither order nor threads leave a trace in it, and
/// nothing of a person outlives this call. At the end everybody is looked at once more: had anything changed, the sums would
/// be dropped.
///
/// With fewer people than [`Lesson::people_min`] one pass is all: what it counted is dropped.
#[must_use]
pub fn learn(cohort: &Cohort<'_, Train>, lesson: Lesson<'_>) -> Lessons {
    let outcome = try_learn(cohort, lesson);
    Lessons { outcome }
}

fn try_learn(cohort: &Cohort<'_, Train>, lesson: Lesson<'_>) -> Outcome {
    let mut class = Class::new(cohort, &census::ids(lesson));
    class.read_at_once(lesson.memory_bytes / PEOPLE_SHARE);
    let (census, first) = Census::take(&class, lesson);
    if census.people < lesson.people_min {
        return Outcome::TooFew;
    }
    let (mut counts, mut stamps) = (Counts::new(census.items.len()), vec![first]);
    stamps.push(counts.add_people(&class, &census, None));
    counts.add_anonymous(lesson, &census);
    let start = Chosen::before_trials(census.people, counts.repeats_matter());
    let alike = alike(lesson, &census);
    let (chosen, tuning) = tune::tune(&class, &census, lesson, (start, &alike), &mut stamps);
    let gram = Gram::sum(&class, &census, None, &mut stamps);
    let way = Weighing::of(chosen.nearest);
    let nearest = nearest::nearest(&class, &census, (&[way], None), &mut stamps).pop().unwrap_or_default();
    stamps.push(class.stamp());
    if stamps.iter().any(|stamp| *stamp != stamps[0]) {
        return Outcome::Disturbed;
    }
    let nearest = nearest::sharing(nearest, chosen.nearest_share);
    let rows = inverse::rows(&gram, chosen.ridge, &census, nearest);
    Outcome::Learned(Box::new(finish(&census, counts, (rows, alike), (chosen, tuning))))
}

/// Which items are alike by what the catalog says of them.
fn alike(lesson: Lesson<'_>, census: &Census<'_>) -> Rows {
    let items: Vec<&Item> = taught(lesson.catalog).collect();
    alike::alike(items.into_iter(), census)
}

/// What can be learned about: everything but what is delicate, which teaches nothing.
fn taught(catalog: &Catalog) -> impl Iterator<Item = &Item> {
    catalog.items().iter().map(AsRef::as_ref).filter(|item: &&Item| !item.sensitive)
}

/// Puts a model together.
fn finish(
    census: &Census<'_>,
    counts: Counts,
    (rows, alike): (Rows, Rows),
    (chosen, tuning): (Chosen, Tuning),
) -> Model {
    let items = census.items.iter().map(|id| (*id).clone()).collect();
    let (again, diary) = counts.conclude();
    let (people, reach) = (census.people, census.reach());
    Model { parts: Parts { people, items, reach, rows, alike, again, diary, chosen, tuning } }
}
