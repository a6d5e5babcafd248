//! A person's own controls over HTTP: pause, restriction, a private visit, a signal and what lifts it.

use super::client::{get, send};
use super::running::{Running, Shop, did, doing, said, stocking};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";

fn shop() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea"]).key(running.key("sw")));
    running.says(ADA, "grant", &["recommend"]);
    assert_eq!(bought(&running, "mug"), "accepted");
    (shop, running)
}

/// What becomes of a purchase.
fn bought(running: &Running, item: &str) -> String {
    let event = did(ADA, &format!("canary-{item}"), "purchase", item);
    let told = running.must(&doing(&[event]).key(running.key("sw")));
    told["results"][0]["status"].as_str().unwrap().to_owned()
}

fn recommended(running: &Running, more: Value) -> Value {
    let mut body = json!({ "subject": ADA });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    running.must(&send("/v1/recommend", &body).key(running.key("dr")))
}

fn controls(running: &Running, facts: Value) {
    let mut body = json!({ "subject": ADA });
    body.as_object_mut().unwrap().extend(facts.as_object().unwrap().clone());
    assert_eq!(running.must(&send("/v1/statements", &body).key(running.key("cw")))["recorded"], json!(0));
}

fn check_refused(answer: &Value, code: &str) {
    assert_eq!((&answer["personalized"], &answer["refusal"]), (&json!(false), &json!([code])), "{answer}");
    assert_eq!(answer["refusal_says"].as_array().map(Vec::len), Some(1), "{answer}");
}

#[test]
fn a_pause_and_a_restriction_hold_until_the_person_goes_on() {
    let (_shop, running) = shop();
    for (control, code) in [("paused", "G5.paused"), ("restricted", "G1.restricted")] {
        controls(&running, json!({ control: true }));
        check_refused(&recommended(&running, json!({})), code);
        assert_eq!(bought(&running, "tea"), "rejected", "nothing is taken in: {control}");
        let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
        let shown = (&export["subject"]["paused"], &export["subject"]["status"]);
        let due =
            if control == "paused" { (json!(true), json!("active")) } else { (json!(false), json!("restricted")) };
        assert_eq!(shown, (&due.0, &due.1));
        controls(&running, json!({ control: false }));
        assert_eq!(recommended(&running, json!({}))["personalized"], json!(true));
    }
    assert_eq!(bought(&running, "tea"), "accepted");
    let nothing = running.ask(&send("/v1/statements", &json!({ "subject": ADA })).key(running.key("cw")));
    assert_eq!(nothing.status, 422, "somebody who says nothing at all is told so");
    running.stop();
}

#[test]
fn a_private_visit_uses_nothing_and_leaves_no_row() {
    let (_shop, running) = shop();
    let receipts = |running: &Running| {
        let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
        let uses = export["receipts"].as_array().unwrap().iter().filter(|one| one["purpose"] != "access");
        uses.count()
    };
    let before = receipts(&running);
    let answer = recommended(&running, json!({ "private": true }));
    check_refused(&answer, "G5.private_visit");
    assert_eq!(receipts(&running), before, "nor a receipt of theirs");
    let proof =
        running.must(&get(&format!("/v1/receipts/{}", answer["receipt"].as_str().unwrap())).key(running.key("dr")));
    assert!(
        !proof.to_string().contains("canary-ada") && proof["ledger_head"] == json!(""),
        "it is about nobody: {proof}"
    );
    assert_eq!((&proof["jurisdictions"], &proof["gates"]), (&json!([]), &json!([])), "{proof}");
    let event = did(ADA, "canary-secret", "view", "tea");
    let sent = send("/v1/events", &json!({ "jurisdictions": ["eu"], "private": true, "events": [event] }));
    assert_eq!(running.must(&sent.key(running.key("sw")))["rejected"], json!(1));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(export["events"].as_array().map(Vec::len), Some(1));
    assert_eq!(recommended(&running, json!({}))["personalized"], json!(true), "the next visit is not");
    running.stop();
}

#[test]
fn an_opt_out_signal_is_lifted_only_by_a_yes_that_names_it() {
    let (_shop, running) = shop();
    let ads = |running: &Running| {
        let consent = running.must(&get(&format!("/v1/consent/effective?subject={ADA}")).key(running.key("cw")));
        let all = consent["effective"].as_array().unwrap().clone();
        all.into_iter().find(|e| e["purpose"] == "ads" && e["category"] == "activity.purchase").unwrap()
    };
    running.says(ADA, "grant", &["ads"]);
    assert_eq!(ads(&running)["allowed"], json!(true), "{}", ads(&running));
    let signal = doing(&[did(ADA, "canary-gpc", "view", "tea")]).with("Sec-GPC", "1").key(running.key("sw"));
    running.must(&signal);
    assert_eq!(ads(&running)["reasons"], json!(["G7.gpc"]), "it stands without the signal, too");
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    let seen = export["subject"]["opt_out_first_seen"].as_i64().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    running.says(ADA, "grant", &["ads"]);
    assert_eq!(ads(&running)["reasons"], json!(["G7.gpc"]), "a yes that does not name it lifts nothing");
    let mut knowing = said(ADA, "grant", &["ads"]);
    knowing["statements"][0]["overrides_opt_out"] = json!(seen);
    running.must(&send("/v1/statements", &knowing).key(running.key("cw")));
    assert_eq!(ads(&running)["allowed"], json!(true), "{}", ads(&running));
    running.stop();
}

#[test]
fn a_refusal_is_said_in_the_readers_language() {
    let (_shop, running) = shop();
    running.says(ADA, "withdraw", &["recommend"]);
    let asked = send("/v1/recommend", &json!({ "subject": ADA })).key(running.key("dr"));
    let says = |lang: &str| running.must(&asked.clone().with("Accept-Language", lang))["refusal_says"].clone();
    assert_eq!(says("de-AT, en;q=0.5"), json!(["Sie haben dazu nicht ja gesagt."]));
    assert_eq!(says("fr"), json!(["You have not said yes to this."]));
    running.stop();
}

#[test]
fn a_person_is_asked_once_and_a_no_is_left_alone() {
    let (_shop, running) = shop();
    let eve = "canary-eve";
    let prompt = |running: &Running| {
        let asked = get(&format!("/v1/consent/prompt?subject={eve}&jurisdictions=eu")).key(running.key("cw"));
        let document = running.must(&asked);
        let all = document["purposes"].as_array().unwrap().clone();
        let about = all.into_iter().find(|one| one["purpose"] == "recommend").unwrap();
        (document["ask"] == json!(true), about)
    };
    let (ask, about) = prompt(&running);
    assert_eq!((ask, &about["state"], &about["ask"]), (true, &json!("never_asked"), &json!(true)));
    assert!(about["benefit"].as_str().unwrap().contains("fit"), "the question says what the person gets: {about}");
    let shown = json!({ "subject": eve, "jurisdictions": ["eu"], "outcome": "shown" });
    running.must(&send("/v1/consent/prompt", &shown).key(running.key("cw")));
    let (ask, about) = prompt(&running);
    assert_eq!((ask, &about["state"], &about["why_not"]), (false, &json!("requested"), &json!("budget")));
    running.says(eve, "refuse", &["recommend"]);
    let (_, about) = prompt(&running);
    assert_eq!((&about["state"], &about["why_not"]), (&json!("refused"), &json!("cooldown")));
    assert!(about["not_before"].is_i64());
    let wrong = json!({ "subject": eve, "outcome": "clicked away" });
    let reply = running.ask(&send("/v1/consent/prompt", &wrong).key(running.key("cw")));
    assert_eq!((reply.status, reply.code().as_str()), (422, "invalid_value"), "{}", reply.text());
    running.stop();
}
