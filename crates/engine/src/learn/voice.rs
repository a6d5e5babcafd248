//! How much one person says about each item when they teach: bounded, so that nobody steers a model.
//!
//! # Invariants
//! - Of one item at most one act a day counts, and all acts of one day together count for at most [`DAY_WEIGHT_MAX`].
//! - Who takes much says more in all, and less about each single thing.

use crate::past::{Mark, Past};

/// What all acts of one person on one day count for at most, where one act counts one.
pub(super) const DAY_WEIGHT_MAX: f64 = 50.0;
/// Baskets with an item beyond this many count for nothing more.
const BASKETS_COUNTED_MAX: f64 = 4_096.0;
/// Who took so much, in all, speaks with an ordinary voice: beyond it softer for each thing, below it louder.
const ORDINARY_WEIGHT: f64 = 20.0;
/// How much louder than an ordinary voice any may be.
const LOUDER_MAX: f64 = 2.0;

/// Each item a person took and how much they say about it, in order of item: the square root of how often it was taken,
/// times the fourth root of how much less than they the ordinary person takes. Roots alone: the same bits everywhere.
pub(super) fn voice(past: &Past) -> Vec<(u32, f64)> {
    let mut sizes = vec![0.0; past.baskets() as usize];
    past.marks().iter().for_each(|mark| sizes[mark.basket as usize] += 1.0);
    let counts = |mark: &Mark| (DAY_WEIGHT_MAX / sizes[mark.basket as usize]).min(1.0);
    let weigh = |marks: &[Mark]| marks.iter().map(counts).sum::<f64>().min(BASKETS_COUNTED_MAX);
    let weights: Vec<(u32, f64)> = past.by_item().map(|marks| (marks[0].item, weigh(marks))).collect();
    let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let loud = (ORDINARY_WEIGHT / all.max(1.0)).sqrt().sqrt().min(LOUDER_MAX);
    weights.into_iter().map(|(item, weight)| (item, weight.sqrt() * loud)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::DAY_SECONDS;

    #[test]
    fn ten_thousand_acts_on_one_day_count_for_fifty() {
        let bot = Past::of_taken((0..10_000).map(|item| (item, 7)).collect());
        let person = Past::of_taken((0..50).map(|item| (item, 7)).collect());
        let weight = |past: &Past| voice(past).iter().map(|(_, voice)| voice * voice).sum::<f64>();
        assert!((weight(&bot) - weight(&person)).abs() < 1e-9);
    }

    #[test]
    fn the_same_thing_twice_a_day_counts_once_and_on_two_days_twice() {
        let square = |taken: Vec<(u32, i64)>| voice(&Past::of_taken(taken))[0].1.powi(2);
        assert!((square(vec![(1, 5)]) - square(vec![(1, 5), (1, 9)])).abs() < 1e-9);
        assert!(square(vec![(1, 5), (1, DAY_SECONDS)]) > 1.5 * square(vec![(1, 5)]));
    }

    #[test]
    fn who_takes_much_says_more_in_all_and_less_about_each() {
        let voices = |items: u32| voice(&Past::of_taken((0..items).map(|i| (i, i64::from(i) * DAY_SECONDS)).collect()));
        let (few, many) = (voices(20), voices(500));
        assert!((few[0].1 - 1.0).abs() < 1e-9 && many[0].1 < few[0].1);
        let all = |voices: &[(u32, f64)]| voices.iter().map(|(_, voice)| voice * voice).sum::<f64>();
        assert!(all(&many) > all(&few));
    }
}
