//! Two devices of one person, who say yes and no about the same at the same time: one after the other, and a tie is a no.

use super::client::{Connection, Reply, get, send};
use super::running::{Running, Shop, said};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

const ROUNDS: usize = 200;
/// Most rounds in which a yes that came in the second of a no is said again in the next: each takes a second.
const AGAIN_MAX: usize = 3;
const NEXT_SECOND: Duration = Duration::from_millis(1_050);

/// How the rounds ended.
#[derive(Debug, Default)]
struct Ends {
    yes_first: usize,
    no_first: usize,
    refused: usize,
    again: usize,
}

/// One device: its own connection, and its own token of the person.
struct Device<'a> {
    running: &'a Running,
    who: &'a str,
    token: String,
}

// === impl Device ===

impl<'a> Device<'a> {
    fn of(running: &'a Running, who: &'a str) -> Self {
        Self { running, who, token: running.token(who, 600) }
    }

    fn ask(&self, connection: &mut Connection, document: &Value) -> Reply {
        connection.ask(&send("/v1/statements", document).key(&self.token)).unwrap()
    }

    /// Says it as soon as the other is ready too.
    fn says(&self, kind: &str, by_their_clock: Option<i64>, both: &Barrier) -> Reply {
        let mut document = said(self.who, kind, &["recommend"]);
        if let Some(at) = by_their_clock {
            document["statements"][0]["client_time"] = json!(at);
        }
        let mut connection = Connection::open(self.running.address).unwrap();
        both.wait();
        self.ask(&mut connection, &document)
    }

    fn lines(&self) -> Vec<Value> {
        let path = format!("/v1/subjects/{}/statements", self.who);
        self.running.must(&get(&path).key(&self.token))["statements"].as_array().unwrap().clone()
    }

    /// The receipt of each statement is there for this device, and ends where the ledger did then.
    fn check_receipts(&self, lines: &[Value]) {
        for (at, line) in lines.iter().enumerate() {
            assert_eq!(line["number"], json!(at + 1));
            let path = line["receipts"]["iso-27560"].as_str().unwrap();
            let reply = self.running.ask(&get(path).key(&self.token));
            let due = line["ledger_head"].as_str().unwrap();
            assert_eq!((reply.status, reply.text().contains(due)), (200, true), "{}", reply.text());
        }
    }

    fn is_open(&self) -> bool {
        self.running.must(&get("/v1/consent/effective").key(&self.token))["rung"] == "personal"
    }
}

/// Whether the last word is a yes, by the times that are told: of two at the same second the no is the last.
fn last_is_yes(lines: &[Value]) -> bool {
    let at = |line: &Value| line["client_time"].as_i64().unwrap().min(line["received_at"].as_i64().unwrap());
    let is_no = |line: &Value| line["kind"] == "withdraw";
    lines.iter().max_by_key(|line| (at(line), is_no(line))).is_some_and(|line| !is_no(line))
}

/// The time, as the server tells it.
fn now(running: &Running, who: &str) -> i64 {
    let asked = send("/v1/subject-tokens", &json!({ "subject": who, "seconds": 60 })).key(running.key("cw"));
    running.must(&asked)["expires_at"].as_i64().unwrap() - 60
}

fn play(running: &Running, round: usize, ends: &mut Ends) {
    let who = format!("canary-{round}");
    let (phone, laptop) = (Device::of(running, &who), Device::of(running, &who));
    let clock = round.is_multiple_of(2).then(|| now(running, &who));
    let both = Barrier::new(2);
    let (yes, no) = thread::scope(|scope| {
        let yes = scope.spawn(|| phone.says("grant", clock, &both));
        let no = scope.spawn(|| laptop.says("withdraw", None, &both));
        (yes.join().unwrap(), no.join().unwrap())
    });
    assert_eq!(no.status, 200, "a no is always taken: {}", no.text());
    let mut lines = laptop.lines();
    if yes.status == 200 {
        let heads: Vec<_> = lines.iter().map(|line| &line["ledger_head"]).collect();
        let (yes, no) = (yes.json()["ledger_head"].clone(), no.json()["ledger_head"].clone());
        let yes_first = lines[0]["kind"] == "grant";
        assert_eq!(heads, if yes_first { [&yes, &no] } else { [&no, &yes] }, "one after the other");
        *(if yes_first { &mut ends.yes_first } else { &mut ends.no_first }) += 1;
    } else {
        assert_eq!((yes.status, yes.code().as_str(), lines.len()), (422, "invalid_time", 1), "{}", yes.text());
        ends.refused += 1;
        if ends.again < AGAIN_MAX {
            ends.again += 1;
            thread::sleep(NEXT_SECOND);
            assert_eq!(phone.says("grant", None, &Barrier::new(1)).status, 200);
            lines = laptop.lines();
            assert!(last_is_yes(&lines), "the later one");
        }
    }
    [&phone, &laptop].iter().for_each(|device| device.check_receipts(&lines));
    let open = last_is_yes(&lines);
    assert_eq!([phone.is_open(), laptop.is_open()], [open; 2], "{lines:?}");
    let tie = lines.last().unwrap()["received_at"] == lines[0]["received_at"];
    assert!(!(tie && open), "a tie is a no: {lines:?}");
}

#[test]
fn two_devices_of_one_person_are_heard_one_after_the_other_and_a_tie_is_a_no() {
    let shop = Shop::new();
    let running = shop.serve();
    let mut ends = Ends::default();
    (0..ROUNDS).for_each(|round| play(&running, round, &mut ends));
    println!("{ROUNDS} rounds: {ends:?}");
    assert!(ends.yes_first > 0 && ends.no_first + ends.refused > 0, "they meet: {ends:?}");
    running.stop();
}
