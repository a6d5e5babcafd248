//! Odds by what worked: each variant as likely as it is to be the best, and never below its share of exploring.
//!
//! This is Thompson sampling (Thompson 1933; Russo et al. 2018, "A tutorial on Thompson sampling", section 3) with a Beta
//! posterior for each variant and the prior Beta(1, 1). The tutorial draws a rate for each variant and takes the best; here
//! the chance of each to be that best is worked out, and one lot is drawn by it. It is the same rule, with two things more:
//! the odds are known, so that they can stand in a receipt and serve off-policy estimates, and they can be bounded.

use domain::ODDS_TOTAL;

/// Points for each variant between which its posterior is taken as a straight line.
const POINTS: u32 = 33;
/// How far they reach from the mean, in standard deviations.
const REACH: f64 = 6.0;

/// How likely each is to have the highest rate, given (reached, trials) of each; they add up to one. Empty for none.
///
/// `P(i is best) = integral of f_i(x) times the product over j != i of F_j(x)`, by the trapezoidal rule on the points of all.
#[must_use]
pub fn best(counts: &[(u64, u64)]) -> Vec<f64> {
    let posteriors: Vec<Beta> = counts.iter().map(|(reached, trials)| Beta::after(*reached, *trials)).collect();
    let points = points(&posteriors);
    let curves: Vec<Curve> = posteriors.iter().map(|posterior| Curve::of(posterior, &points)).collect();
    // The logarithm of the product of all: one division for each variant instead of a product.
    let together: Vec<f64> =
        (0..points.len()).map(|at| curves.iter().map(|curve| curve.below[at].ln()).sum()).collect();
    let is_best = |curve: &Curve| {
        let height = |at: usize| curve.density[at] * (together[at] - curve.below[at].ln()).exp();
        (1..points.len()).map(|at| (points[at] - points[at - 1]) * (height(at - 1) + height(at)) / 2.0).sum::<f64>()
    };
    let chances: Vec<f64> = curves.iter().map(is_best).collect();
    let total: f64 = chances.iter().sum();
    chances.iter().map(|chance| if total > 0.0 { chance / total } else { 1.0 / counts.len() as f64 }).collect()
}

/// The odds in millionths: `explore_percent` of them spread evenly, the rest by these chances; they add up to
/// [`ODDS_TOTAL`] exactly.
#[must_use]
pub fn odds(chances: &[f64], explore_percent: u8) -> Vec<u32> {
    let explore = f64::from(explore_percent.min(100)) / 100.0;
    let even = explore / chances.len() as f64;
    let wanted: Vec<f64> =
        chances.iter().map(|chance| f64::from(ODDS_TOTAL) * (even + (1.0 - explore) * chance)).collect();
    let mut odds: Vec<u32> = wanted.iter().map(|wanted| wanted.floor() as u32).collect();
    // What the cuts left over goes to those that lost the most by them, of equals to the first.
    let mut by_loss: Vec<usize> = (0..odds.len()).collect();
    by_loss.sort_by(|a, b| (wanted[*b] - wanted[*b].floor()).total_cmp(&(wanted[*a] - wanted[*a].floor())));
    let left = ODDS_TOTAL.saturating_sub(odds.iter().sum());
    by_loss.iter().cycle().take(left.min(odds.len() as u32 * 2) as usize).for_each(|at| odds[*at] += 1);
    odds
}

/// A Beta distribution.
struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// What is believed of a rate after so many trials of which so many reached the goal.
    fn after(reached: u64, trials: u64) -> Self {
        Self { a: 1.0 + reached as f64, b: 1.0 + trials.saturating_sub(reached) as f64 }
    }

    fn points(&self) -> impl Iterator<Item = f64> {
        let (sum, mean) = (self.a + self.b, self.a / (self.a + self.b));
        let deviation = (mean * (1.0 - mean) / (sum + 1.0)).sqrt();
        let (from, to) = ((mean - REACH * deviation).max(0.0), (mean + REACH * deviation).min(1.0));
        (0..POINTS).map(move |at| from + (to - from) * f64::from(at) / f64::from(POINTS - 1))
    }

    /// The density but for a factor, and its logarithm for scale.
    fn log_height(&self, x: f64) -> f64 {
        let part = |exponent: f64, of: f64| if exponent == 0.0 { 0.0 } else { exponent * of.ln() };
        part(self.a - 1.0, x) + part(self.b - 1.0, 1.0 - x)
    }
}

/// The points of all, each once, in order, with the two ends of the line.
fn points(posteriors: &[Beta]) -> Vec<f64> {
    let mut points: Vec<f64> = posteriors.iter().flat_map(Beta::points).chain([0.0, 1.0]).collect();
    points.sort_by(f64::total_cmp);
    points.dedup();
    points
}

/// A density and its distribution, at the points.
struct Curve {
    density: Vec<f64>,
    /// Never zero, so that it has a logarithm.
    below: Vec<f64>,
}

impl Curve {
    fn of(posterior: &Beta, points: &[f64]) -> Self {
        let logs: Vec<f64> = points.iter().map(|x| posterior.log_height(*x)).collect();
        let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut density: Vec<f64> = logs.iter().map(|log| (log - highest).exp()).collect();
        let mut below = vec![0.0; points.len()];
        for at in 1..points.len() {
            below[at] = below[at - 1] + (points[at] - points[at - 1]) * (density[at - 1] + density[at]) / 2.0;
        }
        let total = below.last().copied().unwrap_or(1.0);
        density.iter_mut().for_each(|density| *density /= total);
        below.iter_mut().for_each(|below| *below = (*below / total).max(f64::MIN_POSITIVE));
        Self { density, below }
    }
}
