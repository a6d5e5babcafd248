//! What the server does under load: a real process on loopback, 100,000 people, receipts durable before each answer.
//!
//! `cargo bench -p assent-benches --bench load`. Bounded in count and time; talks to loopback alone; stops by itself.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a measurement reads the clock, prints, and ends at the first thing that is not as it should be"
)]

mod http;
mod ledgers;
mod server;

use http::Client;
use server::Server;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many people the shop knows.
const PEOPLE: usize = 100_000;
/// How many items it sells.
const ITEMS: usize = 4_000;
/// How many things each person did.
const EVENTS_EACH: usize = 5;
/// How long each measurement runs.
const RUN: Duration = Duration::from_secs(10);
/// Decisions a second in the open loop.
const RATE: usize = 1_000;
/// Connections of the open loop, and of the closed one.
const OPEN: usize = 32;
const CLOSED: usize = 64;
/// Events in a batch, and batches under way at a time.
const BATCH: usize = 1_000;
const BATCHES_AT_ONCE: usize = 4;

fn main() {
    let server = Server::with_people(PEOPLE, ITEMS, EVENTS_EACH);
    println!("start to ready with {PEOPLE} people: {:.2} s", server.ready_after.as_secs_f64());
    warm_up(&server);
    open_loop(&server, RATE);
    let saturation = closed_loop(&server);
    open_loop(&server, saturation as usize / 2);
    ledgers::measure(&server);
    events(&server);
    println!("resident after all: {} MB", server.resident_mb());
}

fn decide(server: &Server, client: &mut Client, number: usize) {
    let body = format!(r#"{{"subject":"p{}","count":10}}"#, number * 7_919 % PEOPLE);
    let (status, answer) = client.post("/v1/recommend", &server.decide, &body);
    assert_eq!(status, 200, "{answer}");
    assert!(answer.contains("\"personalized\":true"), "{answer}");
}

fn warm_up(server: &Server) {
    let mut client = server.client();
    (0..500).for_each(|number| decide(server, &mut client, number));
}

/// Asks at a steady rate; a latency counts from when the question was due, not from when there was time to ask it.
fn open_loop(server: &Server, rate: usize) {
    let total = rate * RUN.as_secs() as usize;
    let start = Instant::now() + Duration::from_millis(100);
    let mut latencies: Vec<Duration> = thread::scope(|scope| {
        let one = |lane: usize| {
            let mut client = server.client();
            (lane..total)
                .step_by(OPEN)
                .map(|number| {
                    let due = start + Duration::from_secs_f64(number as f64 / rate as f64);
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                    decide(server, &mut client, number);
                    due.elapsed()
                })
                .collect::<Vec<_>>()
        };
        let lanes: Vec<_> = (0..OPEN).map(|lane| scope.spawn(move || one(lane))).collect();
        lanes.into_iter().flat_map(|lane| lane.join().unwrap()).collect()
    });
    latencies.sort();
    let at = |share: f64| latencies[((latencies.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("recommend, open loop at {rate}/s: p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms", at(0.5), at(0.99), at(1.0));
}

/// Asks as fast as answers come, and beside it something that needs no decision: what the doors and the client cost alone.
/// Returns the rate of decisions.
fn closed_loop(server: &Server) -> f64 {
    let before = server.cpu();
    let decisions = rate(server, |client, number| decide(server, client, number));
    let each = (server.cpu() - before).as_secs_f64() / (decisions * RUN.as_secs_f64());
    let nothing = rate(server, |client, _| {
        let (status, answer) = client.get("/healthz");
        assert_eq!(status, 200, "{answer}");
    });
    println!("recommend, closed loop of {CLOSED}: {decisions:.0} decisions a second, client included");
    println!("of it the server: {:.0} us of a core for each, {:.0} a second on one core", each * 1e6, 1.0 / each);
    println!("beside it, /healthz: {nothing:.0} answers a second, {:.1} times as many", nothing / decisions);
    decisions
}

fn rate(server: &Server, ask: impl Fn(&mut Client, usize) + Sync) -> f64 {
    let asked = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..CLOSED {
            scope.spawn(|| {
                let mut client = server.client();
                while start.elapsed() < RUN {
                    ask(&mut client, asked.fetch_add(1, Ordering::Relaxed));
                }
            });
        }
    });
    asked.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64()
}

/// Sends batches of events; an answer means that they are on disk.
fn events(server: &Server) {
    let sent = AtomicUsize::new(0);
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..BATCHES_AT_ONCE {
            scope.spawn(|| {
                let mut client = server.client();
                while start.elapsed() < RUN {
                    let batch = sent.fetch_add(1, Ordering::Relaxed);
                    let (status, answer) = client.post("/v1/events", &server.write, &batch_of(batch, server.now));
                    assert_eq!(status, 200, "{}", &answer[..answer.len().min(300)]);
                    assert!(answer.contains("\"accepted\":1000"), "{}", &answer[..answer.len().min(300)]);
                }
            });
        }
    });
    let rate = (sent.load(Ordering::Relaxed) * BATCH) as f64 / start.elapsed().as_secs_f64();
    println!(
        "events, {BATCHES_AT_ONCE} batches of {BATCH} at a time, 100 people a batch: {rate:.0} durable events a second"
    );
}

fn batch_of(batch: usize, now: u64) -> String {
    let event = |number: usize| {
        let (who, item) = ((batch * 100 + number % 100) % PEOPLE, (batch * 31 + number * 17) % ITEMS);
        format!(r#"{{"id":"e{batch}-{number}","subject":"p{who}","item":"i{item}","verb":"view","time":{now}}}"#)
    };
    format!(r#"{{"events":[{}]}}"#, (0..BATCH).map(event).collect::<Vec<_>>().join(","))
}
