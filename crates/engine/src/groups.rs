//! The groups that people come into by what they said they like: a closed list, out of the catalog's own category paths.
//!
//! A step of a path that anything delicate stands under groups nobody. Who likes something belongs to what is above it too,
//! so that where it alone has too few people, the broader group may have enough.

use crate::Catalog;
use crate::model::{Groups, OfGroup};
use domain::{Group, GroupBy, Topic};
use std::collections::{BTreeMap, BTreeSet};

/// Most groups of one shop: those with the most items.
pub(crate) const GROUPS_MAX: usize = 1_000;
/// Most groups that one person counts in.
const GROUPS_PER_PERSON_MAX: usize = 50;
/// Most steps of one path that count.
const STEPS_MAX: usize = 32;

/// The list: names in order, each with the numbers of what is above it.
#[derive(Debug, Default)]
pub(crate) struct Keys(BTreeMap<String, Key>);

#[derive(Debug, Default)]
struct Key {
    number: u32,
    items: usize,
    above: BTreeSet<String>,
}

impl Keys {
    /// The list of a catalog.
    pub fn of(catalog: &Catalog) -> Self {
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        let mut delicate: BTreeSet<&String> = BTreeSet::new();
        for item in catalog.items() {
            let path = &item.category[..item.category.len().min(STEPS_MAX)];
            if item.sensitive {
                delicate.extend(path);
                continue;
            }
            file(&mut keys, path);
        }
        keys.retain(|name, _| !delicate.contains(name));
        let mut sizes: Vec<usize> = keys.values().map(|key| key.items).collect();
        sizes.sort_unstable_by_key(|items| std::cmp::Reverse(*items));
        let least = sizes.get(GROUPS_MAX).map_or(0, |items| items + 1);
        keys.retain(|_, key| key.items >= least);
        keys.values_mut().zip(0..).for_each(|(key, number)| key.number = number);
        Self(keys)
    }

    fn key(&self, topic: &Topic) -> Option<(&String, &Key)> {
        match topic {
            Topic::Category(name) => self.0.get_key_value(name),
            Topic::Tag(_) | Topic::Seller(_) | Topic::Item(_) | Topic::Like(_) => None,
        }
    }

    /// The numbers of the groups of somebody who likes this, in order.
    pub fn of_one_who_likes(&self, topics: &[&Topic]) -> Vec<u32> {
        let keys = topics.iter().filter_map(|topic| self.key(topic));
        let all = keys.flat_map(|(_, key)| {
            let above = key.above.iter().filter_map(|name| self.0.get(name));
            std::iter::once(key.number).chain(above.map(|key| key.number))
        });
        let all: BTreeSet<u32> = all.collect();
        all.into_iter().take(GROUPS_PER_PERSON_MAX).collect()
    }

    /// The groups of somebody who likes this, by name, each with whether they named only something that stands under it.
    pub fn named<'k>(&'k self, topics: &[&Topic]) -> Vec<(&'k str, bool)> {
        let of = self.of_one_who_likes(topics);
        let said: BTreeSet<&str> =
            topics.iter().filter_map(|topic| self.key(topic)).map(|(name, _)| name.as_str()).collect();
        let names = self.0.iter().filter(|(_, key)| of.binary_search(&key.number).is_ok());
        names.map(|(name, _)| (name.as_str(), !said.contains(name.as_str()))).collect()
    }

    /// The names, by number.
    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// The group to go by: that of the page where there is one, else of all that fit the smallest, so that it says the most.
    /// Only groups that the model has, which are large enough, of which anything may be shown, and that the catalog has
    /// nothing delicate under by now.
    pub fn chosen<'g>(&self, groups: &'g Groups, likes: &[&Topic], page: Option<&str>) -> Option<Chosen<'g>> {
        let at = |name: &String| groups.of.binary_search_by(|of| of.name.cmp(name)).ok();
        let find = |name: &String| at(name).map(|at| &groups.of[at]).filter(|of| !of.items.is_empty());
        let page = page.and_then(|step| find(self.0.get_key_value(step)?.0));
        if let Some(of) = page {
            return Some(Chosen { of, by: GroupBy::Page, people_min: groups.people_min });
        }
        let mut best: Option<(&OfGroup, GroupBy)> = None;
        for (name, key) in likes.iter().filter_map(|topic| self.key(topic)) {
            let own = find(name).map(|of| (of, GroupBy::Said));
            let above = key.above.iter().filter(|name| self.0.contains_key(*name)).filter_map(find);
            let broader = above.map(|of| (of, GroupBy::Broader)).min_by_key(|(of, _)| (of.people, &of.name));
            best = best.into_iter().chain(own.or(broader)).min_by_key(|(of, by)| (of.people, &of.name, *by as u8));
        }
        best.map(|(of, by)| Chosen { of, by, people_min: groups.people_min })
    }
}

/// Counts an item under each step of its path. Names are copied once, and not for each item.
fn file(keys: &mut BTreeMap<String, Key>, path: &[String]) {
    for (at, step) in path.iter().enumerate() {
        if !keys.contains_key(step) {
            keys.insert(step.clone(), Key::default());
        }
        let Some(key) = keys.get_mut(step) else { continue };
        key.items += 1;
        for above in path[..at].iter().filter(|above| *above != step) {
            if !key.above.contains(above) {
                key.above.insert(above.clone());
            }
        }
    }
}

/// A group that an answer goes by.
#[derive(Clone, Copy)]
pub(crate) struct Chosen<'g> {
    pub of: &'g OfGroup,
    by: GroupBy,
    people_min: u32,
}

impl Chosen<'_> {
    /// As a receipt names it.
    pub fn said(self) -> Group {
        Group { topic: Topic::Category(self.of.name.clone()), people_min: self.people_min, by: self.by }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;
    use domain::Item;

    fn catalog(sensitive: bool) -> Catalog {
        let filed = |id: &str, path: &[&str], sensitive: bool| Item {
            category: path.iter().map(|step| (*step).to_owned()).collect(),
            sensitive,
            ..item(id)
        };
        Catalog::new(vec![
            filed("rose", &["Garden", "Roses"], false),
            filed("rake", &["Garden", "Tools"], false),
            filed("saw", &["Workshop", "Tools"], false),
            filed("pill", &["Health"], sensitive),
        ])
    }

    fn likes(name: &str) -> Topic {
        Topic::Category(name.to_owned())
    }

    fn groups(of: &[(&str, u32)]) -> Groups {
        let items = |name: &str| if name == "Workshop" { Vec::new() } else { vec![(0, 50)] };
        let of =
            of.iter().map(|(name, people)| OfGroup { name: (*name).to_owned(), people: *people, items: items(name) });
        Groups { people_min: 50, of: of.collect(), ..Groups::default() }
    }

    fn chosen(groups: &Groups, names: &[&str], page: Option<&str>) -> Option<(String, GroupBy)> {
        let topics: Vec<Topic> = names.iter().map(|name| likes(name)).collect();
        let topics: Vec<&Topic> = topics.iter().collect();
        let chosen = Keys::of(&catalog(false)).chosen(groups, &topics, page)?.said();
        Some((chosen.topic.parts().1.to_owned(), chosen.by))
    }

    #[test]
    fn who_likes_something_belongs_to_what_is_above_it_too() {
        let keys = Keys::of(&catalog(false));
        assert_eq!(keys.names(), ["Garden", "Health", "Roses", "Tools", "Workshop"]);
        assert_eq!(keys.of_one_who_likes(&[&likes("Roses")]), [0, 2]);
        assert_eq!(keys.of_one_who_likes(&[&likes("Tools"), &likes("Tools")]), [0, 3, 4]);
        assert_eq!(
            keys.named(&[&likes("Roses"), &likes("Workshop")]),
            [("Garden", true), ("Roses", false), ("Workshop", false)]
        );
        assert!(keys.named(&[&likes("Moon")]).is_empty());
        assert!(keys.of_one_who_likes(&[&likes("Moon"), &Topic::Tag("Roses".to_owned())]).is_empty());
    }

    #[test]
    fn what_anything_delicate_stands_under_groups_nobody() {
        let keys = Keys::of(&catalog(true));
        assert_eq!(keys.names(), ["Garden", "Roses", "Tools", "Workshop"]);
        assert!(keys.chosen(&groups(&[("Health", 90)]), &[&likes("Health")], Some("Health")).is_none());
    }

    #[test]
    fn the_smallest_group_that_is_large_enough_is_chosen_and_else_the_broader_one() {
        let check = |groups: &Groups, names: &[&str], page, expected: Option<(&str, GroupBy)>| {
            let expected = expected.map(|(name, by)| (name.to_owned(), by));
            assert_eq!(chosen(groups, names, page), expected, "{names:?} {page:?}");
        };
        let all = groups(&[("Garden", 90), ("Roses", 60), ("Tools", 60)]);
        check(&all, &["Roses"], None, Some(("Roses", GroupBy::Said)));
        check(&all, &["Garden", "Tools", "Roses"], None, Some(("Roses", GroupBy::Said)));
        check(&all, &["Garden"], Some("Tools"), Some(("Tools", GroupBy::Page)));
        check(&all, &["Garden"], Some("Workshop"), Some(("Garden", GroupBy::Said)));
        check(&all, &["Workshop"], None, None);
        let broad = groups(&[("Garden", 90)]);
        check(&broad, &["Roses"], None, Some(("Garden", GroupBy::Broader)));
        check(&broad, &["Workshop"], None, None);
        check(&broad, &[], None, None);
        let silent = groups(&[("Garden", 90), ("Workshop", 60)]);
        check(&silent, &["Workshop", "Garden"], Some("Workshop"), Some(("Garden", GroupBy::Said)));
    }
}
