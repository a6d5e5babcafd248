//! How well a ranking foretold what was held out: NDCG@20, summed in whole numbers.

/// How deep rankings are compared.
pub(super) const DEPTH: usize = 20;
/// One, in fixed point.
const ONE: f64 = (1_u64 << 32) as f64;

/// Sums over people, over all items and over items new to them. The order of adding leaves no trace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Quality {
    all: i64,
    all_people: u32,
    new: i64,
    new_people: u32,
}

impl Quality {
    /// Adds one person's ranking over all items.
    pub fn add_all(&mut self, ranked: impl Iterator<Item = u32>, held: &[u32]) {
        self.all += ndcg(ranked, held);
        self.all_people += 1;
    }

    /// Adds one person's ranking over items new to them.
    pub fn add_new(&mut self, ranked: impl Iterator<Item = u32>, held: &[u32]) {
        self.new += ndcg(ranked, held);
        self.new_people += 1;
    }

    pub const fn people(&self) -> u32 {
        self.all_people
    }

    pub fn merge(&mut self, other: Self) {
        self.all += other.all;
        self.all_people += other.all_people;
        self.new += other.new;
        self.new_people += other.new_people;
    }

    /// The mean over all items plus the mean over new items: 0 to 2.
    pub fn mean(&self) -> f64 {
        let mean = |sum: i64, people: u32| sum as f64 / ONE / f64::from(people.max(1));
        mean(self.all, self.all_people) + mean(self.new, self.new_people)
    }
}

/// NDCG@20 with binary gains, in fixed point; `held` is in order.
fn ndcg(ranked: impl Iterator<Item = u32>, held: &[u32]) -> i64 {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let hits = ranked.enumerate().filter(|(_, item)| held.binary_search(item).is_ok());
    let found: f64 = hits.map(|(place, _)| gain(place)).sum();
    let best: f64 = (0..held.len().min(DEPTH)).map(gain).sum();
    (found / best * ONE).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_ranking_is_one_and_a_late_hit_is_less() {
        let ndcg = |ranked: &[u32], held: &[u32]| ndcg(ranked.iter().copied(), held) as f64 / ONE;
        assert!((ndcg(&[4, 2], &[2, 4]) - 1.0).abs() < 1e-9);
        assert!((ndcg(&[1, 3, 2], &[2]) - 0.5).abs() < 1e-9);
        assert!(ndcg(&[1, 3], &[2]) == 0.0);
    }
}
