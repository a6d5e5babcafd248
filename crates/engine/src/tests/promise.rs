//! The product's promises, on any histories: a no is a stranger's answer, and who was taken out was never there.

use super::{Deed, Wish, World, name, stranger};
use domain::Verb;
use proptest::prelude::*;

const ITEMS: [&str; 12] = ["bag", "cup", "hat", "ink", "jam", "key", "lamp", "mug", "nut", "oil", "pen", "tea"];

/// Three kinds of items, so that some are alike by their words.
fn title(id: &str) -> &'static str {
    ["red glass", "blue glass", "old wood"][usize::from(id.as_bytes()[0] % 3)]
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let verb = prop_oneof![4 => Just(Verb::Purchase), 1 => Just(Verb::View), 1 => Just(Verb::Rating)];
    prop::collection::vec((prop::sample::select(&ITEMS[..]), verb, 1_i64..300), 1..25)
}

fn people() -> impl Strategy<Value = Vec<Vec<Deed>>> {
    prop::collection::vec(deeds(), 6..14)
}

fn teach(world: &World, histories: &[Vec<Deed>]) {
    for (number, deeds) in histories.iter().enumerate() {
        world.person(&name(number), Wish::Both, deeds);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn without_a_permit_the_slate_is_a_strangers_bit_for_bit(histories in people(), mine in deeds(), count in 1_usize..15) {
        let world = World::titled(&ITEMS.map(|id| (id, title(id))));
        teach(&world, &histories);
        let window = world.window(world.learn().unwrap_or_default());
        let expected = world.ask(&window, &stranger(), count);
        let me = world.person("me", Wish::Nothing, &mine);
        prop_assert_eq!(&world.ask(&window, &me, count), &expected);
        let teacher = world.person("teacher", Wish::Teach, &mine);
        prop_assert_eq!(&world.ask(&window, &teacher, count), &expected);
    }

    #[test]
    fn who_hides_everything_gets_a_strangers_slate(histories in people(), mine in deeds(), count in 1_usize..15) {
        let world = World::titled(&ITEMS.map(|id| (id, title(id))));
        teach(&world, &histories);
        let me = world.person("me", Wish::Recommend, &mine);
        let window = world.window(world.learn().unwrap_or_default());
        mine.iter().for_each(|(item, ..)| world.hide(&me, item));
        prop_assert_eq!(world.ask(&window, &me, count), world.ask(&window, &stranger(), count));
    }

    #[test]
    fn after_a_withdrawal_the_model_is_the_one_that_never_saw_the_person(histories in people(), mine in deeds()) {
        let bytes = |world: &World| world.learn().map(|model| (model.checksum(), postcard::to_stdvec(&model).expect("encodes")));
        let never = World::titled(&ITEMS.map(|id| (id, title(id))));
        teach(&never, &histories);
        let expected = bytes(&never);
        // Of fewer than five who took anything there is no model, with the person or without.
        let buyers = histories.iter().filter(|deeds| deeds.iter().any(|(_, verb, _)| *verb == Verb::Purchase)).count();
        prop_assert!(expected.is_some() || buyers < 5, "{} buyers and no model", buyers);

        let world = World::titled(&ITEMS.map(|id| (id, title(id))));
        let forgotten = world.person("forgotten", Wish::Both, &mine);
        world.person("withdrawn", Wish::Recommend, &mine);
        teach(&world, &histories);
        world.forget(&forgotten);
        prop_assert_eq!(&bytes(&world), &expected);
    }

    #[test]
    fn the_reasons_of_a_place_add_up_to_its_score(histories in people(), mine in deeds(), count in 1_usize..15) {
        let world = World::titled(&ITEMS.map(|id| (id, title(id))));
        teach(&world, &histories);
        let me = world.person("me", Wish::Recommend, &mine);
        let slate = world.ask(&world.window(world.learn().unwrap_or_default()), &me, count);
        prop_assert!(slate.places.is_sorted_by(|a, b| a.score >= b.score));
        for place in &slate.places {
            let sum: f32 = place.reasons.iter().map(|reason| reason.weight).sum();
            prop_assert_eq!(sum.to_bits(), place.score.to_bits());
            prop_assert!(!place.reasons.is_empty());
            prop_assert!(place.reasons.iter().all(|reason| reason.item == place.item));
            let own = |id: &domain::ItemId| mine.iter().any(|(item, ..)| *item == id.as_str());
            prop_assert!(place.reasons.iter().flat_map(|reason| &reason.evidence).all(own));
        }
    }
}
