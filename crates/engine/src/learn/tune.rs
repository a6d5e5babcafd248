//! Chooses the weights: hold something out of every history, and keep what foretells it best.

use super::Lesson;
use super::census::Census;
use super::class::{Class, Stamp};
use super::ground::{Ground, Part};
use super::quality::Qualities;
use crate::model::{Chosen, HeldOut, Knob, Rows, Trial, Tuning};
use crate::past::HoldOut;
use std::ops::Range;

/// With fewer people than this nothing is tried, and the defaults stand.
pub const TUNE_PEOPLE_MIN: u32 = 200;
/// By how many standard errors another value has to be better.
const CHANCE_MIN: f64 = 1.0;
/// By how many standard errors a value has to lie below the best, with those who go first, to be given up.
const HOPELESS_MIN: f64 = 2.0;
/// What another value has to be better by at least, so that a tie changes nothing.
const BETTER_BY: f64 = 1e-5;

/// The best weights that one-at-a-time trials find from `start`, and what was tried. What is alike comes of the catalog
/// alone, so it is the same whatever is held out.
pub(super) fn tune(
    class: &Class<'_, '_>,
    census: &Census<'_>,
    lesson: Lesson<'_>,
    (start, alike): (Chosen, &Rows),
    stamps: &mut Vec<Stamp>,
) -> (Chosen, Tuning) {
    let Some(how) = hold_out(census.people, start.owned > 0.0, |how| census.can_hold_out(how)) else {
        return (start, Tuning::default());
    };
    let held_out = match how {
        HoldOut::Basket => HeldOut::LastBasket,
        HoldOut::Fifth => HeldOut::NewestFifth,
    };
    let mut ground = Ground::new(class, census, lesson, (how, start.trend_days, alike), stamps);
    let mut search = Search { chosen: start, tuning: Tuning { held_out, people: 0, trials: Vec::new() } };
    let ridges = ridges(&start, census, &mut ground);
    search.turn(Knob::Ridge, ridges, &mut ground);
    ground.lay(census, &search.chosen);
    // Once each: a second round found nothing on any data it was tried on, and doubled the time.
    let has_nearest = ground.has_nearest();
    let is_left = |knob: &Knob| match knob {
        Knob::Ridge => false,
        Knob::Alike => alike.len() > 0,
        Knob::Nearest | Knob::NearestShare => has_nearest,
        _ => true,
    };
    for knob in Knob::ALL.into_iter().filter(is_left) {
        search.turn(knob, knob.values(&start), &mut ground);
    }
    (search.chosen, search.tuning)
}

/// Where the search stands, and what was tried on the way.
struct Search {
    chosen: Chosen,
    tuning: Tuning,
}

impl Search {
    /// Tries values of one weight, the others as they stand, and keeps the best.
    fn turn(&mut self, knob: Knob, mut values: Vec<f32>, ground: &mut Ground<'_>) {
        let present = values.iter().position(|value| *value == self.chosen.get(knob)).unwrap_or_else(|| {
            values.push(self.chosen.get(knob));
            values.len() - 1
        });
        let choices: Vec<Chosen> = values.iter().map(|value| self.chosen.with(knob, *value)).collect();
        if knob == Knob::TrendDays {
            ground.look_back(&values);
        }
        let trial = try_each(&choices, present, ground);
        ground.look_back(&[choices[trial.kept].trend_days]);
        self.tuning.people = trial.people;
        if trial.people == 0 {
            return;
        }
        self.chosen = choices[trial.kept];
        let tried = values.iter().zip(&trial.means).map(|(value, mean)| (*value, *mean as f32)).collect();
        self.tuning.trials.push(Trial { knob, tried, kept: values[trial.kept], given_up: trial.given_up });
    }
}

/// What came of trying several choices.
struct Tried {
    people: u32,
    /// Of a choice that was given up, over those who went first.
    means: Vec<f64>,
    given_up: Vec<bool>,
    kept: usize,
}

/// The ridges worth trying, laid. How well ridges foretell rises to one of them and falls from there, and each takes an inverse:
/// so the start's and the next on either side, and further ones for as long as one at an end is the best for those who go first.
/// All of them, where nobody does.
fn ridges(start: &Chosen, census: &Census<'_>, ground: &mut Ground<'_>) -> Vec<f32> {
    let values = Knob::Ridge.values(start);
    if !ground.has_first() {
        ground.lay_ridges(census, &values);
        return values;
    }
    let present = values.iter().position(|value| *value == start.ridge).unwrap_or(0);
    let worth = outwards(values.len(), present, |some| {
        ground.lay_ridges(census, &values[some.clone()]);
        let choices: Vec<Chosen> = values[some].iter().map(|ridge| start.with(Knob::Ridge, *ridge)).collect();
        ground.try_all(&choices, Part::First).means()
    });
    values[worth].to_vec()
}

/// The places around the present one of so many, as far out as one at an end is the best of them; of equals the present one is.
/// `means` is asked for all of them each time.
fn outwards(count: usize, present: usize, mut means: impl FnMut(Range<usize>) -> Vec<f64>) -> Range<usize> {
    let mut some = present.saturating_sub(1)..count.min(present + 2);
    while some != (0..count) {
        let means = means(some.clone());
        let here = present - some.start;
        let best = (0..means.len()).fold(here, |best, at| if means[at] > means[best] { at } else { best });
        match best {
            0 if some.start > 0 => some.start -= 1,
            last if last + 1 == some.len() && some.end < count => some.end += 1,
            _ => break,
        }
    }
    some
}

/// Tries choices on everybody, but for those that a part of the people, who go first, show to be far off.
fn try_each(choices: &[Chosen], present: usize, ground: &Ground<'_>) -> Tried {
    if !ground.has_first() {
        let all = ground.try_all(choices, Part::All);
        let given_up = vec![false; choices.len()];
        return Tried { people: all.people(), means: all.means(), given_up, kept: better(&all, present) };
    }
    let first = ground.try_all(choices, Part::First);
    let left = worth_trying(&first, present);
    let choices: Vec<Chosen> = left.iter().map(|choice| choices[*choice]).collect();
    let all = first.of(&left).merge(ground.try_all(&choices, Part::Rest));
    let mut means = first.means();
    let given_up = (0..means.len()).map(|choice| !left.contains(&choice)).collect();
    left.iter().zip(all.means()).for_each(|(choice, mean)| means[*choice] = mean);
    let present = left.iter().position(|choice| *choice == present).unwrap_or(0);
    Tried { people: all.people(), means, given_up, kept: left[better(&all, present)] }
}

/// The present choice, and those that are not further below the best than chance explains.
fn worth_trying(first: &Qualities, present: usize) -> Vec<usize> {
    let means = first.means();
    let best = (0..means.len()).fold(present, |best, choice| if means[choice] > means[best] { choice } else { best });
    let is_near = |choice: usize| means[best] - means[choice] <= HOPELESS_MIN * first.chance(choice, best);
    (0..means.len()).filter(|choice| *choice == present || is_near(*choice)).collect()
}

/// What to hold out. Where people take things again, a day is a visit to the shop, and the next one is what is to be
/// foretold; so it is where most people came on several days. Else the few who did would speak for those who came once,
/// and the newest fifth is held out.
fn hold_out(people: u32, repeats_matter: bool, can: impl Fn(HoldOut) -> u32) -> Option<HoldOut> {
    let enough = |how: &HoldOut| can(*how) >= TUNE_PEOPLE_MIN;
    let by_basket = repeats_matter || can(HoldOut::Basket) >= people / 2;
    let ways = if by_basket { [HoldOut::Basket, HoldOut::Fifth] } else { [HoldOut::Fifth, HoldOut::Basket] };
    ways.into_iter().find(enough)
}

/// The place of the value with the highest mean, the first of equals; `present` unless another is better by more than
/// chance: what a few people did by accident is no reason to leave what holds elsewhere.
fn better(qualities: &Qualities, present: usize) -> usize {
    let means = qualities.means();
    let mut kept = present;
    for (value, mean) in means.iter().enumerate() {
        let by_chance = CHANCE_MIN * qualities.chance(value, present);
        if *mean > means[kept] && *mean > means[present] + by_chance + BETTER_BY {
            kept = value;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::quality::Foretold;
    use super::*;

    fn qualities(people: &[[f64; 3]]) -> Qualities {
        let mut sum = Qualities::default();
        for each in people {
            let each = each.map(|all| [(all * (1_u64 << 32) as f64) as i64, 0]).to_vec();
            sum.add(&Foretold { each, has_new: false });
        }
        sum
    }

    #[test]
    fn a_tie_and_an_accident_change_nothing_and_what_is_better_for_most_is_kept() {
        assert_eq!(better(&qualities(&[[0.5, 0.5, 0.5]]), 1), 1);
        assert_eq!(better(&qualities(&[[0.6, 0.5, 0.7]; 9]), 1), 2);
        assert_eq!(worth_trying(&qualities(&[[0.6, 0.5, 0.7]; 9]), 1), [1, 2], "the present one stays");
        assert_eq!(worth_trying(&qualities(&[[0.5, 0.5, 0.7], [0.6, 0.5, 0.5]]), 1), [0, 1, 2]);
        let mut accident = vec![[0.5, 0.5, 0.5]; 40];
        accident[7] = [0.9, 0.5, 0.5];
        assert_eq!(better(&qualities(&accident), 1), 1);
        accident.iter_mut().for_each(|each| each[0] += 0.1);
        assert_eq!(better(&qualities(&accident), 1), 0);
    }

    #[test]
    fn it_is_looked_outwards_only_as_far_as_it_gets_better() {
        let means = |peak: usize| move |some: Range<usize>| some.map(|at| -(at.abs_diff(peak) as f64)).collect();
        let found: Vec<Range<usize>> = (0..6).map(|peak| outwards(6, 3, means(peak))).collect();
        assert_eq!(found, [0..5, 0..5, 1..5, 2..5, 2..6, 2..6]);
        assert_eq!([outwards(1, 0, means(0)), outwards(2, 0, means(1)), outwards(6, 0, means(0))], [0..1, 0..2, 0..2]);
        assert_eq!(outwards(6, 3, |some| vec![1.0; some.len()]), 2..5, "a tie leads nowhere");
    }

    #[test]
    fn the_present_ridge_is_one_of_those_that_may_be_tried_and_they_are_in_order() {
        for people in [0, 7, 100, 1_000_000] {
            let start = Chosen::before_trials(people, true);
            let values = Knob::Ridge.values(&start);
            assert!(values.contains(&start.ridge) && values.is_sorted_by(|a, b| a < b), "{values:?}");
        }
    }

    #[test]
    fn the_last_basket_is_held_out_where_people_come_again() {
        let can = |basket: u32, fifth: u32| {
            move |how: HoldOut| match how {
                HoldOut::Basket => basket,
                HoldOut::Fifth => fifth,
            }
        };
        assert_eq!(hold_out(900, false, can(500, 800)), Some(HoldOut::Basket));
        assert_eq!(hold_out(900, false, can(300, 800)), Some(HoldOut::Fifth));
        assert_eq!(hold_out(900, true, can(300, 800)), Some(HoldOut::Basket));
        assert_eq!(hold_out(900, false, can(300, 100)), Some(HoldOut::Basket));
        assert_eq!(hold_out(150, true, can(150, 150)), None);
    }
}
