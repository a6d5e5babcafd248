//! The rung of the group: one answer for everybody who said the same, and only where they are many.

use super::{Deed, GROUP_PEOPLE_MIN, NOW, Wish, World, name, stranger};
use crate::{Catalog, Model, Scene, Slate, Window};
use domain::{Actor, ChannelId, Evidence, GroupBy, Kind, Rung, Scope as About, SubjectId, Term, Topic, Verb};
use std::sync::Arc;
use vault::{Ask, Draft, PersonFacts};

const SHELF: [(&str, &str); 5] =
    [("rose", "Garden"), ("rake", "Garden"), ("mug", "Kitchen"), ("pan", "Kitchen"), ("pen", "Desk")];
const GARDENERS: usize = 12;
const COOKS: usize = 14;

fn likes(name: &str) -> (Topic, bool) {
    (Topic::Category(name.to_owned()), true)
}

/// Gardeners who take roses and now and then a mug, and more cooks who take mugs and pans.
fn village(gardeners: usize) -> World {
    let world = World::filed(&SHELF);
    let deed = |item: &'static str, days: i64| -> Deed { (item, Verb::Purchase, days) };
    for number in 0..gardeners + COOKS {
        let is_gardener = number < gardeners;
        let rare = if number % 6 == 0 { "rake" } else { "pen" };
        let deeds = if is_gardener { [deed("rose", 3), deed(rare, 3)] } else { [deed("mug", 3), deed("pan", 3)] };
        let who = world.person(&name(number), Wish::Both, &deeds);
        world.declare(&who, &[likes(if is_gardener { "Garden" } else { "Kitchen" })], None);
    }
    world
}

/// Somebody of this history who lets only their group be used.
fn member(world: &World, name: &str, deeds: &[Deed], interests: &[(Topic, bool)]) -> SubjectId {
    let who = world.person(name, Wish::Recommend, deeds);
    world.declare(&who, interests, None);
    let policy = world.vault.policy();
    let draft = |kind, category: &str| Draft {
        kind,
        scope: About {
            purpose: policy.purpose("recommend").map(|entry| entry.terms.id),
            category: policy.category(category).map(|category| category.id),
            recipient: None,
            channel: None,
        },
        client_at: Some(NOW),
        actor: Actor::Subject,
        explicit: true,
        past_data: false,
        overrides: None,
        evidence: Evidence::default(),
        snapshot: None,
    };
    let closed = ["activity.purchase", "activity.view", "activity.rating", "activity.visit", "trait.interest"];
    let drafts: Vec<Draft> = closed.into_iter().map(|category| draft(Kind::Withdraw, category)).collect();
    world.vault.at(NOW).record(&who, &drafts, &PersonFacts::default()).expect("records");
    who
}

fn taught(world: &World) -> Model {
    world.learn().expect("enough people teach")
}

fn asked(world: &World, window: &Window, who: &SubjectId, category: Option<&str>) -> (Rung, Slate) {
    let scene = Scene { category, ..Scene::plain(window, NOW, 5) };
    let answer = world.vault.at(NOW).with(who, &Ask::on(ChannelId(0)), scene, crate::recommend).expect("answers");
    (answer.rung(), answer.into_value())
}

fn ids(slate: &Slate) -> Vec<&str> {
    slate.places.iter().map(|place| place.item.as_str()).collect()
}

#[test]
fn two_people_of_one_group_get_the_same_answer_to_the_last_bit_whatever_they_did() {
    let world = village(GARDENERS);
    let window = world.window(taught(&world));
    let garden = [likes("Garden")];
    let anna = member(&world, "anna", &[("mug", Verb::Purchase, 2), ("pan", Verb::View, 1)], &garden);
    let also = [likes("Garden"), likes("Desk"), (Topic::Tag("red".to_owned()), true), (likes("Garden").0, true)];
    let ben = member(&world, "ben", &[("pen", Verb::Rating, 9)], &also);
    let (rung, slate) = asked(&world, &window, &anna, None);
    assert_eq!((rung, asked(&world, &window, &ben, None)), (Rung::Group, (Rung::Group, slate.clone())));
    assert_eq!(ids(&slate)[0], "rose", "what they take, where everybody takes mugs");
    assert_eq!(ids(&asked(&world, &window, &stranger(), None).1)[0], "mug");
    let group = slate.group.as_ref().expect("a group");
    assert_eq!((&group.topic, group.people_min, group.by), (&likes("Garden").0, GROUP_PEOPLE_MIN, GroupBy::Said));
    world.takes(&anna, "rake", NOW.plus(-1));
    world.hide(&anna, "mug");
    assert_eq!(asked(&world, &window, &anna, None).1, slate, "a history changes nothing");
    for place in &slate.places {
        let sum = place.reasons.iter().fold(0.0, |sum, reason| sum + reason.weight);
        assert_eq!(sum.to_bits(), place.score.to_bits(), "the terms are the score");
        assert!(place.reasons.iter().all(|reason| reason.evidence.is_empty()), "nobody's own things stand behind it");
    }
    assert!(slate.places[0].reasons.iter().any(|reason| reason.term == Term::Group && reason.weight > 0.0));
}

#[test]
fn a_group_of_fewer_people_is_as_if_there_were_none() {
    for (gardeners, rung) in
        [(GROUP_PEOPLE_MIN as usize, Rung::Group), (GROUP_PEOPLE_MIN as usize - 1, Rung::Contextual)]
    {
        let world = village(gardeners);
        let window = world.window(taught(&world));
        let anna = member(&world, "anna", &[("mug", Verb::Purchase, 2)], &[likes("Garden")]);
        let (found, slate) = asked(&world, &window, &anna, None);
        assert_eq!((found, slate.group.is_some()), (rung, rung == Rung::Group), "{gardeners}");
        let everybody = asked(&world, &window, &stranger(), None).1;
        assert_eq!(slate == everybody, rung == Rung::Contextual, "{gardeners}");
    }
}

#[test]
fn what_fewer_people_of_a_group_took_says_nothing_and_counts_are_rounded() {
    let world = village(GARDENERS);
    let model = taught(&world);
    let groups = &model.parts.groups;
    assert_eq!(
        groups.of.iter().map(|of| (of.name.as_str(), of.people)).collect::<Vec<_>>(),
        [("Garden", 10), ("Kitchen", 10)]
    );
    let at = |name: &str| model.items().iter().position(|id| id.as_str() == name).expect("known") as u32;
    assert_eq!(groups.of[0].items, [(at("pen"), 10), (at("rose"), 10)], "ten pens and two rakes: two are not enough");
    assert_eq!(groups.everybody, 20);
}

#[test]
fn one_person_more_or_less_does_not_show() {
    let checksum = |gardeners| {
        let world = village(gardeners);
        postcard::to_stdvec(&taught(&world).parts.groups).expect("encodes")
    };
    assert_eq!(checksum(GARDENERS), checksum(GARDENERS + 1));
}

#[test]
fn who_says_no_is_out_of_their_group_with_the_next_lesson() {
    let world = village(GROUP_PEOPLE_MIN as usize);
    assert_eq!(taught(&world).parts.groups.of.len(), 2);
    world.say(&SubjectId::parse(&name(0)).expect("plain"), NOW, Kind::Withdraw, "train");
    let model = taught(&world);
    assert_eq!(model.parts.groups.of.iter().map(|of| of.name.as_str()).collect::<Vec<_>>(), ["Kitchen"]);
}

#[test]
fn a_page_places_who_said_nothing_and_a_delicate_shelf_places_nobody() {
    let world = village(GARDENERS);
    let model = taught(&world);
    let mut items: Vec<_> = world.catalog().items().iter().map(|item| (**item).clone()).collect();
    let window = world.window(model);
    let anna = member(&world, "anna", &[("mug", Verb::Purchase, 2)], &[]);
    assert_eq!(asked(&world, &window, &anna, None).0, Rung::Contextual);
    let (rung, slate) = asked(&world, &window, &anna, Some("Garden"));
    assert_eq!((rung, slate.group.map(|group| group.by)), (Rung::Group, Some(GroupBy::Page)));
    items.iter_mut().filter(|item| item.id.as_str() == "rake").for_each(|item| item.sensitive = true);
    let window = Window::new(Arc::new(Catalog::new(items)), Arc::clone(window.model()));
    let ben = member(&world, "ben", &[], &[likes("Garden")]);
    assert_eq!(asked(&world, &window, &ben, None).0, Rung::Contextual, "a flag holds at once");
    assert_eq!(asked(&world, &window, &ben, Some("Garden")).0, Rung::Contextual);
}
