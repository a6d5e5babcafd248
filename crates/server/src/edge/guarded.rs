//! The guard: stands between the socket and the HTTP library, and lets only well-formed requests through.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use hyper::rt::ReadBufCursor;
use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::Terms;
use super::patience::{ReadPatience, Wait, WritePatience};
use super::refusal::{DRAINING, Refusal};
use super::tally::count;
use super::walk::Walk;
use crate::problem::{Code, Problem};

/// A socket whose requests are checked byte by byte before the HTTP library sees them.
///
/// One request is handed on at a time: the library asks for the next only after the last answer went out. Requests that
/// a client sends ahead wait in the socket and in a buffer of a few kilobytes, in their order.
#[derive(Debug)]
pub(super) struct Guarded {
    stream: TcpStream,
    terms: Arc<Terms>,
    walk: Walk,
    /// Bytes read from the socket and not handed on.
    held: BytesMut,
    /// How many of them may be handed on.
    admitted: usize,
    /// Whether some of them were not walked yet.
    is_unwalked: bool,
    end: Option<End>,
    /// How much to read next.
    room: usize,
    has_peer_finished: bool,
    has_admitted: bool,
    received: u64,
    sent: u64,
    read_patience: ReadPatience,
    write_patience: WritePatience,
}

/// Why nothing more is handed on.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Nothing is due.
    Quiet,
    /// This is due, after the answers before it.
    Due(Refusal),
    /// The handler that was reading the body got the refusal and answers it.
    Told,
}

// === impl Guarded ===

impl Guarded {
    pub(super) fn new(stream: TcpStream, terms: Arc<Terms>) -> Self {
        Self {
            stream,
            walk: Walk::new(),
            held: BytesMut::new(),
            admitted: 0,
            is_unwalked: false,
            end: None,
            room: READ_BYTES_MIN,
            has_peer_finished: false,
            has_admitted: false,
            received: 0,
            sent: 0,
            read_patience: ReadPatience::new(&terms.limits, terms.clock.steady),
            write_patience: WritePatience::default(),
            terms,
        }
    }

    /// Waits until something may be handed on (true) or nothing ever will (false).
    pub(super) async fn admitted(&mut self) -> io::Result<bool> {
        std::future::poll_fn(|cx| self.poll_admit(cx)).await
    }

    /// Says what is still due and closes the connection, so that the peer can read it all.
    pub(super) async fn close(mut self, is_draining: bool) {
        let refusal = self.due(is_draining);
        if let Some(refusal) = refusal {
            self.say(refusal.into()).await;
        }
        // Whatever goes wrong from here on, the connection is over and nobody is left to tell.
        let _ = self.stream.shutdown().await;
        if !self.has_peer_finished && (refusal.is_some() || self.is_mid_message()) {
            let limit = self.terms.limits.linger_max;
            let _ = timeout(limit, self.read_away()).await;
        }
    }

    /// Turns the connection away with one answer, whatever it wanted to ask.
    pub(super) async fn turn_away(mut self, refusal: Refusal) {
        self.end = Some(End::Due(refusal));
        self.close(false).await;
    }

    fn due(&mut self, is_draining: bool) -> Option<Refusal> {
        match self.end {
            Some(End::Due(refusal)) => Some(refusal),
            Some(End::Quiet | End::Told) => None,
            None => (is_draining && !self.walk.is_in_body() && self.has_more_come()).then_some(DRAINING),
        }
    }

    fn poll_admit(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        loop {
            if self.admitted > 0 {
                return Poll::Ready(Ok(true));
            }
            if self.end.is_some() {
                return Poll::Ready(Ok(false));
            }
            if self.is_unwalked {
                self.walk_on()?;
                continue;
            }
            match ready!(self.poll_receive(cx)) {
                Some(Ok(0)) => self.finish_stream()?,
                Some(Ok(received)) => {
                    self.received += received as u64;
                    self.is_unwalked = true;
                }
                Some(Err(error)) => return Poll::Ready(Err(error)),
                None => self.run_out_of_patience()?,
            }
        }
    }

    /// Walks along the bytes held until some are admitted or more are needed.
    fn walk_on(&mut self) -> io::Result<()> {
        let is_head = !self.walk.is_in_body();
        match self.walk.admit(&mut self.held, &self.terms) {
            Ok(0) => self.is_unwalked = false,
            Ok(admitted) => {
                self.admitted = admitted;
                if is_head {
                    count(&self.terms.tally.requests);
                    self.has_admitted = true;
                    self.read_patience.renew();
                }
            }
            Err(refusal) => self.refuse(refusal)?,
        }
        Ok(())
    }

    /// Hands on nothing more. Within a body the handler is told, by an error; before a head there is no handler to tell.
    fn refuse(&mut self, refusal: Refusal) -> io::Result<()> {
        count(&self.terms.tally.messages_refused);
        if self.walk.is_in_body() {
            self.end = Some(End::Told);
            return Err(refusal.into());
        }
        self.end = Some(End::Due(refusal));
        Ok(())
    }

    fn finish_stream(&mut self) -> io::Result<()> {
        self.has_peer_finished = true;
        if self.walk.is_in_body() {
            return self.refuse(Refusal::new(Code::IncompleteBody, "the connection ended before the body did"));
        }
        if self.held.is_empty() {
            self.end = Some(End::Quiet);
            return Ok(());
        }
        self.refuse(Refusal::malformed("the connection ended within the head"))
    }

    /// How many bytes came; nothing when they did not come in time.
    fn poll_receive(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<usize>>> {
        // There is room only while there is something to read: a connection that waits holds no buffer.
        if self.stream.poll_read_ready(cx).is_ready() {
            self.held.reserve(self.room);
            if let Poll::Ready(received) = pin!(self.stream.read_buf(&mut self.held)).poll(cx) {
                self.room = next_room(self.room, &received);
                return Poll::Ready(Some(received));
            }
        }
        if self.held.is_empty() {
            self.held = BytesMut::new();
        }
        let wait = self.wait();
        let terms = &self.terms;
        self.read_patience.poll_end(cx, &terms.limits, terms.clock.steady, wait, self.received).map(|()| None)
    }

    fn wait(&self) -> Wait {
        match (self.walk.is_in_body(), self.held.is_empty()) {
            (true, _) => Wait::Body,
            (false, false) => Wait::Head,
            (false, true) if self.has_admitted => Wait::NextRequest,
            (false, true) => Wait::FirstByte,
        }
    }

    fn run_out_of_patience(&mut self) -> io::Result<()> {
        count(&self.terms.tally.timeouts);
        match self.wait() {
            Wait::Head | Wait::Body => self.refuse(TOO_SLOW)?,
            Wait::FirstByte | Wait::NextRequest => self.end = Some(End::Quiet),
        }
        Ok(())
    }

    async fn say(&mut self, problem: Problem) {
        let message = problem.to_http(&self.terms.clock.date());
        let limit = self.terms.limits.rate_window;
        // The peer may be gone or may not read; there is nothing more to do for it then.
        let _ = timeout(limit, self.stream.write_all(&message)).await;
    }

    /// Reads away what still comes, because closing with unread bytes would reset the connection under the peer's eyes.
    async fn read_away(&mut self) {
        let mut left = self.terms.limits.linger_bytes_max;
        while left > 0 {
            self.held.clear();
            self.held.reserve(READ_BYTES_MIN);
            match self.stream.read_buf(&mut self.held).await {
                Ok(0) | Err(_) => return,
                Ok(read) => left = left.saturating_sub(read),
            }
        }
    }

    /// Whether a request, or some of it, came and was not handed on.
    fn has_more_come(&mut self) -> bool {
        !self.held.is_empty() || matches!(self.stream.try_read_buf(&mut self.held), Ok(read) if read > 0)
    }

    fn is_mid_message(&self) -> bool {
        self.walk.is_in_body() || !self.held.is_empty()
    }

    fn settle_write(
        &mut self,
        cx: &mut Context<'_>,
        offered: usize,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(Ok(taken)) => {
                self.sent += taken as u64;
                if taken == offered {
                    self.write_patience.renew();
                }
                written
            }
            Poll::Ready(Err(_)) => written,
            Poll::Pending => {
                let terms = &self.terms;
                ready!(self.write_patience.poll_end(cx, &terms.limits, terms.clock.steady, self.sent));
                count(&terms.tally.timeouts);
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl hyper::rt::Read for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if ready!(self.poll_admit(cx))? {
            let here = self.admitted.min(buffer.remaining());
            buffer.put_slice(&self.held[..here]);
            self.held.advance(here);
            self.admitted -= here;
            if self.held.is_empty() {
                self.is_unwalked = false;
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl hyper::rt::Write for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.settle_write(cx, bytes.len(), written)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let offered = slices.iter().map(|slice| slice.len()).sum();
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.settle_write(cx, offered, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    /// Leaves the socket open: `close` decides what is still due on it.
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A client that fills the room gets more of it, and one that drips little costs little.
fn next_room(room: usize, received: &io::Result<usize>) -> usize {
    match received {
        Ok(received) if *received >= room => (room * 2).min(READ_BYTES_MAX),
        _ => READ_BYTES_MIN,
    }
}

/// Room for one read; most heads are shorter than this.
const READ_BYTES_MIN: usize = 4 * 1024;
/// Room for one read of a large body.
const READ_BYTES_MAX: usize = 64 * 1024;
const TOO_SLOW: Refusal = Refusal::new(Code::RequestTimeout, "the request came too slowly");
