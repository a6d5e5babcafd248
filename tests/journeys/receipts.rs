//! Receipts of consent: fetched over HTTP, verified on the command line by whoever has the shop's key, and by nobody else.

use super::client::{get, send};
use super::running::{Running, Shop, assent, said};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Output;

const ADA: &str = "canary-ada";
const FORMS: [&str; 2] = ["iso-27560", "kantara-1.1"];

/// Ada said yes to two purposes at once, and then no to one of them.
fn talkative() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(ADA, "grant", &["recommend", "train"]);
    running.says(ADA, "withdraw", &["recommend"]);
    (shop, running)
}

fn receipt(running: &Running, number: usize, form: &str) -> String {
    let path = format!("/v1/subjects/{ADA}/statements/{number}/receipt?format={form}");
    let reply = running.ask(&get(&path).key(&running.token(ADA, 60)));
    assert_eq!(
        (reply.status, reply.field("content-type")),
        (200, Some("text/plain; charset=utf-8")),
        "{}",
        reply.text()
    );
    assert_eq!(reply.field("cache-control"), Some("no-store"));
    reply.text()
}

/// What the command line says of a text, with more arguments behind the file.
fn verified(shop: &Shop, text: &[u8], more: &[&str]) -> Output {
    let file: PathBuf = shop.root().join("receipt.txt");
    fs::write(&file, text).unwrap();
    assent().args(["verify", "receipt"]).arg(file).args(more).output().unwrap()
}

/// The one line with which it is refused, with status 1 and nothing printed.
fn refusal(shop: &Shop, text: &[u8], more: &[&str]) -> String {
    let output = verified(shop, text, more);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{told}");
    assert_eq!((told.lines().count(), told.starts_with("assent: ")), (1, true), "{told}");
    told
}

fn published(running: &Running) -> String {
    let reply = running.ask(&get("/.well-known/assent-keys"));
    assert_eq!((reply.status, reply.field("content-type")), (200, Some("text/plain; charset=utf-8")));
    reply.text()
}

fn own_key(shop: &Shop) -> String {
    let output = assent().args(["receipt", "key", "--data"]).arg(shop.data()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn each_statement_has_a_receipt_that_the_shops_key_verifies_and_that_ends_where_the_ledger_did() {
    let shop = Shop::new();
    let before = own_key(&shop);
    let running = shop.serve();
    let heads = [
        running.says(ADA, "grant", &["recommend", "train"])["ledger_head"].clone(),
        running.says(ADA, "withdraw", &["recommend"])["ledger_head"].clone(),
    ];
    let key = published(&running);
    assert_eq!(before, key, "the command line and the well-known address name the same key");
    let listed = running.must(&get(&format!("/v1/subjects/{ADA}/statements")).key(running.key("cw")));
    let lines = listed["statements"].as_array().unwrap();
    let told: Vec<_> = lines.iter().map(|line| (&line["number"], &line["kind"], &line["purpose"])).collect();
    let due = [(1, "grant", "recommend"), (2, "grant", "train"), (3, "withdraw", "recommend")]
        .map(|(number, kind, purpose)| (json!(number), json!(kind), json!(purpose)));
    assert_eq!(told, due.iter().map(|(number, kind, purpose)| (number, kind, purpose)).collect::<Vec<_>>());
    assert_eq!([&lines[1]["ledger_head"], &lines[2]["ledger_head"]], [&heads[0], &heads[1]]);

    let keys = shop.root().join("shop.vkey");
    fs::write(&keys, format!("# the shop's\n{key}")).unwrap();
    for line in lines {
        for form in FORMS {
            let address = line["receipts"][form].as_str().unwrap();
            let note = running.ask(&get(address).key(running.key("cw"))).text();
            for more in [["--key", key.trim()], ["--keys-file", keys.to_str().unwrap()]] {
                let output = verified(&shop, note.as_bytes(), &more);
                let told = String::from_utf8(output.stdout).unwrap();
                assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
                for due in ["assent.local/default", line["kind"].as_str().unwrap(), ADA] {
                    assert!(told.contains(due), "{due} in {told}");
                }
                assert!(told.contains(line["ledger_head"].as_str().unwrap()), "{told}");
            }
        }
    }
    running.stop();
    let running = shop.serve();
    assert_eq!(published(&running), key, "the key stays");
    running.stop();
}

#[test]
fn a_receipt_that_was_changed_cut_or_signed_by_another_proves_nothing() {
    let (shop, running) = talkative();
    let key = published(&running);
    let with_key = ["--key", key.trim()];
    let note = receipt(&running, 3, FORMS[0]);
    let bytes = note.as_bytes();
    assert_eq!(verified(&shop, bytes, &with_key).status.code(), Some(0));
    for at in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut changed = bytes.to_vec();
        changed[at] ^= 1;
        refusal(&shop, &changed, &with_key);
        refusal(&shop, &bytes[..at], &with_key);
    }
    let check = |text: &str, more: &[&str], says: &str| {
        let told = refusal(&shop, text.as_bytes(), more);
        assert!(told.contains(says), "{told}");
        assert!(!told.contains("canary"), "it repeats nothing of the receipt: {told}");
    };
    check(&note.replace("\"kind\": \"withdraw\"", "\"kind\": \"grant\""), &with_key, "changed after it was signed");
    check(note.trim_end(), &with_key, "cut off");
    check(note.split_once("\n\n").unwrap().0, &with_key, "cut off");
    check("", &with_key, "cut off");
    check(&format!("{}\n{note}", "x".repeat(300_000)), &with_key, "NOTE_BYTES_MAX");
    check(&note, &[], "without the shop's key nobody can know");
    check(&note, &["--key", "tea"], "no verifier key");
    let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    check(&note, &["--key", peter], "another key");
    let peters = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
                  \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    check(peters, &["--key", peter], "no receipt of consent");

    let other = Shop::new();
    check(&note, &["--key", own_key(&other).trim()], "another key");
    running.stop();
}

#[test]
fn a_receipt_is_given_to_the_person_and_in_a_form_that_there_is() {
    let (_shop, running) = talkative();
    let ada = running.token(ADA, 60);
    let check = |rest: &str, status: u16, code: &str| {
        let reply = running.ask(&get(&format!("/v1/subjects/{ADA}/statements/{rest}")).key(&ada));
        assert_eq!((reply.status, reply.code().as_str()), (status, code), "{rest}");
    };
    for unknown in ["0", "4", "-1", "one", "99999999999999999999999", "1e0"] {
        check(&format!("{unknown}/receipt"), 404, "not_found");
    }
    check("1/receipt?format=xml", 422, "invalid_value");
    check("1/receipt?format=", 422, "invalid_value");
    check("1/receipt?form=iso-27560", 400, "invalid_parameter");
    check("1/receipt?format=iso-27560&format=iso-27560", 400, "ambiguous_parameter");
    let path = format!("/v1/subjects/{ADA}/statements/1/receipt");
    let accepted = |accept: &str| running.ask(&get(&path).key(&ada).with("Accept", accept)).status;
    assert_eq!([accepted("text/plain"), accepted("*/*"), accepted("application/json")], [200, 200, 406]);
    let bob = running.token("canary-bob", 60);
    assert_eq!(running.ask(&get(&path).key(&bob)).status, 404, "somebody else's");
    assert_eq!(running.ask(&get(&path)).status, 401);
    running.stop();
}

#[test]
fn a_look_at_a_receipt_leaves_one_itself_and_an_erasure_leaves_the_receipts_in_peoples_hands_alone() {
    let (shop, running) = talkative();
    let key = published(&running);
    let note = receipt(&running, 1, FORMS[1]);
    let held = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    let looks = held["receipts"].as_array().unwrap().iter().filter(|one| one["purpose"] == "access").count();
    assert_eq!(looks, 2, "the receipt, and the export");
    running.must(&super::client::delete(&format!("/v1/subjects/{ADA}")).key(running.key("cw")));
    let gone = get(&format!("/v1/subjects/{ADA}/statements/1/receipt")).key(running.key("cw"));
    assert_eq!(running.ask(&gone).status, 404);
    assert_eq!(verified(&shop, note.as_bytes(), &["--key", key.trim()]).status.code(), Some(0), "what Ada has is hers");
    running.stop();
}

#[test]
fn what_stands_in_a_receipt_is_what_was_said_in_the_language_of_whoever_asks() {
    let (_shop, running) = talkative();
    let mut words = said(ADA, "grant", &["measure"]);
    words["statements"][0]["category"] = json!("activity.view");
    words["statements"][0]["evidence"] = json!({ "notice": "canary \u{2014} notice 7", "how": "canary \"button\"" });
    running.must(&send("/v1/statements", &words).key(running.key("cw")));
    let path = format!("/v1/subjects/{ADA}/statements/4/receipt");
    let asked = get(&path).key(running.key("cw")).with("Accept-Language", "de");
    let note = running.ask(&asked).text();
    let document: Value = serde_json::from_str(note.rsplit_once("\n\n").unwrap().0).unwrap();
    let record = &document["dpv:hasRecordOfActivity"];
    assert_eq!(record["dpv:hasNotice"]["dct:identifier"], "canary \u{2014} notice 7");
    assert_eq!(record["dpv:hasConsentStatus"]["dpv:hasIndicationMethod"], "canary \"button\"");
    let data = record["dpv:hasProcess"][0]["dpv:hasPersonalData"].as_array().unwrap();
    assert_eq!(data.iter().map(|one| &one["dct:identifier"]).collect::<Vec<_>>(), ["activity.view"]);
    let benefit = &record["dpv:hasProcess"][0]["dpv:hasPurpose"]["dct:description"];
    assert_eq!(benefit["@language"], "de");
    assert!(benefit["@value"].as_str().unwrap().contains("Wir zählen"), "{benefit}");
    running.stop();
}

#[test]
fn the_page_that_verifies_is_there_without_a_demonstration_and_lets_in_its_own_script_alone() {
    let shop = Shop::new();
    let running = shop.serve();
    let page = running.ask(&get("/verify").with("Accept", "text/html"));
    assert_eq!((page.status, page.field("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.field("content-security-policy").unwrap().to_owned();
    for part in
        ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'none'", "base-uri 'none'"]
    {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(page.text().contains("assent verify receipt"), "it says how without a script");
    let text = page.text();
    let address = |marker: &str| text.split(marker).nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (marker, media) in
        [("src=\"", "text/javascript; charset=utf-8"), ("rel=\"stylesheet\" href=\"", "text/css; charset=utf-8")]
    {
        let file = running.ask(&get(&address(marker)));
        assert_eq!((file.status, file.field("content-type")), (200, Some(media)));
        assert!(file.field("cache-control").unwrap().contains("immutable"));
    }
    let german = running.ask(&get("/verify?lang=de"));
    assert!(german.text().contains("Ist dieser Beleg echt?"));
    assert_eq!(running.ask(&get("/choices")).status, 404, "the shop's own pages are the demonstration's");
    running.stop();
}
