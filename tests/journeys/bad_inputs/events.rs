//! Events, items and decisions that are not taken as they come.

use super::{ADA, Due, ITEM, Row, World, no, no_at, row};
use crate::journeys::client::{Request, get, send};
use crate::journeys::running::{did, doing};
use serde_json::{Value, json};

const WEEK: i64 = 7 * 86_400;

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = events(world);
    rows.extend(items(world));
    rows.extend(prices(world));
    rows.extend(decisions(world));
    rows.extend(state(world));
    rows
}

fn events(world: &World) -> Vec<Row> {
    let sw = world.key("sw");
    let sent = |events: &[Value]| doing(events).key(sw);
    let with = |name: &str, value: Value| {
        let mut event = did(ADA, &format!("canary-{name}"), "view", ITEM);
        event[name] = value;
        sent(&[event])
    };
    let now =
        world.running.must(&send("/v1/subject-tokens", &json!({ "subject": ADA, "seconds": 1 })).key(world.key("cw")));
    let now = now["expires_at"].as_i64().unwrap() - 1;
    let crowd: Vec<_> = (0..1_001).map(|n| json!({ "id": n.to_string(), "canary": 1 })).collect();
    let other = did(ADA, "canary-first", "view", ITEM);
    let mut rows = vec![
        row(
            79,
            "nobody agreed",
            sent(&[did("canary-silent", "canary-1", "view", ITEM)]),
            Due::Event("rejected", "no_consent"),
        ),
        row(
            79,
            "and nothing was kept",
            get("/v1/subjects/canary-silent/data").key(world.key("cw")),
            no(404, "not_found"),
        ),
        row(80, "a new one", with("time", json!(now)), Due::Event("accepted", "")),
        row(80, "the same again", with("time", json!(now)), Due::Event("duplicate", "")),
        row(
            80,
            "another of the same name",
            sent(std::slice::from_ref(&other)),
            no_at(422, "idempotency_mismatch", "/events/0/id"),
        ),
        row(
            80,
            "another of the same name among others",
            sent(&[other, did("canary-silent", "canary-1", "view", ITEM)]),
            Due::Event("rejected", "idempotency_mismatch"),
        ),
        row(81, "too far ahead", with("time", json!(now + 400)), Due::Event("rejected", "time_out_of_range")),
        row(81, "too long ago", with("time", json!(now - WEEK - 60)), Due::Event("rejected", "time_out_of_range")),
        row(82, "1,001 at once", sent(&crowd), no(413, "payload_too_large")),
        row(
            84,
            "an unknown item",
            sent(&[did(ADA, "canary-unknown", "view", "canary-unknown")]),
            Due::Event("accepted", "quarantined"),
        ),
    ];
    let rated = |verb: &str, tenths: Value| {
        let mut event = did(ADA, "canary-rated", verb, ITEM);
        event["rating_tenths"] = tenths;
        sent(&[event])
    };
    let stars = "/events/0/rating_tenths";
    rows.extend([
        row(112, "a rating without stars", rated("rating", Value::Null), no_at(422, "missing_field", stars)),
        row(112, "a rating of too many stars", rated("rating", json!(101)), no_at(422, "invalid_number", stars)),
        row(112, "stars of a look", rated("view", json!(50)), no_at(422, "invalid_value", stars)),
        row(112, "stars of a purchase", rated("purchase", json!(0)), no_at(422, "invalid_value", stars)),
    ]);
    for personal in ["canary@example.org", "+49 170 1234567", "DE89 3704 0044 0532 0130 00"] {
        let told = with("properties", json!({ "note": personal }));
        rows.push(row(83, personal, told, Due::Event("rejected", "personal_data_in_property")));
    }
    rows
}

/// One item in which something is changed.
fn item(world: &World, name: &str, value: Value) -> Request {
    let mut item = json!({ "id": "canary-item", "title": "canary", "price_minor": 100, "currency": "EUR" });
    item[name] = value;
    send("/v1/catalog/items", &json!({ "items": [item] })).key(world.key("sw"))
}

fn items(world: &World) -> Vec<Row> {
    let mut rows = vec![row(
        86,
        "a script for a title",
        // The id is that of an item which is there already, so that the count of items stays.
        send("/v1/catalog/items", &json!({ "items": [{ "id": "canary-pot", "title": "<script>canary</script>" }] }))
            .key(world.key("sw")),
        Due::Fine(200, json!({ "written": 1 })),
    )];
    for url in [
        "javascript:canary()",
        "data:image/svg+xml,<svg/>",
        "//canary.example",
        "ftp://canary.example",
        "https://canary.example/a b",
    ] {
        rows.push(row(86, url, item(world, "url", json!(url)), no_at(422, "invalid_url", "/items/0/url")));
    }
    for id in ["canary".repeat(22).as_str(), "canary\u{430}", "canary\u{202e}", "canary mug", "..", ""] {
        let due = no_at(422, "invalid_identifier", "/items/0/id");
        rows.push(row(88, id, item(world, "id", json!(id)), due));
    }
    rows
}

fn prices(world: &World) -> Vec<Row> {
    let price = |what, value: Value, code| {
        row(87, what, item(world, "price_minor", value), no_at(422, code, "/items/0/price_minor"))
    };
    let currency = |value: &'static str| {
        row(87, value, item(world, "currency", json!(value)), no_at(422, "invalid_value", "/items/0/currency"))
    };
    vec![
        price("no number", json!("NaN"), "invalid_type"),
        price("less than nothing", json!(-1), "invalid_number"),
        price("more than all there is", json!(1_000_000_000_000_000_000_i64), "invalid_number"),
        price("a part of a cent", json!(0.5), "invalid_number"),
        price("a price without its currency", Value::Null, "missing_field"),
        currency("XXX"),
        currency("eur"),
        currency("EURO"),
    ]
}

fn decisions(world: &World) -> Vec<Row> {
    let ask = |more: Value| {
        let mut document = json!({ "subject": ADA });
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        send("/v1/recommend", &document).key(world.key("dr"))
    };
    let listed = |path: &str| get(path).key(world.key("dr")).with("X-Note", "canary");
    let ids: Vec<_> = (0..5_000).map(|n| format!("i{n}")).collect();
    let stranger = json!({ "personalized": false, "rung": "contextual", "refusal": ["stranger"] });
    vec![
        row(91, "a billion items", ask(json!({ "count": 1_000_000_000 })), no_at(422, "limit_exceeded", "/count")),
        row(91, "no item", ask(json!({ "count": 0 })), no_at(422, "limit_exceeded", "/count")),
        row(91, "less than no item", ask(json!({ "count": -1 })), no_at(422, "limit_exceeded", "/count")),
        row(91, "5,000 items left out", ask(json!({ "exclude": ids })), no_at(422, "limit_exceeded", "/exclude")),
        row(91, "a page of no item", listed("/v1/catalog/items?limit=0"), no(422, "limit_exceeded")),
        row(91, "a page of too many", listed("/v1/catalog/items?limit=201"), no(422, "limit_exceeded")),
        row(91, "a page of one", listed("/v1/catalog/items?limit=1&offset=0"), Due::Fine(200, json!({ "total": 3 }))),
        row(
            91,
            "no similar item",
            listed(&format!("/v1/catalog/items/{ITEM}/similar?count=0")),
            no(422, "limit_exceeded"),
        ),
        row(
            91,
            "a visit in which a thing is sent back",
            ask(json!({ "visit": [{ "item": ITEM, "verb": "view" }, { "item": ITEM, "verb": "return" }] })),
            no_at(422, "invalid_value", "/visit/1/verb"),
        ),
        row(91, "a slot that is none", ask(json!({ "slot": "canary" })), no(422, "unknown_field")),
        row(
            92,
            "a person whom nobody knows",
            send("/v1/recommend", &json!({ "subject": "canary-nobody" })).key(world.key("dr")),
            Due::Fine(200, stranger),
        ),
    ]
}

fn state(world: &World) -> Vec<Row> {
    let keyed = |key: &[u8]| {
        let event = did("canary-silent", "canary-keyed", "view", ITEM);
        doing(&[event]).key(world.key("sw")).with("Idempotency-Key", key)
    };
    let malformed = || no(400, "invalid_idempotency_key");
    let agent = |value: &[u8]| get("/v1/catalog/items").key(world.key("dr")).with("User-Agent", value);
    let listed = || Due::Fine(200, json!({ "total": 3 }));
    vec![
        row(97, "256 characters", keyed("canary".repeat(43).as_bytes()), malformed()),
        row(97, "letters of another alphabet", keyed("c\u{e4}nary".as_bytes()), malformed()),
        row(97, "a space", keyed(b"canary key"), malformed()),
        row(97, "a control character", keyed(b"canary\x07"), no(400, "malformed_request")),
        row(97, "two keys", keyed(b"canary").with("Idempotency-Key", "canary"), malformed()),
        row(108, "a browser that colours", agent(b"\x1b[31mcanary\x1b[0m"), listed()),
        row(108, "a browser with 8 kB of name", agent("canary".repeat(1_365).as_bytes()), listed()),
    ]
}
