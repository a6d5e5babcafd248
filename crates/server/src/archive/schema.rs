//! The JSON Schema of the document (draft 2020-12): every field that there is, and no other.

use crate::api::limits_schema;
use crate::api::schema::{DUE, Field, MAY, integer, list, number, object, text, time, truth, word};
use crate::dossier::FORMAT;
use serde_json::{Value, json};

/// The schema.
#[must_use]
pub fn schema() -> Value {
    let mut schema = document();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Everything that is held on a person");
    schema
}

/// The schema without its head, for the description of the interface.
#[must_use]
pub fn document() -> Value {
    object(vec![
        ("format", word(&[FORMAT]), DUE),
        ("made_at", time(), DUE),
        ("subject", subject(), DUE),
        ("identifiers", many(identifier()), DUE),
        ("merged", many(merged()), DUE),
        ("notices", many(vec![("key", string(), DUE), ("version", count(), DUE), ("shown_at", time(), DUE)]), DUE),
        ("statements", many(statement()), DUE),
        ("lapsed", list(count(), usize::MAX), DUE),
        ("events", many(event()), DUE),
        ("history", many(act()), DUE),
        ("hidden", list(string(), usize::MAX), DUE),
        ("veils", many(veil()), DUE),
        ("interests", many(interest()), DUE),
        (
            "variety",
            or_none(object(vec![("percent", count(), DUE), ("time", time(), DUE), ("purposes", strings(), DUE)])),
            DUE,
        ),
        ("inferences", many(inference()), DUE),
        ("requests", many(request()), DUE),
        ("trials", many(trial()), DUE),
        ("receipts", many(receipt()), DUE),
        ("recipients", many(recipient()), DUE),
        ("disclosures", many(disclosure()), DUE),
        ("outbox", many(crate::api::waiting_fields()), DUE),
        ("about", json!({"type": "object"}), DUE),
    ])
}

fn many(fields: Vec<Field>) -> Value {
    list(object(fields), usize::MAX)
}

fn string() -> Value {
    json!({"type": "string"})
}

fn strings() -> Value {
    list(string(), usize::MAX)
}

fn count() -> Value {
    integer(0, i64::MAX)
}

/// The same, or nothing.
fn or_none(of: Value) -> Value {
    json!({"anyOf": [of, {"type": "null"}]})
}

fn subject() -> Value {
    object(vec![
        ("id", string(), DUE),
        ("since", time(), DUE),
        ("status", string(), DUE),
        ("paused", truth(), DUE),
        ("paused_until", or_none(time()), DUE),
        ("limits", limits(), DUE),
        ("age", word(&["adult", "teen", "child", "unknown"]), DUE),
        ("jurisdictions", strings(), DUE),
        ("opt_out_first_seen", or_none(time()), DUE),
        ("asked_at", or_none(time()), DUE),
        ("deferred_at", or_none(time()), DUE),
        ("cleared_at", or_none(time()), DUE),
        ("took_back_at", or_none(time()), DUE),
        ("ledger_head", text(64), DUE),
    ])
}

fn limits() -> Value {
    let mut fields = limits_schema(DUE);
    fields.push(("set_at", or_none(time()), DUE));
    fields.push(("sent", many(vec![("channel", string(), DUE), ("at", time(), DUE)]), DUE));
    object(fields)
}

fn identifier() -> Vec<Field> {
    let verified = object(vec![("how", string(), DUE), ("at", time(), DUE)]);
    vec![
        ("id", text(32), DUE),
        ("kind", string(), DUE),
        ("since", time(), DUE),
        ("verified", verified, MAY),
        ("value", string(), DUE),
    ]
}

fn merged() -> Vec<Field> {
    vec![
        ("at", time(), DUE),
        ("verified_since", or_none(time()), DUE),
        ("other_verified_since", or_none(time()), DUE),
        ("first_statement", count(), DUE),
    ]
}

fn statement() -> Vec<Field> {
    let evidence = object(vec![("notice", string(), DUE), ("how", string(), DUE)]);
    let shown = object(vec![
        ("notice", count(), DUE),
        ("version", count(), DUE),
        ("language", string(), DUE),
        ("shown_at", time(), DUE),
        ("serial", string(), DUE),
        ("told", strings(), DUE),
    ]);
    vec![
        ("kind", string(), DUE),
        ("purpose", string(), DUE),
        ("category", string(), DUE),
        ("recipient", string(), DUE),
        ("channel", string(), DUE),
        ("client_time", time(), DUE),
        ("received_at", time(), DUE),
        ("actor", string(), DUE),
        ("explicit", truth(), DUE),
        ("past_data", truth(), DUE),
        ("overrides_opt_out", or_none(time()), DUE),
        ("notice_current", truth(), DUE),
        ("notice_shown_at", or_none(time()), DUE),
        ("notice_shown", or_none(shown), DUE),
        ("evidence", evidence, DUE),
    ]
}

fn trial() -> Vec<Field> {
    vec![
        ("decision", string(), DUE),
        ("of", string(), DUE),
        ("name", string(), DUE),
        ("version", count(), DUE),
        ("cell", string(), DUE),
        ("leaning", string(), DUE),
        ("chosen", string(), DUE),
        ("propensity", number(), DUE),
        ("at", time(), DUE),
        ("outcome", or_none(string()), DUE),
    ]
}

/// One of the first five says what it is about.
fn interest() -> Vec<Field> {
    vec![
        ("category", string(), MAY),
        ("tag", string(), MAY),
        ("seller", string(), MAY),
        ("item", string(), MAY),
        ("like", string(), MAY),
        ("likes", truth(), DUE),
        ("time", time(), DUE),
        ("purposes", strings(), DUE),
    ]
}

fn event() -> Vec<Field> {
    vec![
        ("id", string(), DUE),
        ("item", string(), DUE),
        ("verb", word(&["purchase", "return", "view", "rating"]), DUE),
        ("category", string(), DUE),
        ("time", time(), DUE),
        ("at_arrival", truth(), DUE),
        ("quantity", count(), DUE),
        ("rating_tenths", or_none(count()), DUE),
        ("basket", or_none(string()), DUE),
        ("ceiling", or_none(strings()), DUE),
        ("purposes", strings(), DUE),
    ]
}

fn act() -> Vec<Field> {
    vec![
        ("item", string(), DUE),
        ("verb", word(&["purchase", "return", "view", "rating"]), DUE),
        ("time", time(), DUE),
        ("quantity", count(), DUE),
        ("rating_tenths", or_none(count()), DUE),
        ("purposes", strings(), DUE),
        ("channel", string(), DUE),
        ("basket_digest", or_none(text(16)), DUE),
    ]
}

fn veil() -> Vec<Field> {
    vec![
        ("kind", word(&["item", "category", "period", "basket"]), DUE),
        ("item", string(), MAY),
        ("category", string(), MAY),
        ("future", truth(), MAY),
        ("from", time(), MAY),
        ("to", time(), MAY),
        ("basket", string(), MAY),
        ("since", time(), DUE),
        ("contested", truth(), DUE),
    ]
}

fn inference() -> Vec<Field> {
    vec![
        ("receipt", text(32), DUE),
        ("at", time(), DUE),
        ("purpose", string(), DUE),
        ("item", string(), DUE),
        ("term", string(), DUE),
        ("weight", number(), DUE),
        ("from_items", strings(), DUE),
    ]
}

fn recipient() -> Vec<Field> {
    vec![
        ("number", count(), DUE),
        ("key", string(), DUE),
        ("name", string(), DUE),
        ("role", word(&["processor", "joint", "controller"]), DUE),
        ("purposes", strings(), DUE),
        ("regions", strings(), DUE),
        ("sub_processors", strings(), DUE),
        ("removed_at", or_none(time()), DUE),
    ]
}

fn disclosure() -> Vec<Field> {
    vec![
        ("recipient", count(), DUE),
        ("name", string(), DUE),
        ("known_as", text(32), DUE),
        ("purpose", string(), DUE),
        ("what", word(&["activity", "consent", "withdrawal"]), DUE),
        ("count", count(), DUE),
        ("categories", strings(), DUE),
        ("at", time(), DUE),
        ("message", text(36), DUE),
        ("sha256", text(64), DUE),
        ("policy_version", count(), DUE),
        ("ledger_head", text(64), DUE),
    ]
}

/// A request of a person, as it is listed too.
#[must_use]
pub fn request() -> Vec<Field> {
    let told = object(vec![("at", time(), DUE), ("stage", string(), DUE), ("says", string(), DUE)]);
    vec![
        ("id", text(32), DUE),
        ("kind", word(&domain::RequestKind::ALL.map(domain::RequestKind::as_str)), DUE),
        ("by", word(&["person", "shop", "agent"]), DUE),
        ("agent", or_none(string()), DUE),
        ("says", string(), DUE),
        ("about", or_none(string()), DUE),
        ("law", string(), DUE),
        ("received_at", time(), DUE),
        ("due_at", time(), DUE),
        ("may_extend_seconds", count(), DUE),
        ("may_stop_seconds", count(), DUE),
        ("clock_stopped_at", or_none(time()), DUE),
        ("stage", string(), DUE),
        ("closed_at", or_none(time()), DUE),
        ("may_appeal", truth(), DUE),
        ("told", list(told, usize::MAX), DUE),
    ]
}

fn receipt() -> Vec<Field> {
    let any = || json!({"type": "object"});
    vec![
        ("id", text(32), DUE),
        ("at", time(), DUE),
        ("purpose", string(), DUE),
        ("channel", string(), DUE),
        ("jurisdictions", strings(), DUE),
        ("policy_version", count(), DUE),
        ("ledger_head", string(), DUE),
        ("gates", list(any(), usize::MAX), DUE),
        ("rung", word(&domain::Rung::ALL.map(domain::Rung::as_str)), DUE),
        ("data_used", count(), DUE),
        ("reasons", list(any(), usize::MAX), DUE),
        ("given", any(), MAY),
        ("drawn", list(any(), 2), MAY),
        ("group", any(), MAY),
        ("beside", truth(), MAY),
    ]
}
