//! The best few of many, without sorting the many.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How many scores are looked at together.
const CHUNK: usize = 32;

/// Keeps the `most` highest scores; of equal scores the lower index is the better.
pub(crate) struct Top {
    most: usize,
    /// Below this nothing is kept any more.
    floor: f32,
    /// The worst of those kept lies on top.
    kept: BinaryHeap<Place>,
}

#[derive(PartialEq)]
struct Place {
    score: f32,
    index: u32,
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    /// The worse is the greater.
    fn cmp(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.index.cmp(&other.index))
    }
}

impl Top {
    pub fn new(most: usize) -> Self {
        Self { most, floor: f32::NEG_INFINITY, kept: BinaryHeap::with_capacity(most + 1) }
    }

    /// Where it is known that enough of those that will be offered reach a floor: no other is kept for a while.
    pub fn above(self, floor: f32) -> Self {
        Self { floor, ..self }
    }

    /// Offers one; `allowed` is asked only if it would be kept.
    pub fn offer(&mut self, index: u32, score: f32, allowed: impl FnOnce() -> bool) {
        if score < self.floor {
            return;
        }
        let place = Place { score, index };
        let full = self.kept.len() >= self.most;
        let stays_out = || self.kept.peek().is_none_or(|worst| place >= *worst);
        if full && stays_out() || !allowed() {
            return;
        }
        self.kept.push(place);
        if full {
            self.kept.pop();
        }
        if self.kept.len() >= self.most {
            self.floor = self.kept.peek().map_or(self.floor, |worst| worst.score);
        }
    }

    /// Offers what stands behind each score of a list; `allowed` says what that is, if it may be kept.
    pub fn offer_all(&mut self, scores: &[f32], allowed: impl Fn(usize) -> Option<u32>) {
        for (chunk, scores) in scores.chunks(CHUNK).enumerate() {
            // Without a branch for each: most chunks hold nothing that is good enough.
            if !scores.iter().fold(false, |any, score| any | (*score >= self.floor)) {
                continue;
            }
            for (at, score) in scores.iter().enumerate().filter(|(_, score)| **score > f32::NEG_INFINITY) {
                if *score >= self.floor
                    && let Some(index) = allowed(chunk * CHUNK + at)
                {
                    self.offer(index, *score, || true);
                }
            }
        }
    }

    /// Indices and scores, the best first.
    pub fn sorted(self) -> impl Iterator<Item = (u32, f32)> {
        self.kept.into_sorted_vec().into_iter().map(|place| (place.index, place.score))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_top_is_the_head_of_the_sorted_list(scores in prop::collection::vec(0_u8..9, 0..60), most in 0_usize..12) {
            let mut top = Top::new(most);
            for (index, score) in scores.iter().enumerate().rev() {
                top.offer(index as u32, f32::from(*score), || index % 5 != 0);
            }
            let mut sorted: Vec<_> = (0..scores.len()).filter(|index| index % 5 != 0).collect();
            sorted.sort_by_key(|index| std::cmp::Reverse(scores[*index]));
            sorted.truncate(most);
            let found: Vec<_> = top.sorted().map(|(index, _)| index as usize).collect();
            prop_assert_eq!(&found, &sorted);
            let list: Vec<f32> = scores.iter().map(|score| f32::from(*score)).collect();
            let mut all = Top::new(most);
            all.offer_all(&list, |index| (index % 5 != 0).then_some(index as u32));
            prop_assert_eq!(all.sorted().map(|(index, _)| index as usize).collect::<Vec<_>>(), sorted);
        }
    }
}
