//! `/v1/recipients/{recipient}/outbox`: what waits to be sent, and what was given up, without a word of whom it is about.

use super::words::{waiting, waiting_fields};
use crate::api::answer::Answer;
use crate::api::input;
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::WAITING_SHOWN_MAX;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::json;

const PATH: &str = "/v1/recipients/{recipient}/outbox";

/// Lists it.
pub const LIST: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "List what waits to be sent to a recipient; what has no `next_at` was given up",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![("waiting", schema::list(schema::object(waiting_fields()), WAITING_SHOWN_MAX), DUE)])
    },
    handler: || get(list),
};

/// Sends again what was given up.
pub const AGAIN: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "Send again what was given up for a recipient",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("again", schema::integer(0, i64::MAX), DUE)]),
    handler: || post(again),
};

async fn list(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(recipient): Path<String>,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let key = super::key(&recipient)?;
    let all = doors.call(move |shop, now| shop.waiting(now, &key)).await?;
    Ok(Answer::ok(&json!({ "waiting": all.iter().map(waiting).collect::<Vec<_>>() })).into_response())
}

async fn again(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(recipient): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    input::nothing(&headers, body).await?;
    let key = super::key(&recipient)?;
    let count = doors.call(move |shop, now| shop.send_again(now, &key)).await?;
    Ok(Answer::ok(&json!({ "again": count })).into_response())
}
