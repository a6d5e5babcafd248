//! Notices over HTTP: published, refused where unfair, shown, answered once, and what a change of substance ends.

use super::client::{Reply, get, send};
use super::running::{Running, Shop, assent, did, doing, saying, stocking};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

const ADA: &str = "canary-ada";
const BOB: &str = "canary-bob";

/// A fair notice about one purpose, as the policy words it.
pub fn about(purpose: &str, key: &str) -> Value {
    let output = assent().args(["policy", "explain", purpose, "eu", "--json"]).output().unwrap();
    let policy: Value = serde_json::from_slice(&output.stdout).unwrap();
    let words = |text: &str, yes: &str, no: &str| {
        json!({
            "title": "?",
            "layers": [text],
            "controls": { "yes": yes, "no": no },
            "benefits": { purpose: text },
        })
    };
    json!({
        "key": key,
        "controller": "The Shop",
        "contact": "privacy at the shop",
        "purposes": [{
            "purpose": purpose,
            "categories": [policy["categories"][0]],
            "recipients": [],
            "retention_days": policy["retention_days"],
        }],
        "rights": ["access", "delete", "withdraw", "complain"],
        "layers": [{ "controls": [
            { "id": "yes", "does": "accept", "purposes": [purpose] },
            { "id": "no", "does": "refuse" },
        ] }],
        "locales": { "en": words("We use it for you.", "Yes", "No"), "de": words("Das hilft Ihnen.", "Ja", "Nein") },
    })
}

fn publish(running: &Running, notice: &Value) -> Reply {
    running.ask(&send("/v1/notices", notice).key(running.key("adm")))
}

fn snapshot(running: &Running, who: &str) -> String {
    let asked = send("/v1/notices/shop/served", &json!({ "subject": who, "lang": "de" })).key(running.key("cw"));
    let served = running.must(&asked);
    assert_eq!(served["words"]["controls"]["yes"], json!("Ja"), "{served}");
    served["snapshot"].as_str().unwrap().to_owned()
}

fn yes(running: &Running, who: &str, snapshot: &str) -> Reply {
    let evidence = json!({ "snapshot": snapshot, "how": "the button below the question" });
    let said = json!({ "kind": "grant", "purpose": "recommend", "explicit": true, "evidence": evidence });
    let body = json!({ "subject": who, "jurisdictions": ["eu"], "statements": [said] });
    running.ask(&send("/v1/statements", &body).key(running.key("cw")))
}

fn check(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status, reply.code().as_str()), (status, code), "{}", reply.text());
    if status != 200 {
        assert!(!reply.text().contains("canary") && !reply.text().contains("assent_sn_"), "{}", reply.text());
    }
}

fn statements(running: &Running, who: &str) -> usize {
    let reply = running.ask(&get(&format!("/v1/subjects/{who}/export")).key(running.key("cw")));
    if reply.status == 404 { 0 } else { reply.json()["statements"].as_array().unwrap().len() }
}

fn is_personal(running: &Running, who: &str) -> bool {
    let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    answer["personalized"] == json!(true)
}

#[test]
fn a_yes_answers_what_was_shown_and_ends_when_that_changes_in_substance() {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["tea"]).key(running.key("sw")));
    let first = about("recommend", "shop");
    check(&publish(&running, &first), 200, "");
    check(&running.ask(&saying(ADA, "grant", &["recommend"]).key(running.key("cw"))), 422, "evidence_missing");
    let shown = snapshot(&running, ADA);
    check(&yes(&running, ADA, &shown), 200, "");
    running.must(&doing(&[did(ADA, "canary-tea", "purchase", "tea")]).key(running.key("sw")));
    assert!(is_personal(&running, ADA));

    let stale = snapshot(&running, ADA);
    let mut second = first.clone();
    second["purposes"][0]["recipients"] = json!(["An Agency"]);
    let published = publish(&running, &second).json();
    assert_eq!((&published["version"], &published["material"]), (&json!(2), &json!(["recommend"])));
    assert!(!is_personal(&running, ADA), "what was said yes to has changed");
    let asked = get(&format!("/v1/consent/prompt?subject={ADA}&jurisdictions=eu")).key(running.key("cw"));
    let prompt = running.must(&asked);
    let recommend =
        prompt["purposes"].as_array().unwrap().iter().find(|p| p["purpose"] == "recommend").unwrap().clone();
    assert_eq!((&recommend["state"], &recommend["ask"]), (&json!("invalidated"), &json!(true)));
    assert_eq!((&recommend["open"], &prompt["subject"]), (&json!(false), &json!(ADA)));
    check(&yes(&running, ADA, &stale), 409, "notice_version_conflict");
    running.stop();

    let running = shop.serve();
    assert!(!is_personal(&running, ADA), "nor after a restart");
    let fresh = snapshot(&running, ADA);
    check(&yes(&running, ADA, &fresh), 200, "");
    assert!(is_personal(&running, ADA));
    let export = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(export["notices"][0]["version"], json!(2));
    let named = export["statements"][1]["evidence"]["notice"].as_str().unwrap().to_owned();
    assert!(named.starts_with("shop 2 de sha256:"), "{named}");
    running.stop();
}

#[test]
fn a_snapshot_is_answered_once_by_whom_it_was_shown_to() {
    let shop = Shop::new();
    let running = shop.serve();
    check(&publish(&running, &about("recommend", "shop")), 200, "");
    let shown = snapshot(&running, ADA);
    check(&yes(&running, BOB, &shown), 422, "snapshot_invalid");
    let forged = format!("{}0", &shown[..shown.len() - 1]);
    let forged = if forged == shown { format!("{}1", &shown[..shown.len() - 1]) } else { forged };
    for wrong in [forged.as_str(), "", "assent_sn_", &shown[10..]] {
        check(&yes(&running, ADA, wrong), 422, "snapshot_invalid");
    }
    assert_eq!(statements(&running, ADA) + statements(&running, BOB), 0, "nothing was kept");
    check(&yes(&running, ADA, &shown), 200, "");
    check(&yes(&running, ADA, &shown), 409, "snapshot_used");
    check(&running.ask(&saying(ADA, "withdraw", &["recommend"]).key(running.key("cw"))), 200, "");
    check(&yes(&running, ADA, &shown), 409, "snapshot_used");
    assert_eq!(statements(&running, ADA), 2);
    running.stop();
}

#[test]
fn an_unfair_notice_is_refused_with_everything_that_is_wrong() {
    let shop = Shop::new();
    let running = shop.serve();
    let mut unfair = about("recommend", "shop");
    unfair["layers"][0]["controls"][0]["preselected"] = json!(true);
    unfair["layers"][0]["controls"][1]["steps"] = json!(3);
    unfair["locales"]["en"]["controls"]["no"] = json!("No, I don't want good things");
    unfair["locales"].as_object_mut().unwrap().remove("de");
    let reply = publish(&running, &unfair);
    check(&reply, 422, "notice_refused");
    let found: Vec<_> = reply.json()["findings"].as_array().unwrap().iter().map(|f| f["finding"].clone()).collect();
    let due = ["preselected", "longer_refusal", "confirm_shaming", "missing_locale"];
    assert_eq!(found, due.map(Value::from), "{}", reply.text());
    assert_eq!(running.must(&get("/v1/notices"))["notices"], json!([]));

    let mut child = assent().args(["notice", "check"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(unfair.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(65));
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 4);
    running.stop();
}

#[test]
fn what_was_published_is_read_by_anybody_as_the_bytes_that_were_hashed() {
    let shop = Shop::new();
    let running = shop.serve();
    let published = publish(&running, &about("recommend", "shop")).json();
    let again = publish(&running, &about("recommend", "shop")).json();
    assert_eq!((&published["new"], &again["new"], &again["version"]), (&json!(true), &json!(false), &json!(1)));
    let reply = running.ask(&get("/v1/notices/shop/1"));
    let mut child =
        std::process::Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&reply.body).unwrap();
    let sum = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(sum.split(' ').next().unwrap(), published["hash"].as_str().unwrap());
    assert_eq!(running.ask(&get("/v1/notices/shop")).body, reply.body);
    for nothing in
        ["/v1/notices/shop/2", "/v1/notices/shop/0", "/v1/notices/shop/01", "/v1/notices/shop/x", "/v1/notices/pub"]
    {
        check(&running.ask(&get(nothing)), 404, "not_found");
    }
    let pub_served = send("/v1/notices/pub/served", &json!({ "subject": ADA })).key(running.key("cw"));
    check(&running.ask(&pub_served), 404, "not_found");
    running.stop();
}
