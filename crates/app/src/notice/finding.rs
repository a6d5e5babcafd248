//! What can be wrong with a notice: each finding has a name, a place, and one line that says how to mend it.

/// One thing that is wrong with a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub name: Name,
    /// Where, as a JSON pointer (RFC 6901).
    pub pointer: String,
}

impl Finding {
    pub(super) fn at(name: Name, pointer: impl Into<String>) -> Self {
        Self { name, pointer: pointer.into() }
    }
}

macro_rules! names {
    ($($variant:ident = $word:literal, $says:literal;)*) => {
        /// What is wrong with a notice.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Name {$(#[doc = $says] $variant,)*}

        impl Name {
            /// Every name.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word for it, in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$variant => $word,)*}
            }

            /// How to mend it, in one line.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self {$(Self::$variant => $says,)*}
            }
        }
    };
}

names! {
    DeeperRefusal = "deeper_refusal", "a no stands on the layer of its yes, not behind it";
    LongerRefusal = "longer_refusal", "a no takes no more steps than its yes";
    WeakerRefusal = "weaker_refusal", "a no stands out as much as its yes";
    Preselected = "preselected", "nothing is chosen before the person chooses";
    Bundled = "bundled", "a yes is to one purpose: ask for each by itself";
    TooManyChoices = "too_many_choices", "the first layer has at most five choices";
    NoSave = "no_save", "switches need a button on their layer that sends them";
    NoControls = "no_controls", "a notice asks something: its first layer has a choice";
    SameId = "same_id", "two controls have one name";
    MissingLocale = "missing_locale", "the notice is due in every language of the product";
    UnknownLocale = "unknown_locale", "the product does not speak this language";
    MissingText = "missing_text", "a text is missing or empty in this language";
    StrayText = "stray_text", "there is nothing that this text belongs to";
    MissingBenefit = "missing_benefit", "say in this language what the person gets from the purpose";
    HardToRead = "hard_to_read", "write shorter sentences and plainer words: reading grade 9 at most";
    ConfirmShaming = "confirm_shaming", "a no is worded without blame, fear or regret";
    UnknownPurpose = "unknown_purpose", "the policy has no purpose of this name";
    SamePurpose = "same_purpose", "the notice tells of this purpose twice";
    UntoldPurpose = "untold_purpose", "the notice asks about a purpose that it does not tell of";
    UnknownCategory = "unknown_category", "the policy has no category of this name";
    CategoryNotAllowed = "category_not_allowed", "the policy does not let this purpose use this category";
    NoCategory = "no_category", "name what the purpose would use";
    RetentionMismatch = "retention_mismatch", "say the days that the policy really keeps data for this purpose";
    UnknownRight = "unknown_right", "the policy has no right of this name";
    MissingRight = "missing_right", "tell of the rights to access, deletion, withdrawal and complaint";
    NoController = "no_controller", "name who answers for the data, and how they are reached";
    MaterialUntold = "material_untold", "what changes in substance is a purpose of this notice";
}
