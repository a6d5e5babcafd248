//! Who asks: nobody known, somebody for somebody else, a browser from elsewhere.

use super::{ADA, BOB, Due, ITEM, Row, World, no, row};
use crate::journeys::client::{Request, get, post, send};
use crate::journeys::running::{ORIGIN, did, doing, saying};
use serde_json::json;

/// How many ways a token is changed.
const MUTATIONS: usize = 60;

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = strangers(world);
    rows.extend(changed(world));
    rows.extend(scopes(world));
    rows.extend(browsers(world));
    rows.extend(others(world));
    rows
}

fn listing() -> Request {
    get("/v1/catalog/items").with("X-Note", "canary")
}

fn strangers(world: &World) -> Vec<Row> {
    let check = |number, what: &str, value: &str| {
        row(number, what, listing().with("Authorization", value), no(401, "unauthenticated"))
    };
    let key = world.key("dr");
    let secret = key.rsplit('_').next().unwrap();
    let flipped = flip(key, key.len() - 1);
    let [token, foreign] = &world.foreign;
    vec![
        row(53, "no key", listing(), no(401, "unauthenticated")),
        check(53, "no scheme", key),
        check(53, "another scheme", "Basic Y2FuYXJ5OmNhbmFyeQ=="),
        check(53, "nothing behind the scheme", "Bearer "),
        check(53, "an unknown key", "Bearer assent_dr_00000000_00000000000000000000000000000000"),
        check(53, "a key of a kind that is none", &format!("Bearer {}", key.replace("_dr_", "_zz_"))),
        row(53, "a key twice", listing().key(key).key(key), no(401, "unauthenticated")),
        check(54, "an expired token", &format!("Bearer {}", world.expired)),
        check(54, "a revoked key", &format!("Bearer {}", world.revoked)),
        check(54, "the secret under another name", &format!("Bearer assent_dr_00000000_{secret}")),
        check(54, "the secret under another kind", &format!("Bearer {}", key.replace("_dr_", "_adm_"))),
        check(54, "a flipped bit", &format!("Bearer {flipped}")),
        check(55, "a token of another shop", &format!("Bearer {token}")),
        check(55, "a key of another shop", &format!("Bearer {foreign}")),
        check(58, "a token without signature", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnktYWRhIn0."),
        check(
            58,
            "a token that names its key",
            "Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6Ii4uLy4uL2V0Yy9wYXNzd2QifQ.e30.AAAA",
        ),
    ]
}

/// Tokens that are nearly right, on a route that takes tokens and on one that is about the person.
fn changed(world: &World) -> Vec<Row> {
    let mut rows = Vec::new();
    for number in 0..MUTATIONS {
        let token = mutate(&world.ada, number);
        let about = get(&format!("/v1/subjects/{ADA}/data")).key(&token);
        let what = format!("change {number} of a token");
        rows.push(row(58, what.clone(), about, no(401, "unauthenticated")));
        rows.push(row(58, what, listing().key(&token), no(401, "unauthenticated")));
    }
    rows
}

/// Bits flipped all along, pieces cut off, added, doubled, exchanged.
fn mutate(token: &str, number: usize) -> String {
    let head = "assent_st_".len();
    let at = head + number * 7 % (token.len() - head);
    match number % 6 {
        0 | 1 => flip(token, at),
        2 => token[..at].to_owned(),
        3 => format!("{token}{}", &token[at..]),
        4 => format!("{}{}{}", &token[..at], "00", &token[at..]),
        _ => format!("{}{}", &token[..head], token[head..].chars().rev().collect::<String>()),
    }
}

/// Another hexadecimal digit in its place.
fn flip(token: &str, at: usize) -> String {
    let other = if token.as_bytes()[at] == b'0' { "1" } else { "0" };
    format!("{}{other}{}", &token[..at], &token[at + 1..])
}

fn scopes(world: &World) -> Vec<Row> {
    let event = || doing(&[did(ADA, "canary-scope", "view", ITEM)]);
    let check = |what: &str, request: Request| row(56, what, request, no(403, "insufficient_scope"));
    vec![
        check("events with a key for decisions", event().key(world.key("dr"))),
        check(
            "decisions with a key for events",
            send("/v1/recommend", &json!({ "subject": ADA })).key(world.key("sw")),
        ),
        check("statements with a key for events", saying(ADA, "grant", &["ads"]).key(world.key("sw"))),
        check(
            "a person's data with a key for decisions",
            get(&format!("/v1/subjects/{ADA}/export")).key(world.key("dr")),
        ),
        check(
            "learning with a key for statements",
            post("/v1/model/train").key(world.key("cw")).with("X-Note", "canary"),
        ),
        check("a token with a token", send("/v1/subject-tokens", &json!({ "subject": ADA })).key(&world.ada)),
    ]
}

fn browsers(world: &World) -> Vec<Row> {
    let event = || doing(&[did(ADA, "canary-browser", "view", ITEM)]);
    let bw = world.key("bw");
    let asking = |origin: &str| {
        let asked = Request::of("OPTIONS", "/v1/events").with("Origin", origin).with("X-Note", "canary");
        asked.with("Access-Control-Request-Method", "POST")
    };
    let mut rows = vec![
        row(62, "from nowhere", event().key(bw), no(403, "origin_not_allowed")),
        row(63, "for somebody, unproven", event().key(bw).with("Origin", ORIGIN), no(403, "identity_unproven")),
        row(63, "for somebody, once proven", world.by_browser(event(), &world.expired), no(403, "identity_unproven")),
        row(
            63,
            "for somebody, proven elsewhere",
            world.by_browser(event(), &world.foreign[0]),
            no(403, "identity_unproven"),
        ),
        row(63, "for somebody, forged", world.by_browser(event(), &flip(&world.ada, 40)), no(403, "identity_unproven")),
        row(65, "the shop's own page", asking(ORIGIN), Due::Fine(204, json!({}))),
    ];
    for origin in ["https://canary.example", "null", "http://shop.example", "https://shop.example.canary.example"] {
        rows.push(row(62, origin, event().key(bw).with("Origin", origin), no(403, "origin_not_allowed")));
        rows.push(row(65, origin, asking(origin), no(403, "origin_not_allowed")));
    }
    rows
}

fn others(world: &World) -> Vec<Row> {
    let for_bob = doing(&[did(BOB, "canary-other", "view", ITEM)]);
    let many: Vec<_> = (0..61).map(|n| did(ADA, &format!("canary-many-{n}"), "view", ITEM)).collect();
    let mixed = doing(&[did(ADA, "canary-mixed", "view", ITEM), did(BOB, "canary-mixed", "view", ITEM)]);
    let taken_back =
        post(&format!("/v1/subjects/{ADA}")).with("X-HTTP-Method-Override", "DELETE").key(world.key("adm"));
    let exported = get(&format!("/v1/subjects/{ADA}/data")).with("X-HTTP-Method-Override", "DELETE");
    vec![
        row(
            57,
            "a browser for somebody else",
            world.by_browser(for_bob.clone(), &world.ada),
            no(403, "subject_mismatch"),
        ),
        row(
            57,
            "a program for two",
            send("/v1/recommend", &json!({ "subject": BOB }))
                .key(world.key("dr"))
                .with("Assent-Subject-Token", &world.ada),
            no(403, "subject_mismatch"),
        ),
        row(82, "events of two through a browser", world.by_browser(mixed, &world.ada), no(403, "subject_mismatch")),
        row(
            82,
            "more than ever pass at once, through a browser",
            world.by_browser(doing(&many), &world.ada),
            no(422, "limit_exceeded"),
        ),
        row(82, "more than ever pass at once, with a token", doing(&many).key(&world.ada), no(422, "limit_exceeded")),
        row(47, "a person for somebody else", for_bob.key(&world.ada), no(404, "not_found")),
        row(67, "another method in a field", taken_back, Due::ProblemWith(405, "method_not_allowed", "allow")),
        row(
            67,
            "another method in a field of a GET",
            exported.key(world.key("adm")),
            Due::Fine(200, json!({ "statements": 2 })),
        ),
        row(
            13,
            "a spoofed host",
            listing().key(world.key("dr")).with("X-Forwarded-Host", "canary.example"),
            Due::Fine(200, json!({ "total": 3 })),
        ),
    ]
}
