//! The best few of many, without sorting the many.

use crate::wide::{Work, wide_work};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How many scores are looked at together.
const CHUNK: usize = 32;
/// How many of them are compared side by side.
pub(crate) const LANES: usize = 8;

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

    /// Offers what stands behind each score of a list; `allowed` says what that is, if it may be kept. As many pieces of the list
    /// as there are places hold a score that reaches some bar, so that as many scores do: those come first, and the others only
    /// where too few of these may be kept.
    pub fn offer_all(&mut self, scores: &[f32], allowed: impl Fn(usize) -> Option<u32>) {
        let mut highest = vec![f32::NEG_INFINITY; scores.len().div_ceil(CHUNK)];
        wide_work(Highest { scores, each: &mut highest });
        let Some(bar) = self.bar(highest.clone()) else { return };
        let floor = self.floor;
        self.floor = floor.max(bar);
        self.offer_those(scores, &highest, None, &allowed);
        if self.kept.len() < self.most {
            self.floor = floor;
            self.offer_those(scores, &highest, Some(bar), &allowed);
        }
    }

    /// Offers a list that is worked out on the way, [`LANES`] at a time and the last few one by one, where enough of it is known to
    /// reach the floor: what does not is not even written down. What is no number is not offered.
    pub fn offer_reaching(&mut self, lanes: impl Iterator<Item = [f32; LANES]>, rest: impl Iterator<Item = f32>) {
        wide_work(Reaching { top: self, lanes, rest });
    }

    /// A bar that as many of the highest scores of pieces reach as there are places, where there are so many.
    fn bar(&self, mut highest: Vec<f32>) -> Option<f32> {
        let at = self.most.min(highest.len()).checked_sub(1)?;
        Some(*highest.select_nth_unstable_by(at, |a, b| b.total_cmp(a)).1)
    }

    fn offer_those(
        &mut self,
        scores: &[f32],
        highest: &[f32],
        below: Option<f32>,
        allowed: impl Fn(usize) -> Option<u32>,
    ) {
        for (piece, (scores, highest)) in scores.chunks(CHUNK).zip(highest).enumerate() {
            // One comparison for the whole piece: most hold nothing that is good enough.
            if *highest >= self.floor {
                self.offer_piece(scores, below, |at| allowed(piece * CHUNK + at));
            }
        }
    }

    fn offer_piece(&mut self, scores: &[f32], below: Option<f32>, allowed: impl Fn(usize) -> Option<u32>) {
        for (at, score) in scores.iter().enumerate().filter(|(_, score)| **score > f32::NEG_INFINITY) {
            if *score >= self.floor
                && below.is_none_or(|below| *score < below)
                && let Some(index) = allowed(at)
            {
                self.offer(index, *score, || true);
            }
        }
    }

    /// Indices and scores, the best first.
    pub fn sorted(self) -> impl Iterator<Item = (u32, f32)> {
        self.kept.into_sorted_vec().into_iter().map(|place| (place.index, place.score))
    }
}

/// The highest of each piece of a list.
struct Highest<'a> {
    scores: &'a [f32],
    each: &'a mut [f32],
}

impl Work for Highest<'_> {
    #[inline(always)]
    fn work(self) {
        for (highest_of, scores) in self.each.iter_mut().zip(self.scores.chunks(CHUNK)) {
            *highest_of = highest(scores);
        }
    }
}

/// What of a list reaches the floor.
struct Reaching<'a, L, R> {
    top: &'a mut Top,
    lanes: L,
    rest: R,
}

impl<L: Iterator<Item = [f32; LANES]>, R: Iterator<Item = f32>> Work for Reaching<'_, L, R> {
    #[inline(always)]
    fn work(self) {
        let mut first = 0;
        for scores in self.lanes {
            // All of them: side by side that is sooner done than to stop at the first.
            if scores.iter().fold(false, |any, score| any | (*score >= self.top.floor)) {
                self.top.offer_piece(&scores, None, |at| Some((first + at) as u32));
            }
            first += LANES;
        }
        for (at, score) in (first..).zip(self.rest) {
            self.top.offer_piece(&[score], None, |_| Some(at as u32));
        }
    }
}

/// The highest of a piece of a list.
#[inline(always)]
fn highest(scores: &[f32]) -> f32 {
    let (mut each, rest) = side_by_side(scores);
    // By halves, so that few steps wait for one another.
    for half in [LANES / 2, LANES / 4, LANES / 8] {
        (0..half).for_each(|at| each[at] = higher(each[at], each[at + half]));
    }
    rest.iter().copied().fold(each[0], higher)
}

/// The highest of each lane, and what is left of the piece.
#[inline(always)]
fn side_by_side(scores: &[f32]) -> ([f32; LANES], &[f32]) {
    let (lanes, rest) = scores.as_chunks::<LANES>();
    let each = lanes.iter().fold([f32::NEG_INFINITY; LANES], |mut most, lane| {
        most.iter_mut().zip(lane).for_each(|(most, score)| *most = higher(*most, *score));
        most
    });
    (each, rest)
}

#[inline(always)]
fn higher(most: f32, score: f32) -> f32 {
    if score > most { score } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_top_is_the_head_of_the_sorted_list(scores in prop::collection::vec(0_u8..99, 0..600), most in 0_usize..12) {
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
            let found: Vec<_> = all.sorted().collect();
            prop_assert_eq!(found.iter().map(|(index, _)| *index as usize).collect::<Vec<_>>(), sorted);
            if let Some((_, worst)) = found.last().filter(|_| found.len() == most) {
                let none = if list.len().is_multiple_of(2) { f32::NEG_INFINITY } else { f32::NAN };
                let left: Vec<f32> = (0..list.len()).map(|at| if at % 5 == 0 { none } else { list[at] }).collect();
                let mut reaching = Top::new(most).above(worst - 1.0);
                let (lanes, rest) = left.as_chunks();
                reaching.offer_reaching(lanes.iter().copied(), rest.iter().copied());
                prop_assert_eq!(reaching.sorted().collect::<Vec<_>>(), found);
            }
        }
    }
}
