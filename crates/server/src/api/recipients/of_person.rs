//! `GET /v1/subjects/{subject}/recipients`: who was given a person's data, by name, with each time (Art. 15(1)(c) GDPR).

use super::words::{disclosure, recipient_shown};
use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::auth::Deed;
use crate::problem::Problem;
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

/// The route: of a stranger there is nothing, as of somebody of whom nothing left.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/recipients",
    deed: Some(Deed::ActOnPerson),
    summary: "List who was given a person's data, by name, with what, what for and when",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let any = || schema::list(json!({"type": "object"}), usize::MAX);
        schema::object(vec![("recipients", any(), DUE), ("disclosures", any(), DUE)])
    },
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = crate::api::input::person(&doors, &headers, &subject).await?;
    let lines = doors.call(move |shop, now| shop.disclosures(now, &who)).await?;
    let (shop, policy) = (doors.shop(), doors.shop().policy());
    let mut recipients = shop.recipients();
    recipients.retain(|recipient| lines.iter().any(|line| line.recipient == recipient.number));
    Ok(Answer::ok(&json!({
        "recipients": recipients.iter().map(recipient_shown).collect::<Vec<_>>(),
        "disclosures": lines.iter().map(|line| disclosure(policy, line)).collect::<Vec<_>>(),
    }))
    .into_response())
}
