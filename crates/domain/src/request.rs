//! What a person may ask for about their data, and how far it is.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is asked for. The order of the words is their number on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// To see what is held (Art. 15 GDPR).
    Access,
    /// To carry it away (Art. 20 GDPR).
    Portability,
    /// To have it put right (Art. 16 GDPR).
    Correct,
    /// To say that what is concluded about them is wrong.
    ContestInference,
    /// To be forgotten (Art. 17 GDPR).
    Erase,
    /// To have it kept and not used (Art. 18 GDPR).
    Restrict,
    /// To object (Art. 21 GDPR).
    Object,
    /// To say no to sale, sharing or profiling, as US law words it.
    OptOut,
    /// Only what is needed, for sensitive data (CPRA, section 1798.121).
    LimitSensitive,
    /// To know who received it (Art. 15(1)(c) GDPR).
    Recipients,
    /// To have a decision explained (Art. 22(3), 15(1)(h) GDPR).
    Explain,
    /// To have a human look at a decision (Art. 22(3) GDPR).
    HumanReview,
    /// To complain.
    Complaint,
    /// To appeal against an answer to an earlier request.
    Appeal,
}

impl RequestKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Access,
        Self::Portability,
        Self::Correct,
        Self::ContestInference,
        Self::Erase,
        Self::Restrict,
        Self::Object,
        Self::OptOut,
        Self::LimitSensitive,
        Self::Recipients,
        Self::Explain,
        Self::HumanReview,
        Self::Complaint,
        Self::Appeal,
    ];

    /// The word for it, in the API and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Portability => "portability",
            Self::Correct => "correct",
            Self::ContestInference => "contest_inference",
            Self::Erase => "erase",
            Self::Restrict => "restrict",
            Self::Object => "object",
            Self::OptOut => "opt_out",
            Self::LimitSensitive => "limit_sensitive",
            Self::Recipients => "recipients",
            Self::Explain => "explain",
            Self::HumanReview => "human_review",
            Self::Complaint => "complaint",
            Self::Appeal => "appeal",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether it only says no to a use: then it counts at once, and nobody may be asked who they are (11 CCR 7060(b)).
    #[must_use]
    pub const fn is_no(self) -> bool {
        matches!(self, Self::Restrict | Self::Object | Self::OptOut | Self::LimitSensitive)
    }
}

/// How far a request is. The order of the words is their number on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It came in.
    Received,
    /// Whoever asks is asked to show who they are.
    IdentityCheck,
    /// Whoever asks is asked what they mean.
    Waiting,
    /// It is worked on.
    InProgress,
    /// It takes longer, for a reason that was said.
    Extended,
    /// It is done.
    Done,
    /// It was refused, for a reason that was said.
    Refused,
    /// Whoever asked took it back.
    Revoked,
}

impl Stage {
    /// The word for it, in the API and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::IdentityCheck => "identity_check",
            Self::Waiting => "waiting",
            Self::InProgress => "in_progress",
            Self::Extended => "extended",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
        }
    }

    /// Whether nothing more happens.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Done | Self::Refused | Self::Revoked)
    }
}

/// The name of a request: says nothing about whose it is, so it may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(pub [u8; 16]);

impl RequestId {
    /// Reads the 32 hexadecimal digits of [`fmt::Display`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        crate::ReceiptId::parse(text).map(|id| Self(id.0))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
