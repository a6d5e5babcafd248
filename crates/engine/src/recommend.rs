//! Ranks the catalog for one person, as far as they allow, or for nobody in particular: the same sum with fewer terms.

use crate::balance::{Balance, Candidate, Variety};
use crate::past::Past;
use crate::score::{Person, Terms, Today, VISIT_SECONDS};
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
    /// More of the same, or something else.
    pub variety: Variety,
    /// Most items of one narrowest category; there may then be fewer than asked for.
    pub category_max: Option<usize>,
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
    /// Items that were rated badly.
    dislikes: Vec<u32>,
    /// What they add up to for every item; empty where there are none.
    against: Vec<f32>,
    /// How alike every item is to one of the person's own; empty where none is.
    alike: Vec<f32>,
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
        let person = Person::of(past, (now, scene.now.plus(-VISIT_SECONDS)), parts.chosen.memory_days, &parts.again);
        let (mut flow, mut scores) = (Vec::new(), Vec::new());
        parts.rows.flow(&person.inputs, parts.items.len(), &mut flow);
        today.scores(&flow, &person.owned, &mut scores);
        let (dislikes, against, alike) = (past.dislikes().to_vec(), Vec::new(), Vec::new());
        let mut ranking = Self { window, today, person, flow, dislikes, against, alike, scores };
        if !ranking.dislikes.is_empty() {
            ranking.mind_dislikes();
        }
        ranking.person.alike(&parts.alike, &ranking.dislikes, &mut ranking.alike);
        ranking.today.add_alike(&ranking.alike, &mut ranking.scores);
        ranking
    }

    /// What was rated badly is not shown, and what goes with it is shown further down.
    fn mind_dislikes(&mut self) {
        let inputs: Vec<Evidence> = self.dislikes.iter().map(|item| (*item, 1.0)).collect();
        self.window.model().parts.rows.flow(&inputs, self.scores.len(), &mut self.against);
        for (item, (score, flow)) in (0..).zip(self.scores.iter_mut().zip(&self.against)) {
            *score += self.today.disliked(item, *flow);
        }
        self.dislikes.iter().for_each(|item| self.scores[*item as usize] = f32::NEG_INFINITY);
    }

    fn slate(&self, scene: Scene<'_>) -> Slate {
        let mut excluded: Vec<usize> =
            scene.exclude.iter().filter_map(|id| self.window.catalog().position(id)).collect();
        excluded.sort_unstable();
        let wanted = |place: &u32| excluded.binary_search(&(*place as usize)).is_err();
        let count = scene.count.min(ITEMS_SHOWN_MAX);
        let balance = self.balance(scene);
        let mut top = Top::new(balance.candidates(count));
        if scene.category.is_none() {
            top.offer_all(&self.scores, |known| self.window.place_of(known as u32).filter(wanted));
            let fillers = self.window.fillers().iter().filter(|place| wanted(place)).take(balance.candidates(count));
            fillers.for_each(|place| top.offer(*place, 0.0, || true));
        } else {
            for place in self.window.places(scene.category) {
                let score = self.window.known_at(*place).map_or(0.0, |known| self.scores[known as usize]);
                top.offer(*place, score, || score > f32::NEG_INFINITY && wanted(place));
            }
        }
        let candidate = |(place, score)| Candidate { place, score, moves: Vec::new() };
        let best = balance.slate(top.sorted().map(candidate).collect(), count);
        let evidence = self.evidence(&best);
        Slate { places: best.iter().zip(&evidence).map(|(one, own)| self.placed(one, own)).collect() }
    }

    fn balance(&self, scene: Scene<'_>) -> Balance<'a> {
        let place = |(item, speaks): &Evidence| Some((self.window.place_of(*item)?, *speaks));
        let inputs = if scene.variety == Variety::NEUTRAL { &[] } else { &self.person.inputs[..] };
        let own = inputs.iter().filter_map(place).collect();
        Balance { window: self.window, variety: scene.variety, category_max: scene.category_max, own }
    }

    /// For each place the person's items that speak for it the most, in the direction in which all of them together do.
    fn evidence(&self, best: &[Candidate]) -> Vec<Vec<Evidence>> {
        let mut found = vec![Vec::new(); best.len()];
        let known: Vec<Option<u32>> = best.iter().map(|one| self.window.known_at(one.place)).collect();
        let signs: Vec<f32> = known.iter().map(|to| to.map_or(0.0, |to| self.flow[to as usize].signum())).collect();
        self.window.model().parts.rows.between(&self.person.inputs, &known, |place, from, adds| {
            insert(&mut found[place], (from, adds * signs[place]));
        });
        found
    }

    fn placed(&self, one: &Candidate, evidence: &[Evidence]) -> Placed {
        let item = &self.window.item(one.place).id;
        let reason = |term, weight, evidence| Reason { item: item.clone(), term, weight, evidence };
        let mut reasons = Vec::with_capacity(4);
        if let Some(known) = self.window.known_at(one.place) {
            let terms = self.terms(known);
            let weighed = [
                (Term::Together, terms.together),
                (Term::Again, terms.again),
                (Term::Popular, terms.popular),
                (Term::Disliked, terms.disliked),
                (Term::Alike, terms.alike),
            ];
            for (term, weight) in weighed.into_iter().filter(|(_, weight)| *weight != 0.0) {
                reasons.push(reason(
                    term,
                    weight,
                    match term {
                        Term::Together => self.names(evidence),
                        Term::Again => vec![item.clone()],
                        Term::Disliked => self.names(&self.speaking_against(known)),
                        Term::Alike => self.names(&self.alike_to(known)),
                        _ => Vec::new(),
                    },
                ));
            }
        }
        if reasons.is_empty() {
            let unmoved = if one.moves.is_empty() { one.score } else { 0.0 };
            reasons.push(reason(Term::Filler, unmoved, Vec::new()));
        }
        reasons.extend(one.moves.iter().map(|(term, weight)| reason(*term, *weight, Vec::new())));
        Placed { item: item.clone(), score: one.score, reasons }
    }

    fn names(&self, evidence: &[Evidence]) -> Vec<ItemId> {
        evidence.iter().map(|(own, _)| self.window.model().items()[*own as usize].clone()).collect()
    }

    /// The disliked items that speak against an item the most.
    fn speaking_against(&self, known: u32) -> Vec<Evidence> {
        let mut found = Vec::new();
        for item in &self.dislikes {
            insert(&mut found, (*item, self.window.model().parts.rows.row(*item).weight(known)));
        }
        found
    }

    /// The person's item that an item is the most alike to; of equals the first.
    fn alike_to(&self, known: u32) -> Vec<Evidence> {
        let alike = &self.window.model().parts.alike;
        let own = self.person.inputs.iter().filter(|(own, _)| self.dislikes.binary_search(own).is_err());
        let all = own.map(|(own, speaks)| (*own, speaks * alike.row(*own).weight(known)));
        all.reduce(|most, other| if other.1 > most.1 { other } else { most }).into_iter().collect()
    }

    fn terms(&self, known: u32) -> Terms {
        let owned = &self.person.owned;
        let again = owned.binary_search_by_key(&known, |(item, _)| *item).ok().map(|at| owned[at].1);
        let terms = self.today.terms(known, self.flow[known as usize], again);
        let disliked = self.against.get(known as usize).map_or(0.0, |flow| self.today.disliked(known, *flow));
        let alike = self.alike.get(known as usize).map_or(0.0, |alike| self.today.alike * alike);
        Terms { disliked, alike, ..terms }
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
