//! Recipients from outside: nothing leaves by default, a signed message leaves after a yes, and a no and an erasure recall it.

use super::client::{Reply, Request, get, put, send};
use super::notices;
use super::running::{Running, Shop, did, doing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const ADA: &str = "canary-ada";
const BOB: &str = "canary-bob";
/// How long a message may take: a look each second, and a first pause of half a minute.
const SOON: Duration = Duration::from_secs(8);

/// A recipient with everything that is due.
pub fn agency(name: &str, url: &str) -> Value {
    json!({
        "name": name,
        "role": "processor",
        "purposes": ["recommend"],
        "categories": ["activity.purchase", "activity.view"],
        "regions": [{ "region": "eu" }],
        "contract": { "reference": "of last spring", "until": "2099-01-01" },
        "security": "an auditor's report",
        "review": "2099-01-01",
        "sub_processors": ["Mill"],
        "deletion_url": format!("{url}/delete"),
        "webhook_url": format!("{url}/hook"),
    })
}

/// One message as it arrived.
#[derive(Debug)]
pub struct Message {
    pub path: String,
    pub fields: BTreeMap<String, String>,
    pub body: Value,
}

/// A small server that takes messages, or not, and hands them on.
pub struct Agency {
    pub url: String,
    pub heard: Receiver<Message>,
    pub takes: Arc<AtomicBool>,
}

impl Agency {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (told, heard) = channel();
        let takes = Arc::new(AtomicBool::new(true));
        let (taking, told) = (Arc::clone(&takes), Mutex::new(told));
        std::thread::spawn(move || {
            for wire in listener.incoming().flatten() {
                let told: Sender<Message> = told.lock().unwrap().clone();
                if hear(wire, taking.load(Ordering::SeqCst)).is_none_or(|message| told.send(message).is_err()) {
                    return;
                }
            }
        });
        Self { url, heard, takes }
    }

    #[track_caller]
    pub fn next(&self) -> Message {
        self.heard.recv_timeout(SOON).expect("a message was due")
    }

    pub fn silent(&self) -> bool {
        self.heard.recv_timeout(Duration::from_millis(2_500)).is_err()
    }
}

fn hear(wire: TcpStream, takes: bool) -> Option<Message> {
    wire.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut reader = BufReader::new(wire);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut fields = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        fields.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let mut body = vec![0; fields.get("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    let status = if takes { "204 No Content" } else { "503 Busy" };
    write!(reader.get_mut(), "HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").ok()?;
    Some(Message { path, fields, body: serde_json::from_slice(&body).ok()? })
}

pub fn serve(shop: &Shop) -> Running {
    let mut command = shop.command();
    command.arg("--webhooks-to-loopback");
    shop.serve_by(command)
}

pub fn register(running: &Running, document: &Value) -> Reply {
    register_as(running, "agency", document)
}

fn register_as(running: &Running, key: &str, document: &Value) -> Reply {
    running.ask(&put(&format!("/v1/recipients/{key}")).json(document.to_string()).key(running.key("adm")))
}

/// The shop tells in its notice whom it gives data to, and this person says yes to that.
pub fn agrees(running: &Running, who: &str) {
    let served = running.must(&send("/v1/notices/shop/served", &json!({ "subject": who })).key(running.key("cw")));
    let evidence = json!({ "snapshot": served["snapshot"], "how": "the button below the question" });
    let said = json!({ "kind": "grant", "purpose": "recommend", "explicit": true, "evidence": evidence });
    let body = json!({ "subject": who, "jurisdictions": ["eu"], "statements": [said] });
    running.must(&send("/v1/statements", &body).key(running.key("cw")));
}

pub fn publish(running: &Running, recipients: &Value) {
    let mut notice = notices::about("recommend", "shop");
    notice["purposes"][0]["categories"] = json!(["activity.purchase", "activity.view"]);
    notice["purposes"][0]["recipients"] = recipients.clone();
    running.must(&send("/v1/notices", &notice).key(running.key("adm")));
}

pub fn buys(running: &Running, who: &str, what: &str) {
    running.must(&doing(&[did(who, &format!("canary-{who}-{what}"), "purchase", what)]).key(running.key("sw")));
}

fn export(running: &Running, who: &str) -> Value {
    running.must(&get(&format!("/v1/subjects/{who}/export")).key(running.key("cw")))
}

#[test]
fn nothing_leaves_until_somebody_is_registered_told_of_and_said_yes_to() {
    let (shop, agency_server) = (Shop::new(), Agency::open());
    let running = serve(&shop);
    publish(&running, &json!([]));
    agrees(&running, ADA);
    let put = register(&running, &agency("Agency", &agency_server.url));
    assert_eq!(put.status, 200, "{}", put.text());
    assert!(put.json()["secret"].as_str().unwrap().starts_with("whsec_"));
    buys(&running, ADA, "tea");
    assert!(agency_server.silent(), "registered, and nobody was told");
    let who_may = || running.must(&get(&format!("/v1/subjects/{ADA}/recipients")).key(running.key("cw")));
    assert_eq!(who_may(), json!({ "recipients": [], "disclosures": [] }));
    publish(&running, &json!(["Agency"]));
    buys(&running, ADA, "cup");
    assert!(agency_server.silent(), "the yes was to another notice");
    agrees(&running, ADA);
    let yes = agency_server.next();
    assert_eq!((yes.path.as_str(), yes.body["type"].as_str()), ("/hook", Some("consent.given")));
    buys(&running, BOB, "pot");
    buys(&running, ADA, "pan");
    let act = agency_server.next();
    assert_eq!(
        (&act.body["type"], &act.body["data"]["activity"]["item"]),
        (&json!("activity.recorded"), &json!("pan"))
    );
    assert_eq!(act.body["data"]["subject"], yes.body["data"]["subject"]);
    assert!(!act.body.to_string().contains("canary"), "known by a name of the recipient's alone: {}", act.body);
    assert!(agency_server.silent(), "and nothing of Bob");

    let held = export(&running, ADA);
    assert_eq!(
        (&held["recipients"][0]["name"], &held["recipients"][0]["sub_processors"]),
        (&json!("Agency"), &json!(["Mill"]))
    );
    let whats: Vec<_> = held["disclosures"].as_array().unwrap().iter().map(|line| line["what"].clone()).collect();
    assert_eq!(whats, ["consent", "activity"]);
    assert_eq!(held["disclosures"][1]["message"].as_str(), act.fields.get("webhook-id").map(String::as_str));
    let told = who_may();
    assert_eq!(told["disclosures"].as_array().unwrap().len(), 2);
    assert_eq!(told["recipients"][0]["may_receive_for"], json!(["recommend"]));
    let asked = send(&format!("/v1/subjects/{ADA}/requests"), &json!({ "kind": "recipients" })).key(running.key("cw"));
    let says = running.must(&asked).to_string();
    assert!(says.contains("your data was given to: Agency (last on "), "{says}");
    assert!(says.contains("as things stand it may be given to: Agency"), "{says}");
    // Somebody who was given nothing so far, and could be; and nobody any more after a no.
    register_as(&running, "mill", &agency("Agency", &agency_server.url));
    let names =
        |told: &Value| told["recipients"].as_array().unwrap().iter().map(|one| one["key"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&who_may()), [json!("agency"), json!("mill")]);
    running.must(&send("/v1/statements", &json!({ "subject": ADA, "paused": true })).key(running.key("cw")));
    let told = who_may();
    assert_eq!((names(&told), &told["recipients"][0]["may_receive_for"]), (vec![json!("agency")], &json!([])));
    running.stop();
}

#[test]
fn a_file_and_messages_are_recalled_by_a_no_and_an_erasure() {
    let (shop, agency_server) = (Shop::new(), Agency::open());
    let mut running = serve(&shop);
    publish(&running, &json!(["Agency"]));
    register(&running, &agency("Agency", &agency_server.url));
    for who in [ADA, BOB] {
        agrees(&running, who);
        assert_eq!(agency_server.next().body["type"], "consent.given");
    }
    buys(&running, ADA, "tea");
    let name = agency_server.next().body["data"]["subject"].clone();
    let file = send("/v1/recipients/agency/export", &json!({ "purpose": "recommend" })).key(running.key("adm"));
    let part = running.must(&file);
    assert_eq!((part["lines"].as_array().unwrap().len(), &part["next"]), (1, &Value::Null));
    let line: Value = serde_json::from_str(part["lines"][0].as_str().unwrap()).unwrap();
    assert_eq!((&line["subject"], &line["activity"][0]["item"]), (&name, &json!("tea")));

    let no = json!({ "subject": BOB, "statements": [{ "kind": "withdraw", "purpose": "*", "recipient": "agency" }] });
    running.must(&send("/v1/statements", &no).key(running.key("cw")));
    assert_eq!(agency_server.next().body["type"], "consent.withdrawn");
    buys(&running, BOB, "pot");
    assert!(agency_server.silent(), "a no to one recipient");

    agency_server.takes.store(false, Ordering::SeqCst);
    let erased = running.must(&Request::of("DELETE", &format!("/v1/subjects/{ADA}")).key(running.key("cw")));
    assert!(erased.to_string().contains("recipients 1"), "{erased}");
    let first = agency_server.next();
    assert_eq!((first.path.as_str(), &first.body["type"]), ("/delete", &json!("subject.erased")));
    assert_eq!(first.body["data"]["subject"], name);
    std::thread::sleep(Duration::from_millis(500));
    let waiting = running.must(&get("/v1/recipients/agency/outbox").key(running.key("adm")));
    assert_eq!(
        (&waiting["waiting"][0]["type"], &waiting["waiting"][0]["failed"]),
        (&json!("subject.erased"), &json!("status 503"))
    );
    running.kill();
    running.ended(SOON);

    // Killed while it waits to be told again: it is told again, under the same name, once there is time for it.
    agency_server.takes.store(true, Ordering::SeqCst);
    let running = serve(&shop);
    let again = agency_server.heard.recv_timeout(Duration::from_secs(45)).expect("the recall is sent again");
    assert_eq!((&again.body, again.fields.get("webhook-id")), (&first.body, first.fields.get("webhook-id")));
    std::thread::sleep(Duration::from_millis(300));
    let waiting = running.must(&get("/v1/recipients/agency/outbox").key(running.key("adm")));
    assert_eq!(waiting["waiting"], json!([]));
    let removed = running.must(&Request::of("DELETE", "/v1/recipients/agency").key(running.key("adm")));
    assert_eq!(removed["removed"], json!(true));
    assert_eq!(running.ask(&file).status, 404);
    running.stop();
}

#[test]
fn a_recipient_that_lacks_something_is_none() {
    let shop = Shop::new();
    let running = shop.serve();
    let check = |change: &dyn Fn(&mut Value), code: &str| {
        let mut document = agency("Agency", "https://agency.example");
        change(&mut document);
        let reply = register(&running, &document);
        assert_eq!(reply.code(), code, "{}", reply.text());
    };
    check(&|_| {}, "");
    for field in ["name", "role", "purposes", "categories", "regions", "contract", "security", "review", "deletion_url"]
    {
        check(&|d| drop(d.as_object_mut().unwrap().remove(field)), "missing_field");
    }
    check(&|d| d["security"] = json!(" "), "invalid_value");
    check(&|d| d["role"] = json!("friend"), "invalid_value");
    check(&|d| d["purposes"] = json!(["world domination"]), "unknown_purpose");
    check(&|d| d["categories"] = json!(["shoe size"]), "invalid_value");
    check(&|d| d["review"] = json!("tomorrow"), "invalid_time");
    check(&|d| d["contract"]["until"] = json!("2026-02-30"), "invalid_time");
    check(&|d| d["more"] = json!(1), "unknown_field");
    let near = ["http://agency.example/", "http://127.0.0.1:9000/", "https://localhost/", "https://169.254.169.254/"];
    for url in near.into_iter().chain(["https://[::ffff:10.0.0.1]/", "https://2130706433/", "https://a@b.example/"]) {
        check(&|d| d["deletion_url"] = json!(url), "invalid_url");
        check(&|d| d["webhook_url"] = json!(url), "invalid_url");
    }
    let past = {
        let mut document = agency("Agency", "https://agency.example");
        document["review"] = json!("2020-01-01");
        register(&running, &document).json()
    };
    assert_eq!(past["receives_nothing_because"], "review_overdue");
    assert!(past.get("secret").is_none(), "shown once");
    let bad = running.ask(&put("/v1/recipients/Agency!").json("{}".to_owned()).key(running.key("adm")));
    assert_eq!(bad.code(), "invalid_identifier");
    let unknown = json!({ "subject": ADA, "statements": [{ "kind": "withdraw", "recipient": "nobody" }] });
    assert_eq!(running.ask(&send("/v1/statements", &unknown).key(running.key("cw"))).code(), "invalid_value");
    running.stop();
}

#[test]
fn a_pause_is_told_to_whoever_was_given_something_and_the_question_names_them() {
    let (shop, agency_server) = (Shop::new(), Agency::open());
    let running = serve(&shop);
    publish(&running, &json!(["Agency"]));
    register(&running, &agency("Agency", &agency_server.url));
    let asked = running.must(&get(&format!("/v1/consent/prompt?subject={ADA}")).key(running.key("cw")));
    let of = |purpose: &str| {
        let all = asked["purposes"].as_array().unwrap();
        all.iter().find(|one| one["purpose"] == purpose).unwrap()["recipients"].clone()
    };
    assert_eq!((of("recommend"), of("train")), (json!(["Agency"]), json!([])));
    agrees(&running, ADA);
    assert_eq!(agency_server.next().body["type"], "consent.given");
    running.must(&send("/v1/statements", &json!({ "subject": ADA, "paused": true })).key(running.key("cw")));
    assert_eq!(agency_server.next().body["type"], "consent.withdrawn");
    buys(&running, ADA, "tea");
    assert!(agency_server.silent(), "and nothing leaves while it lasts");
    running.stop();
}

#[test]
fn the_command_line_registers_reviews_suspends_and_takes_off_as_the_interface_does() {
    let shop = Shop::new();
    let file = shop.root().join("agency.json");
    let mut document = agency("Agency", "https://agency.example");
    std::fs::write(&file, document.to_string()).unwrap();
    let says = |arguments: &[&str], more: &[(&str, &std::path::Path)]| {
        let data = shop.data();
        let paths = [&[("--data", data.as_path())], more].concat();
        super::audit_log::assent_says(&[&["recipients"], arguments].concat(), &paths)
    };
    let (status, said) = says(&["add", "--key", "agency"], &[("--file", &file)]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("whsec_"), "the secret is shown: {said}");
    let (_, said) = says(&["add", "--key", "agency"], &[("--file", &file)]);
    assert!(!said.contains("whsec_"), "once: {said}");
    let state = |expected: &str| {
        let (status, said) = says(&["list"], &[]);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains(expected), "{said}");
    };
    state("receives");
    assert_eq!(says(&["suspend", "--key", "agency"], &[]).0, Some(0));
    state("review_overdue");
    assert_eq!(says(&["review", "--key", "agency", "--next", "2020-01-01"], &[]).0, Some(65), "in the past");
    let (status, said) = says(&["review", "--key", "agency", "--next", "2099-01-01", "--security", "of May"], &[]);
    let shown: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(
        (status, &shown["security"], &shown["receives_nothing_because"]),
        (Some(0), &json!("of May"), &json!(null))
    );
    assert_eq!(says(&["show", "--key", "agency"], &[]).1, said);
    assert_eq!(says(&["remove", "--key", "agency"], &[]).0, Some(0));
    state("removed");
    for none in ["show", "suspend", "remove"] {
        assert_eq!(says(&[none, "--key", "agency"], &[]).0, Some(65), "{none}: there is none any more");
    }
    document["security"] = json!(" ");
    std::fs::write(&file, document.to_string()).unwrap();
    let (status, said) = says(&["add", "--key", "agency"], &[("--file", &file)]);
    assert_eq!(status, Some(65));
    assert!(said.contains("/security") && said.contains("invalid_value"), "{said}");
    assert_eq!(says(&["add", "--key", "Agency!"], &[("--file", &file)]).0, Some(78), "no key of a recipient");
}
