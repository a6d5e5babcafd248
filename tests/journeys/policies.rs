//! A shop's own policy: laid over the one that ships, looser in nothing, signed where a key says so, and explained.

use super::client::send;
use super::running::{Shop, assent, did, refused};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Nobody in California is looked at without their yes.
const BRAND: &str = "name = \"shop\"\nversion = 1\n\n[[profile]]\nkeys = [\"us-ca\"]\n\
    classes = [\"profiling\", \"train\", \"direct_marketing\", \"storage\", \"targeted_ads\", \"sale_share\"]\n\
    mode = \"opt_in\"\nsource = \"decision of the board, 2026-10-01\"\n";

fn policy(root: &Path, brand: &str) -> PathBuf {
    let dir = root.join("policy");
    fs::create_dir_all(&dir).unwrap();
    fs::write(dir.join("brand.toml"), brand).unwrap();
    dir
}

fn serving(shop: &Shop, dir: &Path) -> Command {
    let mut command = shop.command();
    command.arg("--policy").arg(dir);
    command
}

fn says(arguments: &[&str]) -> Output {
    assent().arg("policy").args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Refused before anything is opened, in one line.
#[track_caller]
fn check_refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(78), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("assent: ") && said.contains(why), "{why}: {said}");
}

#[test]
fn a_shops_own_layer_restricts_from_the_next_start_on() {
    let shop = Shop::new();
    let dir = policy(shop.root(), BRAND);
    let looking = |id: &str| {
        let event = did("canary-ada", id, "view", "canary-mug");
        send("/v1/events", &json!({ "jurisdictions": ["us-ca"], "events": [event] }))
    };
    for (command, accepted) in [(serving(&shop, &dir), 0), (shop.command(), 1)] {
        let running = shop.serve_by(command);
        let answer = running.must(&looking("canary-1").key(running.key("sw")));
        assert_eq!(answer["accepted"], json!(accepted), "{answer}");
        running.stop();
    }
}

#[test]
fn a_layer_that_would_loosen_or_can_not_be_read_is_refused_with_its_line() {
    let shop = Shop::new();
    for (brand, why) in [
        (
            "name = \"x\"\nversion = 1\n[[purpose]]\nkey = \"ads\"\nconsent_days = 9999\n",
            "brand.toml:5: the life of a yes is 180 days",
        ),
        ("name = \"x\"\nversion = 1\ncolour = 2\n", "brand.toml:3: unknown field `colour`"),
        ("name = \"x\"\nversion = \n", "brand.toml:2"),
    ] {
        let dir = policy(shop.root(), brand);
        check_refused(&refused(serving(&shop, &dir)), why);
        check_refused(&says(&["check", "--policy", dir.to_str().unwrap()]), why);
    }
    check_refused(&refused(serving(&shop, &shop.root().join("nowhere"))), "can not be read");
}

#[test]
fn an_unsigned_or_wrongly_signed_policy_is_refused_where_a_key_is_set() {
    let shop = Shop::new();
    let dir = policy(shop.root(), BRAND);
    let path = |name: &str| shop.root().join(name).to_str().unwrap().to_owned();
    assert!(says(&["keygen", &path("mine")]).status.success() && says(&["keygen", &path("theirs")]).status.success());
    check_refused(&says(&["keygen", &path("mine")]), "there is a file of that name already");
    let serving = |key: &str| {
        let mut command = serving(&shop, &dir);
        command.arg("--policy-key").arg(shop.root().join(key));
        command
    };
    check_refused(&refused(serving("mine.pub")), "the policy is not signed");
    let signed = says(&["sign", "--policy", dir.to_str().unwrap(), "--key", &path("mine")]);
    assert!(signed.status.success(), "{}", String::from_utf8_lossy(&signed.stderr));
    check_refused(&refused(serving("theirs.pub")), "another's");
    shop.serve_by(serving("mine.pub")).stop();
    fs::write(dir.join("brand.toml"), BRAND.replace("opt_in", "explicit")).unwrap();
    check_refused(&refused(serving("mine.pub")), "a file has changed since");
    let mut alone = shop.command();
    alone.arg("--policy-key").arg(shop.root().join("mine.pub"));
    check_refused(&refused(alone), "--policy-key needs --policy");
}

#[test]
fn the_policy_is_checked_explained_and_compared_for_people_and_programs() {
    let shop = Shop::new();
    let dir = policy(shop.root(), BRAND);
    let dir = dir.to_str().unwrap();
    let fine = says(&["check", "--policy", dir, "--on", "2026-11-26"]);
    assert!(fine.status.success() && text(&fine).contains("valid: 5 purposes, 24 jurisdictions"), "{fine:?}");
    let late = says(&["check", "--on", "2030-01-01", "--json"]);
    assert_eq!(late.status.code(), Some(65));
    let found: Value = serde_json::from_str(&text(&late)).unwrap();
    assert_eq!(found[0]["weight"], "rests");
    assert_eq!(found[0]["place"]["file"], "purposes.toml");

    let explained = text(&says(&["explain", "recommend", "us-ca", "--policy", dir, "--on", "2026-11-26"]));
    assert!(explained.contains("mode: opt_in") && explained.contains("brand: decision of the board"), "{explained}");
    let explained = text(&says(&["explain", "recommend", "us-ca", "--json", "--on", "2026-11-26"]));
    let explained: Value = serde_json::from_str(&explained).unwrap();
    assert_eq!((&explained["mode"], &explained["next_version"]), (&json!("opt_out"), &json!("2027-01-01")));
    assert_eq!(says(&["explain", "dance", "eu"]).status.code(), Some(65));

    let changes = text(&says(&["diff", "shipped", dir]));
    assert!(changes.contains("purpose recommend: mode in us-ca: opt_out -> opt_in"), "{changes}");
    assert_eq!(text(&says(&["diff", dir, dir])), "no difference\n");
    let changes = text(&says(&["diff", "shipped@2026-06-30", "shipped@2026-07-01", "--json"]));
    let changes: Vec<Value> = serde_json::from_str(&changes).unwrap();
    assert!(changes.iter().any(|change| change["about"] == "profile us-ct: teen, significant"), "{changes:?}");
}

#[test]
fn every_command_about_the_policy_shows_an_example() {
    for verb in ["check", "explain", "diff", "sign", "keygen"] {
        let help = says(&[verb, "--help"]);
        assert!(help.status.success() && text(&help).contains(&format!("assent policy {verb}")), "{verb}");
    }
}
