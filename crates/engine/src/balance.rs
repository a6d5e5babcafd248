//! Which items stand on one slate together: more of the same, or something else, as the person wishes.
//!
//! A candidate's score is moved by what stands on the slate already, and each move is a term of its own: what is like
//! something above it loses (maximal marginal relevance, Carbonell & Goldstein 1998), what is missing from the person's
//! own mix of categories gains (calibration, Steck 2018, in its submodular form), and so does what is outside of it. No
//! move grows with the slate, so places stay in order of score.

use crate::window::Window;
use domain::Term;
use std::collections::HashMap;

/// How many candidates are looked at for each place, where anything moves them.
const CANDIDATES_PER_PLACE: usize = 5;
/// Two items of which one adds so much to the other are taken for alike.
const ALIKE_WEIGHT: f32 = 0.2;
/// How much of the spread of scores it is worth, at most, to be outside the person's usual.
const OUTSIDE_SHARE: f32 = 0.5;

/// How much variety is wanted, 0 (more of the same) to 100 (something else).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variety(u8);

/// An item that may stand on the slate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// Its place in the catalog.
    pub place: u32,
    pub score: f32,
    /// What moved it there, in the order in which they were added to its score.
    pub moves: Vec<(Term, f32)>,
    /// See [`crate::Placed::propensity`].
    pub propensity: Option<f32>,
}

/// Most items of one kind on one slate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caps {
    /// Of one narrowest category.
    pub category: Option<usize>,
    /// Of one seller.
    pub seller: Option<usize>,
}

/// What stands on a slate already.
#[derive(Default)]
pub(crate) struct Filled<'a> {
    categories: HashMap<&'a str, usize>,
    sellers: HashMap<&'a str, usize>,
}

/// What a slate is balanced by.
pub(crate) struct Balance<'a> {
    pub window: &'a Window,
    pub variety: Variety,
    pub caps: Caps,
    /// The person's own items by their place in the catalog, and how much they speak.
    pub own: Vec<(u32, f32)>,
}

impl Default for Variety {
    fn default() -> Self {
        Self::NEUTRAL
    }
}

impl Variety {
    /// Neither more of the same nor something else: every item stands where its score alone puts it.
    pub const NEUTRAL: Self = Self(50);
    /// The most.
    pub const MAX: u8 = 100;

    /// `None` above [`Variety::MAX`].
    #[must_use]
    pub fn new(percent: u8) -> Option<Self> {
        (percent <= Self::MAX).then_some(Self(percent))
    }

    /// How much more of the same is wanted, 0 to 1.
    fn same(self) -> f32 {
        f32::from(50_u8.saturating_sub(self.0)) / 50.0
    }

    /// How much something else is wanted, 0 to 1.
    fn other(self) -> f32 {
        f32::from(self.0.saturating_sub(50)) / 50.0
    }
}

impl Balance<'_> {
    /// How many candidates are needed for so many places.
    pub fn candidates(&self, count: usize) -> usize {
        if self.is_still() { count } else { count * CANDIDATES_PER_PLACE }
    }

    /// The slate out of candidates in order, the best first.
    pub fn slate(&self, candidates: Vec<Candidate>, count: usize) -> Vec<Candidate> {
        if self.is_still() {
            return candidates;
        }
        let spread = spread(&candidates, count);
        let mix = self.mix();
        let mut left: Vec<(Candidate, f32)> = candidates.into_iter().map(|candidate| (candidate, 0.0)).collect();
        let (mut slate, mut filled) = (Vec::new(), Filled::default());
        while slate.len() < count {
            let fits = |place: u32| self.fits(&filled, place);
            let moved = left.iter().enumerate().filter(|(_, (candidate, _))| fits(candidate.place)).map(|(at, one)| {
                let count = self.in_category(&filled, one.0.place);
                (at, self.moved(one, spread, &mix, count))
            });
            // The first of equals: it had the higher score before.
            let best = moved.reduce(|best, other| if other.1.score > best.1.score { other } else { best });
            let Some((at, chosen)) = best else { break };
            left.remove(at);
            for (candidate, alike) in &mut left {
                *alike = alike.max(self.alike(chosen.place, candidate.place));
            }
            self.fill(&mut filled, chosen.place);
            slate.push(chosen);
        }
        slate
    }

    /// Whether every item stands where its score alone puts it.
    fn is_still(&self) -> bool {
        self.variety == Variety::NEUTRAL && self.caps == Caps::default()
    }

    /// A candidate as it is moved by what stands above it: how alike it is to the likest, and how many are of its category.
    fn moved(&self, (one, alike): &(Candidate, f32), spread: f32, mix: &HashMap<&str, f32>, above: usize) -> Candidate {
        let (same, other) = (self.variety.same(), self.variety.other());
        let usual = self.category(one.place).and_then(|category| mix.get(category)).copied();
        let missing = ((above as f32 + 2.0) / (above as f32 + 1.0)).log2();
        let is_outside = usual.is_none() && self.category(one.place).is_some() && !mix.is_empty();
        let outside = if is_outside { OUTSIDE_SHARE } else { 0.0 };
        let moves = [
            (Term::Mix, same * spread * usual.unwrap_or(0.0) * missing),
            (Term::Outside, other * other * spread * outside),
            (Term::Variety, -other * spread * alike),
        ];
        let moves: Vec<(Term, f32)> = moves.into_iter().filter(|(_, weight)| *weight != 0.0).collect();
        let score = moves.iter().fold(one.score, |score, (_, weight)| score + weight);
        Candidate { place: one.place, score, moves, propensity: one.propensity }
    }

    /// The person's own mix: the share of each narrowest category.
    pub fn mix(&self) -> HashMap<&str, f32> {
        let mut mix = HashMap::new();
        for (place, speaks) in &self.own {
            if let Some(category) = self.category(*place) {
                *mix.entry(category).or_insert(0.0) += speaks;
            }
        }
        let all: f32 = self.own.iter().map(|(_, speaks)| speaks).sum();
        mix.values_mut().for_each(|share| *share /= all.max(f32::MIN_POSITIVE));
        mix
    }

    pub fn category(&self, place: u32) -> Option<&str> {
        self.window.item(place).category.last().map(String::as_str)
    }

    fn seller(&self, place: u32) -> Option<&str> {
        self.window.item(place).seller.as_deref()
    }

    fn in_category(&self, filled: &Filled<'_>, place: u32) -> usize {
        self.category(place).and_then(|category| filled.categories.get(category)).copied().unwrap_or(0)
    }

    /// Whether one more like it may stand beside what stands already.
    pub fn fits(&self, filled: &Filled<'_>, place: u32) -> bool {
        let of_seller = || self.seller(place).and_then(|seller| filled.sellers.get(seller)).copied().unwrap_or(0);
        self.caps.category.is_none_or(|most| self.in_category(filled, place) < most)
            && self.caps.seller.is_none_or(|most| of_seller() < most)
    }

    /// Counts an item in.
    pub fn fill<'s>(&'s self, filled: &mut Filled<'s>, place: u32) {
        if let Some(category) = self.category(place) {
            *filled.categories.entry(category).or_insert(0) += 1;
        }
        if let Some(seller) = self.seller(place) {
            *filled.sellers.entry(seller).or_insert(0) += 1;
        }
    }

    /// How alike two items are, 0 to 1: by the steps of their categories, or by how much the one adds to the other.
    fn alike(&self, one: u32, other: u32) -> f32 {
        let (a, b) = (&self.window.item(one).category, &self.window.item(other).category);
        let shared = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let by_category = shared as f32 / a.len().max(b.len()).max(1) as f32;
        let known = self.window.known_at(one).zip(self.window.known_at(other));
        let weight = known.map_or(0.0, |(one, other)| self.window.model().parts.rows.row(one).weight(other));
        by_category.max((weight / ALIKE_WEIGHT).clamp(0.0, 1.0))
    }
}

/// How far apart the scores are that a slate is made from: the unit of every move.
fn spread(candidates: &[Candidate], count: usize) -> f32 {
    let last = candidates.get((2 * count).min(candidates.len().saturating_sub(1)));
    candidates.first().zip(last).map_or(0.0, |(first, last)| first.score - last.score)
}
