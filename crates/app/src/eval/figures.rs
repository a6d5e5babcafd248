//! The figures: recall, NDCG and coverage, over all items and over items new to the person.
//!
//! Recall@k = hits / min(k, items to foretell); NDCG@k with binary gains, the ideal over min(k, items to foretell); the
//! mean over people with anything to foretell. New: what a person had before is taken out of both sides.

use super::split::Split;
use std::collections::HashSet;

/// At which depths recall is taken.
const RECALL_AT: [usize; 4] = [10, 20, 50, 100];
/// At which depths NDCG is taken.
const NDCG_AT: [usize; 4] = [10, 20, 50, 100];
/// The depth of coverage, and of the figures over new items.
const SHALLOW: usize = 20;

/// Two rankings for one person, the best first.
pub(super) struct Asked {
    /// Over all items.
    pub all: Vec<u32>,
    /// Over items new to them.
    pub new: Vec<u32>,
}

/// Means over people.
pub(super) struct Figures(Vec<(String, f64)>);

impl Figures {
    /// The figures of rankings for everybody in the test, in the same order.
    pub fn of(split: &Split, asked: &[Asked]) -> Self {
        let pairs = || split.tests.iter().zip(asked);
        let mean_all = |figure: fn(&[u32], &[u32], usize) -> f64, depth: usize| {
            mean(pairs().map(|(person, asked)| figure(&asked.all, &person.held, depth)))
        };
        let held_new: Vec<Vec<u32>> = split
            .tests
            .iter()
            .map(|person| person.held.iter().copied().filter(|item| !person.owns(*item)).collect())
            .collect();
        let mean_new = |figure: fn(&[u32], &[u32], usize) -> f64| {
            let has_new = held_new.iter().zip(asked).filter(|(held, _)| !held.is_empty());
            mean(has_new.map(|(held, asked)| figure(&asked.new, held, SHALLOW)))
        };
        let mut list = Vec::new();
        list.extend(RECALL_AT.map(|depth| (format!("recall@{depth}"), mean_all(recall, depth))));
        list.extend(NDCG_AT.map(|depth| (format!("ndcg@{depth}"), mean_all(ndcg, depth))));
        list.push((format!("new_recall@{SHALLOW}"), mean_new(recall)));
        list.push((format!("new_ndcg@{SHALLOW}"), mean_new(ndcg)));
        let shown: HashSet<u32> = asked.iter().flat_map(|asked| asked.all.iter().take(SHALLOW)).copied().collect();
        list.push((format!("coverage@{SHALLOW}"), shown.len() as f64 / split.items.len().max(1) as f64));
        Self(list)
    }

    /// Each with its name.
    pub fn list(self) -> Vec<(String, f64)> {
        self.0
    }
}

fn mean(figures: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = figures.fold((0.0, 0_u32), |(sum, count), figure| (sum + figure, count + 1));
    sum / f64::from(count.max(1))
}

/// `held` is in order and not empty.
fn recall(ranked: &[u32], held: &[u32], depth: usize) -> f64 {
    hits(ranked, held, depth).count() as f64 / held.len().min(depth) as f64
}

fn ndcg(ranked: &[u32], held: &[u32], depth: usize) -> f64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let best: f64 = (0..held.len().min(depth)).map(gain).sum();
    hits(ranked, held, depth).map(gain).sum::<f64>() / best
}

/// The places of hits.
fn hits(ranked: &[u32], held: &[u32], depth: usize) -> impl Iterator<Item = usize> {
    let found = ranked.iter().take(depth).enumerate().filter(|(_, item)| held.binary_search(item).is_ok());
    found.map(|(place, _)| place)
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
}
