//! The log of a slot or an experiment, without anybody in it: out of what people let be counted, in no order of time.

use crate::{AppError, Shop};
use domain::{DrawFor, Outcome, Reason, Trial, UnixTime};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use vault::Release;

/// The circumstances of a decision, and what somebody takes.
type Where = (String, String);
/// What was drawn, its odds in millionths, and what came of it, as far as it goes.
type Line = (String, u32, u8);

/// A log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// One JSON document each, sorted: which of them are one person's can not be told.
    pub lines: Vec<String>,
    /// What is not in it.
    pub withheld: Withheld,
}

/// What a log keeps back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Decisions in circumstances that too few people shared.
    pub decisions: usize,
}

/// What everybody adds up to: of each slot and experiment, who was where (how many), and what was drawn there.
#[derive(Default)]
struct All(BTreeMap<(DrawFor, String), BTreeMap<u32, BTreeMap<Where, Here>>>);

#[derive(Default)]
struct Here {
    people: u64,
    lines: Vec<Line>,
}

impl Release for All {
    fn reasons(&self) -> Vec<Reason> {
        Vec::new()
    }
}

impl Shop {
    /// The log of a slot or an experiment, of its version now. Decisions in circumstances that fewer people shared than the
    /// policy asks for are kept back.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such thing, [`AppError::Vault`] when the ground fails.
    pub fn decisions_log(&self, now: UnixTime, of: DrawFor, name: &str) -> Result<Logged, AppError> {
        let (version, goal) = match of {
            DrawFor::Slot => self.slot(name).map(|slot| (slot.version, slot.goal))?,
            DrawFor::Experiment => self.experiment(name).map(|found| (found.version, Outcome::Clicked))?,
        };
        let all = self.vault.at(now).count(All::default, add, merge)?.into_value();
        let mut logged = Logged::default();
        let found = all.0.get(&(of, name.to_owned())).and_then(|versions| versions.get(&version));
        for ((cell, leaning), here) in found.into_iter().flatten() {
            if here.people < self.people_min() {
                logged.withheld.decisions += here.lines.len();
                continue;
            }
            let line = |(chosen, propensity, outcome): &Line| {
                let reward = u8::from(*outcome >= least(goal));
                let propensity = f64::from(*propensity) / f64::from(domain::ODDS_TOTAL);
                json!({ "cell": cell, "leaning": leaning, "chosen": chosen, "propensity": propensity, "reward": reward })
            };
            logged.lines.extend(here.lines.iter().map(|one| line(one).to_string()));
        }
        logged.lines.sort_unstable();
        Ok(logged)
    }
}

/// How far it went.
const fn reach(outcome: Option<Outcome>) -> u8 {
    match outcome {
        None | Some(Outcome::Nothing) => 0,
        Some(Outcome::Clicked) => 1,
        Some(Outcome::Converted) => 2,
    }
}

/// How far it has to go for a goal.
const fn least(goal: Outcome) -> u8 {
    if matches!(goal, Outcome::Converted) { 2 } else { 1 }
}

fn add(all: &mut All, trials: &[Trial]) {
    let mut met = BTreeSet::new();
    for trial in trials {
        let what = (trial.of, trial.name.clone());
        let place = (trial.cell.clone(), trial.leaning.clone());
        let first = met.insert((what.clone(), trial.version, place.clone()));
        let here = all.0.entry(what).or_default().entry(trial.version).or_default().entry(place).or_default();
        here.people += u64::from(first);
        here.lines.push((trial.chosen.clone(), trial.propensity, reach(trial.outcome)));
    }
}

fn merge(mut a: All, b: All) -> All {
    for (what, versions) in b.0 {
        for (version, places) in versions {
            for (place, here) in places {
                let into = a.0.entry(what.clone()).or_default().entry(version).or_default().entry(place).or_default();
                into.people += here.people;
                into.lines.extend(here.lines);
            }
        }
    }
    a
}
