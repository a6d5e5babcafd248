//! One subject's part of an intake: what the gate lets in of theirs, each event once.

use super::seen::{Look, Seen};
use super::{Collect, Intake, again};
use crate::ground::Added;
use crate::open::Opened;
use crate::record::{History, Ledger};
use crate::{Moment, VaultError, place};
use domain::{Event, EventId, EventOutcome, PurposeSet, SubjectId, UnixTime};
use std::collections::HashMap;
use store::Write;

/// From so many events of a file on, they are sealed together. Fewer stand each by itself, so that whoever comes a little at a
/// time has few packs to look through.
const PACKED_FROM: usize = 8;

/// One subject's part of a batch.
pub(super) struct Part {
    pub(super) outcomes: Vec<(usize, EventOutcome)>,
    pub(super) writes: Vec<Write>,
    pub(super) bundle: Option<Write>,
    /// Where acts come to those they have, and nothing else of them changes.
    pub(super) added: Option<Added>,
}

/// What becomes of an event.
enum Verdict<'e> {
    /// It is kept, for what these purposes may use it.
    Kept(&'e Event, PurposeSet),
    /// It is not.
    Not(EventOutcome),
}

impl<'e> Verdict<'e> {
    const fn outcome(&self) -> EventOutcome {
        match self {
            Self::Kept(..) => EventOutcome::Accepted,
            Self::Not(outcome) => *outcome,
        }
    }

    const fn accepted(&self) -> Option<(&'e Event, PurposeSet)> {
        match self {
            Self::Kept(event, allowed) => Some((event, *allowed)),
            Self::Not(_) => None,
        }
    }
}

/// Who it is, as far as they are known, and what is not taken in of them.
struct Found {
    subject: Opened,
    bundle: Option<Write>,
    known: bool,
    opt_out_is_new: bool,
    stays_away: bool,
    erased_at: Option<UnixTime>,
}

impl Moment<'_> {
    /// Of somebody who was just looked for, and when they were last erased. `looks` is whether it is looked for what was
    /// kept before also of somebody of whom no act is at hand; else one that was kept is a conflict.
    pub(super) fn keep_for(
        &self,
        (intake, looks): (&Intake, bool),
        (who, found, erased): (&SubjectId, Option<Opened>, Option<UnixTime>),
        events: &[(SubjectId, Event)],
        at: &[usize],
    ) -> Result<Part, VaultError> {
        let found = self.found(intake, who, (found, erased))?;
        let mut verdicts = self.verdicts(intake, &found, at.iter().map(|at| &events[*at].1));
        let seen = self.look(intake, looks, &found, &verdicts)?;
        sort_out(&mut verdicts, &seen);
        let outcome = |(at, verdict): (&usize, &Verdict<'_>)| (*at, verdict.outcome());
        let outcomes = at.iter().zip(&verdicts).map(outcome).collect();
        let accepted: Vec<_> = verdicts.iter().filter_map(Verdict::accepted).collect();
        let Found { subject, known, opt_out_is_new, .. } = found;
        let mut part = Part { outcomes, writes: Vec::new(), bundle: None, added: None };
        let mut history = None;
        if !accepted.is_empty() {
            part.writes = self.entries(&subject, intake, seen.next_pack(), &accepted)?;
            part.bundle = found.bundle;
            let (grown, added) = grown(&subject, intake, &accepted)?;
            part.added = added.filter(|_| !(known && opt_out_is_new));
            history = Some(grown);
        }
        part.writes.extend(closing(&subject, history.as_ref(), known, opt_out_is_new)?);
        Ok(part)
    }

    fn found(
        &self,
        intake: &Intake,
        who: &SubjectId,
        (found, shredded_at): (Option<Opened>, Option<UnixTime>),
    ) -> Result<Found, VaultError> {
        let found = found.filter(|opened| opened.ledger.subject == *who);
        if found.is_none() && self.vault.moved(&self.vault.partition(who))?.is_some() {
            return Err(VaultError::Moved);
        }
        let known = found.is_some();
        let (mut subject, bundle) = match found {
            Some(subject) => (subject, None),
            None => self.arriving(intake, who)?,
        };
        let opt_out_is_new = subject.ledger.see_opt_out(intake.ask.opt_out_signal, self.now);
        let stays_away = shredded_at.is_some_and(|erased| !subject.ledger.is_back_since(erased));
        let erased_at = shredded_at.max(subject.ledger.cleared_at);
        Ok(Found { subject, bundle, known, opt_out_is_new, stays_away, erased_at })
    }

    /// A subject who is not kept yet, and is not until something of theirs may be.
    fn arriving(&self, intake: &Intake, who: &SubjectId) -> Result<(Opened, Option<Write>), VaultError> {
        let mut ledger = Ledger::new(who.clone(), self.now);
        ledger.jurisdictions.clone_from(&intake.ask.jurisdictions);
        self.vault.newcomer(ledger)
    }

    /// What the gate says of each event.
    fn verdicts<'e>(
        &self,
        intake: &Intake,
        found: &Found,
        events: impl Iterator<Item = &'e Event>,
    ) -> Vec<Verdict<'e>> {
        let mut gate = Collect::new(intake, &found.subject.ledger, found.known, self.now);
        let verdict = |event| {
            let allowed = gate.allowed(self, event);
            if !self.in_time(intake, event) {
                Verdict::Not(EventOutcome::TimeOutOfRange)
            } else if allowed.is_empty() || found.bars(event) {
                Verdict::Not(EventOutcome::NoConsent)
            } else {
                Verdict::Kept(event, allowed)
            }
        };
        events.map(verdict).collect()
    }

    /// Looks for what was kept before of what the gate lets in.
    fn look(
        &self,
        intake: &Intake,
        at_strangers: bool,
        found: &Found,
        verdicts: &[Verdict<'_>],
    ) -> Result<Seen, VaultError> {
        let wanted: Vec<_> = verdicts.iter().filter_map(Verdict::accepted).map(|(event, _)| event).collect();
        self.seen(&found.subject, Look { at_once: intake.is_file(), at_strangers }, &wanted)
    }

    /// What keeps events in the log: each by itself, or those of a file of the past together.
    fn entries(
        &self,
        subject: &Opened,
        intake: &Intake,
        next_pack: u64,
        accepted: &[(&Event, PurposeSet)],
    ) -> Result<Vec<Write>, VaultError> {
        if intake.is_file() && accepted.len() >= PACKED_FROM {
            return subject.pack(next_pack, accepted);
        }
        let mut sealer = subject.keys.log.sealer();
        let entries = accepted.iter().map(|(event, allowed)| {
            let entry = (place::EVENT, self.vault.event_name(event), event.at.0);
            subject.append_with(&mut sealer, entry, &(event, allowed))
        });
        entries.collect()
    }
}

impl Found {
    /// Whether it is from before an erasure, or they have not come back since one.
    fn bars(&self, event: &Event) -> bool {
        self.stays_away || self.erased_at.is_some_and(|erased| event.at <= erased)
    }
}

/// Of what the gate let in, what was there before is not kept again.
fn sort_out(verdicts: &mut [Verdict<'_>], seen: &Seen) {
    let mut named: HashMap<&EventId, &Event> = HashMap::with_capacity(verdicts.len());
    for verdict in verdicts {
        let Verdict::Kept(event, _) = verdict else { continue };
        let event = *event;
        match named.get(&event.id).map(|kept| again(kept, event)).or_else(|| seen.outcome(event)) {
            Some(outcome) => *verdict = Verdict::Not(outcome),
            None => drop(named.insert(&event.id, event)),
        }
    }
}

/// The history with events added, and that nothing else changes, where that is so.
fn grown(
    subject: &Opened,
    intake: &Intake,
    accepted: &[(&Event, PurposeSet)],
) -> Result<(History, Option<Added>), VaultError> {
    let mut history = subject.history()?;
    let had = history.acts.len();
    for (event, allowed) in accepted {
        history.add(event, *allowed, intake.ask.channel);
    }
    // A history that was trimmed does not begin with what it had.
    let grown = history.acts.len() == had + accepted.len();
    let acts = u32::try_from(had).ok().filter(|_| grown);
    let version = subject.history_version();
    Ok((history, acts.map(|acts| Added { partition: subject.partition, version, acts })))
}

/// What is written beside a subject's events: their history, who they are where they are new, and else that their
/// ledger is still the one that the gate read. Nothing where nothing was accepted or learned.
fn closing(
    subject: &Opened,
    history: Option<&History>,
    known: bool,
    opt_out_is_new: bool,
) -> Result<Vec<Write>, VaultError> {
    let mut writes = Vec::new();
    if let Some(history) = history {
        writes.push(subject.put_history(history)?);
    }
    match (known, history) {
        (false, Some(_)) => writes.push(subject.put_ledger()?),
        (true, _) if opt_out_is_new => writes.push(subject.put_ledger()?),
        (true, Some(_)) => writes.push(subject.check_ledger()),
        (_, None) => {}
    }
    Ok(writes)
}
