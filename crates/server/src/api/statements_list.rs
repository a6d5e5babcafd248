//! `GET /v1/subjects/{subject}/statements`: what a person said, line by line, and where the receipt of each is.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use crate::auth::{Deed, not_found};
use crate::dossier;
use crate::problem::Problem;
use crate::state::Doors;
use app::{Policy, ReceiptForm, TranscriptLine};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/subjects/{subject}/statements",
    deed: Some(Deed::ActOnPerson),
    summary: "List what a person said, with the receipt of each statement",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("statements", schema::list(json!({"type": "object"}), usize::MAX), DUE)]),
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(subject): Path<String>,
) -> Result<Response, Problem> {
    let who = super::input::person(&doors, &headers, &subject).await?;
    let asked = who.clone();
    let said = doors.call(move |shop, now| shop.transcript(now, &asked)).await?.ok_or_else(not_found)?;
    let policy = doors.shop().policy();
    let lines: Vec<_> = said.lines.iter().map(|line| shown(policy, who.as_str(), line)).collect();
    Ok(Answer::ok(&json!({ "statements": lines })).into_response())
}

/// The addresses are under the name that was asked for, which may be an old one: whoever asks may go there.
fn shown(policy: &Policy, subject: &str, line: &TranscriptLine) -> Value {
    let number = line.number;
    let address = |form: ReceiptForm| {
        let word = form.as_str();
        let path = format!("/v1/subjects/{subject}/statements/{number}/receipt?format={word}");
        (word.to_owned(), json!(path))
    };
    let mut document = dossier::statement(policy, &line.held);
    document["number"] = json!(number);
    document["ledger_head"] = json!(line.chain);
    document["receipts"] = Value::Object(ReceiptForm::ALL.map(address).into_iter().collect::<Map<_, _>>());
    document
}
