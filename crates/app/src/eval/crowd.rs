//! Who took what in the training file: what popularity, neighbours, novelty and distance are worked out from.

use super::split::Split;
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// How many neighbours of an item speak.
const NEIGHBOURS: usize = 100;

/// Who owns what, in the training file.
pub(super) struct Crowd {
    /// By item: people, in order.
    owners: Vec<Vec<u32>>,
    /// By person: items, in order.
    owned: Vec<Vec<u32>>,
    /// By item: the same people, a bit each, where that is smaller than the list.
    bits: Vec<Option<Vec<u64>>>,
}

impl Crowd {
    pub fn of(split: &Split) -> Self {
        let owned: Vec<Vec<u32>> = split.teachers.iter().map(|person| person.owned().collect()).collect();
        let mut owners = vec![Vec::new(); split.items.len()];
        for (person, items) in (0..).zip(&owned) {
            items.iter().for_each(|item| owners[*item as usize].push(person));
        }
        let bits = owners.iter().map(|owners| bits(owners, owned.len())).collect();
        Self { owners, owned, bits }
    }

    /// How many people took each item.
    pub fn popularity(&self) -> Vec<f32> {
        self.owners.iter().map(|owners| owners.len() as f32).collect()
    }

    /// How surprising an item is, in bits: -log2 of the share of people who took it (Zhou et al. 2010).
    pub fn surprise(&self, item: u32) -> f64 {
        let owners = self.owners[item as usize].len().max(1);
        (self.owned.len().max(1) as f64 / owners as f64).log2()
    }

    /// How far apart two items are: 1 minus the cosine of their owners.
    pub fn distance(&self, one: u32, other: u32) -> f64 {
        let (a, b) = (&self.owners[one as usize], &self.owners[other as usize]);
        if a.is_empty() || b.is_empty() {
            return 1.0;
        }
        1.0 - self.both(one, other) as f64 / ((a.len() * b.len()) as f64).sqrt()
    }

    /// How many people own both.
    fn both(&self, one: u32, other: u32) -> usize {
        let of = |item: u32| (&self.owners[item as usize], &self.bits[item as usize]);
        match (of(one), of(other)) {
            ((_, Some(a)), (_, Some(b))) => a.iter().zip(b).map(|(a, b)| (a & b).count_ones() as usize).sum(),
            ((_, Some(bits)), (list, None)) | ((list, None), (_, Some(bits))) => {
                list.iter().filter(|person| bits[(**person / 64) as usize] >> (**person % 64) & 1 == 1).count()
            }
            ((a, None), (b, None)) => shared(a, b),
        }
    }

    /// The nearest neighbours of each item by the cosine of their owners.
    pub fn neighbours(&self) -> Vec<Vec<(u32, f32)>> {
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

/// A bit for each number of a list below `most`; nothing where the list is the smaller.
fn bits(list: &[u32], most: usize) -> Option<Vec<u64>> {
    let words = most.div_ceil(64);
    (list.len() > 2 * words).then(|| {
        let mut bits = vec![0; words];
        list.iter().for_each(|number| bits[(*number / 64) as usize] |= 1 << (*number % 64));
        bits
    })
}

/// How many numbers two ordered lists have in common.
fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut at, mut bt, mut count) = (0, 0, 0);
    while at < a.len() && bt < b.len() {
        match a[at].cmp(&b[bt]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => bt += 1,
            std::cmp::Ordering::Equal => (at, bt, count) = (at + 1, bt + 1, count + 1),
        }
    }
    count
}

/// The best allowed items, the first of equals first.
pub(super) fn best(scores: &[f32], most: usize, allowed: impl Fn(&u32) -> bool) -> Vec<u32> {
    let mut items: Vec<u32> = (0..scores.len() as u32).filter(allowed).collect();
    let better = |a: &u32, b: &u32| scores[*b as usize].total_cmp(&scores[*a as usize]).then(a.cmp(b));
    if items.len() > most {
        items.select_nth_unstable_by(most, better);
        items.truncate(most);
    }
    items.sort_unstable_by(better);
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_is_counted_once() {
        for (a, b, count) in [(&[1, 3, 5][..], &[3, 4, 5, 6][..], 2), (&[], &[1], 0), (&[2, 9], &[2, 9], 2)] {
            assert_eq!(shared(a, b), count);
            assert_eq!(shared(b, a), count);
        }
    }

    #[test]
    fn bits_and_lists_share_alike() {
        let lists: Vec<Vec<u32>> =
            [1, 2, 7, 50].iter().map(|step| (0..200).filter(|n| n % step == 0).collect()).collect();
        let bits: Vec<_> = lists.iter().map(|list| bits(list, 200)).collect();
        assert!(bits[0].is_some() && bits[3].is_none());
        let crowd = Crowd { owners: lists.clone(), owned: Vec::new(), bits };
        for one in 0..4 {
            for other in 0..4 {
                assert_eq!(crowd.both(one, other), shared(&lists[one as usize], &lists[other as usize]));
            }
        }
    }

    #[test]
    fn the_best_come_first_and_of_equals_the_first() {
        assert_eq!(best(&[0.1, 0.5, 0.5, 0.9], 3, |_| true), [3, 1, 2]);
        assert_eq!(best(&[0.1, 0.5, 0.5, 0.9], 9, |item| *item != 3), [1, 2, 0]);
    }
}
