//! What takes more than one request to show: bombs, floods, retries at the same moment, a yes and a no at once.

use super::http::gzip;
use super::{ADA, BOB, ITEM, World};
use crate::journeys::client::{Connection, get, post, raw, send};
use crate::journeys::running::{Running, did, doing, saying};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

/// What the bomb blows up to, in bytes.
const BOMB_BYTES: usize = 100 << 20;
/// How much memory it may take, in kilobytes.
const BOMB_KB_MAX: u64 = 8 << 10;
/// More than one browser key may send in a minute, with what it regains meanwhile.
const VISITORS: usize = 400;
const EVENTS_PER_VISITOR: usize = 60;
/// So many refused calls would use a browser key up, if they were counted.
const KEY_DRAINED: usize = 170;
const AT_ONCE: usize = 8;
const ROUNDS_MAX: usize = 50;
/// The largest body of events.
const BODY_BYTES_MAX: usize = 1 << 20;

#[test]
fn a_bomb_is_refused_before_it_blows_up() {
    let world = World::new();
    let blown_up =
        |bytes| post("/v1/events").key(world.key("sw")).with("Content-Encoding", "gzip").json(gzip(&vec![b' '; bytes]));
    let request = blown_up(BOMB_BYTES);
    assert_eq!(
        world.running.ask(&blown_up(BODY_BYTES_MAX)).status,
        400,
        "the largest that is read is read once before"
    );
    let before = resident_kb(&world.running);
    let reply = world.running.ask(&request);
    assert_eq!((reply.status, reply.code().as_str()), (413, "payload_too_large"));
    let grown = resident_kb(&world.running).saturating_sub(before);
    assert!(grown <= BOMB_KB_MAX, "it grew by {grown} kB");
    world.running.stop();
}

/// The most memory that the server ever had, in kilobytes.
fn resident_kb(running: &Running) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_browser_that_floods_is_told_when_to_come_back() {
    let world = World::new();
    let events = |who: &str, count: usize| {
        let event = |n: usize| did(who, &format!("canary-{n}"), "view", ITEM);
        doing(&(0..count).map(event).collect::<Vec<_>>())
    };
    let check = |reply: &crate::journeys::client::Reply| {
        assert_eq!((reply.status, reply.code().as_str()), (429, "rate_limited"), "{}", reply.text());
        let seconds: u64 = reply.field("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&seconds));
    };
    assert_eq!(world.running.ask(&world.by_browser(events(ADA, EVENTS_PER_VISITOR), &world.ada)).status, 200);
    check(&world.running.ask(&world.by_browser(events(ADA, 3), &world.ada)));
    check(&world.running.ask(&events(ADA, 3).key(&world.ada)));
    assert_eq!(world.running.ask(&events(BOB, EVENTS_PER_VISITOR).key(&world.bob)).status, 200);
    check(&world.running.ask(&world.by_browser(events(BOB, 3), &world.bob)));
    for _ in 0..KEY_DRAINED {
        check(&world.running.ask(&world.by_browser(events(ADA, EVENTS_PER_VISITOR), &world.ada)));
    }

    let mut connection = Connection::open(world.running.address).unwrap();
    let flood = (0..VISITORS).find_map(|number| {
        let who = format!("canary-visitor-{number}");
        let token = world.running.token(&who, 900);
        let reply = connection.ask(&world.by_browser(events(&who, EVENTS_PER_VISITOR), &token)).unwrap();
        (reply.status != 200).then_some((number, reply))
    });
    let (number, reply) = flood.expect("a browser key has its limit");
    check(&reply);
    assert!(number * EVENTS_PER_VISITOR >= 9_900, "not before its limit: {number}");
    assert_eq!(world.running.ask(&events(ADA, 3).key(world.key("sw"))).status, 200, "a server's key has none");
    world.running.stop();
}

/// #27: an address that a client claims is not believed, and that it was claimed is counted.
#[test]
fn what_a_client_says_it_was_forwarded_for_is_ignored_and_counted() {
    let world = World::new();
    let figure = |name: &str| {
        let text = world.running.ask(&get("/metrics")).text();
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
        line.unwrap_or_else(|| panic!("{name} is missing: {text}"))
    };
    let ignored = || -> u64 { figure("assent_edge_forwarded_fields_ignored_total") };
    assert_eq!(ignored(), 0);
    let spoofed = get("/v1/catalog/items").key(world.key("dr")).with("X-Forwarded-For", "203.0.113.7");
    world.running.must(&spoofed.with("X-Forwarded-Proto", "https").with("Forwarded", "for=203.0.113.7"));
    assert_eq!(ignored(), 3);
    assert_eq!(figure("assent_edge_requests_in_flight"), 1, "the one that asks");
    let refused = figure("assent_edge_messages_refused_total");
    assert_eq!(world.running.ask(&raw("GET / HTTP/1.1\r\n\r\n")).status, 400);
    assert_eq!(figure("assent_edge_messages_refused_total"), refused + 1);
    world.running.stop();
}

#[test]
fn a_request_that_is_sent_again_has_one_effect() {
    let world = World::new();
    let sent =
        |id: &str, key: &str| doing(&[did(ADA, id, "view", ITEM)]).key(world.key("sw")).with("Idempotency-Key", key);
    let first = world.running.ask(&sent("canary-a", "canary-k"));
    let again = world.running.ask(&sent("canary-a", "canary-k"));
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.body, again.body);
    assert_eq!((first.field("idempotent-replayed"), again.field("idempotent-replayed")), (None, Some("true")));
    let other = world.running.ask(&sent("canary-b", "canary-k"));
    assert_eq!((other.status, other.code().as_str()), (422, "idempotency_mismatch"));
    let of_another_caller = world
        .running
        .ask(&doing(&[did(ADA, "canary-b", "view", ITEM)]).key(&world.ada).with("Idempotency-Key", "canary-k"));
    assert_eq!(of_another_caller.json()["accepted"], json!(1), "a key of one caller says nothing to another");
    let held = world.running.must(&get(&format!("/v1/subjects/{ADA}/export")).key(world.key("cw")));
    let kept = held["events"].as_array().unwrap().iter().filter(|event| event["id"] == "canary-a").count();
    assert_eq!(kept, 1);
    world.running.stop();
}

#[test]
fn a_retry_while_the_first_is_under_way_is_told_to_wait() {
    let world = World::new();
    let items: Vec<Value> = (0..1_000).map(|n| json!({ "id": format!("canary-{n}"), "title": "canary" })).collect();
    let document = json!({ "items": items });
    let mut seen = BTreeSet::new();
    for round in 0..ROUNDS_MAX {
        let request = send("/v1/catalog/items", &document)
            .key(world.key("sw"))
            .with("Idempotency-Key", format!("canary-{round}"));
        let replies = at_once(AT_ONCE, |_| world.running.ask(&request));
        for reply in &replies {
            match reply.status {
                200 => assert_eq!(reply.json(), json!({ "written": 1_000 })),
                _ => assert_eq!((reply.status, reply.code().as_str()), (409, "idempotency_in_flight")),
            }
            seen.insert(reply.status);
        }
        let news = replies.iter().filter(|reply| reply.status == 200 && reply.field("idempotent-replayed").is_none());
        assert_eq!(news.count(), 1, "the work is done once");
        if seen.contains(&409) {
            break;
        }
    }
    assert_eq!(seen, BTreeSet::from([200, 409]));
    world.running.stop();
}

#[test]
fn a_yes_and_a_no_at_once_are_both_kept_and_the_no_is_never_lost() {
    let world = World::new();
    for round in 0..ROUNDS_MAX / 5 {
        let who = format!("canary-torn-{round}");
        let replies = at_once(2, |number| {
            let kind = if number == 0 { "grant" } else { "withdraw" };
            world.running.ask(&saying(&who, kind, &["recommend"]).key(world.key("cw")))
        });
        assert_eq!(replies[1].status, 200, "a no is always taken: {}", replies[1].text());
        let held = world.running.must(&get(&format!("/v1/subjects/{who}/export")).key(world.key("cw")));
        let statements = held["statements"].as_array().unwrap().len();
        match replies[0].status {
            200 => assert_eq!(statements, 2, "what was acknowledged is there"),
            _ => assert_eq!((replies[0].code().as_str(), statements), ("invalid_time", 1)),
        }
        let consent = world.running.must(&get(&format!("/v1/consent/effective?subject={who}")).key(world.key("cw")));
        let last = held["statements"][statements - 1]["kind"].as_str().unwrap();
        let same_second = held["statements"][0]["received_at"] == held["statements"][statements - 1]["received_at"];
        if last == "withdraw" || same_second {
            assert_eq!(consent["rung"], json!("contextual"), "{held}");
        }
    }
    world.running.stop();
}

fn at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..count).map(|number| scope.spawn(move || work(number))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}
