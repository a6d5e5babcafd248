//! What everybody else does: popularity, and the items that share the most people with a person's own.

use super::NEW_DEPTH;
use super::crowd::{Crowd, best};
use super::figures::Asked;
use super::split::{Person, Split};
use engine::ITEMS_SHOWN_MAX;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

/// The rankings of each baseline, with its name.
pub(super) fn rankings(split: &Split, crowd: &Crowd) -> Vec<(&'static str, Vec<Asked>)> {
    let popularity = crowd.popularity();
    let neighbours = crowd.neighbours();
    let by_neighbours = |person: &Person| {
        let mut scores = vec![0.0; split.items.len()];
        for own in person.owned() {
            neighbours[own as usize].iter().for_each(|(other, alike)| scores[*other as usize] += alike);
        }
        scores
    };
    vec![("popularity", ranked(split, |_| popularity.clone())), ("item-knn", ranked(split, by_neighbours))]
}

fn ranked(split: &Split, scores: impl Fn(&Person) -> Vec<f32> + Sync) -> Vec<Asked> {
    let each = |person: &Person| {
        let scores = scores(person);
        let new = |item: &u32| !person.owns(*item);
        let any = |item: &u32| split.any_again || new(item);
        Asked { all: best(&scores, ITEMS_SHOWN_MAX, any), new: best(&scores, NEW_DEPTH, new) }
    };
    split.tests.par_iter().map(each).collect()
}
