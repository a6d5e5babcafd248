//! Small worlds: a real vault over memory, with people who said what they said.

mod alike;
mod arms;
mod balance;
mod beside;
mod groups;
mod learning;
mod live;
mod lots;
mod promise;
mod side;
mod slates;
mod tail;

use crate::{
    Anonymous, Catalog, Lesson, MEMORY_DEFAULT_BYTES, Model, Scene, Slate, Variety, WeightsFrom, Window, learn,
    recommend,
};
use domain::{
    Actor, ChannelId, DAY_SECONDS, Event, EventId, EventOutcome, Evidence, Interest, Item, ItemId, Kind,
    Scope as About, SubjectId, Topic, UnixTime, Verb,
};
use std::num::NonZeroU32;
use std::sync::Arc;
use vault::policy::Policy;
use vault::{Arrival, Ask, Declared, Declaring, Draft, Intake, KeyPlace, PersonFacts, Vault};

/// When people speak; everything they do lies before.
pub(crate) const NOW: UnixTime = UnixTime(1_000 * DAY_SECONDS);
/// The fewest people that anything is learned from.
const PEOPLE_MIN: u32 = 5;
/// The fewest people of a group, in small worlds.
pub(crate) const GROUP_PEOPLE_MIN: u32 = 10;

/// An item that can be had.
pub(crate) fn item(id: &str) -> Item {
    Item::named(ItemId::parse(id).expect("plain"), id.to_owned())
}

/// What a person says yes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    Nothing,
    Recommend,
    Teach,
    Both,
}

/// Something done: an item, a verb, so many days before now.
pub(crate) type Deed = (&'static str, Verb, i64);

/// A vault and a catalog.
pub(crate) struct World {
    vault: Vault,
    catalog: Arc<Catalog>,
    pub memory_bytes: u64,
}

impl World {
    pub fn with(items: &[&str]) -> Self {
        let policy = Policy::shipped().expect("the shipped policy reads");
        let vault = Vault::open(Arc::new(store::Memory::new()), KeyPlace::Memory, policy, "tests").expect("opens");
        let catalog = Arc::new(Catalog::new(items.iter().map(|id| item(id)).collect()));
        Self { vault, catalog, memory_bytes: MEMORY_DEFAULT_BYTES }
    }

    /// Items, each in a category.
    pub fn filed(items: &[(&str, &str)]) -> Self {
        let filed = |(id, category): &(&str, &str)| Item { category: vec![(*category).to_owned()], ..item(id) };
        Self { catalog: Arc::new(Catalog::new(items.iter().map(filed).collect())), ..Self::with(&[]) }
    }

    /// Items, each with a title.
    pub fn titled(items: &[(&str, &str)]) -> Self {
        let titled = |(id, title): &(&str, &str)| Item { title: (*title).to_owned(), ..item(id) };
        Self { catalog: Arc::new(Catalog::new(items.iter().map(titled).collect())), ..Self::with(&[]) }
    }

    /// Whatever items.
    pub fn of(items: Vec<Item>) -> Self {
        Self { catalog: Arc::new(Catalog::new(items)), ..Self::with(&[]) }
    }

    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// A person who did these things and wishes this. Without a yes the deeds are not even taken in, so a person who
    /// wishes nothing said yes first and takes it back afterwards.
    pub fn person(&self, name: &str, wish: Wish, deeds: &[Deed]) -> SubjectId {
        let who = SubjectId::parse(name).expect("plain");
        self.say(&who, NOW.plus(-2), Kind::Grant, "recommend");
        self.say(&who, NOW.plus(-2), Kind::Grant, "train");
        let event = |(number, (item, verb, days)): (usize, &Deed)| {
            let rating_tenths = (*verb == Verb::Rating).then_some(40);
            let at = NOW.plus(-days * DAY_SECONDS - 10);
            (who.clone(), event(&format!("e{number}"), item, *verb, at, rating_tenths))
        };
        let events: Vec<_> = deeds.iter().enumerate().map(event).collect();
        let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
        let outcomes = self.vault.at(NOW.plus(-2)).keep(&intake, &events).expect("keeps");
        assert!(outcomes.iter().all(|outcome| *outcome == EventOutcome::Accepted));
        if matches!(wish, Wish::Nothing | Wish::Teach) {
            self.say(&who, NOW.plus(-1), Kind::Withdraw, "recommend");
        }
        if matches!(wish, Wish::Nothing | Wish::Recommend) {
            self.say(&who, NOW.plus(-1), Kind::Withdraw, "train");
        }
        who
    }

    pub fn say(&self, who: &SubjectId, at: UnixTime, kind: Kind, purpose: &str) {
        let purpose = self.vault.policy().purpose(purpose).map(|entry| entry.terms.id);
        let draft = Draft {
            kind,
            scope: About { purpose, category: None, recipient: None, channel: None },
            client_at: Some(at),
            actor: Actor::Subject,
            explicit: true,
            past_data: false,
            overrides: None,
            evidence: Evidence::default(),
            snapshot: None,
        };
        self.vault.at(at).record(who, &[draft], &PersonFacts::default()).expect("records");
    }

    /// A rating of now, in tenths of a star; a later one for the same item may be better or worse.
    pub fn rate(&self, who: &SubjectId, item: &str, tenths: u16) {
        let rated =
            event(&format!("r{item}{tenths}"), item, Verb::Rating, NOW.plus(-90 + i64::from(tenths)), Some(tenths));
        let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
        let told = self.vault.at(NOW).keep(&intake, &[(who.clone(), rated)]).expect("keeps");
        assert_eq!(told, [EventOutcome::Accepted]);
    }

    /// Something bought at this moment, by somebody who may not have said yes to its being kept.
    pub fn takes(&self, who: &SubjectId, item: &str, now: UnixTime) {
        let bought = event(&format!("t{item}{}", now.0), item, Verb::Purchase, now, None);
        let intake = Intake { ask: Ask::on(ChannelId(0)), arrival: Arrival::File };
        self.vault.at(now).keep(&intake, &[(who.clone(), bought)]).expect("keeps");
    }

    /// What a person declares of themself.
    pub fn declare(&self, who: &SubjectId, interests: &[(Topic, bool)], variety: Option<u8>) {
        let interest = |(topic, likes): &(Topic, bool)| Interest { topic: topic.clone(), likes: *likes };
        let said = Declared { interests: interests.iter().map(interest).collect(), variety };
        let told = self.vault.at(NOW.plus(-1)).declare(who, &Ask::on(ChannelId(0)), &said).expect("declares");
        assert_eq!(told, Declaring::Kept);
    }

    /// What is shown in this scene, to whom asks so.
    pub fn show(&self, who: &SubjectId, ask: &Ask, scene: Scene<'_>) -> Slate {
        self.vault.at(NOW).with(who, ask, scene, recommend).expect("answers").into_value()
    }

    pub fn hide(&self, who: &SubjectId, item: &str) {
        let item = ItemId::parse(item).expect("plain");
        self.vault.at(NOW).hide(who, &item, true).expect("hides");
    }

    pub fn forget(&self, who: &SubjectId) {
        self.vault.at(NOW).forget(who).expect("forgets");
    }

    /// The model of everybody who teaches now; `None` when they are too few.
    pub fn learn(&self) -> Option<Model> {
        self.learn_by(WeightsFrom::Trials)
    }

    /// The same, with weights that come from elsewhere.
    pub fn learn_by(&self, weights: WeightsFrom<'_>) -> Option<Model> {
        let lesson = Lesson {
            catalog: &self.catalog,
            anonymous: &Anonymous::default(),
            memory_bytes: self.memory_bytes,
            people_min: PEOPLE_MIN,
            pair_people_min: PEOPLE_MIN,
            group_people_min: GROUP_PEOPLE_MIN,
            weights,
        };
        let floor = NonZeroU32::new(PEOPLE_MIN).expect("not zero");
        let answer = self.vault.at(NOW).cohort(floor, lesson, learn);
        answer.ok().and_then(|answer| answer.into_value().into_model())
    }

    /// Today's catalog with a model.
    pub fn window(&self, model: Model) -> Window {
        Window::new(Arc::clone(&self.catalog), Arc::new(model))
    }

    pub fn ask(&self, window: &Window, who: &SubjectId, count: usize) -> Slate {
        self.ask_for(window, who, count, (Variety::NEUTRAL, None))
    }

    pub fn ask_for(
        &self,
        window: &Window,
        who: &SubjectId,
        count: usize,
        (variety, category_max): (Variety, Option<usize>),
    ) -> Slate {
        let scene = Scene { variety: Some(variety), category_max, ..Scene::plain(window, NOW, count) };
        let ask = Ask::on(ChannelId(0));
        self.vault.at(NOW).with(who, &ask, scene, recommend).expect("answers").into_value()
    }
}

fn event(name: &str, item: &str, verb: Verb, at: UnixTime, rating_tenths: Option<u16>) -> Event {
    Event {
        id: EventId::parse(name).expect("plain"),
        item: ItemId::parse(item).expect("plain"),
        verb,
        at,
        quantity: 1,
        rating_tenths,
        basket: None,
        ceiling: None,
        at_arrival: false,
    }
}

/// Somebody nobody has heard of.
pub(crate) fn stranger() -> SubjectId {
    SubjectId::parse("somebody-else").expect("plain")
}

/// A name out of a number.
pub(crate) fn name(number: usize) -> String {
    format!("person-{number}")
}
