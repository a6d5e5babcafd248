//! Clocks that somebody may live by: each with the rule by which it is put forward and back.
//!
//! The rules are written here, as the tz database (2024b and later) has them for the time to come: so what a decision goes
//! by depends on no file of the machine, and the shop asks nobody where they are.

use domain::UnixTime;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The clocks on offer, each with its rule in the words of POSIX, from west to east.
pub const ZONES: [(&str, &str); 24] = [
    ("Pacific/Honolulu", "HST10"),
    ("America/Anchorage", "AKST9AKDT,M3.2.0,M11.1.0"),
    ("America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0"),
    ("America/Phoenix", "MST7"),
    ("America/Denver", "MST7MDT,M3.2.0,M11.1.0"),
    ("America/Chicago", "CST6CDT,M3.2.0,M11.1.0"),
    ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
    ("America/Sao_Paulo", "<-03>3"),
    ("UTC", "UTC0"),
    ("Europe/Lisbon", "WET0WEST,M3.5.0/1,M10.5.0"),
    ("Europe/London", "GMT0BST,M3.5.0/1,M10.5.0"),
    ("Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3"),
    ("Africa/Lagos", "WAT-1"),
    ("Europe/Athens", "EET-2EEST,M3.5.0/3,M10.5.0/4"),
    ("Africa/Johannesburg", "SAST-2"),
    ("Europe/Istanbul", "<+03>-3"),
    ("Africa/Nairobi", "EAT-3"),
    ("Asia/Dubai", "<+04>-4"),
    ("Asia/Kolkata", "IST-5:30"),
    ("Asia/Bangkok", "<+07>-7"),
    ("Asia/Shanghai", "CST-8"),
    ("Asia/Tokyo", "JST-9"),
    ("Australia/Sydney", "AEST-10AEDT,M10.1.0,M4.1.0/3"),
    ("Pacific/Auckland", "NZST-12NZDT,M9.5.0,M4.1.0/3"),
];

/// A clock that somebody lives by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone(String);

impl Zone {
    /// Reads the name of a clock that is on offer.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ZONES.iter().any(|(name, _)| *name == text).then(|| Self(text.to_owned()))
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The minute of the day that it shows; `None` where it can not be read.
    pub(super) fn minute(&self, at: UnixTime) -> Option<u16> {
        let (_, rule) = ZONES.iter().find(|(name, _)| *name == self.0)?;
        let shown = TimeZone::posix(rule).ok()?.to_datetime(Timestamp::from_second(at.0).ok()?);
        u16::try_from(i32::from(shown.hour()) * 60 + i32::from(shown.minute())).ok()
    }
}
