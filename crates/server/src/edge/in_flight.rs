//! Requests in flight: how many the handlers are busy with, and who gets no place.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, Incoming, SizeHint};

use super::tally::Tally;

/// A place among the requests in flight; given back when dropped.
#[derive(Debug)]
pub(super) struct InFlight {
    tally: Arc<Tally>,
    before: u64,
}

/// A body whose request gives its place away while it waits for the client.
///
/// Otherwise a few hundred clients that send their bodies slowly would keep out everybody else.
#[derive(Debug)]
struct Awaited {
    body: Incoming,
    tally: Arc<Tally>,
    is_waiting: bool,
}

// === impl InFlight ===

impl InFlight {
    pub(super) fn enter(tally: &Arc<Tally>) -> Self {
        let before = tally.requests_in_flight.fetch_add(1, Ordering::Relaxed);
        Self { tally: Arc::clone(tally), before }
    }

    /// A request that is spared, such as a withdrawal, finds room for twice as long.
    pub(super) fn has_room(&self, max: u64, is_spared: impl FnOnce() -> bool) -> bool {
        self.before < max || (self.before < max.saturating_mul(2) && is_spared())
    }

    /// The body of a request that has a place.
    pub(super) fn body(&self, body: Incoming) -> Body {
        if body.is_end_stream() {
            return Body::empty();
        }
        Body::new(Awaited { body, tally: Arc::clone(&self.tally), is_waiting: false })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.tally.requests_in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

// === impl Awaited ===

impl Awaited {
    fn set_waiting(&mut self, is_waiting: bool) {
        match (self.is_waiting, is_waiting) {
            (false, true) => self.tally.requests_in_flight.fetch_sub(1, Ordering::Relaxed),
            (true, false) => self.tally.requests_in_flight.fetch_add(1, Ordering::Relaxed),
            _ => return,
        };
        self.is_waiting = is_waiting;
    }
}

impl HttpBody for Awaited {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        self.set_waiting(frame.is_pending());
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Awaited {
    /// Takes the place back, so that the request can give it up once and for all.
    fn drop(&mut self) {
        self.set_waiting(false);
    }
}
