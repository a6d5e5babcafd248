//! Items that go with one item: the same answer for everybody, so nobody's data is touched; and the same on a page of one
//! person, less what they do not want to see.

use crate::admission::Admission;
use crate::model::Rows;
use crate::past::is_taken;
use crate::recommend::{ITEMS_SHOWN_MAX, Scene};
use crate::shelves::is_about;
use crate::side::Side;
use crate::slate::{Placed, Slate};
use crate::top::Top;
use crate::window::Window;
use domain::{Item, ItemId, Reason, Recommend, Term, Topic};
use vault::{Act, Basis, Release, View};

/// The least that an item may speak for another: anything above nothing.
const LEAST_WEIGHT: f32 = f32::from_bits(1);

/// What goes with an item, on a page of somebody: nothing of what they never want to see there or want once alone, and what
/// they want less of comes last. What else is known of them changes nothing. Empty where the catalog has no such item.
#[must_use]
pub fn goes_with(basis: &Basis<'_, Recommend>, (scene, item): (Scene<'_>, &ItemId)) -> Beside {
    let window = scene.window;
    let side = match basis {
        Basis::Contextual(_) => Side::of_page(scene),
        Basis::Personal(view) => Side::of(view, scene),
    };
    let Some(all) = similar(window, item, ITEMS_SHOWN_MAX) else { return Beside::default() };
    // Whoever looks at something delicate asked for that very shelf.
    let shelf = window.catalog().get(item).filter(|item| item.sensitive).and_then(|item| item.category.last());
    let admission = Admission::new(Scene { category: shelf.map(String::as_str), ..scene }, &side);
    let place = |placed: &Placed| window.catalog().position(&placed.item).map(|at| at as u32);
    let range = all.places.iter().map(|placed| placed.score).fold(0.0, f32::max);
    let lessened = side.lessened(window);
    let (mut first, mut last, mut moved) = (Vec::new(), Vec::new(), Moved::default());
    for mut placed in all.places {
        let Some(at) = place(&placed) else { continue };
        if !admission.lets_in(at) {
            moved.out.push(at);
            continue;
        }
        match lessened.iter().find(|(one, _)| *one == at) {
            None => first.push(placed),
            Some((_, share)) => {
                let weight = -share * range;
                placed.reasons.push(Reason {
                    item: placed.item.clone(),
                    term: Term::Less,
                    weight,
                    evidence: Vec::new(),
                });
                placed.score += weight;
                moved.last.push(at);
                last.push(placed);
            }
        }
    }
    first.extend(last);
    first.truncate(scene.count.min(ITEMS_SHOWN_MAX));
    let used = match basis {
        Basis::Contextual(_) => 0,
        Basis::Personal(view) => moved.by(view, window),
    };
    Beside { slate: Slate { places: first, group: None }, used }
}

/// What goes with an item, on a page of somebody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// The items.
    pub slate: Slate,
    /// How much of the person's changed anything about them.
    pub used: usize,
}

impl Release for Beside {
    fn reasons(&self) -> Vec<Reason> {
        self.slate.reasons()
    }

    fn went_by(&self) -> Option<usize> {
        Some(self.used)
    }
}

/// Places that are left out, and that come last.
#[derive(Default)]
struct Moved {
    out: Vec<u32>,
    last: Vec<u32>,
}

impl Moved {
    /// How many of somebody's data did that.
    fn by(&self, view: &View<'_, Recommend>, window: &Window) -> usize {
        let related = window.related();
        let place = |id: &ItemId| window.catalog().position(id).map(|at| at as u32);
        let is_out = |id: &ItemId| place(id).is_some_and(|at| self.out.contains(&at));
        let is_had = |act: &&Act<'_>| {
            let is_once = is_taken(act.verb, act.rating_tenths) && related.is_once(act.item);
            is_once && (is_out(act.item) || related.forms(act.item).iter().any(|at| self.out.contains(at)))
        };
        let did = |topic: &Topic| match topic {
            Topic::Like(_) => window.about(topic).iter().any(|at| self.last.contains(at)),
            _ => self.out.iter().any(|at| is_about(window.item(*at), topic)),
        };
        let acts = view.acts().iter().filter(|act| related.minds_what_is_had() && is_had(act)).count();
        let cart = view.cart().iter().filter(|id| is_out(id)).count();
        acts + cart + view.interests().iter().filter(|one| !one.likes && did(&one.topic)).count()
    }
}

/// Items that go with an item, the closest first: what those who have it take as well, then, where too few
/// people have either to tell, what is alike by its words, then the most popular of its own narrowest category. May be fewer than asked for. `None` where the catalog has no such item.
#[must_use]
pub fn similar(window: &Window, item: &ItemId, count: usize) -> Option<Slate> {
    let asked = window.catalog().get(item)?;
    let count = count.min(ITEMS_SHOWN_MAX);
    let parts = &window.model().parts;
    let mut places = near(window, item, &parts.rows, Term::Similar, count);
    if places.len() < count {
        let alike = near(window, item, &parts.alike, Term::Alike, count);
        let is_new = |place: &Placed| places.iter().all(|placed| placed.item != place.item);
        let more: Vec<Placed> = alike.into_iter().filter(is_new).take(count - places.len()).collect();
        places.extend(more);
    }
    if places.len() < count {
        let more = beside(window, asked, &places, count - places.len());
        places.extend(more);
    }
    Some(Slate { places, group: None })
}

/// What the row of the item speaks for.
fn near(window: &Window, item: &ItemId, rows: &Rows, term: Term, count: usize) -> Vec<Placed> {
    let Some(known) = window.known(item) else {
        return Vec::new();
    };
    let mut top = Top::new(count).above(LEAST_WEIGHT);
    for (to, weights) in rows.row(known).parts() {
        top.offer_all(weights, |at| window.place_of(to[at]));
    }
    let placed = |(place, weight)| placed(window, place, term, weight, vec![item.clone()]);
    top.sorted().map(placed).collect()
}

/// The most popular items of the same narrowest category that are not in already.
fn beside(window: &Window, asked: &Item, already: &[Placed], count: usize) -> Vec<Placed> {
    let Some(category) = asked.category.last() else {
        return Vec::new();
    };
    let today = window.standing();
    let is_new = |place: u32| {
        let (id, sensitive) = (&window.item(place).id, window.item(place).sensitive);
        *id != asked.id && (asked.sensitive || !sensitive) && already.iter().all(|placed| placed.item != *id)
    };
    let mut top = Top::new(count);
    for place in window.places(Some(category)) {
        let popular = window.known_at(*place).map_or(0.0, |known| today.popular[known as usize]);
        top.offer(*place, popular, || is_new(*place));
    }
    let term = |weight: f32| if weight > 0.0 { Term::Popular } else { Term::Filler };
    top.sorted().map(|(place, weight)| placed(window, place, term(weight), weight, Vec::new())).collect()
}

fn placed(window: &Window, place: u32, term: Term, weight: f32, evidence: Vec<ItemId>) -> Placed {
    let item = &window.item(place).id;
    let reason = Reason { item: item.clone(), term, weight, evidence };
    Placed { item: item.clone(), score: weight, reasons: vec![reason], propensity: None }
}
