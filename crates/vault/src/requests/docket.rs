//! The docket: which requests wait for the shop or were made by an agent, and what stays of an erasure: that it was
//! asked for and done, without a name.

use super::{AskedBy, Request};
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, receipts, record};
use domain::{RequestId, RequestKind, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use store::{Batch, Expect, PartitionKey, StoreError, Write};

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
    /// When it was closed.
    pub closed_at: Option<UnixTime>,
    /// Why it was denied where nothing else tells.
    pub denied: Option<String>,
}

/// What stays of a request that is about nobody any more, or never was.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Its name, where it has one already.
    pub id: Option<RequestId>,
    /// What was asked for.
    pub kind: RequestKind,
    /// The agent that asked.
    pub agent: Option<String>,
    /// The agent's own name for it.
    pub agents_id: Option<String>,
    /// When it came in.
    pub received_at: UnixTime,
    /// Why it was denied; `None` where it was done.
    pub denied: Option<String>,
}

/// A request that waits for the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Whose.
    pub subject: SubjectId,
    /// The request.
    pub request: Request,
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
            closed_at: request.closed_at,
            denied: None,
        }
    }
}

impl Vault {
    /// Writes a line, in the place of the one that is there.
    pub(super) fn put_docket(&self, id: RequestId, docket: &Docket) -> Result<Write, VaultError> {
        let partition = PartitionKey(id.0);
        let found = self.docket_and_version(id)?;
        let (version, docket) = match found {
            Some((version, known)) => {
                (version, Docket { agents_id: docket.agents_id.clone().or(known.agents_id), ..docket.clone() })
            }
            None => (0, docket.clone()),
        };
        let expect = if version == 0 { Expect::Absent } else { Expect::Version(version) };
        let plain = record::encode(&docket)?;
        let sealed = self.tenant.shelf.seal(&place::record(&partition, place::DOCKET, version + 1), &plain)?;
        Ok(Write::PutRecord { partition, space: place::DOCKET, expect, sealed })
    }

    pub(super) fn docket_and_version(&self, id: RequestId) -> Result<Option<(u64, Docket)>, VaultError> {
        let partition = PartitionKey(id.0);
        let Some(found) = self.store.records(&partition, &[place::DOCKET])?.remove(0) else { return Ok(None) };
        let place = place::record(&partition, place::DOCKET, found.version);
        Ok(Some((found.version, record::decode(&self.tenant.shelf.open(&place, &found.sealed)?)?)))
    }

    /// Whose a line is now, if anybody's.
    fn whose(&self, docket: &Docket) -> Result<Option<crate::open::Opened>, VaultError> {
        let Some(of) = docket.of.map(PartitionKey) else { return Ok(None) };
        if let Some(found) = self.find_partition(&of)? {
            return Ok(Some(found));
        }
        self.new_home_at_last(&of)?.map(|there| self.find_partition(&there)).transpose().map(Option::flatten)
    }
}

impl Moment<'_> {
    /// Keeps that an erasure was asked for and done, or that a request is about nobody: no name stands there. Returns the
    /// name of the proof.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn keep_proof(&self, proof: &Proof) -> Result<RequestId, VaultError> {
        let Proof { id, kind, agent, agents_id, received_at, denied } = proof.clone();
        let id = id.map_or_else(|| Ok(RequestId(receipts::draw_id(self.now)?.0)), Ok::<_, VaultError>)?;
        let closed_at = Some(self.now.max(received_at));
        let docket = Docket { of: None, kind, agent, agents_id, received_at, closed_at, denied };
        for _ in 0..RETRIES_MAX {
            let write = self.vault.put_docket(id, &docket)?;
            match self.vault.commit(Batch::new().urgent_if(true).and(write)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done.map(|()| id)?),
            }
        }
        Err(VaultError::Busy)
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
        let mut ids = Vec::new();
        self.vault.store.scan_records(place::DOCKET, &PartitionKey([0; 16]), &mut |(partition, _)| {
            ids.push(RequestId(partition.0));
            ControlFlow::Continue(())
        })?;
        let mut queue = Vec::new();
        for id in ids {
            let Some((_, docket)) = self.vault.docket_and_version(id)? else { continue };
            if docket.closed_at.is_none() {
                queue.extend(self.queued(id, &docket)?);
            }
        }
        queue.sort_by_key(|queued| (queued.request.due_at, queued.request.id));
        Ok(queue)
    }

    fn queued(&self, id: RequestId, docket: &Docket) -> Result<Option<Queued>, VaultError> {
        let Some(subject) = self.vault.whose(docket)? else { return Ok(None) };
        let found = self.vault.requests_of(&subject)?.all.into_iter().find(|request| request.id == id);
        Ok(found.map(|request| Queued { subject: subject.ledger.subject.clone(), request }))
    }
}
