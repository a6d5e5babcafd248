//! How far two models are apart that were made of the same people, the one by following every change, the other at once.

use super::{Model, Rows, digest};

/// How far the inverses of two models may be apart, as a share of their scale, for the models to be equal.
pub const INVERSE_APART_MAX: f64 = 1e-12;
/// How far the weights of two items may be apart: a few of the last digits of what is kept of them.
const WEIGHTS_APART_MAX: f32 = 1e-6;

/// How far two models are apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Whether all whole numbers are equal, to the last bit.
    pub sums_equal: bool,
    /// Whether all else is equal to the last bit but what comes of the inverse.
    pub rest_equal: bool,
    /// How far the inverses are apart, as a share of their scale; not a number where they are over other items.
    pub inverse: f64,
    /// How far the weights of what goes together are apart.
    pub weights: f32,
}

impl Difference {
    /// Whether the two are equal: the whole numbers to the last bit, the inverse as closely as [`INVERSE_APART_MAX`] says.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.sums_equal && self.rest_equal && self.inverse <= INVERSE_APART_MAX && self.weights <= WEIGHTS_APART_MAX
    }
}

impl Model {
    /// How far another model is from this one.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Difference {
        let (here, there) = (&self.parts, &other.parts);
        Difference {
            sums_equal: here.frame.sums == there.frame.sums,
            rest_equal: digest::of_exact(here) == digest::of_exact(there),
            inverse: apart(&here.frame.probed, &there.frame.probed),
            weights: weights_apart(&here.rows, &there.rows),
        }
    }
}

fn apart(here: &[f64], there: &[f64]) -> f64 {
    if here.len() != there.len() {
        return f64::NAN;
    }
    let scale = here.iter().fold(0.0, |most: f64, cell| most.max(cell.abs()));
    let most = here.iter().zip(there).fold(0.0, |most: f64, (here, there)| most.max((here - there).abs()));
    if most == 0.0 { 0.0 } else { most / scale }
}

fn weights_apart(here: &Rows, there: &Rows) -> f32 {
    if here.items() != there.items() {
        return f32::INFINITY;
    }
    let one_way = |from: &Rows, to: &Rows, item: u32| {
        // Of a row that is cut another of two entries may have been cut that are as strong.
        let weakest = to.row(item).iter().fold(f32::INFINITY, |least, (_, weight)| least.min(weight.abs()));
        let off = |(other, weight): (u32, f32)| match to.row(item).weight(other) {
            0.0 if to.are_cut() && weakest.is_finite() => (weight.abs() - weakest).max(0.0),
            there => (weight - there).abs(),
        };
        from.row(item).iter().map(off).fold(0.0, f32::max)
    };
    let both = |item: u32| one_way(here, there, item).max(one_way(there, here, item));
    (0..here.items() as u32).map(both).fold(0.0, f32::max)
}
