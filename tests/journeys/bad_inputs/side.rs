//! Relations, rules, carts and interests that are not taken as they come.

use super::{ADA, Due, ITEM, Row, World, no, no_at, row};
use crate::journeys::client::{Request, get, put, send};
use serde_json::{Value, json};

pub fn rows(world: &World) -> Vec<Row> {
    let mut rows = relations(world);
    rows.extend(rules(world));
    rows.extend(interests(world));
    rows.extend(asked(world));
    rows
}

fn relations(world: &World) -> Vec<Row> {
    let item = |field: &str, value: Value| {
        let mut item = json!({ "id": "canary-item", "title": "canary" });
        item[field] = value;
        send("/v1/catalog/items", &json!({ "items": [item] })).key(world.key("sw"))
    };
    let related = |relations: Value| item("relations", relations);
    let many: Vec<_> = (0..33).map(|n| format!("i{n}")).collect();
    let at = "/items/0/relations";
    vec![
        row(113, "its own upgrade", related(json!({ "upgrade_of": ["canary-item"] })), no_at(422, "invalid_value", at)),
        row(113, "its own add-on", related(json!({ "add_on_to": ["canary-item"] })), no_at(422, "invalid_value", at)),
        row(
            113,
            "too many",
            related(json!({ "add_on_to": many })),
            no_at(422, "limit_exceeded", "/items/0/relations/add_on_to"),
        ),
        row(
            113,
            "no relation that there is",
            related(json!({ "opposite_of": ["canary"] })),
            no_at(422, "unknown_field", at),
        ),
        row(
            113,
            "an item that is none",
            related(json!({ "upgrade_of": ["canary-tea", "canary tea"] })),
            no_at(422, "invalid_identifier", "/items/0/relations/upgrade_of/1"),
        ),
        row(113, "a list of relations", related(json!(["canary"])), no_at(422, "invalid_type", at)),
        row(113, "a number that is once", item("once", json!(1)), no_at(422, "invalid_type", "/items/0/once")),
        row(
            113,
            "a seller with too long a name",
            item("seller", json!("canary".repeat(40))),
            no_at(422, "limit_exceeded", "/items/0/seller"),
        ),
    ]
}

fn deep(depth: usize) -> Value {
    (0..depth).fold(json!({ "field": "tag", "has": "canary" }), |rule, _| json!({ "not": rule }))
}

fn rules(world: &World) -> Vec<Row> {
    let asked = |rule: &Value| send("/v1/recommend", &json!({ "subject": ADA, "filter": rule })).key(world.key("dr"));
    let house =
        |rule: &Value| put("/v1/catalog/filter").key(world.key("sw")).json(json!({ "filter": rule }).to_string());
    let wide = json!({ "any": vec![json!({ "field": "tag", "has": "canary" }); 100] });
    let both: [&dyn Fn(&Value) -> Request; 2] = [&asked, &house];
    let mut rows = Vec::new();
    for ask in both {
        let deepest = "/filter/not/not/not/not/not/not/not/not";
        rows.extend([
            row(93, "nested too deeply", ask(&deep(20)), no_at(422, "rule_too_complex", deepest)),
            row(93, "nested deeper than any document", ask(&deep(50)), no(400, "json_too_deep")),
            row(93, "too many terms", ask(&wide), no_at(422, "rule_too_complex", "/filter/any/99")),
            row(
                93,
                "a pattern",
                ask(&json!({ "field": "tag", "has": "canary", "matches": ".*" })),
                no_at(422, "unknown_field", "/filter"),
            ),
            row(
                93,
                "a field that is none",
                ask(&json!({ "field": "canary", "is": "canary" })),
                no_at(422, "invalid_value", "/filter/field"),
            ),
            row(
                93,
                "a sum in the place of a price",
                ask(&json!({ "field": "price", "at_most": "canary / 0" })),
                no_at(422, "invalid_type", "/filter/at_most"),
            ),
            row(93, "code", ask(&json!("canary < 5")), no_at(422, "invalid_type", "/filter")),
        ]);
    }
    rows
}

fn interests(world: &World) -> Vec<Row> {
    let say = |body: Value| put(&format!("/v1/subjects/{ADA}/interests")).key(world.key("cw")).json(body.to_string());
    let many = vec![json!({ "tag": "canary" }); 201];
    let two = json!({ "interests": [{ "tag": "canary" }, { "tag": "canary", "category": "canary" }] });
    vec![
        row(114, "too many", say(json!({ "interests": many })), no_at(422, "limit_exceeded", "/interests")),
        row(114, "about two things", say(two), no_at(422, "missing_field", "/interests/1")),
        row(
            114,
            "about nothing",
            say(json!({ "interests": [{ "likes": true }] })),
            no_at(422, "missing_field", "/interests/0"),
        ),
        row(
            114,
            "an opinion of another kind",
            say(json!({ "interests": [{ "tag": "canary", "likes": "very" }] })),
            no_at(422, "invalid_type", "/interests/0/likes"),
        ),
        row(
            114,
            "a topic with too long a name",
            say(json!({ "interests": [{ "tag": "canary".repeat(40) }] })),
            no_at(422, "limit_exceeded", "/interests/0/tag"),
        ),
        row(
            114,
            "more variety than there is",
            say(json!({ "variety": 101 })),
            no_at(422, "invalid_number", "/variety"),
        ),
        row(
            114,
            "of somebody who did not agree",
            put("/v1/subjects/canary-silent/interests")
                .key(world.key("cw"))
                .json(json!({ "interests": [{ "tag": "canary" }] }).to_string()),
            Due::Fine(200, json!({ "status": "no_consent" })),
        ),
        row(
            114,
            "and nothing was kept",
            get("/v1/subjects/canary-silent/interests").key(world.key("cw")),
            no(404, "not_found"),
        ),
    ]
}

fn asked(world: &World) -> Vec<Row> {
    let ask = |field: &str, value: Value| {
        let mut document = json!({ "subject": ADA });
        document[field] = value;
        send("/v1/recommend", &document).key(world.key("dr"))
    };
    let listed = |path: &str| get(path).key(world.key("dr")).with("X-Note", "canary");
    vec![
        row(115, "a cart of 101", ask("cart", json!(vec![ITEM; 101])), no_at(422, "limit_exceeded", "/cart")),
        row(115, "a cart of no items", ask("cart", json!(["canary mug"])), no_at(422, "invalid_identifier", "/cart")),
        row(115, "1,001 shown", ask("shown", json!(vec![ITEM; 1_001])), no_at(422, "limit_exceeded", "/shown")),
        row(115, "more exploring than half", ask("explore", json!(51)), no_at(422, "invalid_number", "/explore")),
        row(115, "a seed that is none", ask("seed", json!("canary")), no_at(422, "invalid_type", "/seed")),
        row(115, "no item of a seller", ask("seller_max", json!(0)), no_at(422, "invalid_number", "/seller_max")),
        row(
            115,
            "too long a question",
            listed(&format!("/v1/catalog/items?q={}", "canary".repeat(34))),
            no(422, "limit_exceeded"),
        ),
        row(115, "a question without a word", listed("/v1/catalog/items?q=%21"), Due::Fine(200, json!({ "total": 0 }))),
    ]
}
