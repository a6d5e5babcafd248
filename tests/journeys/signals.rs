//! Signals of browsers and consent platforms: they stand, they restrict, they are shown, and they never grant.

use super::client::{Request, delete, get, post, send};
use super::matrix::{Operation, prepare};
use super::running::{ORIGIN, Running, Shop, did, doing, stocking};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";
/// Every bit set, for others and for the publisher, with the vendors shown: as much of a yes as a TC string can be.
const YES: &str = "CAAAAAAAAAAAAAAAAAAAAFCgAP_wAAAAAAAAAAAAAAAA.IAAA.f_wAAAAAAA";
/// The same with not a bit set.
const NO: &str = "CAAAAAAAAAAAAAAAAAAAAFCgAAAAAAAAAAAAAAAAAAAA.IAAA.YAAAAAAAAA";
/// California: opted out of sale.
const OPTED_OUT: &str = "DBABBg~BVYAAAAA.QA";

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea"]).key(running.key("sw")));
    running.says(ADA, "grant", &["recommend", "train", "ads", "measure"]);
    running.must(&doing(&[did(ADA, "canary-first", "view", "mug")]).key(running.key("sw")));
    (shop, running)
}

fn consent(running: &Running, who: &str) -> Value {
    running.must(&get(&format!("/v1/consent/effective?subject={who}")).key(running.key("cw")))
}

/// The reasons why a purpose may not use what was looked at.
fn closed(consent: &Value, purpose: &str) -> Vec<String> {
    let effective = consent["effective"].as_array().unwrap();
    let found = effective.iter().find(|e| e["purpose"] == purpose && e["category"] == "activity.view").unwrap();
    found["reasons"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect()
}

fn recommended(running: &Running, more: &Value) -> Request {
    let mut asked = json!({ "subject": ADA });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    send("/v1/recommend", &asked).key(running.key("dr"))
}

// === Global Privacy Control ===

/// Asks on every route that this is about, with GPC, each about a person of their own; after that it has to stand.
fn check_stands(about: fn(&Operation) -> bool, ask: fn(&Running, &Operation, Request, &str) -> Request) -> usize {
    let shop = Shop::new();
    let running = shop.serve_with_pages();
    let mut asked = 0;
    for operation in Operation::all().iter().filter(|operation| about(operation) && !erases(operation)) {
        let (who, item) = (format!("canary-{asked}"), format!("canary-item-{asked}"));
        let receipt = prepare(&running, &who, &item);
        assert_eq!(consent(&running, &who)["opt_out_since"], Value::Null);
        let request = operation.request(&who, &item, &receipt, &running);
        running.must(&ask(&running, operation, request, &who).with("Sec-GPC", "1"));
        let after = consent(&running, &who);
        let told = || format!("{} {}: {after}", operation.method, operation.path);
        assert!(after["opt_out_since"].as_i64().is_some_and(|since| since > 1_700_000_000), "{}", told());
        assert!(closed(&after, "ads").contains(&"G7.gpc".to_owned()), "{}", told());
        assert!(closed(&after, "recommend").is_empty(), "{}", told());
        asked += 1;
    }
    running.stop();
    asked
}

/// After an erasure there is nobody of whom an opt-out could be kept; and a merge closes what is looked at here.
fn erases(operation: &Operation) -> bool {
    let path = operation.path.as_str();
    (operation.method, path) == ("DELETE", "/v1/subjects/{subject}") || path == "/v1/subjects/{subject}/merge"
}

#[test]
fn gpc_stands_after_any_route_that_a_person_may_ask_on() {
    let asked =
        check_stands(|operation| operation.person, |running, _, request, who| request.key(&running.token(who, 60)));
    assert!(asked >= 13, "{asked} routes");
}

#[test]
fn gpc_stands_after_any_route_where_a_program_names_the_person() {
    let by = |running: &Running, _: &Operation, request: Request, _: &str| request.key(running.key("adm"));
    let asked = check_stands(|operation| operation.about_a_person, by);
    assert!(asked >= 11, "{asked} routes");
}

#[test]
fn gpc_stands_after_any_route_where_a_program_sends_the_person_s_token_along() {
    let by = |running: &Running, _: &Operation, request: Request, who: &str| {
        request.key(running.key("adm")).with("Assent-Subject-Token", running.token(who, 60))
    };
    let asked = check_stands(|operation| operation.keys.is_some(), by);
    assert!(asked >= 19, "{asked} routes");
}

#[test]
fn an_erasure_with_gpc_leaves_nothing() {
    let (_shop, running) = village();
    let token = running.token(ADA, 60);
    running.must(&delete(&format!("/v1/subjects/{ADA}")).key(&token).with("Sec-GPC", "1"));
    assert_eq!(running.ask(&get(&format!("/v1/subjects/{ADA}/data")).key(running.key("cw"))).status, 404);
    running.stop();
}

#[test]
fn gpc_is_one_and_nothing_else_and_its_first_sight_stays() {
    let (_shop, running) = village();
    for none in ["0", "true", "11"] {
        running.must(&get(&format!("/v1/subjects/{ADA}/data")).key(running.key("cw")).with("Sec-GPC", none));
        assert_eq!(consent(&running, ADA)["opt_out_since"], Value::Null, "{none}");
    }
    let with = || get(&format!("/v1/consent/effective?subject={ADA}")).key(running.key("cw")).with("Sec-GPC", "1");
    let first = running.must(&with())["opt_out_since"].clone();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(running.must(&with())["opt_out_since"], first);
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(export["subject"]["opt_out_first_seen"], first, "what is shown is what is kept");
    running.stop();
}

#[test]
fn of_a_stranger_s_gpc_nothing_is_kept() {
    let (_shop, running) = village();
    let stranger = running.token("canary-stranger", 60);
    let asked = get("/v1/consent/effective?subject=canary-stranger").key(&stranger).with("Sec-GPC", "1");
    assert_eq!(running.must(&asked)["opt_out_since"], Value::Null);
    assert_eq!(running.ask(&get("/v1/subjects/canary-stranger/data").key(&stranger)).status, 404);
    running.stop();
}

#[test]
fn gpc_stands_also_where_a_message_or_a_banner_that_was_only_shown_is_all_there_is() {
    let (_shop, running) = village();
    let messages: [(&str, Value); 3] = [
        ("identify", json!({ "userId": "canary-0", "anonymousId": "canary-browser" })),
        ("page", json!({ "userId": "canary-1" })),
        ("batch", json!({ "batch": [{ "type": "screen", "userId": "canary-2" }] })),
    ];
    for (number, (path, message)) in messages.iter().enumerate() {
        let who = format!("canary-{number}");
        running.says(&who, "grant", &["ads"]);
        let sent = send(&format!("/v1/{path}"), message).key(running.key("sw"));
        running.must(&sent);
        assert!(closed(&consent(&running, &who), "ads").is_empty(), "{path}");
        running.must(&sent.with("Sec-GPC", "1"));
        assert_eq!(closed(&consent(&running, &who), "ads"), ["G7.gpc"], "{path}");
    }
    let made = send("/v1/privacy-managers", &json!({ "subject": ADA })).key(running.key("cw"));
    let path = format!("/v1/privacy-managers/{}/submit", running.must(&made)["id"].as_str().unwrap());
    let shown = send(&path, &json!({ "consent_data": { "consents": { "ads": true }, "type": "show" } }));
    running.must(&shown.with("Origin", ORIGIN).with("Sec-GPC", "1"));
    assert_eq!(closed(&consent(&running, ADA), "ads"), ["G7.gpc"]);
}

#[test]
fn the_site_says_that_gpc_is_honoured() {
    let (_shop, running) = village();
    let told = running.must(&get("/.well-known/gpc.json"));
    assert_eq!(told["gpc"], json!(true));
    let date = told["lastUpdate"].as_str().unwrap();
    assert!(date.len() == 10 && date.split('-').count() == 3, "{date}");
    assert_eq!(running.ask(&post("/.well-known/gpc.json")).status, 405);
    running.stop();
}

// === strings ===

#[test]
fn a_string_restricts_one_request_and_grants_nothing() {
    let (_shop, running) = village();
    let personalized = |more: &Value| running.must(&recommended(&running, more))["personalized"].clone();
    let no = json!({ "signals": { "tcf": NO } });
    assert_eq!(personalized(&json!({})), json!(true));
    assert_eq!(personalized(&no), json!(false));
    assert_eq!(running.must(&recommended(&running, &no))["refusal"], json!(["G7.event_ceiling"]));
    assert_eq!(personalized(&json!({ "signals": { "gpp": OPTED_OUT } })), json!(true), "not of this purpose");
    assert_eq!(personalized(&json!({})), json!(true), "it was of that request alone");
    running.says(ADA, "withdraw", &["recommend"]);
    assert_eq!(personalized(&json!({ "signals": { "tcf": YES } })), json!(false), "a string is no statement");
    running.stop();
}

#[test]
fn a_field_of_adpc_restricts_and_dnt_closes_counting_alone() {
    let (_shop, running) = village();
    let with = |name: &str, value: &str| running.must(&recommended(&running, &json!({})).with(name, value));
    assert_eq!(with("ADPC", "withdraw=recommend")["personalized"], json!(false));
    assert_eq!(with("ADPC", "withdraw=*, consent=recommend")["personalized"], json!(true));
    assert_eq!(with("DNT", "1")["personalized"], json!(true));
    let consent =
        running.must(&get(&format!("/v1/consent/effective?subject={ADA}")).key(running.key("cw")).with("DNT", "1"));
    assert_eq!(closed(&consent, "measure"), ["G7.event_ceiling"]);
    assert!(closed(&consent, "train").is_empty() && closed(&consent, "recommend").is_empty());
    running.stop();
}

#[test]
fn an_event_serves_no_purpose_that_its_signals_deny() {
    let (_shop, running) = village();
    let sent = |id: &str, signals: Value| {
        let event = did(ADA, id, "view", "tea");
        let asked = json!({ "jurisdictions": ["eu"], "events": [event], "signals": signals });
        running.must(&send("/v1/events", &asked).key(running.key("sw")))["results"][0]["status"].clone()
    };
    assert_eq!(sent("canary-no", json!({ "tcf": NO })), json!("rejected"));
    assert_eq!(sent("canary-out", json!({ "gpp": OPTED_OUT })), json!("accepted"));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    let events = export["events"].as_array().unwrap();
    let purposes = |id: &str| &events.iter().find(|event| event["id"] == id).unwrap()["purposes"];
    assert!(purposes("canary-first").to_string().contains("ads"));
    assert!(!purposes("canary-out").to_string().contains("ads"), "{}", purposes("canary-out"));
    assert!(events.iter().all(|event| event["id"] != "canary-no"), "nothing is kept of it");
    running.stop();
}

#[test]
fn what_was_understood_is_shown_with_its_meaning_and_its_bits() {
    let (_shop, running) = village();
    let decoded = |document: &Value| running.must(&send("/v1/signals/decode", document).key(running.key("dr")));
    let meaning = |answer: &Value, purpose: &str| {
        let purposes = answer["purposes"].as_array().unwrap();
        purposes.iter().find(|p| p["purpose"] == purpose).unwrap()["meaning"].as_str().unwrap().to_owned()
    };
    let yes = decoded(&json!({ "tcf": YES }));
    assert_eq!(meaning(&yes, "recommend"), "allow_if_authoritative");
    assert_eq!(meaning(&yes, "message"), "nothing");
    assert_eq!(yes["understood"]["tcf"]["PurposesConsent"], json!([[1, 12]]));
    let no = decoded(&json!({ "tcf": YES, "gpp": OPTED_OUT, "gpc": true, "dnt": true, "adpc": "withdraw=train" }));
    assert_eq!(["ads", "measure", "train"].map(|purpose| meaning(&no, purpose)), ["deny"; 3]);
    let because = no["purposes"].to_string();
    assert!(because.contains("usca.SaleOptOut=1") && because.contains("Sec-GPC=1"), "{because}");
    let unknown = decoded(&json!({ "tcf": YES, "gpp": "DBABRg~DAAA" }));
    assert_eq!(unknown["unknown"]["gpp_sections"], json!([9]));
    assert_eq!(meaning(&unknown, "recommend"), "nothing", "what is not understood leaves no yes");
    running.stop();
}

// === Google's Consent Mode ===

#[test]
fn google_is_told_what_the_gate_says() {
    let (_shop, running) = village();
    let asked = || get(&format!("/v1/consent/google?subject={ADA}")).key(running.key("cw"));
    let words = |answer: &Value| {
        let names =
            ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "personalization_storage"];
        names.map(|name| answer[name] == "granted")
    };
    assert_eq!(words(&running.must(&asked())), [true; 5]);
    let other = running.must(&asked());
    assert_eq!((&other["security_storage"], &other["functionality_storage"]), (&json!("denied"), &json!("denied")));
    assert_eq!(words(&running.must(&asked().with("DNT", "1"))), [true, true, true, false, true]);
    assert_eq!(words(&running.must(&asked().with("Sec-GPC", "1"))), [false, false, false, true, true]);
    assert_eq!(words(&running.must(&asked())), [false, false, false, true, true], "the opt-out stands");
    running.says(ADA, "withdraw", &["recommend", "measure"]);
    assert_eq!(words(&running.must(&asked())), [false; 5]);
    let stranger = get("/v1/consent/google?subject=canary-stranger").key(running.key("cw"));
    assert_eq!(words(&running.must(&stranger)), [false; 5]);
    running.stop();
}
