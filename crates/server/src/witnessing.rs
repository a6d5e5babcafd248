//! A witness as a server (C2SP tlog-witness): one address, at which logs ask it to sign their checkpoints.

use crate::edge::{self, Hosts, Terms};
use crate::run::asked_to_stop;
use crate::state::Clock;
use app::{AppError, OpenWitness, WitnessAsked};
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use std::net::SocketAddr;
use std::sync::Arc;

/// Longest body that is read: a checkpoint with its signatures, and 63 hashes.
const SUBMISSION_BYTES_MAX: usize = 64 << 10;

/// How a witness is set up.
pub struct Setup<'a> {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The names that it answers for, beside those of this machine.
    pub hosts: &'a [String],
}

#[derive(Clone)]
struct Witnessing {
    witness: Arc<OpenWitness>,
    clock: Clock,
}

/// Serves until a signal asks it to stop.
///
/// # Errors
/// [`AppError::Start`] when the address can not be used.
pub fn serve(
    witness: OpenWitness,
    clock: Clock,
    setup: &Setup<'_>,
    ready: &dyn Fn(SocketAddr),
) -> Result<(), AppError> {
    let start = |error: std::io::Error| AppError::Start(format!("can not serve on {}: {}", setup.listen, error.kind()));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(start)?;
    runtime.block_on(async {
        let listener = edge::listen(setup.listen).map_err(start)?;
        let until = asked_to_stop()?;
        ready(listener.local_addr().map_err(start)?);
        let mut terms = Terms::new(edge::Clock { steady: tokio::time::Instant::now, wall: clock });
        terms.hosts = Hosts::loopback().and(Hosts::of(setup.hosts.iter().map(String::as_str)));
        edge::serve(listener, router(witness, clock), terms, until).await;
        Ok(())
    })
}

fn router(witness: OpenWitness, clock: Clock) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .with_state(Witnessing { witness: Arc::new(witness), clock })
}

async fn add(State(all): State<Witnessing>, headers: HeaderMap, body: Body) -> Response {
    let sent = match edge::body::read(&headers, body, SUBMISSION_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(problem) => return problem.into_response(),
    };
    let asked = tokio::task::spawn_blocking(move || all.witness.ask((all.clock)(), &sent)).await;
    match asked {
        Ok(Ok(asked)) => answer(asked),
        Ok(Err(error)) => {
            tracing::error!(%error, "a witness can not sign");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(asked: WitnessAsked) -> Response {
    match asked {
        WitnessAsked::Signed(line) => text(StatusCode::OK, "text/plain; charset=utf-8", line),
        WitnessAsked::Conflict(size) => text(StatusCode::CONFLICT, "text/x.tlog.size", format!("{size}\n")),
        WitnessAsked::Malformed => StatusCode::BAD_REQUEST.into_response(),
        WitnessAsked::Unknown => StatusCode::NOT_FOUND.into_response(),
        WitnessAsked::Unsigned => StatusCode::FORBIDDEN.into_response(),
        WitnessAsked::Unproven => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
    }
}

fn text(status: StatusCode, media: &'static str, body: String) -> Response {
    let mut response = (status, body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
