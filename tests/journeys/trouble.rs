//! When the ground fails: a sync that fails ends the process, a full disk loses nothing.

use super::client::{Connection, Request, delete, get};
use super::running::{Running, Shop, binary, did, doing, long, saying};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The exit status of a server whose storage failed (EX_SOFTWARE).
const STORAGE_FAILED: i32 = 70;
const EVENTS_MAX: usize = 100_000;
/// Syncs that fail in the long form: each of the first ones.
const SYNCS_LONG: u32 = 100;
/// How soon it goes on when there is room again.
const RECOVERY_MAX: Duration = Duration::from_secs(5);
const WHO: &str = "canary-ada";

fn event(number: usize) -> Request {
    doing(&[did(WHO, &format!("canary-{number}"), "view", "canary-mug")])
}

fn found(running: &Running) -> BTreeSet<usize> {
    let export = running.must(&get(&format!("/v1/subjects/{WHO}/export")).key(running.key("cw")));
    let number = |event: &serde_json::Value| event["id"].as_str().unwrap()["canary-".len()..].parse().unwrap();
    export["events"].as_array().unwrap().iter().map(number).collect()
}

// === a failing sync ===

#[test]
fn after_a_sync_failed_nothing_is_acknowledged_and_the_process_ends() {
    let nth: Vec<u32> = if long() { (1..=SYNCS_LONG).collect() } else { vec![1, 20, 45] };
    let acknowledged: Vec<usize> = nth.into_iter().map(fail_a_sync).collect();
    println!("events acknowledged before each sync that failed: {acknowledged:?}");
    assert!(acknowledged.iter().any(|before| *before > 0));
}

/// How many events were acknowledged before the nth sync failed.
fn fail_a_sync(nth: u32) -> usize {
    let shop = Shop::new();
    let running = shop.serve();
    running.says(WHO, "grant", &["recommend"]);
    running.stop();

    let mut acknowledged = BTreeSet::new();
    match shop.try_serve_by(with_failing_sync(&shop, nth)) {
        Ok(running) => acknowledge_until_it_fails(running, &mut acknowledged),
        Err(output) => assert_ne!(output.status.code(), Some(0), "it did not start: {output:?}"),
    }
    let running = shop.serve();
    let found = found(&running);
    assert!(found.is_superset(&acknowledged), "{acknowledged:?} of {found:?}");
    running.stop();
    acknowledged.len()
}

fn acknowledge_until_it_fails(mut running: Running, acknowledged: &mut BTreeSet<usize>) {
    let mut connection = Connection::open(running.address).unwrap();
    let failed = (0..EVENTS_MAX).find_map(|number| {
        // No answer at all is an answer too: the process is gone.
        let reply = connection.ask(&event(number).key(running.key("sw")));
        let done = reply.as_ref().is_ok_and(|reply| reply.status == 200);
        acknowledged.extend(done.then_some(number));
        (!done).then_some((number, reply.ok()))
    });
    let (number, reply) = failed.expect("the sync fails sooner or later");
    if let Some(reply) = reply {
        assert_eq!((reply.status, reply.code().as_str()), (503, "storage_failed"), "{}", reply.text());
    }
    for later in number + 1..number + 20 {
        let Ok(mut connection) = Connection::open(running.address) else { break };
        let reply = connection.ask(&event(later).key(running.key("sw")));
        assert!(reply.is_ok_and(|reply| reply.status != 200) || Connection::open(running.address).is_err());
    }
    assert_eq!(running.ended(RECOVERY_MAX), Some(STORAGE_FAILED), "{}", running.logged());
    running.check_log();
}

/// Makes the nth sync of each thread fail once, and those after it succeed, as a kernel does that forgot the error.
fn with_failing_sync(shop: &Shop, nth: u32) -> Command {
    let found = Command::new("strace").arg("--version").output();
    assert!(found.is_ok(), "install strace to run this test (`apt install strace`)");
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={nth}");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", &inject]).arg(binary());
    strace.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(shop.data());
    strace
}

// === a full disk ===

/// A server whose data lies on a small file system that only it sees and that is gone with it.
struct Small {
    running: Running,
    ballast: PathBuf,
}

// === impl Small ===

impl Small {
    fn new(dir: &Path) -> Self {
        let script = "mount -t tmpfs -o size=32m none \"$1\" \
            && \"$0\" keys make --kind adm --label proofs --data \"$1/shop\" --keys-dir \"$2\" \
            && exec \"$0\" serve --listen 127.0.0.1:0 --data \"$1/shop\" --keys-dir \"$2\"";
        let is_root = Path::new("/proc/self").metadata().unwrap().uid() == 0;
        let (small, keys) = (dir.join("small"), dir.join("keys"));
        fs::create_dir(&small).unwrap();
        let mut unshare = Command::new("unshare");
        unshare.arg(if is_root { "-m" } else { "-rm" }).args(["sh", "-c", script]).arg(binary()).args([&small, &keys]);
        let mut running = Running::start(unshare, dir.join("log"), Default::default());
        let key = running.printed.lines().next().unwrap().to_owned();
        running.know(["sw", "cw", "adm"].map(|kind| (kind, key.clone())));
        let seen = format!("/proc/{}/root{}", running.id(), small.join("ballast").display());
        Self { running, ballast: PathBuf::from(seen) }
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut ballast = File::options().append(true).create(true).open(&self.ballast).unwrap();
        while ballast.write_all(&[0; 4_096]).is_ok() {}
    }

    fn make_room(&self) {
        fs::remove_file(&self.ballast).unwrap();
    }

    fn status(&self, request: &Request) -> (u16, String) {
        let reply = self.running.ask(&request.clone().key(self.running.key("adm")));
        (reply.status, reply.code())
    }
}

#[test]
fn a_full_disk_refuses_events_never_a_no_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let small = Small::new(dir.path());
    for who in [WHO, "canary-bob", "canary-eve"] {
        small.running.says(who, "grant", &["recommend"]);
    }
    let mut acknowledged: BTreeSet<usize> = (0..20).filter(|number| small.status(&event(*number)).0 == 200).collect();
    small.fill();
    let full = (20..EVENTS_MAX).find_map(|number| match small.status(&event(number)) {
        (200, _) => {
            acknowledged.insert(number);
            None
        }
        told => Some(told),
    });
    assert_eq!(full, Some((507, "storage_full".to_owned())));
    assert_eq!(small.status(&saying("canary-bob", "withdraw", &["recommend"])), (200, String::new()), "a no is taken");
    assert_eq!(
        small.status(&delete("/v1/subjects/canary-eve")),
        (200, String::new()),
        "whoever wants to be forgotten is"
    );
    assert_eq!(small.status(&get("/readyz")).0, 200);

    small.make_room();
    let since = Instant::now();
    while small.status(&event(EVENTS_MAX)).0 != 200 {
        assert!(since.elapsed() < RECOVERY_MAX, "it goes on by itself");
        std::thread::sleep(Duration::from_millis(100));
    }
    acknowledged.insert(EVENTS_MAX);
    assert_eq!(found(&small.running), acknowledged, "exactly what was acknowledged is there");
    let cw = small.running.key("cw");
    let bob = small.running.must(&get("/v1/consent/effective?subject=canary-bob").key(cw));
    assert_eq!(bob["rung"], json!("contextual"));
    assert_eq!(small.status(&get("/v1/subjects/canary-eve/data")).0, 404);
    small.running.stop();
}
