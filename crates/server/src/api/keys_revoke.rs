//! `DELETE /v1/keys/{key}`: takes a key back; the next request with it is a stranger's.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::delete;

/// The route.
///
/// Nothing is refused here, not even the last key of administrators, nor the one that asks: whoever takes a leaked key
/// back has it out of use with one request. Who locks themself out makes a new key on the command line, which needs the
/// server stopped; that is a smaller harm than a leaked key that stays in use.
pub const ROUTE: Route = Route {
    method: Method::DELETE,
    path: "/v1/keys/{key}",
    deed: Some(Deed::IssueKeys),
    summary: "Take a key back, for good",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("revoked", schema::truth(), DUE)]),
    handler: || delete(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(key): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::IssueKeys)?;
    super::input::nothing(&headers, body).await?;
    doors.change_keys(move |shop, now| shop.revoke_key(now, &key)).await?;
    Ok(Answer::ok(&serde_json::json!({ "revoked": true })).into_response())
}
