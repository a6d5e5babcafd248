//! Whose law applies, and what it makes of a purpose.

use serde::{Deserialize, Serialize};

/// A jurisdiction profile, as the policy numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JurisdictionId(pub u8);

/// What a jurisdiction makes of a purpose (RULE.md, "Purpose P"). Of two modes the lesser is the stricter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nobody can consent to it.
    Prohibited,
    /// Needs an explicit grant that names the category (Art. 9(2)(a) GDPR).
    Explicit,
    /// Needs a grant (Art. 6(1)(a) GDPR, Art. 5(3) ePrivacy).
    OptIn,
    /// Allowed until the person says no.
    OptOut,
    /// Allowed on a recorded assessment until the person objects (Art. 6(1)(f), 21 GDPR).
    #[serde(alias = "li")]
    LegitimateInterest,
    /// Needed for what the person asked for (Art. 6(1)(b), (c) GDPR).
    Necessary,
}

impl Mode {
    /// The machine's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prohibited => "prohibited",
            Self::Explicit => "explicit",
            Self::OptIn => "opt_in",
            Self::OptOut => "opt_out",
            Self::LegitimateInterest => "legitimate_interest",
            Self::Necessary => "necessary",
        }
    }
}
