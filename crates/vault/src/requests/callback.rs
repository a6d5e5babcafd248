//! Callbacks: where an agent wants to hear how far a request is, and what of that they were told last.
//!
//! # Invariants
//! - It holds an address of the agent's and nothing of the person's.
//! - What is told is worked out when it is told: whatever became of the request in between is what is said.

use super::docket::Docket;
use crate::next::{self, remove};
use crate::recipients::{Failure, Tries};
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, record};
use domain::RequestId;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use store::{Batch, PartitionKey, StoreError, Write};

/// Most agents' requests that are called back about at a time.
pub const CALLBACKS_MAX: usize = 10_000;

/// Where somebody wants to hear of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Callback {
    url: String,
    /// What was told last, and is to be told now: digests of it.
    told: [u8; 32],
    due: [u8; 32],
    tries: Tries,
}

/// One that may have to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledBack {
    /// About which request.
    pub id: RequestId,
    /// Where.
    pub url: String,
}

impl Moment<'_> {
    /// Keeps where an agent wants to hear of a request of theirs, who was told this much of it just now. The first address
    /// stays.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for [`CALLBACKS_MAX`]; [`VaultError`] when the ground fails.
    pub fn keep_callback(&self, id: RequestId, url: &str, told: [u8; 32]) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            if self.vault.callback(id)?.is_some() {
                return Ok(());
            }
            if self.vault.callback_ids()?.len() >= CALLBACKS_MAX {
                return Err(VaultError::Limit { limit: "CALLBACKS_MAX" });
            }
            let new = Callback { url: url.to_owned(), told, due: told, tries: Tries::new(self.now) };
            match self.vault.commit(Batch::new().and(self.vault.put_callback(id, 0, &new)?)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Everybody who wants to hear of a request.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn callbacks(&self) -> Result<Vec<CalledBack>, VaultError> {
        let mut all = Vec::new();
        for id in self.vault.callback_ids()? {
            let Some((_, callback)) = self.vault.callback(id)? else { continue };
            all.push(CalledBack { id, url: callback.url });
        }
        Ok(all)
    }

    /// Whether this is to be told now. It counts as tried from then on, so that nobody is told twice at a time.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn begin_callback(&self, id: RequestId, says: [u8; 32]) -> Result<bool, VaultError> {
        let Some((version, mut callback)) = self.vault.callback(id)? else { return Ok(false) };
        if callback.told == says {
            return Ok(false);
        }
        if callback.due != says {
            (callback.due, callback.tries) = (says, Tries::new(self.now));
        }
        if !callback.tries.is_due(self.now) {
            return Ok(false);
        }
        callback.tries.begin(self.now);
        match self.vault.commit(Batch::new().and(self.vault.put_callback(id, version, &callback)?)) {
            Err(StoreError::Conflict) => Ok(false),
            done => Ok(done.map(|()| true)?),
        }
    }

    /// Keeps how it ended. Where the request is closed, nothing is to be told once it was taken, or given up.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then it is told again.
    pub fn end_callback(&self, id: RequestId, failed: Option<Failure>) -> Result<(), VaultError> {
        let closed = self.vault.docket_and_version(id)?.is_none_or(|(_, docket)| is_closed(&docket));
        for _ in 0..RETRIES_MAX {
            let Some((version, mut callback)) = self.vault.callback(id)? else { return Ok(()) };
            match failed {
                None => callback.told = callback.due,
                Some(failure) => callback.tries.fail(failure),
            }
            let over = closed && (failed.is_none() || callback.tries.given_up);
            let write = match over {
                true => remove(PartitionKey(id.0), place::CALLBACK, version),
                false => self.vault.put_callback(id, version, &callback)?,
            };
            match self.vault.commit(Batch::new().and(write)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Lets one go about which there is no request any more.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn drop_callback(&self, id: RequestId) -> Result<(), VaultError> {
        let Some((version, _)) = self.vault.callback(id)? else { return Ok(()) };
        match self.vault.commit(Batch::new().and(remove(PartitionKey(id.0), place::CALLBACK, version))) {
            Err(StoreError::Conflict) => Ok(()),
            done => Ok(done?),
        }
    }
}

const fn is_closed(docket: &Docket) -> bool {
    docket.closed_at.is_some()
}

impl Vault {
    fn callback_ids(&self) -> Result<Vec<RequestId>, VaultError> {
        let mut ids = Vec::new();
        self.store.scan_records(place::CALLBACK, &PartitionKey([0; 16]), &mut |(partition, _)| {
            ids.push(RequestId(partition.0));
            ControlFlow::Continue(())
        })?;
        Ok(ids)
    }

    fn callback(&self, id: RequestId) -> Result<Option<(u64, Callback)>, VaultError> {
        let partition = PartitionKey(id.0);
        let Some(found) = self.store.records(&partition, &[place::CALLBACK])?.remove(0) else { return Ok(None) };
        let place = place::record(&partition, place::CALLBACK, found.version);
        Ok(Some((found.version, record::decode(&self.tenant.shelf.open(&place, &found.sealed)?)?)))
    }

    fn put_callback(&self, id: RequestId, version: u64, callback: &Callback) -> Result<Write, VaultError> {
        next::put(&self.tenant.shelf, PartitionKey(id.0), place::CALLBACK, version, callback)
    }
}
