//! Framing, and what a body says it is. The whole of the framing is proven beside the edge; a handful goes over the wire.

use super::{ADA, Due, Row, World, no, row};
use crate::journeys::client::{Request, get, post, raw};
use crate::journeys::running::{did, doing};
use serde_json::json;
use std::io::Write;
use std::net::SocketAddr;
use std::process::{Command, Stdio};

pub fn rows(world: &World, address: SocketAddr) -> Vec<Row> {
    let mut rows = framing(address);
    rows.extend(media(world));
    rows.extend(encodings(world));
    rows
}

fn framing(address: SocketAddr) -> Vec<Row> {
    let line = "POST /v1/canary HTTP/1.1\r\n";
    let head = |fields: &str| raw(format!("{line}Host: {address}\r\n{fields}\r\n"));
    let many: String = (0..70).map(|n| format!("x-canary-{n}: 1\r\n")).collect();
    vec![
        row(1, "two lengths", head("Content-Length: 2\r\nContent-Length: 3\r\n"), no(400, "malformed_request")),
        row(
            4,
            "length and chunks",
            head("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n"),
            no(400, "malformed_request"),
        ),
        row(9, "bare line feeds", raw(format!("{line}Host: {address}\n\n")), no(400, "malformed_request")),
        row(11, "no host", raw(format!("{line}\r\n")), no(400, "missing_host")),
        row(12, "two hosts", head(&format!("Host: {address}\r\n")), no(400, "malformed_request")),
        row(13, "another's host", raw(format!("{line}Host: canary.example\r\n\r\n")), no(421, "misdirected_request")),
        row(14, "70 fields", head(&many), no(431, "headers_too_large")),
        row(14, "20 kB of head", head(&format!("x-canary: {}\r\n", "a".repeat(20_000))), no(431, "headers_too_large")),
        row(15, "a long address", get(&format!("/v1/canary{}", "a".repeat(9_000))), no(414, "uri_too_long")),
        row(16, "another version", raw("GET /canary HTTP/9.9\r\n\r\n"), no(505, "http_version_unsupported")),
        row(17, "a method of nobody", Request::of("TRACE", "/v1/canary"), allow()),
        row(17, "a method in lower case", Request::of("get", "/v1/canary"), allow()),
        row(17, "a method that is not for this", Request::of("PATCH", "/v1/events?canary"), allow()),
        row(24, "a body where none is due", get("/healthz").body("canary"), no(400, "unexpected_body")),
    ]
}

fn allow() -> Due {
    Due::ProblemWith(405, "method_not_allowed", "allow")
}

fn events() -> Request {
    doing(&[did(ADA, "canary-media", "view", "canary-mug")])
}

fn media(world: &World) -> Vec<Row> {
    let key = world.key("sw");
    let body = json!({ "events": [did(ADA, "canary-media", "view", "canary-mug")] }).to_string();
    let typed = |kind: &str| post("/v1/events").key(key).with("Content-Type", kind).body(body.clone());
    let unsupported = || no(415, "unsupported_media_type");
    let mut rows = vec![
        row(28, "no content type", post("/v1/events").key(key).body(body.clone()), unsupported()),
        row(29, "two content types", typed("application/json").with("Content-Type", "application/json"), unsupported()),
        row(34, "only pages are accepted", events().key(key).with("Accept", "text/html"), no(406, "not_acceptable")),
        row(
            34,
            "only pages are accepted of an export",
            get(&format!("/v1/subjects/{ADA}/export")).key(world.key("cw")).with("Accept", "text/html"),
            no(406, "not_acceptable"),
        ),
    ];
    for kind in ["text/plain", "application/x+json", "application/json; charset=utf-16", "application/zip"] {
        rows.push(row(if kind == "text/plain" { 28 } else { 29 }, kind, typed(kind), unsupported()));
    }
    rows
}

fn encodings(world: &World) -> Vec<Row> {
    let key = world.key("sw");
    let coded = |coding: &str, body: Vec<u8>| {
        let typed = post("/v1/events").key(key).with("X-Note", "canary").with("Content-Type", "application/json");
        typed.with("Content-Encoding", coding).body(body)
    };
    let whole = gzip(&json!({ "events": [] }).to_string().into_bytes());
    let half = whole[..whole.len() - 6].to_vec();
    let large = "canary ".repeat(160_000);
    let titles = json!({ "items": [{ "id": "canary-large", "title": large.repeat(4) }] }).to_string();
    vec![
        row(30, "brotli", coded("br", whole.clone()), no(415, "unsupported_encoding")),
        row(30, "gzip twice", coded("gzip, gzip", gzip(&whole)), no(415, "unsupported_encoding")),
        row(31, "garbage for gzip", coded("gzip", b"canary".repeat(9)), no(400, "malformed_encoding")),
        row(31, "half of gzip", coded("gzip", half), no(400, "malformed_encoding")),
        row(33, "more than 1 MB of events", post("/v1/events").key(key).json(large), no(413, "payload_too_large")),
        row(
            33,
            "more than 4 MB of catalog",
            post("/v1/catalog/items").key(key).json(titles),
            no(413, "payload_too_large"),
        ),
    ]
}

/// Compresses by the machine's own `gzip`.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = Command::new("gzip").arg("-c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = gzip.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&bytes));
    let output = gzip.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    output.stdout
}
