//! Callbacks: where an agent wants to hear how far a request is, and what of that they were told last.
//!
//! # Invariants
//! - It holds an address of the agent's and nothing of the person's.
//! - What is told is worked out when it is told: whatever became of the request in between is what is said.

use crate::next::{self, remove};
use crate::recipients::{Failure, Tries, readable};
use crate::{Moment, RETRIES_MAX, Vault, VaultError, place, record};
use domain::{RequestId, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, PartitionKey, Space, StoreError, Write};

/// Most agents' requests that are called back about at a time.
pub const CALLBACKS_MAX: usize = 10_000;
/// Most of them of one agent, so that nobody takes the places of all others.
pub const CALLBACKS_PER_AGENT_MAX: usize = 1_000;

/// Where somebody wants to hear of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Callback {
    url: String,
    /// What was told last, and is to be told now: digests of it.
    told: [u8; 32],
    due: [u8; 32],
    tries: Tries,
}

/// A request that somebody wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalledBack {
    /// Which.
    pub id: RequestId,
    /// Where it and the telling of it stand: as long as that is the same, there is nothing new to tell.
    pub stands: [u64; 2],
}

/// Whether something is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Now, at this address.
    Now(String),
    /// Again, and not before this.
    From(UnixTime),
    /// Not before anything changes.
    Nothing,
}

/// How telling ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldBack {
    /// Whether what was told is the last that there is to tell: the request was closed in it.
    pub is_last: bool,
    /// Why it was not taken; `None` where it was.
    pub failed: Option<Failure>,
}

impl Moment<'_> {
    /// Keeps where an agent wants to hear of a request of theirs, who was told this much of it just now. The first address
    /// stays.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for [`CALLBACKS_MAX`] and [`CALLBACKS_PER_AGENT_MAX`]; [`VaultError`] when the ground fails.
    pub fn keep_callback(&self, id: RequestId, url: &str, told: [u8; 32]) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            if self.vault.version_of(id, place::CALLBACK)? > 0 {
                return Ok(());
            }
            self.vault.check_room(id)?;
            let new = Callback { url: url.to_owned(), told, due: told, tries: Tries::new(self.now) };
            match self.vault.commit(Batch::new().and(self.vault.put_callback(id, 0, &new)?)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// Every request that somebody wants to hear of. Nothing is opened for it: one that is damaged keeps nobody else from
    /// hearing.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn callbacks(&self) -> Result<Vec<CalledBack>, VaultError> {
        let all = self.vault.callback_ids()?.into_iter();
        let stands = |(id, version)| {
            Ok::<_, VaultError>(CalledBack { id, stands: [version, self.vault.version_of(id, place::DOCKET)?] })
        };
        all.map(stands).collect()
    }

    /// Whether this is to be told now. It counts as tried from then on, so that nobody is told twice at a time.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn begin_callback(&self, id: RequestId, says: [u8; 32]) -> Result<Telling, VaultError> {
        let Some((version, mut callback)) = self.vault.callback(id)? else { return Ok(Telling::Nothing) };
        if callback.told == says {
            return Ok(Telling::Nothing);
        }
        if callback.due != says {
            (callback.due, callback.tries) = (says, Tries::new(self.now));
        }
        if callback.tries.given_up {
            return Ok(Telling::Nothing);
        }
        if !callback.tries.is_due(self.now) {
            return Ok(Telling::From(callback.tries.next_at));
        }
        callback.tries.begin(self.now);
        match self.vault.commit(Batch::new().and(self.vault.put_callback(id, version, &callback)?)) {
            Err(StoreError::Conflict) => Ok(Telling::From(self.now)),
            done => Ok(done.map(|()| Telling::Now(callback.url))?),
        }
    }

    /// Keeps how it ended. Once the last there is was taken, or given up, nothing is to be told any more; what became of the
    /// request while something else was told still is.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails; then it is told again.
    pub fn end_callback(&self, id: RequestId, told: ToldBack) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            let Some((version, mut callback)) = self.vault.callback(id)? else { return Ok(()) };
            match told.failed {
                None => callback.told = callback.due,
                Some(failure) => callback.tries.fail(failure),
            }
            let over = told.is_last && (told.failed.is_none() || callback.tries.given_up);
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
        let version = self.vault.version_of(id, place::CALLBACK)?;
        if version == 0 {
            return Ok(());
        }
        match self.vault.commit(Batch::new().and(remove(PartitionKey(id.0), place::CALLBACK, version))) {
            Err(StoreError::Conflict) => Ok(()),
            done => Ok(done?),
        }
    }
}

impl Vault {
    /// Every request that somebody wants to hear of, and the version of where.
    fn callback_ids(&self) -> Result<Vec<(RequestId, u64)>, VaultError> {
        let all = self.store.every(place::CALLBACK)?.into_iter();
        Ok(all.map(|(partition, found)| (RequestId(partition.0), found.version)).collect())
    }

    /// The version of what is kept of a request in a space; 0 where there is nothing.
    fn version_of(&self, id: RequestId, space: Space) -> Result<u64, VaultError> {
        let found = self.store.records(&PartitionKey(id.0), &[space])?.remove(0);
        Ok(found.map_or(0, |found| found.version))
    }

    /// Checks that one more can be kept, of all and of the agent whose request this is.
    fn check_room(&self, id: RequestId) -> Result<(), VaultError> {
        let all = self.callback_ids()?;
        if all.len() >= CALLBACKS_MAX {
            return Err(VaultError::Limit { limit: "CALLBACKS_MAX" });
        }
        if all.len() < CALLBACKS_PER_AGENT_MAX {
            return Ok(());
        }
        let agent =
            |id| Ok::<_, VaultError>(readable(self.docket_and_version(id))?.flatten().and_then(|(_, of)| of.agent));
        let (own, mut count) = (agent(id)?, 0);
        for (other, _) in all {
            count += usize::from(agent(other)? == own);
        }
        if count < CALLBACKS_PER_AGENT_MAX {
            Ok(())
        } else {
            Err(VaultError::Limit { limit: "CALLBACKS_PER_AGENT_MAX" })
        }
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
