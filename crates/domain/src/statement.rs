//! What a person said about the use of their data.

use crate::{CategoryId, CategorySet, Lang, PurposeId, UnixTime};
use serde::{Deserialize, Serialize};

/// A channel (web, e-mail, push, ..), as the policy numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChannelId(pub u8);

/// Somebody that data is disclosed to, as the policy numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RecipientId(pub u16);

/// What was said. The order of the words is their number on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Yes.
    Grant,
    /// Yes, still.
    Renew,
    /// A guardian's yes.
    GuardianGrant,
    /// Yes to what would be done without it.
    OptIn,
    /// No.
    Refuse,
    /// No longer.
    Withdraw,
    /// An objection (Art. 21 GDPR).
    Object,
    /// No to sale, sharing or profiling, as US law words it.
    OptOut,
    /// Only what is needed, for sensitive data (CPRA, section 1798.121).
    Limit,
    /// The operator found that an earlier yes does not count.
    Invalidate,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 10] = [
        Self::Grant,
        Self::Renew,
        Self::GuardianGrant,
        Self::OptIn,
        Self::Refuse,
        Self::Withdraw,
        Self::Object,
        Self::OptOut,
        Self::Limit,
        Self::Invalidate,
    ];

    /// Whether it only ever takes away.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        matches!(self, Self::Refuse | Self::Withdraw | Self::Object | Self::OptOut | Self::Limit | Self::Invalidate)
    }

    /// The word for it, in the API and in exports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Grant => "grant",
            Self::Renew => "renew",
            Self::GuardianGrant => "guardian_grant",
            Self::OptIn => "opt_in",
            Self::Refuse => "refuse",
            Self::Withdraw => "withdraw",
            Self::Object => "object",
            Self::OptOut => "opt_out",
            Self::Limit => "limit",
            Self::Invalidate => "invalidate",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The person.
    Subject,
    /// A child's guardian.
    Guardian,
    /// Somebody the person authorised.
    Agent,
    /// The person's browser.
    UserAgentSignal,
    /// The shop; may only restrict.
    Operator,
    /// A file that says what was agreed to elsewhere.
    Import,
}

/// What a statement is about; `None` is "all of them".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Which purpose.
    pub purpose: Option<PurposeId>,
    /// Which category.
    pub category: Option<CategoryId>,
    /// Disclosed to whom; the inner `None` is "to nobody but the shop".
    pub recipient: Option<Option<RecipientId>>,
    /// On which channel.
    pub channel: Option<ChannelId>,
}

/// Most characters that a piece of evidence may have, each field.
pub const EVIDENCE_CHARS_MAX: usize = 1_000;

/// What shows that a statement was made: what was shown, and how the answer was given (Art. 7(1) GDPR).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The version of the notice that was shown.
    pub notice: String,
    /// How the answer was given, in words ("button `Yes` on the choices page", "signed form of 3 May").
    pub how: String,
}

/// A notice that was published, as the vault numbers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NoticeId(pub u16);

/// One showing of a published notice to a person, as its signed snapshot tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which notice.
    pub notice: NoticeId,
    /// Which version of it, from 1.
    pub version: u32,
    /// In which language.
    pub lang: Lang,
    /// When it was shown.
    pub served_at: UnixTime,
    /// What tells this showing from every other: a snapshot answers once.
    pub serial: u64,
    /// The categories that it told about for the purpose: a yes reaches no further.
    pub told: CategorySet,
}

/// One line of a person's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What was said.
    pub kind: Kind,
    /// About what.
    pub scope: Scope,
    /// When, as the person's device told it.
    pub client_at: UnixTime,
    /// When it came in.
    pub received_at: UnixTime,
    /// Who said it.
    pub actor: Actor,
    /// Whether it was said in so many words.
    pub explicit: bool,
    /// Whether the notice said that earlier data is included.
    pub past_data: bool,
    /// The first sight of the universal opt-out that this grant knowingly overrides.
    pub overrides: Option<UnixTime>,
    /// Whether the notice it was given under is still current for the purpose, and its snapshot verifies.
    pub notice_current: bool,
    /// The showing of a published notice that it answers; `None` where only words say what was shown.
    pub shown: Option<Shown>,
}

impl Statement {
    /// When it counts from: the earlier of the two clocks, so that a clock in the future gains nothing (P15).
    #[must_use]
    pub fn at(&self) -> UnixTime {
        self.client_at.min(self.received_at)
    }

    /// Whether a guardian said it.
    #[must_use]
    pub const fn by_guardian(&self) -> bool {
        matches!(self.actor, Actor::Guardian) || matches!(self.kind, Kind::GuardianGrant)
    }
}
