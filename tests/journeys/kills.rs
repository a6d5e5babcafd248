//! Killed at any moment under load: what was acknowledged is there, nothing else is, and it starts by itself.

use super::client::{Connection, Request, delete, get};
use super::running::{Running, Shop, did, doing, saying};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

const KILLS: u64 = 100;
const KILLS_LONG: u64 = 1_000;
/// How late a server is killed at most; twice as late after each so many kills in which too little happened.
const KILL_AFTER_MS_MAX: u64 = 150;
/// Those who write at the same time.
const WRITERS: usize = 3;
/// How many things a person does.
const EVENTS_EACH: usize = 4;
/// How often everything that was ever acknowledged is looked for, in kills.
const WHOLE_EVERY: u64 = 50;
/// How many times as many kills there are at most, on a machine so slow that little happens between two.
const SLOWNESS_MAX: u64 = 4;

/// What a writer did, and what it was told.
pub enum Note {
    Sent(String, String),
    Kept(String, String),
    Withdrew(String),
    Erased(String),
}

/// What has to be there, by person, kept outside of the server.
#[derive(Default)]
pub struct Books {
    sent: BTreeMap<String, BTreeSet<String>>,
    kept: BTreeMap<String, BTreeSet<String>>,
    withdrew: BTreeSet<String>,
    erased: BTreeSet<String>,
    /// Whose kill came between asking for the erasure and hearing of it.
    erasing: BTreeSet<String>,
}

// === impl Books ===

impl Books {
    pub fn write(&mut self, notes: Receiver<Note>) -> BTreeSet<String> {
        let mut touched = BTreeSet::new();
        for note in notes {
            let who = match note {
                Note::Sent(who, event) if event == ERASURE => {
                    self.erasing.insert(who.clone());
                    who
                }
                Note::Sent(who, event) => {
                    self.sent.entry(who.clone()).or_default().insert(event);
                    who
                }
                Note::Kept(who, event) => {
                    self.kept.entry(who.clone()).or_default().insert(event);
                    who
                }
                Note::Withdrew(who) => {
                    self.withdrew.insert(who.clone());
                    who
                }
                Note::Erased(who) => {
                    self.erased.insert(who.clone());
                    who
                }
            };
            touched.insert(who);
        }
        touched
    }

    /// Compares what is there with what has to be there.
    fn check(&self, running: &Running, connection: &mut Connection, who: &str) {
        let mut ask = |path: &str| connection.ask(&get(path).key(running.key("cw"))).unwrap();
        let export = ask(&format!("/v1/subjects/{who}/export"));
        if self.erasing.contains(who) {
            assert!(!self.erased.contains(who) || export.status == 404, "{who} was erased and is there");
            return;
        }
        let none = BTreeSet::new();
        let (kept, sent) = (self.kept.get(who).unwrap_or(&none), self.sent.get(who).unwrap_or(&none));
        if kept.is_empty() && !self.withdrew.contains(who) {
            return;
        }
        assert_eq!(export.status, 200, "{who} is gone: {}", export.text());
        let export = export.json();
        let found: BTreeSet<String> = names(&export["events"]);
        let lost: Vec<_> = kept.difference(&found).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
        let phantoms: Vec<_> = found.difference(sent).collect();
        assert!(phantoms.is_empty(), "never sent and there: {phantoms:?}");
        if self.withdrew.contains(who) {
            let last = export["statements"].as_array().and_then(|all| all.last()).map(|s| s["kind"].clone());
            assert_eq!(last, Some(json!("withdraw")), "{who} withdrew");
            let rung = ask(&format!("/v1/consent/effective?subject={who}")).json()["rung"].clone();
            assert_eq!(rung, json!("contextual"), "{who} withdrew");
        }
    }

    /// Whether so much happened that its survival says something.
    fn say_enough(&self) -> bool {
        self.events() > 500 && self.withdrew.len() > 20 && self.erased.len() > 10
    }

    pub fn said(&self) -> String {
        let (events, withdrew, erased) = (self.events(), self.withdrew.len(), self.erased.len());
        format!("{events} events, {withdrew} withdrawals, {erased} erasures")
    }

    fn events(&self) -> usize {
        self.kept.values().map(BTreeSet::len).sum()
    }

    pub fn everybody(&self) -> BTreeSet<String> {
        self.sent.keys().chain(&self.withdrew).chain(&self.erased).cloned().collect()
    }
}

/// The note of a person who asks to be forgotten.
const ERASURE: &str = "erasure";

fn names(events: &Value) -> BTreeSet<String> {
    events.as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

// === the load ===

/// Writes as fast as it is answered, each thing with a name of its own, until the server is gone.
fn write(running: &Running, round: u64, writer: usize, notes: &Sender<Note>) -> Option<()> {
    let mut connection = Connection::open(running.address).ok()?;
    (0..).try_for_each(|person| {
        let who = format!("canary-{round}-{writer}-{person}");
        live(running, &mut connection, &who, person, notes)
    })
}

/// A person says yes and does some things; some say no in the end, some want to be forgotten. `None` where anything was not
/// acknowledged.
pub fn live(
    running: &Running,
    connection: &mut Connection,
    who: &str,
    number: usize,
    notes: &Sender<Note>,
) -> Option<()> {
    let mut done = |request: Request| (connection.ask(&request).ok()?.status == 200).then_some(());
    let (who, sw, cw) = (who.to_owned(), running.key("sw"), running.key("cw"));
    done(saying(&who, "grant", &["recommend"]).key(cw))?;
    for number in 0..EVENTS_EACH {
        let id = format!("{who}-{number}");
        notes.send(Note::Sent(who.clone(), id.clone())).ok()?;
        done(doing(&[did(&who, &id, "purchase", &id)]).key(sw))?;
        notes.send(Note::Kept(who.clone(), id)).ok()?;
    }
    match number % 4 {
        1 => {
            done(saying(&who, "withdraw", &["recommend"]).key(cw))?;
            notes.send(Note::Withdrew(who)).ok()
        }
        3 => {
            notes.send(Note::Sent(who.clone(), ERASURE.to_owned())).ok()?;
            done(delete(&format!("/v1/subjects/{who}")).key(cw))?;
            notes.send(Note::Erased(who)).ok()
        }
        _ => Some(()),
    }
}

fn load_and_kill(running: Running, (round, late): (u64, u64), books: &mut Books) -> BTreeSet<String> {
    let (sender, notes) = channel();
    // Spread over the whole time, and the same in every run.
    let moment = Duration::from_millis(round * 2_654_435_761 % (KILL_AFTER_MS_MAX << late));
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (sender, running) = (sender.clone(), &running);
            scope.spawn(move || write(running, round, writer, &sender));
        }
        std::thread::sleep(moment);
        running.kill();
    });
    drop(sender);
    running.check_log();
    books.write(notes)
}

#[test]
fn a_server_killed_at_any_moment_loses_nothing_that_was_acknowledged_and_starts_by_itself() {
    let shop = Shop::new();
    let mut books = Books::default();
    let mut touched = BTreeSet::new();
    let kills = if super::running::long() { KILLS_LONG } else { KILLS };
    let mut round = 0;
    while round < kills || !books.say_enough() {
        assert!(round < kills * SLOWNESS_MAX, "too little happened: {}", books.said());
        let running = shop.serve();
        let looked_for = if round % WHOLE_EVERY == 0 { books.everybody() } else { touched };
        check_all(&running, &books, &looked_for);
        touched = load_and_kill(running, (round, round / kills), &mut books);
        round += 1;
    }
    let running = shop.serve();
    check_all(&running, &books, &books.everybody());
    println!("{round} kills: {}, and all of it is there", books.said());
    running.stop();
}

pub fn check_all(running: &Running, books: &Books, people: &BTreeSet<String>) {
    let mut connection = Connection::open(running.address).unwrap();
    people.iter().for_each(|who| books.check(running, &mut connection, who));
}
