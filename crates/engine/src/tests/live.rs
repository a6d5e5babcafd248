//! The statistic that follows people is the one that a lesson counts, to the last bit, and so is the model but for rounding.

#![expect(clippy::disallowed_types, reason = "the vault keeps the sums under a lock, as the app does")]

use super::{Deed, NOW, PEOPLE_MIN, Wish, World, name};
use crate::{
    Anonymous, Begun, DRIFT_MAX, Given, INVERSE_APART_MAX, Lesson, Live, Model, Near, Settled, Statistic, WeightsFrom,
};
use domain::{ChannelId, DAY_SECONDS, Interest, ItemId, Kind, SubjectId, Topic, Train, UnixTime, Verb};
use proptest::prelude::*;
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};
use vault::{Ask, Declared, Sums, Tally};

const FLOOR: NonZeroU32 = NonZeroU32::new(PEOPLE_MIN).expect("not zero");
const ITEMS: [&str; 8] = ["bag", "cup", "hat", "ink", "jam", "key", "mug", "tea"];

/// A world that is followed.
struct Followed {
    world: World,
    anonymous: Anonymous,
    tally: Tally,
    statistic: Arc<Mutex<Statistic>>,
    live: Live,
}

impl Followed {
    fn begin(world: World) -> Self {
        let anonymous = Anonymous::default();
        let lesson = about(&world, &anonymous);
        let tally = world.vault.tally(NOW);
        let kept = RefCell::new(None);
        let hand_over = |statistic: Statistic| {
            let statistic = Arc::new(Mutex::new(statistic));
            *kept.borrow_mut() = Some(Arc::<Mutex<Statistic>>::clone(&statistic));
            let sums: Arc<Mutex<dyn Sums>> = statistic;
            tally.keep(sums)
        };
        let input = (lesson, &hand_over as crate::HandOver<'_>);
        let begun = world.vault.at(NOW).cohort_in(&tally, FLOOR, input, crate::follow).expect("counts").into_value();
        let Begun::Following(live, _) = begun else { panic!("enough people teach") };
        let statistic = kept.into_inner().expect("was handed over");
        Self { tally, statistic, live: *live, anonymous, world }
    }

    fn settle(&mut self, now: UnixTime) -> Settled {
        self.world.vault.at(now).count_waiting(&self.tally, true).expect("counts");
        let extract = self.live.extract(&mut self.statistic.lock().expect("whole"));
        let near = match extract.has_tail() {
            true => {
                let at = self.world.vault.at(now);
                at.cohort_in::<Train, _, _>(&self.tally, FLOOR, &extract, crate::near).expect("counts").into_value()
            }
            false => Near::default(),
        };
        let about = (self.world.catalog(), self.world.memory_bytes);
        self.live.build(extract, near, about, &mut |work| work(&mut self.statistic.lock().expect("whole")))
    }

    /// The model that a lesson makes with the same weights over the same items.
    fn anew(&self, now: UnixTime, like: &Model) -> Model {
        let head = like.head();
        let given = Given { chosen: like.chosen(), tuning: like.tuning(), head: Some(&head) };
        let lesson = Lesson { weights: WeightsFrom::Before(given), ..about(&self.world, &self.anonymous) };
        let lessons = self.world.vault.at(now).cohort(FLOOR, lesson, crate::learn);
        let model = lessons.ok().and_then(|lessons| lessons.into_value().into_model());
        model.unwrap_or_else(|| Model::of_nobody(lesson))
    }

    fn checksum(&self) -> String {
        self.statistic.lock().expect("whole").checksum()
    }
}

fn about<'a>(world: &'a World, anonymous: &'a Anonymous) -> Lesson<'a> {
    Lesson {
        catalog: world.catalog(),
        anonymous,
        memory_bytes: world.memory_bytes,
        people_min: PEOPLE_MIN,
        pair_people_min: PEOPLE_MIN,
        group_people_min: 5,
        weights: WeightsFrom::Trials,
    }
}

/// So many people who each took about `taken` of so many items.
fn crowd(world: &World, people: usize, items: &[&'static str], taken: usize) {
    let mut dice = 5_u64;
    for number in 0..people {
        let mut deed = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (items[(dice >> 33) as usize % items.len()], Verb::Purchase, (dice >> 50) as i64 % 90 + 1)
        };
        let deeds: Vec<Deed> = (0..taken).map(|_| deed()).collect();
        world.person(&name(number), Wish::Teach, &deeds);
    }
}

#[derive(Clone, Debug)]
enum Life {
    Withdraws(usize),
    Grants(usize),
    Takes(usize, usize),
    Hides(usize, usize),
    Likes(usize, usize),
    IsForgotten(usize),
    IsOneWith(usize, usize),
    AreSettled,
}

const PEOPLE: usize = 9;
const SHELVES: [&str; 3] = ["Kitchen", "Desk", "Moon"];

/// Says of one shelf that they like it, and takes back what they said before.
fn likes(world: &World, now: UnixTime, who: &SubjectId, shelf: &str) {
    let interests = vec![Interest { topic: Topic::Category(shelf.to_owned()), likes: true }];
    let said = Declared { interests, variety: None };
    world.vault.at(now).declare(who, &Ask::on(ChannelId(0)), &said).map(|_| ()).expect("declares");
}

fn lives() -> impl Strategy<Value = Vec<Life>> {
    let who = || 0..PEOPLE;
    let what = || 0..ITEMS.len();
    let life = prop_oneof![
        2 => who().prop_map(Life::Withdraws),
        2 => who().prop_map(Life::Grants),
        6 => (who(), what()).prop_map(|(who, what)| Life::Takes(who, what)),
        1 => (who(), what()).prop_map(|(who, what)| Life::Hides(who, what)),
        1 => who().prop_map(Life::IsForgotten),
        4 => (who(), 0..SHELVES.len()).prop_map(|(who, what)| Life::Likes(who, what)),
        1 => (who(), who()).prop_filter("two", |(one, other)| one != other)
            .prop_map(|(one, other)| Life::IsOneWith(one, other)),
        2 => Just(Life::AreSettled),
    ];
    prop::collection::vec(life, 1..25)
}

fn live(followed: &mut Followed, now: UnixTime, life: &Life) {
    let who = |number: &usize| SubjectId::parse(&name(*number)).expect("plain");
    let world = &followed.world;
    match life {
        Life::Withdraws(number) => world.say(&who(number), now, Kind::Withdraw, "train"),
        Life::Grants(number) => world.say(&who(number), now, Kind::Grant, "train"),
        Life::Takes(number, what) => world.takes(&who(number), ITEMS[*what], now),
        Life::Hides(number, what) => {
            let item = ItemId::parse(ITEMS[*what]).expect("plain");
            world.vault.at(now).hide(&who(number), &item, true).map(|_| ()).expect("hides");
        }
        Life::Likes(number, what) => likes(world, now, &who(number), SHELVES[*what]),
        Life::IsForgotten(number) => world.vault.at(now).forget(&who(number)).map(|_| ()).expect("forgets"),
        Life::IsOneWith(one, other) => world.vault.at(now).merge(&who(one), &who(other)).map(|_| ()).expect("merges"),
        Life::AreSettled => drop(followed.settle(now)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_statistic_that_follows_is_the_one_that_is_counted_anew_to_the_last_bit(lives in lives(), few in any::<bool>()) {
        // With little memory the head is small, and there are items outside it.
        let world = World::filed(&std::array::from_fn::<_, 8, _>(|at| (ITEMS[at], SHELVES[at % 2])));
        crowd(&world, PEOPLE, &ITEMS, 6);
        (0..6).for_each(|number| likes(&world, NOW.plus(-1), &SubjectId::parse(&name(number)).expect("plain"), SHELVES[0]));
        let mut followed = Followed::begin(World { memory_bytes: if few { 0 } else { world.memory_bytes }, ..world });
        for (step, life) in (1_i64..).zip(&lives) {
            live(&mut followed, NOW.plus(step * DAY_SECONDS / 2), life);
        }
        let end = NOW.plus(60 * DAY_SECONDS);
        let settled = followed.settle(end);
        let anew = followed.anew(end, &settled.model);
        prop_assert_eq!(settled.model.people(), anew.people());
        prop_assert_eq!(settled.model.sums(), anew.sums());
        let of_somebody = settled.model.people() > 0;
        prop_assert!(!of_somebody || followed.checksum() == anew.sums());
        prop_assert_eq!(settled.model.difference(&anew).inverse, 0.0);
        prop_assert_eq!(settled.model.checksum(), anew.checksum(), "a small head is worked out anew: the same bits");
    }
}

#[test]
fn a_large_inverse_follows_and_stays_as_near_as_promised() {
    let items: Vec<&'static str> = (0..1_100).map(|number| &*format!("item-{number:04}").leak()).collect();
    let world = World::with(&items);
    crowd(&world, 60, &items, 400);
    let mut followed = Followed::begin(world);
    let first = followed.settle(NOW.plus(1));
    assert!(first.drift.is_none() && first.model.reach().by_regression > 1_000);
    for round in 0..4_i64 {
        let now = NOW.plus(10 + round);
        let who = SubjectId::parse(&name(round as usize)).expect("plain");
        followed.world.say(&who, now, Kind::Withdraw, "train");
        let settled = followed.settle(now);
        assert_eq!(settled.model.people(), 59 - round as u32);
        let anew = followed.anew(now, &settled.model);
        let difference = settled.model.difference(&anew);
        assert!(difference.is_none(), "{difference:?}");
        if let Some(drift) = settled.drift {
            assert!(drift <= DRIFT_MAX && difference.inverse <= INVERSE_APART_MAX);
        }
    }
}
