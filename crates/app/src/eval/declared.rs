//! The rung of the group: as if everybody had said of one kind of thing that they like it, the one they took beyond others.
//!
//! No file has what people said. So it is made from what they did before, here and nowhere in the product: this is how good
//! the rung is where people say what is true. Nothing but that word is used of whoever is asked for.

use super::figures::Asked;
use super::part::Part;
use super::split::{Person, Split};
use super::stage::Stage;
use crate::AppError;
use domain::{Interest, ItemId, Rung, Topic};
use engine::Variety;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many items a kind has, where kinds are read from titles.
const KIND_ITEMS_MIN: usize = 20;
/// Fewest letters of a word that names a kind.
const KIND_LETTERS_MIN: usize = 3;

/// Asks for everybody on the rung of the group, in a shop of its own: what is said there must not speak on other rungs. It
/// weighs as the other shop does.
pub(super) fn ask(split: &Split, like: &Stage<'_>) -> Result<Vec<Asked>, AppError> {
    let mut split = split.clone();
    if split.catalog.iter().all(|item| item.category.is_empty()) {
        shelve(&mut split);
    }
    let kinds = Kinds::of(&split);
    let stage = Stage::open(&split, Part::WHOLE)?;
    let asked: HashMap<_, _> = split.tests.iter().map(|person| (&person.who, person.asked_at)).collect();
    let strangers: &[Person] = if split.strangers { &split.tests } else { &[] };
    let everybody: Vec<&Person> = split.teachers.iter().chain(strangers).collect();
    everybody.par_iter().try_for_each(|person| {
        let said_at = asked.get(&person.who).copied().unwrap_or(split.end).plus(-1);
        let likes = kinds.liked(person).map(|name| Interest { topic: Topic::Category(name.to_owned()), likes: true });
        stage.declare(said_at, &person.who, likes.into_iter().collect())
    })?;
    stage.learn_like(like)?;
    stage.ask(Rung::Group, Variety::NEUTRAL)
}

/// Puts each item on a shelf by the last word of its title, which in English says what kind of thing it is, where enough
/// items share it.
fn shelve(split: &mut Split) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    split.catalog.iter().filter_map(|item| kind(&item.title)).for_each(|kind| *counts.entry(kind).or_default() += 1);
    for item in &mut split.catalog {
        let kind = kind(&item.title).filter(|kind| counts[kind] >= KIND_ITEMS_MIN);
        item.category = kind.into_iter().collect();
    }
}

/// The last word of a title, in the singular as far as an `s` tells.
fn kind(title: &str) -> Option<String> {
    let mut words = title.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= KIND_LETTERS_MIN);
    let word = words.next_back()?.to_lowercase();
    let singular = word.strip_suffix('s').filter(|rest| rest.len() >= KIND_LETTERS_MIN);
    Some(singular.map_or_else(|| word.clone(), str::to_owned))
}

/// What kinds of things there are, and how often they are taken.
struct Kinds<'a> {
    /// By number of an item.
    of: Vec<BTreeSet<&'a str>>,
    /// How many people took each kind, each item counted.
    taken: HashMap<&'a str, f64>,
    all: f64,
}

impl<'a> Kinds<'a> {
    fn of(split: &'a Split) -> Self {
        let steps = |item: &'a domain::Item| item.category.iter().map(String::as_str).collect::<BTreeSet<_>>();
        let by_id: HashMap<&ItemId, BTreeSet<&str>> =
            split.catalog.iter().map(|item| (&item.id, steps(item))).collect();
        let of: Vec<_> = split.items.iter().map(|id| by_id.get(id).cloned().unwrap_or_default()).collect();
        let (mut taken, mut all) = (HashMap::new(), 0.0);
        for item in split.teachers.iter().flat_map(Person::owned) {
            all += 1.0;
            of[item as usize].iter().for_each(|kind| *taken.entry(*kind).or_default() += 1.0);
        }
        Self { of, taken, all }
    }

    /// The kind that somebody took the most beyond what everybody takes of it, in standard deviations.
    fn liked(&self, person: &Person) -> Option<&'a str> {
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        person
            .owned()
            .flat_map(|item| &self.of[item as usize])
            .for_each(|kind| *counts.entry(kind).or_default() += 1.0);
        let items = person.owned().count() as f64;
        let beyond = |(kind, count): (&'a str, f64)| {
            let expected = items * self.taken.get(kind).copied().unwrap_or(0.0) / self.all.max(1.0);
            ((count - expected) / (expected + 1.0).sqrt(), kind)
        };
        counts.into_iter().map(beyond).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|(_, kind)| kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_title_is_what_kind_of_thing_it_is() {
        let check = |title: &str, expected: Option<&str>| assert_eq!(kind(title).as_deref(), expected, "{title}");
        check("SET OF 3 CAKE TINS ", Some("tin"));
        check("Lunch bag, red (x2)", Some("red"));
        check("Glass", Some("glas"));
        check("A4", None);
    }
}
