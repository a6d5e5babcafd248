//! Quiet hours by a clock that is put forward and back, and limits on how often.

use super::*;

/// 1 January 2026, 00:00 UTC.
const NEW_YEAR: i64 = 1_767_225_600;
/// 29 March 2026, 00:00 UTC: an hour later the clocks of the Union are put forward.
const SPRING: i64 = 1_774_742_400;
/// 25 October 2026, 00:00 UTC: an hour later they are put back.
const AUTUMN: i64 = 1_792_886_400;
const HOUR: i64 = 3_600;
const MAIL: ChannelId = ChannelId(2);
const PUSH: ChannelId = ChannelId(3);

fn quiet(from: u16, to: u16, zone: &str) -> Quiet {
    Quiet::new(from * 60, to * 60, Zone::parse(zone).unwrap()).unwrap()
}

#[test]
fn every_clock_on_offer_can_be_read_and_no_other_is_taken() {
    for (name, _) in ZONES {
        assert!(Zone::parse(name).unwrap().minute(UnixTime(NEW_YEAR)).is_some(), "{name}");
    }
    assert_eq!(Zone::parse("Europe/Atlantis"), None);
    let shown = |name| Zone::parse(name).unwrap().minute(UnixTime(NEW_YEAR)).unwrap();
    assert_eq!((shown("UTC"), shown("Europe/Berlin"), shown("Asia/Kolkata")), (0, 60, 330));
    assert_eq!((shown("America/New_York"), shown("Australia/Sydney")), (19 * 60, 11 * 60));
}

#[test]
fn quiet_goes_by_the_clock_of_the_person_over_midnight_and_over_a_change_of_the_clock() {
    let check = |quiet: &Quiet, at: i64, ends: Option<i64>| {
        assert_eq!(quiet.ends(UnixTime(at)), ends.map(UnixTime), "{at}");
    };
    let night = quiet(22, 7, "Europe/Berlin");
    check(&night, NEW_YEAR - 3 * HOUR - 1, None);
    check(&night, NEW_YEAR - 3 * HOUR, Some(NEW_YEAR + 6 * HOUR));
    check(&night, NEW_YEAR + 6 * HOUR - 1, Some(NEW_YEAR + 6 * HOUR));
    check(&night, NEW_YEAR + 6 * HOUR, None);
    check(&night, SPRING, Some(SPRING + 5 * HOUR));
    check(&night, AUTUMN, Some(AUTUMN + 6 * HOUR));
    let noon = quiet(12, 14, "UTC");
    check(&noon, NEW_YEAR + 12 * HOUR + 59, Some(NEW_YEAR + 14 * HOUR));
    check(&noon, NEW_YEAR, None);
    check(&noon, i64::MAX, Some(i64::MAX));
}

#[test]
fn what_is_no_stretch_of_a_day_is_refused() {
    let zone = || Zone::parse("UTC").unwrap();
    assert_eq!(Quiet::new(60, 60, zone()), Err(QuietError::Empty));
    assert_eq!(Quiet::new(1_440, 60, zone()), Err(QuietError::Hour));
    assert_eq!(Quiet::new(60, 1_441, zone()), Err(QuietError::Hour));
    assert_eq!(Quiet::new(60, 1_440, zone()).map(|quiet| quiet.to_minute()), Ok(0), "midnight is the end of a day");
}

#[test]
fn a_limit_is_reached_with_the_last_of_a_week_and_over_when_the_oldest_is_a_week_old() {
    let mut own = Own::default();
    let now = UnixTime(NEW_YEAR);
    own.limits.weekly.insert(MAIL, 2);
    assert_eq!(own.cap_ends(MAIL, now), None);
    own.count(MAIL, now);
    own.count(PUSH, now);
    assert_eq!(own.cap_ends(MAIL, now), None);
    own.count(MAIL, now.plus(100));
    assert_eq!(own.cap_ends(MAIL, now.plus(100)), Some(now.plus(WEEK_SECONDS)));
    assert_eq!(own.cap_ends(PUSH, now.plus(100)), None, "another channel has its own");
    assert_eq!(own.cap_ends(MAIL, now.plus(WEEK_SECONDS)), None);
    own.count(MAIL, now.plus(WEEK_SECONDS));
    assert_eq!(own.sent.len(), 2, "what is older than a week is forgotten");
    own.limits.weekly.insert(PUSH, 0);
    assert_eq!(own.cap_ends(PUSH, now), Some(UnixTime(i64::MAX)), "none at all has no end");
}

#[test]
fn a_stretch_is_kept_in_the_bytes_of_a_ledger_that_knew_one_at_most() {
    let night = quiet(22, 7, "UTC");
    let bytes = |value: &Vec<Quiet>| crate::record::encode(value).unwrap();
    let before = |value: &Option<Quiet>| crate::record::encode(value).unwrap();
    assert_eq!(*bytes(&vec![night.clone()]), *before(&Some(night)));
    assert_eq!(*bytes(&Vec::new()), *before(&None));
}

#[test]
fn of_two_who_are_one_the_tighter_limit_holds() {
    let (mut one, mut other) = (Own::default(), Own::default());
    one.limits.weekly = BTreeMap::from([(MAIL, 3), (PUSH, 1)]);
    other.limits.weekly = BTreeMap::from([(MAIL, 1)]);
    one.limits.topics_off.insert("Garden".to_owned());
    other.limits.topics_off.insert("Books".to_owned());
    one.limits.quiet = vec![quiet(12, 14, "Asia/Tokyo")];
    other.limits.quiet = vec![quiet(22, 7, "UTC")];
    one.sent = vec![(MAIL, UnixTime(1)), (MAIL, UnixTime(2)), (MAIL, UnixTime(2))];
    other.sent = vec![(MAIL, UnixTime(2)), (PUSH, UnixTime(2))];
    (one.paused_until, other.paused_until) = (Some(UnixTime(5)), Some(UnixTime(9)));
    let both = one.with(&other);
    assert_eq!(both.limits.weekly, BTreeMap::from([(MAIL, 1), (PUSH, 1)]));
    assert_eq!((both.limits.topics_off.len(), both.limits.quiet.len()), (2, 2));
    assert_eq!(both.sent.len(), 5, "each was sent to one of them");
    assert_eq!(both.paused_until, Some(UnixTime(9)));
    let back = other.with(&one);
    let in_order = |mut own: Own| {
        own.limits.quiet.sort_by_key(Quiet::from_minute);
        own.sent.sort_unstable();
        own
    };
    assert_eq!(in_order(back), in_order(both.clone()), "whichever goes on");
    let sent = one.sent.clone();
    assert!(one.take_over(&other) && !one.take_over(&other), "a second time changes nothing");
    assert_eq!(one, Own { sent, ..both }, "when somebody was written to does not travel");
}
