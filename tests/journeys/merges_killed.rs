//! Killed while people are merged and linked: each is before or after at the next start, and no no is lost on the way.

use super::client::{Connection, Request, get, send};
use super::running::{Running, Shop, did, doing, saying};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

const KILLS: u64 = 15;
const KILLS_LONG: u64 = 300;
/// How late a server is killed at most; twice as late after each so many kills in which too little happened.
const KILL_AFTER_MS_MAX: u64 = 120;
/// How many times as many kills a slow machine may take.
const SLOWNESS_MAX: u64 = 4;
/// Pairs that are after, and that are before, at the least: enough of both to prove anything.
const EACH_MIN: usize = 20;
/// Pairs that are made ready for each kill.
const PAIRS: usize = 12;

/// A pair of names by number: who said yes and is verified, and who said no, each with one event.
fn pair(number: usize) -> [String; 2] {
    [format!("canary-{number}"), format!("canary-{number}-again")]
}

fn prepare(running: &Running, connection: &mut Connection, number: usize) {
    let (cw, sw) = (running.key("cw"), running.key("sw"));
    let [anna, again] = pair(number);
    let mail = json!({ "kind": "contact", "value": format!("{anna}@example.org"), "verified": true, "how": "link" });
    let mut must = |request: Request| assert_eq!(connection.ask(&request).unwrap().status, 200);
    must(send(&format!("/v1/subjects/{anna}/identifiers"), &mail).key(cw));
    for who in [&anna, &again] {
        must(saying(who, "grant", &["recommend"]).key(cw));
        must(doing(&[did(who, &format!("{who}-bought"), "purchase", "tea")]).key(sw));
    }
    must(saying(&again, "withdraw", &["recommend"]).key(cw));
}

/// The even pairs are merged, the odd ones linked, as fast as it is answered, until the server is gone.
fn join(running: &Running, pairs: &[usize], done: &Sender<usize>) -> Option<()> {
    let mut connection = Connection::open(running.address).ok()?;
    for number in pairs {
        let [anna, again] = pair(*number);
        let request = match number % 2 {
            0 => send(&format!("/v1/subjects/{anna}/merge"), &json!({ "from": again })),
            _ => send(&format!("/v1/subjects/{anna}/identifiers"), &json!({ "kind": "device", "value": again })),
        };
        let reply = connection.ask(&request.key(running.key("cw"))).ok()?;
        assert_eq!(reply.status, 200, "{}", reply.text());
        done.send(*number).ok()?;
    }
    None
}

/// Looks whether a pair is before or after, wholly. Returns whether it is after.
fn check(running: &Running, connection: &mut Connection, number: usize) -> bool {
    let [anna, again] = pair(number);
    let mut read = |path: String| -> Value {
        let reply = connection.ask(&get(&path).key(running.key("cw"))).unwrap();
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let events = |export: &Value| export["events"].as_array().map(Vec::len);
    let (one, other) = (read(format!("/v1/subjects/{anna}/export")), read(format!("/v1/subjects/{again}/export")));
    let devices = one["identifiers"].as_array().unwrap().iter().filter(|held| held["kind"] == "device").count();
    let merged = one["subject"]["id"] == other["subject"]["id"];
    let mut rung = |who: &str| read(format!("/v1/consent/effective?subject={who}"))["rung"].clone();
    let closed = rung(&anna) == json!("contextual");
    assert_eq!((events(&one), events(&other)), if merged { (Some(2), Some(2)) } else { (Some(1), Some(1)) });
    assert!(closed || !merged && devices == 0, "a no of the other is in force once they are one, or linked");
    assert_eq!(rung(&again), json!("contextual"), "a no is never lost");
    merged || devices > 0
}

#[test]
fn a_server_killed_while_people_become_one_leaves_each_before_or_after() {
    let shop = Shop::new();
    let kills = if super::running::long() { KILLS_LONG } else { KILLS };
    let (mut acknowledged, mut after, mut before) = (BTreeSet::new(), 0, 0);
    let mut round = 0;
    while round < kills || after < EACH_MIN || before < EACH_MIN {
        assert!(round < kills * SLOWNESS_MAX, "{after} after, {before} before");
        let running = shop.serve();
        let first = usize::try_from(round).unwrap() * PAIRS;
        let pairs: Vec<_> = (first..first + PAIRS).collect();
        let mut connection = Connection::open(running.address).unwrap();
        pairs.iter().for_each(|number| prepare(&running, &mut connection, *number));
        let (sender, done) = channel();
        std::thread::scope(|scope| {
            for half in pairs.chunks(PAIRS / 2) {
                let (sender, running) = (sender.clone(), &running);
                scope.spawn(move || join(running, half, &sender));
            }
            std::thread::sleep(Duration::from_millis(round * 2_654_435_761 % (KILL_AFTER_MS_MAX << (round / kills))));
            running.kill();
        });
        drop(sender);
        acknowledged.extend(done);
        let running = shop.serve();
        let mut connection = Connection::open(running.address).unwrap();
        for number in pairs {
            let is_after = check(&running, &mut connection, number);
            assert!(is_after || !acknowledged.contains(&number), "acknowledged and lost");
            if is_after { after += 1 } else { before += 1 }
        }
        running.stop();
        round += 1;
    }
}
