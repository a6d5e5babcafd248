//! What an import did, in counts.

use crate::files::{Bad, BadReason};
use domain::EventOutcome;
use std::collections::BTreeMap;

/// How many row numbers are remembered for each reason.
const ROWS_SHOWN_MAX: usize = 5;

/// Rows that were left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadRows {
    /// How many.
    pub count: u64,
    /// The numbers of the first of them, from 1.
    pub first: Vec<u64>,
    /// Whether they are sound and were left out on purpose.
    pub by_design: bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows read.
    pub rows: u64,
    /// Events kept.
    pub events: u64,
    /// Events that were kept before.
    pub duplicates: u64,
    /// Events whose name was taken by others.
    pub mismatched: u64,
    /// Events that are not kept, since nobody agreed to any use of them.
    pub no_consent: u64,
    /// Events of nobody in particular, which count for what is popular.
    pub anonymous: u64,
    /// Items put into the catalog.
    pub items: u64,
    /// People in the files.
    pub people: u64,
    /// Rows that were left out, by reason.
    pub left_out: BTreeMap<BadReason, BadRows>,
}

impl Imported {
    pub(super) fn leave_out(&mut self, bad: Bad) {
        let rows = self.left_out.entry(bad.reason).or_default();
        rows.count += 1;
        rows.by_design = bad.reason.is_by_design();
        if rows.first.len() < ROWS_SHOWN_MAX {
            rows.first.push(bad.row);
        }
    }

    pub(super) fn count(&mut self, outcome: EventOutcome) {
        match outcome {
            EventOutcome::Accepted => self.events += 1,
            EventOutcome::Duplicate => self.duplicates += 1,
            EventOutcome::Mismatch => self.mismatched += 1,
            EventOutcome::NoConsent | EventOutcome::TimeOutOfRange => self.no_consent += 1,
        }
    }

    pub(super) fn count_anonymous(&mut self, outcome: EventOutcome) {
        match outcome {
            EventOutcome::Accepted => self.anonymous += 1,
            _ => self.duplicates += 1,
        }
    }
}
