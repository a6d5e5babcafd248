//! Tickets to the person's pages: each opens them once, in the run of the server that issued it.

use domain::UnixTime;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Longest life of a ticket, in seconds.
pub const TICKET_SECONDS_MAX: i64 = 300;
/// Life of a ticket where the request does not say, in seconds.
pub const TICKET_SECONDS_DEFAULT: i64 = 60;
/// Most tickets that are remembered as used; beyond it none is taken until some have aged.
const USED_MAX: usize = 100_000;
/// How many of a ticket's last digits tell it from every other: those of its seal's tag, which nobody can choose.
const TAG_DIGITS: usize = 32;

/// What was used, and the run that the tickets belong to.
pub struct Tickets {
    /// The name of this run, drawn at its start: after it no ticket of another counts, so none is taken twice.
    pub run: String,
    used: Mutex<HashMap<String, UnixTime>>,
}

impl Tickets {
    /// For a run of this name.
    #[must_use]
    pub fn of_run(run: String) -> Self {
        Self { run, used: Mutex::default() }
    }

    /// Uses a ticket. `false` where it was used before, or nothing more can be remembered.
    #[must_use]
    pub fn take(&self, ticket: &str, now: UnixTime) -> bool {
        let Some(tag) = ticket.len().checked_sub(TAG_DIGITS).and_then(|from| ticket.get(from..)) else { return false };
        // The lock is held for single steps, so a panic leaves nothing half done.
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= USED_MAX {
            used.retain(|_, at| now < at.plus(TICKET_SECONDS_MAX));
        }
        used.len() < USED_MAX && used.insert(tag.to_owned(), now).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixTime = UnixTime(1_760_000_000);

    fn ticket(number: usize) -> String {
        format!("{number:0200x}")
    }

    #[test]
    fn a_ticket_is_taken_once() {
        let tickets = Tickets::of_run("run".to_owned());
        assert!(tickets.take(&ticket(1), NOW) && tickets.take(&ticket(2), NOW));
        assert!(!tickets.take(&ticket(1), NOW.plus(299)), "used before");
        assert!(!tickets.take("short", NOW));
    }

    #[test]
    fn there_is_an_end_to_what_is_remembered_and_what_can_not_be_remembered_is_not_taken() {
        let tickets = Tickets::of_run("run".to_owned());
        assert!((0..USED_MAX).all(|number| tickets.take(&ticket(number), NOW)));
        assert!(!tickets.take(&ticket(USED_MAX), NOW));
        assert!(tickets.take(&ticket(USED_MAX), NOW.plus(TICKET_SECONDS_MAX)), "what has expired needs no memory");
    }
}
