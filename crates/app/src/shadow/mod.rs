//! Compares two policies on logged decisions: what would have come of each, had it drawn instead.

mod estimate;
mod log;

#[cfg(test)]
mod tests;

pub use estimate::{Compared, Estimate, Judged, compare};
pub use log::{Logged, Withheld};

use crate::AppError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How far the odds of a policy may add up beside one.
const ODDS_SLACK: f64 = 1e-6;
/// Most decisions that one log may hold.
pub const LOGGED_MAX: usize = 10_000_000;
/// Largest policy file, in bytes.
const POLICY_BYTES_MAX: usize = 1 << 20;

/// One logged decision, as a line of a log has it. Nobody is in it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The circumstances that counted.
    #[serde(default)]
    pub cell: String,
    /// The kind of things that the person takes the most.
    #[serde(default)]
    pub leaning: String,
    /// What was drawn.
    pub chosen: String,
    /// How likely it was, above 0 and at most 1.
    pub propensity: f64,
    /// What came of it; 1 for a success, 0 for none.
    pub reward: f64,
}

impl Decision {
    /// What a policy may go by.
    fn context(&self) -> String {
        match self.leaning.as_str() {
            "" => self.cell.clone(),
            leaning => format!("{}|{leaning}", self.cell),
        }
    }

    fn is_sound(&self) -> bool {
        self.propensity > 0.0 && self.propensity <= 1.0 && self.reward.is_finite()
    }
}

/// With which odds a policy draws what, anywhere and in particular circumstances.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OddsOf {
    odds: BTreeMap<String, f64>,
    #[serde(default)]
    cells: BTreeMap<String, BTreeMap<String, f64>>,
}

impl OddsOf {
    /// Reads a policy: a JSON document `{"odds": {"tea": 0.5, ..}, "cells": {"device=phone": {..}}}`.
    ///
    /// # Errors
    /// [`AppError::File`], where it is none, or odds do not add up to one.
    pub fn read(bytes: &[u8]) -> Result<Self, AppError> {
        let wrong = || AppError::File("a policy is {\"odds\": {NAME: SHARE, ..}, \"cells\": {CELL: {..}}}".to_owned());
        let small = bytes.len() <= POLICY_BYTES_MAX;
        let read: Self = small.then(|| serde_json::from_slice(bytes).ok()).flatten().ok_or_else(wrong)?;
        let adds_up = |odds: &BTreeMap<String, f64>| {
            odds.values().all(|odds| *odds >= 0.0) && (odds.values().sum::<f64>() - 1.0).abs() <= ODDS_SLACK
        };
        match std::iter::once(&read.odds).chain(read.cells.values()).all(adds_up) {
            true => Ok(read),
            false => Err(AppError::File("the odds of a policy are none below 0, and add up to 1".to_owned())),
        }
    }

    /// The odds in these circumstances.
    fn at(&self, context: &str) -> &BTreeMap<String, f64> {
        self.cells.get(context).unwrap_or(&self.odds)
    }
}

/// Reads a log: one JSON document a line.
///
/// # Errors
/// [`AppError::File`] with the number of the first line that is none, or of more than [`LOGGED_MAX`].
pub fn read_log(text: &str) -> Result<Vec<Decision>, AppError> {
    let wrong = |at: usize| AppError::File(format!("line {} is no logged decision", at + 1));
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line): (usize, &str)| {
        let decision: Option<Decision> = serde_json::from_str(line).ok().filter(Decision::is_sound);
        decision.filter(|_| at < LOGGED_MAX).ok_or_else(|| wrong(at))
    };
    let all: Vec<_> = lines.map(read).collect::<Result<_, _>>()?;
    if all.len() < 2 {
        return Err(AppError::File("a log of two decisions is the least that can be compared on".to_owned()));
    }
    Ok(all)
}
