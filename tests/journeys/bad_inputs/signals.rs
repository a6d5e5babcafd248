//! Signals that can not be read: nothing is decided, and nothing kept, by a string that was not understood.

use super::{ADA, ITEM, Row, World, no, no_at, row};
use crate::journeys::client::send;
use crate::journeys::running::did;
use serde_json::{Value, json};

/// Their number; the catalogue ends before it.
const SIGNALS: u16 = 120;

pub fn rows(world: &World) -> Vec<Row> {
    let decode = |document: Value| send("/v1/signals/decode", &document).key(world.key("dr"));
    let decide =
        |signals: Value| send("/v1/recommend", &json!({ "subject": ADA, "signals": signals })).key(world.key("dr"));
    let event = |signals: Value| {
        let event = did(ADA, "canary-signalled", "view", ITEM);
        send("/v1/events", &json!({ "events": [event], "signals": signals })).key(world.key("sw"))
    };
    let unread = |pointer| no_at(422, "invalid_signal", pointer);
    let row = |what: &str, request, due| row(SIGNALS, what, request, due);
    vec![
        row("a TC string cut off", decode(json!({ "tcf": "Ccanary" })), unread("/tcf")),
        row("a TC string of other characters", decode(json!({ "tcf": "canary!" })), unread("/tcf")),
        row("a GPP string of another form", decode(json!({ "gpp": "canary~canary" })), unread("/gpp")),
        row("a GPP string without its section", decode(json!({ "gpp": "DBABTA", "adpc": "canary=1" })), unread("/gpp")),
        row("an ADPC field without its end", decode(json!({ "adpc": "consent=\"canary" })), unread("/adpc")),
        row(
            "a signal that is too long",
            decode(json!({ "tcf": "canary".repeat(4_000) })),
            no_at(422, "limit_exceeded", "/tcf"),
        ),
        row("a signal that is no text", decode(json!({ "tcf": ["canary"] })), no_at(422, "invalid_type", "/tcf")),
        row("gpc as a text", decode(json!({ "gpc": "canary" })), no_at(422, "invalid_type", "/gpc")),
        row("a signal of another name", decode(json!({ "canary": 1 })), no(422, "unknown_field")),
        row("a string that is none, with a decision", decide(json!({ "tcf": "Ccanary" })), unread("/signals/tcf")),
        row(
            "another signal, with a decision",
            decide(json!({ "adpc": "canary" })),
            no_at(422, "unknown_field", "/signals"),
        ),
        row("signals that are no object", decide(json!("canary")), no_at(422, "invalid_type", "/signals")),
        row("a string that is none, with an event", event(json!({ "gpp": "DB~canary" })), unread("/signals/gpp")),
        row("an ADPC field that is none", decide(json!({})).with("ADPC", "canary"), no(422, "invalid_signal")),
    ]
}
