//! Moments, numbers and money as each language writes them. Moments are told in UTC: the server does not ask where one is.

use domain::Lang;
use jiff::civil::DateTime;
use jiff::{Timestamp, tz::Offset};

/// Currencies whose minor unit is not a hundredth, with the digits they have instead.
const MINOR_DIGITS: &[(&str, u32)] = &[
    ("BHD", 3),
    ("CLP", 0),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("OMR", 3),
    ("TND", 3),
    ("UGX", 0),
    ("VND", 0),
    ("XAF", 0),
    ("XOF", 0),
];
const SIGNS: &[(&str, &str)] = &[("EUR", "€"), ("GBP", "£"), ("USD", "$"), ("JPY", "¥")];

/// How a language writes moments, numbers and money.
pub trait Written {
    /// A moment for people, from seconds since 1970.
    fn moment(self, seconds: i64) -> String;
    /// A day for people, from seconds since 1970.
    fn day(self, seconds: i64) -> String;
    /// A moment for machines, from seconds since 1970.
    fn machine_moment(self, seconds: i64) -> String;
    /// A number of `steps` of the last of its `decimals`.
    fn decimal(self, steps: i64, decimals: u32) -> String;
    /// Hundredths, in `steps` of the last of their `decimals`.
    fn percent(self, steps: i64, decimals: u32) -> String;
    /// A price, from minor units.
    fn money(self, minor: u64, currency: &str) -> String;
}

impl Written for Lang {
    fn moment(self, seconds: i64) -> String {
        let at = civil(seconds);
        super::of(self).format.moment(&self.day(seconds), &format!("{:02}:{:02}", at.hour(), at.minute()))
    }

    fn day(self, seconds: i64) -> String {
        let (at, words) = (civil(seconds), &super::of(self).format);
        let month = usize::from(at.month().unsigned_abs()).saturating_sub(1);
        let month = words.months.get(month).unwrap_or(&"");
        words.day(&at.day().to_string(), month, &at.year().to_string())
    }

    fn machine_moment(self, seconds: i64) -> String {
        civil(seconds).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn decimal(self, steps: i64, decimals: u32) -> String {
        let minus = if steps < 0 { "\u{2212}" } else { "" };
        format!("{minus}{}", fixed(self, steps.unsigned_abs(), decimals))
    }

    fn percent(self, steps: i64, decimals: u32) -> String {
        super::of(self).format.percent(&self.decimal(steps, decimals))
    }

    fn money(self, minor: u64, currency: &str) -> String {
        let digits = MINOR_DIGITS.iter().find(|(code, _)| *code == currency).map_or(2, |(_, digits)| *digits);
        let number = fixed(self, minor, digits);
        let sign = SIGNS.iter().find(|(code, _)| *code == currency).map(|(_, sign)| *sign);
        let words = &super::of(self).format;
        sign.map_or_else(|| words.money_code(&number, currency), |sign| words.money(&number, sign))
    }
}

fn fixed(lang: Lang, steps: u64, decimals: u32) -> String {
    let unit = 10_u64.pow(decimals);
    let super::words::FormatWords { thousands, point, .. } = &super::of(lang).format;
    let whole = (steps / unit).to_string();
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push_str(thousands);
        }
        out.push(digit);
    }
    if decimals > 0 {
        out.push_str(&format!("{point}{:0width$}", steps % unit, width = decimals as usize));
    }
    out
}

/// The moment by the clock of Greenwich; the ends of time for what lies beyond.
fn civil(seconds: i64) -> DateTime {
    let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Offset::UTC.to_datetime(Timestamp::from_second(seconds).unwrap_or(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_as_each_language_tells_them() {
        assert_eq!(Lang::EN.moment(1_763_942_700), "24\u{a0}Nov 2025, 00:05\u{a0}UTC");
        assert_eq!(Lang::DE.moment(1_763_942_700), "24.\u{a0}Nov. 2025, 00:05\u{a0}UTC");
        assert_eq!(Lang::DE.machine_moment(1_763_942_700), "2025-11-24T00:05:00Z");
        assert!(Lang::EN.day(i64::MAX).ends_with("9999"));
    }

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        let check = |minor, currency, en: &str, de: &str| {
            assert_eq!(Lang::EN.money(minor, currency), en);
            assert_eq!(Lang::DE.money(minor, currency), de);
        };
        check(3_900, "EUR", "€39.00", "39,00\u{a0}€");
        check(1_234_505, "USD", "$12,345.05", "12.345,05\u{a0}$");
        check(900, "JPY", "¥900", "900\u{a0}¥");
        check(5, "CHF", "CHF\u{a0}0.05", "0,05\u{a0}CHF");
    }

    #[test]
    fn weights_keep_their_sign_and_their_decimals() {
        assert_eq!(Lang::EN.decimal(-125, 3), "\u{2212}0.125");
        assert_eq!(Lang::DE.decimal(1_334, 3), "1,334");
        assert_eq!(Lang::EN.decimal(120_400, 0), "120,400");
    }
}
