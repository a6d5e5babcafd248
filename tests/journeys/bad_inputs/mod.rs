//! Wrong inputs and the answers due, as one table: a row is a number of the catalogue, a request and its answer.

mod consent;
mod demo;
mod events;
mod http;
mod identifiers;
mod json;
mod keys;
mod limits;
mod side;
mod signals;
mod who;

use super::client::{Connection, Reply, Request};
use super::running::{CANARY, ORIGIN, Running, Shop, did, doing, stocking};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::Duration;

/// One wrong input.
pub struct Row {
    /// Its number in the catalogue.
    number: u16,
    what: String,
    request: Request,
    due: Due,
}

/// The answer that is due.
pub enum Due {
    /// A problem with this status, code and, where one helps, JSON pointer.
    Problem(u16, &'static str, Option<&'static str>),
    /// A problem with a field beside it.
    ProblemWith(u16, &'static str, &'static str),
    /// No error: this status, and these members in the document.
    Fine(u16, Value),
    /// No error for the request; its one event is answered with this status and code.
    Event(&'static str, &'static str),
}

fn row(number: u16, what: impl Into<String>, request: Request, due: Due) -> Row {
    Row { number, what: what.into(), request, due }
}

fn no(status: u16, code: &'static str) -> Due {
    Due::Problem(status, code, None)
}

fn no_at(status: u16, code: &'static str, pointer: &'static str) -> Due {
    Due::Problem(status, code, Some(pointer))
}

/// A shop with one person in it, and every kind of caller.
struct World {
    running: Running,
    /// Its directory is gone with this value, and the server's log with it.
    _shop: Shop,
    revoked: String,
    /// Ada's, valid.
    ada: String,
    /// Bob's, valid.
    bob: String,
    expired: String,
    /// A token and a key of another shop.
    foreign: [String; 2],
}

/// The person whom the rows are about.
const ADA: &str = "canary-ada";
const BOB: &str = "canary-bob";
const ITEM: &str = "canary-mug";

// === impl World ===

impl World {
    fn new() -> Self {
        let shop = Shop::new();
        let revoked = shop.make_key("adm");
        revoke(&shop, &revoked);
        let running = shop.serve();
        let foreign = elsewhere();
        running.must(&stocking(&[ITEM, "canary-tea", "canary-pot"]).key(running.key("sw")));
        for who in [ADA, BOB] {
            running.says(who, "grant", &["recommend", "train"]);
            running.must(&doing(&[did(who, "canary-first", "purchase", ITEM)]).key(running.key("sw")));
        }
        let expired = running.token(ADA, 1);
        std::thread::sleep(Duration::from_millis(2_100));
        let (ada, bob) = (running.token(ADA, 900), running.token(BOB, 900));
        Self { running, _shop: shop, revoked, ada, bob, expired, foreign }
    }

    fn key(&self, kind: &str) -> &str {
        self.running.key(kind)
    }

    /// As the shop's own page sends it, for this visitor.
    fn by_browser(&self, request: Request, token: &str) -> Request {
        request.key(self.key("bw")).with("Origin", ORIGIN).with("Assent-Subject-Token", token)
    }

    fn rows(&self) -> Vec<Row> {
        let address = self.running.address;
        let mut rows = http::rows(self, address);
        rows.extend(json::rows(self));
        rows.extend(identifiers::rows(self));
        rows.extend(who::rows(self));
        rows.extend(consent::rows(self));
        rows.extend(events::rows(self));
        rows.extend(keys::rows(self));
        rows.extend(signals::rows(self));
        rows.extend(side::rows(self));
        rows
    }
}

fn revoke(shop: &Shop, key: &str) {
    let id = key.split('_').nth(2).unwrap();
    let revoking = super::running::assent().args(["keys", "revoke", "--id", id, "--data"]).arg(shop.data()).output();
    assert!(revoking.unwrap().status.success());
}

fn elsewhere() -> [String; 2] {
    let shop = Shop::new();
    let running = shop.serve();
    let found = [running.token(ADA, 900), shop.key("adm").to_owned()];
    running.stop();
    found
}

// === the check ===

fn check(address: SocketAddr, row: &Row, reply: &Reply) {
    let told = || format!("#{} {}: {} {}", row.number, row.what, reply.status, reply.text());
    let sent = String::from_utf8_lossy(&row.request.bytes(address)).to_lowercase();
    match &row.due {
        Due::Problem(status, code, pointer) => {
            assert_eq!((reply.status, reply.code().as_str()), (*status, *code), "{}", told());
            if let Some(pointer) = pointer {
                assert_eq!(reply.json()["pointer"], json!(pointer), "{}", told());
            }
        }
        Due::ProblemWith(status, code, field) => {
            assert_eq!((reply.status, reply.code().as_str()), (*status, *code), "{}", told());
            assert!(reply.field(field).is_some(), "{field} is missing: {}", told());
        }
        Due::Fine(status, members) => {
            assert_eq!(reply.status, *status, "{}", told());
            let document = reply.json();
            for (name, due) in members.as_object().unwrap() {
                assert_eq!(&document[name], due, "{name}: {}", told());
            }
        }
        Due::Event(status, code) => {
            let result = &reply.json()["results"][0];
            assert_eq!((reply.status, &result["status"]), (200, &json!(status)), "{}", told());
            assert_eq!(result["code"].as_str().unwrap_or_default(), *code, "{}", told());
        }
    }
    if reply.status >= 400 {
        assert_eq!(reply.field("content-type"), Some("application/problem+json"), "{}", told());
        assert!(sent.contains(CANARY), "the request carries something to be repeated: {}", told());
        assert!(!reply.text().to_lowercase().contains(CANARY), "the answer repeats the input: {}", told());
        assert_eq!(reply.json()["status"], json!(reply.status), "{}", told());
    }
}

fn ask(address: SocketAddr, row: &Row) -> Reply {
    let asked = Connection::open(address).and_then(|mut connection| connection.ask(&row.request));
    asked.unwrap_or_else(|error| panic!("#{} {}: {error}", row.number, row.what))
}

/// The numbers that the table has to have; a number that goes is missed.
const NUMBERS: [u16; 66] = [
    1, 4, 9, 11, 12, 13, 14, 15, 16, 17, 24, 28, 29, 30, 31, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
    47, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 62, 63, 65, 67, 70, 72, 73, 74, 75, 76, 78, 79, 80, 81, 82, 83, 84, 86,
    87, 88, 91, 92, 97, 111, 112, 120,
];

#[test]
fn each_wrong_input_has_its_answer_and_none_is_repeated() {
    let world = World::new();
    let rows = world.rows();
    let mut strangers = BTreeSet::new();
    for row in &rows {
        let reply = ask(world.running.address, row);
        check(world.running.address, row, &reply);
        if reply.code() == "unauthenticated" {
            strangers.insert(reply.body.clone());
        }
    }
    assert_eq!(strangers.len(), 1, "whoever is not known is told the same");
    let numbers: BTreeSet<u16> = rows.iter().map(|row| row.number).collect();
    let missed: Vec<_> = NUMBERS.iter().filter(|number| !numbers.contains(number)).collect();
    assert!(missed.is_empty(), "no row for {missed:?}");
    let held = world.running.must(&super::client::get(&format!("/v1/subjects/{ADA}/export")).key(world.key("cw")));
    assert_eq!(held["events"].as_array().map(Vec::len), Some(3), "the first, the unknown item and the good one");
    world.running.stop();
}
