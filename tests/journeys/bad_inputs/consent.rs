//! Statements that may not be made as they come.

use super::{ADA, BOB, Due, Row, World, no, no_at, row};
use crate::journeys::client::{Request, send};
use crate::journeys::notices;
use crate::journeys::running::{said, saying};
use serde_json::{Value, json};

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = refused(world);
    rows.extend(shown_otherwise(world));
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
        row(72, "from a clock that is a year late", dated(-31_536_000), no(422, "invalid_time")),
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

/// What answers a notice that was not shown so, or not to them, or is no longer so.
fn shown_otherwise(world: &World) -> Vec<Row> {
    let adm = world.key("adm");
    let mut notice = notices::about("measure", "bad-inputs");
    let publish = |notice: &Value| drop(world.running.must(&send("/v1/notices", notice).key(adm)));
    let served = |who: &str| {
        let asked = send("/v1/notices/bad-inputs/served", &json!({ "subject": who })).key(world.key("cw"));
        world.running.must(&asked)["snapshot"].as_str().unwrap().to_owned()
    };
    publish(&notice);
    let (outdated, forged) = (served(ADA), served(ADA).replace('a', "b"));
    notice["purposes"][0]["recipients"] = json!(["An Agency"]);
    publish(&notice);
    const EVE: &str = "canary-eve";
    let (others, used) = (served(BOB), served(EVE));
    let says = |who: &'static str, snapshot: &str| {
        let snapshot = snapshot.to_owned();
        grant(world, move |d| {
            d["subject"] = json!(who);
            d["statements"][0]["purpose"] = json!("measure");
            d["statements"][0]["evidence"] = json!({ "snapshot": snapshot, "how": "a button" });
        })
    };
    let yes = |snapshot: &str| says(ADA, snapshot);
    world.running.must(&says(EVE, &used));
    let beyond = served(ADA);
    let other_purpose =
        grant(world, |d| d["statements"][0]["evidence"] = json!({ "snapshot": beyond, "how": "a button" }));
    vec![
        row(71, "a notice that was changed since", yes(&outdated), no(409, "notice_version_conflict")),
        row(71, "a forged snapshot", yes(&forged), no(422, "snapshot_invalid")),
        row(71, "a snapshot of somebody else", yes(&others), no(422, "snapshot_invalid")),
        row(71, "a snapshot that was answered", says(EVE, &used), no(409, "snapshot_used")),
        row(71, "a notice that did not tell of it", other_purpose, no(422, "not_in_notice")),
        row(
            71,
            "no snapshot where there is a notice",
            grant(world, |d| d["statements"][0]["purpose"] = json!("measure")),
            no(422, "evidence_missing"),
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
