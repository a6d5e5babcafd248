//! The tally: what happened at the edge, as counts and nothing else.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// The one count that also goes down.
const IN_FLIGHT: &str = "requests_in_flight";

/// Counts since the start. They hold no address and no byte of a request.
#[derive(Debug, Default)]
pub struct Tally {
    /// Connections taken in.
    pub connections: AtomicU64,
    /// Connections told `overloaded` or `draining`, or closed without a word.
    pub connections_turned_away: AtomicU64,
    /// Connections that ended in an error of the network.
    pub connections_broken: AtomicU64,
    /// Times that the machine had no room for another connection.
    pub accept_failures: AtomicU64,
    /// Well-formed request heads.
    pub requests: AtomicU64,
    /// Requests inside the handlers now.
    pub requests_in_flight: AtomicU64,
    /// Requests told `overloaded`.
    pub requests_shed: AtomicU64,
    /// Malformed or unwanted messages refused before any handler saw them.
    pub messages_refused: AtomicU64,
    /// Messages refused or connections closed because nothing, or too little, came in time.
    pub timeouts: AtomicU64,
    /// `Forwarded` and `X-Forwarded-*` fields that were ignored.
    pub forwarded_fields_ignored: AtomicU64,
    /// Handlers that panicked.
    pub panics: AtomicU64,
}

impl Tally {
    /// Every count with its name.
    fn counts(&self) -> [(&'static str, u64); 11] {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [
            ("connections", count(&self.connections)),
            ("connections_turned_away", count(&self.connections_turned_away)),
            ("connections_broken", count(&self.connections_broken)),
            ("accept_failures", count(&self.accept_failures)),
            ("requests", count(&self.requests)),
            (IN_FLIGHT, count(&self.requests_in_flight)),
            ("requests_shed", count(&self.requests_shed)),
            ("messages_refused", count(&self.messages_refused)),
            ("timeouts", count(&self.timeouts)),
            ("forwarded_fields_ignored", count(&self.forwarded_fields_ignored)),
            ("panics", count(&self.panics)),
        ]
    }

    /// Every count in the Prometheus text format. What only grows is a counter, and its name ends so.
    pub fn figures(&self) -> String {
        let mut text = String::new();
        for (name, count) in self.counts() {
            let (kind, end) = if name == IN_FLIGHT { ("gauge", "") } else { ("counter", "_total") };
            // A text in memory takes whatever is written to it.
            let _ = write!(text, "# TYPE assent_edge_{name}{end} {kind}\nassent_edge_{name}{end} {count}\n\n");
        }
        text
    }
}

/// Counts one.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
