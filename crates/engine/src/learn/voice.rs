//! How much one person says about each item when they teach: bounded, so that nobody steers a model.
//!
//! # Invariants
//! - Of one item at most one act a day counts, and all acts of one day together count for at most [`DAY_WEIGHT_MAX`].
//! - Who takes much says more in all, and less about each single thing.
//! - Of what is popular, one person says the same about one item once in [`REST_DAYS`].

use crate::past::{Mark, Past, day_of};
use crate::season::BASKET_UNIT;

/// What all acts of one person on one day count for at most, where one act counts one.
pub(super) const DAY_WEIGHT_MAX: f64 = 50.0;
/// What all acts of one person with one item count for at most.
pub(super) const ITEM_WEIGHT_MAX: f64 = 4_096.0;
/// Who took so much, in all, speaks with an ordinary voice: beyond it softer for each thing, below it louder.
const ORDINARY_WEIGHT: f64 = 20.0;
/// How much louder than an ordinary voice any may be.
const LOUDER_MAX: f64 = 2.0;
/// So many days pass before what a person takes again counts again for what is popular: else who buys bread each day would
/// say for thirty what is popular.
const REST_DAYS: i32 = 30;

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

/// What one basket says of what is popular.
pub(super) struct Basket<'b> {
    /// Its day.
    pub day: i32,
    /// What each item counts, in parts of a basket; with thousands of them nothing, and then there are none.
    pub each: u32,
    /// Its items that count, in order.
    pub items: &'b [u32],
}

/// A person's baskets, one after the other. An item counts for less where there are many on that day, and not at all while
/// it rests.
pub(super) fn each_basket(past: &Past, mut each: impl FnMut(Basket<'_>)) {
    let mut marks: Vec<(Mark, bool)> = past.by_item().flat_map(rested).collect();
    marks.sort_unstable_by_key(|(mark, _)| (mark.basket, mark.item));
    let mut items = Vec::new();
    for basket in marks.chunk_by(|(a, _), (b, _)| a.basket == b.basket) {
        let share = (DAY_WEIGHT_MAX / basket.len() as f64).min(1.0);
        let weight = (BASKET_UNIT as f64 * share) as u32;
        items.clear();
        items.extend(basket.iter().filter(|(_, counts)| *counts && weight > 0).map(|(mark, _)| mark.item));
        each(Basket { day: day_of(basket[0].0.at), each: weight, items: &items });
    }
}

/// The marks of one item, and whether each counts: those that come soon after one that did rest.
fn rested(marks: &[Mark]) -> impl Iterator<Item = (Mark, bool)> {
    let mut last = None;
    marks.iter().map(move |mark| {
        let day = day_of(mark.at);
        let counts = last.is_none_or(|last: i32| day.saturating_sub(last) >= REST_DAYS);
        last = if counts { Some(day) } else { last };
        (*mark, counts)
    })
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
    #[test]
    fn of_what_is_popular_nobody_says_the_same_each_day_and_a_very_large_basket_says_less_of_each() {
        let all = |past: &Past| {
            let mut all = Vec::new();
            each_basket(past, |basket| all.push((basket.day, basket.each, basket.items.to_vec())));
            all
        };
        let daily = all(&Past::of_taken((0..61).map(|day| (7, day * DAY_SECONDS)).collect()));
        let counted: Vec<i32> = daily.iter().filter(|(_, _, items)| items == &[7]).map(|(day, ..)| *day).collect();
        assert_eq!((daily.len(), counted), (61, vec![0, 30, 60]));
        let weights = |items: u32| all(&Past::of_taken((0..items).map(|item| (item, 7)).collect()))[0].1;
        assert_eq!([1, 50, 100, 3_200].map(weights), [64, 64, 32, 1]);
        let far_too_many = all(&Past::of_taken((0..10_000).map(|item| (item, 7)).collect()));
        assert!(far_too_many[0].2.is_empty(), "a basket of which each thing counts for nothing");
    }
}
