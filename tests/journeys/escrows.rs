//! Escrows from outside: the keys are lost and put back, and whoever was erased, said no or came since is as they have to be.

use super::audit_log::{Files, assent_says};
use super::client::{delete, get, send};
use super::running::{self, Running, Shop, did, doing, saying, stocking};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const ADA: &str = "canary-ada";
const BEN: &str = "canary-ben";
const EVE: &str = "canary-eve";
/// Who is erased, who says no, and who comes, after the escrow was made.
const GONE: &str = "canary-gone";
const NOES: &str = "canary-noes";
const NEW: &str = "canary-new";
/// Who comes and is erased after it.
const BRIEF: &str = "canary-brief";

fn lives(running: &Running, who: &str) {
    running.says(who, "grant", &["recommend", "train"]);
    let bought = |item: &str| did(who, &format!("canary-{who}-{item}"), "purchase", item);
    running.must(&doing(&[bought("mug"), bought("tea")]).key(running.key("sw")));
}

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea", "pot"]).key(running.key("sw")));
    [ADA, BEN, EVE, GONE, NOES].iter().for_each(|who| lives(&running, who));
    (shop, running)
}

/// The three things that an escrow opens with.
struct Parts {
    file: PathBuf,
    secret: PathBuf,
    root: PathBuf,
}

impl Parts {
    fn make(shop: &Shop, name: &str) -> Self {
        let at = |ending: &str| shop.root().join(format!("{name}{ending}"));
        let parts = Self { file: at(""), secret: at(".secret"), root: at(".root") };
        let paths = [("--data", shop.data()), ("--to", parts.file.clone()), ("--secret", parts.secret.clone())];
        let (status, said) = assent_says(&["escrow", "make"], &borrowed(&paths));
        assert_eq!(status, Some(0), "{said}");
        fs::copy(shop.keys_dir().join("root.key"), &parts.root).unwrap();
        parts
    }

    fn restore(&self, data: &Path, keys: &Path) -> (Option<i32>, String) {
        let paths = [("--from", &self.file), ("--secret", &self.secret), ("--root", &self.root)];
        let paths = paths.into_iter().map(|(name, path)| (name, path.as_path()));
        let paths: Vec<_> = paths.chain([("--data", data), ("--keys-dir", keys)]).collect();
        assent_says(&["escrow", "restore"], &paths)
    }
}

fn borrowed<'p>(paths: &'p [(&'p str, PathBuf)]) -> Vec<(&'p str, &'p Path)> {
    paths.iter().map(|(name, path)| (*name, path.as_path())).collect()
}

fn is_personal(running: &Running, who: &str) -> bool {
    let asked = send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr"));
    running.must(&asked)["personalized"].as_bool().unwrap()
}

fn is_held(running: &Running, who: &str) -> bool {
    running.ask(&get(&format!("/v1/subjects/{who}/data")).key(running.key("cw"))).status == 200
}

#[test]
fn lost_keys_are_put_back_and_bring_nobody_back() {
    let (shop, running) = village();
    let cw = running.key("cw").to_owned();
    let parts = Parts::make(&shop, "escrow");
    let mut receipts = Vec::new();
    lives(&running, NEW);
    lives(&running, BRIEF);
    running.says(NOES, "withdraw", &["recommend", "train"]);
    for who in [GONE, BRIEF] {
        let erased = running.must(&delete(&format!("/v1/subjects/{who}")).key(&cw));
        assert!(erased["escrow_until"].as_i64().unwrap() > erased["at"].as_i64().unwrap(), "{erased}");
        receipts.push(erased["receipt"].as_str().unwrap().to_owned());
    }
    let listed = running.must(&get("/v1/erasures").key(running.key("adm")));
    assert!(listed["erasures"].as_array().unwrap().iter().all(|one| one["escrow_until"].is_i64()), "{listed}");
    running.stop();

    fs::remove_dir_all(shop.keys_dir()).unwrap();
    let refused = shop.refused();
    assert_eq!(refused.status.code(), Some(78));
    let (status, said) = parts.restore(&shop.data(), &shop.keys_dir());
    assert_eq!(status, Some(0), "{said}");
    for due in ["erased since, and stay erased: 2", "and were taken out: 1"] {
        assert!(said.contains(due), "{due}: {said}");
    }

    let running = shop.serve();
    for (who, held, personal) in
        [(ADA, true, true), (BEN, true, true), (EVE, true, true), (NOES, true, false), (GONE, false, false)]
    {
        assert_eq!((is_held(&running, who), is_personal(&running, who)), (held, personal), "{who}");
    }
    for who in [GONE, BRIEF, NEW] {
        let again = running.ask(&saying(who, "grant", &["recommend"]).key(&cw));
        assert_eq!((again.status, again.code().as_str()), (422, "evidence_missing"), "a retry of an old yes: {who}");
        let late = doing(&[did(who, "canary-late", "purchase", "tea")]).key(running.key("sw"));
        assert_eq!(running.must(&late)["accepted"], json!(0), "a queue of a device: {who}");
        assert!(!is_held(&running, who) && !is_personal(&running, who), "{who}");
    }
    // An erasure after it is as one before it, and says what time it is.
    let erased = running.must(&delete(&format!("/v1/subjects/{EVE}")).key(&cw));
    receipts.push(erased["receipt"].as_str().unwrap().to_owned());
    let at = erased["at"].as_i64().unwrap();
    // Whoever was taken out is welcome again, by a yes of their own. It counts from the time at which it was said.
    std::thread::sleep(std::time::Duration::from_secs(3));
    let mut fresh = running::said(NEW, "grant", &["recommend"]);
    fresh["statements"][0]["client_time"] = json!(at + 1);
    running.must(&send("/v1/statements", &fresh).key(&cw));
    running.says("canary-stranger", "grant", &["recommend"]);
    running.stop();
    imported(&shop, at);
    holds(&shop, &receipts);
}

/// A file brings nobody back either, also one that says that they said yes.
fn imported(shop: &Shop, at: i64) {
    let file = shop.root().join("events.ndjson");
    let line = |who: &str| {
        let mut event = did(who, "canary-file", "purchase", "tea");
        event["time"] = json!(at - 60);
        event.to_string() + "\n"
    };
    fs::write(&file, [GONE, BRIEF, ADA].map(line).concat()).unwrap();
    let form = ["import", "--format", "events", "--granted", "recommend,train", "--evidence", "proofs"];
    let path = file.to_str().unwrap();
    let (status, said) = assent_says(&[&form[..], &[path]].concat(), &[("--data", &shop.data())]);
    assert!(status == Some(0) && said.contains("1 events kept") && said.contains("2 without consent"), "{said}");
    let running = shop.serve();
    assert!([GONE, BRIEF].iter().all(|who| !is_held(&running, who)), "{said}");
    running.stop();
}

/// The receipts of before the loss, and the log, by both verifiers.
fn holds(shop: &Shop, receipts: &[String]) {
    for receipt in receipts {
        let file = shop.root().join("receipt");
        fs::write(&file, receipt).unwrap();
        let (status, said) = assent_says(&["erase", "verify"], &[("--receipt", &file), ("--data", &shop.data())]);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains("\nescrow    one that was made before could open what was erased until "), "{said}");
    }
    let (status, said) = assent_says(&["audit", "verify"], &[("--data", &shop.data())]);
    assert_eq!(status, Some(0), "{said}");
    let log = Files::of(shop, "audit-log");
    assert!(log.verify_with(None, None, None).is_some(), "both verifiers know an escrow for a deed");
    let leaves =
        fs::read(log.dir.join("tile/entries/000.p").read_dir().unwrap().next().unwrap().unwrap().path()).unwrap();
    let leaves = String::from_utf8_lossy(&leaves);
    for due in [" made, ends at ", " put back\n"] {
        assert!(leaves.contains("\nescrow ") && leaves.contains(due), "{due}");
    }
}

#[test]
fn a_wrong_escrow_is_refused_in_one_line_with_its_status_and_leaves_nothing() {
    let (shop, running) = village();
    let parts = Parts::make(&shop, "escrow");
    let (keys, data) = (shop.root().join("again"), shop.data());
    let check = |parts: &Parts, data: &Path, status: i32, says: &str| {
        let (found, said) = parts.restore(data, &keys);
        assert_eq!((found, said.lines().count()), (Some(status), 1), "{said}");
        assert!(said.starts_with("assent: ") && said.contains(says), "{says}: {said}");
        assert!(!keys.exists(), "nothing is left behind");
    };
    check(&parts, &data, 78, "in use");
    running.stop();
    let file = |name: &str, bytes: &[u8]| {
        let path = shop.root().join(name);
        fs::write(&path, bytes).unwrap();
        std::process::Command::new("chmod").arg("600").arg(&path).status().unwrap();
        path
    };
    let with = |file: PathBuf| Parts { file, secret: parts.secret.clone(), root: parts.root.clone() };
    let whole = fs::read(&parts.file).unwrap();
    check(&with(file("wrong", b"tea\n")), &data, 1, "not signed");
    check(&with(file("wrong", &whole[..whole.len() / 2])), &data, 1, "cut short");
    let mut changed = whole.clone();
    changed[whole.len() - 9] ^= 1;
    check(&with(file("wrong", &changed)), &data, 1, "damaged");
    let (file_in, root) = (parts.file.clone(), parts.root.clone());
    let other = Parts { secret: file("other.secret", "00".repeat(32).as_bytes()), file: file_in, root };
    check(&other, &data, 1, "secret");
    let (file_in, secret) = (parts.file.clone(), parts.secret.clone());
    let other = Parts { root: file("other.root", &[7; 32]), file: file_in, secret };
    check(&other, &data, 1, "root key");
    check(&parts, &shop.root().join("nowhere"), 78, "no data");
    assert!(!shop.root().join("nowhere").exists());

    let (status, said) = parts.restore(&data, &shop.keys_dir());
    assert_eq!(status, Some(78), "{said}");
    assert!(said.contains("not empty: nothing was changed"), "{said}");
    let (status, said) = assent_says(&["escrow", "list"], &[("--data", &data)]);
    assert!(status == Some(0) && said.contains("in force"), "{said}");
    let id = said.split_whitespace().next().unwrap();
    let (status, said) = assent_says(&["escrow", "drop", "--id", id], &[("--data", &data)]);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(assent_says(&["escrow", "drop", "--id", id], &[("--data", &data)]).0, Some(65));
    // The next that enters the log lets the data know.
    assert_eq!(assent_says(&["audit", "verify"], &[("--data", &data)]).0, Some(0));
    check(&parts, &data, 1, "dropped");
    let running = shop.serve();
    assert!([ADA, BEN, EVE, GONE, NOES].iter().all(|who| is_personal(&running, who)), "nobody is lost by any of it");
    let erased = running.must(&delete(&format!("/v1/subjects/{GONE}")).key(running.key("cw")));
    assert!(erased.get("escrow_until").is_none(), "{erased}");
    running.stop();
}
