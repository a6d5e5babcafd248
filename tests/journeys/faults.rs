//! One call to the system that fails, whichever it is: nothing is acknowledged falsely, and the next start finds all.

use super::client::Connection;
use super::kills::{Books, check_all, live};
use super::running::{Running, Shop, binary, long};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::Duration;

/// What the server asks of the system for its data and its keys.
const CALLS: [&str; 9] = [
    "openat",
    "write",
    "pwrite64",
    "fsync,fdatasync",
    "rename,renameat,renameat2",
    "link,linkat",
    "ftruncate",
    "close",
    "unlink,unlinkat",
];
const FAULTS: [&str; 4] = ["error=EIO", "error=ENOSPC", "error=EINTR", "signal=KILL"];
/// A write that writes nothing, and says so.
const SHORT: &str = "retval=0";
/// Which of a call's instances fails in each thread, one in each run.
const INSTANCES: [u32; 1] = [3];
const INSTANCES_LONG: [u32; 14] = [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 30, 45, 70, 120];
/// About 200 operations: each person does six.
const PEOPLE: usize = 34;
/// Those of the short form.
const PEOPLE_SHORT: usize = 4;
/// Files whose calls fail.
const FILES: [&str; 9] = [
    "shop/store.db",
    "shop/store.db-wal",
    "shop/store.lock",
    "shop.keys/keyring/store.db",
    "shop.keys/keyring/store.db-wal",
    "shop.keys/keyring/store.lock",
    "shop.keys/slot",
    "shop.keys/slot.assent-new",
    "shop.keys/slot.assent-old",
];
/// How a server may end whose ground failed: it could not start, it ended itself, or it was ended in good order.
const ENDS: [Option<i32>; 5] = [Some(0), Some(1), Some(70), Some(78), None];
const END_MAX: Duration = Duration::from_secs(25);

/// A server of which one instance of a call fails, in each of its threads.
fn failing(shop: &Shop, call: &str, fault: &str, nth: u32) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    strace.args(["-e", &format!("inject={call}:{fault}:when={nth}")]);
    for file in FILES {
        strace.arg("-P").arg(shop.root().join(file));
    }
    strace.arg(binary()).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(shop.data());
    strace
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Run {
    NeverStarted,
    Ended,
    WentOn,
}

fn fail_once(call: &str, fault: &str, nth: u32) -> Run {
    let shop = Shop::new();
    if nth.is_multiple_of(2) {
        shop.serve().stop();
    }
    let (mut books, mut run) = (Books::default(), Run::NeverStarted);
    match shop.try_serve_by(failing(&shop, call, fault, nth)) {
        Err(output) => assert!(ENDS[1..].contains(&output.status.code()), "{call} {fault} {nth}: {output:?}"),
        Ok(running) => run = play(running, &mut books),
    }
    let running = shop.try_serve().unwrap_or_else(|output| panic!("{call} {fault} {nth}: no start: {output:?}"));
    check_all(&running, &books, &books.everybody());
    running.stop();
    run
}

/// Does what there is to do; goes on behind what failed, as long as anybody answers.
fn play(mut running: Running, books: &mut Books) -> Run {
    let (sender, notes) = channel();
    let mut connection = Connection::open(running.address);
    for number in 0..if long() { PEOPLE } else { PEOPLE_SHORT } {
        let Ok(open) = &mut connection else { break };
        if live(&running, open, &format!("canary-{number}"), number, &sender).is_none() {
            connection = Connection::open(running.address);
        }
    }
    drop(sender);
    books.write(notes);
    let went_on = connection.is_ok();
    end(&running);
    let status = running.ended(END_MAX);
    assert!(ENDS.contains(&status), "it ended with {status:?}: {}", running.logged());
    running.check_log();
    if went_on { Run::WentOn } else { Run::Ended }
}

/// Tells the server itself to end, below the tracer.
fn end(running: &Running) {
    let tracer = running.id();
    let below = fs::read_to_string(format!("/proc/{tracer}/task/{tracer}/children")).unwrap_or_default();
    for child in below.split_whitespace() {
        // It may be gone already.
        let _gone = Command::new("kill").args(["-TERM", child]).status();
    }
}

#[test]
fn whichever_call_of_the_server_fails_nothing_is_acknowledged_falsely_and_the_next_start_finds_all() {
    let instances = if long() { &INSTANCES_LONG[..] } else { &INSTANCES };
    let mut runs: BTreeMap<Run, usize> = BTreeMap::new();
    for call in CALLS {
        let faults = if long() { &FAULTS[..] } else { &FAULTS[..1] };
        let short = call.contains("write").then_some(&SHORT).filter(|_| long());
        for fault in faults.iter().chain(short) {
            for nth in instances {
                *runs.entry(fail_once(call, fault, *nth)).or_default() += 1;
            }
        }
    }
    println!("{} runs with one call that fails: {runs:?}", runs.values().sum::<usize>());
}
