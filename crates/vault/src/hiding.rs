//! What a person takes out of their own history: items, categories of items, stretches of time, baskets.
//!
//! # Invariants
//! - What is hidden is as if it had never been done: it counts nowhere, not even as a return of something else.
//! - Hiding only takes away, and is kept as the person's wish also where there is nothing that it hides.

use crate::open::Opened;
use crate::record::{ActRecord, HIDDEN_MAX, History};
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, seal};
use domain::{EventId, ItemId, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::iter::once;
use std::sync::{Arc, PoisonError};
use store::{Batch, StoreError, Write};

/// Most categories, stretches of time and baskets that a person may hide, together with what they contest.
pub const VEILS_MAX: usize = 1_000;
/// Most characters of a category's name.
pub const HIDDEN_CATEGORY_CHARS_MAX: usize = 200;

/// Whether an item stands under a category of the catalog: told by whoever has the catalog.
pub type Sorts = dyn Fn(&ItemId, &str) -> bool + Send + Sync;

/// Something to hide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Hide {
    /// An item: whatever was done with it, and is.
    Item(ItemId),
    /// Every item under a category of the catalog.
    Category {
        /// The category, as the catalog names it.
        key: String,
        /// Whether what is done from now on is hidden too, and not only the past.
        future: bool,
    },
    /// Whatever was done from one moment to another, both included.
    Period {
        /// The first moment.
        from: UnixTime,
        /// The last.
        to: UnixTime,
    },
    /// A session: everything of one basket or order.
    Basket(EventId),
}

/// Something that is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Veil {
    /// What.
    pub what: Hide,
    /// Since when.
    pub since: UnixTime,
    /// Whether the person says that what was concluded from it is wrong (RULE.md, G1).
    pub contested: bool,
}

impl Veil {
    /// Whether it lies over what was done at a moment; `is_named` says whether that was with its item, with something under its
    /// category, or of its basket.
    pub fn covers(&self, at: UnixTime, is_named: impl FnOnce() -> bool) -> bool {
        match &self.what {
            Hide::Item(_) | Hide::Basket(_) => is_named(),
            Hide::Category { future, .. } => (*future || at <= self.since) && is_named(),
            Hide::Period { from, to } => (*from..=*to).contains(&at),
        }
    }
}

/// How everything so far loses its influence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// It is hidden: the person still sees it, and can show it again.
    Hide,
    /// It is deleted, and is not taken in again.
    Delete,
}

/// What stands between an act and its use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) hidden: bool,
    pub(crate) contested: bool,
}

impl Mark {
    pub(crate) const fn is_any(self) -> bool {
        self.hidden || self.contested
    }
}

/// What tells the acts of one basket from others: a digest, so that an act stays small.
pub(crate) fn basket_mark(basket: &EventId) -> u64 {
    let digest = seal::digest(&[b"basket", basket.as_str().as_bytes()]);
    u64::from_be_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7]])
}

/// A veil, worked out for one history.
struct Worn<'a> {
    veil: &'a Veil,
    /// For a category or an item: which of the history's items are under it.
    items: Vec<bool>,
    basket: Option<u64>,
}

impl Worn<'_> {
    fn covers(&self, act: &ActRecord) -> bool {
        self.veil.covers(act.at, || match self.basket {
            Some(_) => act.basket == self.basket,
            None => self.items.get(act.item as usize).copied().unwrap_or(false),
        })
    }
}

impl History {
    /// What stands between each act and its use, in the order of the acts.
    pub(crate) fn marks(&self, sorts: &Sorts) -> Vec<Mark> {
        let hidden: Vec<bool> = self.items.iter().map(|item| self.hidden.contains(item)).collect();
        let worn: Vec<_> = self.veils.iter().map(|veil| self.wear(veil, sorts)).collect();
        let mark = |act: &ActRecord| {
            let own = hidden.get(act.item as usize).copied().unwrap_or(false);
            let start = Mark { hidden: own, contested: false };
            worn.iter().filter(|worn| worn.covers(act)).fold(start, |mark, worn| Mark {
                hidden: mark.hidden || !worn.veil.contested,
                contested: mark.contested || worn.veil.contested,
            })
        };
        self.acts.iter().map(mark).collect()
    }

    /// Whether nothing is hidden or contested.
    pub(crate) fn hides_nothing(&self) -> bool {
        self.hidden.is_empty() && self.veils.is_empty()
    }

    /// Whether what is done with an item now is hidden or contested.
    pub(crate) fn hides_now(&self, item: &ItemId, sorts: &Sorts) -> bool {
        let reaches = |veil: &Veil| match &veil.what {
            Hide::Item(named) => named == item,
            Hide::Category { key, future } => *future && sorts(item, key),
            Hide::Period { .. } | Hide::Basket(_) => false,
        };
        self.hidden.contains(item) || self.veils.iter().any(reaches)
    }

    fn wear<'a>(&self, veil: &'a Veil, sorts: &Sorts) -> Worn<'a> {
        let items = match &veil.what {
            Hide::Item(named) => self.items.iter().map(|item| item == named).collect(),
            Hide::Category { key, .. } => self.items.iter().map(|item| sorts(item, key)).collect(),
            Hide::Period { .. } | Hide::Basket(_) => Vec::new(),
        };
        let basket = if let Hide::Basket(basket) = &veil.what { Some(basket_mark(basket)) } else { None };
        Worn { veil, items, basket }
    }

    /// Hides something or shows it again. Returns whether anything changed.
    fn veil(&mut self, what: &Hide, contested: bool, on: bool, now: UnixTime) -> Result<bool, VaultError> {
        if let (Hide::Item(item), false) = (what, contested) {
            let veiled = !on && self.unveil(what);
            return Ok(self.hide_item(item, on)? | veiled);
        }
        if !on {
            return Ok(self.unveil(what));
        }
        if self.veils.iter().any(|veil| veil.contested == contested && reaches(&veil.what, what)) {
            return Ok(false);
        }
        // What reaches less far is in it; nothing else is taken away by hiding more.
        self.veils.retain(|veil| veil.contested != contested || !reaches(what, &veil.what));
        if self.veils.len() >= VEILS_MAX {
            return Err(VaultError::Limit { limit: "VEILS_MAX" });
        }
        self.veils.push(Veil { what: what.clone(), since: now, contested });
        Ok(true)
    }

    fn hide_item(&mut self, item: &ItemId, on: bool) -> Result<bool, VaultError> {
        match on {
            true if self.hidden.len() >= HIDDEN_MAX && !self.hidden.contains(item) => {
                Err(VaultError::Limit { limit: "HIDDEN_MAX" })
            }
            true => Ok(self.hidden.insert(item.clone())),
            false => Ok(self.hidden.remove(item)),
        }
    }

    fn unveil(&mut self, what: &Hide) -> bool {
        let before = self.veils.len();
        self.veils.retain(|veil| !same(&veil.what, what));
        self.veils.len() != before
    }

    /// The latest moment of anything in it.
    fn latest(&self) -> Option<UnixTime> {
        self.acts.iter().map(|act| act.at).max()
    }
}

/// Whether both name the same thing. A category is the same however far it reaches.
fn same(one: &Hide, other: &Hide) -> bool {
    match (one, other) {
        (Hide::Category { key: one, .. }, Hide::Category { key: other, .. }) => one == other,
        _ => one == other,
    }
}

/// Whether the one hides all that the other does, which is the same thing.
fn reaches(one: &Hide, other: &Hide) -> bool {
    match (one, other) {
        (Hide::Category { future: false, .. }, Hide::Category { future: true, .. }) => false,
        _ => same(one, other),
    }
}

impl Vault {
    /// From now on, categories are looked up here.
    pub fn sort_by(&self, sorts: Arc<Sorts>) {
        *self.sorts.write().unwrap_or_else(PoisonError::into_inner) = sorts;
    }

    pub(crate) fn sorts(&self) -> Arc<Sorts> {
        Arc::clone(&self.sorts.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Moment<'_> {
    /// Hides something from a person's history, or shows it again: it has no influence, as if it had never been.
    /// Returns whether anything changed; nothing does for a stranger.
    ///
    /// # Errors
    /// [`VaultError::Limit`] when too much is hidden already, and when the ground fails.
    pub fn veil(&self, who: &SubjectId, what: &Hide, on: bool) -> Result<bool, VaultError> {
        self.change_history(who, on, |history| history.veil(what, false, on, self.now))
    }

    /// The person says that what is concluded from this about them is wrong: nothing is concluded from it any more,
    /// neither from what they did nor from what they will do. Returns whether anything changed.
    ///
    /// # Errors
    /// As [`Moment::veil`].
    pub fn contest(&self, who: &SubjectId, what: &Hide) -> Result<bool, VaultError> {
        self.change_history(who, true, |history| history.veil(what, true, true, self.now))
    }

    /// Takes the influence from everything that a person did so far. Returns how many acts lost theirs.
    ///
    /// # Errors
    /// As [`Moment::veil`].
    pub fn reset(&self, who: &SubjectId, how: Reset) -> Result<usize, VaultError> {
        match how {
            Reset::Hide => self.hide_all(who),
            Reset::Delete => self.delete_all(who),
        }
    }

    fn hide_all(&self, who: &SubjectId) -> Result<usize, VaultError> {
        let mut count = 0;
        self.change_history(who, true, |history| {
            let to = history.latest().unwrap_or(self.now).max(self.now);
            count = history.acts.len();
            // One stretch for all resets: from the beginning to the last of them.
            history.veils.retain(|veil| !matches!(veil.what, Hide::Period { from: UnixTime(0), to: end } if end <= to));
            history.veil(&Hide::Period { from: UnixTime(0), to }, false, true, self.now)
        })?;
        Ok(count)
    }

    fn delete_all(&self, who: &SubjectId) -> Result<usize, VaultError> {
        for _ in 0..RETRIES_MAX {
            let mut home = self.vault.home(who)?;
            let Some(subject) = &mut home.subject else { return Ok(0) };
            let mut history = subject.history()?;
            let count = history.acts.len();
            let until = history.latest().unwrap_or(self.now).max(self.now);
            (history.acts, history.items) = (Vec::new(), Vec::new());
            subject.ledger.cleared_at = subject.ledger.cleared_at.max(Some(until));
            subject.ledger.took_back_at = Some(self.now);
            let mut batch = Batch::new().urgent_if(true).and(subject.put_ledger()?).and(subject.put_history(&history)?);
            batch.writes.extend(self.vault.without_trials(subject)?);
            batch.writes.extend(
                subject
                    .logs()
                    .map(|log| Write::DeleteEntries { partition: log.partition, kinds: place::DEEDS.to_vec() }),
            );
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => {}
                done => {
                    done?;
                    return self.keep_no(once(subject.partition)).map(|()| count);
                }
            }
        }
        Err(VaultError::Busy)
    }

    /// Changes what is hidden. What takes something out of use is marked beside the keys, as a no is.
    fn change_history(
        &self,
        who: &SubjectId,
        takes_back: bool,
        mut change: impl FnMut(&mut History) -> Result<bool, VaultError>,
    ) -> Result<bool, VaultError> {
        for _ in 0..RETRIES_MAX {
            let mut home = self.vault.home(who)?;
            let Some(subject) = &mut home.subject else { return Ok(false) };
            if takes_back {
                subject.ledger.took_back_at = Some(self.now);
            }
            match self.try_change(subject, &mut change) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                Ok(true) if takes_back => return self.keep_no(once(subject.partition)).map(|()| true),
                // Asked for again after a crash, it is marked all the same.
                Ok(false) if takes_back => return self.keep_no_again(&subject.partition).map(|()| false),
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_change(
        &self,
        subject: &Opened,
        change: &mut impl FnMut(&mut History) -> Result<bool, VaultError>,
    ) -> Result<bool, VaultError> {
        let mut history = subject.history()?;
        if !change(&mut history)? {
            return Ok(false);
        }
        let batch = Batch::new().and(subject.put_history(&history)?).and(subject.put_ledger()?);
        Ok(self.vault.commit(batch).map(|()| true)?)
    }
}
