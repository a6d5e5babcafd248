//! A person's way through the house: yes, used, hidden, no, carried away, forgotten.

use super::client::{Reply, delete, get, post, put, send};
use super::running::{CANARY, Running, Shop, did, doing, said, stocking};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const ADA: &str = "canary-ada";
const BOB: &str = "canary-bob";
const NOBODY: &str = "canary-nobody";
/// What everybody may see in the shop: no secret of anybody's.
const THINGS: [&str; 4] = ["mug", "tea", "pot", "cup"];

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&THINGS).key(running.key("sw")));
    for who in [ADA, BOB] {
        running.says(who, "grant", &["recommend", "train"]);
        let bought: Vec<_> = THINGS[..3].iter().map(|item| bought(who, item)).collect();
        assert_eq!(running.must(&doing(&bought).key(running.key("sw")))["accepted"], json!(3));
    }
    (shop, running)
}

fn bought(who: &str, item: &str) -> Value {
    let mut event = did(who, &format!("canary-{item}"), "purchase", item);
    event["basket"] = json!("canary-basket");
    event
}

fn recommended(running: &Running, who: &str) -> Value {
    running.must(&send("/v1/recommend", &json!({ "subject": who })).key(running.key("dr")))
}

fn receipt(running: &Running, who: &str, answer: &Value) -> Value {
    let id = answer["receipt"].as_str().unwrap();
    running.must(&get(&format!("/v1/receipts/{id}")).key(&running.token(who, 60)))
}

fn export(running: &Running, who: &str) -> Value {
    running.must(&get(&format!("/v1/subjects/{who}/export")).key(&running.token(who, 60)))
}

fn texts(list: &Value, name: &str) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|one| one[name].as_str().unwrap().to_owned()).collect()
}

// === used, hidden, withdrawn, carried away ===

#[test]
fn what_a_person_gave_is_used_hidden_taken_back_and_carried_away_as_they_say() {
    let (_shop, running) = village();
    let used = recommended(&running, ADA);
    assert_eq!((&used["personalized"], &used["rung"]), (&json!(true), &json!("personal")));
    let proof = receipt(&running, ADA, &used);
    assert_eq!((&proof["purpose"], &proof["data_used"]), (&json!("recommend"), &json!(3)));

    let ada = running.token(ADA, 900);
    let hidden = put(&format!("/v1/subjects/{ADA}/hidden/{}", THINGS[0])).key(&ada);
    assert_eq!(running.must(&hidden), json!({ "changed": true }));
    let without = recommended(&running, ADA);
    assert_eq!(receipt(&running, ADA, &without)["data_used"], json!(2), "a hidden item has no influence");
    let evidence = without["items"].to_string();
    assert!(!evidence.contains(&format!("\"evidence\":[\"{}\"", THINGS[0])), "{evidence}");

    running.says(ADA, "withdraw", &["recommend"]);
    let after = recommended(&running, ADA);
    assert_eq!((&after["personalized"], &after["rung"]), (&json!(false), &json!("contextual")));
    assert_eq!(receipt(&running, ADA, &after)["data_used"], json!(0));
    let stranger = recommended(&running, NOBODY);
    assert_eq!(after["items"], stranger["items"], "with a no the answer is a stranger's");

    let held = export(&running, ADA);
    let receipts: BTreeSet<String> =
        [&used, &without, &after].map(|a| a["receipt"].as_str().unwrap().to_owned()).into();
    assert!(texts(&held["receipts"], "id").is_superset(&receipts), "each receipt is in it");
    let events: BTreeSet<String> = THINGS[..3].iter().map(|item| format!("canary-{item}")).collect();
    assert_eq!(texts(&held["events"], "id"), events, "each event is in it");
    let said: Vec<_> = held["statements"].as_array().unwrap().iter().map(|s| (&s["kind"], &s["purpose"])).collect();
    let due =
        [("grant", "recommend"), ("grant", "train"), ("withdraw", "recommend")].map(|(k, p)| (json!(k), json!(p)));
    assert_eq!(said, due.iter().map(|(k, p)| (k, p)).collect::<Vec<_>>(), "each statement is in it");
    assert_eq!(held["statements"][0]["evidence"]["notice"], json!("canary notice 1"));
    assert_eq!(held["hidden"], json!([THINGS[0]]));
    running.stop();
}

#[test]
fn the_export_says_when_somebody_was_asked_and_which_opt_out_their_yes_overrides() {
    let (_shop, running) = village();
    let cw = running.key("cw");
    for outcome in ["shown", "deferred"] {
        running.must(&send("/v1/consent/prompt", &json!({ "subject": ADA, "outcome": outcome })).key(cw));
    }
    running.must(&get(&format!("/v1/subjects/{ADA}/data")).key(cw).with("Sec-GPC", "1"));
    let seen = export(&running, ADA)["subject"]["opt_out_first_seen"].clone();
    let mut yes = said(ADA, "grant", &["ads"]);
    yes["statements"][0]["overrides_opt_out"] = seen.clone();
    running.must(&send("/v1/statements", &yes).key(cw));
    let held = export(&running, ADA);
    for when in ["asked_at", "deferred_at"] {
        assert!(held["subject"][when].as_i64().is_some_and(|at| at > 1_700_000_000), "{when}: {held}");
    }
    let overrides: Vec<_> =
        held["statements"].as_array().unwrap().iter().map(|one| &one["overrides_opt_out"]).collect();
    assert_eq!(overrides, [&Value::Null, &Value::Null, &seen]);
    running.stop();
}

#[test]
fn a_person_acts_for_themself_alone() {
    let (_shop, running) = village();
    let before = export(&running, BOB);
    let ada = running.token(ADA, 900);
    let mine = did(ADA, "canary-own", "view", THINGS[0]);
    let theirs = did(BOB, "canary-forged", "view", THINGS[0]);
    let lines = format!("{mine}\n{theirs}\n");
    let attempts = [
        doing(&[mine.clone(), theirs.clone()]),
        doing(std::slice::from_ref(&theirs)),
        post("/v1/events").with("Content-Type", "application/x-ndjson").body(lines),
        send("/v1/statements", &super::running::said(BOB, "withdraw", &["recommend"])),
        send("/v1/recommend", &json!({ "subject": BOB })),
        put(&format!("/v1/subjects/{BOB}/hidden/{}", THINGS[0])),
        delete(&format!("/v1/subjects/{BOB}")),
        get(&format!("/v1/subjects/{BOB}/export")),
        get(&format!("/v1/subjects/{BOB}/data")),
        get(&format!("/v1/subjects/{BOB}/statements")),
        get(&format!("/v1/subjects/{BOB}/statements/1/receipt")),
        get(&format!("/v1/consent/effective?subject={BOB}")),
        get(&format!("/v1/receipts/{}", before["receipts"][0]["id"].as_str().unwrap())),
    ];
    let unknown = running.ask(&get(&format!("/v1/subjects/{NOBODY}/data")).key(&ada));
    for attempt in attempts {
        let reply = running.ask(&attempt.clone().key(&ada));
        assert_eq!((reply.status, &reply.body), (404, &unknown.body), "{attempt:?}");
    }
    let after = export(&running, BOB);
    for kept in ["events", "statements", "hidden"] {
        assert_eq!(before[kept], after[kept], "nothing of {kept} changed");
    }
    let own = running.must(&get(&format!("/v1/subjects/{ADA}/data")).key(&ada));
    assert_eq!(own["categories"]["activity.view"], Value::Null, "nothing of a refused batch was kept");
    running.stop();
}

// === forgotten ===

/// What an answer shows, without the time of day.
fn shown(reply: &Reply) -> (u16, Option<String>, Vec<u8>) {
    (reply.status, reply.field("content-type").map(str::to_owned), reply.body.clone())
}

fn assert_nobody_knows(running: &Running, receipt: &str) {
    let cw = running.key("cw");
    let ada = running.token(ADA, 900);
    let check = |about: &dyn Fn(&str) -> super::client::Request| {
        let (erased, unknown) = (running.ask(&about(ADA)), running.ask(&about(NOBODY)));
        assert_eq!(shown(&erased), shown(&unknown), "{:?}", about(ADA));
        erased.status
    };
    for rest in ["/data", "/export", "/statements", "/statements/1/receipt"] {
        assert_eq!(check(&|who| get(&format!("/v1/subjects/{who}{rest}")).key(cw)), 404);
    }
    check(&|who| get(&format!("/v1/consent/effective?subject={who}")).key(cw));
    let again = running.must(&delete(&format!("/v1/subjects/{ADA}")).key(cw));
    assert_eq!(again["erased"], json!(true), "an erasure has one answer, however often it is asked for");
    assert_eq!(check(&|who| get(&format!("/v1/receipts/{receipt}?subject={who}")).key(cw)), 404);
    assert_eq!(running.ask(&get(&format!("/v1/subjects/{ADA}/data")).key(&ada)).status, 404);
    let (erased, unknown) = (recommended(running, ADA), recommended(running, NOBODY));
    for name in ["items", "rung", "personalized", "refusal"] {
        assert_eq!(erased[name], unknown[name], "{name}");
    }
}

#[test]
fn whoever_is_forgotten_is_as_unknown_as_a_stranger_in_answers_files_and_old_copies() {
    let (shop, running) = village();
    let answer = recommended(&running, ADA);
    let receipt = answer["receipt"].as_str().unwrap().to_owned();
    assert!(export(&running, ADA).to_string().contains(CANARY), "it is there to be shown");
    running.stop();
    let copy = shop.root().join("copy");
    copy_dir(&shop.data(), &copy);
    assert_no_traces(&copy);

    let running = shop.serve();
    let erased = running.must(&delete(&format!("/v1/subjects/{ADA}")).key(&running.token(ADA, 60)));
    assert_eq!(erased["erased"], json!(true));
    assert_nobody_knows(&running, &receipt);
    running.stop();
    assert_no_traces(&shop.data());
    assert_no_traces(&shop.keys_dir());

    let running = shop.serve();
    assert_nobody_knows(&running, &receipt);
    assert_eq!(export(&running, BOB)["events"].as_array().map(Vec::len), Some(3), "nobody else is forgotten with them");
    running.stop();

    fs::remove_dir_all(shop.data()).unwrap();
    copy_dir(&copy, &shop.data());
    let running = shop.serve();
    assert_nobody_knows(&running, &receipt);
    assert_eq!(export(&running, BOB)["events"].as_array().map(Vec::len), Some(3), "an old copy loses nobody else");
    assert_eq!(recommended(&running, BOB)["personalized"], json!(true));
    running.must(&delete(&format!("/v1/subjects/{BOB}")).key(running.key("cw")));
    running.stop();
    shop.serve().stop();
}

fn copy_dir(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

fn assert_no_traces(dir: &Path) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_no_traces(&path);
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let found = disguises(CANARY).into_iter().find(|form| contains(&bytes, form));
        assert_eq!(found, None, "{}", path.display());
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// A word as it may stand in a file: plain, in hexadecimal digits, in base64 at each offset, in UTF-16.
fn disguises(word: &str) -> Vec<Vec<u8>> {
    let hex: String = word.bytes().map(|byte| format!("{byte:02x}")).collect();
    let wide = |order: fn(u16) -> [u8; 2]| word.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let mut forms = vec![word.into(), word.to_uppercase().into(), hex.clone().into(), hex.to_uppercase().into()];
    forms.extend([wide(u16::to_le_bytes), wide(u16::to_be_bytes)]);
    forms.extend((0..3).map(|offset| base64_inside(word, offset)));
    forms
}

/// The part of a text's base64 that does not depend on what stands around the word.
fn base64_inside(word: &str, offset: usize) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = word.bytes().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let skipped = [0, 4, 2][offset];
    bits[skipped..]
        .chunks_exact(6)
        .map(|six| DIGITS[usize::from(six.iter().fold(0, |sum, bit| sum << 1 | bit))])
        .collect()
}

#[test]
fn the_search_for_traces_finds_what_it_looks_for() {
    let forms = disguises("canary");
    for (text, form) in [("xxx63616e617279xx", 2), ("YSBjYW5hcnkh", 8), ("eGNhbmFyeSE=", 7), ("Y2FuYXJ5", 6)] {
        assert!(contains(text.as_bytes(), &forms[form]), "{text} and {:?}", String::from_utf8_lossy(&forms[form]));
    }
}

// === links ===

#[test]
fn a_link_that_is_used_old_forged_looked_ahead_at_or_of_before_a_restart_opens_nothing() {
    let shop = Shop::new();
    let running = shop.serve_with_pages();
    running.says(ADA, "grant", &["recommend"]);
    let ticket = |seconds: u64| -> String {
        let asked = send("/v1/page-tickets", &json!({ "subject": ADA, "seconds": seconds }));
        running.must(&asked.key(running.key("cw")))["path"].as_str().unwrap().to_owned()
    };
    let opened = |path: &str| running.ask(&get(path));
    let closed = |reply: &Reply| assert_eq!((reply.status, reply.code().as_str()), (404, "link_invalid"));
    let path = ticket(60);
    closed(&running.ask(&get(&path).with("Sec-Purpose", "prefetch")));
    assert_eq!(running.ask(&super::client::Request::of("HEAD", &path)).status, 404);
    assert_eq!(opened(&path).status, 303, "what only looked ahead used nothing up");
    closed(&opened(&path));
    let genuine = ticket(60);
    let last = if genuine.ends_with('0') { '1' } else { '0' };
    closed(&opened(&format!("{}{last}", &genuine[..genuine.len() - 1])));
    let brief = ticket(1);
    std::thread::sleep(std::time::Duration::from_millis(2_100));
    closed(&opened(&brief));
    let kept = ticket(60);
    running.stop();
    let running = shop.serve_with_pages();
    closed(&running.ask(&get(&kept)));
    running.stop();
}

#[test]
fn a_request_for_somebody_else_is_as_one_for_nobody_however_it_is_named() {
    let (_shop, running) = village();
    let ada = running.token(ADA, 900);
    let asked = send(&format!("/v1/subjects/{BOB}/requests"), &json!({ "kind": "complaint" }));
    let theirs = running.must(&asked.key(running.key("cw")))["id"].as_str().unwrap().to_owned();
    let unknown = running.ask(&get(&format!("/v1/subjects/{NOBODY}/data")).key(&ada));
    let guessed = "0".repeat(32);
    for path in [
        format!("/v1/subjects/{BOB}/requests"),
        format!("/v1/subjects/{BOB}/requests/{theirs}"),
        format!("/v1/subjects/{ADA}/requests/{theirs}"),
        format!("/v1/subjects/{ADA}/requests/{guessed}"),
        format!("/v1/subjects/{BOB}/recipients"),
        format!("/v1/subjects/{BOB}/limits"),
        format!("/v1/subjects/{BOB}/interests"),
        format!("/v1/subjects/{BOB}/identifiers"),
        format!("/v1/subjects/{BOB}/archive"),
        format!("/v1/subjects/{ADA}/{BOB}/data"),
    ] {
        let reply = running.ask(&get(&path).key(&ada));
        assert_eq!((reply.status, &reply.body), (404, &unknown.body), "{path}");
    }
    for (path, code) in [
        (format!("/v1/subjects/{ADA}/../{BOB}/data"), "invalid_identifier"),
        (format!("/v1/subjects/{ADA}%2f..%2f{BOB}/data"), "invalid_identifier"),
        (format!("/v1/subjects/{BOB}%00/data"), "invalid_identifier"),
        (format!("/v1/consent/effective?subject={ADA}&subject={BOB}"), "ambiguous_parameter"),
    ] {
        let reply = running.ask(&get(&path).key(&ada));
        assert_eq!((reply.status, reply.code().as_str()), (400, code), "{path}");
    }
    // A program that steps with a request names whose it is: another's name finds nothing.
    let step = |who: &str, id: &str| {
        let body = json!({ "subject": who, "step": "start" });
        running.ask(&send(&format!("/v1/requests/{id}/steps"), &body).key(running.key("adm")))
    };
    for (who, id) in [(ADA, &theirs), (NOBODY, &theirs), (BOB, &guessed)] {
        let reply = step(who, id);
        assert_eq!((reply.status, &reply.body), (404, &unknown.body));
    }
    assert_eq!(step(BOB, &theirs).status, 200);
    running.stop();
}

#[test]
fn erasures_are_listed_page_by_page_by_their_receipts_and_checked_without_a_name() {
    let (_shop, running) = village();
    let adm = || running.key("adm");
    let erased: BTreeSet<String> = [ADA, BOB]
        .map(|who| {
            let gone = running.must(&delete(&format!("/v1/subjects/{who}")).key(running.key("cw")));
            gone["receipt"].as_str().unwrap().split("receipt ").nth(1).unwrap()[..32].to_owned()
        })
        .into();
    let (mut listed, mut after) = (BTreeSet::new(), String::new());
    for _ in 0..2 {
        let page = running.must(&get(&format!("/v1/erasures?limit=1{after}")).key(adm()));
        assert!(!page.to_string().contains("canary"), "it names nobody: {page}");
        listed.insert(page["erasures"][0]["receipt"].as_str().unwrap().to_owned());
        after = format!("&after={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!((&listed, after.as_str()), (&erased, "&after="), "each once, and then no more");
    for receipt in &listed {
        let text = running.ask(&get(&format!("/v1/erasures/{receipt}")).key(adm())).text();
        assert!(text.starts_with(&format!("assent erasure 1\nreceipt {receipt}\n")), "{text}");
        let found = running.must(&post(&format!("/v1/erasures/{receipt}")).key(adm()));
        assert_eq!((&found["holds"], &found["came_back_since"]), (&json!(true), &json!(false)), "{found}");
    }
    for none in ["0".repeat(32), "tea".to_owned()] {
        assert_eq!(running.ask(&get(&format!("/v1/erasures/{none}")).key(adm())).code(), "not_found");
        assert_eq!(running.ask(&post(&format!("/v1/erasures/{none}")).key(adm())).code(), "not_found");
    }
    for (query, code) in
        [("limit=0", "limit_exceeded"), ("after=tea", "invalid_parameter"), ("of=ada", "invalid_parameter")]
    {
        assert_eq!(running.ask(&get(&format!("/v1/erasures?{query}")).key(adm())).code(), code, "{query}");
    }
    running.stop();
}
