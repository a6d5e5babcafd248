//! Eight clients at once on a running server: once a withdrawal is acknowledged, no decision that starts is personal.

use super::client::{Connection, Request, send};
use super::running::{Running, Shop, long, saying};
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;

/// Decisions that have to meet a withdrawal under way, and how many behind the long switch.
const MEETINGS: usize = 5_000;
const MEETINGS_LONG: usize = 100_000;
/// People who withdraw from one server, one after the other.
const ROUNDS: usize = 1_000;
/// How many servers there are at most, on a machine so slow that few meet.
const SERVERS_MAX: usize = 200;
const CLIENTS: usize = 8;

/// When something was sent and when its answer was there, by a clock that ticks once for each.
#[derive(Clone, Copy, Debug)]
struct Span {
    sent: usize,
    answered: usize,
}

/// What the clients of one round saw.
#[derive(Default)]
struct Round {
    withdrawn: Mutex<Option<Span>>,
    decided: Mutex<Vec<(Span, bool)>>,
}

/// How often a decision came before, during and after a withdrawal.
#[derive(Debug, Default)]
struct Seen {
    before: usize,
    during: usize,
    after: usize,
}

/// One client: a connection that is kept open, and what it needs to ask.
struct Client<'a> {
    connection: Connection,
    running: &'a Running,
    clock: &'a AtomicUsize,
}

impl Client<'_> {
    fn ask(&mut self, request: &Request) -> (Span, serde_json::Value) {
        let sent = self.clock.fetch_add(1, Ordering::SeqCst);
        let reply = self.connection.ask(request).unwrap();
        let answered = self.clock.fetch_add(1, Ordering::SeqCst);
        assert_eq!(reply.status, 200, "{}", reply.text());
        (Span { sent, answered }, reply.json())
    }

    fn says(&mut self, who: &str, kind: &str, purpose: &str) -> Span {
        let key = self.running.key("cw").to_owned();
        self.ask(&saying(who, kind, &[purpose]).key(&key)).0
    }

    fn decides(&mut self, who: &str, round: &Round) {
        let key = self.running.key("dr").to_owned();
        let (span, answer) = self.ask(&send("/v1/recommend", &json!({ "subject": who, "count": 1 })).key(&key));
        round.decided.lock().unwrap().push((span, answer["personalized"] == true));
    }

    /// One withdraws, one says something else, and the others decide; each in turn is each.
    fn plays(&mut self, role: usize, number: usize, round: &Round) {
        let who = person(number);
        match role {
            0 => *round.withdrawn.lock().unwrap() = Some(self.says(&who, "withdraw", "recommend")),
            1 => drop(self.says(&who, "grant", "train")),
            2 => drop(self.says(&person(number + 1), "grant", "recommend")),
            _ => self.decides(&who, round),
        }
        self.decides(&who, round);
    }
}

fn person(number: usize) -> String {
    format!("canary-{number}")
}

impl Round {
    /// Whoever asked after the withdrawal was acknowledged got nothing personal; whoever was answered before it was
    /// sent, did.
    fn check(&self, seen: &mut Seen) {
        let withdrawn = self.withdrawn.lock().unwrap().expect("somebody withdrew");
        for (asked, personal) in self.decided.lock().unwrap().iter() {
            if asked.sent > withdrawn.answered {
                assert!(!personal, "withdrawn {withdrawn:?}, and used {asked:?}");
                seen.after += 1;
            } else if asked.answered < withdrawn.sent {
                assert!(personal, "not withdrawn before {withdrawn:?}, and not used {asked:?}");
                seen.before += 1;
            } else {
                seen.during += 1;
            }
        }
    }
}

fn play(seen: &mut Seen) {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(&person(0), "grant", &["recommend"]);
    let (clock, barrier) = (AtomicUsize::new(0), Barrier::new(CLIENTS));
    let all: Vec<Round> = (0..ROUNDS).map(|_| Round::default()).collect();
    thread::scope(|scope| {
        for number in 0..CLIENTS {
            let (running, clock, barrier, all) = (&running, &clock, &barrier, &all);
            scope.spawn(move || {
                let mut client = Client { connection: Connection::open(running.address).unwrap(), running, clock };
                for (at, round) in all.iter().enumerate() {
                    barrier.wait();
                    client.plays((number + at) % CLIENTS, at, round);
                }
            });
        }
    });
    all.iter().for_each(|round| round.check(seen));
    running.stop();
}

#[test]
fn no_decision_that_starts_after_an_acknowledged_withdrawal_is_personal() {
    let due = if long() { MEETINGS_LONG } else { MEETINGS };
    let mut seen = Seen::default();
    let mut servers = 0;
    while seen.during < due {
        assert!(servers < SERVERS_MAX, "withdrawals and decisions do not meet: {seen:?}");
        play(&mut seen);
        servers += 1;
    }
    println!("{} withdrawals among {CLIENTS} clients: {seen:?}", servers * ROUNDS);
    assert!(seen.after > ROUNDS, "somebody asks afterwards: {seen:?}");
}
