//! Off-policy estimates: what a policy would have been worth, from what another one drew and with which odds.
//!
//! With `w = odds now / odds then` of what was drawn (Horvitz and Thompson 1952; Dudik, Langford and Li 2011, "Doubly robust
//! policy evaluation and learning"; Swaminathan and Joachims 2015 for the self-normalised form):
//!
//! - IPS: the mean of `w r`. Right on average wherever the log drew everything that the policy draws; its spread is wide.
//! - SNIPS: the sum of `w r` over the sum of `w`. A little biased, less spread.
//! - DR: the mean of `sum of odds(a) q(x, a), and w (r - q(x, chosen))`. Right where the odds or the rewards `q` are.
//!
//! `q(x, a)` is the mean reward of `a` in `x`, pulled towards the mean of all by one decision's weight, and taken from the
//! other half of the log, so that no decision is foretold from itself.

use super::{Decision, OddsOf};
use std::collections::{BTreeMap, BTreeSet};

/// How many standard errors a 95 % interval reaches.
const Z_95: f64 = 1.959_963_984_540_054;

/// An estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value of a decision.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Estimate {
    /// The mean and its standard error.
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let value = values.iter().sum::<f64>() / n;
        let spread = values.iter().map(|one| (one - value).powi(2)).sum::<f64>() / (n - 1.0);
        Self { value, error: (spread / n).sqrt() }
    }

    /// Where it lies with a confidence of 95 %.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        (self.value - Z_95 * self.error, self.value + Z_95 * self.error)
    }
}

/// What was found of one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// By inverse propensities.
    pub ips: Estimate,
    /// The same, self-normalised.
    pub snips: Estimate,
    /// Doubly robust.
    pub dr: Estimate,
    /// As many decisions drawn by the policy itself would tell as much.
    pub effective: f64,
    /// The share of what the policy draws that the log drew too, in the same circumstances: below 1, the estimates leave
    /// the rest out.
    pub covered: f64,
}

/// Two policies side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// How many decisions there were.
    pub decisions: usize,
    /// What came of those, as they were drawn.
    pub logged: Estimate,
    /// The first policy.
    pub a: Judged,
    /// The second.
    pub b: Judged,
    /// By how much the second is better, decision by decision, by inverse propensities.
    pub ips_difference: Estimate,
    /// The same, doubly robust.
    pub dr_difference: Estimate,
}

/// Compares two policies on at least two logged decisions.
#[must_use]
pub fn compare(log: &[Decision], a: &OddsOf, b: &OddsOf) -> Compared {
    let rewards: Vec<f64> = log.iter().map(|decision| decision.reward).collect();
    let (a, b) = (Judging::of(log, a), Judging::of(log, b));
    let difference =
        |of: fn(&Judging) -> &[f64]| Estimate::of(&of(&a).iter().zip(of(&b)).map(|(a, b)| b - a).collect::<Vec<_>>());
    Compared {
        decisions: log.len(),
        logged: Estimate::of(&rewards),
        ips_difference: difference(|judging| &judging.ips),
        dr_difference: difference(|judging| &judging.dr),
        a: a.judged(&rewards),
        b: b.judged(&rewards),
    }
}

/// One policy on the log, decision by decision.
struct Judging {
    weights: Vec<f64>,
    ips: Vec<f64>,
    dr: Vec<f64>,
    covered: f64,
}

impl Judging {
    fn of(log: &[Decision], policy: &OddsOf) -> Self {
        let rewards = [Rewards::without(log, 0), Rewards::without(log, 1)];
        let mut drawn: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        log.iter().for_each(|one| {
            drawn.entry(one.context()).or_default().insert(&one.chosen);
        });
        let (mut weights, mut ips, mut dr, mut covered) = (Vec::new(), Vec::new(), Vec::new(), 0.0);
        for (at, one) in log.iter().enumerate() {
            let (context, rewards) = (one.context(), &rewards[at % 2]);
            let odds = policy.at(&context);
            let weight = odds.get(&one.chosen).copied().unwrap_or(0.0) / one.propensity;
            let foretold: f64 = odds.iter().map(|(name, odds)| odds * rewards.of(&context, name)).sum();
            let known = odds.iter().filter(|(name, _)| drawn[&context].contains(name.as_str()));
            covered += known.map(|(_, odds)| odds).sum::<f64>();
            weights.push(weight);
            ips.push(weight * one.reward);
            dr.push(foretold + weight * (one.reward - rewards.of(&context, &one.chosen)));
        }
        Self { weights, ips, dr, covered: covered / log.len() as f64 }
    }

    fn judged(&self, rewards: &[f64]) -> Judged {
        let total: f64 = self.weights.iter().sum();
        let squares: f64 = self.weights.iter().map(|weight| weight * weight).sum();
        let per = |sum: f64, by: f64| if by > 0.0 { sum / by } else { 0.0 };
        let value = per(self.ips.iter().sum(), total);
        let apart = self.weights.iter().zip(rewards).map(|(weight, reward)| (weight * (reward - value)).powi(2));
        Judged {
            ips: Estimate::of(&self.ips),
            snips: Estimate { value, error: per(apart.sum::<f64>().sqrt(), total) },
            dr: Estimate::of(&self.dr),
            effective: per(total * total, squares),
            covered: self.covered,
        }
    }
}

/// What came of each in each circumstances, in one half of a log.
struct Rewards {
    sums: BTreeMap<String, BTreeMap<String, (f64, f64)>>,
    mean: f64,
}

impl Rewards {
    /// Of all decisions but those of this half, 0 or 1: every other one.
    fn without(log: &[Decision], half: usize) -> Self {
        let mut sums: BTreeMap<String, BTreeMap<String, (f64, f64)>> = BTreeMap::new();
        let (mut sum, mut count) = (0.0, 0.0);
        for (_, one) in log.iter().enumerate().filter(|(at, _)| at % 2 != half) {
            let here = sums.entry(one.context()).or_default().entry(one.chosen.clone()).or_default();
            *here = (here.0 + one.reward, here.1 + 1.0);
            (sum, count) = (sum + one.reward, count + 1.0);
        }
        Self { sums, mean: if count > 0.0 { sum / count } else { 0.0 } }
    }

    fn of(&self, context: &str, name: &str) -> f64 {
        let (sum, count) = self.sums.get(context).and_then(|here| here.get(name)).copied().unwrap_or_default();
        (sum + self.mean) / (count + 1.0)
    }
}
