//! `/healthz`, `/readyz` and `/metrics`: whether the process lives, whether it takes requests, and its figures.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::Untold;
use axum::extract::State;
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

/// Whether the process lives.
pub const HEALTHZ: Route = Route {
    method: Method::GET,
    path: "/healthz",
    deed: None,
    summary: "Whether the process lives",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("alive", schema::truth(), DUE)]),
    handler: || get(|| async { Answer::ok(&json!({ "alive": true })).into_response() }),
};

/// Whether requests are taken.
pub const READYZ: Route = Route {
    method: Method::GET,
    path: "/readyz",
    deed: None,
    summary: "Whether requests are taken",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("ready", schema::truth(), DUE)]),
    handler: || get(ready),
};

/// Figures for Prometheus. They count; they name nobody.
pub const METRICS: Route = Route {
    method: Method::GET,
    path: "/metrics",
    deed: None,
    summary: "Figures in the Prometheus text format",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || json!({"type": "string"}),
    handler: || get(metrics),
};

async fn ready(State(doors): State<Doors>) -> Result<Response, Problem> {
    if !doors.is_ready() {
        return Err(Problem::new(Code::Draining, "the server is stopping, or its storage failed").retry_after(5));
    }
    Ok(Answer::ok(&json!({ "ready": true })).into_response())
}

async fn metrics(State(doors): State<Doors>) -> Response {
    // What is kept, read when somebody looks: a figure that also a restart does not take back.
    if let Ok(all) = doors.call(|shop, _| shop.incidents()).await {
        for what in [Untold::Recipient, Untold::Category] {
            let times: u64 = all.iter().filter(|one| one.what == what).map(|one| one.times).sum();
            metrics::gauge!("assent_incidents", "what" => what.as_str()).set(times as f64);
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], doors.figures()).into_response()
}
