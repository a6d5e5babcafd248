//! JSON that is none, or not what is due.

use super::{ADA, Due, Row, World, no, no_at, row};
use crate::journeys::client::{Request, delete, post, put};
use serde_json::json;

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = documents(world);
    rows.extend(members(world));
    rows.extend(where_none_is_due(world));
    rows
}

/// Every route of our own that changes something and takes no body: whoever sends one is not told that it counted.
fn where_none_is_due(world: &World) -> Vec<Row> {
    let (adm, cw) = (world.key("adm"), world.key("cw"));
    let none = "0".repeat(32);
    let hidden = format!("/v1/subjects/{ADA}/hidden/canary-mug");
    let routes = [
        (post("/v1/model/train"), adm),
        (post(&format!("/v1/approvals/{none}")), adm),
        (post("/v1/recipients/canary/outbox"), adm),
        (post(&format!("/v1/erasures/{none}")), adm),
        (post(&format!("/v1/subjects/{ADA}/archive")), cw),
        (put(&hidden), cw),
        (delete(&hidden), cw),
        (delete(&format!("/v1/subjects/{ADA}")), adm),
        (delete(&format!("/v1/subjects/{ADA}/identifiers/{none}")), cw),
        (delete("/v1/catalog/items/canary-mug"), adm),
        (delete("/v1/keys/canary"), adm),
        (delete("/v1/slots/canary"), adm),
        (delete("/v1/recipients/canary"), adm),
    ];
    let refused = |(request, key): (Request, &str)| {
        let request = request.key(key).json(r#"{"canary_memory_mib":1}"#);
        row(38, "a field where no body is due", request, no_at(422, "unknown_field", ""))
    };
    let fine = |body: &str| post("/v1/model/train").key(adm).json(body);
    let mut rows: Vec<Row> = routes.into_iter().map(refused).collect();
    rows.push(row(38, "an object with nothing in it", fine("{}"), Due::Fine(200, json!({}))));
    rows.push(row(35, "no object where no body is due", fine("canary"), no(400, "malformed_json")));
    rows
}

fn events(world: &World, body: impl Into<Vec<u8>>) -> Request {
    post("/v1/events").key(world.key("sw")).with("X-Note", "canary").json(body)
}

/// The one event of a request, with this in it.
fn one(world: &World, more: &str) -> Request {
    let event = format!(r#"{{"id":"canary-json","item":"canary-mug","verb":"view",{more}}}"#);
    events(world, format!(r#"{{"events":[{event}]}}"#))
}

fn documents(world: &World) -> Vec<Row> {
    let check =
        |number, what: &str, body: &[u8], status, code| row(number, what, events(world, body), no(status, code));
    let deep = |levels: usize| format!(r#"{{"canary":{}"#, "[".repeat(levels));
    vec![
        check(35, "an empty body", b"", 400, "malformed_json"),
        check(35, "more after the end", br#"{"events":[]} canary"#, 400, "malformed_json"),
        check(35, "a comment", br#"/* canary */{"events":[]}"#, 400, "malformed_json"),
        check(35, "a byte order mark", "\u{feff}{\"events\":[]}".as_bytes(), 400, "malformed_json"),
        check(35, "not a number", br#"{"canary":NaN}"#, 400, "malformed_json"),
        check(36, "33 levels", deep(33).as_bytes(), 400, "json_too_deep"),
        check(36, "200,000 levels", deep(200_000).as_bytes(), 400, "json_too_deep"),
        check(37, "a key twice", br#"{"events":[],"events":["canary"]}"#, 400, "duplicate_key"),
        check(37, "a key twice in disguise", br#"{"events":[],"event\u0073":["canary"]}"#, 400, "duplicate_key"),
        check(39, "half a surrogate", br#"{"canary":"\ud800"}"#, 400, "invalid_utf8"),
        check(39, "bytes that are no UTF-8", b"{\"canary\":\"\xff\"}", 400, "invalid_utf8"),
        check(40, "a null character", br#"{"canary":"\u0000"}"#, 422, "invalid_characters"),
        check(40, "a control character", b"{\"canary\":\"\x1b[31m\"}", 422, "invalid_characters"),
        check(41, "a number beyond all", br#"{"canary":1e999}"#, 422, "invalid_number"),
        check(41, "a number beyond 63 bits", br#"{"canary":9223372036854775808}"#, 422, "invalid_number"),
        check(41, "less than nothing and nothing", br#"{"canary":-0}"#, 422, "invalid_number"),
        check(43, "a reserved name", br#"{"__proto__":"canary"}"#, 422, "reserved_name"),
    ]
}

fn members(world: &World) -> Vec<Row> {
    let at =
        |number, what: &str, more: &str, code, pointer| row(number, what, one(world, more), no_at(422, code, pointer));
    let who = format!(r#""subject":"{ADA}""#);
    let with = |more: &str| format!("{who},{more}");
    let long = "canary".repeat(200);
    let crowd: Vec<_> = (0..65).map(|n| format!(r#""canary{n}":1"#)).collect();
    let excluded = vec![r#""canary-mug""#; 1_001].join(",");
    vec![
        at(38, "an unknown field", &with(r#""canary":1"#), "unknown_field", "/events/0"),
        at(41, "a fraction for an integer", &with(r#""quantity":1.0"#), "invalid_number", "/events/0/quantity"),
        at(42, "a long id", &format!(r#""subject":"{}""#, &long[..129]), "limit_exceeded", "/events/0/subject"),
        at(
            42,
            "a long property",
            &with(&format!(r#""properties":{{"note":"{long}"}}"#)),
            "limit_exceeded",
            "/events/0/properties",
        ),
        row(
            42,
            "65 properties",
            one(world, &with(&format!(r#""properties":{{{}}}"#, crowd.join(",")))),
            no(422, "limit_exceeded"),
        ),
        row(
            42,
            "an array of 1,001",
            post("/v1/recommend").key(world.key("dr")).json(format!(r#"{{"subject":"{ADA}","exclude":[{excluded}]}}"#)),
            no_at(422, "limit_exceeded", "/exclude"),
        ),
        row(
            43,
            "a reserved property",
            one(world, &with(r#""properties":{"constructor":"canary"}"#)),
            no(422, "reserved_name"),
        ),
        at(44, "a list for a text", r#""subject":["canary-ada"]"#, "invalid_type", "/events/0/subject"),
        at(44, "a text for an object", &with(r#""properties":"canary""#), "invalid_type", "/events/0/properties"),
        row(
            44,
            "an object for a list",
            events(world, r#"{"events":{"canary":1}}"#),
            no_at(422, "invalid_type", "/events"),
        ),
        row(44, "a list for the document", events(world, r#"["canary"]"#), no(422, "invalid_type")),
    ]
}
