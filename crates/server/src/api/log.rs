//! `/log/..`: what an outsider keeps of the transparency log, to notice later that it was changed, and the log itself.

use super::answer;
use super::route::Route;
use super::schema;
use crate::auth::not_found;
use crate::problem::Problem;
use crate::state::Doors;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

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
        get(|State(doors): State<Doors>| async move {
            doors.call(|shop, now| shop.log_checkpoint(now)).await.map(answer::text)
        })
    },
};

/// A file of the log, which never changes: leaves, or hashes. The largest path has three parts of digits.
pub const TILE: Route = Route {
    path: "/log/tile/{*tile}",
    summary: "A tile of the transparency log: leaves, or hashes (C2SP tlog-tiles)",
    answer: || json!({"type": "string", "format": "binary"}),
    handler: || get(tile),
    ..CHECKPOINT
};

async fn tile(State(doors): State<Doors>, Path(tile): Path<String>) -> Result<Response, Problem> {
    let bytes = doors.call(move |shop, _| shop.log_file(&format!("tile/{tile}"))).await?.ok_or_else(not_found)?;
    let mut response = Response::new(Body::from(bytes));
    for (name, value) in [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

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
