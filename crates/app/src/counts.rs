//! The counts of what worked: summed anew from everybody who allows it, never added to, so that nobody's part sticks.

use crate::{AppError, Shop};
use arc_swap::ArcSwapOption;
use domain::UnixTime;
use engine::Tally;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The counts in use, and whether they are still the right ones.
#[derive(Default)]
pub(crate) struct Counts {
    tally: ArcSwapOption<Tally>,
    /// Something was decided or told since.
    grown: AtomicBool,
    /// Somebody said something, was forgotten or merged since.
    left: AtomicBool,
    /// One sum at a time, so that an older one never takes the place of a newer one.
    summing: Mutex<()>,
}

/// Whether counting is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountsDue {
    /// Nothing happened.
    No,
    /// There is more to count.
    Sometime,
    /// Somebody may have to leave the counts.
    Now,
}

// === impl Counts ===

impl Counts {
    /// There is more to count.
    pub(crate) fn grew(&self) {
        self.grown.store(true, Ordering::Release);
    }

    /// Somebody may have to leave the counts.
    pub(crate) fn somebody_left(&self) {
        self.left.store(true, Ordering::Release);
    }
}

impl Shop {
    /// Whether counting is due.
    #[must_use]
    pub fn counts_due(&self) -> CountsDue {
        let counts = &self.counts;
        match (counts.left.load(Ordering::Acquire), counts.grown.load(Ordering::Acquire)) {
            // Counts that nobody has asked for hold nobody.
            _ if counts.tally.load().is_none() => CountsDue::No,
            (true, _) => CountsDue::Now,
            (false, true) => CountsDue::Sometime,
            (false, false) => CountsDue::No,
        }
    }

    /// Sums the counts of what worked anew.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; the old counts serve on, and counting stays due.
    pub fn count(&self, now: UnixTime) -> Result<Arc<Tally>, AppError> {
        // The lock guards no data of its own.
        let _summing = self.counts.summing.lock().unwrap_or_else(PoisonError::into_inner);
        let (grown, left) = (&self.counts.grown, &self.counts.left);
        // Taken back before anybody is read: what happens meanwhile is counted the next time.
        let before = (grown.swap(false, Ordering::AcqRel), left.swap(false, Ordering::AcqRel));
        let summed = self.vault.at(now).count(Tally::default, Tally::add, Tally::merged);
        if summed.is_err() {
            grown.fetch_or(before.0, Ordering::AcqRel);
            left.fetch_or(before.1, Ordering::AcqRel);
        }
        let tally = Arc::new(summed?.into_value());
        self.counts.tally.store(Some(Arc::clone(&tally)));
        Ok(tally)
    }

    /// The counts as they were summed the last time; summed now where they never were.
    pub(crate) fn tally(&self, now: UnixTime) -> Result<Arc<Tally>, AppError> {
        match self.counts.tally.load_full() {
            Some(tally) => Ok(tally),
            None => self.count(now),
        }
    }

    /// The counts as they are.
    pub(crate) fn tally_now(&self, now: UnixTime) -> Result<Arc<Tally>, AppError> {
        match self.counts_due() {
            CountsDue::No => self.tally(now),
            CountsDue::Sometime | CountsDue::Now => self.count(now),
        }
    }
}
