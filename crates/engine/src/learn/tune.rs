//! Chooses the weights: hold something out of every history, and keep what foretells it best.

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use super::ground::Ground;
use super::quality::Quality;
use crate::model::{Chosen, HeldOut, Knob, Trial, Tuning};
use crate::past::HoldOut;

/// With fewer people than this nothing is tried, and the defaults stand.
pub const TUNE_PEOPLE_MIN: u32 = 200;
/// How often every weight is tried.
const ROUNDS_MAX: usize = 2;
/// What another value has to be better by, so that a tie changes nothing.
const BETTER_BY: f64 = 1e-5;

/// The best weights that one-at-a-time trials find from `start`, and what was tried.
pub(super) fn tune(
    class: &Class<'_, '_>,
    census: &Census<'_>,
    lesson: Lesson<'_>,
    start: Chosen,
    stamps: &mut Vec<Stamp>,
) -> (Chosen, Tuning) {
    let Some(how) = hold_out(census.people, |how| census.can_hold_out(how)) else {
        return (start, Tuning::default());
    };
    let held_out = match how {
        HoldOut::Basket => HeldOut::LastBasket,
        HoldOut::Fifth => HeldOut::NewestFifth,
    };
    let ground =
        Ground::new(class, census, lesson, (how, &Knob::Ridge.values(&start), &Knob::TrendDays.values(&start)), stamps);
    let (mut chosen, mut tuning) = (start, Tuning { held_out, people: 0, trials: Vec::new() });
    let mut settled = 0;
    for knob in Knob::ALL.into_iter().cycle().take(ROUNDS_MAX * Knob::ALL.len()) {
        let values = knob.values(&start);
        let choices: Vec<Chosen> = values.iter().map(|value| chosen.with(knob, *value)).collect();
        let qualities = ground.try_all(class, &choices, stamps);
        tuning.people = qualities.first().map_or(0, Quality::people);
        let means: Vec<f64> = qualities.iter().map(Quality::mean).collect();
        let kept = better(&values, &means, chosen.get(knob));
        settled = if kept == chosen.get(knob) { settled + 1 } else { 0 };
        chosen = chosen.with(knob, kept);
        let tried = values.iter().zip(&means).map(|(value, mean)| (*value, *mean as f32)).collect();
        tuning.trials.push(Trial { knob, tried, kept });
        if settled >= Knob::ALL.len() {
            break;
        }
    }
    (chosen, tuning)
}

/// What to hold out: the last basket where most people have several, else the newest fifth. The few who came on several
/// days would not speak for those who came once.
fn hold_out(people: u32, can: impl Fn(HoldOut) -> u32) -> Option<HoldOut> {
    let enough = |how: &HoldOut| can(*how) >= TUNE_PEOPLE_MIN;
    let most = |how: &HoldOut| enough(how) && can(*how) >= people / 2;
    let ways = [HoldOut::Basket, HoldOut::Fifth];
    ways.into_iter().find(most).or_else(|| ways.into_iter().rev().find(enough))
}

/// The value with the highest mean, the first of equals; the present one unless another is better by enough.
fn better(values: &[f32], means: &[f64], present: f32) -> f32 {
    let mean_of =
        |value: f32| values.iter().zip(means).find(|(other, _)| **other == value).map_or(0.0, |found| *found.1);
    let mut kept = present;
    for (value, mean) in values.iter().zip(means) {
        if *mean > mean_of(kept) + BETTER_BY {
            kept = *value;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::better;

    #[test]
    fn a_tie_changes_nothing_and_the_best_is_kept() {
        assert_eq!(better(&[1.0, 2.0, 3.0], &[0.5, 0.5, 0.5], 2.0), 2.0);
        assert_eq!(better(&[1.0, 2.0, 3.0], &[0.6, 0.5, 0.7], 2.0), 3.0);
        assert_eq!(better(&[1.0, 2.0, 3.0], &[0.500_001, 0.5, 0.1], 2.0), 2.0);
    }
}
