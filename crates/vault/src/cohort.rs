//! Work on many people at once: only who agreed, only sums, and never fewer than the floor.

use crate::hiding::Sorts;
use crate::open::Opened;
use crate::permit::Permit;
use crate::policy::PurposeEntry;
use crate::tally::{Stands, Tally};
use crate::view::View;
use crate::{Answer, Ask, Moment, Release, Vault, VaultError, place};
use domain::{Action, ChannelId, FirstLine, LastLine, Purpose, Reason, Receipt, Rung, SubjectId, UnixTime};
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

/// The people who let purpose `P` use their data together. Each is seen alone, in no particular order, and forgotten.
pub struct Cohort<'m, P: Purpose> {
    moment: Moment<'m>,
    entry: &'m PurposeEntry,
    ask: Ask,
    /// By which everybody stands as they were counted; else all are as they are now.
    tally: Option<&'m Tally>,
    /// Where categories are looked up: with a tally, where it does.
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
        let (joined, next) = (AtomicU32::new(0), AtomicUsize::new(0));
        let one_sum = |_| {
            let mut sum = start();
            while let Some(some) = self.everybody.chunks(PEOPLE_AT_ONCE).nth(next.fetch_add(1, Ordering::Relaxed)) {
                match self.add_some(some, &mut sum, &each) {
                    Ok(more) => drop(joined.fetch_add(more, Ordering::Relaxed)),
                    Err(error) => *lock(&self.failed) = Some(error),
                }
            }
            sum
        };
        let sums = (0..rayon::current_num_threads().min(SUMS_MAX)).into_par_iter().with_max_len(1);
        let sum = sums.map(one_sum).reduce_with(merge).unwrap_or_else(&start);
        let joined = joined.into_inner();
        let mut fewest = lock(&self.fewest);
        *fewest = Some(fewest.map_or(joined, |before| before.min(joined)));
        sum
    }

    /// Adds some people to a sum. Returns how many of them took part.
    fn add_some<A>(
        &self,
        some: &[PartitionKey],
        sum: &mut A,
        each: &impl Fn(&mut A, &View<'_, P>),
    ) -> Result<u32, VaultError> {
        let mut joined = 0;
        for (partition, subject) in some.iter().zip(self.moment.vault.find_each(some)?) {
            joined += u32::from(self.add(partition, subject, sum, each)?);
        }
        Ok(joined)
    }

    /// Adds one person to a sum, who was just read. Returns whether they took part.
    fn add<A>(
        &self,
        partition: &PartitionKey,
        subject: Option<Opened>,
        sum: &mut A,
        each: &impl Fn(&mut A, &View<'_, P>),
    ) -> Result<bool, VaultError> {
        let vault = self.moment.vault;
        // Asked after they were read: what came meanwhile is known by now, and left out.
        let stands = self.tally.map_or(Stands::In(self.moment.now, None), |tally| tally.stands(partition));
        let Stands::In(at, acts) = stands else { return Ok(false) };
        let entry = if at == self.moment.now { self.entry } else { vault.policy.at(at).entry::<P>()? };
        let shown = Shown { vault, entry, ask: &self.ask, sorts: &*self.sorts, at, acts };
        let seen = shown.show(subject.as_ref(), |view| each(sum, view))?;
        self.seen.fetch_add(u32::try_from(seen).unwrap_or(u32::MAX), Ordering::Relaxed);
        Ok(seen > 0)
    }
}

/// One person, as they are shown among many.
pub(crate) struct Shown<'a> {
    pub(crate) vault: &'a Vault,
    pub(crate) entry: &'a PurposeEntry,
    pub(crate) ask: &'a Ask,
    pub(crate) sorts: &'a Sorts,
    /// The time at which the gate is asked.
    pub(crate) at: UnixTime,
    /// How many of their first acts there are; all where nothing is said.
    pub(crate) acts: Option<u32>,
}

impl Shown<'_> {
    /// Shows what the gate lets through, if anything. Returns how many acts that was.
    pub(crate) fn show<P: Purpose>(
        &self,
        subject: Option<&Opened>,
        look: impl FnOnce(&View<'_, P>),
    ) -> Result<usize, VaultError> {
        let Some(subject) = subject else { return Ok(0) };
        let policy = &self.vault.policy;
        let context = self.ask.context(self.at, Action::Train, &subject.ledger.jurisdictions);
        let mut permit = Permit::new(policy, self.entry, subject.ledger.standing(self.at), &context);
        if !policy.kept_categories().iter().any(|c| permit.category(*c).allow()) {
            return Ok(0);
        }
        let history = subject.history()?;
        let acts = permit.first_acts(&history, self.sorts, self.acts.map_or(usize::MAX, |acts| acts as usize));
        let seen = acts.len();
        if seen > 0 {
            let traits = subject.traits_if(permit.may_group())?;
            look(&View::new(acts).among(Some(permit.places(&traits))));
        }
        Ok(seen)
    }
}

/// What is asked of the gate for work on many: on the first channel of the purpose.
pub(crate) fn ask_for(entry: &PurposeEntry) -> Ask {
    let channel = (0..64).find(|bit| entry.terms.channels & (1 << bit) != 0).map_or(ChannelId(0), ChannelId);
    Ask::on(channel)
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
        self.cohort_of(None, None, floor, input, work)
    }

    /// As [`Moment::cohort`], of those who stand in a tally, each as they do.
    ///
    /// # Errors
    /// As [`Moment::cohort`].
    pub fn cohort_in<P: Purpose, In: Copy, T: Release>(
        &self,
        tally: &Tally,
        floor: NonZeroU32,
        input: In,
        work: fn(&Cohort<'_, P>, In) -> T,
    ) -> Result<Answer<T>, VaultError> {
        self.cohort_of(Some(tally), None, floor, input, work)
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
        self.cohort_of(None, without, floor, input, work)
    }

    fn cohort_of<P: Purpose, In: Copy, T: Release>(
        &self,
        tally: Option<&Tally>,
        without: Option<&SubjectId>,
        floor: NonZeroU32,
        input: In,
        work: fn(&Cohort<'_, P>, In) -> T,
    ) -> Result<Answer<T>, VaultError> {
        // Who was merged into somebody teaches with them.
        let home = |who: &SubjectId| {
            Ok::<_, VaultError>(
                self.vault.find(who)?.map_or_else(|| self.vault.partition(who), |found| found.partition),
            )
        };
        let left_out = without.map(home).transpose()?;
        let entry = self.vault.policy.at(self.now).entry::<P>()?;
        let cohort = Cohort {
            moment: *self,
            entry,
            ask: ask_for(entry),
            tally,
            sorts: tally.map_or_else(|| self.vault.sorts(), Tally::sorts),
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
        let seen = cohort.seen.load(Ordering::Relaxed) as usize;
        let receipt = self.group_receipt(P::KEY, &cohort.ask, seen, value.reasons())?;
        self.vault.keep_tenant_receipt(&receipt)?;
        Ok(Answer { value, drawn: Vec::new(), group: None, receipt: receipt.id, rung: Rung::Contextual, refusal: None })
    }

    /// A receipt of work on many people, of whom so many acts were seen.
    pub(crate) fn group_receipt(
        &self,
        purpose: &str,
        ask: &Ask,
        seen: usize,
        reasons: Vec<Reason>,
    ) -> Result<Receipt, VaultError> {
        let policy = &self.vault.policy;
        let first = FirstLine {
            purpose: purpose.to_owned(),
            channel: policy.channel_key(ask.channel).to_owned(),
            jurisdictions: Vec::new(),
            policy_version: policy.version,
            ledger_head: String::new(),
            gates: Vec::new(),
            given: None,
        };
        let last = LastLine { rung: Rung::Contextual, data_used: u32::try_from(seen).unwrap_or(u32::MAX), reasons };
        self.plain_receipt(first, last)
    }
}

impl Vault {
    /// The partitions of all subjects.
    pub(crate) fn everybody(&self) -> Result<Vec<PartitionKey>, VaultError> {
        let mut all = Vec::new();
        self.store.scan_records(place::LEDGER, &PartitionKey::FIRST, &mut |(partition, _)| {
            all.push(partition);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }
}
