//! Limits: every bound that the edge puts on a stranger, by name.

use std::time::Duration;

/// The bounds of the edge. Each one is fine at any value; the defaults are for one machine behind no proxy.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections served at one time; the next one is told `overloaded`.
    pub connections_max: usize,
    /// Connections that are being told no at one time; those beyond are closed without a word.
    pub turned_away_max: usize,
    /// Requests inside the handlers at one time; the next one is told `overloaded` unless it is spared, which doubles the bound.
    pub requests_in_flight_max: u64,
    /// Bytes of a request head, with its request line and its last empty line.
    pub head_bytes_max: usize,
    /// Header fields of a request.
    pub fields_max: usize,
    /// Bytes of a request target.
    pub uri_bytes_max: usize,
    /// Bytes of all chunk extensions of one body.
    pub chunk_extension_bytes_max: usize,
    /// Bytes of the trailer section of one body.
    pub trailer_bytes_max: usize,
    /// Time from the connection to its first byte, and from the first byte of a head to its last.
    pub head_max: Duration,
    /// Time without any byte of a body that is being waited for.
    pub body_stall_max: Duration,
    /// Time for a whole body.
    pub body_max: Duration,
    /// Time between two requests of a connection.
    pub idle_max: Duration,
    /// Bytes a second that a waiting body or a blocked answer must make, measured over `rate_window`.
    pub bytes_per_second_min: u64,
    /// What the rate is measured over.
    pub rate_window: Duration,
    /// Time for reading away what a refused client still sends, so that it sees the refusal and not a reset.
    pub linger_max: Duration,
    /// Bytes read away in that time.
    pub linger_bytes_max: usize,
    /// Time after the stop in which an idle connection may still ask once more.
    pub drain_grace: Duration,
    /// Time after the stop in which requests in flight may finish.
    pub drain_max: Duration,
    /// Pause after the machine had no room for another connection.
    pub accept_pause: Duration,
}

impl Limits {
    /// Bytes that must pass within one `rate_window`.
    pub(super) fn window_bytes_min(&self) -> u64 {
        let per_second = u128::from(self.bytes_per_second_min);
        u64::try_from(self.rate_window.as_millis() * per_second / 1_000).unwrap_or(u64::MAX)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 8_192,
            turned_away_max: 256,
            requests_in_flight_max: 512,
            head_bytes_max: 16 * 1024,
            fields_max: 64,
            uri_bytes_max: 8 * 1024,
            chunk_extension_bytes_max: 4 * 1024,
            trailer_bytes_max: 4 * 1024,
            head_max: Duration::from_secs(5),
            body_stall_max: Duration::from_secs(5),
            body_max: Duration::from_secs(15),
            idle_max: Duration::from_secs(15),
            bytes_per_second_min: 1024,
            rate_window: Duration::from_secs(5),
            linger_max: Duration::from_secs(1),
            linger_bytes_max: 8 * 1024 * 1024,
            drain_grace: Duration::from_millis(500),
            drain_max: Duration::from_secs(20),
            accept_pause: Duration::from_millis(20),
        }
    }
}
