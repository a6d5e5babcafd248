//! How well a ranking foretold what was held out: NDCG@20, summed in whole numbers.

use std::sync::LazyLock;

/// How deep rankings are compared.
pub(super) const DEPTH: usize = 20;
/// One, in fixed point.
const ONE: f64 = (1_u64 << 32) as f64;
/// So many binary digits are left out of differences, so that their squares add up within 64.
const APART_SHIFT: u32 = 12;

/// Sums over people for several choices, over all items and over items new to them. The order of adding leaves no trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Qualities {
    people: u32,
    new_people: u32,
    /// For each choice: over all items, and over new ones.
    sums: Vec<[i64; 2]>,
    /// For each two choices, row by row: the squares of how far apart they were, over people.
    apart: Vec<i64>,
}

/// How well one person's held-out items were foretold by each choice, in fixed point: over all items, and over new ones.
pub(super) struct Foretold {
    pub each: Vec<[i64; 2]>,
    pub has_new: bool,
}

impl Qualities {
    /// Adds what one person's rankings were worth.
    pub fn add(&mut self, foretold: &Foretold) {
        let choices = foretold.each.len();
        self.sums.resize(choices, [0; 2]);
        self.apart.resize(choices * choices, 0);
        self.people += 1;
        self.new_people += u32::from(foretold.has_new);
        for (sum, each) in self.sums.iter_mut().zip(&foretold.each) {
            *sum = [sum[0] + each[0], sum[1] + each[1]];
        }
        let coarse = |each: &[i64; 2]| (each[0] + each[1]) >> APART_SHIFT;
        let pairs = foretold.each.iter().flat_map(|one| foretold.each.iter().map(move |other| (one, other)));
        for (sum, (one, other)) in self.apart.iter_mut().zip(pairs) {
            *sum += (coarse(one) - coarse(other)).pow(2);
        }
    }

    /// The same of some of the choices.
    pub fn of(&self, choices: &[usize]) -> Self {
        let pairs = choices.iter().flat_map(|one| choices.iter().map(move |other| one * self.sums.len() + other));
        Self {
            sums: choices.iter().map(|choice| self.sums[*choice]).collect(),
            apart: pairs.map(|pair| self.apart[pair]).collect(),
            ..*self
        }
    }

    pub const fn people(&self) -> u32 {
        self.people
    }

    pub fn merge(mut self, mut other: Self) -> Self {
        if self.sums.is_empty() {
            std::mem::swap(&mut self, &mut other);
        }
        for (to, add) in self.sums.iter_mut().zip(other.sums) {
            *to = [to[0] + add[0], to[1] + add[1]];
        }
        self.apart.iter_mut().zip(other.apart).for_each(|(to, add)| *to += add);
        self.people += other.people;
        self.new_people += other.new_people;
        self
    }

    /// For each choice the mean over all items plus the mean over new items: 0 to 2.
    pub fn means(&self) -> Vec<f64> {
        let mean = |sum: i64, people: u32| sum as f64 / ONE / f64::from(people.max(1));
        self.sums.iter().map(|[all, new]| mean(*all, self.people) + mean(*new, self.new_people)).collect()
    }

    /// By how much the means of two choices would differ by chance alone: the standard error of the difference.
    pub fn chance(&self, one: usize, other: usize) -> f64 {
        let squares = self.apart[one * self.sums.len() + other] as f64 * f64::from(1_u32 << APART_SHIFT).powi(2);
        squares.sqrt() / ONE / f64::from(self.people.max(1))
    }
}

/// What a hit counts for in each place.
static GAINS: LazyLock<[f64; DEPTH]> = LazyLock::new(|| std::array::from_fn(|place| 1.0 / (place as f64 + 2.0).log2()));

/// NDCG@20 with binary gains, in fixed point; `held` is in order.
pub(super) fn ndcg(ranked: &[(u32, f32)], held: &[u32]) -> i64 {
    let gains = &*GAINS;
    let hits = ranked.iter().enumerate().filter(|(_, (item, _))| held.binary_search(item).is_ok());
    let found: f64 = hits.map(|(place, _)| gains[place]).sum();
    let best: f64 = gains[..held.len().min(DEPTH)].iter().sum();
    (found / best * ONE).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_the_standard_error_of_the_difference() {
        let one = |all: f64, new: f64| [(all * ONE) as i64, (new * ONE) as i64];
        let mut sum = Qualities::default();
        for (first, second) in [(0.5, 0.25), (0.25, 0.5), (0.75, 0.25), (0.5, 0.5)] {
            sum.add(&Foretold { each: vec![one(first, 0.0), one(second, 0.0)], has_new: false });
        }
        let mut twice = sum.clone();
        twice = twice.merge(sum.clone()).merge(Qualities::default());
        assert_eq!((twice.people(), twice.means()), (8, vec![0.5, 0.375]));
        let squares: f64 = [0.25_f64, -0.25, 0.5, 0.0].iter().map(|apart| apart * apart).sum();
        assert!((sum.chance(0, 1) - squares.sqrt() / 4.0).abs() < 1e-5);
        assert_eq!((twice.of(&[1]).means(), twice.of(&[1, 0]).chance(0, 1)), (vec![0.375], twice.chance(0, 1)));
        assert!(sum.chance(1, 1) == 0.0 && twice.chance(0, 1) < sum.chance(0, 1));
    }

    #[test]
    fn a_perfect_ranking_is_one_and_a_late_hit_is_less() {
        let plain = |ranked: &[u32]| ranked.iter().map(|item| (*item, 0.0)).collect::<Vec<_>>();
        let ndcg = |ranked: &[u32], held: &[u32]| ndcg(&plain(ranked), held) as f64 / ONE;
        assert!((ndcg(&[4, 2], &[2, 4]) - 1.0).abs() < 1e-9);
        assert!((ndcg(&[1, 3, 2], &[2]) - 0.5).abs() < 1e-9);
        assert!(ndcg(&[1, 3], &[2]) == 0.0);
    }
}
