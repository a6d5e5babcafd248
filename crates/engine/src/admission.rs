//! Which items may stand on one page at all: what was asked to be left out, rules, what the person never wants to see.

use crate::recommend::Scene;
use crate::shelves::{holds, is_about};
use crate::side::Side;
use domain::Topic;

/// Who is let in. What it goes by beside the scene is the person's own.
pub(crate) struct Admission<'a> {
    scene: Scene<'a>,
    /// Places that are left out, in order.
    out: Vec<u32>,
    never: &'a [&'a Topic],
}

impl<'a> Admission<'a> {
    pub fn new(scene: Scene<'a>, side: &'a Side<'_>) -> Self {
        let catalog = scene.window.catalog();
        let mut out: Vec<u32> =
            scene.exclude.iter().filter_map(|id| catalog.position(id)).map(|at| at as u32).collect();
        out.extend(&side.out);
        out.sort_unstable();
        Self { scene, out, never: &side.never }
    }

    /// Whether the item at this place may stand on the page.
    pub fn lets_in(&self, place: u32) -> bool {
        if self.out.binary_search(&place).is_ok() {
            return false;
        }
        let item = self.scene.window.item(place);
        // What is delicate is shown to those who ask for that very category.
        let is_asked_for =
            || self.scene.category.is_some_and(|step| item.category.last().is_some_and(|own| own == step));
        (!item.sensitive || is_asked_for())
            && self.scene.rules.filter.is_none_or(|filter| holds(filter, item))
            && !self.never.iter().any(|topic| is_about(item, topic))
    }

    /// Leaves of each group of forms of one thing only the best one in, and of equals the first.
    pub fn keep_one_of_each(&mut self, score: impl Fn(u32) -> f32) {
        let window = self.scene.window;
        let mut out: Vec<u32> = Vec::new();
        for forms in window.related().groups() {
            let is_on_page = |place: u32| {
                let own = &window.item(place).category;
                self.scene.category.is_none_or(|step| own.iter().any(|own| own == step))
            };
            let may = |place: &u32| {
                window.is_shown(*place)
                    && is_on_page(*place)
                    && score(*place) > f32::NEG_INFINITY
                    && self.lets_in(*place)
            };
            let best = forms.iter().copied().filter(may).reduce(|a, b| if score(b) > score(a) { b } else { a });
            out.extend(forms.iter().filter(|place| Some(**place) != best));
        }
        self.out.extend(out);
        self.out.sort_unstable();
    }
}
