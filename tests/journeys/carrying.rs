//! Everything that is held, carried away in one file, read by others, and taken in by another installation.

use super::client::{get, post, put, send};
use super::running::{Running, Shop, assent, did, doing, stocking};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const ADA: &str = "canary-ada";
const THINGS: [&str; 8] = ["mug", "tea", "pot", "cup", "pan", "jar", "jug", "urn"];
/// More than a pair of things needs.
const OTHERS: usize = 7;

/// What somebody bought, and when: two days ago, a few hours apart.
fn bought(who: &str, things: &[&str]) -> Vec<Value> {
    let noon = 1_790_000_000;
    let one = |(number, thing): (usize, &&str)| {
        let mut event = did(who, &format!("canary-{thing}"), "purchase", thing);
        event["time"] = json!(now() - 172_800 + 3_600 * number as i64);
        event["basket"] = json!("canary-basket");
        assert!(now() > noon, "the clock of this machine is right");
        event
    };
    things.iter().enumerate().map(one).collect()
}

#[expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test tells a server of the real time")]
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// A shop with its things and the others in it.
fn with_others() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&THINGS).key(running.key("sw")));
    for number in 0..OTHERS {
        let who = format!("canary-other{number}");
        running.says(&who, "grant", &["recommend", "train"]);
        running.must(&doing(&bought(&who, &THINGS[number % 3..number % 3 + 5])).key(running.key("sw")));
    }
    (shop, running)
}

/// What somebody is recommended: things and why, in order.
fn recommended(running: &Running, who: &str) -> (Value, Vec<(Value, Value)>) {
    let answer = running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")));
    let one = |item: &Value| {
        let evidence: Vec<_> = item["reasons"].as_array().unwrap().iter().map(|why| why["evidence"].clone()).collect();
        (item["id"].clone(), json!(evidence))
    };
    (answer["rung"].clone(), answer["items"].as_array().unwrap().iter().map(one).collect())
}

fn train(shop: &Shop) {
    let output = assent().args(["model", "train", "--data"]).arg(shop.data()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The archive, as a file.
fn archive(shop: &Shop, running: &Running) -> PathBuf {
    let reply = running.ask(&post(&format!("/v1/subjects/{ADA}/archive")).key(&running.token(ADA, 60)));
    assert_eq!((reply.status, reply.field("content-type")), (200, Some("application/zip")), "{}", reply.text());
    let file = shop.root().join("my-data.zip");
    fs::write(&file, &reply.body).unwrap();
    file
}

fn import(shop: &Shop, file: &Path, more: &[&str]) -> (Option<i32>, String) {
    let mut command = assent();
    command.args(["import", "--format", "assent", "--data"]).arg(shop.data()).arg(file).args(more);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

fn export(running: &Running) -> Value {
    running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(&running.token(ADA, 60)))
}

#[test]
fn another_program_reads_the_archive_and_finds_what_the_export_says() {
    let (shop, running) = with_others();
    running.says(ADA, "grant", &["recommend", "train"]);
    running.must(&doing(&bought(ADA, &THINGS[..4])).key(running.key("sw")));
    running.must(&post("/v1/model/train").key(running.key("adm")));
    recommended(&running, ADA);
    let file = archive(&shop, &running);
    let out = shop.root().join("out");
    let unpacked = Command::new("python3").args(["-m", "zipfile", "-e"]).args([&file, &out]).status().unwrap();
    assert!(unpacked.success(), "a ZIP file as others read it");
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let mut document: Value = serde_json::from_str(&read("data.json")).unwrap();
    let mut exported = export(&running);
    assert_eq!(document["receipts"].as_array().unwrap().len() + 1, exported["receipts"].as_array().unwrap().len());
    for one in [&mut document, &mut exported] {
        (one["receipts"], one["made_at"]) = (Value::Null, Value::Null);
    }
    assert_eq!(document, exported, "but for the look itself");
    assert!(document["inferences"].as_array().is_some_and(|all| !all.is_empty()), "and what was concluded");
    assert_eq!(read("tables/events.csv").lines().count(), 1 + 4);
    assert!(read("schema.json").contains("https://json-schema.org/draft/2020-12/schema"));
    let page = read("index.html");
    assert!(page.contains("canary-basket") && !page.contains("<script"));
    let german = get(&format!("/v1/subjects/{ADA}/archive")).key(running.key("cw")).with("Accept-Language", "de");
    assert_eq!(running.ask(&german).status, 200);
    running.stop();
}

#[test]
fn what_is_carried_elsewhere_gives_the_same_recommendations_with_a_yes_and_nothing_without() {
    let (old, running) = with_others();
    running.says(ADA, "grant", &["recommend", "train"]);
    running.says(ADA, "withdraw", &["ads"]);
    running.must(&doing(&bought(ADA, &THINGS[..4])).key(running.key("sw")));
    running.must(&put(&format!("/v1/subjects/{ADA}/hidden/mug")).key(running.key("cw")));
    running.stop();
    train(&old);
    let running = old.serve();
    let before = recommended(&running, ADA);
    assert_eq!(before.0, json!("personal"));
    let file = archive(&old, &running);
    running.stop();

    let (new, running) = with_others();
    running.stop();
    let (status, told) = import(&new, &file, &[]);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("4 events: 0 kept, 0 known already, 4 without consent"), "no yes is made of a file: {told}");
    assert!(told.contains("1 noes and 0 yeses taken over, 1 things hidden"), "{told}");

    let (new, running) = with_others();
    running.stop();
    let yes = ["--granted", "recommend,train", "--evidence", "signed form of 3 May"];
    let (status, told) = import(&new, &file, &yes);
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("4 events: 4 kept"), "{told}");
    let (_, again) = import(&new, &file, &yes);
    assert!(again.contains("0 kept, 4 known already") && again.contains("0 noes and 0 yeses"), "{again}");
    let running = new.serve();
    assert_eq!(recommended(&running, ADA), before, "things and reasons, in their order");
    let held = export(&running);
    let said: Vec<_> = held["statements"].as_array().unwrap().iter().map(|s| (&s["kind"], &s["purpose"])).collect();
    let due = [("withdraw", "ads"), ("grant", "recommend"), ("grant", "train")].map(|(k, p)| (json!(k), json!(p)));
    assert_eq!(said, due.iter().map(|(k, p)| (k, p)).collect::<Vec<_>>());
    assert_eq!(held["hidden"], json!(["mug"]));
    running.stop();
}

#[test]
fn what_is_no_archive_of_ours_is_refused_and_nobody_erased_comes_back_by_one() {
    let (shop, running) = with_others();
    running.says(ADA, "grant", &["recommend"]);
    running.must(&doing(&bought(ADA, &THINGS[..2])).key(running.key("sw")));
    let file = archive(&shop, &running);
    running.must(&super::client::delete(&format!("/v1/subjects/{ADA}")).key(running.key("cw")));
    running.stop();
    let yes = ["--granted", "recommend", "--evidence", "signed form"];
    let (status, told) = import(&shop, &file, &yes);
    assert!(status != Some(0) && told.contains("only they can come back"), "{status:?} {told}");
    let (_, told) = import(&shop, &file, &[]);
    assert!(told.contains("2 events: 0 kept"), "{told}");
    let whole = fs::read(&file).unwrap();
    let other = json!({ "format": "assent-export-9", "subject": {} }).to_string().into_bytes();
    for (name, bytes) in [("cut", whole[..whole.len() - 30].to_vec()), ("text", b"hello".to_vec()), ("other", other)] {
        let damaged = shop.root().join(name);
        fs::write(&damaged, bytes).unwrap();
        let (status, told) = import(&shop, &damaged, &yes);
        assert_eq!(status, Some(65), "{name}: {told}");
    }
    let running = shop.serve();
    let unknown = running.ask(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(unknown.status, 404, "nobody was brought back");
    running.stop();
}
