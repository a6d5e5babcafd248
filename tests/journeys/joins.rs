//! The ledger and everything that was decided, joined afterwards: no use, message, event or file without a yes in force then.

use super::client::{Connection, Request, get, post, send};
use super::recipients::{agency, publish, register};
use super::running::{Running, Shop, did, doing, drawn, long, said, stocking};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Things that are said, done and asked, by clients at the same time, in rounds; after each a file leaves.
const OPERATIONS: usize = 2_000;
const OPERATIONS_LONG: usize = 100_000;
const CLIENTS: usize = 4;
const ROUNDS: usize = 4;
/// How much is said, done and asked by one person.
const BY_ONE: usize = 50;
const PURPOSES: [&str; 3] = ["recommend", "train", "message"];
/// What is looked at by each of the purposes.
const CATEGORY: &str = "activity.purchase";
const RECIPIENT: &str = "agency";

fn person(client: usize, number: usize) -> String {
    format!("canary-{client}-{number}")
}

// === what is done ===

/// One client with people of its own.
struct Client<'a> {
    running: &'a Running,
    connection: Connection,
    number: usize,
    people: usize,
    seed: u64,
}

impl Client<'_> {
    fn draws(&mut self, below: usize) -> usize {
        drawn(&mut self.seed) % below
    }

    fn asks(&mut self, request: Request, key: &str) -> (u16, Value) {
        let reply = self.connection.ask(&request.key(self.running.key(key))).unwrap();
        (reply.status, reply.json())
    }

    /// A yes with what was shown, which tells of the recipient.
    fn agrees(&mut self, who: &str, purpose: &str) {
        let (_, served) = self.asks(send("/v1/notices/shop/served", &json!({ "subject": who })), "cw");
        let mut body = said(who, "grant", &[purpose]);
        if purpose == "recommend" {
            body["statements"][0]["evidence"] = json!({ "snapshot": served["snapshot"], "how": "a button" });
        }
        let (status, told) = self.asks(send("/v1/statements", &body), "cw");
        // In the second of a no there is no yes.
        assert!(status == 200 || told["code"] == "invalid_time", "{told}");
    }

    fn does_something(&mut self, at: usize) {
        let who = person(self.number, self.draws(self.people));
        let purpose = PURPOSES[self.draws(PURPOSES.len())];
        let (status, told) = match self.draws(10) {
            0 | 1 => return self.agrees(&who, purpose),
            2 => {
                let kind = ["withdraw", "refuse", "object"][self.draws(3)];
                self.asks(send("/v1/statements", &said(&who, kind, &[purpose])), "cw")
            }
            3 => {
                let paused = self.draws(3) == 0;
                self.asks(send("/v1/statements", &json!({ "subject": who, "paused": paused })), "cw")
            }
            4 | 5 => self.asks(doing(&[did(&who, &format!("canary-{at}"), "purchase", "mug")]), "sw"),
            6 | 7 => {
                let body = json!({ "subject": who, "channel": "email", "jurisdictions": ["eu"] });
                self.asks(send("/v1/messages", &body), "dr")
            }
            _ => self.asks(send("/v1/recommend", &json!({ "subject": who, "jurisdictions": ["eu"] })), "dr"),
        };
        assert!(status == 200 || told["code"] == "invalid_transition", "{told}");
    }
}

// === what is found ===

/// A statement about one purpose.
#[derive(Debug)]
struct Said {
    purpose: String,
    is_yes: bool,
    at: i64,
    received: i64,
    head: String,
}

impl Said {
    fn read(line: &Value) -> Self {
        let number = |name: &str| line[name].as_i64();
        let received = number("received_at").unwrap();
        let is_yes = line["kind"] == "grant";
        Self {
            purpose: line["purpose"].as_str().unwrap().to_owned(),
            is_yes,
            at: number("client_time").filter(|_| is_yes).map_or(received, |at| at.min(received)),
            received,
            head: line["ledger_head"].as_str().unwrap().to_owned(),
        }
    }
}

/// Whether a yes is in force: the last word about a purpose, and of two in one second the no.
fn in_force(said: &[Said], purpose: &str) -> bool {
    let about = || said.iter().filter(|one| one.purpose == purpose);
    let last_no = about().filter(|one| !one.is_yes).map(|one| one.at).max();
    about().any(|one| one.is_yes && last_no.is_none_or(|no| one.at > no))
}

/// Whether a yes was in force at some moment of a second.
fn in_force_within(said: &[Said], purpose: &str, second: i64) -> bool {
    let before = said.iter().filter(|one| one.received < second).count();
    let until = said.iter().filter(|one| one.received <= second).count();
    (before..=until).any(|number| in_force(&said[..number], purpose))
}

/// What was found, in numbers.
#[derive(Debug, Default)]
struct Found {
    statements: usize,
    used: usize,
    refused: usize,
    events: usize,
    left: usize,
    teach: usize,
}

/// Joins what is held about a person with what they said.
struct Join<'a> {
    who: &'a str,
    said: Vec<Said>,
    export: Value,
}

impl Join<'_> {
    fn list(&self, name: &str) -> &[Value] {
        self.export[name].as_array().map_or(&[], Vec::as_slice)
    }

    /// Each receipt says which statements were there, and went by exactly these.
    fn check_receipts(&self, found: &mut Found) {
        let is_use = |receipt: &&Value| PURPOSES.contains(&receipt["purpose"].as_str().unwrap());
        // The others are of what was shown to the person themself.
        for receipt in self.list("receipts").iter().filter(is_use) {
            let head = receipt["ledger_head"].as_str().unwrap_or_default();
            let number = self.said.iter().position(|one| one.head == head).map_or(0, |at| at + 1);
            assert_eq!(receipt["given"]["statements"], json!(number), "{}: {receipt}", self.who);
            let purpose = receipt["purpose"].as_str().unwrap();
            let due = in_force(&self.said[..number], purpose) && receipt["given"]["paused"] == json!(false);
            let gates = receipt["gates"].as_array().unwrap();
            let open = gates.iter().any(|gate| gate["category"] == CATEGORY && gate["open"] == true);
            assert_eq!(open, due, "{}: {receipt} after {:?}", self.who, &self.said[..number]);
            let is_any = gates.iter().any(|gate| gate["open"] == true);
            assert!(due || (!is_any && receipt["rung"] == "contextual" && receipt["data_used"] == 0), "{receipt}");
            *(if due { &mut found.used } else { &mut found.refused }) += 1;
        }
    }

    /// Each event carries only what was allowed when it came.
    fn check_events(&self, found: &mut Found) {
        for event in self.list("events") {
            let at = event["time"].as_i64().unwrap();
            let purposes = event["purposes"].as_array().unwrap();
            assert!(!purposes.is_empty(), "kept for nothing: {event}");
            for purpose in purposes.iter().map(|purpose| purpose.as_str().unwrap()) {
                assert!(in_force_within(&self.said, purpose, at), "{}: {event} after {:?}", self.who, self.said);
            }
            found.events += 1;
        }
    }

    fn is_open_now(&self, purpose: &str) -> bool {
        in_force(&self.said, purpose) && self.export["subject"]["paused"] == json!(false)
    }

    /// Whether they have something that may be used for this.
    fn has_for(&self, purpose: &str) -> bool {
        self.list("events").iter().any(|event| event["purposes"].as_array().unwrap().contains(&json!(purpose)))
    }

    fn lines(&self) -> usize {
        self.list("disclosures").len()
    }
}

fn join<'a>(running: &Running, who: &'a str) -> Option<Join<'a>> {
    let ask = |rest: &str| running.ask(&get(&format!("/v1/subjects/{who}/{rest}")).key(running.key("cw")));
    let said = ask("statements");
    if said.status == 404 {
        return None;
    }
    let said = said.json()["statements"].as_array().unwrap().iter().map(Said::read).collect();
    Some(Join { who, said, export: ask("export").json() })
}

/// Hands out a file, part by part.
fn hand_out(running: &Running) {
    let mut after = Value::Null;
    loop {
        let mut body = json!({ "purpose": "recommend" });
        if after.is_string() {
            body["after"] = after;
        }
        let asked = send(&format!("/v1/recipients/{RECIPIENT}/export"), &body).key(running.key("adm"));
        after = running.must(&asked)["next"].clone();
        if after.is_null() {
            return;
        }
    }
}

/// Hands out a file: a line more for whoever said yes and has something, and for nobody else.
fn check_file(running: &Running, people: &[String], lines: &mut BTreeMap<String, usize>) {
    hand_out(running);
    for who in people {
        let Some(join) = join(running, who) else { continue };
        let before = lines.insert(who.clone(), join.lines()).unwrap_or(0);
        assert!(join.lines() == before || join.is_open_now("recommend"), "{who}: {:?}", join.said);
    }
}

#[test]
fn nothing_was_used_sent_kept_handed_out_or_taught_without_a_yes_in_force_at_that_moment() {
    let shop = Shop::new();
    let mut command = shop.command();
    command.args(["--webhooks-to-loopback", "--alone-people", "4000000000", "--learn-after", "0"]);
    let running = shop.serve_by(command);
    running.must(&stocking(&["mug"]).key(running.key("sw")));
    let mut recipient = agency("Agency", "https://agency.example");
    // Nothing leaves but in files.
    recipient.as_object_mut().unwrap().remove("webhook_url");
    assert_eq!(register(&running, &recipient).status, 200);
    publish(&running, &json!(["Agency"]));
    let operations = if long() { OPERATIONS_LONG } else { OPERATIONS };
    let each = operations / BY_ONE / CLIENTS;
    let people: Vec<_> = (0..CLIENTS).flat_map(|client| (0..each).map(move |number| person(client, number))).collect();
    let mut lines = BTreeMap::new();
    for round in 0..ROUNDS {
        std::thread::scope(|scope| {
            for number in 0..CLIENTS {
                let running = &running;
                scope.spawn(move || {
                    let connection = Connection::open(running.address).unwrap();
                    let seed = (round * CLIENTS + number) as u64;
                    let mut client = Client { running, connection, number, people: each, seed };
                    let count = operations / ROUNDS / CLIENTS;
                    (round * count..(round + 1) * count).for_each(|at| client.does_something(at));
                });
            }
        });
        check_file(&running, &people, &mut lines);
    }
    let mut found = Found::default();
    for join in people.iter().filter_map(|who| join(&running, who)) {
        join.check_receipts(&mut found);
        join.check_events(&mut found);
        found.statements += join.said.len();
        found.left += join.lines();
        found.teach += usize::from(join.is_open_now("train") && join.has_for("train"));
    }
    println!("{operations} operations of {} people: {found:?}", people.len());
    assert!(found.used > operations / 50 && found.refused > operations / 50, "{found:?}");
    assert!(found.events > operations / 50 && found.left > 0 && found.teach > 0, "{found:?}");
    let taught = running.must(&post("/v1/model/train").key(running.key("adm")));
    assert_eq!(taught["people"], json!(found.teach), "{taught}");
    running.stop();
}
