//! Places for things outside the usual: a named share of a slate that is given away by a seed and not by a score.
//!
//! Whom it falls on is known beforehand to nobody, and is the same for everybody with the same seed: there are no dice
//! here. Each place of the kind says how likely it was, so that what comes of it can be counted without bias.

use crate::admission::Admission;
use crate::balance::{Balance, Candidate, Filled};
use crate::past::day_of;
use crate::quick::Quick;
use crate::recommend::Scene;
use domain::{ItemId, Term};
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

/// The largest share of a slate that can be given away, in percent.
pub const EXPLORE_PERCENT_MAX: u8 = 50;
/// How far such an item is lifted towards the last one that has its place by its score.
const LIFT: f32 = 0.5;

/// How much to explore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explore {
    percent: u8,
    seed: Option<u64>,
}

impl Explore {
    /// So many of a hundred places, by this seed; without one by the day. `None` above [`EXPLORE_PERCENT_MAX`].
    #[must_use]
    pub fn new(percent: u8, seed: Option<u64>) -> Option<Self> {
        (percent <= EXPLORE_PERCENT_MAX).then_some(Self { percent, seed })
    }

    /// How many of so many places; at least one stays where it is.
    fn places(self, of: usize) -> usize {
        (of * usize::from(self.percent) / 100).min(of.saturating_sub(1))
    }

    /// Where an item comes in the order of the seed.
    fn draw(seed: u64, item: &ItemId) -> u64 {
        let mut hasher = Quick::default();
        (seed, item).hash(&mut hasher);
        // Once more, so that names that differ in their last letters only do not come one after the other.
        let mut again = Quick::default();
        hasher.finish().hash(&mut again);
        again.finish()
    }
}

impl Balance<'_> {
    /// Gives the last places of a slate to items that are outside of the person's usual categories and stand below them;
    /// of a stranger nothing is usual. None that is not let in or would be one too many of its kind.
    pub fn explore(
        &self,
        mut best: Vec<Candidate>,
        explore: Explore,
        scene: Scene<'_>,
        admission: &Admission<'_>,
        score: impl Fn(u32) -> f32,
    ) -> Vec<Candidate> {
        let places = explore.places(best.len());
        let given: Vec<Candidate> = best.split_off(best.len() - places);
        let Some(last) = best.last().map(|one| one.score).filter(|_| places > 0) else { return best };
        let seed = explore.seed.unwrap_or_else(|| u64::from(day_of(scene.now.0).unsigned_abs()));
        let taken: HashSet<u32> = best.iter().map(|one| one.place).collect();
        let usual = self.mix();
        let is_usual = |place: u32| self.category(place).is_some_and(|category| usual.contains_key(category));
        let fits = |place: &&u32| {
            let score = score(**place);
            score > f32::NEG_INFINITY && score <= last && !taken.contains(place) && !is_usual(**place)
        };
        let pool = self.window.places(scene.category).iter().filter(fits).filter(|place| admission.lets_in(**place));
        let mut pool: Vec<(u64, u32)> =
            pool.map(|place| (Explore::draw(seed, &self.window.item(*place).id), *place)).collect();
        pool.sort_unstable();
        let propensity = (places as f32 / pool.len().max(1) as f32).min(1.0);
        let mut filled = Filled::default();
        best.iter().for_each(|one| self.fill(&mut filled, one.place));
        let mut found: Vec<Candidate> = Vec::with_capacity(places);
        for (_, place) in pool {
            if found.len() < places && self.fits(&filled, place) {
                self.fill(&mut filled, place);
                found.push(lifted(place, score(place), last, propensity));
            }
        }
        // What was given away and found nobody goes back.
        for one in given {
            let is_new = found.iter().all(|found| found.place != one.place);
            if found.len() < places && is_new && self.fits(&filled, one.place) {
                self.fill(&mut filled, one.place);
                found.push(one);
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.place.cmp(&b.place)));
        best.extend(found);
        best
    }
}

fn lifted(place: u32, base: f32, last: f32, propensity: f32) -> Candidate {
    let lift = LIFT * (last - base);
    Candidate { place, score: base + lift, moves: vec![(Term::Explore, lift)], propensity: Some(propensity) }
}
