//! How often each key may come: a bucket each, refilled steadily.

use crate::problem::{Code, Problem};
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// Most events that one key may send in a minute... from a browser.
pub const EVENTS_PER_BROWSER_KEY_AND_MINUTE: u32 = 10_000;
/// Most events that one visitor may send in a minute through a browser key.
pub const EVENTS_PER_VISITOR_AND_MINUTE: u32 = 60;
/// Most attempts with a wrong key that are answered in a minute, all together.
pub const WRONG_KEYS_PER_MINUTE: u32 = 600;

/// The buckets.
pub struct Rates {
    browser_keys: DefaultKeyedRateLimiter<String>,
    visitors: DefaultKeyedRateLimiter<String>,
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
            visitors: RateLimiter::keyed(per_minute(EVENTS_PER_VISITOR_AND_MINUTE)),
            wrong: RateLimiter::keyed(per_minute(WRONG_KEYS_PER_MINUTE)),
        }
    }

    /// Takes room for a browser's events: from its key's bucket and from its visitor's. The visitor's name is kept in
    /// memory only, as a hash, and forgotten when the bucket is full again.
    ///
    /// # Errors
    /// `rate_limited` with `Retry-After`.
    pub fn browser_events(&self, key: &str, visitor: &str, events: u32) -> Result<(), Problem> {
        self.visitors.retain_recent();
        take(&self.browser_keys, &key.to_owned(), events)?;
        take(&self.visitors, &hashed(visitor), events)
    }

    /// Takes room for one attempt with a wrong key.
    ///
    /// # Errors
    /// `rate_limited` with `Retry-After`.
    pub fn wrong_key(&self) -> Result<(), Problem> {
        take(&self.wrong, &(), 1)
    }
}

fn hashed(name: &str) -> String {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::OnceLock;
    static STATE: OnceLock<RandomState> = OnceLock::new();
    format!("{:x}", STATE.get_or_init(RandomState::new).hash_one(name))
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
        Err(_) => Err(limited(60)),
    }
}

fn limited(seconds: u32) -> Problem {
    Problem::new(Code::RateLimited, "come back later").retry_after(seconds)
}
