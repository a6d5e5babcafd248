//! More of the same, or something else: what moves, how far, and that it is said.

use super::{Deed, Wish, World, name, stranger};
use crate::{Slate, Variety, Window};
use domain::{SubjectId, Term, Verb};
use proptest::prelude::*;

const P: Verb = Verb::Purchase;
/// Items by category.
const FILED: [(&str, &str); 12] = [
    ("bean", "coffee"),
    ("brew", "coffee"),
    ("cup", "coffee"),
    ("drip", "coffee"),
    ("fern", "garden"),
    ("hoe", "garden"),
    ("rake", "garden"),
    ("seed", "garden"),
    ("ink", "desk"),
    ("pad", "desk"),
    ("pen", "desk"),
    ("wax", "desk"),
];

/// A shop in which coffee is taken most, garden things less and desk things least, each with their like.
fn shop() -> World {
    let world = World::filed(&FILED);
    for number in 0..36 {
        let of = if number < 18 { 0 } else { 4 * (1 + number % 2) };
        let deed = |at: usize| (FILED[of + (number + at) % 4].0, P, 9 - at as i64);
        world.person(&name(number), Wish::Teach, &[deed(0), deed(1), deed(2)]);
    }
    world
}

fn percent(percent: u8) -> Variety {
    Variety::new(percent).expect("at most a hundred")
}

fn categories(slate: &Slate) -> Vec<&'static str> {
    let category = |id: &str| FILED.iter().find(|(item, _)| *item == id).expect("filed").1;
    slate.places.iter().map(|place| category(place.item.as_str())).collect()
}

fn of(slate: &Slate, category: &str) -> usize {
    categories(slate).iter().filter(|found| **found == category).count()
}

fn ask(world: &World, window: &Window, who: &SubjectId, variety: u8) -> Slate {
    world.ask_for(window, who, 4, (percent(variety), None))
}

#[test]
fn neutral_is_as_if_nothing_was_said_and_more_than_everything_is_none() {
    let world = shop();
    let fan = world.person("fan", Wish::Recommend, &[("bean", P, 3), ("cup", P, 2)]);
    let window = world.window(world.learn().expect("36 teach"));
    assert_eq!(ask(&world, &window, &fan, 50), world.ask(&window, &fan, 4));
    assert_eq!(Variety::default(), Variety::NEUTRAL);
    assert!(Variety::new(101).is_none());
}

#[test]
fn more_of_the_same_stays_with_the_persons_mix_and_something_else_leaves_it() {
    let world = shop();
    let fan = world.person("fan", Wish::Recommend, &[("bean", P, 3)]);
    let window = world.window(world.learn().expect("36 teach"));
    let [same, neutral, other] = [0, 50, 100].map(|variety| ask(&world, &window, &fan, variety));
    assert!(of(&same, "coffee") >= of(&neutral, "coffee"), "{same:?}");
    assert!(of(&other, "coffee") < of(&same, "coffee"), "{:?} {:?}", categories(&same), categories(&other));
    let said = |slate: &Slate, term: Term| {
        slate.places.iter().flat_map(|place| &place.reasons).filter(|reason| reason.term == term).count()
    };
    assert!(said(&same, Term::Mix) > 0 && said(&same, Term::Outside) == 0);
    assert!(said(&other, Term::Outside) > 0 && said(&other, Term::Mix) == 0);
    assert!(said(&other, Term::Variety) > 0 && said(&neutral, Term::Variety) == 0);
}

#[test]
fn a_category_takes_no_more_places_than_it_may() {
    let world = shop();
    let window = world.window(world.learn().expect("36 teach"));
    let slate = world.ask_for(&window, &stranger(), 5, (Variety::NEUTRAL, Some(2)));
    assert_eq!(slate.places.len(), 5);
    assert!(["coffee", "garden", "desk"].iter().all(|category| of(&slate, category) <= 2));
    assert_eq!(world.ask_for(&window, &stranger(), 9, (Variety::NEUTRAL, Some(2))).places.len(), 6);
}

#[test]
fn what_was_rated_badly_is_not_shown_and_takes_what_goes_with_it_down() {
    let world = shop();
    let likes: [Deed; 2] = [("hoe", P, 9), ("rake", P, 8)];
    let plain = world.person("plain", Wish::Recommend, &likes);
    let cross = world.person("cross", Wish::Recommend, &likes);
    let window = world.window(world.learn().expect("36 teach"));
    let score = |who: &SubjectId, item: &str| {
        let slate = world.ask(&window, who, 12);
        slate.places.iter().find(|place| place.item.as_str() == item).map(|place| (place.score, place.reasons.clone()))
    };
    assert!(score(&plain, "bean").is_some(), "it is shown to who did not rate it");
    world.rate(&cross, "bean", 10);
    assert!(score(&cross, "bean").is_none());
    let (before, after) = (score(&plain, "brew").expect("shown"), score(&cross, "brew").expect("shown"));
    assert!(after.0 < before.0);
    let reason = after.1.iter().find(|reason| reason.term == Term::Disliked).expect("it says so");
    assert!(reason.weight < 0.0 && reason.evidence[0].as_str() == "bean");
    world.rate(&cross, "bean", 45);
    let later = score(&cross, "brew").expect("shown");
    assert!(later.1.iter().all(|reason| reason.term != Term::Disliked), "the newest rating counts");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn however_a_slate_is_balanced_its_reasons_add_up_and_its_places_are_in_order(
        mine in prop::collection::vec((0_usize..12, 1_i64..90), 0..9),
        disliked in prop::option::of(0_usize..12),
        variety in 0_u8..=100,
        most in prop::option::of(1_usize..4),
        count in 1_usize..13,
    ) {
        let world = shop();
        let deeds: Vec<Deed> = mine.iter().map(|(item, days)| (FILED[*item].0, P, *days)).collect();
        let me = world.person("me", Wish::Recommend, &deeds);
        if let Some(item) = disliked {
            world.rate(&me, FILED[item].0, 5);
        }
        let window = world.window(world.learn().expect("36 teach"));
        let slate = world.ask_for(&window, &me, count, (percent(variety), most));
        prop_assert!(slate.places.is_sorted_by(|a, b| a.score >= b.score));
        for place in &slate.places {
            let sum: f32 = place.reasons.iter().map(|reason| reason.weight).sum();
            prop_assert_eq!(sum.to_bits(), place.score.to_bits(), "{:?}", place);
            prop_assert_ne!(Some(place.item.as_str()), disliked.map(|item| FILED[item].0));
        }
        let mut items: Vec<&str> = slate.places.iter().map(|place| place.item.as_str()).collect();
        items.sort_unstable();
        items.dedup();
        prop_assert_eq!(items.len(), slate.places.len());
    }
}
