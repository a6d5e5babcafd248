//! Keys of programs that would be of no use, and askers who may not have any.

use super::{Row, World, no, no_at, row};
use crate::journeys::client::{delete, get, send};
use serde_json::{Value, json};

pub fn rows(world: &World) -> Vec<Row> {
    let adm = world.key("adm");
    let made = |change: Value| {
        let mut document = json!({ "kind": "bw", "label": "canary", "origins": ["https://shop.example"] });
        document.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        send("/v1/keys", &document).key(adm)
    };
    let mut rows = vec![
        row(111, "an unknown kind", made(json!({ "kind": "zz" })), no_at(422, "invalid_value", "/kind")),
        row(111, "no kind", made(json!({ "kind": null })), no_at(422, "missing_field", "/kind")),
        row(
            111,
            "no label",
            made(json!({ "label": null })).with("X-Note", "canary"),
            no_at(422, "missing_field", "/label"),
        ),
        row(
            111,
            "a label of nothing",
            made(json!({ "label": " ", "origins": ["https://canary.example"] })),
            no_at(422, "invalid_value", "/label"),
        ),
        row(111, "a long label", made(json!({ "label": "canary".repeat(40) })), no_at(422, "limit_exceeded", "/label")),
        row(
            111,
            "a label that a screen obeys",
            made(json!({ "label": "canary\u{1b}[31m" })),
            no(422, "invalid_characters"),
        ),
        row(111, "a browser from nowhere", made(json!({ "origins": [] })), no_at(422, "missing_field", "/origins")),
        row(111, "a server from a page", made(json!({ "kind": "sw" })), no_at(422, "invalid_value", "/origins")),
        row(
            111,
            "17 origins",
            made(json!({ "origins": vec!["https://canary.example"; 17] })),
            no_at(422, "limit_exceeded", "/origins"),
        ),
        row(111, "a field of nobody", made(json!({ "secret": "canary" })), no(422, "unknown_field")),
        row(111, "a key that is none", delete("/v1/keys/canary").key(adm), no(404, "not_found")),
        row(
            56,
            "keys for a key of the shop's server",
            get("/v1/keys").key(world.key("sw")).with("X-Note", "canary"),
            no(403, "insufficient_scope"),
        ),
        row(
            56,
            "keys for a person",
            get("/v1/keys").key(&world.ada).with("X-Note", "canary"),
            no(403, "insufficient_scope"),
        ),
    ];
    for origin in ["null", "https://canary.example/", "https://Canary.example", "https://canary.example:443"] {
        let second = made(json!({ "origins": ["https://shop.example", origin] }));
        rows.push(row(111, origin, second, no_at(422, "invalid_url", "/origins/1")));
    }
    rows
}
