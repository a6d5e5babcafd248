//! `/.well-known/assent-keys`: the keys by which everybody can tell what this shop signed, one a line (C2SP vkeys).

use super::answer;
use super::route::Route;
use super::schema;
use crate::state::Doors;
use axum::extract::State;
use axum::http::Method;
use axum::routing::get;

/// Longest answer, in characters.
const KEYS_CHARS_MAX: usize = 1_000;

/// The path.
pub const PATH: &str = "/.well-known/assent-keys";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: None,
    summary: "The keys that this shop's receipts of consent are verified with",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::text(KEYS_CHARS_MAX),
    handler: || {
        get(|State(doors): State<Doors>| async move { answer::text(format!("{}\n", doors.shop().receipt_key())) })
    },
};
