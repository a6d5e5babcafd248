//! Ranks the catalog for one person, as far as they allow, or for nobody in particular: the same sum with fewer terms.

use crate::past::Past;
use crate::score::{Person, Terms, Today};
use crate::slate::{Placed, Slate};
use crate::top::Top;
use crate::window::Window;
use domain::{ItemId, Reason, Recommend, Term, UnixTime};
use std::borrow::Cow;
use vault::Basis;

/// Most items of one slate.
pub const ITEMS_SHOWN_MAX: usize = 100;
/// Most of the person's own items that one reason names; its weight is that of all of them.
pub const EVIDENCE_MAX: usize = 3;

/// The circumstances of one answer: nothing in it is about a person.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// Today's catalog and model.
    pub window: &'a Window,
    /// When.
    pub now: UnixTime,
    /// How many items, at most [`ITEMS_SHOWN_MAX`].
    pub count: usize,
    /// Items that are not wanted.
    pub exclude: &'a [ItemId],
    /// Only items that have this step in their category path.
    pub category: Option<&'a str>,
}

/// An item of the person's own, by its number in the model, and how strongly it speaks for another.
type Evidence = (u32, f32);

/// Ranks items. With nothing to go by but a refusal, it is what everybody gets: the most popular of now.
#[must_use]
pub fn recommend(basis: &Basis<'_, Recommend>, scene: Scene<'_>) -> Slate {
    let past = match basis {
        Basis::Contextual(_) => Past::default(),
        Basis::Personal(view) => Past::of(view.acts(), |item| scene.window.known(item)),
    };
    Ranking::of(&past, scene).slate(scene)
}

/// The scores of everything in the model, for one person.
struct Ranking<'a> {
    window: &'a Window,
    today: Cow<'a, Today>,
    person: Person,
    flow: Vec<f32>,
    scores: Vec<f32>,
}

impl<'a> Ranking<'a> {
    fn of(past: &Past, scene: Scene<'a>) -> Self {
        let window = scene.window;
        let parts = &window.model().parts;
        let today = window.today(scene.now);
        // Acts age up to the end of the diary, or to the person's own newest act where that is later.
        let rest = parts.diary.time_for(scene.now);
        let now = past.newest().map_or(rest, |newest| newest.max(rest));
        let person = Person::of(past, now, parts.chosen.memory_days, &parts.again);
        let (mut flow, mut scores) = (Vec::new(), Vec::new());
        parts.rows.flow(&person.inputs, parts.items.len(), &mut flow);
        today.scores(&flow, &person.owned, &mut scores);
        Self { window, today, person, flow, scores }
    }

    fn slate(&self, scene: Scene<'_>) -> Slate {
        let mut excluded: Vec<usize> =
            scene.exclude.iter().filter_map(|id| self.window.catalog().position(id)).collect();
        excluded.sort_unstable();
        let wanted = |place: &u32| excluded.binary_search(&(*place as usize)).is_err();
        let mut top = Top::new(scene.count.min(ITEMS_SHOWN_MAX));
        if scene.category.is_none() {
            top.offer_all(&self.scores, |known| self.window.place_of(known as u32).filter(wanted));
            let fillers = self.window.fillers().iter().filter(|place| wanted(place)).take(scene.count);
            fillers.for_each(|place| top.offer(*place, 0.0, || true));
        } else {
            for place in self.window.places(scene.category) {
                let score = self.window.known_at(*place).map_or(0.0, |known| self.scores[known as usize]);
                top.offer(*place, score, || score > f32::NEG_INFINITY && wanted(place));
            }
        }
        let best: Vec<(u32, f32)> = top.sorted().collect();
        let evidence = self.evidence(&best);
        let placed = |((place, score), own): (&(u32, f32), &Vec<Evidence>)| self.placed(*place, *score, own);
        Slate { places: best.iter().zip(&evidence).map(placed).collect() }
    }

    /// For each place the person's items that speak for it the most, in the direction in which all of them together do.
    fn evidence(&self, best: &[(u32, f32)]) -> Vec<Vec<Evidence>> {
        let mut found = vec![Vec::new(); best.len()];
        let known: Vec<Option<u32>> = best.iter().map(|(place, _)| self.window.known_at(*place)).collect();
        for (from, speaks) in &self.person.inputs {
            let row = self.window.model().parts.rows.row(*from);
            for (found, to) in found.iter_mut().zip(&known) {
                if let Some(to) = to {
                    insert(found, (*from, speaks * row.weight(*to) * self.flow[*to as usize].signum()));
                }
            }
        }
        found
    }

    fn placed(&self, place: u32, score: f32, evidence: &[Evidence]) -> Placed {
        let item = &self.window.item(place).id;
        let reason = |term, weight, evidence| Reason { item: item.clone(), term, weight, evidence };
        let Some(known) = self.window.known_at(place) else {
            return Placed { item: item.clone(), score, reasons: vec![reason(Term::Filler, score, Vec::new())] };
        };
        let terms = self.terms(known);
        let mut reasons = Vec::with_capacity(3);
        if terms.together != 0.0 {
            let names = self.window.model().items();
            let own = evidence.iter().map(|(own, _)| names[*own as usize].clone()).collect();
            reasons.push(reason(Term::Together, terms.together, own));
        }
        if terms.again != 0.0 {
            reasons.push(reason(Term::Again, terms.again, vec![item.clone()]));
        }
        if terms.popular != 0.0 {
            reasons.push(reason(Term::Popular, terms.popular, Vec::new()));
        }
        if reasons.is_empty() {
            reasons.push(reason(Term::Filler, score, Vec::new()));
        }
        Placed { item: item.clone(), score, reasons }
    }

    fn terms(&self, known: u32) -> Terms {
        let owned = &self.person.owned;
        let again = owned.binary_search_by_key(&known, |(item, _)| *item).ok().map(|at| owned[at].1);
        self.today.terms(known, self.flow[known as usize], again)
    }
}

/// Keeps the [`EVIDENCE_MAX`] strongest, the strongest first; what speaks the other way is left out.
fn insert(found: &mut Vec<Evidence>, one: Evidence) {
    let at = found.partition_point(|other| other.1 >= one.1);
    if one.1 > 0.0 && at < EVIDENCE_MAX {
        found.truncate(EVIDENCE_MAX - 1);
        found.insert(at, one);
    }
}
