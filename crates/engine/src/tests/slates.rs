//! What is shown, to whom, and what is not.

use super::{Deed, NOW, Wish, World, item, name, stranger};
use crate::{
    Anonymous, Catalog, ITEMS_SHOWN_MAX, Lesson, MEMORY_DEFAULT_BYTES, Model, Scene, Slate, WeightsFrom, Window,
    recommend, similar,
};
use domain::{Event, EventId, Item, ItemId, Term, Verb};
use std::sync::Arc;
use vault::Basis;

const P: Verb = Verb::Purchase;

fn ids(slate: &Slate) -> Vec<&str> {
    slate.places.iter().map(|place| place.item.as_str()).collect()
}

fn id(text: &str) -> ItemId {
    ItemId::parse(text).expect("plain")
}

fn for_nobody(scene: Scene<'_>) -> Slate {
    recommend(&Basis::Contextual(domain::Refusal::Stranger), scene)
}

/// A shop in which tea goes with cups and hats with ink, and tea is taken most.
fn shop() -> (World, Model) {
    let world = World::with(&["cup", "hat", "ink", "jam", "tea"]);
    for number in 0..30 {
        match number % 3 {
            0 => world.person(&name(number), Wish::Teach, &[("hat", P, 9), ("ink", P, 9)]),
            1 => world.person(&name(number), Wish::Teach, &[("tea", P, 45), ("cup", P, 8), ("tea", P, 4)]),
            _ => world.person(&name(number), Wish::Teach, &[("tea", P, 9), ("cup", P, 9), ("jam", P, 30)]),
        };
    }
    let model = world.learn().expect("thirty people teach");
    (world, model)
}

#[test]
fn an_empty_model_fills_the_page_in_the_order_of_the_catalog() {
    let window = Window::new(Arc::new(Catalog::new(vec![item("b"), item("a")])), Arc::new(Model::default()));
    let slate = for_nobody(Scene::plain(&window, NOW, 5));
    assert_eq!(ids(&slate), ["a", "b"]);
    assert!(slate.places.iter().all(|place| place.reasons[0].term == Term::Filler));
    assert_eq!(similar(&window, &id("a"), 5).map(|slate| slate.places.len()), Some(0));
    assert!(similar(&window, &id("c"), 5).is_none());
}

#[test]
fn a_history_moves_what_goes_with_it_to_the_front() {
    let (world, model) = shop();
    let writer = world.person("writer", Wish::Recommend, &[("ink", P, 20)]);
    let looker = world.person("looker", Wish::Recommend, &[("ink", Verb::View, 20)]);
    let window = world.window(model);
    let slate = world.ask(&window, &writer, 5);
    let hat = slate.places.iter().position(|place| place.item.as_str() == "hat").expect("shown");
    let strangers = world.ask(&window, &stranger(), 5);
    assert_eq!(ids(&strangers)[0], "tea");
    assert!(hat < strangers.places.iter().position(|place| place.item.as_str() == "hat").expect("shown"));
    assert_eq!(slate.places[hat].reasons[0].evidence, [id("ink")]);
    let looked = world.ask(&window, &looker, 5);
    let weight =
        |slate: &Slate| slate.places.iter().find(|place| place.item.as_str() == "hat").map(|place| place.score);
    assert!(weight(&looked) < weight(&slate), "a look says less than a purchase");
    assert!(weight(&looked) > weight(&strangers));
}

#[test]
fn what_can_not_be_had_or_is_not_wanted_is_not_shown() {
    let (_, model) = shop();
    let mut items: Vec<Item> = ["cup", "hat", "ink", "new"].iter().map(|id| item(id)).collect();
    items[1].available = false;
    items[2].category = vec!["Desk".into(), "Writing".into()];
    items[3].category = vec!["Desk".into()];
    let window = Window::new(Arc::new(Catalog::new(items)), Arc::new(model));
    let everything = Scene::plain(&window, NOW, 9);
    assert_eq!(ids(&for_nobody(everything)), ["cup", "ink", "new"], "tea and jam are gone, hats are sold out");
    assert_eq!(ids(&for_nobody(Scene { exclude: &[id("cup"), id("nonsense")], ..everything })), ["ink", "new"]);
    assert_eq!(ids(&for_nobody(Scene { category: Some("Desk"), ..everything })), ["ink", "new"]);
    assert_eq!(ids(&for_nobody(Scene { category: Some("Writing"), ..everything })), ["ink"]);
    assert!(for_nobody(Scene { category: Some("Garden"), ..everything }).places.is_empty());
    assert!(for_nobody(Scene { count: 0, ..everything }).places.is_empty());
}

#[test]
fn a_slate_is_never_longer_than_the_limit() {
    let items = (0..300).map(|number| item(&format!("i{number:03}"))).collect();
    let window = Window::new(Arc::new(Catalog::new(items)), Arc::new(Model::default()));
    let slate = for_nobody(Scene::plain(&window, NOW, usize::MAX));
    assert_eq!(slate.places.len(), ITEMS_SHOWN_MAX);
}

#[test]
fn similar_items_are_those_taken_together_then_those_beside_it() {
    let (_, model) = shop();
    let mut items: Vec<Item> = ["cup", "hat", "ink", "jam", "new", "tea"].iter().map(|id| item(id)).collect();
    items.iter_mut().for_each(|item| item.category = vec!["All".into()]);
    let window = Window::new(Arc::new(Catalog::new(items)), Arc::new(model));
    let slate = similar(&window, &id("ink"), 9).expect("it is there");
    assert_eq!(ids(&slate)[0], "hat");
    assert_eq!(slate.places[0].reasons[0].term, Term::Similar);
    assert_eq!(slate.places[0].reasons[0].evidence, [id("ink")]);
    assert_eq!(slate.places.len(), 5, "everything but itself, each once");
    assert_eq!(slate.places[1].reasons[0].term, Term::Popular);
    let fresh = similar(&window, &id("new"), 2).expect("it is there");
    assert_eq!(ids(&fresh)[0], "tea", "what is popular beside an item that nobody took");
}

#[test]
fn a_shop_at_rest_answers_the_same_years_later() {
    let (_, model) = shop();
    let catalog = Catalog::new(["cup", "hat", "tea"].iter().map(|id| item(id)).collect());
    let window = Window::new(Arc::new(catalog), Arc::new(model));
    let scene = Scene::plain(&window, NOW, 9);
    let later = Scene { now: NOW.plus(900 * domain::DAY_SECONDS), ..scene };
    assert_eq!(for_nobody(scene), for_nobody(later));
}

#[test]
fn what_nobody_in_particular_took_makes_an_order_and_nothing_else() {
    let mut anonymous = Anonymous::default();
    let baskets = [("cup", 5), ("tea", 6), ("gone", 9), ("hat", 4)];
    let taken = baskets.iter().flat_map(|(taken, times)| std::iter::repeat_n(*taken, *times));
    for (number, taken) in taken.enumerate() {
        anonymous.count(&Event {
            id: EventId::parse(&format!("e{number}")).expect("plain"),
            item: id(taken),
            verb: P,
            at: NOW,
            quantity: 1,
            rating_tenths: None,
            basket: None,
            ceiling: None,
            at_arrival: false,
        });
    }
    let catalog = Arc::new(Catalog::new(["cup", "hat", "tea"].iter().map(|id| item(id)).collect()));
    let model = Model::of_nobody(Lesson {
        catalog: &catalog,
        anonymous: &anonymous,
        memory_bytes: MEMORY_DEFAULT_BYTES,
        people_min: 5,
        pair_people_min: 5,
        group_people_min: 0,
        weights: WeightsFrom::Trials,
    });
    assert_eq!((model.people(), model.pairs(), model.items().len()), (0, 0, 3));
    let window = Window::new(catalog, Arc::new(model));
    let slate = for_nobody(Scene::plain(&window, NOW, 9));
    assert_eq!(ids(&slate), ["tea", "cup", "hat"]);
    let terms: Vec<_> = slate.places.iter().map(|place| place.reasons[0].term).collect();
    assert_eq!(terms, [Term::Popular, Term::Popular, Term::Filler], "four baskets are too few to be called many");
}

#[test]
fn what_fewer_than_k_people_took_is_called_popular_by_nobody() {
    let world = World::with(&["cup", "hat", "tea"]);
    for number in 0..6 {
        let mine: &[Deed] = if number < 4 { &[("tea", P, 1), ("hat", P, 2)] } else { &[("tea", P, 1)] };
        world.person(&name(number), Wish::Both, mine);
    }
    let slate = world.ask(&world.window(world.learn().expect("six teach")), &stranger(), 9);
    let shown: Vec<_> = slate.places.iter().map(|p| (p.item.as_str(), p.reasons[0].term)).collect();
    assert_eq!(shown, [("tea", Term::Popular), ("cup", Term::Filler), ("hat", Term::Filler)]);
}
