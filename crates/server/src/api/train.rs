//! `POST /v1/model/train`: learns a new model from everybody who lets their activity teach, and serves it.

use super::answer::Answer;
use super::input;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/model/train",
    deed: Some(Deed::Train),
    summary: "Learn a new model and serve it",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("people", schema::integer(0, i64::MAX), DUE),
            ("items", schema::integer(0, i64::MAX), DUE),
            ("pairs", schema::integer(0, i64::MAX), DUE),
            ("checksum", schema::text(64), DUE),
        ])
    },
    handler: || post(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::Train)?;
    input::nothing(&headers, body).await?;
    let trained = doors.call(|shop, now| shop.train(now, &|_| {})).await?;
    let answer = serde_json::json!({
        "people": trained.people,
        "items": trained.items,
        "pairs": trained.pairs,
        "checksum": trained.checksum,
    });
    Ok(Answer::ok(&answer).into_response())
}
