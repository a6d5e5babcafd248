//! `GET /v1/notices/{notice}/{version}`: one version of a notice, which never changes.

use super::super::route::Route;
use super::{document, read};
use crate::auth::not_found;
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;

/// The route. The hash in an answer's `ETag` is SHA-256 of its bytes.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/notices/{notice}/{version}",
    deed: None,
    summary: "Read one version of a notice",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: read::schema,
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, Path((key, version)): Path<(String, String)>) -> Result<Response, Problem> {
    // One way to write each number: what is cached for good has one address.
    let number = version.parse::<u32>().ok().filter(|number| number.to_string() == version);
    document(&doors, key, Some(number.ok_or_else(not_found)?)).await
}
