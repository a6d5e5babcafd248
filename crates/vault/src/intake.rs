//! What people do: taken in only as far as some purpose may use it, and once.
//!
//! # Invariants
//! - An event that no purpose may use is not written anywhere.
//! - An event is kept once, however often it is sent; the same name with other contents is refused.
//! - What was erased does not come back: an event from before an erasure is not taken again, and none at all before the
//!   person was shown a notice since, or said yes since.

mod nobody;
mod part;
mod seen;

use crate::permit::Permit;
use crate::record::Ledger;
use crate::{Ask, Moment, RETRIES_MAX, Vault, VaultError, place};
use domain::{Action, Event, EventOutcome, PurposeSet, Rung, Standing, SubjectId, UnixTime};
use std::collections::{BTreeMap, HashMap};
use store::{Batch, EntryId, StoreError, WRITES_PER_BATCH_MAX};

/// Furthest ahead that an event may lie, in seconds.
pub const AHEAD_SECONDS_MAX: i64 = 300;

/// What is written for a subject beside their events: history and ledger.
const WRITES_PER_SUBJECT: usize = 2;
/// Most events of one subject that one commit takes.
const EVENTS_PER_PART_MAX: usize = WRITES_PER_BATCH_MAX - WRITES_PER_SUBJECT;

/// How events come in.
#[derive(Clone, Debug)]
pub struct Intake {
    /// The circumstances of the request.
    pub ask: Ask,
    /// Where from.
    pub arrival: Arrival,
}

/// Where events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// A program sends them as they happen.
    Sent {
        /// How far back an event may lie, in seconds.
        past_seconds_max: i64,
    },
    /// A file of the past: however long ago, many of one person at once, and nearly all of them new.
    File,
}

impl Intake {
    fn is_file(&self) -> bool {
        self.arrival == Arrival::File
    }
}

impl Moment<'_> {
    /// Takes events in, each for its subject, and says what became of each, in the order given. What is accepted is
    /// durable when this returns.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then nothing of the last batch was kept, and sending it again is safe.
    pub fn keep(&self, intake: &Intake, events: &[(SubjectId, Event)]) -> Result<Vec<EventOutcome>, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_keep(intake, events) {
                Err(VaultError::Moved) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_keep(&self, intake: &Intake, events: &[(SubjectId, Event)]) -> Result<Vec<EventOutcome>, VaultError> {
        let by_subject = self.by_subject(intake, events)?;
        let mut subjects = Vec::with_capacity(by_subject.len());
        for (who, at) in &by_subject {
            subjects.extend(at.chunks(EVENTS_PER_PART_MAX).map(|at| (who, at.to_vec())));
        }
        // As they stand in the store, so that neighbours are written together.
        subjects.sort_by_cached_key(|(who, _)| self.vault.partition(who));
        let mut outcomes = vec![EventOutcome::NoConsent; events.len()];
        for group in groups(&subjects) {
            for (at, outcome) in self.keep_group(intake, events, group)? {
                outcomes[at] = outcome;
            }
        }
        Ok(outcomes)
    }

    /// Which events are whose, by the names that people have now. A universal opt-out that came along is kept first, so
    /// that it travels.
    fn by_subject(
        &self,
        intake: &Intake,
        events: &[(SubjectId, Event)],
    ) -> Result<BTreeMap<SubjectId, Vec<usize>>, VaultError> {
        let mut asked: HashMap<&SubjectId, Vec<usize>> = HashMap::new();
        // In a file, what somebody did stands together often.
        let mut at = 0;
        for of_one in events.chunk_by(|(one, _), (next, _)| one == next) {
            asked.entry(&of_one[0].0).or_default().extend(at..at + of_one.len());
            at += of_one.len();
        }
        let mut by_subject: BTreeMap<SubjectId, Vec<usize>> = BTreeMap::new();
        let mut asked: Vec<_> = asked.into_iter().collect();
        asked.sort_unstable_by_key(|(who, _)| *who);
        if intake.ask.opt_out_signal {
            asked.iter().try_for_each(|(who, _)| self.see_opt_out(who))?;
        }
        let partitions: Vec<_> = asked.iter().map(|(who, _)| self.vault.partition(who)).collect();
        let moved = self.vault.bundles.records_of(&partitions, &[place::MOVED])?;
        for ((who, at), moved) in asked.into_iter().zip(moved) {
            let name = if moved[0].is_some() { self.vault.name_now(who)? } else { who.clone() };
            by_subject.entry(name).or_default().extend(at);
        }
        Ok(by_subject)
    }

    fn keep_group(
        &self,
        intake: &Intake,
        events: &[(SubjectId, Event)],
        group: &[(&SubjectId, Vec<usize>)],
    ) -> Result<Vec<(usize, EventOutcome)>, VaultError> {
        // Of a file nearly everything is new: the store itself refuses what is not, and only then it is looked for first.
        let mut looks = !intake.is_file();
        for _ in 0..RETRIES_MAX {
            let staying = self.vault.all_staying(group.iter().map(|(who, _)| self.vault.partition(who)));
            match self.try_keep_group((intake, looks), events, group) {
                Err(VaultError::Store(StoreError::Conflict)) => drop(staying),
                done => return done,
            }
            looks = true;
            group.iter().try_for_each(|(who, _)| self.vault.clear_lost(&self.vault.partition(who)))?;
        }
        Err(VaultError::Busy)
    }

    fn try_keep_group(
        &self,
        intake: (&Intake, bool),
        events: &[(SubjectId, Event)],
        group: &[(&SubjectId, Vec<usize>)],
    ) -> Result<Vec<(usize, EventOutcome)>, VaultError> {
        let (mut batch, mut outcomes, mut bundles, mut added) = (Batch::new(), Vec::new(), Vec::new(), Vec::new());
        let partitions: Vec<_> = group.iter().map(|(who, _)| self.vault.partition(who)).collect();
        let found = self.vault.find_each(&partitions)?;
        // After that, so that who is erased meanwhile is seen to be.
        let erased = self.vault.tombstones(&partitions)?;
        for ((who, at), (found, erased)) in group.iter().zip(found.into_iter().zip(erased)) {
            let part = self.keep_for(intake, (who, found, erased), events, at)?;
            batch.writes.extend(part.writes);
            outcomes.extend(part.outcomes);
            bundles.extend(part.bundle);
            added.extend(part.added);
        }
        if !batch.writes.is_empty() {
            self.vault.settle(bundles, false)?;
            self.vault.commit_added(batch, &added)?;
        }
        Ok(outcomes)
    }

    fn in_time(&self, intake: &Intake, event: &Event) -> bool {
        let age = self.now.since(event.at);
        let is_young = match intake.arrival {
            Arrival::Sent { past_seconds_max } => age <= past_seconds_max,
            Arrival::File => true,
        };
        age >= -AHEAD_SECONDS_MAX && is_young
    }
}

impl Vault {
    /// What an event is called in a log where it stands by itself.
    pub(crate) fn event_name(&self, event: &Event) -> EntryId {
        EntryId(self.tenant.entry_pepper.name(event.id.as_str().as_bytes()))
    }
}

/// What becomes of an event whose name was kept before.
fn again(kept: &Event, event: &Event) -> EventOutcome {
    if kept.is_same(event) { EventOutcome::Duplicate } else { EventOutcome::Mismatch }
}

/// Splits subjects so that no commit carries more writes than one may.
fn groups<'a, 'b>(
    subjects: &'b [(&'a SubjectId, Vec<usize>)],
) -> impl Iterator<Item = &'b [(&'a SubjectId, Vec<usize>)]> {
    let mut rest = subjects;
    std::iter::from_fn(move || {
        let mut writes = 0;
        let fits = rest.iter().take_while(|(_, at)| {
            writes += at.len() + WRITES_PER_SUBJECT;
            writes <= WRITES_PER_BATCH_MAX
        });
        let count = fits.count().max(1).min(rest.len());
        let (group, tail) = rest.split_at(count);
        rest = tail;
        (!group.is_empty()).then_some(group)
    })
}

/// Which purposes may take an event in, worked out once per category and ceiling.
struct Collect<'a> {
    intake: &'a Intake,
    standing: Standing<'a>,
    jurisdictions: &'a [domain::JurisdictionId],
    known: Vec<(domain::CategoryId, PurposeSet)>,
}

impl<'a> Collect<'a> {
    fn new(intake: &'a Intake, ledger: &'a Ledger, known: bool, now: UnixTime) -> Self {
        let standing = Standing { known, ..ledger.standing(now) };
        Self { intake, standing, jurisdictions: &ledger.jurisdictions, known: Vec::new() }
    }

    fn allowed(&mut self, moment: &Moment<'_>, event: &Event) -> PurposeSet {
        let category = moment.vault.policy.category_of(event.verb);
        let known = self.known.iter().find(|(c, _)| *c == category).map(|(_, allowed)| *allowed);
        let allowed = known.unwrap_or_else(|| {
            let allowed = self.purposes(moment, category, moment.now);
            self.known.push((category, allowed));
            allowed
        });
        [event.ceiling, self.intake.ask.ceiling].into_iter().flatten().fold(allowed, PurposeSet::and)
    }

    fn purposes(&self, moment: &Moment<'_>, category: domain::CategoryId, now: UnixTime) -> PurposeSet {
        let policy = &moment.vault.policy;
        let mut allowed = PurposeSet::NONE;
        for (_, entry) in policy.at(now).purposes() {
            let mut ask = self.intake.ask.clone();
            ask.ceiling = None;
            ask.rung_max = Rung::Personal;
            let mut context = ask.context(now, Action::Collect, self.jurisdictions);
            // What is taken in on one channel may be meant for another: the gate for use looks at the channel again.
            context.channel = channel_of(entry.terms.channels, context.channel);
            let mut permit = Permit::new(policy, entry, self.standing, &context);
            if permit.category(category).allow() {
                allowed = allowed.with(entry.terms.id);
            }
        }
        allowed
    }
}

/// The purposes that may take in a datum of this category, of somebody known and in these circumstances.
pub(crate) fn collectable(moment: &Moment<'_>, ask: &Ask, ledger: &Ledger, category: domain::CategoryId) -> PurposeSet {
    let intake = Intake { ask: ask.clone(), arrival: Arrival::File };
    let allowed = Collect::new(&intake, ledger, true, moment.now).purposes(moment, category, moment.now);
    ask.ceiling.map_or(allowed, |ceiling| allowed.and(ceiling))
}

/// The channel itself where the purpose has it, else the purpose's first.
pub(crate) fn channel_of(channels: u64, wanted: domain::ChannelId) -> domain::ChannelId {
    if wanted.0 < 64 && channels & (1 << wanted.0) != 0 {
        return wanted;
    }
    domain::ChannelId(u8::try_from(channels.trailing_zeros()).unwrap_or(0))
}
