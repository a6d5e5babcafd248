//! The sum that ranks an item: together + again + popular + disliked + alike. Learning tries its weights on the very same sum that serves.

use crate::again::Again;
use crate::model::{Chosen, Rows};
use crate::past::Past;
use crate::season::Season;
use crate::top::{LANES, Top};
use crate::wide::{Work, wide, wide_work};
use domain::{DAY_SECONDS, UnixTime};

/// How much a look counts for, where a purchase counts one.
pub(crate) const LOOK_WEIGHT: f64 = 0.1;

/// How much a bad rating speaks against what goes with the item, where a purchase speaks one for it.
pub(crate) const DISLIKE_WEIGHT: f32 = 0.5;

/// How much more an act of the visit in progress counts for than one of the same day before.
pub(crate) const VISIT_WEIGHT: f64 = 2.0;
/// How far apart two acts of the visit in progress may be, and the last of them from now.
pub(crate) const VISIT_SECONDS: i64 = 30 * 60;

/// How many numbers are lifted side by side.
const LIFTED_AT_ONCE: usize = 32;

/// An item, and how much it speaks or how likely it is to be taken again.
pub(crate) type Weighed = (u32, f32);

/// What a person brings to the sum.
#[derive(Debug, Default)]
pub(crate) struct Person {
    /// Items and how much they speak, in order of item.
    pub inputs: Vec<(u32, f32)>,
    /// Items that the person has, and how likely they are to be taken again, in order of item.
    pub owned: Vec<(u32, f32)>,
}

/// The weights of the terms on one day, by item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Today {
    pub together: Vec<f32>,
    /// How much more it is taken on that day than usual: [`Season::lift_root`].
    lift_root: Vec<f32>,
    /// How much what is taken again follows that, in fourths.
    again_season: f32,
    pub popular: Vec<f32>,
    /// The weight of what is alike, of every item.
    pub alike: f32,
    /// What the other terms count for with items that the person has.
    pub owned: f32,
    /// Whether items that the person has are candidates at all.
    pub owned_too: bool,
}

/// The terms of one item's score, in the order in which they are added.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Terms {
    pub together: f32,
    pub again: f32,
    pub popular: f32,
    /// Never above zero.
    pub disliked: f32,
    pub alike: f32,
}

impl Terms {
    pub fn sum(self) -> f32 {
        self.together + self.again + self.popular + self.disliked + self.alike
    }
}

impl Person {
    /// A person's past as it counts at `now`, in a visit that began at `visit_from`.
    pub fn of(past: &Past, (now, visit_from): (UnixTime, UnixTime), memory_days: f32, again: &Again) -> Self {
        Self { inputs: inputs(past, (now, visit_from), memory_days), owned: Self::owned(past, again) }
    }

    /// The items that a person has, and how likely each is to be taken again.
    pub fn owned(past: &Past, again: &Again) -> Vec<(u32, f32)> {
        let mut owned = Vec::with_capacity(past.marks().len());
        owned.extend(past.by_item().filter_map(|marks| again.of(marks, past.baskets())));
        owned
    }
}

/// How alike each item is to the one of somebody's own that it is the most alike to, as far as that one speaks; nothing for
/// what they have, and empty where nothing is alike. The most and not the sum, so that many things of one kind do not fill a
/// page with more of it.
pub(crate) fn alike((inputs, owned): (&[Weighed], &[Weighed]), rows: &Rows, disliked: &[u32], alike: &mut Vec<f32>) {
    alike.clear();
    if rows.len() == 0 {
        return;
    }
    for (own, speaks) in inputs.iter().filter(|(own, _)| disliked.binary_search(own).is_err()) {
        for (item, cosine) in rows.row(*own).iter() {
            if alike.is_empty() {
                alike.resize(rows.items(), 0.0);
            }
            let most = &mut alike[item as usize];
            *most = most.max(speaks * cosine);
        }
    }
    if !alike.is_empty() {
        owned.iter().for_each(|(item, _)| alike[*item as usize] = 0.0);
    }
}

/// Roots and how many times each is multiplied by. By repeated multiplication: the same bits everywhere.
type Roots<'a> = (&'a [f32], u32);

/// One number lifted by powers of roots, for each item.
struct Lifting<'a> {
    lifted: &'a mut [f32],
    from: f32,
    by: [Roots<'a>; 2],
}

impl Work for Lifting<'_> {
    #[inline(always)]
    fn work(self) {
        let (whole, rest) = self.lifted.as_chunks_mut::<LIFTED_AT_ONCE>();
        let done = whole.len() * LIFTED_AT_ONCE;
        for (at, to) in whole.iter_mut().enumerate() {
            *to = lift(self.from, self.by, at * LIFTED_AT_ONCE);
        }
        for (at, to) in rest.iter_mut().enumerate() {
            [*to] = lift(self.from, self.by, done + at);
        }
    }
}

/// The same of the items from a first one on.
#[inline(always)]
fn lift<const N: usize>(from: f32, by: [Roots<'_>; 2], first: usize) -> [f32; N] {
    let mut lifted = [from; N];
    for (roots, times) in by {
        let Some(roots) = roots[first..].first_chunk::<N>() else { continue };
        for _ in 0..times {
            for (lifted, root) in lifted.iter_mut().zip(roots) {
                *lifted *= root;
            }
        }
    }
    lifted
}

/// Each item with the square root of its acts' weights, the older the less, and those of the visit in progress the most.
pub(crate) fn inputs(past: &Past, (now, visit_from): (UnixTime, UnixTime), memory_days: f32) -> Vec<(u32, f32)> {
    let memory_seconds = f64::from(memory_days) * DAY_SECONDS as f64;
    let fresh = |at: i64| if at >= visit_from.0 { VISIT_WEIGHT } else { 1.0 };
    let weight = |at: i64| fresh(at) * (-(now.0.saturating_sub(at).max(0) as f64) / memory_seconds).exp();
    let taken = past.marks().iter().map(|mark| (mark.item, weight(mark.at)));
    let seen = past.looks().iter().map(|(item, at)| (*item, LOOK_WEIGHT * weight(*at)));
    let mut all: Vec<(u32, f64)> = taken.chain(seen).collect();
    // Stable: the sum of an item is always taken in the same order.
    all.sort_by_key(|(item, _)| *item);
    let sum = |acts: &[(u32, f64)]| (acts[0].0, acts.iter().map(|act| act.1).sum::<f64>().sqrt() as f32);
    all.chunk_by(|a, b| a.0 == b.0).map(sum).collect()
}

impl Today {
    /// The weights on the day of a season; `rarity` is that of the diary.
    pub fn of(season: &Season, rarity: &[f32], chosen: &Chosen, again: &Again) -> Self {
        let mut today = Self::default();
        today.set(season, rarity, chosen, again);
        today
    }

    /// The same, in the place of what was there.
    pub fn set(&mut self, season: &Season, rarity: &[f32], chosen: &Chosen, again: &Again) {
        self.together.resize(rarity.len(), 0.0);
        let by = [(rarity, chosen.rarity as u32), (&season.lift_root[..], chosen.together_season as u32)];
        wide_work(Lifting { lifted: &mut self.together, from: chosen.together, by });
        self.lift_root.clone_from(&season.lift_root);
        self.again_season = chosen.again_season;
        self.popular.clear();
        wide(|| self.popular.extend(season.trend.iter().map(|trend| chosen.popular * trend)));
        self.alike = chosen.alike;
        self.owned = chosen.owned;
        self.owned_too = chosen.owned > 0.0 || again.matters();
    }

    /// The terms of an item; `flow` is what the person's items add up to for it, `again` is there if they have it.
    pub fn terms(&self, item: u32, flow: f32, again: Option<f32>) -> Terms {
        let item = item as usize;
        let (together, popular) = (self.together[item] * flow, self.popular[item]);
        match again {
            None => Terms { together, again: 0.0, popular, disliked: 0.0, alike: 0.0 },
            Some(likely) => Terms {
                together: self.owned * together,
                again: self.again(item as u32) * likely,
                popular: self.owned * popular,
                disliked: 0.0,
                alike: 0.0,
            },
        }
    }

    /// How much it counts on that day that an item is likely to be taken again.
    pub fn again(&self, item: u32) -> f32 {
        (0..self.again_season as u32).fold(1.0, |lifted, _| lifted * self.lift_root[item as usize])
    }

    /// What items that the person did not like take from an item; `flow` is what they add up to for it.
    pub fn disliked(&self, item: u32, flow: f32) -> f32 {
        (-DISLIKE_WEIGHT * self.together[item as usize] * flow).min(0.0)
    }

    /// Adds what is alike to each score; see [`alike`].
    pub fn add_alike(&self, alike: &[f32], scores: &mut [f32]) {
        wide(|| scores.iter_mut().zip(alike).for_each(|(score, alike)| *score += self.alike * alike));
    }

    /// The score of every item, with nothing for items that are no candidates.
    pub fn scores(&self, flow: &[f32], owned: &[(u32, f32)], scores: &mut Vec<f32>) {
        self.scores_as_new(flow, scores);
        owned
            .iter()
            .for_each(|(own, likely)| scores[*own as usize] = self.score_of_owned(*own, flow[*own as usize], *likely));
    }

    /// The scores if the person had nothing, to be worked out later; what is alike is empty or there for every item.
    pub const fn as_new<'a>(&'a self, flow: &'a [f32], alike: &'a [f32]) -> AsNew<'a> {
        AsNew { today: self, flow, alike }
    }

    fn scores_as_new(&self, flow: &[f32], scores: &mut Vec<f32>) {
        scores.clear();
        let terms = self.together.iter().zip(flow).zip(&self.popular);
        wide(|| scores.extend(terms.map(|((together, flow), popular)| as_new(*together, *flow, *popular))));
    }

    /// The score of an item that the person has.
    pub fn score_of_owned(&self, item: u32, flow: f32, likely: f32) -> f32 {
        match self.owned_too {
            true => self.terms(item, flow, Some(likely)).sum(),
            false => f32::NEG_INFINITY,
        }
    }
}

/// The scores of one day if a person had nothing, not worked out yet.
#[derive(Clone, Copy)]
pub(crate) struct AsNew<'a> {
    today: &'a Today,
    flow: &'a [f32],
    alike: &'a [f32],
}

impl AsNew<'_> {
    /// The score of one item.
    pub fn of(self, item: u32) -> f32 {
        let item = item as usize;
        let score = as_new(self.today.together[item], self.flow[item], self.today.popular[item]);
        score + self.alike.get(item).map_or(0.0, |alike| self.today.alike * alike)
    }

    /// All of them, in the place of what was there.
    pub fn put_all(self, scores: &mut Vec<f32>) {
        self.today.scores_as_new(self.flow, scores);
        self.today.add_alike(self.alike, scores);
    }

    /// Those that reach what is kept are offered.
    pub fn offer_to(self, top: &mut Top) {
        let (together, more) = self.today.together.as_chunks::<LANES>();
        let ((flow, more_flow), (popular, more_popular)) = (self.flow.as_chunks(), self.today.popular.as_chunks());
        let lanes = together
            .iter()
            .zip(flow)
            .zip(popular)
            .map(|((together, flow), popular)| lanes_as_new(together, flow, popular));
        let rest = more
            .iter()
            .zip(more_flow)
            .zip(more_popular)
            .map(|((together, flow), popular)| as_new(*together, *flow, *popular));
        if self.alike.is_empty() {
            return top.offer_reaching(lanes, rest);
        }
        let (weight, (alike, more_alike)) = (self.today.alike, self.alike.as_chunks());
        let lanes = lanes.zip(alike).map(|(score, alike)| lanes_with(score, weight, alike));
        top.offer_reaching(lanes, rest.zip(more_alike).map(|(score, alike)| score + weight * alike));
    }
}

/// The score of an item that the person does not have, but for what it is alike to.
#[inline(always)]
fn as_new(together: f32, flow: f32, popular: f32) -> f32 {
    together * flow + 0.0 + popular
}

#[inline(always)]
fn lanes_as_new(together: &[f32; LANES], flow: &[f32; LANES], popular: &[f32; LANES]) -> [f32; LANES] {
    let mut scores = [0.0; LANES];
    for (((score, together), flow), popular) in scores.iter_mut().zip(together).zip(flow).zip(popular) {
        *score = as_new(*together, *flow, *popular);
    }
    scores
}

#[inline(always)]
fn lanes_with(mut scores: [f32; LANES], weight: f32, alike: &[f32; LANES]) -> [f32; LANES] {
    for (score, alike) in scores.iter_mut().zip(alike) {
        *score += weight * alike;
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_pieces_and_one_by_one_the_scores_are_the_same() {
        let numbers = |from: f32| (0..75).map(|at| from + (at * 7 % 11) as f32 / 8.0).collect::<Vec<f32>>();
        let season = Season { trend: numbers(0.1), lift_root: numbers(0.75) };
        let chosen = Chosen { rarity: 2.0, together_season: 3.0, again_season: 2.0, owned: 0.5, ..Chosen::default() };
        let (rarity, flow, alike) = (numbers(0.5), numbers(-1.0), numbers(0.0));
        let today = Today::of(&season, &rarity, &chosen, &Again::default());
        let (mut scores, mut with_alike) = (Vec::new(), vec![9.0; 80]);
        today.scores(&flow, &[(3, 0.25), (74, 0.75)], &mut scores);
        today.as_new(&flow, &alike).put_all(&mut with_alike);
        assert_eq!((scores.len(), with_alike.len()), (75, 75));
        for (item, score) in (0..75_u32).zip(&scores) {
            let (at, lift) = (item as usize, season.lift_root[item as usize]);
            assert_eq!(today.together[at], chosen.together * rarity[at] * rarity[at] * lift * lift * lift);
            assert_eq!(today.again(item), lift * lift);
            let likely = match item {
                3 => Some(0.25),
                74 => Some(0.75),
                _ => None,
            };
            assert_eq!(*score, today.terms(item, flow[at], likely).sum());
            let new = today.terms(item, flow[at], None).sum();
            assert_eq!(with_alike[at], new + chosen.alike * alike[at]);
        }
    }
}
