//! What an import did, in counts.

use crate::files::{Bad, BadReason};
use domain::EventOutcome;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// How many row numbers are remembered for each reason.
const ROWS_SHOWN_MAX: usize = 5;

/// Rows that were left out for one reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BadRows {
    /// How many.
    pub count: u64,
    /// Where the first of them stand.
    pub first: Vec<RowAt>,
    /// Whether they are sound and were left out on purpose.
    pub by_design: bool,
}

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAt {
    /// In which file, where there are several.
    pub file: Option<PathBuf>,
    /// Its number, from 1; a header is no row.
    pub row: u64,
}

impl fmt::Display for RowAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{} row {}", file.display(), self.row),
            None => write!(f, "row {}", self.row),
        }
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows read, of events and of items, the bad ones too.
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
    /// How many of all these are of items that the catalog lacks: they count for nothing until it has them.
    pub lacking: u64,
    /// Items put into the catalog.
    pub items: u64,
    /// People in the files.
    pub people: u64,
    /// Rows that were left out, by reason.
    pub left_out: BTreeMap<BadReason, BadRows>,
}

impl Imported {
    pub(super) fn leave_out(&mut self, bad: Bad, at: RowAt) {
        let rows = self.left_out.entry(bad.reason).or_default();
        rows.count += 1;
        rows.by_design = bad.reason.is_by_design();
        if rows.first.len() < ROWS_SHOWN_MAX {
            rows.first.push(at);
        }
    }

    /// How many of the rows that were left out are bad.
    pub(super) fn bad(&self) -> u64 {
        self.left_out.values().filter(|rows| !rows.by_design).map(|rows| rows.count).sum()
    }

    /// The first bad row of each reason, and the reason.
    pub(super) fn bad_rows(&self) -> String {
        let bad = self.left_out.iter().filter(|(_, rows)| !rows.by_design);
        let told: Vec<_> =
            bad.flat_map(|(reason, rows)| rows.first.first().map(|at| format!("{at}: {reason}"))).collect();
        told.join("; ")
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
