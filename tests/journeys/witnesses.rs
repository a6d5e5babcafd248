//! Witnesses over HTTP: two real processes, a log that is signed as it grows, and a fork that is not.

use super::audit_log::{Files, assent_says, live};
use super::client::{Reply, get, post};
use super::running::{Running, Shop, assent, stocking};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// How long a witness may take to be asked: a look every two seconds.
const LOOKS: usize = 100;

struct Witness {
    running: Running,
    key: String,
}

impl Witness {
    /// A witness for the logs of these keys, in this directory.
    fn open(dir: &Path, logs: &[&str], log: &str) -> Self {
        fs::create_dir_all(dir).unwrap();
        let keys = dir.join("logs.vkeys");
        fs::write(&keys, logs.join("\n")).unwrap();
        let mut command = assent();
        command.args(["audit", "witness", "--serve", "127.0.0.1:0", "--name", "witness.example/one"]);
        command.arg("--keys").arg(&keys).arg("--dir").arg(dir.join("state"));
        let running = Running::start(command, dir.join(log), BTreeMap::new());
        let key = running.printed.lines().next().unwrap().to_owned();
        Self { running, key }
    }

    fn asked(&self, body: &str) -> Reply {
        self.running.ask(&post("/add-checkpoint").body(body))
    }

    /// The shop, asking this witness.
    fn shop(&self, shop: &Shop) -> Running {
        let mut command = shop.command();
        command.arg("--witnesses-on-loopback").arg("--witness");
        command.arg(format!("http://{}={}", self.running.address, self.key));
        shop.serve_by(command)
    }
}

/// Waits until something is so; what it is then.
#[track_caller]
fn soon<T>(what: impl Fn() -> Option<T>) -> T {
    let found = (0..LOOKS).find_map(|_| {
        std::thread::sleep(Duration::from_millis(100));
        what()
    });
    found.expect("it was due by now")
}

fn seen(running: &Running) -> Option<String> {
    let checkpoint = running.ask(&get("/log/checkpoint")).text();
    checkpoint.contains("\u{2014} witness.example/one ").then_some(checkpoint)
}

fn refused(running: &Running) -> Option<()> {
    let figures = running.ask(&get("/metrics")).text();
    figures.contains("assent_log_witness_total{how=\"refused\"}").then_some(())
}

fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").args([from, to]).status().unwrap().success());
}

fn log_key(shop: &Shop) -> String {
    assent_says(&["audit", "key"], &[("--data", &shop.data())]).1
}

#[test]
fn a_witness_signs_over_http_what_grew_and_no_fork_of_it() {
    let shop = Shop::new();
    let place = shop.root().join("witness");
    let witness = Witness::open(&place, &[&log_key(&shop)], "witness-1.log");
    let before = shop.root().join("before");
    copy(&shop.data(), &before);

    let running = witness.shop(&shop);
    live(&running, 0..2);
    let first = soon(|| seen(&running));
    live(&running, 2..4);
    let second = soon(|| seen(&running).filter(|now| *now != first));
    running.stop();
    let files = Files::of(&shop, "log");
    for (name, note) in [("first", &first), ("second", &second)] {
        let kept: PathBuf = shop.root().join(name);
        fs::write(&kept, note).unwrap();
        assert!(
            files.verify_with(Some(&kept), Some(&witness.key), None).is_some(),
            "both verifiers know the line of the witness, and see the log grow from what it signed"
        );
    }

    // The same shop from an older copy of its data tells another story: the witness does not sign that, before and after it
    // was killed itself.
    let (key, address) = (witness.key.clone(), witness.running.address);
    witness.running.kill();
    let again = Witness::open(&place, &[&log_key(&shop)], "witness-2.log");
    assert_eq!(again.key, key, "it is who it was");
    assert_ne!(again.running.address, address);
    fs::remove_dir_all(shop.data()).unwrap();
    copy(&before, &shop.data());
    let fork = again.shop(&shop);
    live(&fork, 10..18);
    soon(|| refused(&fork));
    assert_eq!(seen(&fork), None, "the fork is not signed");
    fork.must(&stocking(&["mug"]).key(fork.key("sw")));
    fork.stop();
    let forked = Files::of(&shop, "fork");
    assert!(forked.verify_with(Some(&shop.root().join("second")), Some(&key), None).is_none(), "and is seen to be one");
}

#[test]
fn a_witness_that_is_not_there_holds_nothing_up() {
    let shop = Shop::new();
    let dir = shop.root().join("witness");
    let witness = Witness::open(&dir, &[&log_key(&shop)], "witness.log");
    let mut command = shop.command();
    command.arg("--witnesses-on-loopback").arg("--witness").arg(format!("http://127.0.0.1:9999={}", witness.key));
    let running = shop.serve_by(command);
    live(&running, 0..2);
    soon(|| refused(&running));
    assert!(running.ask(&get("/log/checkpoint")).text().starts_with("assent.local/"), "the shop's own stands there");
    running.stop();
    for wrong in ["http://127.0.0.1:9999", "https://witness.example", "https://witness.example=tea"] {
        let mut command = shop.command();
        command.args(["--witness", &format!("{wrong}={}", if wrong.contains('=') { "" } else { &witness.key })]);
        if wrong == "https://witness.example" {
            continue;
        }
        let output = super::running::refused(command);
        assert_eq!(output.status.code(), Some(78), "{wrong}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_witness_answers_as_the_specification_says() {
    let (shop, other) = (Shop::new(), Shop::new());
    let grow = |shop: &Shop, people| {
        let running = shop.serve();
        live(&running, people);
        running.stop();
        let files = Files::of(shop, "log");
        fs::read_to_string(files.dir.join("checkpoint")).unwrap()
    };
    let size = |note: &str| note.lines().nth(1).unwrap().parse::<u64>().unwrap();
    let witness = Witness::open(&shop.root().join("witness"), &[&log_key(&shop)], "witness.log");
    let first = grow(&shop, 0..2);
    let check = |body: &str, status: u16| {
        let reply = witness.asked(body);
        assert_eq!(reply.status, status, "{body}: {}", reply.text());
        reply
    };
    for malformed in ["", "tea", "old 0\n", "old 00\n\nx", "old 0\n\n", "old 0\ntea\n\nx"] {
        check(malformed, 400);
    }
    check(&format!("old 0\n\n{}", first.replacen("assent.local", "elsewhere.local", 1)), 404);
    check(&format!("old 0\n\n{}", grow(&other, 0..1)), 403);
    check(&format!("old 0\n\n{}", first.replacen(&size(&first).to_string(), "9999", 1)), 403);
    check(&format!("old {}\n\n{first}", size(&first) + 1), 400);
    let hash = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    check(&format!("old 0\n{hash}\n\n{first}"), 422);
    let behind = check(&format!("old 1\n{hash}\n\n{first}"), 409);
    assert_eq!((behind.text().as_str(), behind.field("content-type")), ("0\n", Some("text/x.tlog.size")));
    let signed = check(&format!("old 0\n\n{first}"), 200);
    assert!(signed.text().starts_with("\u{2014} witness.example/one ") && signed.text().ends_with('\n'));
    check(&format!("old {}\n\n{first}", size(&first)), 200);
    let behind = check(&format!("old 0\n\n{first}"), 409);
    assert_eq!(behind.text(), format!("{}\n", size(&first)));
    let second = grow(&shop, 2..4);
    check(&format!("old {}\n{hash}\n\n{second}", size(&first)), 422);
    check(&format!("old {}\n\n{second}", size(&first)), 422);
    assert_eq!(witness.running.ask(&get("/add-checkpoint")).status, 405);
    assert_eq!(witness.running.ask(&get("/")).status, 404);
    check(&"x".repeat(70_000), 413);
    witness.running.stop();
}
