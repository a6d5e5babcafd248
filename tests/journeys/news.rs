//! What was not learned before a stop is learned after it: nobody stays in a model for a server that went down.

use super::client::{delete, get, post, send};
use super::running::{ORIGIN, Running, Shop, assent, did, doing, stocking};
use serde_json::json;
use std::fs;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use store::{Embedded, Store, Versioned};

/// Enough people that one who goes leaves a model of the others behind.
const PEOPLE: usize = 6;
/// Later than everything that these tests do.
const LATER: domain::UnixTime = domain::UnixTime(4_000_000_000);
/// How many bytes of a sealed blob are looked for in a file: more than stand anywhere else by chance.
const SEEN_BYTES: usize = 32;
/// Longer than a lesson of this shop takes, on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

fn who(number: usize) -> String {
    format!("canary-{number}")
}

/// A shop with a model of everybody in it.
fn learned() -> Shop {
    let shop = Shop::new();
    let running = serve(&shop, "0");
    running.must(&stocking(&["canary-mug", "canary-tea"]).key(running.key("sw")));
    for number in 0..PEOPLE {
        running.says(&who(number), "grant", &["train"]);
        let bought = ["canary-mug", "canary-tea"].map(|item| did(&who(number), item, "purchase", item));
        running.must(&doing(&bought).key(running.key("sw")));
    }
    running.must(&post("/v1/model/train").key(running.key("adm")));
    running.stop();
    assert_eq!(taught(&shop), Some(PEOPLE));
    shop
}

fn serve(shop: &Shop, learn_after: &str) -> Running {
    let mut command = shop.command();
    command.args(["--learn-after", learn_after]);
    shop.serve_by(command)
}

/// How many people the kept model was learned from; `None` where it can not be read.
fn taught(shop: &Shop) -> Option<usize> {
    let output = assent().args(["model", "show", "--data"]).arg(shop.data()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    said.split_whitespace().nth(2).map(|count| count.parse().unwrap())
}

/// Serves the shop until it has learned anew from this many people.
fn learns_from(shop: &Shop, people: usize) {
    let since = Instant::now();
    while taught(shop) != Some(people) {
        assert!(since.elapsed() < PATIENCE, "nothing was learned after the start");
        let running = serve(shop, "1");
        std::thread::sleep(Duration::from_millis(2_500));
        running.stop();
    }
    let place = app::Place::disk(&shop.data(), None);
    let opened = app::Shop::open(&place, app::Policy::shipped().unwrap(), LATER).unwrap();
    assert!(!opened.has_news(), "what was learned is no news any more");
}

#[test]
fn who_is_erased_leaves_the_model_though_the_server_was_killed_before_it_learned() {
    let shop = learned();
    let mut running = serve(&shop, "3600");
    running.must(&delete(&format!("/v1/subjects/{}", who(0))).key(running.key("cw")));
    running.kill();
    assert!(running.ended(PATIENCE).is_none(), "a killed process has no exit status");
    assert_eq!(taught(&shop), Some(PEOPLE), "the old model is still the one that is kept");
    learns_from(&shop, PEOPLE - 1);
}

#[test]
fn who_withdraws_leaves_the_model_though_the_server_was_stopped_before_it_learned() {
    let shop = learned();
    let running = serve(&shop, "0");
    running.says(&who(1), "withdraw", &["train"]);
    running.stop();
    learns_from(&shop, PEOPLE - 1);
}

#[test]
fn who_is_erased_by_a_command_leaves_the_model_at_the_next_start() {
    let shop = learned();
    let erasing =
        assent().args(["erase", "--no-train", "--subject", &who(2), "--data"]).arg(shop.data()).output().unwrap();
    assert!(erasing.status.success(), "{}", String::from_utf8_lossy(&erasing.stderr));
    learns_from(&shop, PEOPLE - 1);
}

#[test]
fn who_withdraws_leaves_the_model_that_serves_within_seconds_and_the_one_that_is_kept() {
    let shop = learned();
    let running = serve(&shop, "3600");
    running.must(&post("/v1/model/train").key(running.key("adm")));
    running.says(&who(1), "withdraw", &["train"]);
    let since = Instant::now();
    while !running.ask(&get("/metrics")).text().contains("assent_model_settled_total 1") {
        assert!(since.elapsed() < PATIENCE, "the model did not follow");
        std::thread::sleep(Duration::from_millis(50));
    }
    running.stop();
    assert_eq!(taught(&shop), Some(PEOPLE - 1));
}

#[test]
fn a_browser_that_does_not_prove_whose_it_is_teaches_nothing() {
    let shop = learned();
    let running = serve(&shop, "0");
    let checksum = || running.must(&post("/v1/model/train").key(running.key("adm")))["checksum"].clone();
    let before = checksum();
    let by_browser = |request: super::client::Request| request.key(running.key("bw")).with("Origin", ORIGIN);
    running.says("nobody-yet", "grant", &["train"]);
    for named in [who(0), "nobody-yet".to_owned()] {
        let bought = did(&named, &format!("unproven-{named}"), "purchase", "canary-mug");
        let reply = running.ask(&by_browser(doing(&[bought])));
        assert_eq!((reply.status, reply.code().as_str()), (403, "identity_unproven"));
        let product = json!({ "product_id": "canary-mug", "products": [{ "product_id": "canary-mug" }] });
        let track = json!({ "type": "track", "event": "Order Completed", "messageId": format!("m-{named}"), "userId": named,
            "properties": product, "context": { "consent": { "categoryPreferences": { "train": true } } } });
        running.ask(&by_browser(send("/v1/batch", &json!({ "batch": [track] }))));
    }
    assert_eq!(checksum(), before, "nothing of it is in the model");
    let token = running.token("nobody-yet", 600);
    let proven = by_browser(doing(&[did("nobody-yet", "proven", "purchase", "canary-mug")]));
    running.must(&proven.with("Assent-Subject-Token", token));
    assert_ne!(checksum(), before, "who proves it and said yes teaches");
}

// === a damaged model ===

/// Flips one bit of each blob under this name, in the file on disk.
fn flip_a_bit(shop: &Shop, prefix: &str) {
    let mut sealed = Vec::new();
    let mut take = |(_, found): (String, Versioned)| {
        sealed.push(found.sealed);
        ControlFlow::Continue(())
    };
    // Dropped before the file is changed: nothing of it is in a journal then.
    Embedded::open(&shop.data()).unwrap().scan_blobs(prefix, &mut take).unwrap();
    let path = shop.data().join("store.db");
    let mut file = fs::read(&path).unwrap();
    for bytes in sealed {
        let is_it = |at: &usize| file[*at..].starts_with(&bytes[..SEEN_BYTES]);
        let found: Vec<usize> = (0..file.len()).filter(is_it).collect();
        assert!(!found.is_empty());
        found.into_iter().for_each(|at| file[at + SEEN_BYTES / 2] ^= 1);
    }
    fs::write(&path, &file).unwrap();
}

fn done(shop: &Shop, command: &[&str]) -> (Option<i32>, String) {
    let output = assent().args(command).arg("--data").arg(shop.data()).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn a_model_that_is_damaged_on_disk_holds_nothing_up_and_is_learned_anew() {
    let said =
        "the kept model can not be used (it is damaged, or another shop's): nobody's serves until one is learned";
    for blob in ["model/current", "model/current/"] {
        let shop = learned();
        flip_a_bit(&shop, blob);
        let (status, shown) = done(&shop, &["model", "show"]);
        assert!(status == Some(65) && shown.contains("train it anew") && !shown.contains("learned from"), "{shown}");
        for command in [&["retention", "show"][..], &["keys", "list"], &["export", "--subject", "canary-1"]] {
            let (status, told) = done(&shop, command);
            assert!(status == Some(0) && told.contains(said), "{command:?}: {told}");
        }
        let running = serve(&shop, "1");
        assert!(running.logged().contains(said), "it is said at the start");
        running.says(&who(3), "withdraw", &["train"]);
        running.stop();
        learns_from(&shop, PEOPLE - 1);
        flip_a_bit(&shop, blob);
        let (status, told) = done(&shop, &["model", "train"]);
        assert!(status == Some(0) && told.contains(said) && told.contains("learned from 5 people"), "{told}");
        let (status, shown) = done(&shop, &["model", "show"]);
        assert!(status == Some(0) && !shown.contains(said), "{shown}");
    }
}
