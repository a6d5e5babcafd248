//! Learns a model from everybody who lets their activity teach: exact sums over people, then arithmetic on the sums.

mod alike;
mod anonymous;
mod census;
mod change;
mod class;
mod counts;
mod gram;
mod ground;
mod groups;
mod inverse;
mod live;
mod nearest;
mod quality;
mod statistic;
mod taught;
mod triangle;
mod tune;
mod voice;
mod words;

pub use anonymous::Anonymous;
pub use census::{DENSE_ITEMS_MAX, HEAD_SHARE, MEMORY_DEFAULT_BYTES, memory_for};
pub use live::{DRIFT_MAX, Hold, Live, Near, Settled, near};
pub use statistic::{Extract, Outline, Statistic};
pub use taught::teaches_as;
pub use tune::TUNE_PEOPLE_MIN;

use crate::Catalog;
use crate::groups::Keys;
use crate::model::{Chosen, Frame, Groups, Model, Parts, Rows, Tuning};
use census::Census;
use class::{Class, Stamp};
use counts::Counts;
use domain::{Item, ItemId, Reason, Train};
use gram::Gram;
use std::sync::Arc;
use taught::taught;
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
    /// With fewer people than this nobody is grouped, and an item says nothing of a group; nobody is at all where it is 0.
    pub group_people_min: u32,
    /// Where the weights come from.
    pub weights: WeightsFrom<'a>,
}

/// Where the weights of a lesson come from.
#[derive(Clone, Copy, Debug)]
pub enum WeightsFrom<'a> {
    /// Some are tried on what is held out of people's histories, and the best are chosen.
    Trials,
    /// Nothing is tried: the defaults stand, which are nobody's.
    Defaults,
    /// Nothing is tried: what an earlier lesson chose.
    Before(Given<'a>),
}

impl<'a> WeightsFrom<'a> {
    /// What an earlier lesson chose.
    const fn given(self) -> Option<Given<'a>> {
        match self {
            Self::Trials | Self::Defaults => None,
            Self::Before(given) => Some(given),
        }
    }
}

/// What a lesson chose, for one that is to choose the same.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The weights.
    pub chosen: &'a Chosen,
    /// How they were chosen.
    pub tuning: &'a Tuning,
    /// The items whose pairs are learned by regression; `None` chooses them by how many people took them.
    pub head: Option<&'a [ItemId]>,
}

impl Lesson<'_> {
    /// The groups that people may come into.
    fn keys(self) -> Arc<Keys> {
        Arc::new(if self.group_people_min == 0 { Keys::default() } else { Keys::of(self.catalog) })
    }
}

/// What came of counting everybody.
enum Counting {
    /// The sums, and which people were counted.
    Counted(Box<Statistic>, Stamp),
    TooFew,
    Disturbed,
}

/// Takes the sums over as soon as they are there; false where they do not stand any more.
pub type HandOver<'h> = &'h dyn Fn(Statistic) -> bool;

/// What came of beginning to follow people.
pub enum Begun {
    /// What serves beside the sums, and what goes with items outside the head.
    Following(Box<Live>, Near),
    /// Fewer people teach than have to: nothing was kept.
    TooFew,
    /// What people teach changed while they were counted, so that the sums do not belong together: count again.
    Disturbed,
}

impl Release for Begun {
    /// None, as with a model.
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
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
        let rows = Rows::new(census.items.iter().map(|_| Vec::new()));
        let chosen = (Chosen::before_trials(0, false), Tuning::default());
        finish(&census, counts, (rows, alike(lesson.catalog, &census)), chosen, Frame::default())
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
    let class = read(cohort, &census::ids(lesson), lesson.memory_bytes, lesson.keys());
    let (mut statistic, first) = match count_in(&class, lesson) {
        Counting::Counted(statistic, first) => (statistic, first),
        Counting::TooFew => return Outcome::TooFew,
        Counting::Disturbed => return Outcome::Disturbed,
    };
    let mut live = Live::begin(statistic.outline(), lesson);
    let mut stamps = Vec::new();
    if matches!(lesson.weights, WeightsFrom::Trials) {
        let mut choice = live::choose_weights_in(&class, (lesson, &live));
        stamps.append(&mut choice.stamps);
        live.take(choice);
    }
    let extract = live.extract(&mut statistic);
    let mut near = live::near_in(&class, &extract.outline, extract.way);
    stamps.append(&mut near.stamps);
    stamps.push(class.stamp());
    if stamps.iter().any(|stamp| *stamp != first) {
        return Outcome::Disturbed;
    }
    drop(class);
    let about = (lesson.catalog, lesson.memory_bytes);
    let settled = live.build(extract, near, about, &mut |work| work(&mut statistic));
    Outcome::Learned(Box::new(settled.model))
}

/// Counts everybody in a tally: the one statistic, which is handed over at once, so that from then on it follows who
/// changes. Then weights are tried, and what goes with items outside the head is counted, on those same people: who changes
/// meanwhile is followed by the sums, and where anybody is taken out the latter has to be counted again.
#[must_use]
pub fn follow(cohort: &Cohort<'_, Train>, (lesson, hand_over): (Lesson<'_>, HandOver<'_>)) -> Begun {
    let class = read(cohort, &census::ids(lesson), lesson.memory_bytes, lesson.keys());
    let statistic = match count_in(&class, lesson) {
        Counting::Counted(statistic, _) => *statistic,
        Counting::TooFew => return Begun::TooFew,
        Counting::Disturbed => return Begun::Disturbed,
    };
    let outline = statistic.outline();
    if !hand_over(statistic) {
        return Begun::Disturbed;
    }
    let mut live = Live::begin(outline, lesson);
    if matches!(lesson.weights, WeightsFrom::Trials) {
        let choice = live::choose_weights_in(&class, (lesson, &live));
        live.take(choice);
    }
    let near = live.near_in(&class);
    Begun::Following(Box::new(live), near)
}

/// The people of a cohort; what they did is read at once where a part of the memory holds it.
fn read<'c, 'm>(
    cohort: &'c Cohort<'m, Train>,
    items: &[&'c ItemId],
    memory_bytes: u64,
    keys: Arc<Keys>,
) -> Class<'c, 'm> {
    let mut class = Class::new(cohort, items, keys);
    class.read_at_once(memory_bytes / PEOPLE_SHARE);
    class
}

fn count_in(class: &Class<'_, '_>, lesson: Lesson<'_>) -> Counting {
    let (census, first) = Census::take(class, lesson);
    if census.people < lesson.people_min {
        return Counting::TooFew;
    }
    let (counts, second) = Counts::of_people(class, census.items.len(), None);
    let mut nobody = Counts::new(census.items.len());
    nobody.add_anonymous(lesson, &census);
    let mut stamps = vec![second];
    let gram = Gram::sum(class, &census, (&census.head, None), &mut stamps);
    if stamps.iter().any(|stamp| *stamp != first) {
        return Counting::Disturbed;
    }
    let grouped = (Arc::clone(class.keys()), lesson.group_people_min);
    let statistic = Statistic::new(&census, lesson.people_min, (counts, nobody), gram, grouped);
    Counting::Counted(Box::new(statistic), first)
}

/// Which items are alike by what the catalog says of them.
fn alike(catalog: &Catalog, census: &Census<'_>) -> Rows {
    let items: Vec<&Item> = taught(catalog).collect();
    alike::alike(items.into_iter(), census)
}

/// Puts a model together.
fn finish(
    census: &Census<'_>,
    counts: Counts,
    (rows, alike): (Rows, Rows),
    (chosen, tuning): (Chosen, Tuning),
    frame: Frame,
) -> Model {
    let items = census.items.iter().map(|id| (*id).clone()).collect();
    let (again, diary) = counts.conclude();
    let (people, reach) = (census.people, census.reach());
    Model {
        parts: Parts {
            people,
            items,
            reach,
            rows,
            alike,
            again,
            diary,
            groups: Groups::default(),
            chosen,
            tuning,
            frame,
        },
    }
}
