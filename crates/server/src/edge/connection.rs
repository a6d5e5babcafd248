//! One connection, from its first byte to its last answer.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower::Service;

use super::Terms;
use super::guarded::Guarded;
use super::in_flight::InFlight;
use super::refusal::OVERLOADED;
use super::tally::{Tally, count};
use crate::problem::{Code, Problem};

/// Whom we serve, with what, and until when.
#[derive(Clone)]
pub(super) struct Visit {
    pub(super) peer: SocketAddr,
    pub(super) router: Router,
    pub(super) terms: Arc<Terms>,
    pub(super) stop: watch::Receiver<bool>,
}

/// Serves one connection until it ends or the visit is over.
pub(super) async fn attend(stream: TcpStream, visit: Visit) {
    let mut guarded = Guarded::new(stream, Arc::clone(&visit.terms));
    let mut over = pin!(visit_over(visit.stop.clone(), visit.terms.limits.drain_grace));
    let first = tokio::select! {
        biased;
        admitted = guarded.admitted() => admitted,
        () = &mut over => Ok(false),
    };
    match first {
        // The HTTP library and its buffers come into being only with the first whole head.
        Ok(true) => guarded = converse(guarded, visit.clone(), over).await,
        Ok(false) => {}
        Err(_) => return count(&visit.terms.tally.connections_broken),
    }
    let is_draining = *visit.stop.borrow();
    guarded.close(is_draining).await;
}

/// Ready when the server stops and the grace for idle connections is over as well.
async fn visit_over(mut stop: watch::Receiver<bool>, grace: Duration) {
    // An error means that the server is gone, which is the same as a stop.
    let _ = stop.wait_for(|is_stopping| *is_stopping).await;
    tokio::time::sleep(grace).await;
}

async fn converse(guarded: Guarded, visit: Visit, over: Pin<&mut impl Future<Output = ()>>) -> Guarded {
    let terms = Arc::clone(&visit.terms);
    let service = service_fn(move |request| answer(visit.clone(), request));
    // No timers here: the guard keeps the time. Half-closed connections still get their answer.
    let mut connection =
        http1::Builder::new().half_close(true).max_buf_size(HTTP_BUFFER_BYTES_MAX).serve_connection(guarded, service);
    let ended = tokio::select! {
        biased;
        ended = &mut connection => ended,
        () = over => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if ended.is_err() {
        count(&terms.tally.connections_broken);
    }
    connection.into_parts().io
}

async fn answer(mut visit: Visit, mut request: Request<Incoming>) -> Result<Response, Infallible> {
    let terms = Arc::clone(&visit.terms);
    let in_flight = InFlight::enter(&terms.tally);
    let is_spared = || (terms.spares)(request.method(), request.uri().path());
    if !in_flight.has_room(terms.limits.requests_in_flight_max, is_spared) {
        count(&terms.tally.requests_shed);
        let problem = Problem::new(OVERLOADED.code, OVERLOADED.detail).retry_after(RETRY_AFTER_SECONDS);
        return Ok(problem.into_response());
    }
    request.extensions_mut().insert(ConnectInfo(visit.peer));
    let mut response = caught(&mut visit.router, request.map(|body| in_flight.body(body)), &terms.tally).await;
    if *visit.stop.borrow() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response)
}

/// The answer of the handlers; a panic in one of them is a fault of ours and ends this request alone.
async fn caught(router: &mut Router, request: Request<Body>, tally: &Tally) -> Response {
    let mut response = pin!(async move {
        let Ok(response) = router.call(request).await;
        response
    });
    let outcome = std::future::poll_fn(|cx| {
        // After a panic the future is dropped and never polled again, so nobody sees what it left behind.
        match catch_unwind(AssertUnwindSafe(|| response.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        }
    });
    outcome.await.unwrap_or_else(|| {
        count(&tally.panics);
        Problem::new(Code::Internal, "the request was not carried out").closing().into_response()
    })
}

/// What the HTTP library may buffer of one connection in each direction.
const HTTP_BUFFER_BYTES_MAX: usize = 64 * 1024;
const RETRY_AFTER_SECONDS: u32 = 1;
