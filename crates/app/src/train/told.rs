//! What a lesson did and what a model is, in lines for people.

use crate::Shop;
use engine::{DENSE_ITEMS_MAX, HEAD_SHARE, HeldOut, Knob, Mark, Model, Reach, Trial, Tuning, WeightsFrom, memory_for};

/// What a lesson learned, a line each.
pub(super) fn learned(model: &Model, weights: WeightsFrom<'_>, memory_bytes: u64, people_min: u32) -> Vec<String> {
    let mut lines = vec![reach(model)];
    if model.reach().by_nearest > 0 {
        let mib = memory_bytes >> 20;
        lines[0] += &format!(
            " (memory budget {mib} MiB, at most {DENSE_ITEMS_MAX} items; beyond 1000, those that hold {HEAD_SHARE} % of what is taken)"
        );
    }
    lines.extend(too_small(model, memory_bytes));
    if model.people() == 0 {
        lines.push(of_nobody(people_min));
    } else {
        lines.extend(tried(weights, model.tuning()));
    }
    lines
}

impl Shop {
    /// How far the model that serves reaches and how it weighs, a line each.
    #[must_use]
    pub fn model_in_words(&self) -> Vec<String> {
        of_model(&self.model())
    }
}

fn of_model(model: &Model) -> Vec<String> {
    let weight = |knob: Knob| format!("{}: {}", knob.as_str(), model.chosen().get(knob));
    std::iter::once(reach(model)).chain(Knob::ALL.into_iter().map(weight)).collect()
}

fn reach(model: &Model) -> String {
    let Reach { by_regression, by_nearest } = model.reach();
    let whole = format!("what goes together: {by_regression} items by regression");
    if by_nearest == 0 { whole } else { format!("{whole}, {by_nearest} more by their nearest") }
}

/// Where the memory budget is less than the catalog alone takes.
fn too_small(model: &Model, memory_bytes: u64) -> Option<String> {
    let items = model.items().len();
    let least = memory_for(items).div_ceil(1 << 20);
    let says = || {
        let mib = memory_bytes >> 20;
        format!(
            "the memory budget of {mib} MiB is below the {least} MiB that {items} items take: the smallest model was learned"
        )
    };
    (memory_bytes < memory_for(items)).then(says)
}

fn of_nobody(people_min: u32) -> String {
    format!(
        "fewer than {people_min} people who let their activity teach took an item of the catalog: nothing was learned of anybody"
    )
}

/// What was tried.
fn tried(weights: WeightsFrom<'_>, tuning: &Tuning) -> Vec<String> {
    let held_out = match tuning.held_out {
        HeldOut::Nothing if matches!(weights, WeightsFrom::Defaults) => {
            "no weights were tried: the defaults stand".to_owned()
        }
        HeldOut::Nothing => "too few people to try weights on: the defaults stand".to_owned(),
        _ if tuning.people == 0 => "there was nothing to foretell of anybody: the defaults stand".to_owned(),
        HeldOut::LastBasket => format!("weights tried on the last basket of {} people", tuning.people),
        HeldOut::NewestFifth => format!("weights tried on the newest fifth of {} people", tuning.people),
    };
    std::iter::once(held_out).chain(tuning.trials.iter().map(of_trial)).collect()
}

fn of_trial(trial: &Trial) -> String {
    let one = |(value, good, mark): (f32, f32, Mark)| match mark {
        Mark::Plain => format!("{value} ({good:.4})"),
        Mark::GivenUp => format!("{value} ({good:.4}, of a third: given up)"),
        Mark::WithinChance => format!("{value} ({good:.4}, within chance)"),
    };
    let tried: Vec<_> = trial.marked().map(one).collect();
    format!("{}: {} kept, of {}", trial.knob.as_str(), trial.kept, tried.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(given_up: Vec<bool>) -> Trial {
        let tried = vec![(0.1, 0.2798), (0.2, 0.2651), (0.3, 0.2652), (0.4, 0.25)];
        Trial { knob: Knob::Together, tried, kept: 0.2, given_up }
    }

    #[test]
    fn a_figure_that_can_not_be_compared_is_marked() {
        assert_eq!(
            of_trial(&trial(vec![true, false, false, false])),
            "together: 0.2 kept, of 0.1 (0.2798, of a third: given up), 0.2 (0.2651), 0.3 (0.2652, within chance), 0.4 (0.2500)"
        );
        let unmarked = of_trial(&trial(Vec::new()));
        assert!(unmarked.contains("0.1 (0.2798, within chance)"), "{unmarked}");
    }

    #[test]
    fn where_there_was_nothing_to_foretell_nobody_is_counted() {
        let tuning = Tuning { held_out: HeldOut::NewestFifth, people: 0, trials: Vec::new() };
        let told = tried(WeightsFrom::Trials, &tuning);
        assert_eq!(told, ["there was nothing to foretell of anybody: the defaults stand"]);
        let told = tried(WeightsFrom::Trials, &Tuning { people: 300, ..tuning });
        assert_eq!(told, ["weights tried on the newest fifth of 300 people"]);
    }

    #[test]
    fn a_model_of_nobody_does_not_say_that_people_are_few() {
        let told = learned(&Model::default(), WeightsFrom::Trials, 1 << 30, 5);
        assert!(told.len() == 2 && told[1].starts_with("fewer than 5 people who let their activity teach"), "{told:?}");
    }

    #[test]
    fn a_model_says_its_weights_in_words() {
        let told = of_model(&Model::default());
        assert_eq!(told[0], "what goes together: 0 items by regression");
        assert!(told.contains(&"ridge: 200".to_owned()) && told.contains(&"nearest_share: 0.1".to_owned()), "{told:?}");
    }
}
