//! `/v1/approvals`: one person asks that a file leaves, another lets it.

use crate::api::answer::Answer;
use crate::api::input::{self, BODY_BYTES_MAX};
use crate::api::route::Route;
use crate::api::schema::{self, DUE, Field};
use crate::auth::{Caller, Deed, not_found};
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{APPROVALS_MAX, Approval, ApprovalState, KEY_HOLDER_CHARS_MAX};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post};
use domain::{ApprovalId, UnixTime};
use serde_json::{Value, json};

const PATH: &str = "/v1/approvals";

/// Asks.
pub const ASK: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "Ask that a second person lets a file for a recipient leave",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![("recipient", schema::text(super::KEY_CHARS_MAX), DUE), ("purpose", schema::text(64), DUE)])
    }),
    answer: || schema::object(fields()),
    handler: || post(ask),
};

/// Lists.
pub const LIST: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ManageRecipients),
    summary: "List what was asked to be approved, and how far it is",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("approvals", schema::list(schema::object(fields()), APPROVALS_MAX), DUE)]),
    handler: || get(list),
};

/// Approves.
pub const APPROVE: Route = Route {
    method: Method::POST,
    path: "/v1/approvals/{approval}",
    deed: Some(Deed::ManageRecipients),
    summary: "Approve what another person asked, with a key that is held by somebody else",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(fields()),
    handler: || post(approve),
};

fn fields() -> Vec<Field> {
    let states = [ApprovalState::Pending, ApprovalState::Approved, ApprovalState::Used, ApprovalState::Expired];
    let name = || schema::text(KEY_HOLDER_CHARS_MAX);
    vec![
        ("approval", schema::text(32), DUE),
        ("recipient", schema::text(super::KEY_CHARS_MAX), DUE),
        ("purpose", schema::text(64), DUE),
        ("state", schema::word(&states.map(ApprovalState::as_str)), DUE),
        ("asked_by", name(), DUE),
        ("asked_at", schema::time(), DUE),
        ("approved_by", schema::nullable(name()), DUE),
        ("approved_at", schema::nullable(schema::time()), DUE),
        ("expires_at", schema::time(), DUE),
        ("people", schema::integer(0, i64::MAX), DUE),
    ]
}

fn shown(approval: &Approval, now: UnixTime) -> Value {
    json!({
        "approval": approval.id.to_string(),
        "recipient": approval.recipient_key,
        "purpose": approval.purpose,
        "state": approval.state(now).as_str(),
        "asked_by": approval.asked_by.holder,
        "asked_at": approval.asked_at,
        "approved_by": approval.given.as_ref().map(|(by, _)| by.holder.as_str()),
        "approved_at": approval.given.as_ref().map(|(_, at)| *at),
        "expires_at": approval.expires_at(),
        "people": approval.people,
    })
}

/// The approval that a body names.
pub fn named(fields: &mut Fields<'_>) -> Result<Option<ApprovalId>, Problem> {
    let Some(text) = fields.text_if_any("approval", 32)? else { return Ok(None) };
    let wrong = || fields.wrong("approval", Code::InvalidValue, "an approval has 32 hexadecimal digits");
    ApprovalId::parse(text).ok_or_else(wrong).map(Some)
}

async fn ask(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let (by, key_age) = (caller.key_id()?.to_owned(), doors.key_age_seconds_min());
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let recipient = super::key(fields.text("recipient", super::KEY_CHARS_MAX)?)?;
    let purpose = fields.text("purpose", 64)?.to_owned();
    fields.finish()?;
    let approval = doors.call(move |shop, now| shop.ask_approval(now, &recipient, &purpose, (&by, key_age))).await?;
    Ok(Answer::ok(&shown(&approval, doors.now())).into_response())
}

async fn list(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    let (all, now) = (doors.call(|shop, _| shop.approvals()).await?, doors.now());
    let all: Vec<_> = all.iter().map(|approval| shown(approval, now)).collect();
    Ok(Answer::ok(&json!({ "approvals": all })).into_response())
}

async fn approve(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(approval): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::ManageRecipients)?;
    input::nothing(&headers, body).await?;
    let (by, id) = (caller.key_id()?.to_owned(), ApprovalId::parse(&approval).ok_or_else(not_found)?);
    let key_age = doors.key_age_seconds_min();
    let approval = doors.call(move |shop, now| shop.approve(now, id, (&by, key_age))).await?;
    Ok(Answer::ok(&shown(&approval, doors.now())).into_response())
}
