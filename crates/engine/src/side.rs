//! The person's side of an answer beside their history: what they declared, what lies in their cart, what they were shown
//! and passed over, and where what they have leads in the catalog.
//!
//! Each is a term of its own in the sum. How much one counts is told in the range of the other terms' sums, so that what
//! was declared stands above whatever could be inferred, in every shop and with every model.

use crate::groups::Chosen;
use crate::past::is_taken;
use crate::quick::QuickMap;
use crate::recommend::{EVIDENCE_MAX, Scene};
use crate::score::VISIT_SECONDS;
use crate::window::Window;
use domain::{ItemId, Recommend, Term, Topic};
use vault::{Act, View};

/// How much what lies in the cart speaks for what goes with it, where a purchase speaks one.
pub(crate) const CART_WEIGHT: f32 = 2.0;
/// What one declared interest is worth, in ranges of the sums of what was inferred: more than all of it, leads included.
const INTEREST_SHARE: f32 = 2.25;
/// What it is worth to take the place of something the person has, or to add to it.
const LEAD_SHARE: f32 = 0.5;
/// What each time costs that an item was shown again and passed over, and the most that it can cost.
const FATIGUE_SHARE: f32 = 0.1;
const FATIGUE_SHARE_MAX: f32 = 0.5;
/// What it costs each time that somebody wants less of things like it, and the most that it can cost: what they like in so
/// many words still stands above it.
const LESS_SHARE: f32 = 0.5;
const LESS_SHARE_MAX: f32 = 1.5;
/// So often an item may be shown before it tires.
const SHOWN_FREELY: u32 = 1;

/// What a person brings beside their history; nothing of anybody in particular.
#[derive(Default)]
pub(crate) struct Side<'v> {
    /// What lies in the cart and the model knows, each with how much it speaks, in order of item.
    pub cart: Vec<(u32, f32)>,
    /// Places that are not shown to them: what lies in the cart, and what they have and nobody wants twice.
    pub out: Vec<u32>,
    /// Topics that they never want to see.
    pub never: Vec<&'v Topic>,
    likes: Vec<&'v Topic>,
    /// Of these they want less.
    less: Vec<&'v Topic>,
    /// Where what they have leads, by place.
    leads: Vec<(u32, Term, Vec<ItemId>)>,
    /// What they were shown and passed over, and how often more than it takes to tire.
    passed_over: Vec<(u32, u32)>,
    /// The group that they are answered by.
    pub group: Option<Chosen<'v>>,
}

/// A term of one item's score that comes from the person's side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Extra {
    pub place: u32,
    pub term: Term,
    pub weight: f32,
    pub evidence: Vec<ItemId>,
}

impl<'v> Side<'v> {
    /// What the page itself brings, whoever asks for it.
    pub fn of_page(scene: Scene<'v>) -> Self {
        Self { less: scene.rules.less.iter().collect(), ..Self::default() }
    }

    pub fn of(view: &'v View<'v, Recommend>, scene: Scene<'v>) -> Self {
        let window = scene.window;
        let place = |id: &ItemId| window.catalog().position(id).map(|at| at as u32);
        let of_kind = |likes: bool| view.interests().iter().filter(move |one| one.likes == likes).map(|one| &one.topic);
        let mut cart: Vec<(u32, f32)> =
            view.cart().iter().filter_map(|id| Some((window.known(id)?, CART_WEIGHT))).collect();
        cart.sort_unstable_by_key(|(item, _)| *item);
        cart.dedup_by_key(|(item, _)| *item);
        let is_less = |topic: &&Topic| matches!(topic, Topic::Like(_));
        let mut side = Self {
            cart,
            out: view.cart().iter().filter_map(place).collect(),
            likes: of_kind(true).collect(),
            never: of_kind(false).filter(|topic| !is_less(topic)).collect(),
            less: of_kind(false).filter(is_less).chain(scene.rules.less).collect(),
            leads: Vec::new(),
            passed_over: passed_over(view, scene),
            group: view.places().and_then(|likes| window.group(likes, scene.category)),
        };
        if window.related().minds_what_is_had() {
            side.mind_what_is_had(view, window);
        }
        side
    }

    /// Finds where what they have leads, the newest first, and leaves out what nobody wants twice in any form.
    fn mind_what_is_had(&mut self, view: &'v View<'v, Recommend>, window: &Window) {
        let mut taken: Vec<&Act<'_>> = view.acts().iter().filter(|act| is_taken(act.verb, act.rating_tenths)).collect();
        taken.sort_by_key(|act| std::cmp::Reverse(act.at));
        let had: QuickMap<&ItemId, ()> = taken.iter().map(|act| (act.item, ())).collect();
        let (related, items) = (window.related(), window.catalog().items());
        let mut leads: QuickMap<(u32, bool), Vec<ItemId>> = QuickMap::default();
        for (item, from_cart) in view.cart().iter().map(|id| (id, true)).chain(taken.iter().map(|a| (a.item, false))) {
            for (term, to) in related.leads(item) {
                let is_upgrade = *term == Term::Upgrade;
                if had.contains_key(&items[*to as usize].id) || is_upgrade && from_cart {
                    continue;
                }
                let evidence = leads.entry((*to, is_upgrade)).or_default();
                if evidence.len() < EVIDENCE_MAX && !evidence.contains(item) {
                    evidence.push(item.clone());
                }
            }
        }
        for item in had.keys().filter(|item| related.is_once(item)) {
            self.out.extend(window.catalog().position(item).map(|place| place as u32));
            self.out.extend(related.forms(item));
        }
        let term = |is_upgrade: bool| if is_upgrade { Term::Upgrade } else { Term::AddOn };
        self.leads = leads.into_iter().map(|((to, upgrade), evidence)| (to, term(upgrade), evidence)).collect();
    }

    /// Whether there is nothing that adds to a score but the cart.
    const fn is_plain(&self) -> bool {
        let plain = self.likes.is_empty() && self.less.is_empty() && self.leads.is_empty();
        plain && self.passed_over.is_empty() && self.group.is_none()
    }

    /// What less is wanted of, in order of place, and what that costs, in ranges.
    pub fn lessened(&self, window: &Window) -> Vec<(u32, f32)> {
        let mut lessened: Vec<u32> = self.less.iter().flat_map(|topic| window.about(topic)).copied().collect();
        lessened.retain(|place| !window.item(*place).sensitive);
        lessened.sort_unstable();
        let cost = |places: &[u32]| (places[0], (LESS_SHARE * places.len() as f32).min(LESS_SHARE_MAX));
        lessened.chunk_by(|a, b| a == b).map(cost).collect()
    }

    /// The terms, in order of place and then in the order in which they are added; `scores` are the sums so far, and of
    /// them `popular` what is taken now.
    pub fn extras(&self, window: &Window, (scores, popular): (&[f32], &[f32])) -> Vec<Extra> {
        if self.is_plain() {
            return Vec::new();
        }
        let range = range(scores);
        let mut extras: Vec<Extra> = Vec::new();
        for (place, term, evidence) in &self.leads {
            extras.push(Extra { place: *place, term: *term, weight: LEAD_SHARE * range, evidence: evidence.clone() });
        }
        let mut liked: Vec<u32> = self.likes.iter().flat_map(|topic| window.about(topic)).copied().collect();
        liked.retain(|place| !window.item(*place).sensitive);
        liked.sort_unstable();
        for places in liked.chunk_by(|a, b| a == b) {
            // Each further interest that an item meets is worth half of the one before.
            let shares = (0..places.len().min(16)).map(|nth| INTEREST_SHARE / (1_u32 << nth) as f32);
            let weight = shares.sum::<f32>() * range;
            extras.push(Extra { place: places[0], term: Term::Interest, weight, evidence: Vec::new() });
        }
        for (place, share) in self.lessened(window) {
            extras.push(Extra { place, term: Term::Less, weight: -share * range, evidence: Vec::new() });
        }
        for (place, times) in &self.passed_over {
            let weight = -(FATIGUE_SHARE * *times as f32).min(FATIGUE_SHARE_MAX) * range;
            extras.push(Extra { place: *place, term: Term::Fatigue, weight, evidence: Vec::new() });
        }
        extras.extend(self.group.into_iter().flat_map(|group| of_group(group, window, popular)));
        extras.sort_by_key(|extra| (extra.place, extra.term as u8));
        extras
    }
}

/// What the people of a group take more, or less, than everybody: what is popular now, as many times as often as they do.
fn of_group<'g>(group: Chosen<'g>, window: &'g Window, popular: &'g [f32]) -> impl Iterator<Item = Extra> + 'g {
    window.model().parts.groups.lifts(group.of).filter_map(|(known, lift)| {
        let weight = popular[known as usize] * (lift - 1.0);
        let extra = |place| Extra { place, term: Term::Group, weight, evidence: Vec::new() };
        window.place_of(known).map(extra).filter(|_| weight != 0.0)
    })
}

/// What was shown in this visit more often than it takes to tire, and nothing was done with it.
fn passed_over(view: &View<'_, Recommend>, scene: Scene<'_>) -> Vec<(u32, u32)> {
    if view.shown().is_empty() {
        return Vec::new();
    }
    let from = scene.now.plus(-VISIT_SECONDS);
    let touched: QuickMap<&ItemId, ()> =
        view.acts().iter().filter(|act| act.at >= from).map(|act| (act.item, ())).collect();
    let passed = view.shown().iter().filter(|id| !touched.contains_key(id));
    let places = passed.filter_map(|id| scene.window.catalog().position(id)).map(|at| at as u32);
    let mut places: Vec<u32> = places.filter(|place| !scene.window.item(*place).sensitive).collect();
    places.sort_unstable();
    let tired = |same: &[u32]| Some((same[0], (same.len() as u32).checked_sub(SHOWN_FREELY)?)).filter(|one| one.1 > 0);
    places.chunk_by(|a, b| a == b).filter_map(tired).collect()
}

/// How far apart the sums of all candidates are; one where there is no difference to tell by.
fn range(scores: &[f32]) -> f32 {
    let finite = scores.iter().copied().filter(|score| score.is_finite());
    let (least, most) = finite.fold((0.0_f32, 0.0_f32), |(least, most), score| (least.min(score), most.max(score)));
    if most > least { most - least } else { 1.0 }
}
