//! Trials: what was decided by lot about a person and what came of it, kept sealed for them; counts are sums over people.
//!
//! # Invariants
//! - A trial is kept only where `measure` may use what the person does, and counted only as long as it may.
//! - One person has one voice a day in a slot or an experiment, however often they come.
//! - Counts are summed anew from those who allow it: whoever withdrew or was forgotten is in none of them.
//! - A trial is no place to keep what was looked at on a visit.

use crate::open::Opened;
use crate::permit::Permit;
use crate::{Answer, Ask, Moment, RETRIES_MAX, Release, Vault, VaultError, place, record};
use domain::{
    Action, ChannelId, DAY_SECONDS, Drawn, FirstLine, LastLine, Measure, Outcome, Purpose, PurposeSet, Receipt,
    ReceiptId, Rung, SubjectId, Trial, UnixTime,
};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use store::{Batch, Expect, PartitionKey, StoreError, Write};

/// Most trials that are kept of one person; the oldest go first.
pub const TRIALS_MAX: usize = 200;
/// How long after a decision it can be told what came of it, in seconds.
pub const OUTCOME_SECONDS_MAX: i64 = 7 * DAY_SECONDS;

/// A trial, and what was disclosed when it was taken in.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    trial: Trial,
    disclosed: PurposeSet,
    channel: ChannelId,
}

/// What became of an outcome that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It is counted from now on.
    Counted,
    /// It was told before.
    Again,
    /// Another outcome was told before; that one stands.
    Conflict,
    /// The decision lies too far back.
    Late,
    /// There is no such decision, or it is somebody else's.
    Unknown,
    /// It is heard and counted nowhere.
    NotCounted(WhyNotCounted),
}

/// Why an outcome is counted nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNotCounted {
    /// The decision was about nobody known, and nobody unknown teaches.
    Stranger,
    /// The person does not let what they do be counted.
    NotPermitted,
    /// Another decision of the same day is their voice, or nothing was tried.
    NoVoice,
}

impl WhyNotCounted {
    /// The machine's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stranger => "stranger",
            Self::NotPermitted => "not_permitted",
            Self::NoVoice => "no_voice",
        }
    }
}

impl Vault {
    fn kept_trials(&self, subject: &Opened) -> Result<(Expect, Vec<Kept>), VaultError> {
        let Some(found) = self.store.records(&subject.partition, &[place::TRIALS])?.remove(0) else {
            return Ok((Expect::Absent, Vec::new()));
        };
        let place = place::record(&subject.partition, place::TRIALS, found.version);
        let kept = record::decode(&subject.keys.record.open(&place, &found.sealed)?)?;
        Ok((Expect::Version(found.version), kept))
    }

    /// What takes a person's trials away; nothing where there are none.
    pub(crate) fn without_trials(&self, subject: &Opened) -> Result<Option<Write>, VaultError> {
        let (partition, space) = (subject.partition, place::TRIALS);
        let found = self.store.records(&partition, &[space])?.remove(0);
        let delete = |version| Write::DeleteRecord { partition, space, expect: Expect::Version(version) };
        Ok(found.map(|found| delete(found.version)))
    }

    /// How many of a person's trials are past their time, and what takes them out.
    pub(crate) fn retain_trials(
        &self,
        subject: &Opened,
        is_kept: impl Fn(PurposeSet, UnixTime) -> bool,
    ) -> Result<(u64, Option<Write>), VaultError> {
        let (expect, mut kept) = self.kept_trials(subject)?;
        let before = kept.len();
        kept.retain(|one| is_kept(one.disclosed, one.trial.at));
        let gone = before - kept.len();
        let write = match (gone, kept.is_empty()) {
            (0, _) => None,
            (_, true) => Some(Write::DeleteRecord { partition: subject.partition, space: place::TRIALS, expect }),
            (_, false) => Some(subject.put(place::TRIALS, expect, &kept)?),
        };
        Ok((gone as u64, write))
    }

    /// The trials of a person, in order.
    pub(crate) fn trials(&self, subject: &Opened) -> Result<Vec<Trial>, VaultError> {
        Ok(self.kept_trials(subject)?.1.into_iter().map(|kept| kept.trial).collect())
    }
}

impl Moment<'_> {
    /// Settles which draws of a receipt are counted, and the write that keeps them. What rests on a visit is left out of
    /// what is kept.
    pub(crate) fn counted(
        &self,
        subject: Option<&Opened>,
        ask: &Ask,
        receipt: &mut Receipt,
    ) -> Result<Option<Write>, VaultError> {
        if !ask.visit.is_empty() {
            receipt.drawn.iter_mut().for_each(without_visit);
        }
        let may = |subject: &&Opened| self.may_measure(subject, ask, Action::Collect);
        let wanted = receipt.drawn.iter().any(|drawn| drawn.counted);
        let Some(subject) = subject.filter(|_| wanted).filter(may) else {
            receipt.drawn.iter_mut().for_each(|drawn| drawn.counted = false);
            return Ok(None);
        };
        let disclosed = PurposeSet::NONE.with(self.vault.policy.at(self.now).entry::<Measure>()?.terms.id);
        let (expect, mut kept) = self.vault.kept_trials(subject)?;
        let before = kept.len();
        for drawn in receipt.drawn.iter_mut().filter(|drawn| drawn.counted) {
            let trial = trial(receipt.id, receipt.at, drawn);
            drawn.counted = !kept.iter().any(|kept| same_voice(&kept.trial, &trial));
            if drawn.counted {
                kept.push(Kept { trial, disclosed, channel: ask.channel });
            }
        }
        if kept.len() == before {
            return Ok(None);
        }
        kept.drain(..kept.len().saturating_sub(TRIALS_MAX));
        subject.put(place::TRIALS, expect, &kept).map(Some)
    }

    /// Takes in what came of a decision. Durable when this returns; telling the same again changes nothing.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn outcome(
        &self,
        who: Option<&SubjectId>,
        ask: &Ask,
        decision: ReceiptId,
        outcome: Outcome,
    ) -> Result<Heard, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_outcome(who, ask, decision, outcome) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_outcome(
        &self,
        who: Option<&SubjectId>,
        ask: &Ask,
        decision: ReceiptId,
        outcome: Outcome,
    ) -> Result<Heard, VaultError> {
        let Some(receipt) = self.receipt(who, decision)?.filter(|receipt| !receipt.drawn.is_empty()) else {
            return Ok(Heard::Unknown);
        };
        if self.now.since(receipt.at) > OUTCOME_SECONDS_MAX {
            return Ok(Heard::Late);
        }
        let home = who.map(|who| self.vault.home(who)).transpose()?;
        let Some(subject) = home.as_ref().and_then(|home| home.subject.as_ref()) else {
            return Ok(Heard::NotCounted(WhyNotCounted::Stranger));
        };
        let (expect, mut kept) = self.vault.kept_trials(subject)?;
        let told: Vec<Heard> = kept
            .iter_mut()
            .filter(|kept| kept.trial.decision == decision)
            .map(|kept| tell(&mut kept.trial, outcome))
            .collect();
        if told.is_empty() {
            return Ok(Heard::NotCounted(WhyNotCounted::NoVoice));
        }
        if !self.may_measure(subject, ask, Action::Collect) {
            return Ok(Heard::NotCounted(WhyNotCounted::NotPermitted));
        }
        if told.contains(&Heard::Counted) {
            let write = subject.put(place::TRIALS, expect, &kept)?;
            self.vault.commit(Batch::new().and(subject.check_ledger()).and(write))?;
            return Ok(Heard::Counted);
        }
        Ok(told[0])
    }

    /// Sums over everybody who lets what they do be counted: `each` adds one person's trials, all at once and without a
    /// name, to a sum; `merge` adds two. On all cores and in no particular order, so the sums are of integers.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or something does not open.
    pub fn count<A: Release + Send>(
        &self,
        start: fn() -> A,
        each: fn(&mut A, &[Trial]),
        merge: fn(A, A) -> A,
    ) -> Result<Answer<A>, VaultError> {
        let mut everybody = Vec::new();
        self.vault.store.scan_records(place::TRIALS, &PartitionKey::FIRST, &mut |(partition, _)| {
            everybody.push(partition);
            ControlFlow::Continue(())
        })?;
        let add = |(mut sum, seen): (A, u32), partition: &PartitionKey| {
            let trials = self.permitted_trials(partition)?;
            if !trials.is_empty() {
                each(&mut sum, &trials);
            }
            Ok((sum, seen.saturating_add(u32::try_from(trials.len()).unwrap_or(u32::MAX))))
        };
        let none = || (start(), 0);
        let (value, data_used) = everybody
            .par_iter()
            .try_fold(none, add)
            .try_reduce(none, |(a, seen), (b, more)| Ok::<_, VaultError>((merge(a, b), seen.saturating_add(more))))?;
        let first = FirstLine {
            purpose: Measure::KEY.to_owned(),
            channel: self.vault.policy.channel_key(self.measured_on()?).to_owned(),
            jurisdictions: Vec::new(),
            policy_version: self.vault.policy.version,
            ledger_head: String::new(),
            gates: Vec::new(),
            given: None,
        };
        let last = LastLine { rung: Rung::Contextual, data_used, reasons: value.reasons() };
        let receipt = self.plain_receipt(first, last)?;
        self.vault.keep_tenant_receipt(&receipt)?;
        Ok(Answer { value, drawn: Vec::new(), group: None, receipt: receipt.id, rung: Rung::Contextual, refusal: None })
    }

    /// The trials of whoever is kept here that may be counted now.
    fn permitted_trials(&self, partition: &PartitionKey) -> Result<Vec<Trial>, VaultError> {
        let vault = self.vault;
        let Some(subject) = vault.find_partition(partition)? else { return Ok(Vec::new()) };
        let entry = vault.policy.at(self.now).entry::<Measure>()?;
        let ask = Ask::on(self.measured_on()?);
        let context = ask.context(self.now, Action::Train, &subject.ledger.jurisdictions);
        let mut permit = Permit::new(&vault.policy, entry, subject.ledger.standing(self.now), &context);
        let (_, kept) = vault.kept_trials(&subject)?;
        let may = kept.into_iter().filter(|kept| permit.trial(kept.trial.at, kept.disclosed, kept.channel));
        Ok(may.map(|kept| kept.trial).collect())
    }

    /// The first channel that `measure` has.
    fn measured_on(&self) -> Result<ChannelId, VaultError> {
        let channels = self.vault.policy.at(self.now).entry::<Measure>()?.terms.channels;
        Ok(ChannelId(u8::try_from(channels.trailing_zeros()).unwrap_or(0)))
    }
}

fn trial(decision: ReceiptId, at: domain::UnixTime, drawn: &Drawn) -> Trial {
    Trial {
        decision,
        of: drawn.of,
        name: drawn.name.clone(),
        version: drawn.version,
        cell: drawn.cell.clone(),
        leaning: drawn.leaning.clone(),
        chosen: drawn.chosen.clone(),
        propensity: drawn.propensity(),
        at,
        outcome: None,
    }
}

/// Whether both would be one person's voice of one day.
fn same_voice(a: &Trial, b: &Trial) -> bool {
    let day = |trial: &Trial| trial.at.0.div_euclid(DAY_SECONDS);
    (a.of, &a.name, a.version, day(a)) == (b.of, &b.name, b.version, day(b))
}

/// What was clicked can still lead to what was wished for; nothing else changes once it was told.
fn tell(trial: &mut Trial, outcome: Outcome) -> Heard {
    match (trial.outcome, outcome) {
        (Some(known), told) if known == told => Heard::Again,
        (None, _) | (Some(Outcome::Clicked), Outcome::Converted) => {
            trial.outcome = Some(outcome);
            Heard::Counted
        }
        _ => Heard::Conflict,
    }
}

/// What was looked at on a visit is kept nowhere, nor what it tells of somebody.
fn without_visit(drawn: &mut Drawn) {
    drawn.leaning.clear();
    drawn.evidence.clear();
}
