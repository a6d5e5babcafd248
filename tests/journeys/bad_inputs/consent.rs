//! Statements that may not be made as they come.

use super::{ADA, BOB, Due, Row, World, no, no_at, row};
use crate::journeys::client::{Request, send};
use crate::journeys::running::{said, saying};
use serde_json::{Value, json};

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = refused(world);
    rows.extend(withdrawn(world));
    rows
}

/// A grant of Ada's in which something is changed.
fn grant(world: &World, change: impl FnOnce(&mut Value)) -> Request {
    let mut document = said(ADA, "grant", &["message"]);
    change(&mut document);
    send("/v1/statements", &document).key(world.key("cw"))
}

fn refused(world: &World) -> Vec<Row> {
    let now =
        world.running.must(&send("/v1/subject-tokens", &json!({ "subject": ADA, "seconds": 1 })).key(world.key("cw")));
    let now = now["expires_at"].as_i64().unwrap() - 1;
    let dated = |seconds: i64| grant(world, |d| d["statements"][0]["client_time"] = json!(now + seconds));
    let without =
        |name: &'static str| grant(world, move |d| drop(d["statements"][0].as_object_mut().unwrap().remove(name)));
    vec![
        row(
            70,
            "an unknown purpose",
            grant(world, |d| d["statements"][0]["purpose"] = json!("canary")),
            no(422, "unknown_purpose"),
        ),
        row(72, "dated back", dated(-86_400), no(422, "invalid_time")),
        row(72, "dated back by six minutes", dated(-360), no(422, "invalid_time")),
        row(72, "dated ahead", dated(400), no(422, "invalid_time")),
        row(73, "for somebody else", saying(BOB, "grant", &["message"]).key(&world.ada), no(404, "not_found")),
        row(
            73,
            "for somebody else, by a program",
            saying(BOB, "grant", &["message"]).key(world.key("cw")).with("Assent-Subject-Token", &world.ada),
            no(403, "subject_mismatch"),
        ),
        row(74, "without evidence", without("evidence"), no_at(422, "evidence_missing", "/statements/0/evidence")),
        row(
            74,
            "without what was shown",
            grant(world, |d| d["statements"][0]["evidence"]["notice"] = json!(" ")),
            no_at(422, "evidence_missing", "/statements/0/evidence/notice"),
        ),
        row(75, "everything at once", without("purpose"), no(422, "bundled_consent")),
        row(
            75,
            "everything by a star",
            grant(world, |d| d["statements"][0]["purpose"] = json!("*")),
            no(422, "bundled_consent"),
        ),
        row(
            78,
            "a child alone",
            grant(world, |d| d["age"] = json!("child")),
            no_at(403, "age_gate", "/statements/0/actor"),
        ),
        row(
            56,
            "a yes by the operator",
            grant(world, |d| d["statements"][0]["actor"] = json!("operator")),
            no(403, "insufficient_scope"),
        ),
    ]
}

fn withdrawn(world: &World) -> Vec<Row> {
    let known = saying(BOB, "withdraw", &["ads"]).key(world.key("cw"));
    let unknown = saying("canary-new", "withdraw", &["ads"]).key(world.key("cw"));
    let own = saying(BOB, "withdraw", &["ads"]).key(&world.bob);
    let done = || Due::Fine(200, json!({ "recorded": 1 }));
    vec![
        row(76, "what was never granted", known.clone(), done()),
        row(76, "the same again", known, done()),
        row(76, "by a stranger", unknown, done()),
        row(76, "by a person", own, done()),
    ]
}
