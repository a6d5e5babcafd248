//! Starts and stops: refused with one clear line where something is wrong, and in good order where nothing is.

use super::client::{Connection, get};
use super::running::{Running, Shop, assent, did, doing, refused};
use domain::UnixTime;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::{Batch, Embedded, Expect, PartitionKey, Space, Store, Versioned, Write};

/// The exit status of a start that is refused (EX_CONFIG).
const REFUSED: i32 = 78;
/// Where SQLite keeps the number of the format that an application gave its file.
const FORMAT_BYTES: std::ops::Range<usize> = 60..64;
/// Where the vault keeps ledgers.
const LEDGER: Space = Space(1);
const PAGE_BYTES: usize = 4_096;
/// How many pages are damaged, one at a time.
const PAGES_DAMAGED: usize = 24;
const STOPS: usize = 5;
const YEAR_2096: UnixTime = UnixTime(4_000_000_000);

/// The start was refused, in one line that says why.
fn check(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = said.lines().collect();
    assert_eq!(output.status.code(), Some(REFUSED), "{why}: {said}");
    assert_eq!(lines.len(), 1, "one line: {said}");
    assert!(lines[0].starts_with("assent: ") && lines[0].contains(why), "{why}: {said}");
    assert!(output.stdout.is_empty() && !said.contains("panicked"), "{said}");
}

#[test]
fn a_data_directory_in_use_is_refused() {
    let shop = Shop::new();
    let running = shop.serve();
    check(&shop.refused(), "in use by another process");
    assert_eq!(running.ask(&get("/readyz")).status, 200, "the one who has it is not disturbed");
    running.stop();
    shop.serve().stop();
}

#[test]
fn keys_that_are_open_missing_wrong_or_inside_the_data_are_refused() {
    let shop = Shop::new();
    for name in ["root.key", "slot"] {
        let path = shop.keys_dir().join(name);
        let good = fs::read(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        check(&shop.refused(), "can be read by others");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::remove_file(&path).unwrap();
        check(&shop.refused(), "key file is missing");
        let mut wrong = good.clone();
        wrong[20] ^= 1;
        fs::write(&path, &wrong).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        check(
            &shop.refused(),
            if name == "slot" { "the slot is damaged" } else { "not the one this data was sealed with" },
        );
        fs::write(&path, &good).unwrap();
    }
    let mut inside = shop.command();
    inside.arg("--keys-dir").arg(shop.data().join("keys"));
    check(&refused(inside), "inside the data directory");
    shop.serve().stop();
}

#[test]
fn the_directories_are_for_their_owner_alone_and_lie_beside_each_other_however_they_are_named() {
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let dir = tempfile::tempdir().unwrap();
    let make = |data: &str| {
        let mut making = assent();
        making.args(["keys", "make", "--kind", "dr", "--label", "proofs", "--data", data]).current_dir(dir.path());
        let output = making.output().unwrap();
        assert!(output.status.success(), "{data}: {}", String::from_utf8_lossy(&output.stderr));
    };
    for (data, made) in [("plain", "plain"), ("slash/", "slash"), ("dot/.", "dot"), ("deep/er//", "deep/er")] {
        make(data);
        let (data, keys) = (dir.path().join(made), dir.path().join(format!("{made}.keys")));
        assert_eq!((mode(&data), mode(&keys)), (0o700, 0o700), "{made}");
        assert!(!data.join(".keys").exists() && keys.join("root.key").exists(), "{made}");
    }
    let mut here = assent();
    here.args(["keys", "list", "--data", "."]).current_dir(dir.path().join("plain"));
    let listed = here.output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 1, "the keys beside it are the ones");
}

#[test]
fn data_of_a_newer_format_is_refused_and_left_alone() {
    let shop = Shop::new();
    let database = shop.data().join("store.db");
    let good = fs::read(&database).unwrap();
    let mut newer = good.clone();
    newer[FORMAT_BYTES].copy_from_slice(&9_u32.to_be_bytes());
    fs::write(&database, &newer).unwrap();
    check(&shop.refused(), "format 9");
    assert_eq!(fs::read(&database).unwrap(), newer, "nothing was changed");
    fs::write(&database, &good).unwrap();
    shop.serve().stop();
}

#[test]
fn an_option_that_nobody_knows_is_refused() {
    let shop = Shop::new();
    for arguments in [["--canary", "1"], ["--listen", "nowhere"], ["--learn-after", "soon"]] {
        let mut command = assent();
        command.args(["serve", "--data"]).arg(shop.data()).args(arguments);
        check(&refused(command), arguments[0]);
    }
    let running = shop.serve();
    let mut taken = assent();
    let other = Shop::new();
    taken.args(["serve", "--data"]).arg(other.data()).args(["--listen", &running.address.to_string()]);
    check(&refused(taken), "can not listen");
    running.stop();
}

// === a damaged file ===

/// Keeps a shop with people in it, and what is held on each.
fn peopled() -> (Shop, Vec<(String, Value)>) {
    let shop = Shop::new();
    let running = shop.serve();
    let people: Vec<_> = (0..20).map(|number| format!("canary-{number}")).collect();
    for who in &people {
        running.says(who, "grant", &["recommend"]);
        let events: Vec<_> =
            (0..20).map(|n| did(who, &format!("{who}-{n}"), "purchase", &format!("canary-{n}"))).collect();
        running.must(&doing(&events).key(running.key("sw")));
    }
    let held = people
        .into_iter()
        .map(|who| {
            let held = held(&running, &who).unwrap();
            (who, held)
        })
        .collect();
    running.stop();
    (shop, held)
}

fn held(running: &Running, who: &str) -> Option<Value> {
    let reply = running.ask(&get(&format!("/v1/subjects/{who}/export")).key(running.key("cw")));
    let mut export = reply.json();
    (reply.status == 200).then(|| json!([export["events"].take(), export["statements"].take()]))
}

#[test]
fn a_damaged_file_is_refused_or_answers_errors_and_never_wrong_data() {
    let (shop, held_before) = peopled();
    let database = shop.data().join("store.db");
    let good = fs::read(&database).unwrap();
    let pages = good.len() / PAGE_BYTES;
    let (mut starts, mut tried) = (0, 0);
    for page in (0..pages).step_by(pages.div_ceil(PAGES_DAMAGED)) {
        tried += 1;
        let mut damaged = good.clone();
        let at = page * PAGE_BYTES + 1_000 + page * 37 % 3_000;
        damaged[at..at + 8].iter_mut().for_each(|byte| *byte ^= 0x5a);
        fs::write(&database, &damaged).unwrap();
        match shop.try_serve() {
            Err(output) => {
                let said = String::from_utf8_lossy(&output.stderr);
                assert_eq!(output.status.code(), Some(REFUSED), "page {page}: {said}");
                assert!(said.lines().last().unwrap().starts_with("assent: "), "page {page}: {said}");
            }
            Ok(running) => {
                starts += 1;
                for (who, before) in &held_before {
                    let now = held(&running, who);
                    assert!(now.as_ref().is_none_or(|now| now == before), "page {page}: {who} has other data");
                }
                running.kill();
            }
        }
        restore(&shop, &good);
    }
    assert!(starts < tried, "damage is noticed at the start where it can be: {starts} of {tried} started");
    let running = shop.serve();
    for (who, before) in &held_before {
        assert_eq!(held(&running, who).as_ref(), Some(before));
    }
    running.stop();
}

/// The file as it was, without the journal of whoever had it last.
fn restore(shop: &Shop, good: &[u8]) {
    for name in ["store.db-wal", "store.db-shm"] {
        // Where it is not there, nothing has to go.
        drop(fs::remove_file(shop.data().join(name)));
    }
    fs::write(shop.data().join("store.db"), good).unwrap();
}

/// Changes one byte of one person's ledger, behind the back of whoever sealed it.
fn change_a_ledger(shop: &Shop) {
    let store = Embedded::open(&shop.data()).unwrap();
    let mut found = None;
    let mut take = |ledger| {
        found = Some(ledger);
        ControlFlow::Break(())
    };
    store.scan_records(LEDGER, &PartitionKey([0; 16]), &mut take).unwrap();
    let (partition, mut ledger): (PartitionKey, Versioned) = found.expect("somebody is there");
    *ledger.sealed.last_mut().unwrap() ^= 1;
    let expect = Expect::Version(ledger.version);
    let changed = Write::PutRecord { partition, space: LEDGER, expect, sealed: ledger.sealed };
    store.commit(Batch::new().and(changed)).unwrap();
}

#[test]
fn a_person_whose_data_do_not_open_is_told_so_and_everybody_else_goes_on() {
    let (shop, held_before) = peopled();
    change_a_ledger(&shop);
    let running = shop.serve();
    let told = |(who, _): &(String, Value)| {
        let reply = running.ask(&get(&format!("/v1/subjects/{who}/data")).key(running.key("cw")));
        (reply.status, reply.code())
    };
    let (sealed, open): (Vec<_>, Vec<_>) = held_before.iter().map(told).partition(|(status, _)| *status != 200);
    assert_eq!(sealed, [(503, "sealed".to_owned())]);
    assert_eq!(open.len(), held_before.len() - 1);
    running.stop();
}

// === what it says it is ===

#[test]
fn help_and_description_say_what_the_product_is() {
    let said = |argument: &str| String::from_utf8(assent().arg(argument).output().unwrap().stdout).unwrap();
    let about = "A personalization server that acts only with people's assent";
    assert_eq!(said("--help").lines().next(), Some(about));
    let document: Value = serde_json::from_str(&said("openapi")).unwrap();
    assert_eq!(document["info"]["description"], json!(about));
}

// === the clock ===

#[test]
fn a_clock_behind_the_data_is_refused() {
    let shop = Shop::new();
    let place = app::Place::disk(&shop.data(), None);
    let opened = app::Shop::open(&place, app::Policy::shipped().unwrap(), YEAR_2096).unwrap();
    opened.keep_time(YEAR_2096).unwrap();
    drop(opened);
    check(&shop.refused(), "the clock is behind the data");
}

// === a graceful stop ===

#[test]
fn a_server_that_is_told_to_stop_under_load_finishes_what_it_took_on() {
    let shop = Shop::new();
    for round in 0..STOPS {
        let mut running = shop.serve();
        let (who, over) = (format!("canary-{round}"), AtomicBool::new(false));
        running.says(&who, "grant", &["recommend"]);
        let acknowledged: BTreeSet<String> = std::thread::scope(|scope| {
            let load = |writer| {
                let (running, who, over) = (&running, &who, &over);
                scope.spawn(move || send_until(running, who, writer, over))
            };
            let writers: Vec<_> = (0..4).map(load).collect();
            std::thread::sleep(Duration::from_millis(300));
            running.terminate();
            writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
        });
        let since = Instant::now();
        over.store(true, Ordering::Relaxed);
        assert_eq!(running.ended(Duration::from_secs(25)), Some(0), "{}", running.logged());
        assert!(since.elapsed() < Duration::from_secs(5), "nothing was left to wait for");
        running.check_log();
        let running = shop.serve();
        let found = names(&held(&running, &who).unwrap()[0]);
        let lost: Vec<_> = acknowledged.difference(&found).collect();
        assert!(lost.is_empty() && acknowledged.len() > 10, "{} acknowledged, lost {lost:?}", acknowledged.len());
        running.stop();
    }
}

/// Sends until it is turned away; what was acknowledged.
fn send_until(running: &Running, who: &str, writer: usize, over: &AtomicBool) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let Ok(mut connection) = Connection::open(running.address) else { return acknowledged };
    for number in 0.. {
        let id = format!("{who}-{writer}-{number}");
        let request = doing(&[did(who, &id, "view", "canary-mug")]).key(running.key("sw"));
        match connection.ask(&request) {
            Ok(reply) if reply.status == 200 => acknowledged.push(id),
            Ok(reply) => {
                assert_eq!((reply.status, reply.code().as_str()), (503, "draining"), "{}", reply.text());
                break;
            }
            Err(_) => break,
        }
        if over.load(Ordering::Relaxed) {
            break;
        }
    }
    acknowledged
}

fn names(events: &Value) -> BTreeSet<String> {
    events.as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}
