//! The words that a policy is written in: classes of purposes, bands of age, signals, clocks and rights.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word_doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name {$($(#[$word_doc])* #[serde(rename = $text)] $variant,)*}

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in the file.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {$(Self::$variant => $text,)*}
            }
        }
    };
}

words! {
    /// What a purpose is, as laws tell purposes apart (RULE.md, "Purpose P").
    Class {
        /// Messages that promote.
        DirectMarketing = "direct_marketing",
        /// Concluding from what a person did what they may like.
        Profiling = "profiling",
        /// Advertising chosen by what a person did elsewhere.
        TargetedAds = "targeted_ads",
        /// Selling or sharing.
        SaleShare = "sale_share",
        /// Decisions that change a person's life.
        Significant = "significant",
        /// Teaching a shared model.
        Train = "train",
        /// Storing on a person's device, or reading there.
        Storage = "storage",
    }
}

words! {
    /// Who is not of age.
    Band {
        /// Below the age of consent: a guardian speaks.
        Child = "child",
        /// Above it, not of age.
        Teen = "teen",
    }
}

words! {
    /// What browsers and consent tools say.
    SignalName {
        /// Global Privacy Control.
        Gpc = "gpc",
        /// Do Not Track.
        Dnt = "dnt",
        /// The Global Privacy Platform's sections.
        Gpp = "gpp",
        /// Advanced Data Protection Control.
        Adpc = "adpc",
        /// The Transparency and Consent Framework.
        Tcf = "tcf",
    }
}

words! {
    /// What has to be done within a number of days.
    ClockName {
        /// A request is answered.
        Answer = "answer",
        /// As much longer where that was said in time.
        Extension = "extension",
        /// As long as the clock may stand still while the person is asked who they are or what they mean.
        Stop = "stop",
        /// A no is heard.
        OptOut = "opt_out",
        /// An appeal is answered.
        Appeal = "appeal",
        /// A breach is told.
        Breach = "breach",
    }
}

words! {
    /// What a person may demand.
    RightName {
        /// To see their data.
        Access = "access",
        /// To have it put right.
        Correct = "correct",
        /// To be forgotten.
        Delete = "delete",
        /// To carry it away.
        Port = "port",
        /// To have it kept and not used.
        Restrict = "restrict",
        /// To object.
        Object = "object",
        /// To take a yes back.
        Withdraw = "withdraw",
        /// To say no to sale, ads or profiling.
        OptOut = "opt_out",
        /// To limit the use of sensitive data.
        Limit = "limit",
        /// To have a person look at a decision.
        HumanReview = "human_review",
        /// To know who received it.
        Recipients = "recipients",
        /// To appeal against an answer.
        Appeal = "appeal",
        /// To complain to an authority.
        Complain = "complain",
        /// To be served alike whatever they said.
        NoRetaliation = "no_retaliation",
        /// To say what happens after their death.
        AfterDeath = "after_death",
    }
}
