//! How much one person says about each item when they teach: bounded, so that nobody steers a model.
//!
//! # Invariants
//! - Of one item at most one act a day counts, and all acts of one day together count for at most [`DAY_WEIGHT_MAX`].
//! - Who takes much says more in all, and less about each single thing.

use crate::past::{Mark, Past};

/// What all acts of one person on one day count for at most, where one act counts one.
pub(super) const DAY_WEIGHT_MAX: f64 = 50.0;
/// What all acts of one person with one item count for at most.
const ITEM_WEIGHT_MAX: f64 = 4_096.0;
/// Who took so much, in all, speaks with an ordinary voice: beyond it softer for each thing, below it louder.
const ORDINARY_WEIGHT: f64 = 20.0;
/// How much louder than an ordinary voice any may be.
const LOUDER_MAX: f64 = 2.0;

/// Each item a person took and how much they say about it, in order of item: the root of what its acts count for. An act
/// counts one, but for the root of how much less than they the ordinary person takes, and less on a day with many. Roots
/// alone: the same bits everywhere.
pub(super) fn voice(past: &Past) -> Vec<(u32, f64)> {
    let mut sizes = vec![0.0; past.baskets() as usize];
    past.marks().iter().for_each(|mark| sizes[mark.basket as usize] += 1.0);
    let loud = (ORDINARY_WEIGHT / (past.marks().len() as f64).max(1.0)).sqrt().min(LOUDER_MAX);
    let counts = |mark: &Mark| (DAY_WEIGHT_MAX / sizes[mark.basket as usize]).min(loud);
    let weigh = |marks: &[Mark]| marks.iter().map(counts).sum::<f64>().min(ITEM_WEIGHT_MAX);
    past.by_item().map(|marks| (marks[0].item, weigh(marks).sqrt())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::DAY_SECONDS;

    #[test]
    fn ten_thousand_acts_on_one_day_count_for_fifty() {
        let bot = Past::of_taken((0..10_000).map(|item| (item, 7)).collect());
        let weight = |past: &Past| voice(past).iter().map(|(_, voice)| voice * voice).sum::<f64>();
        assert!((weight(&bot) - 50.0).abs() < 1e-9);
        let person = Past::of_taken((0..50).map(|item| (item, 7)).collect());
        assert!(weight(&person) > 25.0 && weight(&person) < 50.0);
    }

    #[test]
    fn the_same_thing_twice_a_day_counts_once_and_on_two_days_twice() {
        let square = |taken: Vec<(u32, i64)>| voice(&Past::of_taken(taken))[0].1.powi(2);
        assert!((square(vec![(1, 5)]) - square(vec![(1, 5), (1, 9)])).abs() < 1e-9);
        let other = |more: i64| square(vec![(1, 5), (1, DAY_SECONDS * more), (2, 9), (2, DAY_SECONDS * (1 - more))]);
        assert!(other(1) > 1.9 * other(0));
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
