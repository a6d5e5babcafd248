//! Lessons as an operator meets them: what they may take, what they say, and whether what serves can be checked.

use super::client::{delete, post};
use super::running::{Shop, assent, did, doing, stocking};
use std::process::Command;

/// Enough people that there is a model, also where one of them is left out.
const PEOPLE: usize = 6;
/// More items than a regression with the smallest budget has, all of which are taken.
const ITEMS: usize = 70;
/// So many are in the catalog that the smallest budget is below what they take.
const STOCK: usize = 1_000;

fn item(number: usize) -> String {
    format!("canary-{number:03}")
}

fn who(number: usize) -> String {
    format!("canary-person-{number}")
}

/// A shop where everybody took everything and lets it teach, and which learned with as little memory as may be.
fn taught() -> Shop {
    let shop = Shop::new();
    let mut command = shop.command();
    command.args(["--learn-after", "0"]).env("ASSENT_MEMORY_MIB", "1");
    let running = shop.serve_by(command);
    let items: Vec<String> = (0..STOCK).map(item).collect();
    running.must(&stocking(&items.iter().map(String::as_str).collect::<Vec<_>>()).key(running.key("sw")));
    for number in 0..PEOPLE {
        running.says(&who(number), "grant", &["recommend", "train"]);
        let taken: Vec<_> = items[..ITEMS].iter().map(|item| did(&who(number), item, "purchase", item)).collect();
        running.must(&doing(&taken).key(running.key("sw")));
    }
    running.must(&post("/v1/model/train").key(running.key("adm")));
    running.stop();
    shop
}

/// What a command says, and its exit status.
fn said(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

fn model(shop: &Shop, words: &[&str]) -> (i32, String) {
    said(assent().arg("model").args(words).arg("--data").arg(shop.data()))
}

#[test]
fn a_server_and_an_import_learn_with_the_memory_that_they_are_given() {
    let shop = taught();
    let within = "what goes together: 64 items by regression, 6 more by their nearest";
    let (status, shown) = model(&shop, &["show"]);
    assert!(status == 0 && shown.contains(within), "{shown}");
    let events = shop.root().join("events.csv");
    std::fs::write(&events, "subject,item,time\n").unwrap();
    let import = |more: &[&str]| {
        let mut importing = assent();
        importing.args(["import", "--format", "events"]).arg(&events).args(more).arg("--data").arg(shop.data());
        said(&mut importing)
    };
    let (status, imported) = import(&["--memory-mib", "1"]);
    assert!(status == 0 && imported.contains(within), "{imported}");
    let (status, imported) = import(&[]);
    assert!(status == 0 && imported.contains("what goes together: 70 items by regression"), "{imported}");
}

#[test]
fn verify_says_whether_it_is_this_person_whom_the_model_holds() {
    let shop = taught();
    let of = |subject: &str| model(&shop, &["verify", "--subject", subject]);
    let (status, told) = of(&who(1));
    assert!(status == 65 && told.contains("the model holds something of that person"), "{told}");
    assert!(!told.contains("canary") && !told.contains("train it anew"), "nobody is named: {told}");
    let (status, told) = of("canary-stranger");
    assert!(status == 0 && told.contains("nobody of that name is known here") && told.ends_with("equal\n"), "{told}");
    let running = shop.serve();
    running.must(&delete(&format!("/v1/subjects/{}", who(5))).key(running.key("cw")));
    running.kill();
    for words in [&["verify"][..], &["verify", "--subject", &who(1)]] {
        let (status, told) = model(&shop, words);
        assert!(status == 65 && told.contains("train it anew"), "the data are others now: {told}");
    }
}

#[test]
fn a_model_is_shown_in_words_and_a_name_that_was_mistyped_makes_no_shop() {
    let shop = Shop::new();
    let (status, told) = model(&shop, &["show"]);
    assert!(status == 0 && told.contains("\nridge: 200\n") && !told.contains("Chosen"), "{told}");
    let nowhere = shop.root().join("shpo");
    for words in [&["model", "show"][..], &["model", "verify"], &["keys", "list"], &["audit", "verify"]] {
        let (status, told) = said(assent().args(words).arg("--data").arg(&nowhere));
        assert!(status == 78 && told.contains("there are no data at"), "{words:?}: {told}");
    }
    assert!(!nowhere.exists() && !shop.root().join("shpo.keys").exists());
    std::fs::create_dir(&nowhere).unwrap();
    let (status, told) = said(assent().args(["model", "show", "--data"]).arg(&nowhere));
    assert!(status == 78 && told.contains("there are no data at"), "{told}");
    assert!(std::fs::read_dir(&nowhere).unwrap().next().is_none() && !shop.root().join("shpo.keys").exists());
}

#[test]
fn an_import_of_items_that_the_catalog_lacks_says_so_and_not_that_people_are_few() {
    let shop = Shop::new();
    let events = shop.root().join("events.csv");
    let rows: String = (0..300).map(|n| format!("canary-{n},mug,{}\n", 1_700_000_000 + n)).collect();
    std::fs::write(&events, format!("subject,item,time\n{rows}")).unwrap();
    let mut importing = assent();
    importing.args(["import", "--format", "events", "--granted", "recommend,train", "--evidence", "proofs"]);
    let (status, told) = said(importing.arg(&events).arg("--data").arg(shop.data()));
    assert!(status == 0 && told.contains("300 of these events are of items that the catalog lacks"), "{told}");
    assert!(told.contains("took an item of the catalog") && !told.contains("too few people"), "{told}");
}
