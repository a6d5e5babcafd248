//! Work on many people at once: only who agreed, only sums, and never fewer than the floor.

use crate::hiding::Sorts;
use crate::permit::Permit;
use crate::policy::PurposeEntry;
use crate::view::View;
use crate::{Answer, Ask, Moment, Release, VaultError, place, receipts};
use domain::{Action, ChannelId, FirstLine, LastLine, Purpose, Receipt, Rung, SubjectId};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use store::PartitionKey;

/// How many people one thread takes on in one go.
const PEOPLE_AT_ONCE: usize = 64;
/// Most sums that are held at a time, however many threads there are: each may be as wide as the catalog.
pub const SUMS_MAX: usize = 16;

/// Some of the people of a cohort, to be looked at again: who they are does not leave the vault.
pub struct Few(Vec<PartitionKey>);

/// The people who let purpose `P` use their data together. Each is seen alone, in no particular order, and forgotten.
pub struct Cohort<'m, P: Purpose> {
    moment: Moment<'m>,
    entry: &'m PurposeEntry,
    ask: Ask,
    sorts: Arc<Sorts>,
    everybody: Vec<PartitionKey>,
    /// How many took part, in the fold with the fewest; `None` before the first fold.
    fewest: Mutex<Option<u32>>,
    seen: AtomicU32,
    failed: Mutex<Option<VaultError>>,
    purpose: PhantomData<fn() -> P>,
}

impl<P: Purpose> Cohort<'_, P> {
    /// Folds over everybody who agreed, on all cores: `each` adds one person to a sum, `merge` adds two sums.
    ///
    /// The order is not fixed, so the sums must not depend on it: integers, not floating point. There are no more sums at a
    /// time than threads, and at most [`SUMS_MAX`].
    pub fn fold<A: Send>(
        &self,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &View<'_, P>) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        self.fold_over(
            &self.everybody,
            &start,
            &|sum: &mut A, _: &PartitionKey, view: &View<'_, P>| each(sum, view),
            merge,
        )
    }

    /// Those of whom something holds, as they are now.
    pub fn few(&self, holds: impl Fn(&View<'_, P>) -> bool + Sync + Send) -> Few {
        let add = |found: &mut Vec<PartitionKey>, who: &PartitionKey, view: &View<'_, P>| {
            if holds(view) {
                found.push(*who);
            }
        };
        let both = |left: Vec<PartitionKey>, right: Vec<PartitionKey>| [left, right].concat();
        Few(self.fold_over(&self.everybody, &Vec::new, &add, both))
    }

    /// As [`Cohort::fold`], over some of them. Who does not agree any more is not in it.
    pub fn fold_few<A: Send>(
        &self,
        few: &Few,
        start: impl Fn() -> A + Sync + Send,
        each: impl Fn(&mut A, &View<'_, P>) + Sync + Send,
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        self.fold_over(&few.0, &start, &|sum: &mut A, _: &PartitionKey, view: &View<'_, P>| each(sum, view), merge)
    }

    fn fold_over<A: Send>(
        &self,
        people: &[PartitionKey],
        start: &(impl Fn() -> A + Sync + Send),
        each: &(impl Fn(&mut A, &PartitionKey, &View<'_, P>) + Sync + Send),
        merge: impl Fn(A, A) -> A + Sync + Send,
    ) -> A {
        let (joined, next) = (AtomicU32::new(0), AtomicUsize::new(0));
        let one_sum = |_| {
            let mut sum = start();
            while let Some(some) = people.chunks(PEOPLE_AT_ONCE).nth(next.fetch_add(1, Ordering::Relaxed)) {
                for partition in some {
                    match self.add(partition, &mut sum, each) {
                        Ok(true) => drop(joined.fetch_add(1, Ordering::Relaxed)),
                        Ok(false) => {}
                        Err(error) => *lock(&self.failed) = Some(error),
                    }
                }
            }
            sum
        };
        let sums = (0..rayon::current_num_threads().min(SUMS_MAX)).into_par_iter().with_max_len(1);
        let sum = sums.map(one_sum).reduce_with(merge).unwrap_or_else(start);
        let joined = joined.into_inner();
        let mut fewest = lock(&self.fewest);
        *fewest = Some(fewest.map_or(joined, |before| before.min(joined)));
        sum
    }

    /// Adds one person to a sum. Returns whether they took part.
    fn add<A>(
        &self,
        partition: &PartitionKey,
        sum: &mut A,
        each: &impl Fn(&mut A, &PartitionKey, &View<'_, P>),
    ) -> Result<bool, VaultError> {
        let vault = self.moment.vault;
        let Some(subject) = vault.find_partition(partition)? else {
            return Ok(false);
        };
        let context = self.ask.context(self.moment.now, Action::Train, &subject.ledger.jurisdictions);
        let mut permit = Permit::new(&vault.policy, self.entry, subject.ledger.standing(), &context);
        if !vault.policy.kept_categories().iter().any(|c| permit.category(*c).allow()) {
            return Ok(false);
        }
        let history = subject.history()?;
        let acts = permit.acts(&history, &*self.sorts);
        let joins = !acts.is_empty();
        if joins {
            self.seen.fetch_add(u32::try_from(acts.len()).unwrap_or(u32::MAX), Ordering::Relaxed);
            each(sum, partition, &View::new(acts));
        }
        Ok(joins)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Moment<'_> {
    /// Does one piece of work with the data of everybody who lets purpose `P` use it.
    ///
    /// What was worked out is released only when at least `floor` people took part, in every fold; else it is dropped.
    ///
    /// # Errors
    /// [`VaultError::CohortTooSmall`], and as [`Moment::with`].
    pub fn cohort<P: Purpose, In: Copy, T: Release>(
        &self,
        floor: NonZeroU32,
        input: In,
        work: fn(&Cohort<'_, P>, In) -> T,
    ) -> Result<Answer<T>, VaultError> {
        self.cohort_without(None, floor, input, work)
    }

    /// As [`Moment::cohort`], as if nothing had ever been kept of one person: what came of it never saw them.
    ///
    /// # Errors
    /// As [`Moment::cohort`].
    pub fn cohort_without<P: Purpose, In: Copy, T: Release>(
        &self,
        without: Option<&SubjectId>,
        floor: NonZeroU32,
        input: In,
        work: fn(&Cohort<'_, P>, In) -> T,
    ) -> Result<Answer<T>, VaultError> {
        let left_out = without.map(|who| self.vault.partition(who));
        let entry = self.vault.policy.at(self.now).entry::<P>()?;
        let channel = (0..64).find(|bit| entry.terms.channels & (1 << bit) != 0).map_or(ChannelId(0), ChannelId);
        let cohort = Cohort {
            moment: *self,
            entry,
            ask: Ask::on(channel),
            sorts: self.vault.sorts(),
            everybody: self.vault.everybody()?.into_iter().filter(|who| Some(*who) != left_out).collect(),
            fewest: Mutex::new(None),
            seen: AtomicU32::new(0),
            failed: Mutex::new(None),
            purpose: PhantomData,
        };
        let value = work(&cohort, input);
        if let Some(error) = lock(&cohort.failed).take() {
            return Err(error);
        }
        let fewest = *lock(&cohort.fewest);
        if fewest.unwrap_or(0) < floor.get() {
            return Err(VaultError::CohortTooSmall { floor: floor.get() });
        }
        let receipt = self.cohort_receipt(&cohort, &value)?;
        self.vault.keep_tenant_receipt(&receipt)?;
        Ok(Answer { value, drawn: Vec::new(), receipt: receipt.id, rung: Rung::Contextual, refusal: None })
    }

    fn cohort_receipt<P: Purpose, T: Release>(&self, cohort: &Cohort<'_, P>, value: &T) -> Result<Receipt, VaultError> {
        let policy = &self.vault.policy;
        let first = FirstLine {
            purpose: P::KEY.to_owned(),
            channel: policy.channel_key(cohort.ask.channel).to_owned(),
            jurisdictions: Vec::new(),
            policy_version: policy.version,
            ledger_head: String::new(),
            gates: Vec::new(),
            given: None,
        };
        let data_used = cohort.seen.load(Ordering::Relaxed);
        let last = LastLine { rung: Rung::Contextual, data_used, reasons: value.reasons() };
        Ok(Receipt { id: receipts::draw_id(self.now)?, at: self.now, first, last, drawn: Vec::new() })
    }
}

impl crate::Vault {
    /// The partitions of all subjects.
    pub(crate) fn everybody(&self) -> Result<Vec<PartitionKey>, VaultError> {
        let mut all = Vec::new();
        self.store.scan_records(place::LEDGER, &PartitionKey([0; 16]), &mut |(partition, _)| {
            all.push(partition);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }
}
