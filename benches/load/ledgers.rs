//! People with short and with long ledgers: asked what may be used, decided on, and added to, beside what the doors cost.

use crate::http::Client;
use crate::server::Server;
use std::thread;
use std::time::{Duration, Instant};

/// How much people have said: what years come to, and close to the most that one ledger takes.
const LENGTHS: [usize; 2] = [20, 9_900];
/// Statements in one request, so that a body stays below its limit.
const STATEMENTS_AT_ONCE: usize = 300;
/// Connections, and questions on each.
const CONNECTIONS: usize = 4;
const QUESTIONS: usize = 1_000;
/// Statements that are added one by one: a longer ledger has room for no more.
const ADDITIONS: usize = 80;

/// Asks, decides and adds, by length of the ledger.
pub fn measure(server: &Server) {
    let nothing = latencies(server, |client| expect(client.get("/healthz")));
    tell("/healthz", &nothing, &nothing);
    for length in LENGTHS {
        let who = format!("ledger-{length}");
        say(server, &who, length);
        let asked = format!("/v1/consent/effective?subject={who}");
        let effective = latencies(server, |client| expect(client.get_as(&asked, &server.consent)));
        tell(&format!("what may be used, {length} statements"), &effective, &nothing);
        let body = format!(r#"{{"subject":"{who}","count":10}}"#);
        let decided = latencies(server, |client| expect(client.post("/v1/recommend", &server.decide, &body)));
        tell(&format!("recommend, {length} statements"), &decided, &nothing);
        let mut client = server.client();
        let added = (0..ADDITIONS).map(|number| timed(|| add(server, &mut client, &who, number..number + 1)));
        let mut added: Vec<_> = added.collect();
        added.sort();
        tell(&format!("one more statement, {length} there"), &added, &nothing);
    }
}

fn say(server: &Server, who: &str, length: usize) {
    let mut client = server.client();
    for from in (0..length).step_by(STATEMENTS_AT_ONCE) {
        add(server, &mut client, who, from..length.min(from + STATEMENTS_AT_ONCE));
    }
}

fn add(server: &Server, client: &mut Client, who: &str, numbers: std::ops::Range<usize>) {
    let statements: Vec<_> = numbers.map(said).collect();
    let statements = statements.join(",");
    let body = format!(r#"{{"subject":"{who}","jurisdictions":["eu"],"statements":[{statements}]}}"#);
    expect(client.post("/v1/statements", &server.consent, &body));
}

/// A yes to recommending, or a no to something else.
fn said(number: usize) -> String {
    let purpose = ["train", "message", "ads", "measure"][number % 4];
    match number {
        0 => {
            let evidence = r#"{"notice":"notice 7","how":"the choices page"}"#;
            format!(r#"{{"kind":"grant","purpose":"recommend","explicit":true,"evidence":{evidence}}}"#)
        }
        _ => format!(r#"{{"kind":"withdraw","purpose":"{purpose}"}}"#),
    }
}

fn expect((status, answer): (u16, String)) {
    assert_eq!(status, 200, "{}", &answer[..answer.len().min(300)]);
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// How long each question takes, on a few connections that ask as fast as answers come; the shortest first.
fn latencies(server: &Server, ask: impl Fn(&mut Client) + Sync) -> Vec<Duration> {
    let mut all: Vec<Duration> = thread::scope(|scope| {
        let one = || {
            let mut client = server.client();
            (0..QUESTIONS).map(|_| timed(|| ask(&mut client))).collect::<Vec<_>>()
        };
        let lanes: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        lanes.into_iter().flat_map(|lane| lane.join().unwrap()).collect()
    });
    all.sort();
    all
}

fn tell(what: &str, found: &[Duration], nothing: &[Duration]) {
    let at = |of: &[Duration], share: f64| of[((of.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let (p50, p99) = (at(found, 0.5), at(found, 0.99));
    let times = p50 / at(nothing, 0.5);
    println!("{what}: p50 {p50:.2} ms, p99 {p99:.2} ms; {times:.1} times /healthz at p50");
}
