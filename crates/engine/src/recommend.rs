//! Ranks the catalog for one person, as far as they allow, or for nobody in particular: the same sum with fewer terms.

use crate::admission::Admission;
use crate::balance::{Balance, Candidate, Caps, Variety};
use crate::explore::Explore;
use crate::groups::Chosen;
use crate::model::{Speaking, Weights};
use crate::past::Past;
use crate::score::{self, Person, Terms, Today};
use crate::side::{Extra, Side};
use crate::slate::{Placed, Slate};
use crate::top::Top;
use crate::window::Window;
use domain::{Filter, ItemId, Reason, Recommend, Term, Topic, UnixTime};
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
    /// More of the same, or something else; where the page does not say, what the person said, else neither.
    pub variety: Option<Variety>,
    /// Most items of one narrowest category; there may then be fewer than asked for.
    pub category_max: Option<usize>,
    /// What else the page is made by.
    pub rules: Rules<'a>,
}

/// What a page is made by beside the person and the catalog; nothing by default.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules<'a> {
    /// Only items of which this holds.
    pub filter: Option<&'a Filter>,
    /// Most items of one seller; there may then be fewer than asked for.
    pub seller_max: Option<usize>,
    /// Places for things outside the usual.
    pub explore: Option<Explore>,
    /// Less of things like these.
    pub less: &'a [Topic],
    /// Other values for some of the weights.
    pub weights: Option<&'a Weights>,
}

impl<'a> Scene<'a> {
    /// So many items at this moment, and nothing else asked for.
    #[must_use]
    pub fn plain(window: &'a Window, now: UnixTime, count: usize) -> Self {
        let rules = Rules::default();
        Self { window, now, count, exclude: &[], category: None, variety: None, category_max: None, rules }
    }
}

/// An item of the person's own, by its number in the model, and how strongly it speaks for another.
type Evidence = (u32, f32);

/// Ranks items. With nothing to go by but a refusal, it is what everybody gets: the most popular of now.
#[must_use]
pub fn recommend(basis: &Basis<'_, Recommend>, scene: Scene<'_>) -> Slate {
    let (past, side, said) = match basis {
        Basis::Contextual(_) => (Past::default(), Side::of_page(scene), None),
        Basis::Personal(view) => {
            (Past::of(view.acts(), |item| scene.window.known(item)), Side::of(view, scene), view.variety())
        }
    };
    let variety = scene.variety.or_else(|| said.and_then(Variety::new));
    Ranking::of(&past, side, scene).slate(Scene { variety, ..scene })
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
    side: Side<'a>,
    /// What the cart adds up to for every item; empty where nothing is in it.
    cart: Vec<f32>,
    /// The terms of the person's side, by place.
    extras: Vec<Extra>,
    scores: Vec<f32>,
}

impl<'a> Ranking<'a> {
    fn of(past: &Past, side: Side<'a>, scene: Scene<'a>) -> Self {
        let window = scene.window;
        let parts = &window.model().parts;
        let chosen = scene.rules.weights.map_or(parts.chosen, |weights| weights.over(&parts.chosen));
        let today = window.today_by(scene.now, &chosen);
        // Acts age up to the end of the diary, or to the person's own newest act where that is later.
        let rest = parts.diary.time_for(scene.now);
        let now = past.newest().map_or(rest, |newest| newest.max(rest));
        let person = Person::of(past, (now, past.visit_from(scene.now)), chosen.memory_days, &parts.again);
        let (mut flow, mut scores) = (Vec::new(), Vec::new());
        parts.rows.flow(&person.inputs, parts.items.len(), &mut flow);
        today.scores(&flow, &person.owned, &mut scores);
        let (dislikes, against, alike) = (past.dislikes().to_vec(), Vec::new(), Vec::new());
        let (cart, extras) = (Vec::new(), Vec::new());
        let mut ranking = Self { window, today, person, flow, dislikes, against, alike, side, cart, extras, scores };
        if !ranking.dislikes.is_empty() {
            ranking.mind_dislikes();
        }
        let own = (&ranking.person.inputs[..], &ranking.person.owned[..]);
        score::alike(own, &parts.alike, &ranking.dislikes, &mut ranking.alike);
        ranking.today.add_alike(&ranking.alike, &mut ranking.scores);
        ranking.mind_side();
        ranking
    }

    /// What lies in the cart speaks for what goes with it, and then the rest of the person's side.
    fn mind_side(&mut self) {
        if !self.side.cart.is_empty() {
            self.window.model().parts.rows.flow(&self.side.cart, self.scores.len(), &mut self.cart);
            self.cart.iter_mut().zip(&self.today.together).for_each(|(flow, together)| *flow *= together);
            self.scores.iter_mut().zip(&self.cart).for_each(|(score, cart)| *score += cart);
        }
        self.extras = self.side.extras(self.window, (&self.scores, &self.today.popular));
        for extra in &self.extras {
            if let Some(known) = self.window.known_at(extra.place) {
                self.scores[known as usize] += extra.weight;
            }
        }
    }

    /// The terms of the person's side for the item at a place.
    fn extras_at(&self, place: u32) -> &[Extra] {
        let from = self.extras.partition_point(|extra| extra.place < place);
        let count = self.extras[from..].iter().take_while(|extra| extra.place == place).count();
        &self.extras[from..from + count]
    }

    /// The sum of everything that speaks for or against the item at a place.
    fn score_at(&self, place: u32) -> f32 {
        match self.window.known_at(place) {
            Some(known) => self.scores[known as usize],
            None => self.extras_at(place).iter().fold(0.0, |sum, extra| sum + extra.weight),
        }
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
        let mut admission = Admission::new(scene, &self.side);
        admission.keep_one_of_each(|place| self.score_at(place));
        let count = scene.count.min(ITEMS_SHOWN_MAX);
        let balance = self.balance(scene);
        let best = balance.slate(self.candidates(&admission, scene, balance.candidates(count)), count);
        let best = match scene.rules.explore {
            None => best,
            Some(explore) => balance.explore(best, explore, scene, &admission, |place| self.score_at(place)),
        };
        let speaking = self.window.model().parts.rows.speaking(&self.person.inputs);
        let places = best.iter().map(|one| self.placed(one, &speaking)).collect();
        Slate { places, group: self.side.group.map(Chosen::said) }
    }

    /// The best so many that are let in, in order.
    fn candidates(&self, admission: &Admission<'_>, scene: Scene<'_>, count: usize) -> Vec<Candidate> {
        let wanted = |place: &u32| admission.lets_in(*place);
        let mut top = Top::new(count);
        if scene.category.is_none() {
            top.offer_all(&self.scores, |known| self.window.place_of(known as u32).filter(wanted));
            let is_new = |place: &u32| self.window.known_at(*place).is_none();
            let mut new: Vec<u32> = self.extras.iter().map(|extra| extra.place).filter(is_new).collect();
            new.dedup();
            for place in new.iter().filter(|place| self.window.is_shown(**place)) {
                top.offer(*place, self.score_at(*place), || wanted(place));
            }
            let fillers = self.window.fillers().iter().filter(|place| new.binary_search(place).is_err());
            fillers.filter(|place| wanted(place)).take(count).for_each(|place| top.offer(*place, 0.0, || true));
        } else {
            for place in self.window.places(scene.category) {
                let score = self.score_at(*place);
                top.offer(*place, score, || score > f32::NEG_INFINITY && wanted(place));
            }
        }
        top.sorted().map(|(place, score)| Candidate { place, score, moves: Vec::new(), propensity: None }).collect()
    }

    fn balance(&self, scene: Scene<'_>) -> Balance<'a> {
        let variety = scene.variety.unwrap_or_default();
        let place = |(item, speaks): &Evidence| Some((self.window.place_of(*item)?, *speaks));
        let is_minded = variety != Variety::NEUTRAL || scene.rules.explore.is_some();
        let inputs = if is_minded { &self.person.inputs[..] } else { &[] };
        let own = inputs.iter().filter_map(place).collect();
        let caps = Caps { category: scene.category_max, seller: scene.rules.seller_max };
        Balance { window: self.window, variety, caps, own }
    }

    /// The person's items that speak for an item the most, in the direction in which all of them together do.
    fn evidence(&self, speaking: &Speaking<'_>, known: u32) -> Strongest {
        let sign = self.flow[known as usize].signum();
        let mut found = Strongest::default();
        speaking.adding_to(known, |from, adds| found.offer((from, adds * sign)));
        found
    }

    fn placed(&self, one: &Candidate, speaking: &Speaking<'_>) -> Placed {
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
                        Term::Together => self.names(self.evidence(speaking, known).kept()),
                        Term::Again => vec![item.clone()],
                        Term::Disliked => self.names(self.speaking_against(known).kept()),
                        Term::Alike => self.names(&self.alike_to(known)),
                        _ => Vec::new(),
                    },
                ));
            }
        }
        let cart = self.window.known_at(one.place).and_then(|known| self.cart.get(known as usize));
        if let Some(weight) = cart.filter(|weight| **weight != 0.0) {
            reasons.push(reason(Term::Cart, *weight, self.names(self.in_cart_for(one.place).kept())));
        }
        let extras = self.extras_at(one.place).iter();
        reasons.extend(extras.map(|extra| reason(extra.term, extra.weight, extra.evidence.clone())));
        if reasons.is_empty() {
            let unmoved = if one.moves.is_empty() { one.score } else { 0.0 };
            reasons.push(reason(Term::Filler, unmoved, Vec::new()));
        }
        reasons.extend(one.moves.iter().map(|(term, weight)| reason(*term, *weight, Vec::new())));
        Placed { item: item.clone(), score: one.score, reasons, propensity: one.propensity }
    }

    fn names(&self, evidence: &[Evidence]) -> Vec<ItemId> {
        evidence.iter().map(|(own, _)| self.window.model().items()[*own as usize].clone()).collect()
    }

    /// The disliked items that speak against an item the most.
    fn speaking_against(&self, known: u32) -> Strongest {
        let mut found = Strongest::default();
        for item in &self.dislikes {
            found.offer((*item, self.window.model().parts.rows.row(*item).weight(known)));
        }
        found
    }

    /// What in the cart speaks for an item the most, in the direction in which all of it does.
    fn in_cart_for(&self, place: u32) -> Strongest {
        let mut found = Strongest::default();
        if let Some(known) = self.window.known_at(place) {
            for (item, speaks) in &self.side.cart {
                let weight = self.window.model().parts.rows.row(*item).weight(known);
                found.offer((*item, speaks * weight * self.cart[known as usize].signum()));
            }
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

/// The [`EVIDENCE_MAX`] strongest, the strongest first; what speaks the other way is left out. Where there are fewer, nothing
/// stands in their places.
#[derive(Default)]
struct Strongest([Evidence; EVIDENCE_MAX]);

impl Strongest {
    #[inline]
    fn offer(&mut self, one: Evidence) {
        if one.1 > self.0[EVIDENCE_MAX - 1].1 {
            self.keep(one);
        }
    }

    /// Apart, since hardly any of many that are offered gets here.
    #[inline(never)]
    fn keep(&mut self, one: Evidence) {
        self.0[EVIDENCE_MAX - 1] = one;
        for at in (1..EVIDENCE_MAX).rev() {
            if self.0[at].1 > self.0[at - 1].1 {
                self.0.swap(at - 1, at);
            }
        }
    }

    fn kept(&self) -> &[Evidence] {
        let count = self.0.iter().take_while(|(_, weight)| *weight > 0.0).count();
        &self.0[..count]
    }
}
