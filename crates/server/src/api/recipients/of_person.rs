//! `GET /v1/subjects/{subject}/recipients`: who was given a person's data, by name, with each time, and who could be under
//! what is in force now (Art. 15(1)(c) GDPR).

use super::words::{disclosure, recipient_shown};
use crate::api::answer::Answer;
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::auth::Deed;
use crate::problem::Problem;
use crate::state::Doors;
use app::RecipientOf;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

/// The route: of a stranger there is nothing, as of somebody of whom nothing left.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/recipients",
    deed: Some(Deed::ActOnPerson),
    summary: "List who was given a person's data, by name, with what, what for and when, and who could be given it now",
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
    let (all, lines) = doors.call(move |shop, now| shop.recipients_of(now, &who)).await?;
    let policy = doors.shop().policy();
    Ok(Answer::ok(&json!({
        "recipients": all.iter().map(shown).collect::<Vec<_>>(),
        "disclosures": lines.iter().map(|line| disclosure(policy, line)).collect::<Vec<_>>(),
    }))
    .into_response())
}

/// A recipient, with what something of this person could leave for them for now; nothing for whoever was given it before.
fn shown(of: &RecipientOf) -> Value {
    let mut document = recipient_shown(&of.recipient);
    document["may_receive_for"] = json!(of.open_for);
    document
}
