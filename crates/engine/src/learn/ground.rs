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
use crate::wide::wide;
use domain::UnixTime;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::cmp::Ordering;

/// Most people whose held-out items are foretold in each trial. With fewer it takes as long: fewer values show early that
/// they are far off.
const PEOPLE_MAX: usize = 1_500;
/// Most items whose pairs are learned to try ridges on: the best ridge hardly depends on how many there are, and the time
/// of each goes with the cube.
const RIDGE_HEAD_MAX: usize = 1_000;
/// The same for the other weights.
const HEAD_MAX: usize = 2_000;
/// How many people one thread looks at in a row, so that the weights of a day are worked out once for all of that day.
const PEOPLE_IN_A_ROW: usize = 64;
/// Fewest, however large the catalog.
const PEOPLE_FLOOR: usize = 200;
/// Most scores, over all people, of each trial.
const SCORES_MAX: usize = 16_000_000;
/// One in so many people shows first which values are not worth the others' time.
const FIRST_SHARE: usize = 3;
/// Most days from which the season is looked at; where people's held-out things lie on more, several share one.
const SEASONS_MAX: usize = 400;
/// Most shares that all seasons of one trend hold together.
const SEASON_CELLS_MAX: usize = 2_000_000;

/// What the rest taught.
pub(super) struct Ground<'a> {
    /// What was held out of those who take part, and what came before.
    people: Vec<Held>,
    /// The days on which that was, in order.
    days: Vec<i32>,
    again: Again,
    /// What was taken when, in the rest.
    diary: Diary,
    rarity: Vec<f32>,
    /// The items that the most people took, and what was summed of them.
    head: Vec<u32>,
    gram: Gram,
    /// For each number of days of a trend that is to be tried; see [`Ground::look_back`].
    seasons: Vec<(f32, Seasons)>,
    /// For each way of weighing pairs outside the regression; empty where there are none.
    nearest: Vec<Rows>,
    alike: &'a Rows,
    /// For each value of the ridge.
    rows: Vec<(f32, Rows)>,
    /// For each of the people what they bring and what that adds up to in the head, as they remember it in so many days:
    /// most trials are of other weights, and then it stays as it is.
    brought: (f32, Vec<Brought>),
}

/// What somebody brings, and what it adds up to in the head.
struct Brought {
    inputs: Vec<(u32, f32)>,
    flow: Vec<f32>,
}

/// Which of the people take part in a trial.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    All,
    /// One in [`FIRST_SHARE`], all over the times.
    First,
    /// The others.
    Rest,
}

/// Seasons seen from some days, in order.
struct Seasons {
    days: Vec<i32>,
    seasons: Vec<Season>,
}

/// What one thread adds up, and its working memory.
#[derive(Default)]
struct Sum {
    qualities: Qualities,
    near_by: Flows,
    alike: Vec<f32>,
    /// For each choice the weights of the day that was last looked at.
    todays: Vec<(Option<i32>, Today)>,
    scores: Vec<f32>,
    /// Of those the ones of items that the person has.
    owned: Vec<(u32, f32)>,
}

/// What a person's items add up to: what the regression says, what pairs outside it say, and the sum.
#[derive(Default)]
struct Flows {
    head: Vec<f32>,
    near: Vec<f32>,
    flow: Vec<f32>,
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
        let people = people(class, (how, stride), &diary.totals, stamps);
        let mut days: Vec<i32> = people.iter().map(|held| day_of(held.at)).collect();
        days.dedup();
        let seasons = vec![(trend_days, Seasons::of(&diary, &days, trend_days))];
        let rarity = diary.rarity();
        Self {
            people,
            days,
            again,
            head,
            gram,
            nearest,
            alike,
            rows: Vec::new(),
            seasons,
            rarity,
            diary,
            brought: (0.0, Vec::new()),
        }
    }

    /// Learns what goes together in the head of the head, once for each ridge.
    pub fn lay_ridges(&mut self, census: &Census<'_>, ridges: &[f32]) {
        let head = census.first_of_head(RIDGE_HEAD_MAX);
        let places: Vec<usize> = head.iter().filter_map(|item| self.head.binary_search(item).ok()).collect();
        let gram = self.gram.part(&places);
        let lay = |ridge: &f32| (*ridge, rows(&gram, *ridge, (&head, census.items.len())));
        self.rows = ridges.iter().map(lay).collect();
    }

    /// Learns what goes together in more of the head. That is the last that is made of the sums of pairs.
    pub fn lay(&mut self, census: &Census<'_>, chosen: &Chosen) {
        self.rows.clear();
        let gram = std::mem::take(&mut self.gram);
        let rows = rows(&gram, chosen.ridge, (&self.head, census.items.len()));
        drop(gram);
        let brings = |held: &Held| {
            let (inputs, mut flow) = (inputs(held, chosen.memory_days), Vec::new());
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

    /// How well each choice of weights foretells what was held out of a part of the people.
    pub fn try_all(&self, choices: &[Chosen], part: Part) -> Qualities {
        let start = || Sum { todays: vec![(None, Today::default()); choices.len()], ..Sum::default() };
        let add = |mut sum: Sum, of: (usize, &Held)| {
            self.add(&mut sum, of, choices);
            sum
        };
        let all = self.people.par_iter().enumerate().with_min_len(PEOPLE_IN_A_ROW);
        let sums = all.filter(|(place, _)| part.has(*place)).fold(start, add);
        sums.reduce(Sum::default, Sum::merge).qualities
    }

    fn add(&self, sum: &mut Sum, (place, held): (usize, &Held), choices: &[Chosen]) {
        let all = &held.items;
        let mut person = Person { inputs: Vec::new(), owned: Person::owned(&held.past, &self.again) };
        let new: Vec<u32> = all.iter().copied().filter(|item| !person.owns(*item)).collect();
        let (mut flows_for, mut best_before) = (None, Vec::new());
        let mut foretold = Foretold { each: Vec::with_capacity(choices.len()), has_new: !new.is_empty() };
        for (choice, (seen_from, today)) in choices.iter().zip(&mut sum.todays) {
            let before = flows_for.replace(*choice);
            self.flows((&mut sum.near_by, &mut sum.alike), &mut person, choice, (before, place));
            let day = day_of(held.at);
            if *seen_from != Some(day) {
                *seen_from = Some(day);
                today.set(self.seasons(choice.trend_days).at(day), &self.rarity, choice, &self.again);
            }
            today.scores_apart(&sum.near_by.flow, &person.owned, &mut sum.scores, &mut sum.owned);
            // Nothing is alike to what the person has, for them.
            today.add_alike(&sum.alike, &mut sum.scores);
            let best_new = best(&sum.scores, &best_before);
            let best_of_all = with_owned(&best_new, &sum.owned);
            let new = if foretold.has_new { ndcg(&best_new, &new) } else { 0 };
            foretold.each.push([ndcg(&best_of_all, all), new]);
            best_before = best_new;
        }
        sum.qualities.add(&foretold);
    }

    /// What a person's items add up to for every item, as this choice weighs them; what the one before weighed in the same
    /// way stays as it is.
    fn flows(
        &self,
        (sum, alike): (&mut Flows, &mut Vec<f32>),
        person: &mut Person,
        choice: &Chosen,
        (before, place): (Option<Chosen>, usize),
    ) {
        let items = self.diary.totals.len();
        let brought = self.brought.1.get(place).filter(|_| self.brought.0 == choice.memory_days);
        let is_other = |of: fn(&Chosen) -> f32| before.as_ref().is_none_or(|before| of(before) != of(choice));
        let other_memory = is_other(|chosen| chosen.memory_days);
        if other_memory {
            person.inputs = match brought {
                Some(brought) => brought.inputs.clone(),
                None => inputs(&self.people[place], choice.memory_days),
            };
            person.alike(self.alike, &[], alike);
        }
        if self.has_nearest() && (other_memory || is_other(|chosen| chosen.nearest)) {
            self.nearest[Weighing::of(choice.nearest) as usize].flow(&person.inputs, items, &mut sum.near);
        }
        if other_memory || is_other(|chosen| chosen.ridge) {
            let rows = self.rows(choice.ridge);
            match brought {
                Some(brought) => rows.spread(&brought.flow, items, &mut sum.head),
                None => rows.flow(&person.inputs, items, &mut sum.head),
            }
        }
        let is_same = !other_memory && !is_other(|chosen| chosen.ridge) && !is_other(|chosen| chosen.nearest);
        if is_same && !is_other(|chosen| chosen.nearest_share) {
            return;
        }
        sum.flow.clone_from(&sum.head);
        if self.has_nearest() {
            let share = choice.nearest_share;
            wide(|| sum.flow.iter_mut().zip(&sum.near).for_each(|(flow, near)| *flow += share * near));
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

/// What goes together in a head, in single precision; in double where that is too coarse for the matrix.
fn rows(gram: &Gram, ridge: f32, over: (&[u32], usize)) -> Rows {
    let behind = gram.behind();
    let single = || inverse::full_rows::<f32>(gram.with_ridge(ridge), &behind, over);
    let double = || inverse::full_rows::<f64>(gram.with_ridge(ridge), &behind, over);
    let none = || Rows::new((0..over.1).map(|_| Vec::new()));
    single().or_else(double).unwrap_or_else(none)
}

/// Those who take part, in order of when: one in so many, chosen by nothing but what is held out of them, so that it does not
/// matter who is asked first. Only what somebody took in the rest can be foretold.
fn people(class: &Class<'_, '_>, part: (HoldOut, u64), totals: &[u64], stamps: &mut Vec<Stamp>) -> Vec<Held> {
    let (how, stride) = part;
    let add = |people: &mut Vec<Held>, past: &Past| {
        let Some(mut held) = past.held_out(how).filter(|held| takes_part(held, stride)) else { return };
        held.items.retain(|item| totals[*item as usize] > 0);
        if !held.items.is_empty() {
            people.push(held);
        }
    };
    let append = |mut left: Vec<Held>, mut right: Vec<Held>| {
        left.append(&mut right);
        left
    };
    let (mut people, stamp) = class.fold(Vec::new, add, append);
    stamps.push(stamp);
    people.sort_unstable_by(in_order);
    people
}

/// By when, and those of one moment by what they did: who is alike in all of it is so for the trials, too.
fn in_order(one: &Held, other: &Held) -> Ordering {
    let marks = |held: &Held| held.past.marks().iter().map(|mark| (mark.item, mark.at)).collect::<Vec<_>>();
    let by_marks = || marks(one).cmp(&marks(other));
    one.at.cmp(&other.at).then_with(|| one.items.cmp(&other.items)).then_with(by_marks)
}

fn takes_part(held: &Held, stride: u64) -> bool {
    let mix = |sum: u64, item: &u32| (sum.rotate_left(23) ^ u64::from(*item)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (held.items.iter().fold(held.at.cast_unsigned(), mix) >> 32).is_multiple_of(stride)
}

/// What somebody brings, as they remember it when they took what was held out.
fn inputs(held: &Held, memory_days: f32) -> Vec<(u32, f32)> {
    score::inputs(&held.past, (UnixTime(held.at), UnixTime(i64::MAX)), memory_days)
}

/// The best items of a ranking. Those that were the best before are as many as are sought, so that none below them all is
/// the best now.
fn best(scores: &[f32], before: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut top = Top::new(DEPTH);
    if before.len() == DEPTH {
        let reached = before.iter().map(|(item, _)| scores[*item as usize]).fold(f32::INFINITY, f32::min);
        top = top.above(reached);
        top.offer_reaching(scores);
    } else {
        top.offer_all(scores, |item| Some(item as u32));
    }
    top.sorted().collect()
}

/// The best items of a ranking, out of the best new ones and those that the person has.
fn with_owned(best: &[(u32, f32)], owned: &[(u32, f32)]) -> Vec<(u32, f32)> {
    let mut ranked = Vec::with_capacity(DEPTH + 1);
    ranked.extend_from_slice(best);
    let floor = |ranked: &[(u32, f32)]| ranked.get(DEPTH - 1).map_or(f32::NEG_INFINITY, |last| last.1);
    let mut reached = floor(&ranked);
    for own in owned.iter().filter(|(_, score)| *score > f32::NEG_INFINITY) {
        if own.1 < reached {
            continue;
        }
        let at = ranked.partition_point(|other| is_better(*other, *own));
        ranked.insert(at, *own);
        ranked.truncate(DEPTH);
        reached = floor(&ranked);
    }
    ranked
}

/// As [`Top`] has it: of equal scores the lower number is the better.
fn is_better((one, score): (u32, f32), (other, than): (u32, f32)) -> bool {
    score.total_cmp(&than).then(other.cmp(&one)).is_gt()
}

impl Part {
    const fn has(self, place: usize) -> bool {
        match self {
            Self::All => true,
            Self::First => place.is_multiple_of(FIRST_SHARE),
            Self::Rest => !place.is_multiple_of(FIRST_SHARE),
        }
    }
}

impl Sum {
    fn merge(self, other: Self) -> Self {
        Self { qualities: self.qualities.merge(other.qualities), ..self }
    }
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
