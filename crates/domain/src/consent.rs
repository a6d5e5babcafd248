//! Where a person's consent to one purpose stands.

use crate::UnixTime;

/// The states of consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsentState {
    /// Nobody has asked, and nothing was said.
    NeverAsked,
    /// The question was shown, and not answered yet.
    Requested,
    /// The person wants to answer later.
    Deferred,
    /// Yes.
    Given,
    /// Yes, and not for the first time.
    Renewed,
    /// No.
    Refused,
    /// No longer.
    Withdrawn,
    /// The yes has outlived its time.
    Expired,
    /// The yes does not count: its notice was changed, or it turned out not to be one.
    Invalidated,
}

impl ConsentState {
    /// The word for it, in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeverAsked => "never_asked",
            Self::Requested => "requested",
            Self::Deferred => "deferred",
            Self::Given => "given",
            Self::Renewed => "renewed",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Invalidated => "invalidated",
        }
    }
}

/// A state, since when, and until when it lasts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The state.
    pub state: ConsentState,
    /// Since when; `None` where nothing happened yet.
    pub since: Option<UnixTime>,
    /// When it ends by itself; `None` where it does not.
    pub until: Option<UnixTime>,
}
