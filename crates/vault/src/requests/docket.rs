//! The docket: which requests wait for the shop or were made by an agent, and what stays of an erasure: that it was
//! asked for and done, without a name.

use super::{AskedBy, Request};
use crate::next::{self, remove};
use crate::open::Opened;
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, record};
use domain::{DAY_SECONDS, RequestId, RequestKind, Stage, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use store::{Batch, PartitionKey, StoreError, Write};

/// How long a closed line is kept, in days: records of requests are due for 24 months (CCPA regulations, section 7101).
pub const DOCKET_DAYS: i64 = 731;

/// One line of the docket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Docket {
    /// Whose it is, as the keyed hash that all of theirs stands under; `None` where they were forgotten by it.
    pub(super) of: Option<[u8; 16]>,
    /// What was asked for.
    pub kind: RequestKind,
    /// Who may hear of it beside the person: the agent that asked.
    pub agent: Option<String>,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
    /// When it came in.
    pub received_at: UnixTime,
    /// How far it is.
    pub stage: Stage,
    /// When it was closed.
    pub closed_at: Option<UnixTime>,
    /// Why it was denied where nothing else tells.
    pub denied: Option<String>,
}

/// A request that was denied because it is about nobody.
#[derive(Clone, Debug)]
pub struct Denied {
    /// Its name.
    pub id: RequestId,
    /// What was asked for.
    pub kind: RequestKind,
    /// The agent that asked.
    pub agent: String,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
    /// Why.
    pub why: String,
}

/// A request that waits for the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Whose.
    pub subject: SubjectId,
    /// The request.
    pub request: Request,
    /// Whether it came in under a name that was merged into this one since.
    pub merged: bool,
}

impl Docket {
    pub(super) fn of(request: &Request, whose: PartitionKey, agents_id: Option<String>) -> Self {
        let agent = if let AskedBy::Agent(name) = &request.by { Some(name.clone()) } else { None };
        Self {
            of: Some(whose.0),
            kind: request.kind,
            agent,
            agents_id,
            received_at: request.received_at,
            stage: request.stage,
            closed_at: request.closed_at,
            denied: None,
        }
    }

    /// What stays when the person it is about was erased: no name, and how it ended. An erasure that was waited for is
    /// done by that; whatever else was waited for can not be done for anybody any more.
    fn of_nobody(self, now: UnixTime) -> Self {
        let (stage, denied) = match (self.stage.is_closed(), self.kind) {
            (true, _) => (self.stage, self.denied),
            (false, RequestKind::Erase) => (Stage::Done, None),
            (false, _) => (Stage::Refused, Some("no_match".to_owned())),
        };
        let closed_at = self.closed_at.or(Some(now.max(self.received_at)));
        Self { of: None, stage, denied, closed_at, ..self }
    }
}

impl Vault {
    /// Writes a line, in the place of the one that is there. Under which hash it came in stays, also after a merge.
    pub(super) fn put_docket(&self, id: RequestId, docket: &Docket) -> Result<Write, VaultError> {
        let partition = PartitionKey(id.0);
        let found = self.docket_and_version(id)?;
        let (version, docket) = match found {
            Some((version, known)) => {
                let agents_id = docket.agents_id.clone().or(known.agents_id);
                (version, Docket { agents_id, of: docket.of.and(known.of), ..docket.clone() })
            }
            None => (0, docket.clone()),
        };
        next::put(&self.tenant.shelf, partition, place::DOCKET, version, &docket)
    }

    pub(super) fn docket_and_version(&self, id: RequestId) -> Result<Option<(u64, Docket)>, VaultError> {
        let partition = PartitionKey(id.0);
        let Some(found) = self.store.records(&partition, &[place::DOCKET])?.remove(0) else { return Ok(None) };
        let place = place::record(&partition, place::DOCKET, found.version);
        Ok(Some((found.version, record::decode(&self.tenant.shelf.open(&place, &found.sealed)?)?)))
    }

    /// Whose a line is now, if anybody's, and whether they were merged into them since.
    fn whose(&self, docket: &Docket) -> Result<Option<(Opened, bool)>, VaultError> {
        let Some(of) = docket.of.map(PartitionKey) else { return Ok(None) };
        if let Some(found) = self.find_partition(&of)? {
            return Ok(Some((found, false)));
        }
        let there = self.new_home_at_last(&of)?.map(|there| self.find_partition(&there)).transpose()?.flatten();
        Ok(there.map(|found| (found, true)))
    }

    /// Takes the hashes of people who are erased out of every line about them, and closes what was open; each with when they
    /// were. One look at the docket, for however many.
    pub(crate) fn close_docket(&self, erased: &BTreeMap<PartitionKey, UnixTime>) -> Result<(), VaultError> {
        let ids = if erased.is_empty() { Vec::new() } else { self.docket_ids()? };
        for id in ids {
            for _ in 0..RETRIES_MAX {
                let Some((_, docket)) = self.docket_and_version(id)? else { break };
                let Some(at) = docket.of.and_then(|of| erased.get(&PartitionKey(of))) else { break };
                let write = self.put_docket(id, &docket.of_nobody(*at))?;
                match self.commit(Batch::new().urgent_if(true).and(write)) {
                    Err(StoreError::Conflict) => {}
                    done => done?,
                }
            }
        }
        Ok(())
    }

    fn docket_ids(&self) -> Result<Vec<RequestId>, VaultError> {
        let mut ids = Vec::new();
        self.store.scan_records(place::DOCKET, &PartitionKey::FIRST, &mut |(partition, _)| {
            ids.push(RequestId(partition.0));
            ControlFlow::Continue(())
        })?;
        Ok(ids)
    }
}

impl Moment<'_> {
    /// Keeps that a request is about nobody, for the agent to hear. Where there is one of that name already, that stays.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn deny(&self, denied: &Denied) -> Result<(), VaultError> {
        let Denied { id, kind, agent, agents_id, why } = denied.clone();
        let docket = Docket {
            of: None,
            kind,
            agent: Some(agent),
            agents_id,
            received_at: self.now,
            stage: Stage::Refused,
            closed_at: Some(self.now),
            denied: Some(why),
        };
        for _ in 0..RETRIES_MAX {
            if self.vault.docket_and_version(id)?.is_some() {
                return Ok(());
            }
            let write = self.vault.put_docket(id, &docket)?;
            match self.vault.commit(Batch::new().urgent_if(true).and(write)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Takes lines away that are closed for [`DOCKET_DAYS`]. Returns how many.
    pub(crate) fn retain_docket(&self) -> Result<u64, VaultError> {
        let mut gone = 0;
        for id in self.vault.docket_ids()? {
            let Some((version, docket)) = self.vault.docket_and_version(id)? else { continue };
            if docket.closed_at.is_none_or(|at| self.now.since(at) <= DOCKET_DAYS * DAY_SECONDS) {
                continue;
            }
            match self.vault.commit(Batch::new().and(remove(PartitionKey(id.0), place::DOCKET, version))) {
                Err(StoreError::Conflict) => {}
                done => gone += done.map(|()| 1)?,
            }
        }
        Ok(gone)
    }

    /// A line of the docket, and the request where the person is still there.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn docket(&self, id: RequestId) -> Result<Option<(Docket, Option<Queued>)>, VaultError> {
        let Some((_, docket)) = self.vault.docket_and_version(id)? else { return Ok(None) };
        let queued = self.queued(id, &docket)?;
        Ok(Some((docket, queued)))
    }

    /// Every request that waits for the shop, the one that is due first at the head.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn queue(&self) -> Result<Vec<Queued>, VaultError> {
        let mut queue = Vec::new();
        for id in self.vault.docket_ids()? {
            let Some((_, docket)) = self.vault.docket_and_version(id)? else { continue };
            if docket.closed_at.is_none() {
                queue.extend(self.queued(id, &docket)?);
            }
        }
        queue.sort_by_key(|queued| (queued.request.due_at, queued.request.id));
        Ok(queue)
    }

    fn queued(&self, id: RequestId, docket: &Docket) -> Result<Option<Queued>, VaultError> {
        let Some((subject, merged)) = self.vault.whose(docket)? else { return Ok(None) };
        let found = self.vault.requests_of(&subject)?.all.into_iter().find(|request| request.id == id);
        Ok(found.map(|request| Queued { subject: subject.ledger.subject.clone(), request, merged }))
    }
}
