//! Arms with weights of their own: they rank as a model with those weights would, and say so to the last bit.

use super::{Deed, NOW, Wish, World, name, stranger};
use crate::{Arm, ArmScene, Chosen, Experiment, Knob, Model, On, Scene, Slate, Weights, Window, recommend_in_arm};
use domain::{ChannelId, DAY_SECONDS, Kind, SubjectId, Verb};
use proptest::prelude::*;
use std::sync::Arc;
use vault::{Ask, VisitAct};

const P: Verb = Verb::Purchase;
const TITLED: [(&str, &str); 6] = [
    ("cup", "Blue cup"),
    ("hat", "Blue hat"),
    ("ink", "Black ink"),
    ("jam", "Sweet jam"),
    ("new", "Blue cup and hat"),
    ("tea", "Green tea"),
];

/// A shop in which tea goes with cups and hats with ink; tea is taken again, and jam lately.
fn shop() -> (World, Model) {
    let world = World::titled(&TITLED);
    for number in 0..30 {
        match number % 3 {
            0 => world.person(&name(number), Wish::Teach, &[("hat", P, 40), ("ink", P, 40)]),
            1 => world.person(&name(number), Wish::Teach, &[("tea", P, 45), ("cup", P, 8), ("tea", P, 4)]),
            _ => world.person(&name(number), Wish::Teach, &[("tea", P, 80), ("cup", P, 80), ("jam", P, 3)]),
        };
    }
    let model = world.learn().expect("thirty people teach");
    (world, model)
}

/// The same model, had these weights been chosen.
fn weighed(model: &Model, chosen: Chosen) -> Model {
    let mut parts = model.parts.clone();
    parts.chosen = chosen;
    Model { parts }
}

/// Everybody who is assigned comes into the second arm.
fn experiment(control: Weights, other: Weights) -> Experiment {
    let arm = |id: &str, percent, weights| Arm { id: id.to_owned(), percent, weights, ..Arm::default() };
    Experiment {
        version: 1,
        on: On::Recommend,
        arms: vec![arm("now", 0, control), arm("else", 100, other)],
        control: 0,
    }
}

fn weights(values: &[(Knob, f32)]) -> Weights {
    values.iter().fold(Weights::default(), |all, (knob, value)| all.with(*knob, *value).expect("within bounds"))
}

/// Somebody who takes part.
fn person(world: &World, called: &str, deeds: &[Deed]) -> SubjectId {
    let who = world.person(called, Wish::Recommend, deeds);
    world.say(&who, NOW.plus(-1), Kind::Grant, "measure");
    who
}

fn in_arm(world: &World, who: &SubjectId, ask: &Ask, (scene, experiment): (Scene<'_>, &Experiment)) -> (String, Slate) {
    let given = ArmScene { scene, name: "mix", experiment };
    let answer = world.vault.at(NOW).draw(Some(who), ask, Some("mix"), given, recommend_in_arm).expect("decides");
    let arm = answer.drawn()[0].chosen.clone();
    (arm, answer.into_value().slate)
}

fn with_cart() -> Ask {
    let mut ask = Ask::on(ChannelId(0));
    ask.cart = vec![super::item("ink").id];
    ask.visit = vec![VisitAct { item: super::item("cup").id, verb: Verb::View, at: NOW.plus(-60) }];
    ask
}

/// What may be given to each weight.
fn any_weights() -> impl Strategy<Value = Weights> {
    let value = |knob: Knob| -> BoxedStrategy<Option<(Knob, f32)>> {
        let Some(bounds) = knob.bounds() else { return Just(None).boxed() };
        let value = match bounds.whole {
            true => (bounds.min as u8..=bounds.max as u8).prop_map(f32::from).boxed(),
            false => (bounds.min..=bounds.max.min(400.0)).boxed(),
        };
        proptest::option::of(value.prop_map(move |value| (knob, value))).boxed()
    };
    let all: Vec<_> = Knob::ALL.into_iter().map(value).collect();
    all.prop_map(|all| weights(&all.into_iter().flatten().collect::<Vec<_>>()))
}

#[test]
fn an_arm_ranks_as_a_model_with_its_weights_would_on_every_day_and_its_terms_add_up() {
    let (world, model) = shop();
    let who = person(&world, "anna", &[("tea", P, 50), ("tea", P, 30), ("jam", P, 5), ("hat", Verb::View, 2)]);
    world.rate(&who, "hat", 10);
    let window = Window::new(Arc::clone(&world.catalog), Arc::new(weighed(&model, model.parts.chosen)));
    proptest!(ProptestConfig::with_cases(64), |(weights in any_weights(), days in 0_i64..60, cart in any::<bool>())| {
        let other = world.window(weighed(&model, weights.over(&model.parts.chosen)));
        let ask = if cart { with_cart() } else { Ask::on(ChannelId(0)) };
        let at = |window| Scene { now: NOW.plus(-days * DAY_SECONDS), ..Scene::plain(window, NOW, 9) };
        let plain = in_arm(&world, &who, &ask, (at(&other), &experiment(Weights::default(), Weights::default())));
        let tried = in_arm(&world, &who, &ask, (at(&window), &experiment(Weights::default(), weights)));
        prop_assert_eq!(&tried.0, "else");
        prop_assert_eq!(&tried, &plain);
        for place in &tried.1.places {
            let sum = place.reasons.iter().fold(0.0_f32, |sum, reason| sum + reason.weight);
            prop_assert_eq!(sum.to_bits(), place.score.to_bits(), "{:?}", place);
        }
    });
}

#[test]
fn without_weights_an_arm_shows_what_is_shown_without_an_experiment() {
    let (world, model) = shop();
    let window = world.window(model);
    let who = person(&world, "anna", &[("tea", P, 50), ("jam", P, 5)]);
    let arms = experiment(Weights::default(), Weights::default());
    for days in [0, 20, 90] {
        let scene = Scene { now: NOW.plus(-days * DAY_SECONDS), ..Scene::plain(&window, NOW, 9) };
        for ask in [Ask::on(ChannelId(0)), with_cart()] {
            assert_eq!(in_arm(&world, &who, &ask, (scene, &arms)).1, world.show(&who, &ask, scene));
        }
    }
}

#[test]
fn the_weights_of_an_arm_hold_for_whoever_is_in_it_whatever_is_known_of_them() {
    let (world, model) = shop();
    let steady = weights(&[(Knob::Popular, 0.7), (Knob::Owned, 0.0)]);
    let window = world.window(weighed(&model, model.parts.chosen));
    let other = world.window(weighed(&model, steady.over(&model.parts.chosen)));
    let (none, ask) = (Weights::default, Ask::on(ChannelId(0)));
    let scene = Scene::plain(&window, NOW, 9);
    let anna = person(&world, "anna", &[("tea", P, 50)]);
    let shown = |who: &SubjectId| world.show(who, &ask, Scene::plain(&other, NOW, 9));
    let control = experiment(steady.clone(), none());
    assert_eq!(in_arm(&world, &stranger(), &ask, (scene, &control)), ("now".to_owned(), shown(&stranger())));
    let plain = world.show(&anna, &ask, scene);
    assert_eq!(in_arm(&world, &anna, &ask, (scene, &control)), ("else".to_owned(), plain.clone()));
    assert_ne!(plain, shown(&anna));
    world.say(&anna, NOW, Kind::Withdraw, "recommend");
    let refused = in_arm(&world, &anna, &ask, (scene, &control));
    assert_eq!(refused, ("now".to_owned(), shown(&stranger())), "who said no is as a stranger");
    // Assigned, and nothing of theirs is used: popular alone, by the arm's weight.
    let unsaid = SubjectId::parse("unsaid").expect("plain");
    world.say(&unsaid, NOW.plus(-1), Kind::Grant, "measure");
    let arm = in_arm(&world, &unsaid, &ask, (scene, &experiment(none(), steady)));
    assert_eq!(arm, ("else".to_owned(), shown(&unsaid)));
}
