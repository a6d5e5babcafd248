//! Proof of a use: what was asked and decided, and what left the vault.

use crate::{Reason, ReceiptId, Rung, UnixTime};
use serde::{Deserialize, Serialize};

/// What was known before any data was touched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FirstLine {
    /// The purpose's key.
    pub purpose: String,
    /// The channel's key.
    pub channel: String,
    /// The jurisdiction profiles that could claim the case.
    pub jurisdictions: Vec<String>,
    /// The version of the policy that decided.
    pub policy_version: u32,
    /// The hash of the person's ledger as it stood, 32 bytes as hexadecimal digits; empty for a stranger.
    pub ledger_head: String,
    /// Per category of data: its key, and the codes of the gates that closed it; no codes mean that it was open.
    pub gates: Vec<(String, Vec<String>)>,
}

/// What left the vault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastLine {
    /// The rung that the answer stands on.
    pub rung: Rung,
    /// How many of the person's data were in view.
    pub data_used: u32,
    /// Why each thing that left is there.
    pub reasons: Vec<ReleasedReason>,
}

/// A reason as it is kept: what leaves the vault says why.
pub type ReleasedReason = Reason;

/// Proof of a use, sealed for the person whose data it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Its name.
    pub id: ReceiptId,
    /// When the use was.
    pub at: UnixTime,
    /// What was asked and decided.
    pub first: FirstLine,
    /// What left.
    pub last: LastLine,
}
