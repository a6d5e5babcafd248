//! Items that go with one item: the same answer for everybody, so nobody's data is touched.

use crate::model::Rows;
use crate::recommend::ITEMS_SHOWN_MAX;
use crate::slate::{Placed, Slate};
use crate::top::Top;
use crate::window::Window;
use domain::{Item, ItemId, Reason, Term};

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
    let mut top = Top::new(count);
    for (other, weight) in rows.row(known).iter() {
        if let Some(place) = window.place_of(other).filter(|_| weight > 0.0) {
            top.offer(place, weight, || true);
        }
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
