//! `GET /v1/keys`: the keys of programs, those taken back too; their secrets are not known any more.

use super::answer::Answer;
use super::keys_make::PATH;
use super::route::Route;
use super::schema::{self, DUE, Field};
use crate::auth::{Caller, Deed};
use crate::problem::Problem;
use crate::state::Doors;
use app::{
    KEY_HOLDER_CHARS_MAX, KEY_LABEL_CHARS_MAX, KEY_ORIGINS_MAX, KEYS_MAX, KeyKind, ORIGIN_CHARS_MAX, ProgramKey,
};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::IssueKeys),
    summary: "List the keys of programs, without their secrets",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("keys", schema::list(schema::object(key_fields()), KEYS_MAX), DUE)]),
    handler: || get(handle),
};

async fn handle(State(doors): State<Doors>, headers: HeaderMap) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::IssueKeys)?;
    let keys: Vec<_> = doors.keys().iter().map(shown).collect();
    Ok(Answer::ok(&json!({ "keys": keys })).into_response())
}

/// What is shown of a key.
pub fn key_fields() -> Vec<Field> {
    vec![
        ("id", schema::text(8), DUE),
        ("kind", schema::word(&kinds()), DUE),
        ("label", schema::text(KEY_LABEL_CHARS_MAX), DUE),
        ("origins", schema::list(schema::text(ORIGIN_CHARS_MAX), KEY_ORIGINS_MAX), DUE),
        ("holder", schema::nullable(schema::text(KEY_HOLDER_CHARS_MAX)), DUE),
        ("made_at", schema::time(), DUE),
        ("revoked", schema::truth(), DUE),
    ]
}

/// The letters of every kind.
pub fn kinds() -> Vec<&'static str> {
    KeyKind::ALL.iter().map(|kind| kind.letters()).collect()
}

/// A key as it goes out.
pub fn shown(key: &ProgramKey) -> Value {
    json!({
        "id": key.id,
        "kind": key.kind.letters(),
        "label": key.label,
        "origins": key.origins,
        "holder": key.holder,
        "made_at": key.made_at,
        "revoked": key.revoked,
    })
}
