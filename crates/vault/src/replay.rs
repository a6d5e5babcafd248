//! Answers kept for a day, so that a request that is sent again has one effect and one answer.
//!
//! # Invariants
//! - What is kept opens only to whoever sends the very same request again: nothing can be read from it otherwise, not even
//!   with the root key, so that nothing of a person outlives their erasure in it.
//! - What is older than a day is taken away.

use crate::seal::{Place, Secret};
use crate::{Moment, Vault, VaultError, next, place, record};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use store::{Batch, Expect, PartitionKey, Versioned, Write};

/// How long an answer is kept for a retry, in seconds.
const KEPT_SECONDS: i64 = DAY_SECONDS;
/// Most kept answers that one sweep looks at.
pub const SWEPT_MAX: usize = 1_000;

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
    /// The request's keyed hash.
    digest: [u8; 32],
    status: u16,
    /// Sealed under a key that takes the request to derive.
    body: Vec<u8>,
}

impl Vault {
    fn request_digest(&self, request: &[u8]) -> [u8; 32] {
        self.tenant.entry_pepper.derive(&[b"replay/digest"]).hash(request)
    }

    fn request_key(&self, request: &[u8]) -> Secret {
        self.tenant.shelf.derive(&[b"replay/body", request])
    }

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
        if kept.digest != self.vault.request_digest(request) {
            return Ok(Replay::Mismatch);
        }
        let partition = self.vault.replay_place(caller, key);
        let place = answer_place(&partition);
        let body = self.vault.request_key(request).open(&place, &kept.body)?;
        Ok(Replay::Same(kept.status, body.to_vec()))
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
        let body = self.vault.request_key(request).seal(&answer_place(&partition), body)?;
        let kept = Kept { at: self.now, digest: self.vault.request_digest(request), status, body };
        let write = next::put(&self.vault.tenant.shelf, partition, place::REPLAY, version, &kept)?;
        Ok(self.vault.commit(Batch::new().and(write).urgent_if(true))?)
    }

    /// Takes away kept answers that are older than a day, among at most [`SWEPT_MAX`] from where the last sweep ended.
    /// Returns where the next one goes on; the start is all zeros.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or an answer does not open.
    pub fn sweep_replays(&self, from: [u8; 16]) -> Result<[u8; 16], VaultError> {
        let mut found = Vec::new();
        self.vault.store.scan_records(place::REPLAY, &PartitionKey(from), &mut |kept| {
            found.push(kept);
            if found.len() > SWEPT_MAX { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let next = if found.len() > SWEPT_MAX { found.pop().map_or([0; 16], |(next, _)| next.0) } else { [0; 16] };
        let mut batch = Batch::new();
        for (partition, kept) in found {
            if self.now.since(self.open_kept(&partition, &kept)?.at) > KEPT_SECONDS {
                let expect = Expect::Version(kept.version);
                batch = batch.and(Write::DeleteRecord { partition, space: place::REPLAY, expect });
            }
        }
        if !batch.writes.is_empty() {
            self.vault.commit(batch)?;
        }
        Ok(next)
    }

    fn open_kept(&self, partition: &PartitionKey, found: &Versioned) -> Result<Kept, VaultError> {
        let place = place::record(partition, place::REPLAY, found.version);
        record::decode(&self.vault.tenant.shelf.open(&place, &found.sealed)?)
    }

    fn kept(&self, caller: &str, key: &str) -> Result<Option<(u64, Kept)>, VaultError> {
        let partition = self.vault.replay_place(caller, key);
        let Some(found) = self.vault.store.records(&partition, &[place::REPLAY])?.remove(0) else {
            return Ok(None);
        };
        Ok(Some((found.version, self.open_kept(&partition, &found)?)))
    }
}

fn answer_place(partition: &PartitionKey) -> Place<'_> {
    Place { table: "answer", partition: &partition.0, name: b"", version: 0 }
}
