//! What data is used for. A purpose is a type, so that a function says in its signature what it may be used for.

use serde::{Deserialize, Serialize};

/// Most purposes one policy may have: they are bits of a [`PurposeSet`].
pub const PURPOSES_MAX: usize = 64;

/// A purpose as a type. Sealed: nobody outside this file can invent one.
pub trait Purpose: sealed::Sealed + 'static {
    /// The purpose's key in the policy.
    const KEY: &'static str;
}

mod sealed {
    pub trait Sealed {}
}

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $key:literal),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl sealed::Sealed for $name {}
        impl Purpose for $name {
            const KEY: &'static str = $key;
        }
    )*};
}

purposes! {
    /// Choosing items for this person on this site.
    Recommend = "recommend",
    /// Letting this person's activity teach what everybody is recommended.
    Train = "train",
    /// Sending this person a message.
    Message = "message",
    /// Choosing advertisements.
    Ads = "ads",
    /// Counting how the product does.
    Measure = "measure",
}

/// A purpose as the policy numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PurposeId(pub u8);

/// Some purposes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurposeSet(pub u64);

impl PurposeSet {
    /// No purpose.
    pub const NONE: Self = Self(0);

    /// Whether the purpose is among them.
    #[must_use]
    pub const fn has(self, purpose: PurposeId) -> bool {
        purpose.0 < 64 && self.0 & (1 << purpose.0) != 0
    }

    /// These and one more.
    #[must_use]
    pub const fn with(self, purpose: PurposeId) -> Self {
        if purpose.0 < 64 { Self(self.0 | (1 << purpose.0)) } else { self }
    }

    /// Those in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them, by number.
    pub fn iter(self) -> impl Iterator<Item = PurposeId> {
        (0..64).map(PurposeId).filter(move |p| self.has(*p))
    }
}
