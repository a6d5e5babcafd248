//! Parts of the people in a large file: each reading of it takes in some of them as a whole.
//!
//! A file is in order of time, so everybody stands all over it. Taken in as it comes, each step would open, seal and write nearly
//! everybody anew. So where a file has more rows than a step takes, its people are split into parts by dice, and it is read
//! once for each part.

use crate::files::{AskedFor, Row};
use domain::SubjectId;
use std::hash::{BuildHasher, RandomState};

/// How many rows are taken in together at most: each such step is durable before the next. About 100 MB.
const ROWS_PER_STEP: usize = 500_000;
/// Into how many parts the people of a file are split at most: reading a row that is not asked for costs about half a
/// microsecond, opening a person once more about thirty.
const PARTS_MAX: u64 = 6;

/// What has to be left of the files, as a share of what was read, for a second reading to be worth it.
const LEFT_SHARE: u64 = 4;

/// How much is taken in at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Portions {
    /// Rows of a step.
    pub(super) rows_per_step: usize,
    /// Parts at most.
    pub(super) parts_max: u64,
}

impl Default for Portions {
    fn default() -> Self {
        Self { rows_per_step: ROWS_PER_STEP, parts_max: PARTS_MAX }
    }
}

/// The parts of one import, and which of them it is at.
pub(super) struct Parts {
    portions: Portions,
    /// Whether nobody was taken in yet, so that people can still be split.
    open: bool,
    count: u64,
    /// From 1; 0 before the first.
    at: u64,
    dice: RandomState,
}

impl Parts {
    /// One part, until a step is full.
    pub(super) fn of(portions: Portions) -> Self {
        Self { portions, open: true, count: 1, at: 0, dice: RandomState::new() }
    }

    /// Goes on to the next part; false where there is none.
    pub(super) const fn begin(&mut self) -> bool {
        self.at += 1;
        self.at <= self.count
    }

    /// Whether it is the first, with which goes what is of no person.
    pub(super) const fn is_first(&self) -> bool {
        self.at <= 1
    }

    pub(super) const fn rows_per_step(&self) -> usize {
        self.portions.rows_per_step
    }

    /// Whether a row is of this part, of a reader that was told who is.
    pub(super) const fn has(&self, row: &Row) -> bool {
        match row {
            Row::Event { subject: Some(_), .. } => true,
            Row::Event { subject: None, .. } | Row::Item(_) => self.is_first(),
            Row::Other => false,
        }
    }

    /// Whether a person is of this part.
    pub(super) fn has_person(&self, who: &SubjectId) -> bool {
        self.count == 1 || is_of((&self.dice, self.count), who, self.at)
    }

    /// Who is of this part, for a reader; `None` where everybody is.
    pub(super) fn wanted(&self) -> Option<AskedFor> {
        let (dice, count, at) = (self.dice.clone(), self.count, self.at);
        (count > 1).then(|| -> AskedFor { Box::new(move |who| is_of((&dice, count), who, at)) })
    }

    /// A step is full, with so many rows of people: splits them by how much of the files was read until then. False where they
    /// stay as they are: they are split already, some were taken in, the step is full of something else, or nearly everything
    /// was read.
    pub(super) fn split(&mut self, (bytes, bytes_total): (u64, u64), of_people: usize) -> bool {
        let left = bytes_total.saturating_sub(bytes);
        if self.open && of_people * 2 >= self.portions.rows_per_step && left > bytes / LEFT_SHARE {
            self.open = false;
            self.count = bytes_total.div_ceil(bytes.max(1)).clamp(1, self.portions.parts_max);
            return self.count > 1;
        }
        false
    }

    /// A step is taken in, with so many rows of people: nobody who was in it is to be read again.
    pub(super) const fn takes(&mut self, of_people: usize) {
        self.open = self.open && of_people == 0;
    }

    /// How far all of it is, by how far this reading is.
    pub(super) const fn progress(&self, (bytes, bytes_total): (u64, u64)) -> (u64, u64) {
        (self.at.saturating_sub(1) * bytes_total + bytes, self.count * bytes_total)
    }
}

/// Whether a person is of the part of this number, from 1, of so many.
fn is_of((dice, count): (&RandomState, u64), who: &SubjectId, at: u64) -> bool {
    dice.hash_one(who.as_str()) % count == at - 1
}
