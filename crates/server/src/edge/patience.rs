//! Patience: how long the edge waits for bytes to come in, and for bytes to go out.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::time::{Instant, Sleep, sleep_until};

use super::{Limits, SteadyClock};

/// What the reading side waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wait {
    /// The first byte of a connection.
    FirstByte,
    /// The first byte of a further request.
    NextRequest,
    /// The rest of a head.
    Head,
    /// More of a body.
    Body,
}

/// The patience of the reading side. It runs only while something is being waited for.
#[derive(Debug)]
pub(super) struct ReadPatience {
    alarm: Alarm,
    wait: Option<Wait>,
    body: BodyPace,
}

/// The patience of the writing side. It runs only while the peer takes nothing more.
#[derive(Debug, Default)]
pub(super) struct WritePatience {
    blocked: Option<(Alarm, Pace)>,
}

#[derive(Debug)]
struct BodyPace {
    seen: u64,
    stall_at: Instant,
    end_at: Instant,
    pace: Pace,
}

/// A window in which at least so many bytes must pass.
#[derive(Debug)]
struct Pace {
    from: u64,
    until: Instant,
}

/// A timer that is put off without being set anew each time.
#[derive(Debug)]
struct Alarm {
    at: Instant,
    sleep: Pin<Box<Sleep>>,
}

// === impl ReadPatience ===

impl ReadPatience {
    pub(super) fn new(limits: &Limits, clock: SteadyClock) -> Self {
        let now = clock();
        Self { alarm: Alarm::new(now + limits.head_max), wait: None, body: BodyPace::new(0, now, limits) }
    }

    /// Something whole arrived: the next wait is a new one.
    pub(super) fn renew(&mut self) {
        self.wait = None;
    }

    /// Ready when the patience is at its end. `received` counts the bytes of the connection so far.
    pub(super) fn poll_end(
        &mut self,
        cx: &mut Context<'_>,
        limits: &Limits,
        clock: SteadyClock,
        wait: Wait,
        received: u64,
    ) -> Poll<()> {
        if self.wait != Some(wait) {
            self.begin(limits, clock(), wait, received);
        } else if wait == Wait::Body && received != self.body.seen {
            self.body.note(limits, clock(), received);
            self.alarm.put(self.body.next());
        }
        loop {
            ready!(self.alarm.poll(cx));
            if wait != Wait::Body || self.body.is_too_slow(limits, clock(), received) {
                return Poll::Ready(());
            }
            self.alarm.put(self.body.next());
        }
    }

    fn begin(&mut self, limits: &Limits, now: Instant, wait: Wait, received: u64) {
        self.wait = Some(wait);
        self.alarm.put(match wait {
            Wait::FirstByte | Wait::Head => now + limits.head_max,
            Wait::NextRequest => now + limits.idle_max,
            Wait::Body => {
                self.body = BodyPace::new(received, now, limits);
                self.body.next()
            }
        });
    }
}

// === impl BodyPace ===

impl BodyPace {
    fn new(received: u64, now: Instant, limits: &Limits) -> Self {
        Self {
            seen: received,
            stall_at: now + limits.body_stall_max,
            end_at: now + limits.body_max,
            pace: Pace::new(received, now, limits),
        }
    }

    fn note(&mut self, limits: &Limits, now: Instant, received: u64) {
        self.seen = received;
        self.stall_at = now + limits.body_stall_max;
    }

    fn next(&self) -> Instant {
        self.stall_at.min(self.end_at).min(self.pace.until)
    }

    fn is_too_slow(&mut self, limits: &Limits, now: Instant, received: u64) -> bool {
        now >= self.stall_at || now >= self.end_at || self.pace.is_too_slow(limits, now, received)
    }
}

// === impl WritePatience ===

impl WritePatience {
    /// The peer took all there was: nothing is being waited for.
    pub(super) fn renew(&mut self) {
        self.blocked = None;
    }

    /// Ready when the patience is at its end. `sent` counts the bytes of the connection so far.
    pub(super) fn poll_end(
        &mut self,
        cx: &mut Context<'_>,
        limits: &Limits,
        clock: SteadyClock,
        sent: u64,
    ) -> Poll<()> {
        let (alarm, pace) = self.blocked.get_or_insert_with(|| {
            let pace = Pace::new(sent, clock(), limits);
            (Alarm::new(pace.until), pace)
        });
        loop {
            ready!(alarm.poll(cx));
            if pace.is_too_slow(limits, clock(), sent) {
                return Poll::Ready(());
            }
            alarm.put(pace.until);
        }
    }
}

// === impl Pace ===

impl Pace {
    fn new(from: u64, now: Instant, limits: &Limits) -> Self {
        Self { from, until: now + limits.rate_window }
    }

    /// Judges the window that is over, and opens the next one.
    fn is_too_slow(&mut self, limits: &Limits, now: Instant, count: u64) -> bool {
        if now < self.until {
            return false;
        }
        let passed = count.saturating_sub(self.from);
        *self = Self::new(count, now, limits);
        passed < limits.window_bytes_min()
    }
}

// === impl Alarm ===

impl Alarm {
    fn new(at: Instant) -> Self {
        Self { at, sleep: Box::pin(sleep_until(at)) }
    }

    /// Sets the time. A later one costs nothing until the earlier one has come.
    fn put(&mut self, at: Instant) {
        self.at = at;
        if at < self.sleep.deadline() {
            self.sleep.as_mut().reset(at);
        }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            ready!(self.sleep.as_mut().poll(cx));
            if self.sleep.deadline() >= self.at {
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(self.at);
        }
    }
}
