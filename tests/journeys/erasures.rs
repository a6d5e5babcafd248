//! Erasures from outside: one receipt however often it is asked for, shown to hold by a command, and no way back by accident.

use super::client::{Request, delete, get, send};
use super::running::{Running, Shop, assent, did, doing, said, saying, stocking};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Output;

const ADA: &str = "canary-ada";
/// A visitor without an account.
const VISITOR: &str = "canary-5f0e9c1a77";

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea"]).key(running.key("sw")));
    for who in [ADA, VISITOR] {
        running.says(who, "grant", &["recommend", "train"]);
        let event = did(who, &format!("canary-{who}"), "purchase", "mug");
        assert_eq!(running.must(&doing(&[event]).key(running.key("sw")))["accepted"], json!(1));
    }
    (shop, running)
}

fn erasing(who: &str) -> Request {
    delete(&format!("/v1/subjects/{who}"))
}

fn verify(shop: &Shop, receipt: &Path) -> Output {
    let mut command = assent();
    command.args(["erase", "verify", "--receipt"]).arg(receipt).arg("--data").arg(shop.data());
    command.output().unwrap()
}

#[test]
fn an_erasure_retried_a_hundred_times_has_one_answer_that_a_command_shows_to_hold() {
    let (shop, running) = village();
    for (who, key) in [(ADA, running.key("cw").to_owned()), (VISITOR, running.token(VISITOR, 900))] {
        let first = running.ask(&erasing(who).key(&key));
        assert_eq!(first.status, 200, "{}", first.text());
        for _ in 0..100 {
            let again = running.ask(&erasing(who).key(&key));
            assert_eq!((again.status, again.text()), (200, first.text()));
        }
        let receipt = first.json()["receipt"].as_str().unwrap().to_owned();
        assert!(receipt.contains("\nevents 1\nstatements 2\n") && !receipt.contains("canary"), "{receipt}");
        fs::write(shop.root().join(who), receipt).unwrap();
    }
    assert_eq!(running.ask(&erasing("canary-nobody").key(running.key("cw"))).status, 404);
    running.stop();
    let early = verify(&shop, &shop.root().join(ADA));
    assert_eq!(early.status.code(), Some(1), "the model of then is still there");
    assert!(String::from_utf8_lossy(&early.stderr).contains("train it anew"));
    let mut training = assent();
    assert!(training.args(["model", "train", "--data"]).arg(shop.data()).status().unwrap().success());
    for who in [ADA, VISITOR] {
        let holds = verify(&shop, &shop.root().join(who));
        let said = String::from_utf8_lossy(&holds.stdout).into_owned();
        assert_eq!(holds.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&holds.stderr));
        assert!(said.contains("nothing of the person is left") && said.contains("to the last bit"), "{said}");
    }
    let forged = fs::read_to_string(shop.root().join(ADA)).unwrap().replace("events 1", "events 2");
    fs::write(shop.root().join("forged"), forged).unwrap();
    let refused = verify(&shop, &shop.root().join("forged"));
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("the signature does not match"));
}

#[test]
fn what_is_sent_imported_or_said_again_does_not_bring_back_who_was_erased() {
    let (shop, running) = village();
    let (cw, sw) = (running.key("cw").to_owned(), running.key("sw").to_owned());
    let at = running.must(&erasing(ADA).key(&cw))["at"].as_i64().unwrap();
    let yes = saying(ADA, "grant", &["recommend", "train"]).key(&cw);
    let reply = running.ask(&yes);
    assert_eq!((reply.status, reply.code().as_str()), (422, "evidence_missing"), "a retry of an old yes");
    let dated = |seconds: i64| {
        let mut body = said(ADA, "grant", &["recommend"]);
        body["statements"][0]["client_time"] = json!(at + seconds);
        send("/v1/statements", &body).key(&cw)
    };
    assert_eq!(running.ask(&dated(0)).code(), "evidence_missing");
    let sends = |at: Option<i64>| {
        let mut event = did(ADA, "canary-late", "purchase", "tea");
        at.into_iter().for_each(|at| event["time"] = json!(at));
        running.must(&doing(&[event]).key(&sw))
    };
    assert_eq!(sends(None)["accepted"], json!(0), "a queue of a device");
    assert_eq!(sends(Some(at - 60))["accepted"], json!(0));
    assert_eq!(running.ask(&get(&format!("/v1/subjects/{ADA}/data")).key(&cw)).status, 404);
    running.stop();

    let file = shop.root().join("events.ndjson");
    let mut event = did(ADA, "canary-file", "purchase", "tea");
    event["time"] = json!(at + 1);
    fs::write(&file, format!("{event}\n")).unwrap();
    let imported = import(&shop, &file);
    assert!(imported.contains("0 events kept") && imported.contains("1 without consent"), "{imported}");
    let running = shop.serve();
    assert_eq!(running.ask(&get(&format!("/v1/subjects/{ADA}/data")).key(&cw)).status, 404, "{imported}");
    // A yes counts from the time at which it was said.
    std::thread::sleep(std::time::Duration::from_secs(3));
    running.must(&dated(1));
    assert_eq!(sends_now(&running)["accepted"], json!(1), "who says yes since is back");
    running.stop();
}

fn sends_now(running: &Running) -> Value {
    running.must(&doing(&[did(ADA, "canary-new", "purchase", "tea")]).key(running.key("sw")))
}

fn import(shop: &Shop, file: &Path) -> String {
    let mut command = assent();
    command.args(["import", "--format", "events", "--no-train"]).arg(file).arg("--data").arg(shop.data());
    let output = command.output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
