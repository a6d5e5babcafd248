//! How many people of each group took what: whole numbers, to which a person is added and from which they are taken out.

use super::census::Census;
use crate::groups::Keys;
use crate::model::{Groups, OfGroup, rounded};
use crate::past::Past;
use crate::quick::QuickMap;

/// The sums, by number of group, and of item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupSums {
    people: QuickMap<u32, u32>,
    items: QuickMap<(u32, u32), u32>,
}

impl GroupSums {
    /// Adds a person.
    pub fn add(&mut self, past: &Past) {
        for group in past.groups() {
            *self.people.entry(*group).or_default() += 1;
            for marks in past.by_item() {
                *self.items.entry((*group, marks[0].item)).or_default() += 1;
            }
        }
    }

    /// Takes a person out who was added; what nothing is left of is gone, as if it had never been.
    pub fn take_out(&mut self, past: &Past) {
        for group in past.groups() {
            less(&mut self.people, *group);
            past.by_item().for_each(|marks| less(&mut self.items, (*group, marks[0].item)));
        }
    }

    /// Adds other sums.
    pub fn merge(&mut self, other: Self) {
        other.people.into_iter().for_each(|(group, count)| *self.people.entry(group).or_default() += count);
        other.items.into_iter().for_each(|(place, count)| *self.items.entry(place).or_default() += count);
    }

    /// Every sum with the group, and the item, that it is of, in no fixed order.
    pub fn numbers(&self) -> impl Iterator<Item = (u64, u64)> {
        let people = self.people.iter().map(|(group, count)| (u64::from(*group) << 32, u64::from(*count)));
        let place = |group: u32, item: u32| u64::from(group) << 32 | (u64::from(item) + 1);
        people.chain(self.items.iter().map(move |((group, item), count)| (place(*group, *item), u64::from(*count))))
    }

    /// What of them may be seen: groups and items that enough people stand behind, rounded.
    pub fn conclude(&self, census: &Census<'_>, keys: &Keys, people_min: u32) -> Groups {
        let seen = |count: u32| rounded(count, people_min);
        let named = keys.names().into_iter().zip(0..);
        let large = named.filter_map(|(name, group)| Some((name, group, seen(*self.people.get(&group)?)?)));
        let of = large.map(|(name, group, people)| OfGroup {
            name: name.to_owned(),
            people,
            items: self.items_of(group, people_min),
        });
        let of: Vec<OfGroup> = of.collect();
        let mut items: Vec<u32> = of.iter().flat_map(|of| &of.items).map(|(item, _)| *item).collect();
        items.sort_unstable();
        items.dedup();
        let owners = items.into_iter().filter_map(|item| Some((item, seen(census.people_with(item))?))).collect();
        Groups { people_min, everybody: seen(census.people).unwrap_or(0), owners, of }
    }

    fn items_of(&self, group: u32, people_min: u32) -> Vec<(u32, u32)> {
        let own = self.items.iter().filter(|((of, _), _)| *of == group);
        let mut items: Vec<(u32, u32)> =
            own.filter_map(|((_, item), count)| Some((*item, rounded(*count, people_min)?))).collect();
        items.sort_unstable();
        items
    }
}

fn less<K: std::hash::Hash + Eq>(counts: &mut QuickMap<K, u32>, of: K) {
    if let std::collections::hash_map::Entry::Occupied(mut found) = counts.entry(of) {
        *found.get_mut() -= 1;
        if *found.get() == 0 {
            found.remove();
        }
    }
}
