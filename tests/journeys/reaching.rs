//! How a person is reached over HTTP: whether a message may go out, and what they set about it, in force for the next one.

use super::client::{get, put, send};
use super::running::{Running, Shop, stocking};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";

fn shop() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug"]).key(running.key("sw")));
    running.says(ADA, "grant", &["message"]);
    (shop, running)
}

fn may_send(running: &Running, more: Value) -> Value {
    let mut body = json!({ "subject": ADA, "channel": "email", "jurisdictions": ["eu"] });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    running.must(&send("/v1/messages", &body).key(running.key("dr")))
}

/// Set by the person themself.
fn set(running: &Running, limits: &Value) -> Value {
    let path = format!("/v1/subjects/{ADA}/limits");
    running.must(&put(&path).key(&running.token(ADA, 60)).json(limits.to_string()))
}

#[track_caller]
fn check(answer: &Value, codes: &[&str]) {
    assert_eq!((&answer["send"], &answer["reasons"]), (&json!(codes.is_empty()), &json!(codes)), "{answer}");
    assert_eq!(answer["reasons_say"].as_array().map(Vec::len), Some(codes.len()));
}

#[test]
fn each_limit_holds_for_the_next_message_and_a_no_for_all() {
    let (_shop, running) = shop();
    check(&may_send(&running, json!({})), &[]);
    let once = json!({ "weekly": [{ "channel": "email", "most": 1 }], "quiet": [], "topics_off": [] });
    assert_eq!(set(&running, &once), once, "one was sent already, and counts");
    let capped = may_send(&running, json!({}));
    check(&capped, &["G5.cap_reached"]);
    assert!(capped["not_before"].is_i64(), "{capped}");
    check(&may_send(&running, json!({ "channel": "push" })), &[]);
    set(&running, &json!({ "topics_off": ["Garden"] }));
    check(&may_send(&running, json!({ "topic": "Garden" })), &["G5.topic_off"]);
    check(&may_send(&running, json!({ "topic": "Kitchen", "item": "mug" })), &[]);
    let day = json!({ "quiet": [{ "from_minute": 1, "to_minute": 0, "zone": "Europe/Berlin" }] });
    set(&running, &day);
    let quiet = may_send(&running, json!({}));
    // But for one minute of the day it is quiet.
    assert!(quiet["send"] == json!(true) || quiet["reasons"] == json!(["G5.quiet_hours"]), "{quiet}");
    set(&running, &json!({}));
    check(&may_send(&running, json!({ "topic": "Garden" })), &[]);
    running.says(ADA, "withdraw", &["message"]);
    check(&may_send(&running, json!({})), &["G6.no_valid_grant"]);
    running.stop();
}

#[test]
fn what_is_set_is_shown_carried_away_and_nobody_elses_to_change() {
    let (_shop, running) = shop();
    let limits = json!({
        "weekly": [{ "channel": "push", "most": 3 }],
        "quiet": [{ "from_minute": 1_320, "to_minute": 420, "zone": "Europe/Berlin" }],
        "topics_off": ["Garden"],
    });
    set(&running, &limits);
    let path = format!("/v1/subjects/{ADA}/limits");
    assert_eq!(running.must(&get(&path).key(running.key("cw"))), limits);
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    let held = &export["subject"]["limits"];
    assert_eq!((&held["weekly"], &held["quiet"], held["set_at"].is_i64()), (&limits["weekly"], &limits["quiet"], true));
    let other = put(&path).key(&running.token("canary-bob", 60)).json(limits.to_string());
    assert_eq!(running.ask(&other).status, 404, "somebody else's are not found");
    assert_eq!(running.ask(&put(&path).key(running.key("dr")).json(limits.to_string())).status, 403);
    running.stop();
}

#[test]
fn a_pause_with_an_end_is_taken_for_a_time_to_come_and_shown() {
    let (_shop, running) = shop();
    let say = |until: Value| {
        running.ask(&send("/v1/statements", &json!({ "subject": ADA, "paused_until": until })).key(running.key("cw")))
    };
    assert_eq!(say(json!(1_000_000)).code(), "invalid_time");
    assert_eq!(say(json!("tomorrow")).code(), "invalid_type");
    let until = 4_000_000_000_i64;
    assert_eq!(say(json!(until)).status, 200);
    let paused = may_send(&running, json!({}));
    check(&paused, &["G5.paused"]);
    assert_eq!(paused["not_before"], json!(until));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(export["subject"]["paused_until"], json!(until));
    running.must(&send("/v1/statements", &json!({ "subject": ADA, "paused": false })).key(running.key("cw")));
    check(&may_send(&running, json!({})), &[]);
    running.stop();
}

#[test]
fn what_is_wrong_with_a_limit_or_a_message_is_told_and_nothing_changes() {
    let (_shop, running) = shop();
    let path = format!("/v1/subjects/{ADA}/limits");
    let kept = json!({ "weekly": [{ "channel": "email", "most": 2 }], "quiet": [], "topics_off": [] });
    set(&running, &kept);
    for (limits, code) in [
        (json!({ "weekly": [{ "channel": "pigeon", "most": 1 }] }), "invalid_value"),
        (json!({ "weekly": [{ "channel": "email" }] }), "missing_field"),
        (json!({ "weekly": [{ "channel": "email", "most": 51 }] }), "invalid_number"),
        (json!({ "weekly": [{ "channel": "email", "most": 1 }, { "channel": "email", "most": 2 }] }), "invalid_value"),
        (json!({ "quiet": [{ "from_minute": 60, "to_minute": 60, "zone": "UTC" }] }), "invalid_time"),
        (json!({ "quiet": [{ "from_minute": 60, "to_minute": 1_441, "zone": "UTC" }] }), "invalid_number"),
        (json!({ "quiet": [{ "from_minute": 60, "to_minute": 61, "zone": "Mars" }] }), "invalid_value"),
        (json!({ "quiet": [{ "from_minute": 60, "to_minute": 61 }] }), "missing_field"),
        (json!({ "quiet": vec![json!({ "from_minute": 1, "to_minute": 2, "zone": "UTC" }); 9] }), "limit_exceeded"),
        (json!({ "topics_off": (0..201).map(|n| format!("canary{n}")).collect::<Vec<_>>() }), "limit_exceeded"),
        (json!({ "never": true }), "unknown_field"),
    ] {
        let answer = running.ask(&put(&path).key(running.key("cw")).json(limits.to_string()));
        assert_eq!((answer.status, answer.code()), (422, code.to_owned()), "{limits}");
    }
    assert_eq!(running.must(&get(&path).key(running.key("cw"))), kept);
    for (message, status, code) in [
        (json!({ "subject": ADA }), 422, "missing_field"),
        (json!({ "subject": ADA, "channel": "pigeon" }), 422, "invalid_value"),
        (json!({ "subject": ADA, "channel": "email", "item": "canary-none" }), 404, "not_found"),
    ] {
        let answer = running.ask(&send("/v1/messages", &message).key(running.key("dr")));
        assert_eq!((answer.status, answer.code()), (status, code.to_owned()), "{message}");
    }
    running.stop();
}
