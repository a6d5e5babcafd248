//! The demonstration's forms: from another site, from a page that pretends, with cookies that are none.

use super::{Due, Row, ask, check, no, row};
use crate::journeys::client::{Request, get, post};
use crate::journeys::running::{Running, assent};
use serde_json::json;
use std::collections::BTreeMap;

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (path, body) in [
        ("/choices", "rung=personal"),
        ("/preferences", "pause=yes"),
        ("/buy", "item=canary"),
        ("/hide", "item=canary&hidden=yes"),
        ("/why", "no=item:canary"),
        ("/enter", "ticket=canary"),
        ("/forget", ""),
    ] {
        let form = || post(path).form(body).with("X-Note", "canary");
        for (name, value) in [
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Site", "same-site"),
            ("Origin", "https://canary.example"),
            ("Origin", "null"),
        ] {
            rows.push(row(66, format!("{path} with {name}: {value}"), form().with(name, value), no(403, "cross_site")));
        }
    }
    let choosing = |body: &str| post("/choices").form(body).with("X-Note", "canary");
    let answering = |body: &str| post("/preferences").form(body).with("X-Note", "canary");
    let cookie = |value: &str| get("/").with("Cookie", value);
    let twice = "__Host-assent_visitor=canary; __Host-assent_visitor=canary";
    rows.extend([
        row(28, "JSON for a form", post("/choices").json("{\"canary\":1}"), no(415, "unsupported_media_type")),
        row(33, "5 kB of form", choosing(&format!("rung={}", "canary".repeat(900))), no(413, "payload_too_large")),
        row(38, "a choice that is none", choosing("rung=canary"), no(422, "invalid_value")),
        row(38, "an answer that is none", answering("purpose=train&answer=canary"), no(422, "invalid_value")),
        row(38, "a purpose that is none", answering("purpose=canary&answer=no"), no(422, "invalid_value")),
        row(38, "a yes that nobody asked for", answering("purpose=ads&answer=yes"), no(422, "invalid_value")),
        row(38, "a pause and an answer", answering("pause=yes&purpose=train&answer=no"), no(422, "invalid_value")),
        row(38, "a stranger's pause", answering("pause=yes"), no(404, "not_found")),
        row(38, "less of nothing", post("/why").form("no=canary"), no(422, "invalid_value")),
        row(
            38,
            "less and more at once",
            post("/why").form("no=item:canary&undo=item:canary"),
            no(422, "invalid_value"),
        ),
        row(38, "less of what is not there", post("/why").form("no=item:canary"), no(404, "not_found")),
        row(59, "a ticket that is none", get("/enter?ticket=canary"), no(404, "link_invalid")),
        row(59, "no ticket", get("/enter").with("X-Note", "canary"), no(404, "link_invalid")),
        row(50, "two choices", choosing("rung=personal&rung=visit"), no(400, "ambiguous_parameter")),
        row(64, "5 kB of cookies", cookie(&format!("canary={}", "a".repeat(5_000))), no(400, "invalid_cookie")),
        row(64, "the same cookie twice", cookie(twice), no(400, "invalid_cookie")),
        row(65, "a page of another origin", asking(), no(403, "origin_not_allowed")),
        row(
            61,
            "a name that a visitor gave themself",
            choosing("rung=personal").with("Cookie", "__Host-assent_visitor=canary"),
            Due::Fine(303, json!({})),
        ),
    ]);
    rows
}

/// A visitor who chose, and whose browser then sends GPC with a page that decides nothing: it stands.
fn check_opt_out(running: &Running) {
    let chosen = running.ask(&post("/choices").form("rung=personal"));
    let cookie = chosen.field("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let export = || running.ask(&get("/data/export").with("Cookie", &cookie)).json()["subject"].clone();
    assert!(export()["opt_out_first_seen"].is_null(), "{}", export());
    assert_eq!(running.ask(&get("/receipts").with("Cookie", &cookie).with("Sec-GPC", "1")).status, 200);
    assert!(export()["opt_out_first_seen"].is_i64(), "{}", export());
}

fn asking() -> Request {
    let asked = Request::of("OPTIONS", "/choices").with("Origin", "https://canary.example");
    asked.with("Access-Control-Request-Method", "POST")
}

#[test]
fn the_demonstration_takes_forms_from_its_own_pages_alone() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = assent();
    command.args(["demo", "--port", "0", "--no-open"]);
    let running = Running::start(command, dir.path().join("log"), BTreeMap::new());
    check_opt_out(&running);
    for row in rows() {
        let reply = ask(running.address, &row);
        check(running.address, &row, &reply);
        if row.number == 61 {
            let name = reply.field("set-cookie").unwrap();
            assert!(!name.contains("canary"), "a name is drawn and not taken over");
        }
        if row.number == 65 {
            assert_eq!(reply.field("access-control-allow-origin"), None);
        }
    }
    let page = running.ask(&get("/"));
    assert_eq!(page.status, 200);
    assert_eq!(page.field("set-cookie"), None, "who has not chosen has no name");
    running.stop();
}
