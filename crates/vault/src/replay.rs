//! Answers kept for a day, so that a request that is sent again has one effect and one answer.

use crate::{Moment, Vault, VaultError, place, record, seal};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, Expect, PartitionKey, Write};

/// How long an answer is kept for a retry, in seconds.
const KEPT_SECONDS: i64 = DAY_SECONDS;

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replay {
    /// Nothing.
    New,
    /// It was used for another request.
    Mismatch,
    /// It was used for this request, and this was the answer: status and body.
    Same(u16, Vec<u8>),
}

#[derive(Serialize, Deserialize)]
struct Kept {
    at: UnixTime,
    digest: [u8; 32],
    status: u16,
    body: Vec<u8>,
}

impl Vault {
    fn replay_place(&self, caller: &str, key: &str) -> PartitionKey {
        PartitionKey(self.tenant.entry_pepper.name(format!("replay\0{caller}\0{key}").as_bytes()))
    }
}

impl Moment<'_> {
    /// What is known of a caller's idempotency key, for this request.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn replay(&self, caller: &str, key: &str, request: &[u8]) -> Result<Replay, VaultError> {
        let Some((_, kept)) = self.kept(caller, key)? else {
            return Ok(Replay::New);
        };
        if self.now.since(kept.at) > KEPT_SECONDS {
            return Ok(Replay::New);
        }
        if kept.digest != seal::digest(&[request]) {
            return Ok(Replay::Mismatch);
        }
        Ok(Replay::Same(kept.status, kept.body))
    }

    /// Keeps the answer to a request under the caller's idempotency key, even on a full medium: the work is done already.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn keep_replay(
        &self,
        caller: &str,
        key: &str,
        request: &[u8],
        status: u16,
        body: &[u8],
    ) -> Result<(), VaultError> {
        let partition = self.vault.replay_place(caller, key);
        let version = self.kept(caller, key)?.map_or(0, |(version, _)| version);
        let expect = if version == 0 { Expect::Absent } else { Expect::Version(version) };
        let kept = Kept { at: self.now, digest: seal::digest(&[request]), status, body: body.to_vec() };
        let place = place::record(&partition, place::REPLAY, version + 1);
        let sealed = self.vault.tenant.shelf.seal(&place, &record::encode(&kept)?)?;
        let write = Write::PutRecord { partition, space: place::REPLAY, expect, sealed };
        Ok(self.vault.store.commit(Batch::new().and(write).urgent_if(true))?)
    }

    fn kept(&self, caller: &str, key: &str) -> Result<Option<(u64, Kept)>, VaultError> {
        let partition = self.vault.replay_place(caller, key);
        let Some(found) = self.vault.store.records(&partition, &[place::REPLAY])?.remove(0) else {
            return Ok(None);
        };
        let place = place::record(&partition, place::REPLAY, found.version);
        let plain = self.vault.tenant.shelf.open(&place, &found.sealed)?;
        Ok(Some((found.version, record::decode(&plain)?)))
    }
}
