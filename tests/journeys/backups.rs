//! Backups from outside: made while the server runs, put back without bringing anybody back, and refused where they are wrong.

use super::client::{delete, get, send};
use super::running::{Running, Shop, assent, did, doing, long, stocking};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// How many people there are, and after how many erasures another backup is made.
const PEOPLE: usize = 24;
const PEOPLE_LONG: usize = 1_100;
const POINTS: usize = 4;
const POINTS_LONG: usize = 20;

fn who(number: usize) -> String {
    format!("canary-p{number}")
}

fn people() -> usize {
    if long() { PEOPLE_LONG } else { PEOPLE }
}

fn village() -> (Shop, Running) {
    let shop = Shop::new();
    let running = shop.serve();
    running.must(&stocking(&["mug", "tea", "pot"]).key(running.key("sw")));
    for number in 0..people() {
        running.says(&who(number), "grant", &["recommend", "train"]);
        let bought = |item: &str| did(&who(number), &format!("canary-{item}"), "purchase", item);
        running.must(&doing(&[bought("mug"), bought("tea")]).key(running.key("sw")));
    }
    (shop, running)
}

fn run(mut command: Command) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr))
}

#[track_caller]
fn back_up(shop: &Shop, name: &str) -> PathBuf {
    let to = shop.root().join(name);
    let mut command = assent();
    command.args(["backup", "--data"]).arg(shop.data()).arg("--to").arg(&to);
    let (status, said) = run(command);
    assert_eq!(status, Some(0), "{said}");
    to
}

fn restore(from: &Path, data: &Path, keys: &Path) -> (Option<i32>, String) {
    let mut command = assent();
    command.args(["restore", "--from"]).arg(from).arg("--data").arg(data).arg("--keys-dir").arg(keys);
    run(command)
}

fn is_there(running: &Running, number: usize) -> bool {
    let reply = running.ask(&get(&format!("/v1/subjects/{}/data", who(number))).key(running.key("cw")));
    assert!(reply.status == 200 || reply.status == 404, "{}", reply.text());
    let asked = send("/v1/recommend", &json!({ "subject": who(number) })).key(running.key("dr"));
    assert_eq!(running.must(&asked)["personalized"], json!(reply.status == 200), "{number}");
    reply.status == 200
}

#[test]
fn whoever_was_erased_comes_back_by_no_backup_and_everybody_else_does() {
    let (shop, running) = village();
    let points = if long() { POINTS_LONG } else { POINTS };
    let (mut backups, mut receipts) = (Vec::new(), Vec::new());
    let each = (people() - 6) / points;
    for point in 0..points {
        backups.push(back_up(&shop, &format!("backup-{point}")));
        for number in point * each..(point + 1) * each {
            let erased = running.must(&delete(&format!("/v1/subjects/{}", who(number))).key(running.key("cw")));
            receipts.push(erased["receipt"].as_str().unwrap().to_owned());
        }
    }
    backups.push(back_up(&shop, "backup-last"));
    running.stop();
    let gone = points * each;
    let data = shop.data();
    for backup in &backups {
        fs::remove_dir_all(&data).unwrap();
        let (status, said) = restore(backup, &data, &shop.keys_dir());
        assert_eq!(status, Some(0), "{said}");
        let running = shop.serve();
        for number in 0..people() {
            assert_eq!(is_there(&running, number), number >= gone, "{number} by {}", backup.display());
        }
        running.stop();
        assert!(shown(&shop).contains(&format!("learned from {} people", people() - gone)), "{}", shown(&shop));
    }
    for receipt in receipts.iter().step_by(5) {
        let file = shop.root().join("receipt");
        fs::write(&file, receipt).unwrap();
        let mut command = assent();
        command.args(["erase", "verify", "--receipt"]).arg(&file).arg("--data").arg(&data);
        for backup in &backups {
            command.arg("--backup").arg(backup);
        }
        let (status, said) = run(command);
        assert_eq!(status, Some(0), "{said}");
        assert_eq!(said.matches("no key opens one").count(), backups.len(), "{said}");
    }
}

/// What the model was learned from; it is learned anew where a restore took nobody out.
fn shown(shop: &Shop) -> String {
    let mut command = assent();
    command.args(["model", "train", "--data"]).arg(shop.data());
    run(command).1
}

#[test]
fn a_no_that_the_backup_does_not_know_is_kept_all_the_same() {
    let (shop, running) = village();
    let backup = back_up(&shop, "backup");
    running.says(&who(0), "withdraw", &["recommend"]);
    running.stop();
    fs::remove_dir_all(shop.data()).unwrap();
    let (status, said) = restore(&backup, &shop.data(), &shop.keys_dir());
    assert_eq!(status, Some(0), "{said}");
    let running = shop.serve();
    let personal = |number: usize| {
        let asked = send("/v1/recommend", &json!({ "subject": who(number) })).key(running.key("dr"));
        running.must(&asked)["personalized"].clone()
    };
    assert_eq!((personal(0), personal(1)), (json!(false), json!(true)));
    running.stop();
}

#[test]
fn a_backup_holds_no_key_and_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (shop, running) = village();
    let backup = back_up(&shop, "backup");
    running.stop();
    let mut names: Vec<_> = fs::read_dir(&backup).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["manifest", "store.db"]);
    for name in names {
        assert_eq!(fs::metadata(backup.join(name)).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let copy = fs::read(backup.join("store.db")).unwrap();
    for name in ["root.key", "slot"] {
        let secret = fs::read(shop.keys_dir().join(name)).unwrap();
        assert!(!copy.windows(24).any(|window| window == &secret[secret.len() - 24..]), "{name}");
    }
    assert!(!copy.windows(6).any(|window| window == b"canary"));
}

#[test]
fn a_wrong_backup_is_refused_in_one_line_with_its_status_and_leaves_nothing() {
    let (shop, running) = village();
    let good = back_up(&shop, "good");
    running.stop();
    let other = Shop::new();
    let foreign = back_up(&other, "foreign");
    let (data, keys) = (shop.root().join("again"), shop.keys_dir());
    let check = |from: &Path, status: i32, says: &str| {
        let (found, said) = restore(from, &data, &keys);
        let lines: Vec<_> = said.lines().collect();
        assert_eq!((found, lines.len()), (Some(status), 1), "{said}");
        assert!(lines[0].starts_with("assent: ") && lines[0].contains(says), "{says}: {said}");
        assert!(!data.exists() || fs::read_dir(&data).unwrap().next().is_none(), "nothing is left behind");
    };
    let wrong = |change: &dyn Fn(&Path)| {
        let copy = shop.root().join("wrong");
        drop(fs::remove_dir_all(&copy));
        assert!(Command::new("cp").arg("-a").args([&good, &copy]).status().unwrap().success());
        change(&copy);
        copy
    };
    let edit = |path: PathBuf, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = fs::read(&path).unwrap();
        change(&mut bytes);
        fs::write(path, bytes).unwrap();
    };
    check(&wrong(&|copy| fs::remove_file(copy.join("manifest")).unwrap()), 1, "not signed");
    check(&wrong(&|copy| fs::write(copy.join("manifest"), "tea\n").unwrap()), 1, "not signed");
    check(&wrong(&|copy| fs::write(copy.join("manifest"), vec![b'x'; 9_000]).unwrap()), 1, "MANIFEST_BYTES_MAX");
    check(
        &wrong(&|copy| assert!(fs::copy(foreign.join("manifest"), copy.join("manifest")).is_ok())),
        1,
        "another shop's",
    );
    check(&foreign, 1, "another shop's");
    check(&wrong(&|copy| edit(copy.join("manifest"), &|bytes| bytes[60] ^= 1)), 1, "changed after it was signed");
    check(&wrong(&|copy| fs::remove_file(copy.join("store.db")).unwrap()), 1, "can not be read");
    check(&wrong(&|copy| edit(copy.join("store.db"), &|bytes| bytes.truncate(bytes.len() - 4_096))), 1, "cut short");
    check(&wrong(&|copy| edit(copy.join("store.db"), &|bytes| bytes.push(0))), 1, "damaged");
    for at in [20, 5_000, 40_000] {
        check(&wrong(&|copy| edit(copy.join("store.db"), &|bytes| bytes[at] ^= 1)), 1, "damaged");
    }
    check(&shop.root().join("nowhere"), 1, "not signed");

    let (status, said) = restore(&good, &shop.data(), &keys);
    assert_eq!(status, Some(78), "{said}");
    assert!(said.contains("not empty: nothing was changed"), "{said}");
    let (status, said) = restore(&good, &data, &shop.root().join("no-keys"));
    assert_eq!(status, Some(78), "{said}");
    let mut again = assent();
    again.args(["backup", "--data"]).arg(shop.data()).arg("--to").arg(&good);
    assert_eq!(run(again).0, Some(78), "a backup is never overwritten");
    let running = shop.serve();
    assert!((0..people()).all(|number| is_there(&running, number)), "nobody is lost by any of it");
    running.stop();
}

#[test]
fn a_backup_is_made_while_people_write_and_holds_whole_moments() {
    let (shop, running) = village();
    let (address, key) = (running.address, running.key("sw").to_owned());
    let stop = std::sync::atomic::AtomicBool::new(false);
    let backups: Vec<_> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut connection = super::client::Connection::open(address).unwrap();
            let mut number = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                // Two events in one call are one commit: a backup has both or neither.
                let two = [
                    did(&who(0), &format!("canary-a{number}"), "view", "pot"),
                    did(&who(0), &format!("canary-b{number}"), "view", "tea"),
                ];
                connection.ask(&doing(&two).key(&key)).unwrap();
                number += 1;
            }
        });
        let made = (0..3).map(|n| back_up(&shop, &format!("busy-{n}"))).collect();
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        made
    });
    running.stop();
    for backup in backups {
        fs::remove_dir_all(shop.data()).unwrap();
        let (status, said) = restore(&backup, &shop.data(), &shop.keys_dir());
        assert_eq!(status, Some(0), "{said}");
        let running = shop.serve();
        let path = format!("/v1/subjects/{}/export", who(0));
        let export: Value = running.must(&get(&path).key(running.key("cw")));
        let events = export["events"].as_array().unwrap().len();
        assert!(events.is_multiple_of(2) && events >= 2, "{events}");
        running.stop();
    }
}
