//! The ground on which weights are tried: what the rest of people's histories taught, and what was held out of them.

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use super::counts::Counts;
use super::gram::Gram;
use super::inverse;
use super::nearest::{self, Weighing};
use super::quality::{DEPTH, Foretold, Qualities, ndcg};
use crate::again::Again;
use crate::model::{Chosen, Rows};
use crate::past::{Held, HoldOut, Past, day_of};
use crate::score::{self, Person, Today};
use crate::season::{Diary, Season};
use crate::top::Top;
use domain::UnixTime;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use vault::Few;

/// Most people whose held-out items are foretold in each trial.
const PEOPLE_MAX: usize = 1_500;
/// Most items whose pairs are learned to try ridges on: the best ridge hardly depends on how many there are, and the time
/// of each goes with the cube.
const RIDGE_HEAD_MAX: usize = 2_000;
/// Fewest, however large the catalog.
const PEOPLE_FLOOR: usize = 200;
/// Most scores, over all people, of each trial.
const SCORES_MAX: usize = 100_000_000;
/// Most days from which the season is looked at; in a longer history several days share one.
const SEASONS_MAX: usize = 400;
/// Most shares that all seasons of one trend hold together.
const SEASON_CELLS_MAX: usize = 2_000_000;

/// What the rest taught.
pub(super) struct Ground<'a> {
    how: HoldOut,
    again: Again,
    totals: Vec<u64>,
    gram: Gram,
    /// For each number of days of a trend.
    seasons: Vec<(f32, Seasons)>,
    /// For each way of weighing pairs outside the regression; empty where there are none.
    nearest: Vec<Rows>,
    alike: &'a Rows,
    /// Who takes part.
    few: Few,
    /// The mark of the first pass over them.
    few_stamp: Option<Stamp>,
    /// For each value of the ridge.
    rows: Vec<(f32, Rows)>,
}

/// Seasons seen from every so many days.
struct Seasons {
    first: i32,
    step: i32,
    seasons: Vec<Season>,
}

/// What one thread adds up, and its working memory.
#[derive(Default)]
struct Sum {
    qualities: Qualities,
    /// What the regression says, and what pairs outside it say; and the sum.
    head: Vec<f32>,
    near: Vec<f32>,
    flow: Vec<f32>,
    alike: Vec<f32>,
    today: Today,
    scores: Vec<f32>,
}

impl<'a> Ground<'a> {
    /// Learns from everything but what is held out.
    pub fn new(
        class: &Class<'_, '_>,
        census: &Census<'_>,
        lesson: Lesson<'_>,
        (how, trends, alike): (HoldOut, &[f32], &'a Rows),
        stamps: &mut Vec<Stamp>,
    ) -> Self {
        let mut counts = Counts::new(census.items.len());
        stamps.push(counts.add_people(class, census, Some(how)));
        counts.add_anonymous(lesson, census);
        let (again, diary) = counts.conclude();
        let gram = Gram::sum(class, census, Some(how), stamps);
        let lists = nearest::nearest(class, census, (&Weighing::ALL, Some(how)), stamps);
        let nearest: Vec<Rows> =
            lists.into_iter().filter(|lists| !lists.is_empty()).map(|lists| Rows::new(lists.into_iter())).collect();
        let most = (SCORES_MAX / census.items.len().max(1)).clamp(PEOPLE_FLOOR, PEOPLE_MAX);
        let stride = (census.can_hold_out(how) as usize).div_ceil(most).max(1) as u64;
        let few = class.few(|past| past.held_out(how).is_some_and(|held| takes_part(&held, stride)));
        let seasons = trends.iter().map(|days| (*days, Seasons::of(&diary, *days))).collect();
        Self { how, again, gram, nearest, alike, few, few_stamp: None, rows: Vec::new(), seasons, totals: diary.totals }
    }

    /// Learns what goes together in the head of the head, once for each ridge.
    pub fn lay_ridges(&mut self, census: &Census<'_>, ridges: &[f32]) {
        let places = census.first_of_head(RIDGE_HEAD_MAX);
        let head: Vec<u32> = places.iter().map(|place| census.head[*place]).collect();
        let gram = self.gram.part(&places);
        let lay = |ridge: &f32| (*ridge, inverse::cut_rows(&gram, *ridge, (&head, census.items.len())));
        self.rows = ridges.iter().map(lay).collect();
    }

    /// Learns what goes together in all of the head.
    pub fn lay(&mut self, census: &Census<'_>, ridge: f32) {
        let rows = inverse::cut_rows(&self.gram, ridge, (&census.head, census.items.len()));
        self.rows = vec![(ridge, rows)];
    }

    /// Whether any pairs are outside the regression.
    pub const fn has_nearest(&self) -> bool {
        !self.nearest.is_empty()
    }

    /// How well each choice of weights foretells what was held out.
    pub fn try_all(&mut self, class: &Class<'_, '_>, choices: &[Chosen], stamps: &mut Vec<Stamp>) -> Qualities {
        let (sum, stamp) =
            class.fold_few(&self.few, Sum::default, |sum, past| self.add(sum, past, choices), Sum::merge);
        if *self.few_stamp.get_or_insert(stamp) != stamp {
            // A mark that no pass over anybody has: what people teach changed between two trials.
            stamps.push(Stamp::default());
        }
        sum.qualities
    }

    fn add(&self, sum: &mut Sum, past: &Past, choices: &[Chosen]) {
        let Some(held) = past.held_out(self.how) else { return };
        let known = |item: &u32| self.totals[*item as usize] > 0;
        let all: Vec<u32> = held.items.iter().copied().filter(known).collect();
        if all.is_empty() {
            return;
        }
        let mut person = Person { inputs: Vec::new(), owned: Person::owned(&held.past, &self.again) };
        let new: Vec<u32> = all.iter().copied().filter(|item| !person.owns(*item)).collect();
        let mut flows_for = None;
        let mut foretold = Foretold { each: Vec::with_capacity(choices.len()), has_new: !new.is_empty() };
        for choice in choices {
            let before = flows_for.replace(*choice);
            self.flows(sum, &mut person, choice, (before, &held));
            let season = self.seasons(choice.trend_days).at(day_of(held.at));
            sum.today.set(season, choice, &self.again);
            sum.today.scores(&sum.flow, &person.owned, &mut sum.scores);
            sum.today.add_alike(&sum.alike, &mut sum.scores);
            let of_new = || ndcg(best(&sum.scores, |item| !person.owns(item)), &new);
            let new = if foretold.has_new { of_new() } else { 0 };
            foretold.each.push([ndcg(best(&sum.scores, |_| true), &all), new]);
        }
        sum.qualities.add(&foretold);
    }

    /// What a person's items add up to for every item, as this choice weighs them; what the one before weighed in the same
    /// way stays as it is.
    fn flows(&self, sum: &mut Sum, person: &mut Person, choice: &Chosen, (before, held): (Option<Chosen>, &Held)) {
        let items = self.totals.len();
        let is_other = |of: fn(&Chosen) -> f32| before.as_ref().is_none_or(|before| of(before) != of(choice));
        let other_memory = is_other(|chosen| chosen.memory_days);
        if other_memory {
            person.inputs = score::inputs(&held.past, (UnixTime(held.at), UnixTime(i64::MAX)), choice.memory_days);
            person.alike(self.alike, &[], &mut sum.alike);
        }
        if self.has_nearest() && (other_memory || is_other(|chosen| chosen.nearest)) {
            self.nearest[Weighing::of(choice.nearest) as usize].flow(&person.inputs, items, &mut sum.near);
        }
        if other_memory || is_other(|chosen| chosen.ridge) {
            self.rows(choice.ridge).flow(&person.inputs, items, &mut sum.head);
        }
        sum.flow.clone_from(&sum.head);
        if self.has_nearest() {
            let share = choice.nearest_share;
            sum.flow.iter_mut().zip(&sum.near).for_each(|(flow, near)| *flow += share * near);
        }
    }

    fn rows(&self, ridge: f32) -> &Rows {
        let found = self.rows.iter().find(|(tried, _)| *tried == ridge);
        &found.unwrap_or(&self.rows[0]).1
    }

    fn seasons(&self, trend_days: f32) -> &Seasons {
        let found = self.seasons.iter().find(|(tried, _)| *tried == trend_days);
        &found.unwrap_or(&self.seasons[0]).1
    }
}

/// One in `stride` people, chosen by nothing but what was held out, so that it does not matter who is asked first.
const fn takes_part(held: &Held, stride: u64) -> bool {
    const MINUTE: i64 = 60;
    (held.at.div_euclid(MINUTE).cast_unsigned().wrapping_add(held.items.len() as u64)).is_multiple_of(stride)
}

/// The best items of a ranking.
fn best(scores: &[f32], allowed: impl Fn(u32) -> bool) -> impl Iterator<Item = u32> {
    let mut top = Top::new(DEPTH);
    for (item, score) in (0..).zip(scores) {
        top.offer(item, *score, || *score > f32::NEG_INFINITY && allowed(item));
    }
    top.sorted().map(|(item, _)| item)
}

impl Sum {
    fn merge(self, other: Self) -> Self {
        Self { qualities: self.qualities.merge(other.qualities), ..self }
    }
}

impl Seasons {
    fn of(diary: &Diary, trend_days: f32) -> Self {
        let first = diary.days.first().map_or(0, |day| day.day);
        let span = diary.standing_day().map_or(1, |standing| standing.saturating_sub(first).saturating_add(1));
        let most = (SEASON_CELLS_MAX / diary.totals.len().max(1)).clamp(1, SEASONS_MAX);
        let step = (span.unsigned_abs() as usize).div_ceil(most).max(1) as i32;
        let days: Vec<i32> = (first..first.saturating_add(span)).step_by(step as usize).collect();
        let seasons = days.into_par_iter().map(|day| diary.season(day, trend_days)).collect();
        Self { first, step, seasons }
    }

    /// The season seen from the last looked-at day that is not after `day`.
    fn at(&self, day: i32) -> &Season {
        let step = day.saturating_sub(self.first).max(0) / self.step;
        &self.seasons[(step as usize).min(self.seasons.len() - 1)]
    }
}
