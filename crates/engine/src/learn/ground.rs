//! The ground on which weights are tried: what the rest of people's histories taught, and what was held out of them.

mod taker;
mod trial;

pub(super) use taker::Part;

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use super::counts::Counts;
use super::gram::Gram;
use super::inverse;
use super::nearest::{self, Weighing};
use crate::again::Again;
use crate::model::{Chosen, Rows};
use crate::past::{HoldOut, day_of};
use crate::season::{Diary, Season};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use taker::{FIRST_SHARE, Taker, takers};

/// Most people whose held-out items are foretold in each trial. With fewer it takes as long: fewer values show early that
/// they are far off.
const PEOPLE_MAX: usize = 1_500;
/// Most items whose pairs are learned to try ridges on: the best ridge hardly depends on how many there are, and the time
/// of each goes with the cube.
const RIDGE_HEAD_MAX: usize = 1_000;
/// The same for the other weights.
const HEAD_MAX: usize = 2_000;
/// Fewest, however large the catalog.
const PEOPLE_FLOOR: usize = 200;
/// Most scores, over all people, of each trial.
const SCORES_MAX: usize = 16_000_000;
/// Most days from which the season is looked at; where people's held-out things lie on more, several share one.
const SEASONS_MAX: usize = 400;
/// Most shares that all seasons of one trend hold together.
const SEASON_CELLS_MAX: usize = 2_000_000;

/// What the rest taught.
pub(super) struct Ground<'a> {
    /// Those who take part, in order of when.
    people: Vec<Taker>,
    /// The days on which that was, in order.
    days: Vec<i32>,
    again: Again,
    /// What was taken when, in the rest.
    diary: Diary,
    rarity: Vec<f32>,
    /// The items that the most people took, and what was summed of them.
    head: Vec<u32>,
    gram: Gram,
    /// The same of the first of them, while ridges are tried.
    first: Option<(Vec<u32>, Gram)>,
    /// For each number of days of a trend that is to be tried; see [`Ground::look_back`].
    seasons: Vec<(f32, Seasons)>,
    /// For each way of weighing pairs outside the regression; empty where there are none.
    nearest: Vec<Rows>,
    alike: &'a Rows,
    /// For each ridge that was laid.
    rows: Vec<(f32, Rows)>,
    /// For each of the people what they bring and what that adds up to in the head, as they remember it in so many days:
    /// most trials are of other weights, and then it stays as it is.
    brought: (f32, Vec<Brought>),
}

/// What somebody brings, and what it adds up to in the head.
#[derive(Clone)]
struct Brought {
    inputs: Vec<(u32, f32)>,
    flow: Vec<f32>,
}

/// Seasons seen from some days, in order.
struct Seasons {
    days: Vec<i32>,
    seasons: Vec<Season>,
}

impl<'a> Ground<'a> {
    /// Learns from everything but what is held out.
    pub fn new(
        class: &Class<'_, '_>,
        census: &Census<'_>,
        lesson: Lesson<'_>,
        (how, trend_days, alike): (HoldOut, f32, &'a Rows),
        stamps: &mut Vec<Stamp>,
    ) -> Self {
        let rest = class.without(how);
        let (of, without) = rest.as_ref().map_or((class, Some(how)), |rest| (rest, None));
        let mut counts = Counts::new(census.items.len());
        stamps.push(counts.add_people(of, census, without));
        counts.add_anonymous(lesson, census);
        let (again, diary) = counts.conclude();
        let head = census.first_of_head(HEAD_MAX);
        let gram = Gram::sum(of, census, (&head, without), stamps);
        let lists = nearest::nearest(of, census, (&Weighing::ALL, without), stamps);
        let nearest: Vec<Rows> =
            lists.into_iter().filter(|lists| !lists.is_empty()).map(|lists| Rows::new(lists.into_iter())).collect();
        let most = (SCORES_MAX / census.items.len().max(1)).clamp(PEOPLE_FLOOR, PEOPLE_MAX);
        let stride = (census.can_hold_out(how) as usize).div_ceil(most).max(1) as u64;
        let people = takers(class, (how, stride), (&diary.totals, &again), stamps);
        let mut days: Vec<i32> = people.iter().map(|taker| day_of(taker.held.at)).collect();
        days.dedup();
        let seasons = vec![(trend_days, Seasons::of(&diary, &days, trend_days))];
        let rarity = diary.rarity();
        Self {
            people,
            days,
            again,
            head,
            gram,
            first: None,
            nearest,
            alike,
            rows: Vec::new(),
            seasons,
            rarity,
            diary,
            brought: (0.0, Vec::new()),
        }
    }

    /// Learns what goes together in the head of the head, once for each ridge that is new.
    pub fn lay_ridges(&mut self, census: &Census<'_>, ridges: &[f32]) {
        let (head, gram) = &*self.first.get_or_insert_with(|| {
            let head = census.first_of_head(RIDGE_HEAD_MAX);
            let places: Vec<usize> = head.iter().filter_map(|item| self.head.binary_search(item).ok()).collect();
            (head, self.gram.part(&places))
        });
        for ridge in ridges {
            if self.rows.iter().all(|(laid, _)| laid != ridge) {
                self.rows.push((*ridge, rows(gram, *ridge, (head, census.items.len()))));
            }
        }
    }

    /// Learns what goes together in more of the head. That is the last that is made of the sums of pairs.
    pub fn lay(&mut self, census: &Census<'_>, chosen: &Chosen) {
        (self.rows, self.first) = (Vec::new(), None);
        let gram = std::mem::take(&mut self.gram);
        let rows = rows(&gram, chosen.ridge, (&self.head, census.items.len()));
        drop(gram);
        let brings = |taker: &Taker| {
            let (inputs, mut flow) = (taker.inputs(chosen.memory_days), Vec::new());
            rows.flow_in_head(&inputs, &mut flow);
            Brought { inputs, flow }
        };
        self.brought = (chosen.memory_days, self.people.par_iter().map(brings).collect());
        self.rows = vec![(chosen.ridge, rows)];
    }

    /// Looks back in so many ways, and in no others any more: those of all trends at once would be the most that a lesson
    /// holds.
    pub fn look_back(&mut self, trends: &[f32]) {
        self.seasons.retain(|(days, _)| trends.contains(days));
        let is_new = |days: &&f32| !self.seasons.iter().any(|(seen, _)| seen == *days);
        let new: Vec<f32> = trends.iter().filter(is_new).copied().collect();
        self.seasons.extend(new.into_iter().map(|days| (days, Seasons::of(&self.diary, &self.days, days))));
    }

    /// Whether there are so many people that some of them can go first.
    pub fn has_first(&self) -> bool {
        self.people.len() >= FIRST_SHARE * PEOPLE_FLOOR
    }

    /// Whether any pairs are outside the regression.
    pub const fn has_nearest(&self) -> bool {
        !self.nearest.is_empty()
    }

    fn rows(&self, ridge: f32) -> &Rows {
        let found = self.rows.iter().find(|(tried, _)| *tried == ridge);
        debug_assert!(found.is_some(), "a ridge is laid before it is tried");
        &found.unwrap_or(&self.rows[0]).1
    }

    fn seasons(&self, trend_days: f32) -> &Seasons {
        let found = self.seasons.iter().find(|(tried, _)| *tried == trend_days);
        &found.unwrap_or(&self.seasons[0]).1
    }
}

/// What goes together in a head, in single precision; in double where that is too coarse for the matrix.
fn rows(gram: &Gram, ridge: f32, over: (&[u32], usize)) -> Rows {
    let behind = gram.behind();
    let single = || inverse::full_rows::<f32>(gram.with_ridge(ridge), &behind, over);
    let double = || inverse::full_rows::<f64>(gram.with_ridge(ridge), &behind, over);
    let none = || Rows::new((0..over.1).map(|_| Vec::new()));
    single().or_else(double).unwrap_or_else(none)
}

impl Seasons {
    /// Seen from these days, in order; from the morning after the last one that is known, where a day is later.
    fn of(diary: &Diary, days: &[i32], trend_days: f32) -> Self {
        let most = (SEASON_CELLS_MAX / diary.totals.len().max(1)).clamp(1, SEASONS_MAX);
        let end = diary.standing_day().unwrap_or(0);
        let mut days: Vec<i32> =
            days.iter().step_by(days.len().div_ceil(most).max(1)).map(|day| end.min(*day)).collect();
        days.dedup();
        let mut looking = diary.looking_back(trend_days);
        let seasons = days.iter().map(|day| looking.season(*day)).collect();
        Self { days, seasons }
    }

    /// The season seen from the last looked-at day that is not after `day`.
    fn at(&self, day: i32) -> &Season {
        &self.seasons[self.days.partition_point(|seen| *seen <= day).saturating_sub(1)]
    }
}
