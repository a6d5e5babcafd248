//! The two sides of a split: what everybody did, and what is to be foretold.

use super::Files;
use super::cut::{Cut, Sides};
use crate::AppError;
use crate::files::{self, Format, Options, Row, Trouble};
use domain::{DAY_SECONDS, Event, Item, ItemId, SubjectId, UnixTime};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A file may be about any time up to here (2100-01-01).
const LATEST: UnixTime = UnixTime(4_102_444_800);
/// The currency of the prices in a file of items.
const CURRENCY: &str = "GBP";

/// A split, read.
#[derive(Clone)]
pub(super) struct Split {
    /// Every item that anybody in the training file took, in order of id: the others can not be foretold.
    pub items: Vec<ItemId>,
    /// What the shop puts into its catalog.
    pub catalog: Vec<Item>,
    /// The people who teach.
    pub teachers: Vec<Person>,
    /// The people whose next basket is to be foretold, in order of id.
    pub tests: Vec<Person>,
    /// Whether the people of the test are none of the teachers.
    pub strangers: bool,
    /// A moment after everything.
    pub end: UnixTime,
    /// Whether what is to be foretold has no moment: it was drawn from all of a history, not from its end. The shop is then
    /// told no times, for those of what was left would tell of what was drawn.
    pub timeless: bool,
    /// Whether anybody is to take again what they had.
    pub any_again: bool,
}

/// Somebody in the files.
#[derive(Clone)]
pub(super) struct Person {
    pub who: SubjectId,
    /// What they did before.
    pub events: Vec<Event>,
    /// The numbers of what they did before, in order.
    taken: Vec<u32>,
    /// The numbers of what is to be foretold, in order.
    pub held: Vec<u32>,
    /// When the shop is asked: at the time of the basket, but never before what they did.
    pub asked_at: UnixTime,
}

impl Person {
    /// The items they had before, in order.
    pub fn owned(&self) -> impl Iterator<Item = u32> {
        self.taken.iter().copied()
    }

    /// Whether they had the item before.
    pub fn owns(&self, item: u32) -> bool {
        self.taken.binary_search(&item).is_ok()
    }

    /// What they did on their last day.
    pub fn last_basket(&self) -> impl Iterator<Item = &Event> {
        let day = |event: &Event| event.at.0.div_euclid(DAY_SECONDS);
        let last = self.events.iter().map(day).max();
        self.events.iter().filter(move |event| Some(day(event)) == last)
    }
}

/// What people did, by person.
pub(super) type Side = BTreeMap<SubjectId, Vec<Event>>;

impl Split {
    pub fn read(files: &Files) -> Result<Self, AppError> {
        let (train, test) = (read_side(&files.train)?, read_side(&files.test)?);
        let fold_in = files.fold_in.as_deref().map(read_side).transpose()?;
        let items = match &files.items {
            Some(path) => read(Format::SplitItems, std::slice::from_ref(path))?.1,
            None => Vec::new(),
        };
        Ok(Self::of(Sides { train, test, fold_in }, items))
    }

    /// Parts whole files.
    pub fn cut(format: Format, paths: &[PathBuf], cut: Cut) -> Result<Self, AppError> {
        let (whole, items) = read(format, paths)?;
        Ok(Self::of(cut.part(whole), items))
    }

    fn of(sides: Sides, items_of_files: Vec<Item>) -> Self {
        let (sides, timeless) = without_moments(sides);
        let Sides { mut train, test, fold_in } = sides;
        let taken: BTreeSet<&ItemId> = train.values().flatten().map(|event| &event.item).collect();
        let items: Vec<ItemId> = taken.into_iter().cloned().collect();
        let strangers = fold_in.is_some();
        let mut before = fold_in.unwrap_or_default();
        if strangers {
            train.retain(|who, _| !test.contains_key(who));
        }
        let times = train.values().chain(test.values()).chain(before.values()).flatten();
        let end = times.map(|event| event.at).max().unwrap_or_default().plus(1);
        let number = |event: &Event| items.binary_search(&event.item).ok().map(|at| at as u32);
        let mut tests = Vec::new();
        for (who, events) in test {
            let history = if strangers {
                before.remove(&who).unwrap_or_default()
            } else {
                train.get(&who).cloned().unwrap_or_default()
            };
            let person = Person::new(who, history, &events, &number);
            if !person.held.is_empty() {
                tests.push(person);
            }
        }
        let teachers =
            train.into_iter().map(|(who, events)| Person { asked_at: end, ..Person::new(who, events, &[], &number) });
        let teachers = teachers.collect();
        let catalog = catalog(items_of_files, &items);
        let any_again = tests.iter().any(|person: &Person| person.held.iter().any(|item| person.owns(*item)));
        Self { items, catalog, teachers, tests, strangers, end, timeless, any_again }
    }

    /// Puts the items of a catalog's file in the place of what is known of them.
    pub fn stock(&mut self, path: &Path) -> Result<(), AppError> {
        let of_file = read(Format::Catalog, &[path.to_owned()])?.1;
        self.catalog = over(std::mem::take(&mut self.catalog), of_file);
        Ok(())
    }

    /// The number of an item.
    pub fn number(&self, item: &ItemId) -> Option<u32> {
        self.items.binary_search(item).ok().map(|at| at as u32)
    }
}

/// Dates everything to one moment where most people are to foretell something that they did before the newest of the rest.
fn without_moments(mut sides: Sides) -> (Sides, bool) {
    let before = |who: &SubjectId| sides.fold_in.as_ref().unwrap_or(&sides.train).get(who);
    let newest = |events: &Vec<Event>| events.iter().map(|event| event.at).max();
    let drawn = |(who, held): &(&SubjectId, &Vec<Event>)| {
        let first = held.iter().map(|event| event.at).min();
        before(who).and_then(newest).is_some_and(|newest| first.is_some_and(|first| first < newest))
    };
    let timeless = 2 * sides.test.iter().filter(drawn).count() > sides.test.len();
    if timeless {
        let all = sides.train.values_mut().chain(sides.test.values_mut());
        let all = all.chain(sides.fold_in.iter_mut().flat_map(BTreeMap::values_mut)).flatten();
        let mut all: Vec<&mut Event> = all.collect();
        let end = all.iter().map(|event| event.at).max().unwrap_or_default();
        all.iter_mut().for_each(|event| event.at = end);
    }
    (sides, timeless)
}

impl Person {
    fn new(who: SubjectId, events: Vec<Event>, held: &[Event], number: &impl Fn(&Event) -> Option<u32>) -> Self {
        let numbers = |events: &[Event]| -> Vec<u32> {
            let set: BTreeSet<u32> = events.iter().filter_map(number).collect();
            set.into_iter().collect()
        };
        let first_held = held.iter().map(|event| event.at).min();
        let newest = events.iter().map(|event| event.at).max();
        let asked_at = first_held.max(newest).unwrap_or_default();
        Self { taken: numbers(&events), held: numbers(held), who, events, asked_at }
    }
}

/// Reads a side, by person.
fn read_side(path: &Path) -> Result<Side, AppError> {
    Ok(read(Format::SplitEvents, &[path.to_owned()])?.0)
}

/// Reads what people did, by person, and the items. What nobody did is nobody's to foretell.
fn read(format: Format, paths: &[PathBuf]) -> Result<(Side, Vec<Item>), AppError> {
    let (mut side, mut items) = (Side::new(), Vec::new());
    for row in rows(format, paths)? {
        match row {
            Ok(Row::Event { subject: Some(who), event }) => side.entry(who).or_default().push(event),
            Ok(Row::Event { subject: None, .. } | Row::Other) => {}
            Ok(Row::Item(item)) => items.push(item),
            // Whole files of shops have rows that are no purchases; a split and a catalog have none.
            Err(Trouble::Row(_)) if !is_whole(format) => {}
            Err(Trouble::Row(bad)) => return Err(AppError::File(format!("{}: {bad}", name(paths)))),
            Err(Trouble::File(error)) => return Err(AppError::File(error.to_string())),
        }
    }
    Ok((side, items))
}

/// Whether every row has to be good.
const fn is_whole(format: Format) -> bool {
    matches!(format, Format::SplitEvents | Format::SplitItems | Format::Catalog)
}

fn name(paths: &[PathBuf]) -> String {
    paths.first().map_or_else(String::new, |path| path.display().to_string())
}

/// The items of the files, and those that only the training knows.
fn catalog(of_files: Vec<Item>, known: &[ItemId]) -> Vec<Item> {
    over(known.iter().map(plain).collect(), of_files)
}

/// Items in order of id; what the others say goes first.
fn over(items: Vec<Item>, others: Vec<Item>) -> Vec<Item> {
    let by_id: BTreeMap<_, _> = items.into_iter().chain(others).map(|item| (item.id.clone(), item)).collect();
    by_id.into_values().collect()
}

fn plain(id: &ItemId) -> Item {
    Item::named(id.clone(), id.as_str().to_owned())
}

fn rows(format: Format, paths: &[PathBuf]) -> Result<files::Reader, AppError> {
    let options = Options { now: LATEST, columns: files::EventColumns::default(), currency: Some(CURRENCY.to_owned()) };
    files::open(format, paths, &options).map_err(|error| AppError::File(error.to_string()))
}
