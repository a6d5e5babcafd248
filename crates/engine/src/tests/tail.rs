//! A catalog that the regression has no room for: what is outside it is learned all the same, and leaves all the same.

use super::{Deed, NOW, PEOPLE_MIN, Wish, World, name};
use crate::learn::learn;
use crate::model::{Knob, Model, Reach};
use crate::{Anonymous, Lesson, WeightsFrom};
use domain::Verb;
use std::num::NonZeroU32;

const GROUPS: usize = 6;
const PER_GROUP: usize = 20;
const PEOPLE: usize = 260;

/// What somebody took: mostly of one group of items, on three days.
fn deeds(person: usize, ids: &[String]) -> Vec<Deed> {
    let mut dice = person as u64 + 1;
    let mut throw = |below: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % below
    };
    let mut deed = |number: usize| {
        let group = if number < 8 { person % GROUPS } else { throw(GROUPS) };
        let id = ids[group * PER_GROUP + throw(PER_GROUP)].clone();
        (&*id.leak(), Verb::Purchase, 1 + (number % 3) as i64 * 20)
    };
    (0..10).map(&mut deed).collect()
}

fn world(people: usize, ids: &[String]) -> World {
    let world = World::with(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    (0..people).for_each(|number| drop(world.person(&name(number), Wish::Both, &deeds(number, ids))));
    world
}

/// What is learned with hardly any memory.
fn learned(world: &World) -> Model {
    let lesson = Lesson {
        catalog: &world.catalog,
        anonymous: &Anonymous::default(),
        memory_bytes: 0,
        people_min: PEOPLE_MIN,
        pair_people_min: PEOPLE_MIN,
        group_people_min: 0,
        weights: WeightsFrom::Trials,
    };
    let floor = NonZeroU32::new(PEOPLE_MIN).expect("not zero");
    let answer = world.vault.at(NOW).cohort(floor, lesson, learn).expect("learns");
    answer.into_value().into_model().expect("enough people")
}

#[test]
fn what_is_outside_the_regression_is_tried_in_every_way_and_leaves_with_the_person() {
    let ids: Vec<String> = (0..GROUPS * PER_GROUP).map(|number| format!("item-{number:03}")).collect();
    let never = world(PEOPLE, &ids);
    let model = learned(&never);
    let Reach { by_regression, by_nearest } = model.reach();
    assert!(by_regression == 64 && by_nearest > 40, "{by_regression} {by_nearest}");
    let tried = |knob: Knob| model.tuning().trials.iter().find(|trial| trial.knob == knob).map(|trial| &trial.tried);
    for knob in [Knob::Nearest, Knob::NearestShare] {
        let tried = tried(knob).unwrap_or_else(|| panic!("{knob:?} was not tried"));
        assert!(tried.iter().any(|(_, good)| *good != tried[0].1), "{knob:?} makes no difference: {tried:?}");
    }
    let once = world(PEOPLE, &ids);
    let gone = once.person("gone", Wish::Both, &deeds(PEOPLE + 7, &ids));
    assert_ne!(learned(&once).checksum(), model.checksum());
    once.forget(&gone);
    let bytes = |model: &Model| postcard::to_stdvec(model).expect("encodes");
    assert_eq!(bytes(&learned(&once)), bytes(&model));
}

#[test]
fn however_small_the_budget_a_model_is_learned_and_on_any_number_of_threads_the_same() {
    let ids: Vec<String> = (0..GROUPS * PER_GROUP).map(|number| format!("item-{number:03}")).collect();
    let world = world(PEOPLE, &ids);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| learned(&world).checksum())
    };
    assert_eq!(on(1), on(3));
}
