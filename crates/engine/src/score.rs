//! The sum that ranks an item: together + again + popular + disliked + alike. Learning tries its weights on the very same sum that serves.

use crate::again::Again;
use crate::model::{Chosen, Rows};
use crate::past::Past;
use crate::season::Season;
use crate::wide::wide;
use domain::{DAY_SECONDS, UnixTime};

/// How much a look counts for, where a purchase counts one.
pub(crate) const LOOK_WEIGHT: f64 = 0.1;

/// How much a bad rating speaks against what goes with the item, where a purchase speaks one for it.
pub(crate) const DISLIKE_WEIGHT: f32 = 0.5;

/// How much more an act of the visit in progress counts for than one of the same day before.
pub(crate) const VISIT_WEIGHT: f64 = 2.0;
/// How far apart two acts of the visit in progress may be, and the last of them from now.
pub(crate) const VISIT_SECONDS: i64 = 30 * 60;

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
    pub again: Vec<f32>,
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

    /// How alike each item is to the one of the person's own that it is the most alike to, as far as that one speaks;
    /// nothing for what they have, and empty where nothing is alike. The most and not the sum, so that many things of
    /// one kind do not fill a page with more of it.
    pub fn alike(&self, rows: &Rows, disliked: &[u32], alike: &mut Vec<f32>) {
        alike.clear();
        if rows.len() == 0 {
            return;
        }
        for (own, speaks) in self.inputs.iter().filter(|(own, _)| disliked.binary_search(own).is_err()) {
            for (item, cosine) in rows.row(*own).iter() {
                if alike.is_empty() {
                    alike.resize(rows.items(), 0.0);
                }
                let most = &mut alike[item as usize];
                *most = most.max(speaks * cosine);
            }
        }
        if !alike.is_empty() {
            self.owned.iter().for_each(|(item, _)| alike[*item as usize] = 0.0);
        }
    }

    /// Whether the person has an item.
    pub fn owns(&self, item: u32) -> bool {
        self.owned.binary_search_by_key(&item, |(own, _)| *own).is_ok()
    }
}

/// Multiplies by a power of each root, as many times as it says. By repeated multiplication: the same bits everywhere.
fn lift(lifted: &mut [f32], roots: &[f32], times: f32) {
    for _ in 0..times as u32 {
        wide(|| lifted.iter_mut().zip(roots).for_each(|(power, root)| *power *= root));
    }
}

/// Everything the same.
fn fill(list: &mut Vec<f32>, len: usize, value: f32) {
    list.clear();
    list.resize(len, value);
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
        fill(&mut self.together, rarity.len(), chosen.together);
        lift(&mut self.together, rarity, chosen.rarity);
        lift(&mut self.together, &season.lift_root, chosen.together_season);
        fill(&mut self.again, rarity.len(), 1.0);
        lift(&mut self.again, &season.lift_root, chosen.again_season);
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
                again: self.again[item] * likely,
                popular: self.owned * popular,
                disliked: 0.0,
                alike: 0.0,
            },
        }
    }

    /// What items that the person did not like take from an item; `flow` is what they add up to for it.
    pub fn disliked(&self, item: u32, flow: f32) -> f32 {
        (-DISLIKE_WEIGHT * self.together[item as usize] * flow).min(0.0)
    }

    /// Adds what is alike to each score; see [`Person::alike`].
    pub fn add_alike(&self, alike: &[f32], scores: &mut [f32]) {
        wide(|| scores.iter_mut().zip(alike).for_each(|(score, alike)| *score += self.alike * alike));
    }

    /// The score of every item, with nothing for items that are no candidates.
    pub fn scores(&self, flow: &[f32], owned: &[(u32, f32)], scores: &mut Vec<f32>) {
        self.scores_as_new(flow, scores);
        owned.iter().for_each(|own| scores[own.0 as usize] = self.score_of_owned(flow, own));
    }

    /// As [`Today::scores`], those of items that the person has in a list of their own: in the other they are no candidates.
    pub fn scores_apart(&self, flow: &[f32], owned: &[(u32, f32)], scores: &mut Vec<f32>, apart: &mut Vec<(u32, f32)>) {
        self.scores_as_new(flow, scores);
        apart.clear();
        for own in owned {
            scores[own.0 as usize] = f32::NEG_INFINITY;
            if self.owned_too {
                apart.push((own.0, self.score_of_owned(flow, own)));
            }
        }
    }

    /// The scores if the person had nothing.
    fn scores_as_new(&self, flow: &[f32], scores: &mut Vec<f32>) {
        scores.clear();
        let terms = self.together.iter().zip(flow).zip(&self.popular);
        wide(|| scores.extend(terms.map(|((together, flow), popular)| together * flow + 0.0 + popular)));
    }

    fn score_of_owned(&self, flow: &[f32], (item, likely): &(u32, f32)) -> f32 {
        match self.owned_too {
            true => self.terms(*item, flow[*item as usize], Some(*likely)).sum(),
            false => f32::NEG_INFINITY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apart_and_together_the_scores_are_the_same() {
        let again = vec![1.0, 0.5, 2.0, 1.0];
        let mut today = Today {
            together: vec![0.4, 0.3, 0.2, 0.1],
            again,
            popular: vec![0.1; 4],
            alike: 0.0,
            owned: 0.5,
            owned_too: true,
        };
        let (flow, owned) = ([1.0, 2.0, 3.0, 4.0], [(1, 0.25), (3, 0.75)]);
        for owned_too in [true, false] {
            today.owned_too = owned_too;
            let (mut scores, mut new, mut apart) = (Vec::new(), Vec::new(), vec![(9, 9.0)]);
            today.scores(&flow, &owned, &mut scores);
            today.scores_apart(&flow, &owned, &mut new, &mut apart);
            assert_eq!([new[1], new[3]], [f32::NEG_INFINITY; 2], "no candidate of the new ones");
            assert_eq!(apart.len(), if owned_too { 2 } else { 0 });
            apart.iter().for_each(|(item, score)| new[*item as usize] = *score);
            assert_eq!(new, scores);
        }
    }
}
