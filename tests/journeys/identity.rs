//! One person by several names: linked, found, their no on every device, merged, and forgotten as one.

use super::client::{Reply, Request, delete, get, send};
use super::running::{Running, Shop, did, doing, stocking};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";
const PHONE: &str = "canary-phone";
const MAIL: &str = "canary@example.org";

fn linking(who: &str, body: &Value) -> Request {
    send(&format!("/v1/subjects/{who}/identifiers"), body)
}

fn device(who: &str, device: &str) -> Request {
    linking(who, &json!({ "kind": "device", "value": device }))
}

fn mail(who: &str) -> Request {
    linking(who, &json!({ "kind": "contact", "value": MAIL, "verified": true, "how": "link in a mail" }))
}

fn merging(into: &str, from: &str) -> Request {
    send(&format!("/v1/subjects/{into}/merge"), &json!({ "from": from }))
}

fn resolving() -> Request {
    send("/v1/identifiers/resolve", &json!({ "kind": "contact", "value": "Canary@Example.org" }))
}

fn rung(running: &Running, who: &str) -> String {
    let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    answer["rung"].as_str().unwrap().to_owned()
}

fn shopper(running: &Running, who: &str) {
    running.says(who, "grant", &["recommend"]);
    running.must(&doing(&[did(who, &format!("{who}-bought"), "purchase", "tea")]).key(running.key("sw")));
}

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["tea", "cup"]).key(running.key("sw")));
    (shop, running)
}

fn says(running: &Running, request: &Request) -> (u16, String) {
    let reply: Reply = running.ask(request);
    assert!(!reply.text().contains("canary"), "a refusal repeats nothing: {}", reply.text());
    (reply.status, reply.code())
}

#[test]
fn an_identifier_is_linked_found_listed_let_go_and_a_stranger_again() {
    let (_shop, running) = village();
    let cw = running.key("cw").to_owned();
    let linked = running.must(&mail(ADA).key(&cw));
    assert_eq!(linked["changed"], json!(true));
    assert_eq!(running.must(&mail(ADA).key(&cw)), json!({ "id": linked["id"], "changed": false }), "once");
    assert_eq!(running.must(&resolving().key(&cw)), json!({ "subject": ADA }));
    assert_eq!(says(&running, &mail(PHONE).key(&cw)), (409, "identifier_taken".to_owned()));

    let list = get(&format!("/v1/subjects/{ADA}/identifiers"));
    let shown = running.must(&list.clone().key(&running.token(ADA, 60)));
    let one = &shown["identifiers"][0];
    assert_eq!(
        (&one["kind"], &one["value"], &one["verified"]["how"]),
        (&json!("contact"), &json!(MAIL), &json!("link in a mail"))
    );
    let masked = running.must(&list.key(&cw));
    assert_eq!(masked["identifiers"][0].get("value"), None, "a program sees no value in a list");
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(&running.token(ADA, 60)));
    assert_eq!(export["identifiers"][0]["value"], json!(MAIL));

    let id = linked["id"].as_str().unwrap();
    let let_go = delete(&format!("/v1/subjects/{ADA}/identifiers/{id}"));
    let by_other = delete(&format!("/v1/subjects/{PHONE}/identifiers/{id}")).key(&running.token(PHONE, 60));
    assert_eq!(says(&running, &by_other), (404, "not_found".to_owned()));
    assert_eq!(running.must(&let_go.clone().key(&running.token(ADA, 60))), json!({ "changed": true }));
    assert_eq!(says(&running, &let_go.key(&running.token(ADA, 60))), (404, "not_found".to_owned()));
    assert_eq!(says(&running, &resolving().key(&cw)), (404, "not_found".to_owned()));
    running.must(&mail(PHONE).key(&cw));
    running.must(&delete(&format!("/v1/subjects/{PHONE}")).key(&cw));
    assert_eq!(
        says(&running, &resolving().key(&cw)),
        (404, "not_found".to_owned()),
        "an erasure takes the names along"
    );
    running.stop();
}

#[test]
fn a_no_on_a_device_is_one_on_the_account_and_a_yes_stays_where_it_was_given() {
    let (_shop, running) = village();
    shopper(&running, ADA);
    running.must(&device(ADA, PHONE).key(running.key("cw")));
    assert_eq!((rung(&running, ADA), rung(&running, PHONE)), ("personal".to_owned(), "contextual".to_owned()));
    shopper(&running, PHONE);
    assert_eq!(rung(&running, PHONE), "personal");
    running.says(PHONE, "withdraw", &["recommend"]);
    assert_eq!((rung(&running, ADA), rung(&running, PHONE)), ("contextual".to_owned(), "contextual".to_owned()));
    running.stop();
}

#[test]
fn what_the_sdks_say_of_a_device_lets_noes_travel_and_nothing_else() {
    let (_shop, running) = village();
    shopper(&running, ADA);
    running.says(PHONE, "refuse", &["recommend"]);
    let identify = json!({ "type": "identify", "userId": ADA, "anonymousId": PHONE, "messageId": "canary-1" });
    let sent = send("/v1/batch", &json!({ "batch": [identify] })).key(running.key("sw"));
    let told = running.must(&sent);
    assert_eq!((&told["success"], &told["ignored"]), (&json!(true), &json!(1)));
    assert_eq!(rung(&running, ADA), "contextual");
    let alias = json!({ "previousId": "canary-tablet", "userId": ADA, "messageId": "canary-2" });
    running.must(&send("/v1/alias", &alias).key(running.key("sw")));
    // A merge proves as little: the device is heard of, and neither the two become one nor is anything else of it kept.
    let by = json!([{ "type": "email", "value": MAIL }, { "type": "mobile", "value": "+1-202-555-0146" }]);
    let merge = json!({ "type": "merge", "userId": ADA, "anonymousId": "canary-watch", "mergeProperties": by });
    assert_eq!(running.must(&send("/v1/merge", &merge).key(running.key("sw")))["ignored"], json!(1));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(&running.token(ADA, 60)));
    let held = export["identifiers"].as_array().unwrap();
    let names: Vec<_> = held.iter().map(|one| one["value"].as_str().unwrap()).collect();
    assert_eq!(names, [PHONE, "canary-tablet", "canary-watch"]);
    assert_eq!(export["merged"], json!([]));
    assert!(held.iter().all(|one| one.get("verified").is_none()), "an SDK's word proves nothing");
    running.stop();
}

#[test]
fn two_who_are_one_keep_what_both_allowed_and_are_forgotten_as_one() {
    let (shop, running) = village();
    let cw = running.key("cw").to_owned();
    running.must(&mail(ADA).key(&cw));
    for who in [ADA, PHONE] {
        shopper(&running, who);
    }
    assert_eq!(running.must(&merging(ADA, PHONE).key(&cw)), json!({ "subject": ADA, "changed": true }));
    assert_eq!(running.must(&merging(ADA, PHONE).key(&cw)), json!({ "subject": ADA, "changed": false }));
    let export = running.must(&get(&format!("/v1/subjects/{PHONE}/export")).key(&running.token(PHONE, 60)));
    assert_eq!((&export["subject"]["id"], export["events"].as_array().map(Vec::len)), (&json!(ADA), Some(2)));
    assert_eq!(export["merged"].as_array().map(Vec::len), Some(1));
    running.stop();

    let running = shop.serve();
    assert_eq!(rung(&running, PHONE), "personal", "the name leads to the one they are");
    running.says(PHONE, "withdraw", &["recommend"]);
    assert_eq!(rung(&running, ADA), "contextual");
    running.must(&delete(&format!("/v1/subjects/{PHONE}")).key(&cw));
    for who in [ADA, PHONE] {
        let seen = get(&format!("/v1/subjects/{who}/data")).key(&cw);
        assert_eq!(says(&running, &seen), (404, "not_found".to_owned()));
    }
    running.stop();
}

#[test]
fn under_either_name_of_two_who_are_one_every_receipt_is_where_the_list_says() {
    let (_shop, running) = village();
    running.says(ADA, "grant", &["recommend"]);
    running.says(PHONE, "withdraw", &["recommend"]);
    running.must(&merging(ADA, PHONE).key(running.key("cw")));
    for who in [ADA, PHONE] {
        let token = running.token(who, 60);
        let listed = running.must(&get(&format!("/v1/subjects/{who}/statements")).key(&token));
        let places: Vec<_> =
            listed["statements"].as_array().unwrap().iter().map(|one| &one["receipts"]["iso-27560"]).collect();
        assert_eq!(places.len(), 2);
        for place in places {
            let reply = running.ask(&get(place.as_str().unwrap()).key(&token));
            assert_eq!(reply.status, 200, "{who}: {place}");
        }
    }
    running.stop();
}

#[test]
fn an_identifier_of_somebody_else_is_taken_over_only_by_a_merge_that_is_asked_for() {
    let (_shop, running) = village();
    let cw = running.key("cw").to_owned();
    running.must(&mail(ADA).key(&cw));
    shopper(&running, ADA);
    shopper(&running, PHONE);
    let body = json!({ "kind": "contact", "value": MAIL, "merge": true });
    running.must(&linking(PHONE, &body).key(&cw));
    assert_eq!(running.must(&resolving().key(&cw)), json!({ "subject": PHONE }));
    let seen = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(&cw));
    assert_eq!(seen["subject"]["id"], json!(PHONE));
    running.stop();
}

#[test]
fn a_person_merges_only_two_whom_they_prove_to_be_both() {
    let (_shop, running) = village();
    for who in [ADA, PHONE] {
        shopper(&running, who);
    }
    let (ada, phone) = (running.token(ADA, 60), running.token(PHONE, 60));
    let alone = merging(ADA, PHONE).key(&ada);
    assert_eq!(says(&running, &alone), (403, "identity_unproven".to_owned()));
    let with_own = merging(ADA, PHONE).key(&ada).with("Assent-Subject-Token", &ada);
    assert_eq!(says(&running, &with_own), (403, "identity_unproven".to_owned()));
    assert_eq!(
        running.must(&merging(ADA, PHONE).key(&ada).with("Assent-Subject-Token", &phone))["changed"],
        json!(true)
    );
    running.must(&merging(ADA, PHONE).key(running.key("cw")).with("Sec-GPC", "1"));
    let consent = running.must(&get(&format!("/v1/consent/effective?subject={PHONE}")).key(running.key("cw")));
    assert!(consent["opt_out_since"].is_i64(), "a signal that comes with a merge stands for the one they are");
    running.stop();
}

#[test]
fn what_is_wrong_with_a_link_or_a_merge_is_said_and_nothing_repeated() {
    let (_shop, running) = village();
    let cw = running.key("cw").to_owned();
    shopper(&running, ADA);
    let long = "x".repeat(257);
    for (body, status, code) in [
        (json!({ "kind": "canary", "value": "a" }), 422, "invalid_value"),
        (json!({ "value": "canary" }), 422, "missing_field"),
        (json!({ "kind": "device" }), 422, "missing_field"),
        (json!({ "kind": "device", "value": "" }), 422, "missing_field"),
        (json!({ "kind": "device", "value": "   " }), 422, "missing_field"),
        (json!({ "kind": "device", "value": long }), 422, "limit_exceeded"),
        (json!({ "kind": "contact", "value": "canary\u{202e}" }), 422, "invalid_characters"),
        (json!({ "kind": "contact", "value": "canary\u{7}" }), 422, "invalid_characters"),
        (json!({ "kind": "contact", "value": " canary" }), 422, "invalid_characters"),
        (json!({ "kind": "contact", "value": 7 }), 422, "invalid_type"),
        (json!({ "kind": "contact", "value": "canary", "verified": true }), 422, "evidence_missing"),
        (json!({ "kind": "contact", "value": "canary", "how": "canary" }), 422, "invalid_value"),
        (json!({ "kind": "device", "value": "canary", "verified": true, "how": "a" }), 422, "invalid_value"),
        (json!({ "kind": "device", "value": "canary", "canary": 1 }), 422, "unknown_field"),
    ] {
        assert_eq!(says(&running, &linking(ADA, &body).key(&cw)), (status, code.to_owned()), "{body}");
    }
    running.must(&device(ADA, PHONE).key(&cw));
    for (request, status, code) in [
        (device(PHONE, "canary-watch"), 409, "identity_nested"),
        (merging(ADA, ADA), 422, "invalid_value"),
        (merging(ADA, "canary/x"), 422, "invalid_identifier"),
        (send(&format!("/v1/subjects/{ADA}/merge"), &json!({})), 422, "missing_field"),
        (delete(&format!("/v1/subjects/{ADA}/identifiers/canary")), 400, "invalid_identifier"),
        (get("/v1/identifiers/resolve?value=canary@example.org"), 400, "sensitive_in_url"),
    ] {
        assert_eq!(says(&running, &request.clone().key(&cw)), (status, code.to_owned()), "{request:?}");
    }
    shopper(&running, "canary-gone");
    running.must(&delete("/v1/subjects/canary-gone").key(&cw));
    let [gone, unknown] = ["canary-gone", "canary-unknown"].map(|from| running.ask(&merging(ADA, from).key(&cw)));
    assert_eq!((gone.status, &gone.body), (404, &unknown.body), "who was erased and who never was are alike");
    for kind in ["bw", "sw", "dr"] {
        let by = |request: Request| request.key(running.key(kind)).with("Origin", super::running::ORIGIN);
        for request in [mail(ADA), merging(ADA, PHONE), resolving()] {
            assert_eq!(says(&running, &by(request)), (403, "insufficient_scope".to_owned()), "{kind}");
        }
    }
    running.stop();
}

#[test]
fn no_address_of_anybody_stands_in_the_log_or_on_the_disk() {
    let (shop, running) = village();
    let cw = running.key("cw").to_owned();
    running.must(&mail(ADA).key(&cw));
    running.must(&resolving().key(&cw));
    says(&running, &mail(PHONE).key(&cw));
    assert!(!running.logged().to_lowercase().contains("canary"), "{}", running.logged());
    running.stop();
    for dir in [shop.data(), shop.keys_dir(), shop.keys_dir().join("keyring")] {
        for file in std::fs::read_dir(dir).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
            let bytes = std::fs::read(&file).unwrap();
            assert!(!bytes.windows(6).any(|w| w.eq_ignore_ascii_case(b"canary")), "{}", file.display());
        }
    }
}
