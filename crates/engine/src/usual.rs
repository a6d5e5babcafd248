//! What a person's usual kinds of things are: what variety and exploring go by, told to them by itself, with what it rests on.

use crate::past::Past;
use crate::recommend::EVIDENCE_MAX;
use crate::score::Person;
use crate::window::Window;
use domain::{ItemId, Reason, Recommend, Term, UnixTime};
use std::collections::BTreeMap;
use vault::{Basis, Release};

/// Fewest things of one kind before it is called a usual one: once is no habit.
pub const USUAL_FROM_MIN: usize = 2;

/// A kind of things that somebody is taken to like, from what they did.
#[derive(Clone, Debug, PartialEq)]
pub struct Kind {
    /// The narrowest category, as the catalog names it.
    pub category: String,
    /// How many things of theirs it rests on.
    pub things: usize,
    /// Its share of all that speaks for anything.
    pub share: f32,
    /// Those that speak the most, the strongest first.
    pub evidence: Vec<ItemId>,
}

/// Somebody's usual kinds of things, the largest share first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usual(pub Vec<Kind>);

impl Release for Usual {
    fn reasons(&self) -> Vec<Reason> {
        let reason = |kind: &Kind| {
            let item = kind.evidence.first()?.clone();
            Some(Reason { item, term: Term::Mix, weight: kind.share, evidence: kind.evidence.clone() })
        };
        self.0.iter().filter_map(reason).collect()
    }
}

/// Tells somebody's usual kinds of things; of a refusal there are none.
#[must_use]
pub fn usual(basis: &Basis<'_, Recommend>, (window, now): (&Window, UnixTime)) -> Usual {
    let Basis::Personal(view) = basis else { return Usual::default() };
    let parts = &window.model().parts;
    let past = Past::of(view.acts(), |item| window.known(item));
    let rest = parts.diary.time_for(now);
    let at = past.newest().map_or(rest, |newest| newest.max(rest));
    let person = Person::of(&past, (at, past.visit_from(now)), parts.chosen.memory_days, &parts.again);
    let mut kinds: BTreeMap<&str, Vec<(u32, f32)>> = BTreeMap::new();
    let all: f32 = person.inputs.iter().map(|(_, speaks)| speaks).sum();
    for (known, speaks) in &person.inputs {
        let Some(place) = window.place_of(*known) else { continue };
        let item = window.item(place);
        if let Some(category) = item.category.last().filter(|_| !item.sensitive) {
            kinds.entry(category).or_default().push((place, *speaks));
        }
    }
    let kind = |(category, mut things): (&str, Vec<(u32, f32)>)| {
        things.sort_by(|a, b| b.1.total_cmp(&a.1));
        let evidence = things.iter().take(EVIDENCE_MAX).map(|(place, _)| window.item(*place).id.clone());
        Kind {
            category: category.to_owned(),
            things: things.len(),
            share: things.iter().map(|(_, speaks)| speaks).sum::<f32>() / all.max(f32::MIN_POSITIVE),
            evidence: evidence.collect(),
        }
    };
    let mut found: Vec<Kind> =
        kinds.into_iter().filter(|(_, things)| things.len() >= USUAL_FROM_MIN).map(kind).collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share));
    Usual(found)
}
