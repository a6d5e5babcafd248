//! Tallies: sums over people that stay true while people change. Whoever changes is taken out of them first.
//!
//! # Invariants
//! - Before anything changes that decides what a person teaches, all that they were counted with is taken out of the sums.
//! - Acts that come to those of before can wait: until they are counted, the person stands in the sums as they were.
//! - Nobody stands in the sums twice, and nobody whose change is under way is counted.
//! - Of nobody is anything kept but that they changed: a keyed hash, a time, and how many acts were counted.

use crate::cohort::{self, Shown};
use crate::ground::Added;
use crate::hiding::Sorts;
use crate::view::View;
use crate::{Moment, Vault, VaultError, place};
use domain::{Purpose, ReceiptId, Train, UnixTime};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLockReadGuard, Weak};
use store::{PartitionKey, StoreError};

/// Most people whose changes a tally keeps in mind. When more changed, it is lost, and everybody has to be counted anew:
/// that is quicker then.
pub const MARKS_MAX: usize = 250_000;

/// Who changed since everybody was counted, and how they stand in the sums. Ends when it is dropped.
pub struct Tally(Arc<Standing>);

/// How a tally stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turnout {
    /// How many people have changed, each once.
    pub changed: usize,
    /// How many of them wait to be counted again.
    pub waiting: usize,
    /// How often somebody was taken out of the sums who stood in them.
    pub taken_out: u64,
    /// Whether the sums are no more to be relied on: count everybody anew.
    pub lost: bool,
}

/// Who was counted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many people.
    pub people: usize,
    /// The receipt of it, where anybody's acts were seen.
    pub receipt: Option<ReceiptId>,
}

/// What stands behind a tally.
pub(crate) struct Standing {
    since: UnixTime,
    /// Where the categories that somebody hid are looked up: in one catalog from beginning to end, so that who is taken out
    /// is seen as they were counted.
    sorts: Arc<Sorts>,
    /// Where the sums can not be true any more. Beside the lock, so that nobody has to wait to say so.
    lost: AtomicBool,
    taken_out: AtomicU64,
    marks: Mutex<Marks>,
}

#[derive(Default)]
struct Marks {
    people: HashMap<PartitionKey, Mark>,
    /// None while everybody is being counted.
    sums: Option<Arc<Mutex<dyn Sums>>>,
    /// Whether somebody changed who may have been counted already, while there were no sums to take them out of.
    missed: bool,
}

#[derive(Clone, Copy)]
struct Mark {
    stands: Stands,
    /// How many changes of theirs are under way.
    under_way: u32,
}

/// How somebody stands in the sums.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// As they were at a time, with so many of their first acts, or with all.
    In(UnixTime, Option<u32>),
    /// Not at all.
    Out,
}

/// Holds changes that are under way; at its end they are not any more.
pub(crate) struct UnderWay<'v> {
    tallies: RwLockReadGuard<'v, Vec<Weak<Standing>>>,
    who: Vec<PartitionKey>,
}

/// Sums over people that are kept current: what adding somebody does, taking them out undoes to the last bit.
///
/// Only sums may be kept of what a view shows, and never a view of one person by itself.
pub trait Sums: Send + 'static {
    /// Adds a person.
    fn add(&mut self, view: &View<'_, Train>);

    /// Takes a person out, who was added with the same view.
    fn take_out(&mut self, view: &View<'_, Train>);
}

impl Vault {
    /// Begins a tally: from now on no change is missed. Whoever counts people for it counts them as they stand in it.
    #[must_use]
    pub fn tally(&self, now: UnixTime) -> Tally {
        let standing = Arc::new(Standing {
            since: now,
            sorts: self.sorts(),
            lost: AtomicBool::new(false),
            taken_out: AtomicU64::new(0),
            marks: Mutex::default(),
        });
        // Waits for every commit that is under way: one that saw no tally is done before anybody is counted.
        let mut all = self.tallies.write().unwrap_or_else(PoisonError::into_inner);
        all.retain(|other| other.strong_count() > 0);
        all.push(Arc::downgrade(&standing));
        Tally(standing)
    }

    /// Takes whoever is going to change out of all sums, and marks those to whom acts come. No tally begins while it is
    /// held.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where acts come to a history that is another one by now.
    pub(crate) fn make_way(
        &self,
        changed: impl Iterator<Item = PartitionKey>,
        added: &[Added],
    ) -> Result<UnderWay<'_>, StoreError> {
        let tallies = self.tallies.read().unwrap_or_else(PoisonError::into_inner);
        let mut way = UnderWay { tallies, who: Vec::new() };
        if way.tallies.iter().all(|tally| tally.strong_count() == 0) {
            return Ok(way);
        }
        let added_to: HashSet<PartitionKey> = added.iter().map(|added| added.partition).collect();
        let changed: BTreeSet<PartitionKey> = changed.filter(|who| !added_to.contains(who)).collect();
        for who in changed {
            way.each(&who, |standing| self.take_out(standing, &who));
        }
        for added in added {
            if !way.each(&added.partition, |standing| self.mark_added(standing, added)) {
                return Err(StoreError::Conflict);
            }
        }
        Ok(way)
    }

    /// Takes somebody out who is going to change. Returns true.
    fn take_out(&self, standing: &Standing, who: &PartitionKey) -> bool {
        let mut marks = standing.marks();
        let mark = marks.mark(who, standing.since);
        if let (Stands::In(at, acts), false) = (mark.stands, standing.is_lost()) {
            match marks.sums.clone() {
                None => marks.missed = true,
                Some(sums) => match self.seen_as(standing, who, (at, acts), |view| lock(&sums).take_out(view)) {
                    Ok(0) => {}
                    Ok(_) => drop(standing.taken_out.fetch_add(1, Ordering::SeqCst)),
                    Err(_) => standing.lose(),
                },
            }
        }
        marks.put(standing, who, Mark { stands: Stands::Out, under_way: mark.under_way + 1 });
        true
    }

    /// Marks somebody to whom acts come. Returns false where their history is not the one that was read.
    fn mark_added(&self, standing: &Standing, added: &Added) -> bool {
        let mut marks = standing.marks();
        let mut mark = marks.mark(&added.partition, standing.since);
        let mut as_read = true;
        if let Stands::In(at, None) = mark.stands {
            // The commit would fail all the same; but what was read before somebody else wrote must not be marked.
            match self.store.records(&added.partition, &[place::HISTORY]) {
                Ok(found) => as_read = found[0].as_ref().map_or(0, |found| found.version) == added.version,
                Err(_) => standing.lose(),
            }
            if as_read {
                mark.stands = Stands::In(at, Some(added.acts));
            }
        }
        marks.put(standing, &added.partition, Mark { under_way: mark.under_way + 1, ..mark });
        as_read
    }

    /// Shows somebody as they stood at a time with their first acts, as far as they let their activity teach. Returns how
    /// many acts were seen.
    fn seen_as(
        &self,
        standing: &Standing,
        who: &PartitionKey,
        (at, acts): (UnixTime, Option<u32>),
        look: impl FnOnce(&View<'_, Train>),
    ) -> Result<usize, VaultError> {
        let entry = self.policy.at(at).entry::<Train>()?;
        let shown = Shown { vault: self, entry, ask: &cohort::ask_for(entry), sorts: &*standing.sorts, at, acts };
        shown.show(self.find_partition(who)?.as_ref(), look)
    }

    /// Nothing that was counted is as it was: no sum can be relied on.
    pub(crate) fn lose_tallies(&self) {
        let all = self.tallies.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter_map(Weak::upgrade).for_each(|standing| standing.lose());
    }
}

impl Tally {
    /// From now on these are the sums that are kept current. Returns false where somebody changed who may be in them, while
    /// they were being counted: count again.
    #[must_use]
    pub fn keep(&self, sums: Arc<Mutex<dyn Sums>>) -> bool {
        let mut marks = self.0.marks();
        if marks.missed || self.0.is_lost() {
            return false;
        }
        marks.sums = Some(sums);
        true
    }

    /// How it stands.
    #[must_use]
    pub fn turnout(&self) -> Turnout {
        let marks = self.0.marks();
        Turnout {
            changed: marks.people.len(),
            waiting: marks.people.values().filter(|mark| mark.waits()).count(),
            taken_out: self.0.taken_out.load(Ordering::SeqCst),
            lost: self.0.is_lost(),
        }
    }

    /// How often somebody was taken out of the sums so far.
    #[must_use]
    pub fn taken_out(&self) -> u64 {
        self.0.taken_out.load(Ordering::SeqCst)
    }

    /// Since when.
    #[must_use]
    pub fn since(&self) -> UnixTime {
        self.0.since
    }

    /// Where it looks categories up.
    pub(crate) fn sorts(&self) -> Arc<Sorts> {
        Arc::clone(&self.0.sorts)
    }

    /// How somebody stands.
    pub(crate) fn stands(&self, who: &PartitionKey) -> Stands {
        self.0.marks().mark(who, self.0.since).stands
    }
}

impl Moment<'_> {
    /// Counts those again who were taken out, as they are now, and leaves a receipt; with `all` also those who only did
    /// more. Who is changing at this moment goes on waiting.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then the tally is lost.
    pub fn count_waiting(&self, tally: &Tally, all: bool) -> Result<Counted, VaultError> {
        let waiting: Vec<PartitionKey> = {
            let marks = tally.0.marks();
            let waits = |mark: &Mark| mark.stands == Stands::Out || (all && mark.waits());
            marks.people.iter().filter(|(_, mark)| waits(mark)).map(|(who, _)| *who).collect()
        };
        let (mut people, mut seen) = (0, 0);
        for who in waiting {
            if let Some(acts) = self.count_one(&tally.0, &who)? {
                people += 1;
                seen += acts;
            }
        }
        let receipt = (seen > 0).then(|| self.tally_receipt(seen)).transpose()?;
        Ok(Counted { people, receipt })
    }

    /// Counts one person anew. `None` where they have to wait.
    fn count_one(&self, standing: &Standing, who: &PartitionKey) -> Result<Option<usize>, VaultError> {
        let mut marks = standing.marks();
        let mark = marks.mark(who, standing.since);
        let Some(sums) = marks.sums.clone().filter(|_| mark.under_way == 0 && !standing.is_lost()) else {
            return Ok(None);
        };
        let lost = |error| {
            standing.lose();
            error
        };
        if let Stands::In(at, acts) = mark.stands {
            self.vault.seen_as(standing, who, (at, acts), |view| lock(&sums).take_out(view)).map_err(lost)?;
        }
        let seen = self.vault.seen_as(standing, who, (self.now, None), |view| lock(&sums).add(view)).map_err(lost)?;
        marks.put(standing, who, Mark { stands: Stands::In(self.now, None), ..mark });
        Ok(Some(seen))
    }

    fn tally_receipt(&self, seen: usize) -> Result<ReceiptId, VaultError> {
        let entry = self.vault.policy.at(self.now).entry::<Train>()?;
        let receipt = self.group_receipt(Train::KEY, &cohort::ask_for(entry), seen, Vec::new())?;
        self.vault.keep_tenant_receipt(&receipt)?;
        Ok(receipt.id)
    }
}

// === impl Standing ===

impl Standing {
    // A panic while the marks were held may have left somebody half counted.
    fn marks(&self) -> MutexGuard<'_, Marks> {
        self.marks.lock().unwrap_or_else(|poisoned| {
            self.lose();
            poisoned.into_inner()
        })
    }

    fn lose(&self) {
        self.lost.store(true, Ordering::SeqCst);
    }

    fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }
}

impl Marks {
    /// How somebody stands; whoever has no mark stands as everybody was counted.
    fn mark(&self, who: &PartitionKey, since: UnixTime) -> Mark {
        self.people.get(who).copied().unwrap_or(Mark { stands: Stands::In(since, None), under_way: 0 })
    }

    fn put(&mut self, standing: &Standing, who: &PartitionKey, mark: Mark) {
        if self.people.len() >= MARKS_MAX && !self.people.contains_key(who) {
            standing.lose();
        }
        if standing.is_lost() {
            self.people = HashMap::new();
        } else {
            self.people.insert(*who, mark);
        }
    }
}

impl Mark {
    const fn waits(&self) -> bool {
        matches!(self.stands, Stands::Out | Stands::In(_, Some(_)))
    }
}

impl UnderWay<'_> {
    /// Does something for somebody with each tally. Returns whether each said yes; each is asked, also after a no.
    fn each(&mut self, who: &PartitionKey, what: impl Fn(&Standing) -> bool) -> bool {
        self.who.push(*who);
        let mut all = true;
        for standing in self.tallies.iter().filter_map(Weak::upgrade) {
            all &= what(&standing);
        }
        all
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        for standing in self.tallies.iter().filter_map(Weak::upgrade).filter(|_| !self.who.is_empty()) {
            let mut marks = standing.marks();
            for who in &self.who {
                if let Some(mark) = marks.people.get_mut(who) {
                    mark.under_way = mark.under_way.saturating_sub(1);
                }
            }
        }
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
