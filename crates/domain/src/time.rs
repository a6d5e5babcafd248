//! Points in time, as whole seconds: no clock here, only the word.

use serde::{Deserialize, Serialize};

/// Seconds in a day, as every duration "in days" is counted.
pub const DAY_SECONDS: i64 = 86_400;

/// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// This moment moved by `seconds`, which may be negative; stops at the ends of time instead of wrapping.
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// How many seconds have passed since `earlier`; negative when it lies ahead.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As [`UnixTime::since`], exact also where the difference is longer than time itself.
    #[must_use]
    pub const fn exactly_since(self, earlier: Self) -> i128 {
        self.0 as i128 - earlier.0 as i128
    }
}
