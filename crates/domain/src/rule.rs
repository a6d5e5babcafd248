//! The nouns of the rule: may this datum be used by this action for this purpose in this context, now?

use crate::{
    CategoryId, CategorySet, ChannelId, JurisdictionId, Mode, PurposeId, PurposeSet, RecipientId, Sensitivity,
    Statement, UnixTime,
};
use serde::{Deserialize, Serialize};

/// What is done with the datum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is taken in.
    Collect,
    /// Something is concluded from it.
    Derive,
    /// It teaches a shared model.
    Train,
    /// It shapes what this person sees.
    Serve,
    /// It is handed to a recipient.
    Disclose,
}

/// What the place is for in which the answer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// Nothing special.
    #[default]
    General,
    /// Jobs.
    Employment,
    /// Homes.
    Housing,
    /// Loans.
    Credit,
}

impl Placement {
    /// Whether protected attributes are off limits there.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        !matches!(self, Self::General)
    }
}

/// Where a datum comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// The person said it.
    Declared,
    /// It was seen.
    #[default]
    Observed,
    /// It was concluded.
    Derived,
    /// It was bought; `told` says whether its source was told to the person (Art. 14 GDPR).
    Purchased {
        /// Whether the person knows the source.
        told: bool,
    },
}

/// Where a subject stands with us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As usual.
    #[default]
    Active,
    /// Storage only (Art. 18 GDPR).
    Restricted,
    /// The tombstone is written, the shredding goes on.
    ErasurePending,
    /// Gone.
    Erased,
}

/// How old a subject is, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgeBand {
    /// Of age.
    Adult,
    /// Above the age of consent, not of age.
    Teen,
    /// Below the age of consent: a guardian speaks.
    Child,
    /// Not known.
    #[default]
    Unknown,
}

/// A purpose, as the policy words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurposeTerms {
    /// Its number.
    pub id: PurposeId,
    /// What each jurisdiction makes of it; one that is not named is unknown, and unknown is no.
    pub modes: Vec<(JurisdictionId, Mode)>,
    /// The categories it may use.
    pub categories: CategorySet,
    /// Whether it is targeted advertising.
    pub targeted_ads: bool,
    /// Whether it sells or shares.
    pub sale_or_share: bool,
    /// Whether it is direct marketing.
    pub direct_marketing: bool,
    /// The age of data beyond which it may not look, in seconds.
    pub max_age_seconds: i64,
    /// Whether it is declared to take sensitive data.
    pub takes_sensitive: bool,
    /// The purposes it is compatible with (Art. 6(4) GDPR).
    pub compatible: PurposeSet,
    /// The channels it may use, one bit each by number.
    pub channels: u64,
    /// The channels from which what was seen may come without a grant that names the channel it is used on.
    pub sources: u64,
    /// How long a grant lives, in seconds.
    pub consent_seconds: i64,
}

/// One datum, or a class of data that the rule treats alike but for time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datum {
    /// What kind of data it is.
    pub category: CategoryId,
    /// How delicate.
    pub sensitivity: Sensitivity,
    /// Whether it is a protected attribute or a known proxy of one.
    pub protected: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was collected.
    pub collected_at: UnixTime,
    /// From when on it may not be kept.
    pub retained_until: Option<UnixTime>,
    /// The purposes that were disclosed and allowed when it was collected.
    pub disclosed: PurposeSet,
    /// On which channel.
    pub channel: ChannelId,
    /// Whether the person switched it off.
    pub suppressed: bool,
    /// Whether the person contests it.
    pub contested: bool,
    /// How many people it is true of, where that was counted.
    pub shared_by: Option<u32>,
    /// What it was derived from.
    pub lineage: Vec<Datum>,
}

/// A subject, as the rule sees them.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Where they stand with us.
    pub status: Status,
    /// How old they are.
    pub age: AgeBand,
    /// Whether they are identified in this request.
    pub known: bool,
    /// Whether they have paused every use of their data.
    pub paused: bool,
    /// When a universal opt-out of theirs was first seen.
    pub opt_out_first_seen: Option<UnixTime>,
    /// Their ledger, in any order.
    pub ledger: &'a [Statement],
}

/// The circumstances of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// When.
    pub now: UnixTime,
    /// What is done.
    pub action: Action,
    /// Every profile that can claim the case; none means the strictest.
    pub jurisdictions: Vec<JurisdictionId>,
    /// On which channel.
    pub channel: ChannelId,
    /// To whom data is disclosed; `None` is nobody but the shop.
    pub recipient: Option<RecipientId>,
    /// Whether that recipient is active, contracted and named in the notice.
    pub recipient_ok: bool,
    /// Whether the request carries a universal opt-out signal.
    pub opt_out_signal: bool,
    /// The purposes that the sender says this may at most serve.
    pub ceiling: Option<PurposeSet>,
    /// What the place is for.
    pub placement: Placement,
    /// Whether the site is meant for children.
    pub child_directed: bool,
    /// Whether this is a visit of which nothing is to be kept or used.
    pub private_visit: bool,
    /// Whether a cap on how often this may be done is reached.
    pub cap_reached: bool,
    /// Whether the person wants quiet at this hour.
    pub quiet: bool,
    /// Whether they switched off the topic that this is about.
    pub topic_off: bool,
    /// The fewest people whom a behaviour must be true of before it may be shown here; `None` where none is shown.
    pub shown_from: Option<u32>,
    /// Whether the storing and the processing region are allowed for the category in every claiming jurisdiction.
    pub region_ok: bool,
    /// Whether a claim that was published would become false.
    pub breaks_claim: bool,
}

macro_rules! codes {
    ($($name:ident = $text:literal, $means:literal;)*) => {
        /// Why the gate is closed; the machine's word for it is [`Code::as_str`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {$(#[doc = $means] $name,)*}

        impl Code {
            /// Every code, in order of their text.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The machine's word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$name => $text,)*}
            }
        }
    };
}

// In order of their text, so that a set of codes lists itself sorted.
codes! {
    ReviewOverdue = "G0.review_overdue",
        "We have not looked at this use again in time, so it rests.";
    UnknownMode = "G0.unknown_mode",
        "We do not know what your law says about this, so we do not do it.";
    Contested = "G1.contested",
        "You contest this, so we leave it alone.";
    Erased = "G1.erased",
        "You asked us to forget you.";
    Restricted = "G1.restricted",
        "You asked us to keep your data but not to use it.";
    Region = "G10.region",
        "Your data would leave the region where it may be.";
    Claim = "G11.claim",
        "We have said in public that we do not do this.";
    Minor = "G2.minor",
        "This is not done with young people’s data.";
    Prohibited = "G2.prohibited",
        "This is not allowed where you are.";
    ProtectedPlacement = "G2.protected_placement",
        "Personal traits are not used for jobs, homes or loans.";
    SensitiveAds = "G2.sensitive_ads",
        "Sensitive data is never used for advertising.";
    SensitiveDerived = "G2.sensitive_derived",
        "We never conclude sensitive things about you.";
    Future = "G3.future",
        "This data claims to be from the future.";
    Minimisation = "G3.minimisation",
        "This purpose does not need this kind of data.";
    SensitiveNotDeclared = "G3.sensitive_not_declared",
        "This purpose is not declared to take sensitive data.";
    SourceNotTold = "G3.source_not_told",
        "You were not told where this data comes from.";
    TooOld = "G3.too_old",
        "This data is older than we may look at.";
    Incompatible = "G4.incompatible",
        "This data was collected for something else.";
    CapReached = "G5.cap_reached",
        "You have had enough of this for now.";
    Paused = "G5.paused",
        "You have paused the use of your data.";
    PrivateVisit = "G5.private_visit",
        "This is a private visit: nothing is kept and nothing is used.";
    QuietHours = "G5.quiet_hours",
        "You want quiet at this hour.";
    Suppressed = "G5.suppressed",
        "You have hidden this.";
    TopicOff = "G5.topic_off",
        "You have switched this topic off.";
    Negative = "G6.negative",
        "You said no.";
    NoValidGrant = "G6.no_valid_grant",
        "You have not said yes to this.";
    EventCeiling = "G7.event_ceiling",
        "This was sent with a narrower permission.";
    Gpc = "G7.gpc",
        "Your browser says: do not sell or share my data.";
    ContextOutside = "G8.context",
        "This is not the place or channel for it.";
    CrossChannel = "G8.cross_channel",
        "What you did in one place is not used in another without your yes.";
    Rare = "G8.rare",
        "Too few people did this: it would point to you.";
    Vendor = "G9.vendor",
        "This recipient is not one you were told about.";
}

impl Code {
    /// Reads the machine's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

/// A set of codes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(u64);

impl Reasons {
    /// No reason: the gate is open.
    pub const NONE: Self = Self(0);

    /// This reason and no other.
    #[must_use]
    pub const fn only(code: Code) -> Self {
        Self(1 << code as u64)
    }

    /// Adds a code where the condition holds.
    pub const fn add_if(&mut self, code: Code, condition: bool) {
        if condition {
            self.0 |= 1 << code as u32;
        }
    }

    /// These and those.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the gate is open.
    #[must_use]
    pub const fn allow(self) -> bool {
        self.0 == 0
    }

    /// Whether a code is among them.
    #[must_use]
    pub const fn has(self, code: Code) -> bool {
        self.0 & (1 << code as u32) != 0
    }

    /// The codes, sorted by their text.
    pub fn iter(self) -> impl Iterator<Item = Code> {
        Code::ALL.iter().copied().filter(move |code| self.has(*code))
    }
}

/// Why an answer is the contextual one. A refusal is an answer, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// We know nothing of this person.
    Stranger,
    /// The person, or whoever asked, wanted nothing personal.
    NotAsked,
    /// The gate is closed for every category, for these reasons.
    Closed(Reasons),
    /// No group that is large enough fits what the person said.
    NoGroup,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_listed_in_order_of_their_text_and_fit_the_set() {
        let texts: Vec<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert!(texts.is_sorted());
        assert!(Code::ALL.len() <= 64);
    }
}
