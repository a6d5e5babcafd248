//! `/log/checkpoint` and `/log/keys`: what an outsider keeps of the transparency log, to notice later that it was changed.

use super::answer;
use super::route::Route;
use super::schema;
use crate::state::Doors;
use axum::extract::State;
use axum::http::Method;
use axum::routing::get;

/// Longest answer, in characters.
const CHARS_MAX: usize = 2_000;

/// The path of the checkpoint.
pub const CHECKPOINT_PATH: &str = "/log/checkpoint";
/// The path of the keys.
pub const KEYS_PATH: &str = "/log/keys";

/// The checkpoint: it names nobody, and is there to be kept by everybody. Empty before anything was entered.
pub const CHECKPOINT: Route = Route {
    method: Method::GET,
    path: CHECKPOINT_PATH,
    deed: None,
    summary: "The signed checkpoint of the transparency log (C2SP tlog-checkpoint)",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::text(CHARS_MAX),
    handler: || {
        get(
            |State(doors): State<Doors>| async move { doors.call(|shop, _| shop.log_checkpoint()).await.map(answer::text) },
        )
    },
};

/// The keys.
pub const KEYS: Route = Route {
    method: Method::GET,
    path: KEYS_PATH,
    deed: None,
    summary: "The keys that checkpoints and receipts of erasures are verified with",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::text(CHARS_MAX),
    handler: || {
        get(|State(doors): State<Doors>| async move {
            let shop = doors.shop();
            answer::text(format!("{}\n{}\n", shop.log_key(), shop.erasure_key()))
        })
    },
};
