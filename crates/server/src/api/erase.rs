//! `DELETE /v1/subjects/{subject}`: forgets a person; unreadable when the answer arrives. Asked for again, it answers the same.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Deed, not_found};
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::delete;
use serde_json::json;

/// Longest receipt, in characters: many people may have been merged into one.
const RECEIPT_CHARS_MAX: usize = 16 << 10;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::DELETE,
    path: "/v1/subjects/{subject}",
    deed: Some(Deed::ActOnPerson),
    summary: "Forget a person",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let receipt = schema::text(RECEIPT_CHARS_MAX);
        schema::object(vec![
            ("erased", schema::truth(), DUE),
            ("at", schema::time(), DUE),
            ("receipt", receipt, DUE),
            ("escrow_until", schema::time(), MAY),
        ])
    },
    handler: || delete(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let who = super::input::named(&doors, &headers, &subject)?;
    super::input::nothing(&headers, body).await?;
    let erasure = doors.call(move |shop, now| shop.forget(now, &who)).await?;
    if erasure.found {
        metrics::counter!("assent_erasures_total").increment(1);
    }
    let receipt = erasure.receipt.ok_or_else(not_found)?;
    let mut answer = json!({ "erased": true, "at": erasure.at, "receipt": receipt });
    erasure.until.into_iter().for_each(|until| answer["escrow_until"] = json!(until));
    Ok(Answer::ok(&answer).into_response())
}
