//! How well each of several choices of weights foretells what was held out of somebody.

use super::super::nearest::Weighing;
use super::super::quality::{DEPTH, Foretold, Qualities, ndcg};
use super::taker::{Part, Taker};
use super::{Brought, Ground};
use crate::model::Chosen;
use crate::past::day_of;
use crate::score::{AsNew, Today, alike};
use crate::top::Top;
use crate::wide::wide;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::borrow::Cow;
use std::cmp::Ordering;

/// How many people one thread looks at in a row, so that the weights of a day are worked out once for all of that day.
const PEOPLE_IN_A_ROW: usize = 64;

/// How many items the bar is put by.
const BAR: usize = 3 * DEPTH;

/// What one thread adds up, and its working memory.
#[derive(Default)]
struct Sum {
    qualities: Qualities,
    flows: Flows,
    /// For each choice the weights of the day that was last looked at.
    todays: Vec<(Option<i32>, Today)>,
    scores: Vec<f32>,
}

/// For how many days somebody remembers, and what they bring then.
type Memory<'g> = (f32, Cow<'g, Brought>);

/// What a person's items add up to for every item.
#[derive(Default)]
struct Flows {
    /// By the regression.
    head: Vec<f32>,
    /// By pairs outside it.
    near: Vec<f32>,
    /// Both together; for what they have no number, so that it is none of the best new ones.
    new: Vec<f32>,
    /// Both together for each thing that they have.
    owned: Vec<f32>,
    /// How alike each item is to something of theirs; empty where none is.
    alike: Vec<f32>,
}

impl Ground<'_> {
    /// How well each choice of weights foretells what was held out of a part of the people.
    pub fn try_all(&self, choices: &[Chosen], part: Part) -> Qualities {
        let start = || Sum { todays: vec![(None, Today::default()); choices.len()], ..Sum::default() };
        let add = |mut sum: Sum, (place, taker): (usize, &Taker)| {
            let foretold = self.foretell(&mut sum, (place, taker), choices);
            sum.qualities.add(&foretold);
            sum
        };
        let all = self.people.par_iter().enumerate().with_min_len(PEOPLE_IN_A_ROW);
        let sums = all.filter(|(place, _)| part.has(*place)).fold(start, add);
        sums.map(|sum| sum.qualities).reduce(Qualities::default, Qualities::merge)
    }

    fn foretell(&self, sum: &mut Sum, (place, taker): (usize, &Taker), choices: &[Chosen]) -> Foretold {
        let Sum { flows, todays, scores, .. } = sum;
        let (memories, day) = (self.memories(place, choices), day_of(taker.held.at));
        let mut before = None;
        let mut foretold = Foretold { each: Vec::with_capacity(choices.len()), has_new: !taker.new.is_empty() };
        for (choice, (seen_from, today)) in choices.iter().zip(todays) {
            self.flow(flows, (taker, &memories), (choice, before.replace(*choice)));
            if seen_from.replace(day) != Some(day) {
                today.set(self.seasons(choice.trend_days).at(day), &self.rarity, choice, &self.again);
            }
            let ranking = today.as_new(&flows.new, &flows.alike);
            let best_new = best(ranking, taker.bar.get_or_init(|| bar(ranking, scores)));
            let new = if foretold.has_new { ndcg(&best_new, &taker.new) } else { 0 };
            let owned = taker.owned.iter().zip(&flows.owned);
            let owned = owned.map(|((item, likely), flow)| (*item, today.score_of_owned(*item, *flow, *likely)));
            foretold.each.push([ndcg(&with_owned(best_new, owned), &taker.held.items), new]);
        }
        foretold
    }

    /// What one of the people brings by each memory that is tried. What that adds up to is worked out for all of them at once
    /// where there is one ridge.
    fn memories(&self, place: usize, choices: &[Chosen]) -> Vec<Memory<'_>> {
        let mut memories: Vec<Memory<'_>> = Vec::with_capacity(choices.len());
        for days in choices.iter().map(|choice| choice.memory_days) {
            if memories.iter().all(|(tried, _)| *tried != days) {
                let known = self.brought.1.get(place).filter(|_| days == self.brought.0);
                let anew = || Cow::Owned(Brought { inputs: self.people[place].inputs(days), flow: Vec::new() });
                memories.push((days, known.map_or_else(anew, Cow::Borrowed)));
            }
        }
        let [(_, rows)] = &self.rows[..] else { return memories };
        let anew = memories.iter_mut().filter_map(|(_, brought)| match brought {
            Cow::Owned(brought) => Some(brought),
            Cow::Borrowed(_) => None,
        });
        let (lists, flows): (Vec<_>, Vec<_>) = anew.map(|brought| (&brought.inputs[..], &mut brought.flow)).unzip();
        rows.flows_in_head(&lists, flows);
        memories
    }

    /// What a person's items add up to for every item, as this choice weighs them; what the one before weighed in the same
    /// way stays as it is.
    fn flow(
        &self,
        flows: &mut Flows,
        (taker, memories): (&Taker, &[Memory<'_>]),
        (choice, before): (&Chosen, Option<Chosen>),
    ) {
        let items = self.diary.totals.len();
        let is_other = |of: fn(&Chosen) -> f32| before.as_ref().is_none_or(|before| of(before) != of(choice));
        let other_memory = is_other(|chosen| chosen.memory_days);
        let other_head = other_memory || is_other(|chosen| chosen.ridge);
        let other_near = self.has_nearest() && (other_memory || is_other(|chosen| chosen.nearest));
        if !other_head && !other_near && !is_other(|chosen| chosen.nearest_share) {
            return;
        }
        let Some((_, brought)) = memories.iter().find(|(days, _)| *days == choice.memory_days) else { return };
        if other_memory {
            alike((&brought.inputs, &taker.owned), self.alike, &[], &mut flows.alike);
        }
        if other_near {
            self.nearest[Weighing::of(choice.nearest) as usize].flow(&brought.inputs, items, &mut flows.near);
        }
        if other_head {
            let rows = self.rows(choice.ridge);
            match &brought.flow[..] {
                [] => rows.flow(&brought.inputs, items, &mut flows.head),
                in_head => rows.spread(in_head, items, &mut flows.head),
            }
        }
        flows.sum(if self.has_nearest() { choice.nearest_share } else { 0.0 }, &taker.owned);
    }
}

impl Flows {
    /// Adds both up, with pairs outside the regression counting for a share.
    fn sum(&mut self, share: f32, owned: &[(u32, f32)]) {
        self.new.clone_from(&self.head);
        if share != 0.0 {
            wide(|| self.new.iter_mut().zip(&self.near).for_each(|(flow, near)| *flow += share * near));
        }
        self.owned.clear();
        self.owned.extend(owned.iter().map(|(own, _)| std::mem::replace(&mut self.new[*own as usize], f32::NAN)));
    }
}

/// The best items of a ranking, some more than are sought.
fn bar(ranking: AsNew<'_>, scores: &mut Vec<f32>) -> Vec<u32> {
    let mut top = Top::new(BAR);
    ranking.put_all(scores);
    top.offer_all(scores, |item| Some(item as u32));
    top.sorted().map(|(item, _)| item).collect()
}

/// The best items of a ranking: as many of a bar as are sought reach some score, so that what does not is none of them.
fn best(ranking: AsNew<'_>, bar: &[u32]) -> Vec<(u32, f32)> {
    let mut scores: Vec<f32> = bar.iter().map(|item| ranking.of(*item)).collect();
    let mut top = Top::new(DEPTH);
    if scores.len() >= DEPTH {
        let (_, reached, _) = scores.select_nth_unstable_by(DEPTH - 1, |a, b| b.total_cmp(a));
        top = top.above(*reached);
    }
    ranking.offer_to(&mut top);
    top.sorted().collect()
}

/// The best items of a ranking, out of the best new ones and those that the person has.
fn with_owned(mut ranked: Vec<(u32, f32)>, owned: impl Iterator<Item = (u32, f32)>) -> Vec<(u32, f32)> {
    let floor = ranked.get(DEPTH - 1).map_or(f32::NEG_INFINITY, |last| last.1);
    ranked.extend(owned.filter(|(_, score)| *score >= floor && *score > f32::NEG_INFINITY));
    if ranked.len() > DEPTH {
        ranked.select_nth_unstable_by(DEPTH - 1, the_better_first);
        ranked.truncate(DEPTH);
    }
    ranked.sort_unstable_by(the_better_first);
    ranked
}

/// As [`Top`] has it: of equal scores the lower number is the better.
fn the_better_first((one, score): &(u32, f32), (other, than): &(u32, f32)) -> Ordering {
    than.total_cmp(score).then(one.cmp(other))
}

#[cfg(test)]
mod tests;
