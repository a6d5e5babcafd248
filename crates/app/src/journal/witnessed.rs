//! What witnesses signed of this shop's log: asked for behind what is durable, kept beside the checkpoint, and shown with it.

use crate::{AppError, Shop};
use audit::Submission;
use domain::UnixTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vault::note::{Note, VerifierKey};

/// The blob that holds what was signed last, by the witness's key.
const WITNESSED: &str = "log/witnessed";
/// For how long a checkpoint that witnesses signed is shown in the place of a newer one that none did, in seconds.
pub const WITNESSED_SHOWN_SECONDS: i64 = 600;
/// Most witnesses that one shop asks.
pub const WITNESSES_MAX: usize = 8;

/// What a witness signed last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// How many leaves that was.
    pub size: u64,
    /// The checkpoint as the shop signed it.
    pub note: String,
    /// The witness's lines.
    pub lines: String,
    /// When they came.
    pub at: UnixTime,
}

/// What is sent to a witness.
#[derive(Clone, Debug)]
pub struct ToWitness {
    /// How many leaves the checkpoint has.
    pub size: u64,
    /// The checkpoint as the shop signed it.
    pub note: String,
    /// The body of the call.
    pub body: String,
}

impl Shop {
    /// What to send to a witness that signed so many leaves last. `None` where there is nothing to sign.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn to_witness(&self, old: u64) -> Result<Option<ToWitness>, AppError> {
        let state = self.vault.log_state()?;
        if state.size == 0 || old > state.size {
            return Ok(None);
        }
        let pieces = audit::consistency(old, state.size).into_iter();
        let proof = pieces.map(|piece| self.subtree_root(piece)).collect::<Result<_, _>>()?;
        let body = Submission { old, proof, note: &state.checkpoint }.text();
        Ok(Some(ToWitness { size: state.size, note: state.checkpoint, body }))
    }

    /// Keeps what a witness answered. Returns whether it signed: lines by other keys are passed over.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn keep_witnessed(
        &self,
        now: UnixTime,
        witness: &str,
        sent: &ToWitness,
        answer: &[u8],
    ) -> Result<bool, AppError> {
        let (Ok(key), Ok(answer)) = (VerifierKey::parse(witness), std::str::from_utf8(answer)) else {
            return Ok(false);
        };
        let is_theirs = |line: &&str| {
            let note = format!("{}{line}", sent.note);
            Note::parse(note.as_bytes()).is_ok_and(|note| note.verify(std::slice::from_ref(&key)).is_ok())
        };
        let lines: String = answer.split_inclusive('\n').filter(is_theirs).take(1).collect();
        if lines.is_empty() {
            return Ok(false);
        }
        // Several witnesses answer at a time.
        let _writing = self.writing();
        let mut all = self.witnessed()?;
        all.insert(witness.to_owned(), Seen { size: sent.size, note: sent.note.clone(), lines, at: now });
        let bytes = postcard::to_stdvec(&all).map_err(|_| vault::VaultError::Form)?;
        self.vault.put_blob(WITNESSED, &bytes)?;
        Ok(true)
    }

    /// What each witness signed last, by their key.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn witnessed(&self) -> Result<BTreeMap<String, Seen>, AppError> {
        let Some(bytes) = self.vault.blob(WITNESSED)? else { return Ok(BTreeMap::new()) };
        postcard::from_bytes(&bytes).map_err(|_| vault::VaultError::Form.into())
    }

    /// The signed checkpoint, with the lines of the witnesses who signed it below; empty before anything was entered. The
    /// newest that a witness signed, where that came within [`WITNESSED_SHOWN_SECONDS`]; else the newest.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn log_checkpoint(&self, now: UnixTime) -> Result<String, AppError> {
        let state = self.vault.log_state()?;
        let all = self.witnessed()?;
        let is_shown = |seen: &&Seen| {
            let fresh = (0..=WITNESSED_SHOWN_SECONDS).contains(&now.since(seen.at));
            seen.note == state.checkpoint || (fresh && seen.size < state.size)
        };
        let Some(best) = all.values().filter(is_shown).max_by_key(|seen| seen.size) else {
            return Ok(state.checkpoint);
        };
        let lines = all.values().filter(|seen| seen.note == best.note).map(|seen| seen.lines.as_str());
        Ok(std::iter::once(best.note.as_str()).chain(lines).collect())
    }
}
