//! `DELETE /v1/subjects/{subject}`: forgets a person; unreadable when the answer arrives. Asked for again, it answers the same.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Deed, not_found};
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::delete;

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
        schema::object(vec![("erased", schema::truth(), DUE), ("at", schema::time(), DUE), ("receipt", receipt, DUE)])
    },
    handler: || delete(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::named(&doors, &headers, &subject)?;
    let erasure = doors.call(move |shop, now| shop.forget(now, &who)).await?;
    if erasure.found {
        metrics::counter!("assent_erasures_total").increment(1);
    }
    let receipt = erasure.receipt.ok_or_else(not_found)?;
    Ok(Answer::ok(&serde_json::json!({ "erased": true, "at": erasure.at, "receipt": receipt })).into_response())
}
