//! The person's side: relations, the cart, what was declared, what was shown; rules, caps, delicate topics, exploring.

use super::{Deed, NOW, Wish, World, item, name, stranger};
use crate::{Called, Explore, Rules, Scene, Slate, Variety, Window};
use domain::{ChannelId, Filter, Item, ItemId, Price, Relations, Rung, SubjectId, Term, Topic, Verb};
use proptest::prelude::*;
use vault::Ask;

const P: Verb = Verb::Purchase;

pub(super) fn id(text: &str) -> ItemId {
    item(text).id
}

fn ids(texts: &[&str]) -> Vec<ItemId> {
    texts.iter().map(|text| id(text)).collect()
}

pub(super) fn shown(slate: &Slate) -> Vec<&str> {
    slate.places.iter().map(|place| place.item.as_str()).collect()
}

pub(super) fn web() -> Ask {
    Ask::on(ChannelId(0))
}

pub(super) fn term(slate: &Slate, of: &str, term: Term) -> Option<(f32, Vec<ItemId>)> {
    let place = slate.places.iter().find(|place| place.item.as_str() == of)?;
    place.reasons.iter().find(|reason| reason.term == term).map(|reason| (reason.weight, reason.evidence.clone()))
}

/// Cameras and what goes with them, shirts, and things about faith. Of two sellers, in four categories.
fn goods() -> Vec<Item> {
    let made = |name: &str, category: &[&str], seller: &str| Item {
        category: category.iter().map(|step| (*step).to_owned()).collect(),
        seller: Some(seller.to_owned()),
        tags: if name.len() == 4 { vec!["four".to_owned()] } else { Vec::new() },
        price: Price::new(name.len() as u64 * 100, "EUR").ok(),
        ..item(name)
    };
    let related = |made: Item, upgrade_of: &[&str], add_on_to: &[&str], form: Option<&str>| Item {
        relations: Relations::of(&made.id, ids(upgrade_of), ids(add_on_to), form.map(id)).expect("plain"),
        ..made
    };
    let photo = ["Goods", "Photo"];
    vec![
        Item { once: true, ..made("cam1", &photo, "ada") },
        related(Item { once: true, ..made("cam2", &photo, "ada") }, &["cam1"], &[], None),
        related(made("bag", &photo, "bob"), &[], &["cam1", "cam2"], None),
        made("film", &photo, "bob"),
        related(made("shirt", &["Clothes"], "ada"), &[], &[], None),
        related(Item { once: true, ..made("blue", &["Clothes"], "ada") }, &[], &[], Some("shirt")),
        related(made("red", &["Clothes"], "ada"), &[], &[], Some("shirt")),
        made("hat", &["Clothes"], "bob"),
        made("tea", &["Kitchen"], "ada"),
        made("cup", &["Kitchen"], "bob"),
        Item { sensitive: true, ..made("rosary", &["Goods", "Faith"], "bob") },
        Item { sensitive: true, once: true, ..made("psalms", &["Goods", "Faith"], "ada") },
        Item { sensitive: true, ..made("icon", &[], "ada") },
    ]
}

/// A shop in which film goes with cameras and cups with tea; tea and rosaries are taken most, shirts in every colour.
pub(super) fn shop() -> World {
    let world = World::of(goods());
    for number in 0..36 {
        let mine: &[Deed] = match number % 4 {
            0 => &[("cam1", P, 9), ("film", P, 8), ("film", P, 3)],
            1 => &[("tea", P, 9), ("cup", P, 8), ("tea", P, 2), ("rosary", P, 4)],
            2 => &[("tea", P, 9), ("hat", P, 7), ("red", P, 6), ("rosary", P, 4)],
            _ => &[("blue", P, 9), ("shirt", P, 8), ("red", P, 8), ("rosary", P, 4)],
        };
        world.person(&name(number), Wish::Teach, mine);
    }
    world
}

pub(super) fn window(world: &World) -> Window {
    world.window(world.learn().expect("36 teach"))
}

/// Everything that somebody is shown, on an ordinary page.
fn all(world: &World, window: &Window, who: &SubjectId) -> Slate {
    world.show(who, &web(), Scene::plain(window, NOW, 20))
}

#[test]
fn what_somebody_has_leads_to_its_upgrade_and_its_accessories_and_never_to_itself_again() {
    let world = shop();
    let owner = world.person("owner", Wish::Recommend, &[("cam1", P, 5)]);
    let window = window(&world);
    let slate = all(&world, &window, &owner);
    assert!(["bag", "cam2"].iter().all(|id| shown(&slate)[..3].contains(id)), "{:?}", shown(&slate));
    assert_eq!(term(&slate, "cam2", Term::Upgrade).expect("said").1, [id("cam1")]);
    assert_eq!(term(&slate, "bag", Term::AddOn).expect("said").1, [id("cam1")]);
    assert!(!shown(&slate).contains(&"cam1"), "nobody wants it twice");
    let buyer = world.person("buyer", Wish::Recommend, &[("cam1", P, 5), ("cam2", P, 2)]);
    let slate = all(&world, &window, &buyer);
    assert!(!shown(&slate).contains(&"cam2") && term(&slate, "bag", Term::AddOn).expect("said").1.len() == 2);
    let looker = world.person("looker", Wish::Recommend, &[("cam1", Verb::View, 5)]);
    let slate = all(&world, &window, &looker);
    assert!(term(&slate, "cam2", Term::Upgrade).is_none() && shown(&slate).contains(&"cam1"), "a look is no having");
}

#[test]
fn forms_of_one_thing_have_one_place_and_none_where_it_is_had_and_wanted_once() {
    let world = shop();
    let window = window(&world);
    let forms = |slate: &Slate| shown(slate).iter().filter(|id| ["shirt", "blue", "red"].contains(id)).count();
    let everybody = all(&world, &window, &stranger());
    assert_eq!(forms(&everybody), 1, "{:?}", shown(&everybody));
    assert!(shown(&everybody).contains(&"red"), "the one that most took");
    let blue = world.person("blue", Wish::Recommend, &[("blue", P, 5)]);
    assert_eq!(forms(&all(&world, &window, &blue)), 0, "who has the one that lasts wants no other");
    let red = world.person("red", Wish::Recommend, &[("red", P, 5)]);
    assert_eq!(forms(&all(&world, &window, &red)), 1, "the other may be wanted still");
    let without = Scene { exclude: &ids(&["red"]), ..Scene::plain(&window, NOW, 20) };
    assert_eq!(forms(&world.show(&stranger(), &web(), without)), 1, "the next best stands in");
}

#[test]
fn a_new_item_that_nobody_taught_anything_of_is_found_by_its_relations() {
    let world = shop();
    let owner = world.person("owner", Wish::Recommend, &[("film", P, 5)]);
    let model = world.learn().expect("36 teach");
    let mut items = goods();
    let relations = Relations::of(&id("scanner"), Vec::new(), ids(&["film"]), None).expect("plain");
    items.push(Item { relations, ..item("scanner") });
    let window = Window::new(std::sync::Arc::new(crate::Catalog::new(items)), std::sync::Arc::new(model));
    let slate = all(&world, &window, &owner);
    assert!(shown(&slate)[..4].contains(&"scanner"), "{:?}", shown(&slate));
    assert_eq!(term(&slate, "scanner", Term::AddOn).expect("said").1, [id("film")]);
    assert!(term(&all(&world, &window, &stranger()), "scanner", Term::AddOn).is_none());
}

#[test]
fn a_cart_speaks_the_loudest_and_is_not_shown_again() {
    let world = shop();
    let ben = world.person("ben", Wish::Recommend, &[("tea", P, 9)]);
    let window = window(&world);
    let cart = |items: &[&str]| Ask { cart: ids(items), ..web() };
    let with = world.show(&ben, &cart(&["cam1"]), Scene::plain(&window, NOW, 20));
    assert!(!shown(&with).contains(&"cam1"));
    let (weight, evidence) = term(&with, "film", Term::Cart).expect("it goes with the camera");
    assert!(weight > 0.0 && evidence == [id("cam1")]);
    assert_eq!(term(&with, "bag", Term::AddOn).expect("it adds to the camera").1, [id("cam1")]);
    assert!(term(&with, "cam2", Term::Upgrade).is_none(), "what is not paid for is not replaced");
    let before = all(&world, &window, &ben);
    let at = |slate: &Slate, of: &str| shown(slate).iter().position(|id| *id == of).expect("shown");
    assert!(at(&with, "film") < at(&before, "film"));
    let nobody = world.show(&stranger(), &cart(&["cam1"]), Scene::plain(&window, NOW, 20));
    let strangers = all(&world, &window, &stranger());
    assert_eq!(nobody, strangers, "of somebody who did not agree to that the cart says nothing");
}

#[test]
fn what_was_shown_and_passed_over_sinks_and_what_was_touched_does_not() {
    let world = shop();
    let ben = world.person("ben", Wish::Recommend, &[("cup", P, 9)]);
    let window = window(&world);
    let ask = |shown: &[&str], touched: &[&str]| {
        let act = |id: &ItemId| vault::VisitAct { item: id.clone(), verb: Verb::View, at: NOW };
        let asked = Ask { shown: ids(shown), visit: ids(touched).iter().map(act).collect(), ..web() };
        world.show(&ben, &asked, Scene::plain(&window, NOW, 20))
    };
    let weight = |slate: &Slate| term(slate, "tea", Term::Fatigue).map_or(0.0, |found| found.0);
    assert_eq!(weight(&ask(&["tea"], &[])), 0.0, "once is free");
    let (twice, often) = (ask(&["tea"; 2], &[]), ask(&["tea"; 40], &[]));
    assert!(weight(&twice) < 0.0 && weight(&often) < weight(&twice));
    assert!(shown(&often).contains(&"tea"), "it sinks, and is there");
    assert_eq!(weight(&ask(&["tea"; 40], &["tea"])), 0.0, "it was looked at");
}

#[test]
fn what_a_person_likes_stands_above_all_that_is_inferred_and_what_they_never_want_is_gone() {
    let world = shop();
    let ada = world.person("ada", Wish::Recommend, &[("tea", P, 9), ("cam1", P, 3)]);
    let window = window(&world);
    world.declare(&ada, &[(Topic::Category("Clothes".into()), true), (Topic::Seller("bob".into()), false)], None);
    let slate = all(&world, &window, &ada);
    assert_eq!(shown(&slate)[0], "red", "of three shirts the one that most took: {:?}", shown(&slate));
    assert!(term(&slate, "red", Term::Interest).expect("said").0 > 0.0);
    let bobs = ["bag", "film", "hat", "cup", "rosary"];
    assert!(shown(&slate).iter().all(|id| !bobs.contains(id)), "{:?}", shown(&slate));
    let one = world.person("one", Wish::Recommend, &[("tea", P, 9)]);
    world.declare(&one, &[(Topic::Tag("four".into()), true), (Topic::Category("Photo".into()), true)], None);
    let slate = all(&world, &window, &one);
    let both = ["cam1", "cam2", "film"];
    assert!(
        shown(&slate)[..3].iter().all(|id| both.contains(id)),
        "two interests stand above one: {:?}",
        shown(&slate)
    );
    let weights = |of: &str| term(&slate, of, Term::Interest).map(|found| found.0);
    assert!(weights("film") > weights("bag") && weights("tea").is_none());
    let strangers = all(&world, &window, &stranger());
    assert!(strangers.places.iter().flat_map(|place| &place.reasons).all(|reason| reason.term != Term::Interest));
}

#[test]
fn what_somebody_does_not_want_is_gone_and_of_what_they_want_less_less_is_shown() {
    let world = shop();
    let ada = world.person("ada", Wish::Recommend, &[("cam1", P, 9)]);
    let window = window(&world);
    let before = all(&world, &window, &ada);
    assert!(shown(&before).contains(&"film") && shown(&before).contains(&"bag"));
    world.declare(&ada, &[(Topic::Item(id("film")), false)], None);
    let without = all(&world, &window, &ada);
    assert!(!shown(&without).contains(&"film") && shown(&without).contains(&"bag"), "it alone");
    world.declare(&ada, &[(Topic::Like(id("film")), false)], None);
    let less = all(&world, &window, &ada);
    let kinds = ["cam1", "cam2", "bag", "film"];
    for place in &less.places {
        let weight = term(&less, place.item.as_str(), Term::Less).map(|(weight, _)| weight);
        assert_eq!(weight.is_some_and(|weight| weight < 0.0), kinds.contains(&place.item.as_str()), "{}", place.item);
    }
    let score = |slate: &Slate, of: &str| slate.places.iter().find(|place| place.item.as_str() == of).map(|p| p.score);
    assert!(score(&less, "film") < score(&before, "film") && score(&less, "tea") == score(&before, "tea"));
    world.declare(&ada, &[(Topic::Seller("bob".into()), false)], None);
    assert!(
        all(&world, &window, &ada)
            .places
            .iter()
            .all(|place| window.catalog().get(&place.item).unwrap().seller != Some("bob".into()))
    );
}

#[test]
fn less_of_something_for_this_page_alone_is_the_same_for_everybody_who_asks_so() {
    let world = shop();
    let window = window(&world);
    let topics = [Topic::Like(id("tea"))];
    let rules = Rules { less: &topics, ..Rules::default() };
    let page = |who: &SubjectId| world.show(who, &web(), Scene { rules, ..Scene::plain(&window, NOW, 20) });
    let refused = world.person("no", Wish::Teach, &[("cam1", P, 9)]);
    assert_eq!(page(&stranger()), page(&refused));
    let place = |slate: &Slate, of: &str| shown(slate).iter().position(|id| *id == of);
    assert!(place(&page(&stranger()), "tea") > place(&all(&world, &window, &stranger()), "tea"));
    assert!(term(&page(&stranger()), "cup", Term::Less).is_some_and(|(weight, _)| weight < 0.0));
}

#[test]
fn what_many_share_may_be_named_what_few_do_is_told_by_its_kind_and_what_is_delicate_not_at_all() {
    let world = shop();
    let window = window(&world);
    let called = |of: &str, rung| window.called(&id(of), rung);
    assert_eq!(called("film", Rung::Personal), Some(Called::Title("film")));
    assert_eq!(called("bag", Rung::Personal), Some(Called::Kind("Photo")), "nobody took it with anything");
    assert_eq!(called("rosary", Rung::Personal), None);
    assert_eq!(called("bag", Rung::Contextual), Some(Called::Title("bag")), "there nobody did anything");
    assert_eq!(called("gone", Rung::Personal), None);
}

#[test]
fn how_much_variety_somebody_likes_counts_where_the_page_does_not_say() {
    let world = shop();
    let ada = world.person("ada", Wish::Recommend, &[("tea", P, 9)]);
    let window = window(&world);
    world.declare(&ada, &[], Some(100));
    let page = |variety| Scene { variety, ..Scene::plain(&window, NOW, 6) };
    let slate = |variety| world.show(&ada, &web(), page(variety));
    assert_eq!(slate(None), slate(Variety::new(100)));
    assert_ne!(slate(None), slate(Some(Variety::NEUTRAL)), "the page goes first");
    let anybody = world.show(&stranger(), &web(), page(None));
    assert_eq!(anybody, world.show(&stranger(), &web(), page(Some(Variety::NEUTRAL))));
}

#[test]
fn what_is_delicate_is_shown_to_who_asks_for_it_teaches_nothing_and_is_quoted_nowhere() {
    let world = shop();
    let monk = world.person("monk", Wish::Recommend, &[("rosary", P, 9), ("psalms", P, 4)]);
    let plain = world.person("plain", Wish::Recommend, &[]);
    let model = world.learn().expect("36 teach");
    assert!(!model.items().contains(&id("rosary")), "27 people took it, and the model knows nothing of it");
    let window = world.window(model);
    assert_eq!(all(&world, &window, &monk), all(&world, &window, &plain), "it is as if it had never been");
    let rules = Rules { explore: Explore::new(50, Some(3)), ..Rules::default() };
    let exploring = world.show(&monk, &web(), Scene { rules, ..Scene::plain(&window, NOW, 20) });
    assert!(exploring.places.iter().all(|place| !["icon", "psalms", "rosary"].contains(&place.item.as_str())));
    let asking = |step: &'static str| Scene { category: Some(step), ..Scene::plain(&window, NOW, 20) };
    assert_eq!(shown(&world.show(&monk, &web(), asking("Faith"))), ["psalms", "rosary"]);
    let passed_over = Ask { shown: ids(&["psalms"; 9]), ..web() };
    assert_eq!(world.show(&monk, &passed_over, asking("Faith")), world.show(&stranger(), &web(), asking("Faith")));
    let goods = world.show(&monk, &web(), asking("Goods"));
    assert!(!shown(&goods).contains(&"rosary") && shown(&goods).contains(&"film"), "asked for by its own name");
    let faith = Topic::Category("Faith".into());
    assert!(window.is_sensitive(&faith) && !window.is_sensitive(&Topic::Category("Goods".into())));
    assert!(!window.is_sensitive(&Topic::Tag("nothing".into())));
    world.declare(&plain, &[(faith, true)], None);
    let interested = world.show(&plain, &web(), asking("Faith"));
    assert!(interested.places.iter().flat_map(|place| &place.reasons).all(|reason| reason.term == Term::Filler));
    let near = crate::similar(&window, &id("film"), 20).expect("it is there");
    assert!(near.places.iter().all(|place| !["rosary", "psalms"].contains(&place.item.as_str())));
    let beside = crate::similar(&window, &id("rosary"), 20).expect("it is there");
    assert_eq!(shown(&beside), ["psalms"]);
    assert!(
        crate::similar(&window, &id("tea"), 20)
            .expect("it is there")
            .places
            .iter()
            .all(|place| !place.item.as_str().starts_with("icon"))
    );
}

#[test]
fn rules_and_caps_hold_on_every_page_and_the_rules_of_the_house_beside_an_item_too() {
    let world = shop();
    let ada = world.person("ada", Wish::Recommend, &[("tea", P, 9), ("cam1", P, 3)]);
    let window = window(&world);
    let cheap = Filter::Price { at_least: None, at_most: Price::new(300, "EUR").ok() };
    let of_ada = Filter::All(vec![Filter::Seller(vec!["ada".into()]), Filter::Not(Box::new(cheap.clone()))]);
    let page = |filter, seller_max| {
        let rules = Rules { filter, seller_max, ..Rules::default() };
        world.show(&ada, &web(), Scene { rules, ..Scene::plain(&window, NOW, 20) })
    };
    let [mut three, mut dear] = [page(Some(&cheap), None), page(Some(&of_ada), None)];
    let sorted = |slate: &mut Slate| {
        slate.places.sort_by(|a, b| a.item.cmp(&b.item));
        shown(slate).iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(sorted(&mut three), ["bag", "cup", "hat", "red", "tea"]);
    let dear = sorted(&mut dear);
    assert!(dear.len() == 2 && dear.contains(&"cam2".to_owned()), "tea is cheap, and a shirt in one form: {dear:?}");
    assert_eq!(page(None, Some(1)).places.len(), 2, "one of each seller");
    let house = Filter::Not(Box::new(Filter::Item(ids(&["film"]))));
    let (catalog, model) = (std::sync::Arc::clone(window.catalog()), std::sync::Arc::clone(window.model()));
    let window = Window::under(catalog, model, Some(&house));
    assert!(!shown(&all(&world, &window, &stranger())).contains(&"film"));
    let beside = crate::similar(&window, &id("cam1"), 20).expect("it is there");
    assert!(!shown(&beside).contains(&"film"));
    assert!(window.catalog().get(&id("film")).is_some(), "it is in the catalog as before");
}

/// A hundred things in ten categories, of which nobody took any.
fn plenty() -> World {
    let filed = |n: usize| Item { category: vec![format!("c{}", n % 10)], ..item(&format!("i{n:03}")) };
    World::of((0..100).map(filed).collect())
}

#[test]
fn a_share_of_the_places_is_given_away_by_the_seed_and_says_how_likely_that_was() {
    let world = plenty();
    let mut mine = vec![("i000", P, 3), ("i010", P, 2)];
    (0..6).for_each(|n| drop(world.person(&name(n), Wish::Teach, &mine)));
    let fan = world.person("fan", Wish::Recommend, &mine.split_off(1));
    let window = world.window(world.learn().expect("six teach"));
    let page = |who: &SubjectId, seed: Option<u64>, percent: u8| {
        let rules = Rules { explore: Explore::new(percent, seed), ..Rules::default() };
        world.show(who, &web(), Scene { rules, ..Scene::plain(&window, NOW, 10) })
    };
    let explored = |slate: &Slate| -> Vec<String> {
        let found = slate.places.iter().filter(|place| place.propensity.is_some());
        found.map(|place| place.item.as_str().to_owned()).collect()
    };
    assert_eq!(page(&fan, Some(7), 30), page(&fan, Some(7), 30), "the same seed, the same page");
    assert_eq!(page(&fan, None, 0), all_ten(&world, &window, &fan));
    let one = page(&fan, Some(7), 30);
    assert_eq!((one.places.len(), explored(&one).len()), (10, 3));
    assert!(one.places[7..].iter().all(|place| place.reasons.iter().any(|reason| reason.term == Term::Explore)));
    assert!(explored(&one).iter().all(|id| !id.ends_with('0')), "outside of what is usual: {:?}", explored(&one));
    // Over many seeds each of the pool comes up about as often as its propensity says.
    let mut times = std::collections::BTreeMap::new();
    let seeds = 3_000;
    (0..seeds).for_each(|seed| {
        explored(&page(&fan, Some(seed), 30)).into_iter().for_each(|id| *times.entry(id).or_insert(0) += 1)
    });
    let due = f64::from(one.places[9].propensity.expect("it was given away")) * seeds as f64;
    assert!(
        times.len() > 80 && times.values().all(|n| (f64::from(*n) - due).abs() < 5.0 * due.sqrt()),
        "{due} {times:?}"
    );
    assert!(Explore::new(51, None).is_none());
}

fn all_ten(world: &World, window: &Window, who: &SubjectId) -> Slate {
    world.show(who, &web(), Scene::plain(window, NOW, 10))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_a_person_brings_the_reasons_of_a_place_add_up_to_its_score(
        mine in prop::collection::vec((0_usize..12, 1_i64..90), 0..9),
        cart in prop::collection::vec(0_usize..12, 0..4),
        seen in prop::collection::vec(0_usize..12, 0..9),
        liked in prop::collection::vec((0_usize..5, any::<bool>()), 0..4),
        disliked in prop::option::of(0_usize..12),
        (variety, seller_max, explore) in (prop::option::of(0_u8..=100), prop::option::of(1_usize..4), prop::option::of(0_u8..=50)),
        (seed, count) in (any::<u64>(), 1_usize..13),
    ) {
        let (world, goods) = (shop(), goods());
        let at = |number: usize| goods[number].id.as_str().to_owned();
        let names: Vec<(String, i64)> = mine.iter().map(|(number, days)| (at(*number), *days)).collect();
        let deeds: Vec<Deed> = names.iter().map(|(id, days)| (&*Box::leak(id.clone().into_boxed_str()), P, *days)).collect();
        let me = world.person("me", Wish::Recommend, &deeds);
        if let Some(number) = disliked {
            world.rate(&me, &at(number), 5);
        }
        let topics = [Topic::Category("Photo".into()), Topic::Tag("four".into()), Topic::Seller("ada".into()), Topic::Category("Clothes".into()), Topic::Category("Faith".into())];
        let said: Vec<(Topic, bool)> = liked.iter().map(|(number, likes)| (topics[*number].clone(), *likes)).collect();
        world.declare(&me, &said, variety);
        let window = window(&world);
        let of = |numbers: &[usize]| numbers.iter().map(|number| goods[*number].id.clone()).collect::<Vec<_>>();
        let ask = Ask { cart: of(&cart), shown: of(&seen), ..web() };
        let explore = explore.and_then(|percent| Explore::new(percent, Some(seed)));
        let rules = Rules { seller_max, explore, ..Rules::default() };
        let slate = world.show(&me, &ask, Scene { rules, ..Scene::plain(&window, NOW, count) });
        prop_assert!(slate.places.is_sorted_by(|a, b| a.score >= b.score));
        for place in &slate.places {
            let sum: f32 = place.reasons.iter().map(|reason| reason.weight).sum();
            prop_assert_eq!(sum.to_bits(), place.score.to_bits(), "{:?}", place);
            prop_assert!(!cart.iter().any(|number| goods[*number].id == place.item) && !window.catalog().get(&place.item).expect("there").sensitive);
            let evidence = place.reasons.iter().flat_map(|reason| &reason.evidence);
            prop_assert!(evidence.into_iter().all(|id| !["rosary", "psalms", "icon"].contains(&id.as_str())));
        }
        let shown = shown(&slate);
        prop_assert!(["shirt", "blue", "red"].iter().filter(|form| shown.contains(form)).count() <= 1);
        let mut once = shown.clone();
        once.sort_unstable();
        once.dedup();
        prop_assert_eq!(once.len(), shown.len());
    }
}
