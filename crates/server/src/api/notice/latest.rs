//! `GET /v1/notices/{notice}`: the latest version of a notice, as the bytes that were hashed.

use super::super::route::Route;
use super::{document, read};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;

/// The route. What people are told is no secret.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/notices/{notice}",
    deed: None,
    summary: "Read the latest version of a notice",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: read::schema,
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, Path(key): Path<String>) -> Result<Response, Problem> {
    document(&doors, key, None).await
}
