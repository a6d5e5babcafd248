//! "May you?", asked for one person: what may be used for what, on which channel, under which law, and why not.

use super::client::get;
use super::running::{Running, Shop};
use serde_json::{Value, json};

const ADA: &str = "canary-ada";

fn effective(running: &Running, query: &str) -> Value {
    running.must(&get(&format!("/v1/consent/effective?{query}")).key(running.key("cw")))
}

/// The codes that close a purpose for one category.
fn codes(answer: &Value, purpose: &str, category: &str) -> Vec<String> {
    let all = answer["effective"].as_array().unwrap();
    let one = all.iter().find(|e| e["purpose"] == purpose && e["category"] == category).unwrap();
    let codes: Vec<_> = one["reasons"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
    assert_eq!(one["allowed"], json!(codes.is_empty()));
    assert_eq!(one["says"].as_array().map(Vec::len), Some(codes.len()), "each reason has its sentence");
    codes
}

#[test]
fn what_may_be_used_for_what_depends_on_what_was_said_the_channel_and_the_law() {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(ADA, "grant", &["recommend"]);
    let about = |more: &str| effective(&running, &format!("subject={ADA}{more}"));
    let (web, mail) = (about(""), about("&channel=email"));
    assert_eq!((&web["rung"], &mail["rung"]), (&json!("personal"), &json!("contextual")));
    assert_eq!(codes(&web, "recommend", "activity.view"), [""; 0]);
    assert_eq!(codes(&mail, "recommend", "activity.view"), ["G8.context"]);
    assert_eq!(codes(&web, "train", "activity.view"), ["G6.no_valid_grant"]);
    let strict = about("&jurisdictions=us-ca,atlantis");
    assert_eq!(codes(&strict, "recommend", "activity.view"), [""; 0], "a yes is one under the strictest law too");
    running.says(ADA, "withdraw", &["recommend"]);
    assert_eq!(codes(&about(""), "recommend", "activity.view"), ["G6.no_valid_grant"]);
    running.stop();
}

#[test]
fn a_person_asks_for_themself_in_their_language_and_what_is_no_question_is_refused() {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(ADA, "refuse", &["recommend"]);
    let own = get("/v1/consent/effective").key(&running.token(ADA, 60)).with("Accept-Language", "de");
    let answer = running.must(&own);
    assert_eq!(codes(&answer, "recommend", "activity.view"), ["G6.no_valid_grant"]);
    assert!(answer.to_string().contains("Sie haben dazu nicht ja gesagt."), "{answer}");
    let long = ["eu"; 9].join(",");
    for (query, code) in [
        (format!("subject={ADA}&channel=pigeon"), "invalid_value"),
        (format!("subject={ADA}&jurisdictions={long}"), "limit_exceeded"),
        (format!("subject={ADA}&purpose=ads"), "invalid_parameter"),
        ("subject=%20".to_owned(), "invalid_identifier"),
        (String::new(), "missing_field"),
    ] {
        let reply = running.ask(&get(&format!("/v1/consent/effective?{query}")).key(running.key("cw")));
        assert_eq!(reply.code(), code, "{query}: {}", reply.text());
    }
    running.stop();
}
