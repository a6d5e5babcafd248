//! Today's catalog and model, joined once so that each request finds everything in its place.

use crate::Catalog;
use crate::groups::{self, Keys};
use crate::labels::Labels;
use crate::model::{Chosen, Model};
use crate::quick::QuickMap;
use crate::related::Related;
use crate::score::Today;
use crate::season::Season;
use crate::shelves::{self, Shelves};
use domain::{Filter, Item, ItemId, Rung, Topic, UnixTime};
use std::borrow::Cow;
use std::sync::Arc;

/// A catalog and a model as one snapshot. An item that the model does not know can still fill a page; one that the
/// catalog does not have any more is never shown, and still speaks for others in the histories of those who have it. What
/// is delicate speaks for nothing and is found under its own category alone; what the house does not want to show is as if
/// it could not be had.
#[derive(Debug)]
pub struct Window {
    catalog: Arc<Catalog>,
    model: Arc<Model>,
    /// From an item to its number in the model.
    known: QuickMap<ItemId, u32>,
    /// From a place in the catalog to the item's number in the model.
    known_at: Vec<Option<u32>>,
    /// From a number in the model to the item's place in the catalog, where it can be had.
    place_of: Vec<Option<u32>>,
    /// From a number in the model to the item's place in the catalog, whether it can be had or not.
    listed_at: Vec<Option<u32>>,
    /// By number in the model: whether so many people share the item that it goes together with something.
    shared: Vec<bool>,
    /// The places of items that can be had, in order.
    available: Vec<u32>,
    /// Those of them that the model does not know.
    fillers: Vec<u32>,
    /// Items that can be had by what the catalog says of them.
    shelves: Shelves,
    related: Related,
    /// What the catalog says of its own words.
    labels: Labels,
    /// The groups that people may come into.
    keys: Keys,
    /// How rare each item of the model is.
    rarity: Vec<f32>,
    /// The shares of all items on the day after the model's newest.
    season: Season,
    /// The weights on that day.
    standing: Today,
}

/// What an item is called where it is told what somebody did with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Called<'a> {
    /// By its own name.
    Title(&'a str),
    /// As something of this category.
    Kind(&'a str),
}

impl Window {
    /// Joins a catalog and a model.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>, model: Arc<Model>) -> Self {
        Self::under(catalog, model, None)
    }

    /// Joins a catalog and a model, under a rule of the house about what is shown.
    #[must_use]
    pub fn under(catalog: Arc<Catalog>, model: Arc<Model>, house: Option<&Filter>) -> Self {
        let parts = &model.parts;
        parts.rows.warm();
        let items = catalog.items();
        let numbered = parts.items.iter().cloned().zip(0..);
        let mut known: QuickMap<ItemId, u32> = numbered.collect();
        for item in items.iter().filter(|item| item.sensitive) {
            known.remove(&item.id);
        }
        let known_at: Vec<Option<u32>> = items.iter().map(|item| known.get(&item.id).copied()).collect();
        let mut listed_at = vec![None; parts.items.len()];
        for (known, place) in known_at.iter().zip(0..).filter_map(|(known, place)| Some(((*known)?, place))) {
            listed_at[known as usize] = Some(place);
        }
        let shared = (0..parts.items.len() as u32).map(|known| !parts.rows.row(known).is_empty()).collect();
        let is_shown = |item: &Item| item.available && house.is_none_or(|rule| shelves::holds(rule, item));
        let can_be_had = items.iter().zip(0..).filter(|(item, _)| is_shown(item));
        let available: Vec<u32> = can_be_had.map(|(_, place)| place).collect();
        let is_filler = |place: &u32| known_at[*place as usize].is_none() && !items[*place as usize].sensitive;
        let fillers = available.iter().copied().filter(is_filler).collect();
        let mut place_of = vec![None; parts.items.len()];
        let mut shelves = Shelves::default();
        for place in &available {
            let at = *place as usize;
            if let Some(known) = known_at[at] {
                place_of[known as usize] = Some(*place);
            }
            shelves.file(&items[at], *place);
        }
        let season = parts.diary.season(parts.diary.standing_day().unwrap_or(0), parts.chosen.trend_days);
        let rarity = parts.diary.rarity();
        let standing = Today::of(&season, &rarity, &parts.chosen, &parts.again);
        let (related, labels, keys) = (Related::of(&catalog), Labels::of(&catalog), Keys::of(&catalog));
        Self {
            catalog,
            model,
            known,
            known_at,
            place_of,
            listed_at,
            shared,
            available,
            fillers,
            shelves,
            related,
            labels,
            keys,
            rarity,
            season,
            standing,
        }
    }

    /// The catalog.
    #[must_use]
    pub const fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The model.
    #[must_use]
    pub const fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// An item's number in the model.
    pub(crate) fn known(&self, item: &ItemId) -> Option<u32> {
        self.known.get(item).copied()
    }

    /// The number in the model of the item at a place in the catalog.
    pub(crate) fn known_at(&self, place: u32) -> Option<u32> {
        self.known_at[place as usize]
    }

    /// The place in the catalog of an item of the model, if it can be had.
    pub(crate) fn place_of(&self, known: u32) -> Option<u32> {
        self.place_of[known as usize]
    }

    /// The places of items that can be had and that the model does not know, in order.
    pub(crate) fn fillers(&self) -> &[u32] {
        &self.fillers
    }

    /// The item at a place in the catalog.
    pub(crate) fn item(&self, place: u32) -> &Item {
        &self.catalog.items()[place as usize]
    }

    /// The places of items that can be had, in order; only those of a category where one is given.
    pub(crate) fn places(&self, category: Option<&str>) -> &[u32] {
        match category {
            None => &self.available,
            Some(category) => self.shelves.category(category),
        }
    }

    /// Whether the item at a place can be had, and the house shows it.
    pub(crate) fn is_shown(&self, place: u32) -> bool {
        self.available.binary_search(&place).is_ok()
    }

    /// The places of items that can be had and that a topic is about, in order.
    pub(crate) fn about(&self, topic: &Topic) -> &[u32] {
        match topic {
            Topic::Category(_) | Topic::Tag(_) | Topic::Seller(_) => self.shelves.about(topic),
            Topic::Item(id) => self.alone(id),
            Topic::Like(id) => match self.catalog.get(id).and_then(|item| item.category.last()) {
                Some(narrowest) => self.shelves.category(narrowest),
                None => self.alone(id),
            },
        }
    }

    /// The place of one item, where it can be had.
    fn alone(&self, id: &ItemId) -> &[u32] {
        let place = self.catalog.position(id).and_then(|place| self.available.binary_search(&(place as u32)).ok());
        place.map_or(&[], |at| &self.available[at..=at])
    }

    /// Whether it may be said aloud that somebody had to do with an item: it is not delicate, and so many people share it
    /// that it goes together with something, for which as many people stand as a pair needs.
    #[must_use]
    pub fn is_shared(&self, item: &ItemId) -> bool {
        self.known(item).is_some_and(|known| self.shared[known as usize])
    }

    /// An item of the catalog. Most that are asked for are in the model, and found by one look.
    #[must_use]
    pub fn listed(&self, item: &ItemId) -> Option<&Item> {
        match self.known(item).and_then(|known| self.listed_at[known as usize]) {
            Some(place) => Some(self.item(place)),
            None => self.catalog.get(item),
        }
    }

    /// What an item may be called when it is told what somebody did: by its name where enough people share it, else by the
    /// narrowest of its categories under which something stands that they do. `None` where that would tell too much. An answer
    /// on the contextual rung tells what nobody in particular did.
    #[must_use]
    pub fn called(&self, item: &ItemId, rung: Rung) -> Option<Called<'_>> {
        let listed = self.listed(item).filter(|item| !item.sensitive || rung == Rung::Contextual)?;
        if rung == Rung::Contextual || self.is_shared(item) {
            return Some(Called::Title(&listed.title));
        }
        let is_shared = |place: &u32| self.known_at(*place).is_some_and(|known| self.shared[known as usize]);
        let steps = listed.category.iter().rev();
        steps.map(String::as_str).find(|step| self.shelves.category(step).iter().any(is_shared)).map(Called::Kind)
    }

    /// How items stand to each other.
    pub(crate) const fn related(&self) -> &Related {
        &self.related
    }

    /// The group that an answer to somebody who likes this goes by, on this page.
    pub(crate) fn group(&self, likes: &[&Topic], page: Option<&str>) -> Option<groups::Chosen<'_>> {
        self.keys.chosen(&self.model.parts.groups, likes, page)
    }

    /// The groups that somebody who likes this is in, whether they are large enough or not: each by its name, and with
    /// whether they named only something that stands under it.
    #[must_use]
    pub fn groups_of(&self, likes: &[&Topic]) -> Vec<(&str, bool)> {
        self.keys.named(likes)
    }

    /// Whether a topic is a delicate one: the catalog has items about it, and flags each of them.
    #[must_use]
    pub fn is_sensitive(&self, topic: &Topic) -> bool {
        self.labels.is_sensitive(&self.catalog, topic)
    }

    /// The steps that stand above a step in the catalog's category paths.
    pub fn above(&self, step: &str) -> impl Iterator<Item = &str> {
        self.labels.above(step)
    }

    /// The weights on the day after the model's newest.
    pub(crate) const fn standing(&self) -> &Today {
        &self.standing
    }

    /// The weights at a moment. The shop's clock stops on the day after the model's newest.
    pub(crate) fn today(&self, now: UnixTime) -> Cow<'_, Today> {
        match self.season(now) {
            Cow::Borrowed(_) => Cow::Borrowed(&self.standing),
            Cow::Owned(season) => Cow::Owned(self.weighed(&season, &self.model.parts.chosen)),
        }
    }

    /// The same by other weights, which need no other season: a few passes over the items where they are not the
    /// model's own.
    pub(crate) fn today_by(&self, now: UnixTime, chosen: &Chosen) -> Cow<'_, Today> {
        match *chosen == self.model.parts.chosen {
            true => self.today(now),
            false => Cow::Owned(self.weighed(&self.season(now), chosen)),
        }
    }

    fn weighed(&self, season: &Season, chosen: &Chosen) -> Today {
        Today::of(season, &self.rarity, chosen, &self.model.parts.again)
    }

    /// The shares of all items at a moment.
    fn season(&self, now: UnixTime) -> Cow<'_, Season> {
        let parts = &self.model.parts;
        let looks_from = parts.diary.day_for(now);
        match parts.diary.standing_day() {
            Some(standing) if looks_from < standing => {
                Cow::Owned(parts.diary.season(looks_from, parts.chosen.trend_days))
            }
            _ => Cow::Borrowed(&self.season),
        }
    }
}
