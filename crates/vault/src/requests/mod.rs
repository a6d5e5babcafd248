//! What people ask for about their data: kept for them, sealed as all of theirs, with the clock that the law sets.
//!
//! # Invariants
//! - A request and what it says goes with the person; what stays of an erasure names nobody.
//! - No date of a request lies before the one that it came in at, whatever the clock does.
//! - Nobody is asked who they are for a no, and nobody whose own token came along.

mod callback;
mod docket;
mod due;
mod steps;
#[cfg(test)]
mod tests;

pub use callback::{CALLBACKS_MAX, CALLBACKS_PER_AGENT_MAX, CalledBack, Telling, ToldBack};
pub use docket::{DOCKET_DAYS, Denied, Docket, Queued};
pub use steps::{RequestError, Step};

use crate::ledger::Draft;
use crate::open::Opened;
use crate::{Happening, Moment, RETRIES_MAX, Vault, VaultError, place, receipts, record};
use domain::{RequestId, RequestKind, Stage, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, Expect, StoreError, Write};

/// Most requests that are kept of one person; where there are more, the oldest closed one goes.
pub const REQUESTS_MAX: usize = 200;
/// Most characters of what somebody says in a request, or is told about it.
pub const REQUEST_CHARS_MAX: usize = 2_000;

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AskedBy {
    /// The person: their own token came along, or the shop's page knows them.
    Person,
    /// The shop, for a person who wrote or called.
    Operator,
    /// An authorised agent, by the name of their key.
    Agent(String),
}

/// A request as it comes in.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks.
    pub by: AskedBy,
    /// In their own words.
    pub says: String,
    /// What it is about: an item, a category, a purpose, an earlier request.
    pub about: Option<String>,
    /// Its name, where it has one already: a request that comes again under it is the one that is there.
    pub id: Option<RequestId>,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
}

/// What a person was told about their request: a notice to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldOf {
    /// When.
    pub at: UnixTime,
    /// How far the request was then.
    pub stage: Stage,
    /// In words.
    pub says: String,
}

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// What is asked for.
    pub kind: RequestKind,
    /// Who asks.
    pub by: AskedBy,
    /// In their own words.
    pub says: String,
    /// What it is about.
    pub about: Option<String>,
    /// The key of the profile whose clock runs: the shortest of those that claim the person.
    pub law: String,
    /// When it came in.
    pub received_at: UnixTime,
    /// Until when it has to be answered.
    pub due_at: UnixTime,
    /// By how many seconds it may be put off, once; 0 where the law has no extension.
    pub extension_seconds: i64,
    /// How long the clock may stand still at most, in seconds; 0 where the law does not let it.
    pub stop_seconds: i64,
    /// Since when the clock stands still.
    pub stopped_at: Option<UnixTime>,
    /// How far it is.
    pub stage: Stage,
    /// When it was closed.
    pub closed_at: Option<UnixTime>,
    /// What the person was told, in order.
    pub told: Vec<ToldOf>,
}

impl Request {
    /// Whether it should have been answered by now.
    #[must_use]
    pub fn is_overdue(&self, now: UnixTime) -> bool {
        !self.stage.is_closed() && self.stopped_at.is_none() && now > self.due_at
    }

    /// Whether this step with it is done by erasing the person, which takes the request away with them.
    #[must_use]
    pub fn is_done_by_erasing(&self, step: &Step) -> bool {
        self.kind == RequestKind::Erase && matches!(step, Step::Finish { .. })
    }

    /// The latest moment that is written in it.
    fn latest(&self) -> UnixTime {
        let told = self.told.iter().map(|told| told.at).max();
        self.received_at.max(told.unwrap_or(self.received_at))
    }
}

/// Somebody's requests, and the version that they were read at.
pub(crate) struct Requests {
    version: u64,
    pub(crate) all: Vec<Request>,
}

impl Requests {
    fn push(&mut self, request: Request) -> Result<(), VaultError> {
        if self.all.len() >= REQUESTS_MAX {
            match self.all.iter().position(|known| known.stage.is_closed()) {
                Some(oldest) => drop(self.all.remove(oldest)),
                // Nothing stands in the way of an erasure; it ends the others, too.
                None if request.kind == RequestKind::Erase => {}
                None => return Err(VaultError::Limit { limit: "REQUESTS_MAX" }),
            }
        }
        self.all.push(request);
        Ok(())
    }

    fn find(&mut self, id: RequestId) -> Option<&mut Request> {
        self.all.iter_mut().find(|request| request.id == id)
    }
}

impl Vault {
    pub(crate) fn requests_of(&self, subject: &Opened) -> Result<Requests, VaultError> {
        let Some(found) = self.store.records(&subject.partition, &[place::REQUESTS])?.remove(0) else {
            return Ok(Requests { version: 0, all: Vec::new() });
        };
        let place = place::record(&subject.partition, place::REQUESTS, found.version);
        let plain = subject.keys.record.open(&place, &found.sealed)?;
        Ok(Requests { version: found.version, all: record::decode(&plain)? })
    }

    pub(crate) fn put_requests(&self, subject: &Opened, requests: &Requests) -> Result<Write, VaultError> {
        subject.put(place::REQUESTS, Expect::of(requests.version), &requests.all)
    }

    /// What hands the requests of somebody who was merged on to the survivor; nothing where there are none.
    pub(crate) fn absorb_requests(&self, survivor: &Opened, absorbed: &Opened) -> Result<Option<Write>, VaultError> {
        let theirs = self.requests_of(absorbed)?.all;
        if theirs.is_empty() {
            return Ok(None);
        }
        let mut requests = self.requests_of(survivor)?;
        requests.all.extend(theirs);
        requests.all.sort_by_key(|request| request.received_at);
        self.put_requests(survivor, &requests).map(Some)
    }
}

impl Moment<'_> {
    /// Takes a request in, and a first step with it, in one commit.
    ///
    /// A stranger is made known by it, so that it can be answered.
    ///
    /// # Errors
    /// [`VaultError::Limit`] where too many are open, [`VaultError::Request`] where the step may not be taken, and when the
    /// ground fails.
    pub fn ask_for(&self, who: &SubjectId, asked: &Asked, first: Option<&Step>) -> Result<Request, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_ask(who, asked, first) {
                Err(VaultError::Store(StoreError::Conflict)) => self.vault.clear_lost(&self.vault.partition(who))?,
                asked => return asked,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_ask(&self, who: &SubjectId, asked: &Asked, first: Option<&Step>) -> Result<Request, VaultError> {
        const NOTHING_SAID: &[Draft] = &[];
        let home = self.vault.home(who)?;
        let (subject, bundle) = self.found_or_new(home.subject, who, NOTHING_SAID)?;
        let mut requests = self.vault.requests_of(&subject)?;
        if let Some(there) = asked.id.and_then(|id| requests.find(id)) {
            return Ok(there.clone());
        }
        let mut request = self.received(&subject, asked)?;
        if let Some(step) = first {
            request = request.advance(step, self.now)?;
        }
        requests.push(request.clone())?;
        self.vault.settle(Vec::from_iter(bundle), true)?;
        let mut batch = Batch::new().urgent_if(true).and(self.vault.put_requests(&subject, &requests)?);
        batch = match subject.ledger_version {
            0 => batch.and(subject.put_ledger()?),
            _ => batch.and(subject.check_ledger()),
        };
        // What was done at once waits for nobody; an agent asks how far it is.
        if !request.stage.is_closed() || matches!(request.by, AskedBy::Agent(_)) {
            batch = batch.and(
                self.vault.put_docket(request.id, &Docket::of(&request, subject.partition, asked.agents_id.clone()))?,
            );
        }
        self.vault.commit(batch)?;
        Ok(request)
    }

    /// A request that has just come in, with the clock that runs for it.
    fn received(&self, subject: &Opened, asked: &Asked) -> Result<Request, VaultError> {
        let clock = due::clock(self.vault.policy(), self.now, &subject.ledger.jurisdictions, asked.kind);
        Ok(Request {
            id: asked.id.map_or_else(|| Ok(RequestId(receipts::draw_id(self.now)?.0)), Ok::<_, VaultError>)?,
            kind: asked.kind,
            by: asked.by.clone(),
            says: asked.says.clone(),
            about: asked.about.clone(),
            law: clock.law,
            received_at: self.now,
            due_at: self.now.plus(clock.answer_seconds),
            extension_seconds: clock.extension_seconds,
            stop_seconds: clock.stop_seconds,
            stopped_at: None,
            stage: Stage::Received,
            closed_at: None,
            told: Vec::new(),
        })
    }

    /// The person's requests, in the order they came in. Empty for a stranger.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn requests(&self, who: &SubjectId) -> Result<Vec<Request>, VaultError> {
        let found = self.vault.find(who)?;
        found.map(|subject| Ok(self.vault.requests_of(&subject)?.all)).transpose().map(Option::unwrap_or_default)
    }

    /// Takes a step with a request of a person's, which stands in the log. `None` where they have none of that name. An erasure
    /// is done by erasing, which closes the request: that step is worked out, and not kept.
    ///
    /// # Errors
    /// [`VaultError::Request`] where the step may not be taken now, and when the ground fails.
    pub fn step(&self, who: &SubjectId, id: RequestId, step: &Step) -> Result<Option<Request>, VaultError> {
        let words = format!("request {id} {}", step.as_str());
        self.go(who, id, (step, Some(words)))
    }

    /// Takes a request of a person's back, at the word of whoever made it for them. No operator did it, so nothing of it
    /// stands in the log. `None` where they have none of that name.
    ///
    /// # Errors
    /// As [`Moment::step`].
    pub fn take_back(&self, who: &SubjectId, id: RequestId) -> Result<Option<Request>, VaultError> {
        self.go(who, id, (&Step::Revoke, None))
    }

    /// Takes a step, with what the log says of it, if anything.
    fn go(
        &self,
        who: &SubjectId,
        id: RequestId,
        (step, words): (&Step, Option<String>),
    ) -> Result<Option<Request>, VaultError> {
        for _ in 0..RETRIES_MAX {
            let home = self.vault.home(who)?;
            let Some(subject) = &home.subject else { return Ok(None) };
            match self.try_step(subject, id, (step, words.clone())) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_step(
        &self,
        subject: &Opened,
        id: RequestId,
        (step, words): (&Step, Option<String>),
    ) -> Result<Option<Request>, VaultError> {
        let mut requests = self.vault.requests_of(subject)?;
        let Some(request) = requests.find(id) else { return Ok(None) };
        *request = request.clone().advance(step, self.now)?;
        let request = request.clone();
        if request.is_done_by_erasing(step) {
            return Ok(Some(request));
        }
        let mut batch = Batch::new().urgent_if(true).and(self.vault.put_requests(subject, &requests)?);
        if let Some(words) = words {
            batch = batch.and(self.vault.noted_words(self.now, Happening::Operator, words)?);
        }
        if self.vault.docket_and_version(id)?.is_some() {
            batch = batch.and(self.vault.put_docket(id, &Docket::of(&request, subject.partition, None))?);
        }
        self.vault.commit(batch)?;
        Ok(Some(request))
    }
}
