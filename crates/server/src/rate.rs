//! How often each may come: a bucket for each person and each browser key, refilled steadily.

use crate::problem::{Code, Problem};
use domain::SubjectId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// Most events that one key may send in a minute... from a browser.
pub const EVENTS_PER_BROWSER_KEY_AND_MINUTE: u32 = 10_000;
/// Most events that one person may send in a minute, through a browser key or with their own token.
pub const EVENTS_PER_PERSON_AND_MINUTE: u32 = 60;
/// Most attempts with a wrong key that are answered in a minute, all together.
pub const WRONG_KEYS_PER_MINUTE: u32 = 600;

/// The buckets.
pub struct Rates {
    browser_keys: DefaultKeyedRateLimiter<String>,
    people: DefaultKeyedRateLimiter<String>,
    wrong: DefaultKeyedRateLimiter<()>,
}

fn per_minute(count: u32) -> Quota {
    Quota::per_minute(NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN))
}

impl Default for Rates {
    fn default() -> Self {
        Self::new()
    }
}

impl Rates {
    /// Full buckets.
    #[must_use]
    pub fn new() -> Self {
        Self {
            browser_keys: RateLimiter::keyed(per_minute(EVENTS_PER_BROWSER_KEY_AND_MINUTE)),
            people: RateLimiter::keyed(per_minute(EVENTS_PER_PERSON_AND_MINUTE)),
            wrong: RateLimiter::keyed(per_minute(WRONG_KEYS_PER_MINUTE)),
        }
    }

    /// Takes room for a person's own events from their bucket. Their name is kept in memory only, as a hash, and forgotten
    /// when the bucket is full again.
    ///
    /// # Errors
    /// `rate_limited` with `Retry-After`; `limit_exceeded` for more at once than the bucket ever holds.
    pub fn person_events(&self, who: &SubjectId, events: u32) -> Result<(), Problem> {
        self.people.retain_recent();
        take(&self.people, &hashed(who), events)
    }

    /// Takes room for a browser's events: from its visitor's bucket, and only if there was some from its key's. So nobody
    /// uses up by calls that are refused what is for all visitors.
    ///
    /// # Errors
    /// As [`Rates::person_events`].
    pub fn browser_events(&self, key: &str, visitor: &SubjectId, events: u32) -> Result<(), Problem> {
        self.person_events(visitor, events)?;
        take(&self.browser_keys, &key.to_owned(), events)
    }

    /// Takes room for one attempt with a wrong key.
    ///
    /// # Errors
    /// `rate_limited` with `Retry-After`.
    pub fn wrong_key(&self) -> Result<(), Problem> {
        take(&self.wrong, &(), 1)
    }
}

fn hashed(who: &SubjectId) -> String {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::OnceLock;
    static STATE: OnceLock<RandomState> = OnceLock::new();
    format!("{:x}", STATE.get_or_init(RandomState::new).hash_one(who.as_str()))
}

fn take<K: Clone + Eq + std::hash::Hash>(
    buckets: &DefaultKeyedRateLimiter<K>,
    key: &K,
    count: u32,
) -> Result<(), Problem> {
    let Some(count) = NonZeroU32::new(count) else { return Ok(()) };
    match buckets.check_key_n(key, count) {
        Ok(Ok(())) => Ok(()),
        Ok(Err(wait)) => {
            let seconds = wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            Err(limited(u32::try_from(seconds).unwrap_or(60)))
        }
        Err(_) => Err(Problem::new(Code::LimitExceeded, "send fewer at once: so many never pass")),
    }
}

fn limited(seconds: u32) -> Problem {
    Problem::new(Code::RateLimited, "come back later").retry_after(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visitor(number: u32) -> SubjectId {
        SubjectId::parse(&format!("visitor-{number}")).expect("plain")
    }

    /// The code of the refusal; none where there was room.
    fn check(done: Result<(), Problem>) -> Option<Code> {
        done.err().map(|problem| problem.code())
    }

    #[test]
    fn what_a_visitor_is_refused_costs_the_others_nothing() {
        let rates = Rates::new();
        assert_eq!(check(rates.browser_events("key", &visitor(0), 60)), None);
        for _ in 0..EVENTS_PER_BROWSER_KEY_AND_MINUTE / 50 {
            assert_eq!(check(rates.browser_events("key", &visitor(0), 50)), Some(Code::RateLimited));
        }
        assert_eq!(check(rates.browser_events("key", &visitor(1), 60)), None);
    }

    #[test]
    fn a_person_has_one_bucket_whichever_way_they_come() {
        let rates = Rates::new();
        assert_eq!(check(rates.browser_events("key", &visitor(0), 60)), None);
        assert_eq!(check(rates.person_events(&visitor(0), 50)), Some(Code::RateLimited));
        assert_eq!(check(rates.person_events(&visitor(1), 60)), None);
        assert_eq!(check(rates.browser_events("key", &visitor(1), 50)), Some(Code::RateLimited));
    }

    #[test]
    fn more_than_a_bucket_ever_holds_is_a_mistake_and_costs_nothing() {
        let rates = Rates::new();
        assert_eq!(check(rates.person_events(&visitor(0), 61)), Some(Code::LimitExceeded));
        assert_eq!(check(rates.browser_events("key", &visitor(0), 61)), Some(Code::LimitExceeded));
        assert_eq!(check(rates.person_events(&visitor(0), 60)), None);
    }
}
