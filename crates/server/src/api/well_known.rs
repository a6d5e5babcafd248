//! `/.well-known/gpc.json`: that Global Privacy Control is honoured here, and since when this was last looked at.

use super::answer::Answer;
use super::route::Route;
use super::schema::{self, DUE};
use axum::http::Method;
use axum::routing::get;
use serde_json::json;

/// When the statement was last changed (GPC specification, section 4.1): with every change of what GPC does here.
const LAST_UPDATE: &str = "2026-11-26";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/.well-known/gpc.json",
    deed: None,
    summary: "Whether Global Privacy Control is honoured here",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(vec![("gpc", schema::truth(), DUE), ("lastUpdate", schema::text(10), DUE)]),
    handler: || get(|| async { Answer::ok(&json!({ "gpc": true, "lastUpdate": LAST_UPDATE })).into_response() }),
};
