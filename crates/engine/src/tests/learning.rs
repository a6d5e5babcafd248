//! What is learned, and from whom.

use super::{Deed, Wish, World, name, stranger};
use crate::{Chosen, HeldOut, Knob, Reach, TUNE_PEOPLE_MIN, Tuning, WeightsFrom};
use domain::{Term, Verb};

const P: Verb = Verb::Purchase;

#[test]
fn fewer_people_than_the_floor_teach_nothing() {
    let world = World::with(&["cup", "tea"]);
    for number in 0..4 {
        world.person(&name(number), Wish::Both, &[("tea", P, 9)]);
    }
    for number in 4..9 {
        world.person(&name(number), Wish::Recommend, &[("tea", P, 9)]);
    }
    for number in 9..14 {
        world.person(&name(number), Wish::Both, &[("cup", Verb::View, 9)]);
    }
    assert!(world.learn().is_none());
    world.person(&name(99), Wish::Teach, &[("cup", P, 9)]);
    assert_eq!(world.learn().map(|model| model.people()), Some(5));
}

#[test]
fn a_pair_speaks_only_with_five_people_behind_it() {
    let world = World::with(&["cup", "hat", "jam", "tea"]);
    for number in 0..20 {
        let deeds: [Deed; 2] =
            if number < 10 { [("tea", P, 9), ("cup", P, 8)] } else { [("hat", P, 9), ("hat", P, 7)] };
        world.person(&name(number), Wish::Teach, &deeds);
    }
    for number in 20..24 {
        world.person(&name(number), Wish::Teach, &[("hat", P, 5), ("jam", P, 5)]);
    }
    let fan = world.person("fan", Wish::Recommend, &[("hat", P, 3), ("tea", P, 3)]);
    let window = world.window(world.learn().expect("24 people teach"));
    let slate = world.ask(&window, &fan, 4);
    let together = |item: &str| {
        let place = slate.places.iter().find(|place| place.item.as_str() == item).expect("shown");
        place.reasons.iter().find(|reason| reason.term == Term::Together).cloned()
    };
    let cup = together("cup").expect("ten people took both");
    assert_eq!(cup.evidence.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["tea"]);
    assert!(together("jam").is_none(), "four people took both");
    assert_eq!(window.model().pairs(), 2);
}

#[test]
fn items_that_left_the_catalog_are_not_learned_and_views_teach_nothing() {
    let world = World::with(&["cup", "tea"]);
    for number in 0..8 {
        world.person(&name(number), Wish::Teach, &[("tea", P, 9), ("gone", P, 9), ("cup", Verb::View, 2)]);
    }
    let model = world.learn().expect("eight people teach");
    assert_eq!(model.items().iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["cup", "tea"]);
    assert_eq!(model.reach(), Reach { by_regression: 1, by_nearest: 0 }, "of the cup nothing is known");
}

#[test]
fn with_enough_people_the_weights_are_chosen_and_the_choice_is_told() {
    let world = World::with(&["cup", "hat", "ink", "jam", "tea"]);
    for number in 0..TUNE_PEOPLE_MIN as usize + 10 {
        let deeds: &[Deed] = match number % 2 {
            0 => &[("tea", P, 90), ("cup", P, 60), ("tea", P, 30), ("jam", P, 30), ("tea", P, 9)],
            _ => &[("hat", P, 80), ("ink", P, 50), ("hat", P, 8), ("ink", P, 3)],
        };
        world.person(&name(number), Wish::Teach, deeds);
    }
    let model = world.learn().expect("enough people teach");
    let tuning = model.tuning();
    assert_eq!(tuning.held_out, HeldOut::LastBasket);
    assert_eq!(tuning.people, TUNE_PEOPLE_MIN + 10);
    // No two items are alike, and none is outside the regression.
    let untried = [Knob::Alike, Knob::Nearest, Knob::NearestShare];
    assert!(tuning.trials.iter().all(|trial| !untried.contains(&trial.knob)));
    for knob in Knob::ALL.into_iter().filter(|knob| !untried.contains(knob)) {
        let last = tuning.trials.iter().rev().find(|trial| trial.knob == knob).expect("every weight is tried");
        assert_eq!(last.kept, model.chosen().get(knob));
        let kept = last.tried.iter().find(|(value, _)| *value == last.kept).expect("it was tried").1;
        assert!(last.tried.iter().all(|(_, quality)| *quality <= kept + 1e-4));
    }
    let again = world.learn().expect("still enough");
    assert_eq!(again.checksum(), model.checksum());
    let untried = world.learn_by(WeightsFrom::Defaults).expect("still enough");
    assert_eq!(*untried.tuning(), Tuning::default());
    assert_eq!(*untried.chosen(), Chosen::before_trials(TUNE_PEOPLE_MIN + 10, true));
    assert_eq!(untried.sums(), model.sums());
}

#[test]
fn of_many_people_some_show_first_which_ridges_are_worth_trying() {
    let items = ["cup", "hat", "ink", "jam", "oil", "pot", "tea", "urn"];
    let world = World::with(&items);
    for number in 0..640_usize {
        let deed = |at: usize| (items[(number * (at % 3 + 1) + at * at) % items.len()], P, 90 - 7 * at as i64);
        world.person(&name(number), Wish::Teach, &(0..10).map(deed).collect::<Vec<Deed>>());
    }
    let model = world.learn().expect("enough people teach");
    let (start, tuning) = (Chosen::before_trials(640, true), model.tuning());
    let tried: Vec<f32> = tuning.trials[0].tried.iter().map(|(ridge, _)| *ridge).collect();
    let values = Knob::Ridge.values(&start);
    assert_eq!((tuning.trials[0].knob, tuning.people), (Knob::Ridge, 640));
    assert!((3..=5).contains(&tried.len()) && tried.contains(&start.ridge), "{tried:?}");
    assert!(values.windows(tried.len()).any(|some| some == tried), "{tried:?} of {values:?}");
}

#[test]
fn people_with_one_basket_are_tried_by_its_newest_fifth() {
    let world = World::with(&["cup", "hat", "ink", "jam", "oil", "tea"]);
    for number in 0..TUNE_PEOPLE_MIN as usize {
        let deeds = [("tea", P, 9), ("cup", P, 9), ("hat", P, 9), ("ink", P, 9), ("jam", P, 9), ("oil", P, 9)];
        world.person(&name(number), Wish::Teach, &deeds[number % 2..]);
    }
    let model = world.learn().expect("enough people teach");
    assert_eq!(model.tuning().held_out, HeldOut::NewestFifth);
    let window = world.window(model);
    let me = world.person("me", Wish::Recommend, &[("tea", P, 3)]);
    let shown = world.ask(&window, &me, 9);
    assert!(shown.places.iter().all(|place| place.item.as_str() != "tea"), "nobody takes a thing again here");
    assert_eq!(world.ask(&window, &stranger(), 9).places.len(), 6);
}

#[test]
fn the_number_of_threads_leaves_no_trace_in_a_model() {
    let items: Vec<&'static str> = (0..300).map(|number| &*format!("item-{number:03}").leak()).collect();
    let world = World::with(&items);
    for number in 0..60_usize {
        let deed = |at: usize| (items[(at * (number % 7 + 1) + number % 5) % items.len()], P, (at % 20) as i64 + 1);
        let deeds: Vec<Deed> = (0..60).map(deed).collect();
        world.person(&name(number), Wish::Teach, &deeds);
    }
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        pool.install(|| world.learn().map(|model| (model.pairs(), model.checksum())))
    };
    let (one, three) = (on(1), on(3));
    assert!(one.as_ref().is_some_and(|(pairs, _)| *pairs > 1_000), "{one:?}");
    assert_eq!(one, three);
}

#[test]
fn a_catalog_of_one_item_or_of_none_is_learned_and_served() {
    for items in [&["tea"][..], &[]] {
        let world = World::with(items);
        for number in 0..6 {
            world.person(&name(number), Wish::Both, &[("tea", P, 9), ("tea", P, 3)]);
        }
        let model = world.learn();
        assert_eq!(model.is_some(), !items.is_empty());
        let window = world.window(model.unwrap_or_default());
        let me = world.person("me", Wish::Recommend, &[("tea", P, 3)]);
        assert_eq!(world.ask(&window, &me, 10).places.len(), items.len());
        assert_eq!(world.ask(&window, &stranger(), 10).places.len(), items.len());
    }
}

#[test]
fn items_that_fewer_people_took_than_a_pair_needs_are_in_no_pair() {
    let world = World::with(&["cup", "tea"]);
    for number in 0..6 {
        let deeds: &[Deed] = if number < 3 { &[("tea", P, 9)] } else { &[("cup", P, 9)] };
        world.person(&name(number), Wish::Teach, deeds);
    }
    let model = world.learn().expect("six people teach");
    assert_eq!((model.items().len(), model.pairs()), (2, 0));
}

#[test]
fn people_who_are_all_equal_and_one_of_ten_thousand_acts_are_learned_and_served() {
    let items = ["cup", "hat", "ink", "jam", "tea"];
    let world = World::with(&items);
    let all: Vec<Deed> = items.iter().map(|item| (*item, P, 9)).collect();
    for number in 0..TUNE_PEOPLE_MIN as usize + 5 {
        world.person(&name(number), Wish::Teach, &all);
    }
    let busy: Vec<Deed> = (0..10_000).map(|at| (items[at % items.len()], P, (at % 300) as i64 + 1)).collect();
    let me = world.person("busy", Wish::Both, &busy);
    let model = world.learn().expect("enough people teach");
    assert_eq!((model.people(), model.reach().by_regression), (TUNE_PEOPLE_MIN + 6, 5));
    let window = world.window(model);
    let slate = world.ask(&window, &me, 9);
    assert!(slate.places.iter().all(|place| place.score.is_finite()) && slate.places.len() <= items.len());
    assert_eq!(world.ask(&window, &stranger(), 9).places.len(), items.len());
}
