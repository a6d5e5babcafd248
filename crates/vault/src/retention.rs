//! Retention: what was kept for long enough goes, a little at a time, as long as the clock can be believed.
//!
//! # Invariants
//! - Nothing goes before its time: neither by a clock that was set back, nor by one that leapt ahead.
//! - What is past its time is out of use already, by the gate; here it goes for good.
//! - The work is done in bounded pieces and goes on where it stopped, also after a kill.

mod goes;

use crate::open::{Log, Opened};
use crate::recipients::Disclosure;
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place};
use domain::{DAY_SECONDS, Event, PurposeSet, UnixTime, Verb};
use goes::{Goes, Past};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use store::{Batch, Entry, EntryId, PartitionKey, Scope, StoreError, Write};

/// Most records and entries that one piece of work looks at, but for those of the last person in it.
pub const RETAIN_ENTRIES_MAX: usize = 20_000;

/// How often everything is gone over, in seconds.
const PASS_SECONDS: i64 = DAY_SECONDS;
/// How far the clock may lie behind what it was, in seconds, and still be believed.
const BEHIND_SECONDS_MAX: i64 = 3_600;
/// How far it may have gone on between two looks, in seconds, and still be believed: a month of rest, and no more.
const AHEAD_SECONDS_MAX: i64 = 31 * DAY_SECONDS;
/// Most entries that one commit takes out.
const GONE_PER_BATCH: usize = 10_000;
/// The blob that says how far the work is.
const STATE: &str = "vault/retention";

/// What went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// People who were looked at.
    pub people: u64,
    /// Records and entries that were looked at.
    pub looked_at: u64,
    /// Events that went.
    pub events: u64,
    /// Acts that went out of histories: what was kept at hand of those events.
    pub acts: u64,
    /// Receipts of use that went.
    pub receipts: u64,
    /// What people had declared of themselves, by declarations that went.
    pub traits: u64,
    /// What was decided by lot, by decisions that went.
    pub trials: u64,
    /// Lines of the docket that went: requests that were closed long ago.
    pub requests: u64,
}

/// Why nothing may go now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// The clock is more than an hour behind what it was.
    Behind,
    /// The clock leapt ahead by more than a month. Whoever knows that it is right can say so.
    Leapt,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// What this piece of work took out; nothing where it was only looked.
    pub gone: Gone,
    /// What went since the data was made.
    pub ever: Gone,
    /// When the last pass over everything ended; zero where none did.
    pub ended: UnixTime,
    /// Whether a pass is under way.
    pub under_way: bool,
    /// Why nothing went, if the clock is not believed.
    pub held: Option<Held>,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct State {
    /// Whom the next piece begins with.
    next: [u8; 16],
    under_way: bool,
    ended: UnixTime,
    /// The latest time that was believed.
    believed: UnixTime,
    ever: Gone,
}

impl State {
    fn held(&self, now: UnixTime) -> Option<Held> {
        let ahead = now.since(self.believed);
        match self.believed {
            UnixTime(0) => None,
            _ if ahead < -BEHIND_SECONDS_MAX => Some(Held::Behind),
            _ if ahead > AHEAD_SECONDS_MAX => Some(Held::Leapt),
            _ => None,
        }
    }

    const fn shown(&self, gone: Gone, held: Option<Held>) -> Retained {
        Retained { gone, ever: self.ever, ended: self.ended, under_way: self.under_way, held }
    }
}

impl Gone {
    /// Adds what another piece of the work did.
    pub fn add(&mut self, other: Self) {
        self.people += other.people;
        self.looked_at += other.looked_at;
        self.events += other.events;
        self.acts += other.acts;
        self.receipts += other.receipts;
        self.traits += other.traits;
        self.trials += other.trials;
        self.requests += other.requests;
    }
}

impl Moment<'_> {
    /// How far the work is, and whether the clock is believed.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn retention(&self) -> Result<Retained, VaultError> {
        let state = self.vault.retention_state()?;
        Ok(state.shown(Gone::default(), state.held(self.now)))
    }

    /// Does a piece of the work, of about `most` entries: goes on with the pass that is under way, or begins one where the
    /// last is a day old. `clock_is_right` believes a clock that leapt ahead; one that is behind is never believed.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; what went is gone, and the next piece goes on from there.
    pub fn retain(&self, most: usize, clock_is_right: bool) -> Result<Retained, VaultError> {
        let mut state = self.vault.retention_state()?;
        match state.held(self.now) {
            Some(Held::Leapt) if clock_is_right => {}
            None => {}
            held => return Ok(state.shown(Gone::default(), held)),
        }
        let resting = !state.under_way && state.ended.0 > 0 && self.now.since(state.ended) < PASS_SECONDS;
        state.believed = state.believed.max(self.now);
        let mut gone = Gone::default();
        if !resting {
            gone = self.piece(&mut state, most)?;
            state.ever.add(gone);
        }
        self.vault.put_blob(STATE, &crate::record::encode(&state)?)?;
        Ok(state.shown(gone, None))
    }

    fn piece(&self, state: &mut State, most: usize) -> Result<Gone, VaultError> {
        let mut gone = Gone::default();
        state.under_way = true;
        while gone.looked_at < most as u64 {
            let Some(partition) = self.vault.next_person(state.next)? else {
                let (receipts, whole) = self.retain_receipts_of_nobody(most)?;
                gone.receipts += receipts;
                gone.looked_at += receipts;
                if whole {
                    gone.requests += self.retain_docket()?;
                    *state = State { next: [0; 16], under_way: false, ended: self.now, ..*state };
                }
                return Ok(gone);
            };
            gone.add(self.retain_of(&partition)?);
            state.next = match u128::from_be_bytes(partition.0).checked_add(1) {
                Some(next) => next.to_be_bytes(),
                None => [u8::MAX; 16],
            };
        }
        Ok(gone)
    }

    /// Takes out what is past its time of one person.
    fn retain_of(&self, partition: &PartitionKey) -> Result<Gone, VaultError> {
        let mut gone = Gone { people: 1, looked_at: 1, ..Gone::default() };
        for _ in 0..RETRIES_MAX {
            let _staying = self.vault.staying(partition);
            let Some(subject) = self.vault.find_partition(partition)? else { return Ok(Gone { people: 0, ..gone }) };
            let mut goes = vec![self.retain_records(&subject)?];
            for log in subject.logs() {
                goes.extend(self.past(&log, &mut gone)?);
            }
            match self.take_out(&subject, goes, &mut gone) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| gone)?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Takes it out, one commit after the other; each as long as nothing else was said of them, as by a reset, since it was
    /// looked at.
    fn take_out(&self, subject: &Opened, goes: Vec<Goes>, gone: &mut Gone) -> Result<(), StoreError> {
        for Goes { batch, of_it } in goes.into_iter().filter(|goes| !goes.batch.writes.is_empty()) {
            self.vault.commit(batch.and(subject.check_ledger()))?;
            gone.add(of_it);
        }
        Ok(())
    }

    /// What takes out of somebody's records what is past its time there.
    fn retain_records(&self, subject: &Opened) -> Result<Goes, VaultError> {
        let policy = &self.vault.policy;
        let (mut batch, mut gone) = (Batch::new(), Gone::default());
        let mut history = subject.history()?;
        gone.acts = history.keep(|act| self.is_kept(policy.category_of(act.verb), act.disclosed, act.at));
        if gone.acts > 0 {
            batch = batch.and(subject.put_history(&history)?);
        }
        let declared: Vec<_> = policy.interest_category().into_iter().chain(policy.group_category()).collect();
        let mut traits = subject.traits()?;
        gone.traits = traits.keep(|from| declared.iter().any(|it| self.is_kept(*it, from.disclosed, from.at)));
        if gone.traits > 0 {
            batch.writes.extend(subject.put_traits(&traits)?);
        }
        let shown = policy.category_of(Verb::View);
        let (trials, write) = self.vault.retain_trials(subject, |disclosed, at| self.is_kept(shown, disclosed, at))?;
        gone.trials = trials;
        batch.writes.extend(write);
        Ok(Goes { batch, of_it: gone })
    }

    /// What of a log is past its time, and what takes it out.
    fn past(&self, log: &Log, gone: &mut Gone) -> Result<Vec<Goes>, VaultError> {
        let young = self.now.plus(-self.vault.policy.shortest_seconds());
        let logged = self.vault.logged_through()?;
        let mut past = Past::of(log);
        self.past_lines(log, logged)?.into_iter().for_each(|id| past.take(id, Gone { receipts: 1, ..Gone::default() }));
        let mut failed = None;
        self.vault.store.scan_log(Scope::Partition(log.partition), &mut |entry| {
            gone.looked_at += 1;
            // What the transparency log does not know of yet waits for it.
            if entry.at >= young.0 || (entry.kind == place::RECEIPT && entry.sequence > logged) {
                return ControlFlow::Continue(());
            }
            match self.past_of(log, &entry, &mut past) {
                Ok(looked_at) => gone.looked_at += looked_at,
                Err(error) => failed = Some(error),
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or_else(|| Ok(past.commits()), Err)
    }

    /// Takes what of an entry is past its time. Returns how many events were looked at beyond one.
    fn past_of(&self, log: &Log, entry: &Entry, past: &mut Past<'_>) -> Result<u64, VaultError> {
        if entry.kind == place::RECEIPT && UnixTime(entry.at) < self.receipts_since() {
            past.take(entry.id, Gone { receipts: 1, ..Gone::default() });
        }
        let mut left = log.events(entry)?;
        let before = left.len();
        left.retain(|(event, disclosed)| self.is_event_kept(event, *disclosed));
        let gone = Gone { events: (before - left.len()) as u64, ..Gone::default() };
        match (gone.events, left.is_empty()) {
            (0, _) => {}
            (_, true) => past.take(entry.id, gone),
            (_, false) => past.rewrite(log.repack(entry.id, &left)?, gone),
        }
        Ok((before as u64).saturating_sub(1))
    }

    /// The lines about disclosures that are past their time. The last one to each recipient for each purpose stays with the
    /// person, so that they can be told who has it, and the recipient of their no and of their erasure.
    fn past_lines(&self, log: &Log, logged: u64) -> Result<Vec<EntryId>, VaultError> {
        let lines = self.vault.lines(log)?;
        let last: BTreeMap<_, _> =
            lines.iter().map(|(entry, line)| ((&line.pseudonym, line.purpose), entry.sequence)).collect();
        let is_past = |(entry, line): &&(store::Entry, Disclosure)| {
            let old = UnixTime(entry.at) < self.receipts_since() && entry.sequence <= logged;
            old && last.get(&(&line.pseudonym, line.purpose)).is_some_and(|last| *last > entry.sequence)
        };
        Ok(lines.iter().filter(is_past).map(|(entry, _)| entry.id).collect())
    }

    fn is_event_kept(&self, event: &Event, disclosed: PurposeSet) -> bool {
        self.is_kept(self.vault.policy.category_of(event.verb), disclosed, event.at)
    }

    fn is_kept(&self, category: domain::CategoryId, disclosed: PurposeSet, at: UnixTime) -> bool {
        self.now.since(at) <= self.vault.policy.kept_seconds(category, disclosed)
    }

    fn receipts_since(&self) -> UnixTime {
        self.now.plus(-(i64::from(self.vault.policy.receipts_days) * DAY_SECONDS))
    }

    /// Takes out old receipts that are about nobody: how many, and whether all are gone.
    fn retain_receipts_of_nobody(&self, most: usize) -> Result<(u64, bool), VaultError> {
        let nobody = self.vault.nobody();
        let until = self.receipts_since().0;
        let logged = self.vault.logged_through()?;
        let mut past = Vec::new();
        self.vault.store.scan_log(Scope::Between { from: i64::MIN, until }, &mut |entry| {
            if entry.partition == nobody && entry.kind == place::RECEIPT && entry.sequence <= logged {
                past.push(entry.id);
            }
            if past.len() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let whole = past.len() <= most;
        past.truncate(most);
        for ids in past.chunks(GONE_PER_BATCH) {
            let write = Write::DeleteNamed { partition: nobody, ids: ids.to_vec() };
            self.vault.commit(Batch::new().and(write))?;
        }
        Ok((past.len() as u64, whole))
    }
}

impl Vault {
    fn retention_state(&self) -> Result<State, VaultError> {
        self.blob(STATE)?.map_or_else(|| Ok(State::default()), |bytes| crate::record::decode(&bytes))
    }

    fn next_person(&self, from: [u8; 16]) -> Result<Option<PartitionKey>, VaultError> {
        let mut found = None;
        self.store.scan_records(place::LEDGER, &PartitionKey(from), &mut |(partition, _)| {
            found = Some(partition);
            ControlFlow::Break(())
        })?;
        Ok(found)
    }
}
