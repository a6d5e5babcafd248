//! The statistic that follows what people change, in memory, and the model that is made of it again and again.
//!
//! # Invariants
//! - Who withdraws is out of the sums before the withdrawal is durable, and out of the model that serves with the next
//!   settling. Settling never tries weights and never reads people who did not change, but for items outside the head.
//! - A model that was settled never takes the place of one of a later lesson.

#[cfg(test)]
mod tests;

use crate::{AppError, Shop, kept};
use domain::{DAY_SECONDS, Train, UnixTime};
use engine::{Catalog, Extract, Live, Model, Near, Statistic};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vault::{Moment, Tally, VaultError};

/// When one in so many people who teach has changed, a whole lesson is due: weights that were chosen for others may not be
/// the best any more.
pub const CHANGED_SHARE: usize = 10;
/// When one in so many items of the regression would be others, a whole lesson is due.
pub const HEAD_MOVED_SHARE: usize = 100;
/// A lesson is due when something changed and the last one is so old.
pub const LESSON_SECONDS_MAX: i64 = DAY_SECONDS;

/// What follows.
pub(crate) struct Following {
    tally: Tally,
    statistic: Kept,
    live: Live,
    /// The catalog that it was counted over, or a later one that teaches the same.
    catalog: Arc<Catalog>,
    /// How many people taught the whole lesson.
    people: usize,
    head_moved: usize,
    /// How often somebody had been taken out when the model was made that serves.
    served: u64,
    /// What goes with items outside the head, where it was counted with everybody.
    near: Option<Near>,
}

/// What a settling did.
#[derive(Clone, Debug, PartialEq)]
pub struct Settling {
    /// How many people were counted again.
    pub counted: usize,
    /// How many people teach the model that serves now.
    pub people: u32,
    /// How far the inverse is off that followed, as a share of its scale; `None` where it was worked out anew.
    pub drift: Option<f64>,
}

impl Following {
    /// Follows what was counted.
    pub fn of(tally: Tally, statistic: Kept, catalog: Arc<Catalog>, (live, near): (Live, Near)) -> Self {
        let people = lock(&statistic).people() as usize;
        Self { tally, statistic, live, catalog, people, head_moved: 0, served: 0, near: Some(near) }
    }

    /// The model of the sums as they are.
    pub fn model(
        &mut self,
        moment: Moment<'_>,
        floor: NonZeroU32,
        memory_bytes: u64,
    ) -> Result<(Model, Option<f64>), AppError> {
        let served = self.tally.taken_out();
        // What was counted with everybody has those in it who were taken out since.
        let counted = self.near.take().filter(|_| served == 0);
        let extract = self.live.extract(&mut lock(&self.statistic));
        let near = counted.map_or_else(|| near(moment, (&self.tally, floor), &extract), Ok)?;
        let about = (&*self.catalog, memory_bytes);
        let settled = self.live.build(extract, near, about, &mut |work| work(&mut lock(&self.statistic)));
        (self.served, self.head_moved) = (served, settled.head_moved);
        Ok((settled.model, settled.drift))
    }

    /// Whether the sums can be relied on.
    fn holds(&self) -> bool {
        !self.tally.turnout().lost
    }

    /// Goes on with a newer catalog where it teaches the same: prices alone make no lesson due.
    fn keep_up(&mut self, catalog: Arc<Catalog>) {
        if self.catalog.teaches_as(&catalog) {
            self.catalog = catalog;
        }
    }

    /// Whether only a whole lesson brings the model up to date.
    fn is_behind(&self, now: UnixTime, catalog: &Catalog) -> bool {
        let turnout = self.tally.turnout();
        let head = self.head_moved * HEAD_MOVED_SHARE;
        turnout.lost
            || !self.catalog.teaches_as(catalog)
            || turnout.changed * CHANGED_SHARE > self.people
            || now.since(self.tally.since()) > LESSON_SECONDS_MAX
            || (head > 0 && head >= self.live.head_len())
    }
}

/// Sums that a tally keeps current.
pub(crate) type Kept = Arc<Mutex<Statistic>>;

/// Lets a tally keep sums current from here on. None where somebody changed while they were counted.
pub(crate) fn keep(tally: &Tally, statistic: Statistic) -> Option<Kept> {
    let statistic = Arc::new(Mutex::new(statistic));
    let kept: Arc<Mutex<dyn vault::Sums>> = Arc::<Mutex<Statistic>>::clone(&statistic);
    tally.keep(kept).then_some(statistic)
}

// A panic that left the sums half changed has lost their tally.
fn lock(statistic: &Mutex<Statistic>) -> MutexGuard<'_, Statistic> {
    statistic.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What goes with items outside the head, if there are such.
fn near(moment: Moment<'_>, (tally, floor): (&Tally, NonZeroU32), extract: &Extract) -> Result<Near, AppError> {
    if !extract.has_tail() {
        return Ok(Near::default());
    }
    match moment.cohort_in::<Train, _, _>(tally, floor, extract, engine::near) {
        Err(VaultError::CohortTooSmall { .. }) => Ok(Near::default()),
        done => Ok(done?.into_value()),
    }
}

impl Shop {
    /// Lets the model follow what people changed since it was made: those who were taken out leave it, and those who still
    /// teach are in it as they are now. With `all`, so are those who only did more; else they wait. `None` where there is
    /// no statistic in memory to follow by: a lesson is due.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; the old model serves on.
    pub fn settle(&self, now: UnixTime, all: bool) -> Result<Option<Settling>, AppError> {
        let mut guard = self.following();
        let known = self.news.known();
        let Some(following) = guard.as_mut().filter(|following| following.holds()) else {
            *guard = None;
            return Ok(None);
        };
        following.keep_up(self.catalog());
        let settled = self.settle_with(following, now, all);
        if settled.is_err() || !following.holds() {
            // What is half done is not gone on with.
            *guard = None;
            return settled.map(|_| None);
        }
        if following.tally.turnout().waiting == 0 && !self.is_behind(following, now) {
            match following.tally.taken_out() {
                0 => self.news.learned(&self.vault, known)?,
                _ => self.news.settled(known),
            }
        }
        settled.map(Some)
    }

    fn settle_with(&self, following: &mut Following, now: UnixTime, all: bool) -> Result<Settling, AppError> {
        let moment = self.vault.at(now);
        let counted = moment.count_waiting(&following.tally, all)?.people;
        let (model, drift) = following.model(moment, self.pair_people_min(), self.memory_bytes())?;
        let people = model.people();
        if following.holds() {
            let _writing = self.writing();
            kept::keep(&self.vault, &model, (now, self.pair_people_min()))?;
            self.show(self.catalog(), Arc::new(model));
        }
        Ok(Settling { counted, people, drift })
    }

    /// Whether somebody was taken out of the sums who is still in the model that serves; or who said no may be in it, and
    /// there is nothing to follow by. Does not wait.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        match self.following.try_lock().as_deref() {
            Ok(Some(following)) if following.holds() => following.tally.taken_out() != following.served,
            Ok(_) => self.news.is_urgent() && self.model().people() > 0,
            // Somebody is at it just now.
            Err(_) => false,
        }
    }

    /// Whether only a whole lesson brings the model up to date: nothing follows, too much changed, or weights are old.
    #[must_use]
    pub fn is_lesson_due(&self, now: UnixTime) -> bool {
        match &*self.following() {
            Some(following) => self.is_behind(following, now),
            None => true,
        }
    }

    /// Whether the weights of the model were chosen with somebody who was taken out since, a day ago or more.
    #[must_use]
    pub fn is_lesson_overdue(&self, now: UnixTime) -> bool {
        let is_old = |following: &Following| now.since(following.tally.since()) > LESSON_SECONDS_MAX;
        self.following().as_ref().is_some_and(|following| following.tally.taken_out() > 0 && is_old(following))
    }

    fn is_behind(&self, following: &Following, now: UnixTime) -> bool {
        self.news.of_nobody() || following.is_behind(now, &self.catalog())
    }

    // A panic while it was held may have left it half settled.
    pub(crate) fn following(&self) -> MutexGuard<'_, Option<Following>> {
        self.following.lock().unwrap_or_else(|poisoned| {
            self.following.clear_poison();
            let mut guard = PoisonError::into_inner(poisoned);
            *guard = None;
            guard
        })
    }
}
