//! What the catalog's relations come to: what to show to who has something, what never again, and which are one thing.

use crate::Catalog;
use crate::quick::QuickMap;
use domain::{ItemId, Term};
use std::collections::HashSet;

/// An index of relations; empty where the catalog names none.
#[derive(Debug, Default)]
pub(crate) struct Related {
    /// From what somebody may have to the places that it leads to, and how.
    leads: QuickMap<ItemId, Vec<(Term, u32)>>,
    /// What nobody who has it wants again.
    once: QuickMap<ItemId, ()>,
    /// Places that are forms of one thing, at least two each.
    groups: Vec<Vec<u32>>,
    /// From an item to its group.
    group_of: QuickMap<ItemId, u32>,
}

impl Related {
    /// Reads the relations of a catalog. What is delicate leads nowhere and nobody to it, and upgrades that lead round in
    /// a circle count for nothing.
    pub fn of(catalog: &Catalog) -> Self {
        let items = catalog.items();
        let mut related = Self::default();
        let circles = circles(catalog);
        let is_delicate = |id: &ItemId| catalog.get(id).is_some_and(|item| item.sensitive);
        let mut groups: QuickMap<ItemId, Vec<u32>> = QuickMap::default();
        for (item, place) in items.iter().zip(0..) {
            if item.once && !item.sensitive {
                related.once.insert(item.id.clone(), ());
            }
            if let Some(group) = item.relations.variant_of() {
                groups.entry(group.clone()).or_default().push(place);
            }
            if item.sensitive {
                continue;
            }
            let upgrades = item.relations.upgrade_of().iter().filter(|from| !circles.contains(&(&item.id, *from)));
            let upgrades = upgrades.map(|from| (Term::Upgrade, from));
            let add_ons = item.relations.add_on_to().iter().map(|from| (Term::AddOn, from));
            for (term, from) in upgrades.chain(add_ons).filter(|(_, from)| !is_delicate(from)) {
                related.leads.entry(from.clone()).or_default().push((term, place));
            }
        }
        // The main one of a group need not say so itself.
        for (name, places) in &mut groups {
            let main = catalog.position(name).map(|place| place as u32);
            let is_free = |place: &u32| items[*place as usize].relations.variant_of().is_none();
            places.extend(main.filter(is_free));
        }
        let mut groups: Vec<Vec<u32>> = groups.into_values().filter(|places| places.len() > 1).collect();
        groups.iter_mut().for_each(|places| places.sort_unstable());
        groups.sort_unstable();
        for (places, number) in groups.iter().zip(0..) {
            related.group_of.extend(places.iter().map(|place| (items[*place as usize].id.clone(), number)));
        }
        Self { groups, ..related }
    }

    /// Whether what somebody has makes any difference here.
    pub fn minds_what_is_had(&self) -> bool {
        !self.leads.is_empty() || !self.once.is_empty()
    }

    /// Where somebody is led by what they have.
    pub fn leads(&self, from: &ItemId) -> &[(Term, u32)] {
        self.leads.get(from).map_or(&[], Vec::as_slice)
    }

    /// Whether nobody who has it wants it again.
    pub fn is_once(&self, item: &ItemId) -> bool {
        self.once.contains_key(item)
    }

    /// The places of all forms of an item; empty where it is the only one.
    pub fn forms(&self, item: &ItemId) -> &[u32] {
        self.group_of.get(item).map_or(&[], |group| &self.groups[*group as usize])
    }

    /// The number of the thing that an item is a form of; `None` where it is the only one.
    pub fn thing(&self, item: &ItemId) -> Option<u32> {
        self.group_of.get(item).copied()
    }

    /// The places that are forms of one thing, in order.
    pub fn groups(&self) -> &[Vec<u32>] {
        &self.groups
    }
}

/// The upgrades that lie on a circle, or between two: from the newer to the older.
fn circles(catalog: &Catalog) -> HashSet<(&ItemId, &ItemId)> {
    let edges = catalog.items().iter().flat_map(|item| item.relations.upgrade_of().iter().map(|from| (&item.id, from)));
    let edges: Vec<(&ItemId, &ItemId)> = edges.collect();
    let mut numbers: QuickMap<&ItemId, usize> = QuickMap::default();
    let mut number = |id| {
        let next = numbers.len();
        *numbers.entry(id).or_insert(next)
    };
    let numbered: Vec<(usize, usize)> = edges.iter().map(|(to, from)| (number(to), number(from))).collect();
    let turned: Vec<(usize, usize)> = numbered.iter().map(|(to, from)| (*from, *to)).collect();
    // What begins or ends a chain is on no circle.
    let (down, up) = (left(&numbered, numbers.len()), left(&turned, numbers.len()));
    edges
        .into_iter()
        .zip(down.into_iter().zip(up))
        .filter(|(_, (down, up))| *down && *up)
        .map(|(edge, _)| edge)
        .collect()
}

/// Which edges are left when those out of a node that none leads to are taken away, again and again.
fn left(edges: &[(usize, usize)], nodes: usize) -> Vec<bool> {
    let (mut out, mut into) = (vec![Vec::new(); nodes], vec![0_u32; nodes]);
    for (at, (from, to)) in edges.iter().enumerate() {
        out[*from].push(at);
        into[*to] += 1;
    }
    let mut free: Vec<usize> = (0..nodes).filter(|node| into[*node] == 0).collect();
    let mut left = vec![true; edges.len()];
    while let Some(node) = free.pop() {
        for at in &out[node] {
            left[*at] = false;
            let to = edges[*at].1;
            into[to] -= 1;
            if into[to] == 0 {
                free.push(to);
            }
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::item;
    use domain::{Item, Relations};

    fn id(text: &str) -> ItemId {
        item(text).id
    }

    /// An id, what it is an upgrade of, what it is an add-on to, and its kind of variants.
    type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str], Option<&'a str>);

    fn related(of: &[Row<'_>]) -> Related {
        let ids = |names: &[&str]| names.iter().map(|name| id(name)).collect::<Vec<_>>();
        let one = |(name, upgrades, adds, form): &(&str, &[&str], &[&str], Option<&str>)| Item {
            relations: Relations::of(&id(name), ids(upgrades), ids(adds), form.map(id)).expect("plain"),
            ..item(name)
        };
        Related::of(&Catalog::new(of.iter().map(one).collect()))
    }

    #[test]
    fn relations_are_found_from_what_somebody_has_even_where_it_left_the_catalog() {
        let related = related(&[("a", &["gone"], &[], None), ("b", &[], &["a", "gone"], None), ("c", &[], &[], None)]);
        assert_eq!(related.leads(&id("gone")), [(Term::Upgrade, 0), (Term::AddOn, 1)]);
        assert_eq!(related.leads(&id("a")), [(Term::AddOn, 1)]);
        assert!(related.leads(&id("c")).is_empty() && related.minds_what_is_had());
    }

    #[test]
    fn upgrades_in_a_circle_count_for_nothing_and_those_beside_it_do() {
        let related = related(&[
            ("a", &["c"], &[], None),
            ("b", &["a"], &[], None),
            ("c", &["b"], &[], None),
            ("d", &["c", "old"], &[], None),
        ]);
        assert!(related.leads(&id("a")).is_empty() && related.leads(&id("b")).is_empty());
        assert_eq!(related.leads(&id("c")), [(Term::Upgrade, 3)]);
        assert_eq!(related.leads(&id("old")), [(Term::Upgrade, 3)]);
    }

    #[test]
    fn forms_of_one_thing_are_found_by_each_and_a_form_of_nothing_stands_alone() {
        let related = related(&[
            ("blue", &[], &[], Some("shirt")),
            ("red", &[], &[], Some("shirt")),
            ("shirt", &[], &[], None),
            ("sole", &[], &[], Some("nothing")),
            ("x", &[], &[], Some("group")),
            ("y", &[], &[], Some("group")),
        ]);
        assert_eq!(related.groups(), [vec![0, 1, 2], vec![4, 5]]);
        assert_eq!((related.forms(&id("shirt")), related.forms(&id("sole"))), (&[0, 1, 2][..], &[][..]));
    }
}
