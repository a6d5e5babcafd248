//! Tries: how often something was sent, when it is sent again, and when that is given up.

use domain::UnixTime;
use serde::{Deserialize, Serialize};

/// How often something is sent before it is given up, and waits for the operator.
pub const ATTEMPTS_MAX: u32 = 10;
/// How long is waited after each try, in seconds; after the last one as long again.
const PAUSES_SECONDS: [i64; 9] = [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/// Why something was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// Its host leads to an address that nothing is sent to.
    Address,
    /// Nobody answers there.
    Unreachable,
    /// Whoever answers does not show who they are.
    Identity,
    /// It took too long.
    Slow,
    /// The answer is no HTTP, or too long.
    Answer,
    /// It was not taken, with this status.
    Status(u16),
}

/// What something that waits is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingFor {
    /// Something that somebody did.
    Act,
    /// That somebody said yes.
    Yes,
    /// That somebody said no.
    No,
    /// That somebody was erased.
    Erasure,
}

/// Something that waits to be sent, without a word of whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its name, as it is sent.
    pub id: String,
    /// The recipient's key.
    pub recipient: String,
    /// What it is.
    pub what: WaitingFor,
    /// Since when.
    pub since: UnixTime,
    /// How often it was sent.
    pub attempts: u32,
    /// When it is sent next; `None` where that was given up.
    pub next_at: Option<UnixTime>,
    /// Why the last try failed.
    pub failed: Option<Failure>,
}

/// How often something was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Tries {
    pub(crate) since: UnixTime,
    pub(crate) count: u32,
    pub(crate) next_at: UnixTime,
    pub(crate) failed: Option<Failure>,
    pub(crate) given_up: bool,
}

impl WaitingFor {
    /// The word for it: the type of the message.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Act => "activity.recorded",
            Self::Yes => "consent.given",
            Self::No => "consent.withdrawn",
            Self::Erasure => "subject.erased",
        }
    }
}

impl Failure {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Address => "blocked_address".to_owned(),
            Self::Unreachable => "unreachable".to_owned(),
            Self::Identity => "identity".to_owned(),
            Self::Slow => "slow".to_owned(),
            Self::Answer => "answer".to_owned(),
            Self::Status(status) => format!("status {status}"),
        }
    }
}

impl Tries {
    pub(crate) const fn new(since: UnixTime) -> Self {
        Self { since, count: 0, next_at: since, failed: None, given_up: false }
    }

    pub(crate) fn is_due(&self, now: UnixTime) -> bool {
        !self.given_up && now >= self.next_at
    }

    /// One more, about to begin: should nobody hear how it ended, it is tried again later.
    pub(crate) fn begin(&mut self, now: UnixTime) {
        let pause = PAUSES_SECONDS[(self.count as usize).min(PAUSES_SECONDS.len() - 1)];
        self.count = self.count.saturating_add(1);
        self.next_at = now.plus(pause);
    }

    pub(crate) fn fail(&mut self, failure: Failure) {
        self.failed = Some(failure);
        self.given_up = self.count >= ATTEMPTS_MAX;
    }

    /// Begins anew, at the operator's word. Returns whether it had been given up.
    pub(crate) fn revive(&mut self, now: UnixTime) -> bool {
        let was = self.given_up;
        if was {
            *self = Self { since: self.since, ..Self::new(now) };
        }
        was
    }

    pub(crate) fn waiting(&self, id: String, recipient: String, what: WaitingFor) -> Waiting {
        let next_at = (!self.given_up).then_some(self.next_at);
        Waiting { id, recipient, what, since: self.since, attempts: self.count, next_at, failed: self.failed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pause_is_longer_and_after_the_last_try_it_is_given_up_until_the_operator_says_so() {
        let mut tries = Tries::new(UnixTime(0));
        let mut now = UnixTime(0);
        let mut pauses = Vec::new();
        while tries.is_due(now) {
            tries.begin(now);
            assert!(!tries.is_due(now), "a try that nobody hears of is not made twice at once");
            tries.fail(Failure::Status(500));
            pauses.push(tries.next_at.since(now));
            now = tries.next_at;
        }
        assert_eq!((pauses.len(), tries.given_up), (ATTEMPTS_MAX as usize, true));
        assert!(pauses.is_sorted() && pauses[0] == 30);
        assert!(tries.revive(now) && tries.is_due(now) && !tries.revive(now));
    }
}
