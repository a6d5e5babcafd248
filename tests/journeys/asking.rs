//! What people ask for about their data: done at once where nobody is needed, else by the shop and in time.

use super::client::{get, send};
use super::running::{Running, Shop, did, doing, stocking};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";
const BOB: &str = "canary-bob";

fn shop() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea"]).key(running.key("sw")));
    for who in [ADA, BOB] {
        running.says(who, "grant", &["recommend"]);
        let bought = ["mug", "tea"].map(|item| did(who, &format!("canary-{item}"), "purchase", item));
        running.must(&doing(&bought).key(running.key("sw")));
    }
    (shop, running)
}

fn asked(who: &str, more: &Value) -> super::client::Request {
    send(&format!("/v1/subjects/{who}/requests"), more)
}

/// A request by the person themself.
fn ask(running: &Running, who: &str, more: Value) -> Value {
    running.must(&asked(who, &more).key(&running.token(who, 60)))
}

fn data_used(running: &Running, who: &str) -> (Value, Value) {
    let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    let id = answer["receipt"].as_str().unwrap();
    let receipt = running.must(&get(&format!("/v1/receipts/{id}")).key(&running.token(who, 60)));
    (answer["rung"].clone(), receipt["data_used"].clone())
}

#[test]
fn what_needs_nobody_is_done_when_the_answer_arrives() {
    let (_shop, running) = shop();
    let done = |kind: &str, more: Value| {
        let mut body = json!({ "kind": kind });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let request = ask(&running, ADA, body);
        assert_eq!(
            (&request["stage"], request["told"].as_array().map(Vec::len)),
            (&json!("done"), Some(1)),
            "{request}"
        );
        request
    };
    for kind in ["access", "portability", "recipients", "explain"] {
        done(kind, json!({}));
    }
    done("correct", json!({ "age": "adult" }));
    assert_eq!(data_used(&running, ADA), (json!("personal"), json!(2)));
    done("contest_inference", json!({ "item": "mug" }));
    assert_eq!(data_used(&running, ADA), (json!("personal"), json!(1)), "nothing is concluded from it");
    running.must(&doing(&[did(ADA, "canary-again", "purchase", "mug")]).key(running.key("sw")));
    assert_eq!(data_used(&running, ADA), (json!("personal"), json!(1)), "and it does not return");
    done("limit_sensitive", json!({}));
    done("opt_out", json!({}));
    assert_eq!(data_used(&running, ADA), (json!("personal"), json!(1)), "neither closes what is not about it");
    done("object", json!({ "purpose": "recommend" }));
    assert_eq!(data_used(&running, ADA), (json!("contextual"), json!(0)), "a no counts at once");
    done("restrict", json!({}));
    let held = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!((&held["subject"]["status"], &held["subject"]["age"]), (&json!("restricted"), &json!("adult")));
    assert_eq!(held["requests"].as_array().map(Vec::len), Some(10), "each is carried away too");
    assert_eq!(running.must(&get("/v1/requests").key(running.key("adm"))), json!({ "requests": [] }));
    let erased = ask(&running, ADA, json!({ "kind": "erase" }));
    assert_eq!((&erased["stage"], &erased["kind"]), (&json!("done"), &json!("erase")));
    assert!(!erased.to_string().contains("canary"), "the proof names nobody: {erased}");
    let gone = get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw"));
    assert_eq!(running.ask(&gone).status, 404);
    running.stop();
}

#[test]
fn the_shop_works_on_the_rest_in_time_and_says_so() {
    let (_shop, running) = shop();
    let request = ask(&running, ADA, json!({ "kind": "human_review", "says": "canary: look at this again" }));
    assert_eq!(
        (&request["stage"], &request["law"], &request["by"]),
        (&json!("received"), &json!("eu"), &json!("person"))
    );
    let id = request["id"].as_str().unwrap().to_owned();
    let days =
        |request: &Value| (request["due_at"].as_i64().unwrap() - request["received_at"].as_i64().unwrap()) / 86_400;
    assert_eq!(days(&request), 30);
    let queue = running.must(&get("/v1/requests").key(running.key("adm")))["requests"].clone();
    assert_eq!((&queue[0]["id"], &queue[0]["subject"], &queue[0]["overdue"]), (&json!(id), &json!(ADA), &json!(false)));
    let step = |who: &str, step: &str, says: &str| {
        let body = json!({ "subject": who, "step": step, "says": says });
        running.ask(&send(&format!("/v1/requests/{id}/steps"), &body).key(running.key("adm")))
    };
    assert_eq!(step(BOB, "start", "").status, 404, "not his");
    let refused = |reply: super::client::Reply, status: u16, code: &str| {
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{}", reply.text());
    };
    refused(step(ADA, "check_identity", "who are you"), 409, "identity_not_asked");
    refused(step(ADA, "answered", ""), 409, "request_step");
    refused(step(ADA, "extend", " "), 422, "missing_field");
    refused(step(ADA, "dance", ""), 422, "invalid_value");
    assert_eq!(step(ADA, "start", "").json()["stage"], json!("in_progress"));
    let extended = step(ADA, "extend", "many cases at once").json();
    assert_eq!((&extended["stage"], days(&extended)), (&json!("extended"), 90));
    refused(step(ADA, "extend", "once more"), 409, "request_step");
    let closed = step(ADA, "refuse", "the decision was right").json();
    assert_eq!((&closed["stage"], &closed["may_appeal"]), (&json!("refused"), &json!(true)));
    refused(step(ADA, "tell", "too late"), 409, "request_closed");
    let own = get(&format!("/v1/subjects/{ADA}/requests/{id}")).key(&running.token(ADA, 60));
    let told: Vec<_> = running.must(&own)["told"].as_array().unwrap().iter().map(|one| one["says"].clone()).collect();
    assert_eq!(told, ["", "many cases at once", "the decision was right"], "the person sees each reason");
    let appeal = ask(&running, ADA, json!({ "kind": "appeal", "about": id, "says": "canary: it was not" }));
    assert_eq!((&appeal["stage"], &appeal["about"]), (&json!("received"), &json!(id)));
    let nothing = asked(ADA, &json!({ "kind": "appeal", "about": "0".repeat(32) })).key(&running.token(ADA, 60));
    assert_eq!(running.ask(&nothing).status, 404);
    running.stop();
}

#[test]
fn nobody_hears_of_somebody_elses_requests() {
    let (_shop, running) = shop();
    let of_bob =
        ask(&running, BOB, json!({ "kind": "complaint", "says": "canary" }))["id"].as_str().unwrap().to_owned();
    let ada = running.token(ADA, 60);
    let unknown = running.ask(&get(&format!("/v1/subjects/canary-nobody/requests/{}", "0".repeat(32))).key(&ada));
    let attempts = [
        get(&format!("/v1/subjects/{BOB}/requests")),
        get(&format!("/v1/subjects/{BOB}/requests/{of_bob}")),
        get(&format!("/v1/subjects/{ADA}/requests/{of_bob}")),
        get(&format!("/v1/subjects/{ADA}/requests/{}", "f".repeat(32))),
        get(&format!("/v1/subjects/{BOB}/archive")),
        asked(BOB, &json!({ "kind": "erase" })),
        asked(BOB, &json!({ "kind": "access" })),
        send(&format!("/v1/subjects/{BOB}/hide"), &json!({ "item": "mug" })),
        send(&format!("/v1/subjects/{BOB}/reset"), &json!({ "how": "delete" })),
        get(&format!("/v1/subjects/{ADA}/requests/{of_bob}/steps")),
    ];
    for attempt in attempts {
        let reply = running.ask(&attempt.clone().key(&ada));
        assert_eq!((reply.status, &reply.body), (404, &unknown.body), "{attempt:?}");
    }
    for nested in ["..", "%2E%2E"] {
        let path = format!("/v1/subjects/{ADA}/requests/{nested}/{nested}/{BOB}/requests");
        let reply = running.ask(&get(&path).key(&ada));
        assert!(matches!(reply.status, 400 | 404) && !reply.text().contains("canary"), "{path}: {}", reply.text());
    }
    let mine = send(&format!("/v1/requests/{of_bob}/steps"), &json!({ "subject": BOB, "step": "revoke" }));
    assert_eq!(running.ask(&mine.key(&ada)).status, 403, "only the shop takes steps");
    let kept = running.must(&get(&format!("/v1/subjects/{BOB}/requests")).key(&running.token(BOB, 60)));
    assert_eq!(kept["requests"][0]["stage"], json!("received"));
    running.stop();
}

// === hiding and reset ===

#[test]
fn a_category_a_time_and_a_basket_are_hidden_and_a_reset_takes_everything() {
    let (_shop, running) = shop();
    let token = running.token(ADA, 900);
    let hide =
        |body: Value| running.must(&send(&format!("/v1/subjects/{ADA}/hide"), &body).key(&token))["changed"].clone();
    let used = || data_used(&running, ADA).1;
    for (what, left) in [
        (json!({ "category": "things" }), 0),
        (json!({ "category": "elsewhere" }), 2),
        (json!({ "from": 0, "to": 4_000_000_000_i64 }), 0),
        (json!({ "from": 0, "to": 1 }), 2),
        (json!({ "basket": "canary-basket" }), 2),
        (json!({ "item": "mug" }), 1),
    ] {
        assert_eq!(hide(what.clone()), json!(true));
        assert_eq!(used(), json!(left), "{what}");
        let mut back = what;
        back["hidden"] = json!(false);
        assert_eq!(hide(back), json!(true));
        assert_eq!(used(), json!(2));
    }
    for wrong in [
        json!({}),
        json!({ "item": "mug", "basket": "b" }),
        json!({ "from": 5 }),
        json!({ "from": 5, "to": 4 }),
        json!({ "item": "mug", "future": true }),
        json!({ "category": 7 }),
    ] {
        let reply = running.ask(&send(&format!("/v1/subjects/{ADA}/hide"), &wrong).key(&token));
        assert_eq!(reply.status, 422, "{wrong}: {}", reply.text());
    }
    let reset =
        |how: &str| running.must(&send(&format!("/v1/subjects/{ADA}/reset"), &json!({ "how": how })).key(&token));
    assert_eq!(reset("hide"), json!({ "acts": 2 }));
    assert_eq!(used(), json!(0));
    assert_eq!(reset("delete"), json!({ "acts": 2 }));
    let again = running.must(&doing(&[did(ADA, "canary-mug", "purchase", "mug")]).key(running.key("sw")));
    assert_eq!(again["accepted"], json!(0), "what was deleted is not taken in again in the same second");
    let held = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(&token));
    assert_eq!((&held["events"], &held["history"]), (&json!([]), &json!([])));
    running.stop();
}
