//! Points in time as files write them: Unix time in any unit, ISO 8601, and the month-first dates of spreadsheets.

use super::bad::BadReason;
use domain::UnixTime;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

/// 2100-01-01: no event of a shop is later.
const LATEST: i64 = 4_102_444_800;
/// How far the clock of the sender may be ahead: as far as the vault takes an event.
const AHEAD_SECONDS_MAX: i64 = 300;
/// From here up a number counts milliseconds, not seconds (which would be the year 5138).
const MILLIS_FROM: i64 = 100_000_000_000;

/// Unix seconds from a number of seconds, milliseconds, microseconds or nanoseconds, told apart by size.
pub(super) fn from_number(number: i64) -> i64 {
    let mut seconds = number;
    for _ in 0..3 {
        if seconds.unsigned_abs() >= MILLIS_FROM.unsigned_abs() {
            seconds = seconds.div_euclid(1_000);
        }
    }
    seconds
}

/// Unix seconds from text; a date without an offset is taken as UTC.
pub(super) fn from_text(text: &str) -> Option<i64> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(from_number(number));
    }
    if text.contains('/') {
        return month_first(text);
    }
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(time.as_second());
    }
    if let Ok(time) = text.parse::<DateTime>() {
        return in_utc(time);
    }
    let number = text.parse::<f64>().ok().filter(|n| n.is_finite())?;
    Some(from_number(number as i64))
}

/// `12/1/2010 8:26` and `12/1/2010 8:26:30`: month, day, year.
fn month_first(text: &str) -> Option<i64> {
    let (date, clock) = text.split_once(' ').unwrap_or((text, "0:00"));
    let mut date = date.splitn(3, '/');
    let (month, day, year) = (date.next()?, date.next()?, date.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    let mut clock = clock.trim().splitn(3, ':');
    let (hour, minute) = (clock.next()?.parse().ok()?, clock.next()?.parse().ok()?);
    let second = clock.next().map_or(Ok(0), str::parse).ok()?;
    let clock = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
    in_utc(date.to_datetime(clock))
}

fn in_utc(time: DateTime) -> Option<i64> {
    Offset::UTC.to_timestamp(time).ok().map(|time| time.as_second())
}

/// The time, if a shop can have seen it.
pub(super) fn in_range(seconds: i64, now: UnixTime) -> Result<UnixTime, BadReason> {
    if !(0..=LATEST).contains(&seconds) {
        return Err(BadReason::DateOutOfRange);
    }
    if seconds > now.plus(AHEAD_SECONDS_MAX).0 {
        return Err(BadReason::InFuture);
    }
    Ok(UnixTime(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_time_mean_the_same_second() {
        for text in [
            "1291191960",
            "1291191960000",
            "1291191960000000",
            "1291191960000000000",
            "1291191960.0",
            "2010-12-01T08:26:00Z",
            "2010-12-01T09:26:00+01:00",
            "2010-12-01 08:26:00",
            "2010-12-01T08:26",
            "12/1/2010 8:26",
            "12/01/2010 08:26:00",
        ] {
            assert_eq!(from_text(text), Some(1_291_191_960), "{text}");
        }
        assert_eq!(from_text("2010-12-01"), Some(1_291_161_600));
        for text in ["soon", "31/12/2010 8:26", "2010-13-01", "12/1", "NaN", "-"] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_before_1970_or_ahead_of_the_clock_is_out_of_range() {
        let now = UnixTime(1_700_000_000);
        let check = |seconds, expected| assert_eq!(in_range(seconds, now).err(), expected, "{seconds}");
        for seconds in [0, now.0, now.0 + AHEAD_SECONDS_MAX] {
            check(seconds, None);
        }
        check(now.0 + AHEAD_SECONDS_MAX + 1, Some(BadReason::InFuture));
        check(LATEST, Some(BadReason::InFuture));
        check(-1, Some(BadReason::DateOutOfRange));
        check(LATEST + 1, Some(BadReason::DateOutOfRange));
        assert!(in_range(LATEST, UnixTime(i64::MAX)).is_ok());
    }
}
