//! What everybody else does: popularity, and the items that share the most people with a person's own.

use super::NEW_DEPTH;
use super::figures::{Asked, Figures};
use super::report::Row;
use super::split::{Person, Split};
use engine::ITEMS_SHOWN_MAX;
use rayon::iter::{IntoParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// How many neighbours of an item speak.
const NEIGHBOURS: usize = 100;

/// A row for each baseline.
pub(super) fn rows(split: &Split) -> Vec<Row> {
    let crowd = Crowd::of(split);
    let popularity: Vec<f32> = crowd.owners.iter().map(|owners| owners.len() as f32).collect();
    let neighbours = crowd.neighbours();
    let by_neighbours = |person: &Person| {
        let mut scores = vec![0.0; split.items.len()];
        for own in person.owned() {
            neighbours[own as usize].iter().for_each(|(other, alike)| scores[*other as usize] += alike);
        }
        scores
    };
    vec![row(split, "popularity", |_| popularity.clone()), row(split, "item-knn", by_neighbours)]
}

fn row(split: &Split, name: &str, scores: impl Fn(&Person) -> Vec<f32> + Sync) -> Row {
    let each = |person: &Person| {
        let scores = scores(person);
        let new = |item: &u32| !person.owns(*item);
        Asked { all: best(&scores, ITEMS_SHOWN_MAX, |_| true), new: best(&scores, NEW_DEPTH, new) }
    };
    let asked: Vec<Asked> = split.tests.par_iter().map(each).collect();
    Row { name: name.to_owned(), rung: None, figures: Figures::of(split, &asked).list() }
}

/// Who owns what, in the training file.
struct Crowd {
    /// By item: people, in order.
    owners: Vec<Vec<u32>>,
    /// By person: items, in order.
    owned: Vec<Vec<u32>>,
}

impl Crowd {
    fn of(split: &Split) -> Self {
        let owned: Vec<Vec<u32>> = split.teachers.iter().map(|person| person.owned().collect()).collect();
        let mut owners = vec![Vec::new(); split.items.len()];
        for (person, items) in (0..).zip(&owned) {
            items.iter().for_each(|item| owners[*item as usize].push(person));
        }
        Self { owners, owned }
    }

    /// The nearest neighbours of each item by the cosine of their owners.
    fn neighbours(&self) -> Vec<Vec<(u32, f32)>> {
        (0..self.owners.len()).into_par_iter().map(|item| self.nearest(item)).collect()
    }

    fn nearest(&self, item: usize) -> Vec<(u32, f32)> {
        let mut shared = vec![0_u32; self.owners.len()];
        for person in &self.owners[item] {
            self.owned[*person as usize].iter().for_each(|other| shared[*other as usize] += 1);
        }
        shared[item] = 0;
        let size = |item: usize| self.owners[item].len() as f32;
        let alike = |(other, shared): (usize, &u32)| *shared as f32 / (size(item) * size(other)).sqrt();
        let scores: Vec<f32> = shared.iter().enumerate().map(alike).collect();
        best(&scores, NEIGHBOURS, |other| scores[*other as usize] > 0.0)
            .into_iter()
            .map(|other| (other, scores[other as usize]))
            .collect()
    }
}

/// The best allowed items, the first of equals first.
fn best(scores: &[f32], most: usize, allowed: impl Fn(&u32) -> bool) -> Vec<u32> {
    let mut items: Vec<u32> = (0..scores.len() as u32).filter(allowed).collect();
    let better = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if items.len() > most {
        items.select_nth_unstable_by(most, better);
        items.truncate(most);
    }
    items.sort_unstable_by(better);
    items
}
