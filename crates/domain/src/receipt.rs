//! Proof of a use: what was asked and decided, and what left the vault.

use crate::{AgeBand, Drawn, Group, Placement, Reason, ReceiptId, Rung, Status, UnixTime};
use serde::{Deserialize, Deserializer, Serialize};

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
    /// What else a decision about a person went by; `None` where nothing was decided about one.
    pub given: Option<Given>,
}

/// What a decision went by beside the time, the policy, the place and the statements: with it the same verdict can be
/// found again (RULE.md, P16). Nothing in it tells what a person did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Whose layer lay over the policy, and its version.
    pub brand: Option<(String, u32)>,
    /// How many statements the person's ledger held: the verdict goes by these and no later ones.
    pub statements: u32,
    /// The numbers of yeses, from 0, that a merge of two people had not kept.
    pub lapsed: Vec<u32>,
    /// How many versions of notices were published: a yes rests on them.
    pub notices: u32,
    /// Where the person stood with us.
    pub status: Status,
    /// How old they had said they were.
    pub age: AgeBand,
    /// Whether they had paused every use of their data.
    pub paused: bool,
    /// When a universal opt-out of theirs had first been seen.
    pub opt_out_first_seen: Option<UnixTime>,
    /// Whether the request carried one.
    pub opt_out_signal: bool,
    /// The keys of the purposes that the sender said this might at most serve.
    pub ceiling: Option<Vec<String>>,
    /// What the place was for.
    pub placement: Placement,
    /// Whether it was a private visit.
    pub private_visit: bool,
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
    /// What was decided by lot.
    #[serde(deserialize_with = "if_any")]
    pub drawn: Vec<Drawn>,
    /// The group that the answer went by, if it went by one.
    #[serde(deserialize_with = "if_any")]
    pub group: Option<Group>,
    /// Whether it is of what goes with an item of the page: its reasons go by that, and not by anybody's history.
    #[serde(deserialize_with = "if_any")]
    pub beside: bool,
}

/// A receipt that was written before there were draws, groups, or pages of an item, ends where they begin. What is read was sealed, so that
/// nothing else than that can be wrong with its end.
fn if_any<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(T::deserialize(deserializer).unwrap_or_default())
}
