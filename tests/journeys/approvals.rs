//! Large files for recipients from outside: nobody hands them over alone, and what people were not told of is an incident.

use super::client::{Reply, delete, get, post, send};
use super::recipients::{agency, agrees, buys, publish, register};
use super::running::{Running, Shop};
use serde_json::{Value, json};

/// A shop that hands over one person's data at a time, with two people who said yes.
fn open(shop: &Shop) -> Running {
    let mut command = shop.command();
    command.args(["--webhooks-to-loopback", "--alone-people", "1"]);
    let running = shop.serve_by(command);
    register(&running, &agency("Agency", "https://agency.example"));
    publish(&running, &json!(["Agency"]));
    for who in ["canary-ada", "canary-bob"] {
        agrees(&running, who);
        buys(&running, who, "tea");
    }
    running
}

fn file(running: &Running, key: &str, more: &Value) -> Reply {
    let mut body = json!({ "purpose": "recommend" });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    running.ask(&send("/v1/recipients/agency/export", &body).key(key))
}

fn asks(running: &Running, key: &str) -> String {
    let asked = json!({ "recipient": "agency", "purpose": "recommend" });
    let answer = running.must(&send("/v1/approvals", &asked).key(key));
    assert_eq!(answer["state"], "pending");
    answer["approval"].as_str().unwrap().to_owned()
}

fn gives(running: &Running, key: &str, id: &str) -> Reply {
    running.ask(&post(&format!("/v1/approvals/{id}")).key(key))
}

#[test]
fn a_large_file_leaves_only_with_a_second_persons_word_and_once() {
    let shop = Shop::new();
    let held = |holder| shop.make_held_key("adm", holder);
    let (mara, noor, mara_too) = (held("Mara Hollis"), held("Noor Vance"), held(" mara  HOLLIS"));
    let running = open(&shop);
    let alone = file(&running, &mara, &json!({}));
    assert_eq!((alone.status, alone.code().as_str()), (403, "approval_required"));
    let told = running.must(&get("/v1/subjects/canary-ada/recipients").key(running.key("cw")));
    assert_eq!(told["disclosures"], json!([]), "nothing left, and no line says so");

    let id = asks(&running, &mara);
    let under = json!({ "approval": id });
    let early = file(&running, &mara, &under);
    assert_eq!((early.status, early.code().as_str()), (403, "approval_invalid"), "nobody approved yet");
    // Whoever asked can not approve: with the same key, nor with another of theirs, however their name is written; nor with one
    // that nobody holds, and nobody is named as a holder but beside the data.
    let unheld = running.must(&send("/v1/keys", &json!({ "kind": "adm", "label": "files" })).key(running.key("adm")));
    let unheld = unheld["key"].as_str().unwrap();
    let named = json!({ "kind": "adm", "label": "files", "holder": "Zed" });
    let named = running.ask(&send("/v1/keys", &named).key(running.key("adm")));
    assert_eq!((named.status, named.code().as_str()), (422, "unknown_field"), "{}", named.text());
    for key in [&mara, &mara_too, unheld] {
        let refused = gives(&running, key, &id);
        assert_eq!((refused.status, refused.code().as_str()), (403, "approval_invalid"), "{}", refused.text());
    }
    assert_eq!(gives(&running, &noor, &id).json()["approved_by"], "Noor Vance");
    assert_eq!(gives(&running, &noor, &id).code(), "approval_invalid", "once");
    for wrong in [json!({ "approval": id, "after": "0".repeat(31) + "7" }), json!({ "approval": "0".repeat(32) })] {
        assert_eq!(file(&running, &mara, &wrong).code(), "approval_invalid", "{wrong}");
    }
    assert_eq!(file(&running, &noor, &under).code(), "approval_invalid", "with another key than asked");
    let whole = file(&running, &mara, &under);
    assert_eq!(whole.json()["lines"].as_array().map(Vec::len), Some(2), "{}", whole.text());
    assert_eq!(file(&running, &mara, &under).code(), "approval_invalid", "a replay");
    let kept = running.must(&get("/v1/approvals").key(running.key("adm")))["approvals"][0].clone();
    assert_eq!((&kept["state"], &kept["people"]), (&json!("used"), &json!(2)));

    // What was approved is what was written down of the recipient then.
    let id = asks(&running, &mara);
    assert_eq!(gives(&running, &noor, &id).status, 200);
    let mut changed = agency("Agency", "https://agency.example");
    changed["deletion_url"] = json!("https://elsewhere.example/");
    register(&running, &changed);
    assert_eq!(file(&running, &mara, &json!({ "approval": id })).code(), "approval_invalid");
    for none in ["0".repeat(32), "tea".to_owned()] {
        assert_eq!(gives(&running, &noor, &none).status, 404);
    }
    let unheld = send("/v1/approvals", &json!({ "recipient": "agency", "purpose": "recommend" })).key(unheld);
    assert_eq!(running.ask(&unheld).code(), "approval_invalid", "nobody knows whose word it is");
    assert_eq!(running.ask(&get("/v1/approvals").key(running.key("cw"))).code(), "insufficient_scope");
    running.stop();
    let files = super::audit_log::Files::of(&shop, "log");
    assert!(files.verify_with(None, None, None).is_some(), "both verifiers follow what was approved");
}

#[test]
fn what_no_notice_tells_of_does_not_leave_and_stands_where_the_operator_sees_it() {
    let shop = Shop::new();
    let running = open(&shop);
    let incidents = || running.must(&get("/v1/incidents").key(running.key("adm")))["incidents"].clone();
    assert_eq!(incidents(), json!([]));
    publish(&running, &json!([]));
    let refused = file(&running, running.key("adm"), &json!({}));
    assert_eq!((refused.status, refused.code().as_str()), (403, "recipient_not_in_notice"));
    let all = incidents();
    assert_eq!(
        (&all[0]["what"], &all[0]["recipient"], &all[0]["purpose"], &all[0]["times"]),
        (&json!("recipient_not_in_notice"), &json!("agency"), &json!("recommend"), &json!(1))
    );
    assert!(!all.to_string().contains("canary"), "it names nobody");
    let figures = running.ask(&get("/metrics")).text();
    assert!(figures.contains("assent_incidents{what=\"recipient_not_in_notice\"} 1"), "{figures}");
    assert_eq!(running.ask(&get("/v1/incidents").key(running.key("cw"))).code(), "insufficient_scope");
    let gone = running.ask(&delete("/v1/recipients/agency").key(running.key("adm")));
    assert_eq!((gone.status, file(&running, running.key("adm"), &json!({})).status), (200, 404));
    running.stop();
}
