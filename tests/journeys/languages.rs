//! A third language by one file: what a bad file says at the start, what is due of notices from then on, and what stays of
//! what was said in a language that is spoken no longer.

use super::client::{get, send};
use super::notices::about;
use super::running::{Running, Shop, assent, refused};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const ADA: &str = "canary-ada";

/// The English file, as it is printed to be translated.
fn template() -> String {
    let output = assent().args(["language", "template"]).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// A directory with one language in it: English but for its name and one word.
fn french(shop: &Shop) -> PathBuf {
    let dir = shop.root().join("languages");
    fs::create_dir_all(&dir).unwrap();
    let text = template().replace("language-name = English", "language-name = Français");
    let text = text
        .replace("refusal-stranger = We know nothing about you.", "refusal-stranger = Nous ne savons rien de vous.");
    fs::write(dir.join("fr.ftl"), text).unwrap();
    dir
}

fn speaking(shop: &Shop, dir: &PathBuf) -> Command {
    let mut command = shop.command();
    command.arg("--languages").arg(dir);
    command
}

fn publish(running: &Running, notice: &Value) -> (u16, Value) {
    let reply = running.ask(&send("/v1/notices", notice).key(running.key("adm")));
    (reply.status, reply.json())
}

/// Shown to Ada in French, where it can be.
fn shown(running: &Running) -> Value {
    let asked = send("/v1/notices/shop/served", &json!({ "subject": ADA })).key(running.key("cw"));
    running.must(&asked.with("accept-language", "fr-CA, de;q=0.5"))
}

#[test]
fn whatever_is_wrong_with_a_file_ends_the_start_in_one_line_that_names_it() {
    let shop = Shop::new();
    let dir = french(&shop);
    let file = dir.join("fr.ftl");
    let whole = fs::read_to_string(&file).unwrap();
    let check = |text: &str, says: &str| {
        fs::write(&file, text).unwrap();
        let output = refused(speaking(&shop, &dir));
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = told.lines().last().unwrap_or_default().to_owned();
        assert_eq!(output.status.code(), Some(78), "{told}");
        assert!(line.starts_with("assent: the language file") && line.contains("fr.ftl"), "{told}");
        assert!(line.contains(says), "{says}: {told}");
    };
    check(&whole.replace("frame-skip = ", "frame-skop = "), "the message `frame-skip` is missing");
    check(&format!("{whole}\nfrom-elsewhere = x\n"), "nothing asks for the message `from-elsewhere`");
    check(&whole.replace("since { $day }", "since { $moment }"), "`center-since` asks for `$moment`");
    check(&whole.replace("frame-skip = ", "frame-skip = { "), "line ");
    check(&format!("{whole}{}", "# filler\n".repeat(40_000)), "LANGUAGE_FILE_BYTES_MAX");
    fs::write(&file, &whole).unwrap();
    let wrong = dir.join("french.ftl");
    fs::rename(&file, &wrong).unwrap();
    let output = refused(speaking(&shop, &dir));
    assert!(String::from_utf8_lossy(&output.stderr).contains("BCP 47"));
    let checked = assent().args(["language", "check"]).arg(&wrong).output().unwrap();
    assert_eq!(checked.status.code(), Some(65));
    fs::rename(&wrong, &file).unwrap();
    let checked = assent().args(["language", "check"]).arg(&file).output().unwrap();
    assert_eq!(String::from_utf8(checked.stdout).unwrap(), "fr, Français: complete\n");
    speaking_well(&shop, &dir);
}

fn speaking_well(shop: &Shop, dir: &PathBuf) {
    let running = shop.serve_by(speaking(shop, dir));
    let asked = send("/v1/recommend", &json!({ "subject": ADA })).key(running.key("dr"));
    let answer = running.must(&asked.with("accept-language", "fr"));
    assert_eq!(answer["refusal_says"], json!(["Nous ne savons rien de vous."]));
    running.stop();
}

#[test]
fn a_notice_is_due_in_every_language_from_when_it_is_spoken_and_an_older_one_is_shown_in_english() {
    let shop = Shop::new();
    let dir = french(&shop);
    let running = shop.serve();
    let notice = about("recommend", "shop");
    assert_eq!(publish(&running, &notice).0, 200);
    running.stop();

    let running = shop.serve_by(speaking(&shop, &dir));
    let before = shown(&running);
    assert_eq!((&before["lang"], &before["words"]["controls"]["yes"]), (&json!("en"), &json!("Yes")));
    let (status, problem) = publish(&running, &notice);
    assert_eq!((status, &problem["findings"][0]["pointer"]), (422, &json!("/locales/fr")), "{problem}");
    assert_eq!(problem["findings"][0]["finding"], json!("missing_locale"), "{problem}");
    let mut notice = notice;
    notice["locales"]["fr"] = json!({
        "title": "?", "layers": ["Cela vous sert."], "controls": { "yes": "Oui", "no": "Non" },
        "benefits": { "recommend": "Cela vous sert." },
    });
    let (status, published) = publish(&running, &notice);
    assert_eq!((status, &published["unread"]), (200, &json!(["fr"])), "nobody read whether it is plain: {published}");
    let after = shown(&running);
    assert_eq!((&after["lang"], &after["words"]["controls"]["yes"]), (&json!("fr"), &json!("Oui")));
    says_yes(&running, &after);
    running.stop();
    without_it(&shop);
}

fn says_yes(running: &Running, shown: &Value) {
    let evidence = json!({ "snapshot": shown["snapshot"], "how": "the button" });
    let said = json!({ "kind": "grant", "purpose": "recommend", "explicit": true, "evidence": evidence });
    let body = json!({ "subject": ADA, "jurisdictions": ["eu"], "statements": [said] });
    running.must(&send("/v1/statements", &body).key(running.key("cw")));
}

/// The file is gone: the yes stands, in the language that it was said in.
fn without_it(shop: &Shop) {
    let running = shop.serve();
    let held = running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(running.key("cw")));
    assert_eq!(held["statements"][0]["notice_shown"]["language"], json!("fr"), "{}", held["statements"]);
    let asked = get(&format!("/v1/consent/effective?subject={ADA}")).key(running.key("cw"));
    let open = running.must(&asked.with("accept-language", "fr"));
    assert!(open.to_string().contains("recommend"), "{open}");
    let receipt =
        running.ask(&get(&format!("/v1/subjects/{ADA}/statements/1/receipt?format=iso-27560")).key(running.key("cw")));
    assert_eq!(receipt.status, 200);
    assert!(receipt.text().contains("fr"), "{}", receipt.text());
    running.stop();
}
