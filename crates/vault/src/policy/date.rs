//! Dates as a policy writes them. A date begins at midnight, UTC.

use super::text::{Mistake, Source};
use domain::UnixTime;
use toml::Spanned;

/// The moment at which a date begins; `None` for what is no date as 2026-01-31.
#[must_use]
pub fn starts(text: &str) -> Option<UnixTime> {
    if text.len() != "2026-01-31".len() {
        return None;
    }
    let date: jiff::civil::Date = text.parse().ok()?;
    let midnight = date.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
    Some(UnixTime(midnight.timestamp().as_second()))
}

/// As [`starts`], for a date in a file.
pub(super) fn read(source: &Source, date: &Spanned<String>) -> Result<UnixTime, Mistake> {
    starts(date.get_ref())
        .ok_or_else(|| source.wrong(date, format!("`{}` is no date: write it as 2026-01-31", date.get_ref())))
}

/// The date of a moment.
#[must_use]
pub fn date(at: UnixTime) -> String {
    let time = jiff::Timestamp::from_second(at.0).unwrap_or_default();
    time.to_zoned_datetime(jiff::tz::TimeZone::UTC).date().to_string()
}
