//! What the writers sent to a machine and what they were told, each with the length of its disk's log at that moment.

use super::machine::Machine;
use crate::journeys::client::{Connection, Reply, Request, delete, get};
use crate::journeys::running::{CANARY, Running, did, doing, saying};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// Those who write at the same time.
const WRITERS: usize = 3;
/// How many people each writes about at least, on a host so slow that little happens in the time.
const PEOPLE_MIN: usize = 4;
/// How long they write before they pause, and for how long: an idle server moves its journal into the database.
const BUSY: Duration = Duration::from_millis(1_500);
const PAUSE: Duration = Duration::from_millis(500);

/// What somebody asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Yes,
    Event(usize),
    No,
    Erasure,
}

/// A deed, how long the log was before it was sent, and how long when it was acknowledged.
pub struct Note {
    pub deed: Deed,
    pub sent: u64,
    pub kept: Option<u64>,
}

/// Every person's notes.
#[derive(Default)]
pub struct Books(BTreeMap<String, Vec<Note>>);

// === impl Books ===

impl Books {
    /// Lets the writers write for so long.
    pub fn keep(machine: &Machine, time: Duration) -> Self {
        let until = Instant::now() + time;
        let task = |writer: usize| move || write(machine, writer, until);
        let books = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(task(writer))).collect();
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        Self(books)
    }

    pub fn notes(&self, deed: Deed) -> impl Iterator<Item = &Note> {
        self.0.values().flatten().filter(move |note| note.deed == deed)
    }

    pub fn said(&self) -> String {
        let kept = |is: fn(Deed) -> bool| self.0.values().flatten().filter(|n| n.kept.is_some() && is(n.deed)).count();
        let (events, noes) = (kept(|deed| matches!(deed, Deed::Event(_))), kept(|deed| deed == Deed::No));
        format!("{events} events, {noes} withdrawals, {} erasures", kept(|deed| deed == Deed::Erasure))
    }

    /// Compares what is there with what has to be there after a cut at this length of the log: how many deeds were due, or
    /// what is not as it has to be.
    pub fn check(&self, running: &Running, cut: u64) -> Result<usize, String> {
        let mut connection = Connection::open(running.address).unwrap();
        let mut ask = |path: &str| connection.ask(&get(path).key(running.key("cw"))).unwrap();
        let due = self.0.iter().map(|(who, notes)| Due { who, notes, cut }.check(&mut ask));
        due.sum()
    }
}

/// What is due of one person after a cut.
struct Due<'b> {
    who: &'b str,
    notes: &'b [Note],
    cut: u64,
}

// === impl Due ===

impl Due<'_> {
    fn is_due(&self, note: &Note) -> bool {
        note.kept.is_some_and(|at| at <= self.cut)
    }

    fn is_kept(&self, deed: Deed) -> bool {
        self.notes.iter().any(|note| note.deed == deed && self.is_due(note))
    }

    fn was_sent(&self, deed: Deed) -> bool {
        self.notes.iter().any(|note| note.deed == deed && note.sent <= self.cut)
    }

    fn events(&self, which: impl Fn(&Note) -> bool) -> BTreeSet<String> {
        let named = |note: &Note| if let Deed::Event(nth) = note.deed { Some(name(self.who, nth)) } else { None };
        self.notes.iter().filter(|note| which(note)).filter_map(named).collect()
    }

    fn check(&self, ask: &mut dyn FnMut(&str) -> Reply) -> Result<usize, String> {
        let must = |holds: bool, says: &str| if holds { Ok(()) } else { Err(format!("{}: {says}", self.who)) };
        let due = self.notes.iter().filter(|note| self.is_due(note)).count();
        if !self.was_sent(Deed::Yes) {
            return Ok(due);
        }
        let export = ask(&format!("/v1/subjects/{}/export", self.who));
        if export.status == 404 {
            must(self.was_sent(Deed::Erasure) || !self.is_kept(Deed::Yes), "a person is gone")?;
            return Ok(due);
        }
        must(export.status == 200, &export.text())?;
        must(!self.is_kept(Deed::Erasure), "erased, and there")?;
        let export = export.json();
        let found = names(&export["events"]);
        must(found.is_superset(&self.events(|note| self.is_due(note))), "an acknowledged event is lost")?;
        must(found.is_subset(&self.events(|note| note.sent <= self.cut)), "an event is there that was not sent yet")?;
        if self.is_kept(Deed::No) {
            let last = export["statements"].as_array().and_then(|all| all.last()).map(|said| said["kind"].clone());
            must(last == Some(json!("withdraw")), "an acknowledged no is lost")?;
            let rung = ask(&format!("/v1/consent/effective?subject={}", self.who)).json()["rung"].clone();
            must(rung == "contextual", "a no does not hold")?;
        }
        Ok(due)
    }
}

fn names(events: &serde_json::Value) -> BTreeSet<String> {
    events.as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

fn name(who: &str, event: usize) -> String {
    format!("{who}-{event}")
}

/// Writes as fast as it is answered, until the time is over or the machine is gone.
fn write(machine: &Machine, writer: usize, until: Instant) -> Vec<(String, Vec<Note>)> {
    let mut connection = Connection::open(machine.address).unwrap();
    let mut done = |request: Request| connection.ask(&request.key(&machine.key)).is_ok_and(|reply| reply.status == 200);
    let since = Instant::now();
    let mut books = Vec::new();
    for number in 0.. {
        let who = format!("{CANARY}-{writer}-{number}");
        let mut notes = Vec::new();
        for deed in life(number) {
            let sent = machine.log_length();
            let kept = done(request(&who, deed)).then(|| machine.log_length());
            notes.push(Note { deed, sent, kept });
        }
        let all_kept = notes.iter().all(|note| note.kept.is_some());
        books.push((who, notes));
        if !all_kept || (Instant::now() > until && number >= PEOPLE_MIN) {
            break;
        }
        if since.elapsed().as_millis() % (BUSY + PAUSE).as_millis() > BUSY.as_millis() {
            std::thread::sleep(PAUSE);
        }
    }
    books
}

/// What a person does: some say no in the end, some want to be forgotten.
fn life(number: usize) -> Vec<Deed> {
    let last = match number % 4 {
        1 => Some(Deed::No),
        3 => Some(Deed::Erasure),
        _ => None,
    };
    [Deed::Yes, Deed::Event(0), Deed::Event(1)].into_iter().chain(last).collect()
}

fn request(who: &str, deed: Deed) -> Request {
    match deed {
        Deed::Yes => saying(who, "grant", &["recommend"]),
        Deed::Event(nth) => doing(&[did(who, &name(who, nth), "purchase", &name(who, nth))]),
        Deed::No => saying(who, "withdraw", &["recommend"]),
        Deed::Erasure => delete(&format!("/v1/subjects/{who}")),
    }
}
