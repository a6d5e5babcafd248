//! `GET /v1/receipts/{receipt}`: the proof of one use, for the person it is about.

use super::answer::Answer;
use super::route::{Parameter, Route};
use super::schema::{self, DUE, MAY};
use super::url::Query;
use crate::auth::{Caller, Deed, not_found};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use axum::routing::get;
use domain::{Given, Lang, Receipt, ReceiptId, Rung, SubjectId};
use serde_json::{Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/v1/receipts/{receipt}",
    deed: Some(Deed::ReadReceipts),
    summary: "Read the proof of one use",
    query: &[Parameter {
        name: "subject",
        says: "whose receipt it is; a person's own token says it already",
        schema: schema::id,
    }],
    idempotency_key: false,
    request: None,
    answer: || {
        schema::object(vec![
            ("id", schema::text(32), DUE),
            ("at", schema::time(), DUE),
            ("purpose", schema::text(64), DUE),
            ("channel", schema::text(64), DUE),
            ("jurisdictions", schema::list(schema::text(64), 64), DUE),
            ("policy_version", schema::integer(0, i64::from(u32::MAX)), DUE),
            ("ledger_head", schema::text(64), DUE),
            ("gates", schema::list(json!({"type": "object"}), 64), DUE),
            ("rung", schema::word(&Rung::ALL.map(Rung::as_str)), DUE),
            ("data_used", schema::integer(0, i64::from(u32::MAX)), DUE),
            ("reasons", schema::list(json!({"type": "object"}), 1_000), DUE),
            ("given", json!({"type": "object"}), MAY),
            ("drawn", schema::list(super::lot::drawn_schema(), 2), MAY),
            ("group", super::group::schema(), MAY),
            ("beside", schema::truth(), MAY),
        ])
    },
    handler: || get(handle),
};

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ReadReceipts)?;
    let id = ReceiptId::parse(&id)
        .ok_or_else(|| Problem::new(Code::InvalidIdentifier, "a receipt's id has 32 hexadecimal digits"))?;
    let mut query = Query::parse(uri.query().unwrap_or_default())?;
    let named = query.take("subject");
    query.finish()?;
    let named = named.map(|text| SubjectId::parse(&text).map_err(|_| super::input::invalid_path_id())).transpose()?;
    let who = match (&caller, named) {
        (Caller::Program { .. }, None) => None,
        (_, named) => Some(caller.about(named)?),
    };
    if let Some(who) = &who {
        super::input::see_opt_out(&doors, &headers, who).await?;
    }
    let receipt = doors.call(move |shop, now| shop.receipt(now, who.as_ref(), id)).await?;
    receipt.map(|receipt| Answer::ok(&shown(&receipt)).into_response()).ok_or_else(not_found)
}

/// A receipt as it goes out.
pub fn shown(receipt: &Receipt) -> Value {
    let gates: Vec<_> = receipt
        .first
        .gates
        .iter()
        .map(|(category, closed)| json!({ "category": category, "open": closed.is_empty(), "reasons": closed }))
        .collect();
    let reasons: Vec<_> = receipt
        .last
        .reasons
        .iter()
        .map(|r| json!({ "item": r.item, "term": r.term.as_str(), "weight": r.weight, "evidence": r.evidence }))
        .collect();
    let mut document = json!({
        "id": receipt.id.to_string(),
        "at": receipt.at.0,
        "purpose": receipt.first.purpose,
        "channel": receipt.first.channel,
        "jurisdictions": receipt.first.jurisdictions,
        "policy_version": receipt.first.policy_version,
        "ledger_head": receipt.first.ledger_head,
        "gates": gates,
        "rung": receipt.last.rung.as_str(),
        "data_used": receipt.last.data_used,
        "reasons": reasons,
    });
    if let Some(given) = &receipt.first.given {
        document["given"] = what_was_given(given);
    }
    if !receipt.drawn.is_empty() {
        document["drawn"] = receipt.drawn.iter().map(super::lot::drawn).collect();
    }
    if let Some(group) = &receipt.group {
        document["group"] = super::group::shown(group, Lang::EN);
    }
    if receipt.beside {
        document["beside"] = json!(true);
    }
    document
}

/// What the decision went by beside the time, the place and the policy.
fn what_was_given(given: &Given) -> Value {
    json!({
        "brand": given.brand.as_ref().map(|(name, version)| json!({ "name": name, "version": version })),
        "statements": given.statements,
        "status": given.status,
        "age": given.age,
        "paused": given.paused,
        "opt_out_first_seen": given.opt_out_first_seen,
        "opt_out_signal": given.opt_out_signal,
        "ceiling": given.ceiling,
        "placement": given.placement,
        "private_visit": given.private_visit,
    })
}
