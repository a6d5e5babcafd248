//! The figures of rankings: how much is foretold, how early, and how various, new and fairly spread the lists are.
//!
//! Recall@k = hits / min(k, items to foretell); NDCG@k with binary gains, the ideal over min(k, items to foretell); means
//! over people with anything to foretell. New: what a person had before is taken out of both sides.

use super::crowd::Crowd;
use super::interval::{self, Interval};
use super::split::{Person, Split};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};
use std::collections::HashMap;

/// At which depths recall and NDCG are taken.
const DEPTHS: [usize; 4] = [10, 20, 50, 100];
/// At which depths precision and hits are taken.
const NEAR: [usize; 2] = [10, 20];
/// The depth of everything else.
pub(super) const SHALLOW: usize = 20;
/// How much of a person's own share stands in for what their list leaves out (Steck 2018, alpha).
const CALIBRATION_SMOOTHING: f64 = 0.01;

/// Two rankings for one person, the best first.
pub(super) struct Asked {
    /// Over all items.
    pub all: Vec<u32>,
    /// Over items new to them.
    pub new: Vec<u32>,
}

/// A figure with what could as well have been measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name, as `ndcg@20`.
    pub name: String,
    /// The mean over people, or the figure of all of them together.
    pub value: f64,
    /// Where 95 of 100 such means lie when the people are drawn anew (bootstrap); `None` for a figure of all together.
    pub interval: Option<Interval>,
}

/// One person's figures, in the order of [`names`]; `None` where one is not defined for them.
type OfPerson = Vec<Option<f64>>;

/// What one way is worth to each person of the test, worked out once for all groups.
pub(super) struct Each<'a> {
    split: &'a Split,
    asked: &'a [Asked],
    figures: Vec<OfPerson>,
}

impl<'a> Each<'a> {
    /// Of everybody in the test.
    pub fn of(split: &'a Split, crowd: &Crowd, shelves: &Shelves, asked: &'a [Asked]) -> Self {
        let both = split.tests.par_iter().zip(asked).with_min_len(16);
        let figures = both.map(|(person, asked)| of_person(person, asked, crowd, shelves)).collect();
        Self { split, asked, figures }
    }

    /// The figures of some of them, by place in the test.
    pub fn figures(&self, members: &[usize]) -> Vec<Figure> {
        let with_interval = |(at, name): (usize, String)| {
            let values: Vec<Option<f64>> = members.iter().map(|member| self.figures[*member][at]).collect();
            let interval = interval::of_mean(&values)?;
            Some(Figure { name, value: interval::mean(&values)?, interval: Some(interval) })
        };
        let names: Vec<(usize, String)> = names().into_iter().enumerate().collect();
        let mut figures: Vec<Figure> = names.into_par_iter().filter_map(with_interval).collect();
        figures.extend(together(self.split, members.iter().map(|member| &self.asked[*member])));
        figures
    }
}

fn names() -> Vec<String> {
    let at = |name: &str, depths: &[usize]| depths.iter().map(|k| format!("{name}@{k}")).collect::<Vec<_>>();
    let shallow = ["mrr", "new_recall", "new_ndcg", "novelty", "distance", "miscalibration"];
    [
        at("recall", &DEPTHS),
        at("ndcg", &DEPTHS),
        at("precision", &NEAR),
        at("hit", &NEAR),
        shallow.map(|name| format!("{name}@{SHALLOW}")).to_vec(),
    ]
    .concat()
}

fn of_person(person: &Person, asked: &Asked, crowd: &Crowd, shelves: &Shelves) -> OfPerson {
    let held = &person.held;
    let new: Vec<u32> = held.iter().copied().filter(|item| !person.owns(*item)).collect();
    let list = &asked.all[..asked.all.len().min(SHALLOW)];
    let mut figures: OfPerson = Vec::new();
    figures.extend(DEPTHS.map(|depth| Some(recall(&asked.all, held, depth))));
    figures.extend(DEPTHS.map(|depth| Some(ndcg(&asked.all, held, depth))));
    figures.extend(NEAR.map(|depth| Some(hits(&asked.all, held, depth).count() as f64 / depth as f64)));
    figures.extend(NEAR.map(|depth| Some(f64::from(hits(&asked.all, held, depth).next().is_some()))));
    figures.push(Some(hits(&asked.all, held, SHALLOW).next().map_or(0.0, |place| 1.0 / (place as f64 + 1.0))));
    figures.push((!new.is_empty()).then(|| recall(&asked.new, &new, SHALLOW)));
    figures.push((!new.is_empty()).then(|| ndcg(&asked.new, &new, SHALLOW)));
    figures.push(mean(list.iter().map(|item| crowd.surprise(*item))));
    figures.push(mean(pairs(list).map(|(one, other)| crowd.distance(one, other))));
    figures.push(shelves.miscalibration(person, list));
    figures
}

fn mean(figures: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = figures.fold((0.0, 0_u32), |(sum, count), figure| (sum + figure, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

fn pairs(list: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    list.iter().enumerate().flat_map(|(at, one)| list[at + 1..].iter().map(move |other| (*one, *other)))
}

/// `held` is in order and not empty.
fn recall(ranked: &[u32], held: &[u32], depth: usize) -> f64 {
    hits(ranked, held, depth).count() as f64 / held.len().min(depth) as f64
}

/// As [`recall`].
pub(super) fn ndcg(ranked: &[u32], held: &[u32], depth: usize) -> f64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let best: f64 = (0..held.len().min(depth)).map(gain).sum();
    hits(ranked, held, depth).map(gain).sum::<f64>() / best
}

/// The places of hits.
fn hits(ranked: &[u32], held: &[u32], depth: usize) -> impl Iterator<Item = usize> {
    let found = ranked.iter().take(depth).enumerate().filter(|(_, item)| held.binary_search(item).is_ok());
    found.map(|(place, _)| place)
}

/// Coverage: the share of items that stand among anybody's first. Gini: how unevenly these places are spread over all
/// items, 0 for evenly and towards 1 for all on one.
fn together<'a>(split: &Split, asked: impl Iterator<Item = &'a Asked>) -> [Figure; 2] {
    let mut shown = vec![0_u64; split.items.len()];
    for asked in asked {
        asked.all.iter().take(SHALLOW).for_each(|item| shown[*item as usize] += 1);
    }
    let coverage = shown.iter().filter(|count| **count > 0).count() as f64 / shown.len().max(1) as f64;
    let figure = |name: &str, value| Figure { name: format!("{name}@{SHALLOW}"), value, interval: None };
    [figure("coverage", coverage), figure("gini", gini(shown))]
}

fn gini(mut counts: Vec<u64>) -> f64 {
    counts.sort_unstable();
    let (n, total) = (counts.len() as f64, counts.iter().sum::<u64>() as f64);
    if total == 0.0 {
        return 0.0;
    }
    let weighted: f64 = (1_u32..).zip(&counts).map(|(rank, count)| f64::from(rank) * *count as f64).sum();
    (2.0 * weighted / (n * total)) - (n + 1.0) / n
}

/// Which shelf (the first word of its category) each item stands on, where the catalog says.
pub(super) struct Shelves(Vec<Option<u32>>);

impl Shelves {
    pub fn of(split: &Split) -> Self {
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut shelves = vec![None; split.items.len()];
        for item in &split.catalog {
            if let (Some(at), Some(name)) = (split.number(&item.id), item.category.first()) {
                let next = numbers.len() as u32;
                shelves[at as usize] = Some(*numbers.entry(name).or_insert(next));
            }
        }
        Self(shelves)
    }

    fn shares(&self, items: impl Iterator<Item = u32>) -> HashMap<u32, f64> {
        let mut counts: HashMap<u32, f64> = HashMap::new();
        items.filter_map(|item| self.0[item as usize]).for_each(|shelf| *counts.entry(shelf).or_default() += 1.0);
        let total: f64 = counts.values().sum();
        counts.values_mut().for_each(|count| *count /= total);
        counts
    }

    /// How far a list is from the shares of a person's own history (Kullback-Leibler, in bits; Steck 2018).
    fn miscalibration(&self, person: &Person, list: &[u32]) -> Option<f64> {
        let (own, shown) = (self.shares(person.owned()), self.shares(list.iter().copied()));
        let term = |(shelf, p): (&u32, &f64)| {
            let q = shown.get(shelf).copied().unwrap_or(0.0);
            p * (p / ((1.0 - CALIBRATION_SMOOTHING) * q + CALIBRATION_SMOOTHING * p)).log2()
        };
        (!own.is_empty() && !shown.is_empty()).then(|| own.iter().map(term).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_definition() {
        let (ranked, held) = ([7, 1, 9, 3], [3, 7, 8]);
        assert!((recall(&ranked, &held, 2) - 1.0 / 2.0).abs() < 1e-12);
        assert!((recall(&ranked, &held, 10) - 2.0 / 3.0).abs() < 1e-12);
        let ideal = 1.0 + 1.0 / 3_f64.log2() + 1.0 / 2.0;
        assert!((ndcg(&ranked, &held, 10) - (1.0 + 1.0 / 5_f64.log2()) / ideal).abs() < 1e-12);
        assert!((ndcg(&ranked, &held, 1) - 1.0).abs() < 1e-12);
        assert!(recall(&[], &held, 5) == 0.0);
    }

    #[test]
    fn places_spread_evenly_have_no_gini_and_all_on_one_have_nearly_one() {
        assert!(gini(vec![3, 3, 3, 3]).abs() < 1e-12);
        assert!((gini(vec![0, 0, 0, 8]) - 0.75).abs() < 1e-12);
        assert!(gini(vec![0, 0]).abs() < 1e-12);
    }
}
