//! Quiet hours: a stretch of every day by somebody's own clock, and what several of them come to.

use super::{QUIET_MAX, Zone};
use domain::UnixTime;
use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY_MINUTES: u16 = 1_440;

/// A stretch of every day in which somebody wants quiet, by their own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    from_minute: u16,
    to_minute: u16,
    zone: Zone,
}

/// What is no stretch of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuietError {
    /// An hour that no clock shows.
    Hour,
    /// It begins and ends at the same minute: that is never or always, and nobody knows which.
    Empty,
}

// === impl Quiet ===

impl Quiet {
    /// From one time of day to another, in minutes since midnight; the second may lie on the next day. From 0 to 1440 is the
    /// whole day.
    ///
    /// # Errors
    /// [`QuietError`].
    pub fn new(from_minute: u16, to_minute: u16, zone: Zone) -> Result<Self, QuietError> {
        if from_minute >= DAY_MINUTES || to_minute > DAY_MINUTES {
            return Err(QuietError::Hour);
        }
        let is_midnight = to_minute == DAY_MINUTES && from_minute != 0;
        let to_minute = if is_midnight { 0 } else { to_minute };
        if from_minute == to_minute {
            return Err(QuietError::Empty);
        }
        Ok(Self { from_minute, to_minute, zone })
    }

    /// When it begins, in minutes since midnight.
    #[must_use]
    pub const fn from_minute(&self) -> u16 {
        self.from_minute
    }

    /// When it ends, in minutes since midnight.
    #[must_use]
    pub const fn to_minute(&self) -> u16 {
        self.to_minute
    }

    /// By whose clock.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    fn covers(&self, minute: u16) -> bool {
        let (from, to) = (self.from_minute, self.to_minute);
        if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to }
    }

    /// How many minutes it lasts.
    const fn minutes(&self) -> u16 {
        match (self.to_minute + DAY_MINUTES - self.from_minute) % DAY_MINUTES {
            0 => DAY_MINUTES,
            minutes => minutes,
        }
    }

    /// When the quiet that holds now is over; `None` where none holds. Where the clock is put forward or back meanwhile,
    /// it is the clock that counts and not the hours.
    pub(super) fn ends(&self, now: UnixTime) -> Option<UnixTime> {
        // A clock that can not be read is quiet: what is not known is a no.
        let Some(minute) = self.zone.minute(now) else { return Some(UnixTime(i64::MAX)) };
        if !self.covers(minute) {
            return None;
        }
        if self.minutes() == DAY_MINUTES {
            return Some(UnixTime(i64::MAX));
        }
        let ahead = |minute: u16| i64::from((self.to_minute + DAY_MINUTES - minute) % DAY_MINUTES);
        let at = now.plus(ahead(minute) * 60 - now.0.rem_euclid(60));
        // The clock was put forward or back meanwhile: by less than half a day.
        let off = ahead(self.zone.minute(at)?);
        let half = i64::from(DAY_MINUTES / 2);
        let at = at.plus(60 * if off < half { off } else { off - i64::from(DAY_MINUTES) });
        // An hour that the clock leaves out never comes: then what comes after it ends the quiet.
        let last = self.zone.minute(at)?;
        let at = if self.covers(last) { at.plus(60 * ahead(last)) } else { at };
        Some(at)
    }

    /// Joins others: none of them ends earlier or begins later for it, and those that meet become one. Beyond [`QUIET_MAX`]
    /// also those by the same clock that do not meet, so that there are never many more than there are clocks.
    pub fn add_to(&self, all: &mut Vec<Self>) {
        let mut one = self.clone();
        while let Some((at, both)) = meeting(all, &one).or_else(|| nearest(all, &one)) {
            if both == all[at] {
                return;
            }
            all.remove(at);
            one = both;
        }
        all.push(one);
    }

    /// One stretch that covers this one and another that begins within it, or at its end, by the same clock; with `gap`
    /// wherever it begins, and what lies between.
    fn joined(&self, other: &Self, gap: bool) -> Option<Self> {
        let begins = (other.from_minute + DAY_MINUTES - self.from_minute) % DAY_MINUTES;
        let meet = self.zone == other.zone && (gap || begins <= self.minutes());
        let minutes = self.minutes().max(begins + other.minutes());
        meet.then(|| match minutes >= DAY_MINUTES {
            true => Self { from_minute: 0, to_minute: DAY_MINUTES, zone: self.zone.clone() },
            false => Self { to_minute: (self.from_minute + minutes) % DAY_MINUTES, ..self.clone() },
        })
    }
}

/// The first of some stretches that meets another, and what they come to.
fn meeting(all: &[Quiet], one: &Quiet) -> Option<(usize, Quiet)> {
    let joined = |other: &Quiet| other.joined(one, false).or_else(|| one.joined(other, false));
    all.iter().enumerate().find_map(|(at, other)| Some((at, joined(other)?)))
}

/// Where there are too many: the one by the same clock that makes the shortest stretch with another.
fn nearest(all: &[Quiet], one: &Quiet) -> Option<(usize, Quiet)> {
    let both = |other: &Quiet| [other.joined(one, true), one.joined(other, true)].into_iter().flatten();
    let pairs = all.iter().enumerate().flat_map(|(at, other)| both(other).map(move |both| (at, both)));
    pairs.filter(|_| all.len() >= QUIET_MAX).min_by_key(|(_, both)| both.minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(spans: &[(u16, u16)]) -> Vec<Quiet> {
        let mut all = Vec::new();
        for (from, to) in spans {
            Quiet::new(*from, *to, Zone::parse("UTC").unwrap()).unwrap().add_to(&mut all);
        }
        all
    }

    #[track_caller]
    fn check(spans: &[(u16, u16)], due: &[(u16, u16)]) {
        let found = of(spans);
        assert_eq!(found.iter().map(|quiet| (quiet.from_minute, quiet.to_minute)).collect::<Vec<_>>(), due);
        for minute in 0..DAY_MINUTES {
            let wanted = spans.iter().any(|(from, to)| of(&[(*from, *to)])[0].covers(minute));
            assert!(!wanted || found.iter().any(|quiet| quiet.covers(minute)), "{minute} was to be quiet");
        }
    }

    #[test]
    fn stretches_that_meet_are_one_and_no_minute_of_any_is_lost() {
        check(&[(1_320, 420), (1_380, 360)], &[(1_320, 420)]);
        check(&[(1_380, 360), (1_320, 420)], &[(1_320, 420)]);
        check(&[(1_320, 420), (420, 480)], &[(1_320, 480)]);
        check(&[(1_320, 420), (720, 780)], &[(1_320, 420), (720, 780)]);
        check(&[(0, 800), (700, 1_440)], &[(0, 1_440)]);
        check(&[(60, 30), (20, 70)], &[(0, 1_440)]);
        check(&[(100, 200), (300, 400), (150, 350)], &[(100, 400)]);
        let many: Vec<_> = (0..12).map(|nth| (nth * 100, nth * 100 + 30)).collect();
        let left = [(100, 130), (200, 230), (300, 330), (400, 430), (500, 530), (600, 630), (700, 1_030), (1_100, 30)];
        check(&many, &left);
    }

    #[test]
    fn a_whole_day_has_no_end() {
        let always = Quiet::new(0, 1_440, Zone::parse("UTC").unwrap()).unwrap();
        assert_eq!([0, 59, 86_340, 86_399].map(|at| always.ends(UnixTime(at))), [Some(UnixTime(i64::MAX)); 4]);
        let evening = Quiet::new(1_320, 1_440, Zone::parse("UTC").unwrap()).unwrap();
        assert_eq!((evening.to_minute(), evening.ends(UnixTime(79_200))), (0, Some(UnixTime(86_400))));
    }
}
