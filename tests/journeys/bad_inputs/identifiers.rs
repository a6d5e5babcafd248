//! Names in addresses: hidden characters, others' names, parameters in two places, what does not belong in an address.

use super::{ADA, BOB, Row, World, no, row};
use crate::journeys::client::{Request, get, put, raw, send};
use serde_json::json;

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = characters(world);
    rows.extend(persons(world));
    rows.extend(parameters(world));
    rows.extend(paths(world));
    rows
}

fn characters(world: &World) -> Vec<Row> {
    let cw = world.key("cw");
    let about = |id: &str| get(&format!("/v1/subjects/{id}/data")).key(cw);
    let hidden =
        ["canary%00", "canary%2f..%2f", "canary%2e%2e%2f", "%2e%2e", "canary%2fb", "canary%0d%0a", "canary%E2%80%AE"];
    let mut rows: Vec<_> = hidden
        .iter()
        .map(|id| row(45, *id, about(id).with("X-Note", "canary"), no(400, "invalid_identifier")))
        .collect();
    let address = world.running.address;
    let rest = format!(" HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let bytes = [&b"GET /v1/subjects/canary\xff"[..], rest.as_bytes()];
    rows.extend([
        row(
            45,
            "a hidden item",
            put(&format!("/v1/subjects/{ADA}/hidden/canary%20mug")).key(cw),
            no(400, "invalid_identifier"),
        ),
        row(46, "bytes that are no text, escaped", about("canary%ff%fe"), no(400, "invalid_identifier")),
        row(46, "bytes that are no text", raw(bytes.concat()), no(400, "malformed_request")),
        row(45, "129 characters", about(&"canary".repeat(22)), no(400, "invalid_identifier")),
    ]);
    rows
}

fn persons(world: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    for (what, key) in [("another's", world.ada.as_str()), ("an unknown", world.key("cw"))] {
        let who = if key == world.ada { BOB } else { "canary-nobody" };
        for (method, rest) in [("GET", "/data"), ("GET", "/export"), ("DELETE", "")] {
            let request = Request::of(method, &format!("/v1/subjects/{who}{rest}")).key(key);
            rows.push(row(
                if key == world.ada { 47 } else { 49 },
                format!("{what} {method} {rest}"),
                request,
                no(404, "not_found"),
            ));
        }
    }
    for case in ["canary-BOB", "Canary-bob", "canary-bob."] {
        rows.push(row(47, case, get(&format!("/v1/subjects/{case}/data")).key(&world.ada), no(404, "not_found")));
    }
    rows
}

fn parameters(world: &World) -> Vec<Row> {
    let list = |query: &str| get(&format!("/v1/catalog/items?{query}")).key(world.key("dr")).with("X-Note", "canary");
    let decide = |query: &str| send(&format!("/v1/recommend?{query}"), &json!({ "subject": ADA })).key(world.key("dr"));
    let receipt = |query: &str| get(&format!("/v1/receipts/{}?{query}", "0".repeat(32))).key(world.key("dr"));
    vec![
        row(50, "the same twice", list("limit=1&limit=2"), no(400, "ambiguous_parameter")),
        row(50, "the same twice in disguise", list("limit=1&li%6dit=2"), no(400, "ambiguous_parameter")),
        row(50, "in query and body", decide("subject=canary-bob"), no(400, "ambiguous_parameter")),
        row(51, "an address of a person", receipt("subject=canary@example.org"), no(400, "sensitive_in_url")),
        row(
            51,
            "an address of a person, escaped",
            receipt("subject=canary%40example.org"),
            no(400, "sensitive_in_url"),
        ),
        row(
            51,
            "an address of a person in the path",
            get("/v1/subjects/canary@example.org/data").key(world.key("cw")),
            no(400, "sensitive_in_url"),
        ),
        row(51, "a key", list(&format!("key={}", world.key("dr"))), no(400, "sensitive_in_url")),
        row(50, "an unknown one", list("canary=1"), no(400, "invalid_parameter")),
        row(50, "a number out of range", list("limit=100000"), no(422, "limit_exceeded")),
    ]
}

fn paths(world: &World) -> Vec<Row> {
    let paths = [
        "//v1/catalog/items",
        "/v1/catalog/items/",
        "/V1/catalog/items",
        "/v1/catalog/items;jsessionid=canary",
        "/v1//catalog/items",
        "/v1/canary",
        "/canary",
    ];
    let asked = |path: &str| get(path).key(world.key("dr")).with("X-Note", "canary");
    paths.iter().map(|path| row(52, *path, asked(path), no(404, "not_found"))).collect()
}
