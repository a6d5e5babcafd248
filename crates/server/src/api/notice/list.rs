//! `GET /v1/notices`: the latest version of every notice.

use super::super::answer::Answer;
use super::super::route::Route;
use super::super::schema::{self, DUE};
use super::{published_fields, shown};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

/// The route. It says nothing of anybody, so anybody may ask.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/notices",
    deed: None,
    summary: "List the latest version of every notice",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("notices", schema::list(schema::object(published_fields()), 64), DUE)]),
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>) -> Result<Response, Problem> {
    let notices = doors.call(|shop, _| Ok(shop.notices())).await?;
    let notices: Vec<_> = notices.iter().map(shown).collect();
    Ok(Answer::ok(&json!({ "notices": notices })).into_response())
}
