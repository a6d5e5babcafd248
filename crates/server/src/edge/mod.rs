//! The edge: where bytes from strangers become requests, or a short and exact no.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::http::Method;
use domain::UnixTime;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep, timeout};

pub mod body;
pub mod media;

mod bytes;
mod chunks;
mod connection;
mod guarded;
mod head;
mod hosts;
mod in_flight;
mod limits;
mod patience;
mod refusal;
mod request_line;
mod tally;
mod walk;

#[cfg(test)]
mod tests;

pub use hosts::Hosts;
pub use limits::Limits;
pub use tally::Tally;

use connection::Visit;
use guarded::Guarded;
use refusal::{DRAINING, OVERLOADED, Refusal};
use tally::count;

/// The terms on which strangers are served.
#[derive(Debug, Clone)]
pub struct Terms {
    /// Every bound.
    pub limits: Limits,
    /// The names we answer for.
    pub hosts: Hosts,
    /// Where things are counted.
    pub tally: Arc<Tally>,
    /// The time.
    pub clock: Clock,
    /// Which requests are still let in, by method and path, when all others are told `overloaded`: a withdrawal does not wait.
    pub spares: fn(&Method, &str) -> bool,
}

/// The two clocks of the edge, so that it reads none by itself.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// For waiting.
    pub steady: SteadyClock,
    /// For the `Date` of the answers that the edge gives itself.
    pub wall: fn() -> UnixTime,
}

/// A clock that never goes back.
pub type SteadyClock = fn() -> Instant;

// === impl Terms ===

impl Terms {
    /// Default limits, loopback names, and nothing spared.
    pub fn new(clock: Clock) -> Self {
        Self {
            limits: Limits::default(),
            hosts: Hosts::loopback(),
            tally: Arc::new(Tally::default()),
            clock,
            spares: |_, _| false,
        }
    }
}

// === impl Clock ===

impl Clock {
    /// The time as HTTP writes it.
    fn date(self) -> String {
        let written = Timestamp::from_second((self.wall)().0)
            .and_then(|now| DateTimePrinter::new().timestamp_to_rfc9110_string(&now));
        // A clock beyond the years that HTTP can write is left out of the answer.
        written.unwrap_or_default()
    }
}

/// Opens the door: a listener with room for many who knock at the same moment.
///
/// # Errors
/// What the machine says about the address: in use, not ours, not allowed.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(KNOCKING_MAX)
}

/// Serves the router until `stop`, then lets requests in flight finish, for as long as the limits allow.
///
/// Every request carries its peer's address as `ConnectInfo<SocketAddr>`. While stopping, new connections are told
/// `draining`. Gives back how many connections had to be cut off, which is 0 unless requests took longer than `drain_max`.
pub async fn serve(listener: TcpListener, router: Router, terms: Terms, stop: impl Future<Output = ()>) -> usize {
    let (stopping, stop_seen) = watch::channel(false);
    let mut house = House {
        listener,
        router,
        terms: Arc::new(terms),
        stop_seen,
        visits: JoinSet::new(),
        turned_away: JoinSet::new(),
    };
    house.receive_until(stop).await;
    stopping.send_replace(true);
    house.see_out().await
}

/// The listener with everybody who came in through it.
struct House {
    listener: TcpListener,
    router: Router,
    terms: Arc<Terms>,
    stop_seen: watch::Receiver<bool>,
    visits: JoinSet<()>,
    turned_away: JoinSet<()>,
}

// === impl House ===

impl House {
    async fn receive_until(&mut self, stop: impl Future<Output = ()>) {
        let mut stop = pin!(stop);
        loop {
            tokio::select! {
                biased;
                () = &mut stop => return,
                Some(ended) = self.visits.join_next() => self.note(ended),
                Some(ended) = self.turned_away.join_next() => self.note(ended),
                accepted = self.listener.accept() => {
                    let refusal = (self.visits.len() >= self.terms.limits.connections_max).then_some(OVERLOADED);
                    self.greet(accepted, refusal).await;
                }
            }
        }
    }

    /// Waits for those who are inside; whoever comes now is told that we are stopping.
    async fn see_out(mut self) -> usize {
        let mut end = pin!(sleep(self.terms.limits.drain_max));
        while !self.visits.is_empty() {
            tokio::select! {
                biased;
                () = &mut end => break,
                Some(ended) = self.visits.join_next() => self.note(ended),
                Some(ended) = self.turned_away.join_next() => self.note(ended),
                accepted = self.listener.accept() => self.greet(accepted, Some(DRAINING)).await,
            }
        }
        let cut_off = self.visits.len();
        self.visits.shutdown().await;
        // Those who were turned away have their answer; they get the time to read it and no more.
        let _ = timeout(self.terms.limits.linger_max, async { while self.turned_away.join_next().await.is_some() {} })
            .await;
        cut_off
    }

    async fn greet(&mut self, accepted: io::Result<(TcpStream, SocketAddr)>, refusal: Option<Refusal>) {
        match accepted {
            Ok((stream, peer)) => match refusal {
                None => self.take_in(stream, peer),
                Some(refusal) => self.turn_away(stream, refusal),
            },
            Err(error) if is_of_the_peer(&error) => count(&self.terms.tally.connections_broken),
            Err(_) => {
                count(&self.terms.tally.accept_failures);
                sleep(self.terms.limits.accept_pause).await;
            }
        }
    }

    fn take_in(&mut self, stream: TcpStream, peer: SocketAddr) {
        count(&self.terms.tally.connections);
        // Answers are short and written at once: waiting to fill a packet only delays them. Without it they come later, not wrong.
        let _ = stream.set_nodelay(true);
        let visit =
            Visit { peer, router: self.router.clone(), terms: Arc::clone(&self.terms), stop: self.stop_seen.clone() };
        self.visits.spawn(connection::attend(stream, visit));
    }

    fn turn_away(&mut self, stream: TcpStream, refusal: Refusal) {
        count(&self.terms.tally.connections_turned_away);
        if self.turned_away.len() < self.terms.limits.turned_away_max {
            self.turned_away.spawn(Guarded::new(stream, Arc::clone(&self.terms)).turn_away(refusal));
        }
    }

    fn note(&self, ended: Result<(), JoinError>) {
        if ended.is_err_and(|error| error.is_panic()) {
            count(&self.terms.tally.panics);
        }
    }
}

/// Whether an error of `accept` belongs to the connection that was to be accepted, and not to us.
fn is_of_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Connections that may wait to be accepted. With less, a burst of them hangs instead of being told no.
const KNOCKING_MAX: u32 = 4_096;
