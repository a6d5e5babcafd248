//! `/openapi.json`: the whole interface, described from the same list that routes and guards it.

use super::answer::Answer;
use super::idempotent::KEY_CHARS_MAX;
use super::route::{ROUTES, Route};
use super::schema::{self, DUE, MAY};
use crate::problem::Code;
use axum::http::Method;
use axum::routing::get;
use serde_json::{Map, Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: "/openapi.json",
    deed: None,
    summary: "This description",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || json!({"type": "object"}),
    handler: || get(|| async { Answer::ok(&document()).into_response() }),
};

/// The OpenAPI 3.1 document.
#[must_use]
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let path = paths.entry(plain(route.path)).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Assent", "version": env!("CARGO_PKG_VERSION"), "description": crate::ABOUT },
        "paths": paths,
        "components": {
            "schemas": { "Problem": problem() },
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "basic": { "type": "http", "scheme": "basic", "description": "the key as user, no password" },
            },
        },
    })
}

fn operation(route: &Route) -> Value {
    let mut out = json!({
        "summary": route.summary,
        "operationId": operation_id(route),
        "parameters": parameters(route),
        "responses": {
            "200": { "description": "done", "content": { media(route.path): { "schema": (route.answer)() } } },
            "default": {
                "description": "a problem (RFC 9457)",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            },
        },
    });
    if let Some(request) = route.request {
        out["requestBody"] = json!({ "required": true, "content": { sent_as(route): { "schema": request() } } });
    }
    if let Some(deed) = route.deed {
        let keys: Vec<_> = deed.programs().iter().map(|kind| kind.letters()).collect();
        out["security"] = security(route);
        out["x-assent-keys"] = json!(keys);
        out["x-assent-subject-token"] = json!(deed.person());
    }
    out
}

/// What an address is served as: JSON, but for figures, keys, signed notes and the browser's modules.
pub fn media(path: &str) -> &'static str {
    let is_note = path.starts_with("/v1/subjects/") && path.ends_with("/receipt");
    match path {
        _ if is_note => "text/plain",
        "/metrics" | super::assent_keys::PATH | super::log::CHECKPOINT_PATH | super::log::KEYS_PATH => "text/plain",
        _ if path.starts_with("/log/tile/") => "application/octet-stream",
        _ if path.starts_with("/sdk/") => super::sdk::MEDIA_TYPE,
        _ => "application/json",
    }
}

/// Klaro sends its JSON as text, so that a browser does not ask first.
fn sent_as(route: &Route) -> &'static str {
    if route.path.ends_with("/submit") { "text/plain" } else { "application/json" }
}

/// The tracking clients know only HTTP Basic.
fn security(route: &Route) -> Value {
    match crate::segment::knows(route.path) {
        true => json!([{ "basic": [] }, { "bearer": [] }]),
        false => json!([{ "bearer": [] }]),
    }
}

/// A path as others write it: a parameter that takes in the rest is one like any other there.
fn plain(path: &str) -> String {
    path.replace("{*", "{")
}

fn operation_id(route: &Route) -> String {
    let words = route.path.split(['/', '{', '}', '*', '-', '.']).filter(|word| !word.is_empty() && *word != "v1");
    std::iter::once(route.method.as_str().to_ascii_lowercase())
        .chain(words.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("_")
}

fn parameters(route: &Route) -> Vec<Value> {
    let plain = plain(route.path);
    let named = plain.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = named.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": schema::id() }));
    let in_query = route
        .query
        .iter()
        .map(|p| json!({ "name": p.name, "in": "query", "description": p.says, "schema": (p.schema)() }));
    let key = route
        .idempotency_key
        .then(|| json!({ "name": "Idempotency-Key", "in": "header", "schema": schema::text(KEY_CHARS_MAX) }));
    in_path.chain(in_query).chain(key).collect()
}

fn problem() -> Value {
    let codes: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    let mut schema = schema::object(vec![
        ("type", schema::text(200), DUE),
        ("title", schema::text(200), DUE),
        ("status", schema::integer(400, 599), DUE),
        ("code", schema::word(&codes), DUE),
        ("detail", schema::text(500), DUE),
        ("pointer", schema::text(500), MAY),
    ]);
    schema["additionalProperties"] = json!(true);
    schema
}
