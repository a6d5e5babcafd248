//! `POST /v1/subject-tokens`: a short-lived token with which a person acts for themself.

use super::answer::Answer;
use super::input;
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::Deed;
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;

/// Longest life of a token, in seconds.
const SECONDS_MAX: i64 = 3_600;
/// Life of a token where the request does not say, in seconds.
const SECONDS_DEFAULT: i64 = 900;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/subject-tokens",
    deed: Some(Deed::IssueTokens),
    summary: "Issue a token with which a person acts for themself",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![("subject", schema::id(), DUE), ("seconds", schema::integer(1, SECONDS_MAX), MAY)])
    }),
    answer: || schema::object(vec![("token", schema::text(1_000), DUE), ("expires_at", schema::time(), DUE)]),
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let (who, seconds) = input::issued(&doors, &headers, body, (SECONDS_DEFAULT, SECONDS_MAX)).await?;
    let expires_at = doors.now().plus(seconds);
    let token = doors.call(move |shop, now| shop.subject_token(now, &who, seconds)).await?;
    Ok(Answer::ok(&serde_json::json!({ "token": token, "expires_at": expires_at })).into_response())
}
