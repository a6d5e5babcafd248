//! What nobody touched yet is found by its words: by those who have something like it, and by nobody else.

use super::{Deed, Wish, World, name, stranger};
use crate::{Anonymous, Knob, Lesson, MEMORY_DEFAULT_BYTES, Model, Slate, TUNE_PEOPLE_MIN, WeightsFrom, similar};
use domain::{ItemId, Reason, Term, Verb};

const P: Verb = Verb::Purchase;

const TEA_SHOP: [(&str, &str); 5] = [
    ("cup", "Stoneware cup"),
    ("green", "Green tea leaves"),
    ("hammer", "Steel hammer"),
    ("nails", "Steel nails"),
    ("white", "White tea leaves"),
];

fn id(text: &str) -> ItemId {
    ItemId::parse(text).expect("plain")
}

/// A shop in which enough people took the green tea and the cup, and nobody anything else.
fn tea_shop() -> World {
    let world = World::titled(&TEA_SHOP);
    for number in 0..8 {
        world.person(&name(number), Wish::Teach, &[("green", P, 20), ("cup", P, 9)]);
    }
    world
}

fn place(slate: &Slate, item: &str) -> usize {
    slate.places.iter().position(|place| place.item.as_str() == item).expect("shown")
}

fn alike<'a>(slate: &'a Slate, item: &str) -> Option<&'a Reason> {
    let shown = slate.places.iter().find(|place| place.item.as_str() == item)?;
    shown.reasons.iter().find(|reason| reason.term == Term::Alike)
}

#[test]
fn what_nobody_touched_is_shown_to_who_has_something_like_it() {
    let world = tea_shop();
    let window = world.window(world.learn().expect("eight people teach"));
    let drinker = world.person("drinker", Wish::Recommend, &[("green", P, 5)]);
    let slate = world.ask(&window, &drinker, 5);
    let reason = alike(&slate, "white").expect("it is like the green one");
    assert_eq!(reason.evidence, [id("green")]);
    assert_eq!(reason.weight.to_bits(), slate.places[place(&slate, "white")].score.to_bits());
    assert!(place(&slate, "white") < place(&slate, "hammer"));
    assert!(alike(&slate, "hammer").is_none() && alike(&slate, "nails").is_none());
    assert!(alike(&slate, "cup").is_none() && alike(&slate, "green").is_none());
    let refused = world.person("refused", Wish::Nothing, &[("green", P, 5)]);
    for who in [stranger(), refused] {
        let slate = world.ask(&window, &who, 5);
        assert!(TEA_SHOP.iter().all(|(item, _)| alike(&slate, item).is_none()));
    }
}

#[test]
fn what_only_the_person_themself_took_speaks_for_what_is_like_it() {
    let world = tea_shop();
    let window = world.window(world.learn().expect("eight people teach"));
    let joiner = world.person("joiner", Wish::Recommend, &[("nails", P, 5)]);
    let slate = world.ask(&window, &joiner, 5);
    assert_eq!(alike(&slate, "hammer").expect("both are of steel").evidence, [id("nails")]);
    assert!(alike(&slate, "white").is_none());
}

#[test]
fn what_was_rated_badly_speaks_for_nothing() {
    let world = tea_shop();
    let window = world.window(world.learn().expect("eight people teach"));
    let drinker = world.person("drinker", Wish::Recommend, &[("green", P, 5), ("nails", P, 5)]);
    world.rate(&drinker, "green", 10);
    let slate = world.ask(&window, &drinker, 5);
    assert!(alike(&slate, "white").is_none());
    assert!(alike(&slate, "hammer").is_some());
}

#[test]
fn similar_knows_what_nobody_touched() {
    let world = tea_shop();
    let window = world.window(world.learn().expect("eight people teach"));
    let first = |item: &str| similar(&window, &id(item), 5).expect("it is there").places;
    let white = first("white");
    assert_eq!((white[0].item.as_str(), white[0].reasons[0].term), ("green", Term::Alike));
    assert_eq!(white[0].reasons[0].evidence, [id("white")]);
    let green = first("green");
    let told: Vec<_> = green.iter().map(|place| (place.item.as_str(), place.reasons[0].term)).collect();
    assert_eq!(told, [("cup", Term::Similar), ("white", Term::Alike)], "what people took together comes first");
}

#[test]
fn two_items_that_enough_people_took_are_left_to_what_they_took() {
    let world = tea_shop();
    for number in 10..15 {
        world.person(&name(number), Wish::Teach, &[("white", P, 9)]);
    }
    let model = world.learn().expect("enough teach");
    let named = |text: &str| model.items().binary_search(&id(text)).expect("in the catalog") as u32;
    assert_eq!(model.parts.alike.row(named("green")).weight(named("white")).to_bits(), 0.0_f32.to_bits());
    assert!(model.parts.alike.row(named("nails")).weight(named("hammer")) > 0.0);
}

#[test]
fn a_shop_of_which_nobody_teaches_has_it_too() {
    let world = World::titled(&TEA_SHOP);
    let lesson = Lesson {
        catalog: world.catalog(),
        anonymous: &Anonymous::default(),
        memory_bytes: MEMORY_DEFAULT_BYTES,
        people_min: 5,
        pair_people_min: 5,
        group_people_min: 0,
        weights: WeightsFrom::Trials,
    };
    let window = world.window(Model::of_nobody(lesson));
    assert_eq!(similar(&window, &id("nails"), 5).expect("it is there").places[0].item, id("hammer"));
    let joiner = world.person("joiner", Wish::Recommend, &[("nails", P, 5)]);
    assert_eq!(world.ask(&window, &joiner, 5).places[0].item, id("hammer"));
}

#[test]
fn the_weight_is_measured_on_what_people_did() {
    const KINDS: [&str; 10] =
        ["kind0", "kind1", "kind2", "kind3", "kind4", "kind5", "kind6", "kind7", "kind8", "kind9"];
    let new: Vec<(String, String)> = (0..10).map(|n| (format!("new{n}"), format!("Black tea number{n}"))).collect();
    let mut items: Vec<(&str, &str)> = vec![("tea", "Black tea")];
    items.extend(KINDS.iter().map(|kind| (*kind, *kind)));
    items.extend(new.iter().map(|(id, title)| (id.as_str(), title.as_str())));
    let world = World::titled(&items);
    for number in 0..TUNE_PEOPLE_MIN as usize + 20 {
        let [before, last] = [number / 3, number].map(|at| KINDS[at % KINDS.len()]);
        let deeds: [Deed; 3] = [(before, P, 60), ("tea", P, 40), (last, P, 9 + number as i64 % 7)];
        world.person(&name(number), Wish::Teach, &deeds);
    }
    let model = world.learn().expect("enough people teach");
    let trial = model.tuning().trials.iter().find(|trial| trial.knob == Knob::Alike).expect("it is tried");
    let worth = |value: f32| trial.tried.iter().find(|tried| tried.0 == value).expect("is tried").1;
    assert!(worth(0.3) < worth(0.01), "nobody took the new teas: {trial:?}");
    assert!(worth(model.chosen().alike) >= worth(0.01), "{trial:?}");
    assert!(trial.tried.iter().all(|tried| tried.0 > 0.0), "trials never leave the new teas without a term: {trial:?}");
}
