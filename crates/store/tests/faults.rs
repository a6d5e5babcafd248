//! A store whose process is killed, whose disk is full, or whose syncs fail: nothing acknowledged is lost.
#![expect(clippy::unwrap_used, reason = "a test says by a panic what is wrong")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;
use store::{Embedded, PartitionKey, Scope, Space, Store};

const KILLS: u64 = 20;
const KILL_AFTER_MS_MAX: u64 = 250;
const ENTRIES_PER_BATCH: usize = 3;
/// What the writer ends with when its store is poisoned.
const EXIT_POISONED: i32 = 70;

// === killed ===

#[test]
fn a_process_killed_at_any_moment_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut acked = BTreeSet::new();
    for round in 0..KILLS {
        let moment = round * 2_654_435_761 % KILL_AFTER_MS_MAX;
        acked.extend(append_and_kill(dir.path(), Duration::from_millis(moment)));
        if round % 4 == 3 {
            assert_everything_is_whole(dir.path(), &acked);
        }
    }
    assert!(acked.len() > 100, "only {} batches were acknowledged before {KILLS} kills", acked.len());
}

fn append_and_kill(dir: &Path, moment: Duration) -> BTreeSet<u64> {
    let mut child = writer().arg("append").arg(dir).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "open", "the store starts by itself after a kill");
    let reader = thread::spawn(move || lines.map_while(Result::ok).collect::<Vec<_>>());
    thread::sleep(moment);
    child.kill().unwrap();
    child.wait().unwrap();
    numbers(&reader.join().unwrap(), "acked")
}

// === a failing sync ===

#[test]
fn after_a_failed_sync_nothing_is_acknowledged_and_nothing_acknowledged_is_lost() {
    for nth in [9, 17, 40] {
        let dir = tempfile::tempdir().unwrap();
        drop(Embedded::open(dir.path()).unwrap());
        let output = append_with_failing_sync(dir.path(), nth);
        let lines = lines_of(&output);
        assert_eq!(output.status.code(), Some(EXIT_POISONED), "{lines:?}");

        let failure = lines.iter().position(|line| line.starts_with("failed")).unwrap();
        assert!(lines[failure..].iter().all(|line| !line.starts_with("acked")), "acknowledged after: {lines:?}");
        assert!(lines[failure..].iter().any(|line| line.starts_with("failed Medium")), "{:?}", &lines[failure..]);
        let later: Vec<_> = lines.iter().filter(|line| line.starts_with("later")).collect();
        assert_eq!(later, ["later Poisoned healthy=false"; 3]);
        let acked = numbers(&lines, "acked");
        assert!(!acked.is_empty(), "the sync fails after some that did not");
        assert_everything_is_whole(dir.path(), &acked);
    }
}

/// Makes the nth sync of each thread fail once, and the ones after it succeed, as a kernel does that forgot the error.
fn append_with_failing_sync(dir: &Path, nth: u32) -> Output {
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={nth}");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e", &inject]);
    let ran = strace.arg(writer_path()).arg("append").arg(dir).output();
    ran.unwrap_or_else(|error| panic!("install strace to run this test (`apt install strace`): {error}"))
}

// === any failing call ===

/// What a store asks of the system while it is opened, written, checkpointed and closed.
const CALLS: [&str; 7] = ["openat", "pwrite64", "fsync,fdatasync", "ftruncate", "fallocate", "mmap", "unlink,unlinkat"];
const FAULTS: [&str; 4] = ["error=EIO", "error=ENOSPC", "error=EINTR", "signal=KILL"];
/// Which of a call's instances fails, one in each run: some here, each of the first ones in the long form.
const INSTANCES: [u32; 3] = [1, 4, 23];
const INSTANCES_LONG: std::ops::RangeInclusive<u32> = 1..=75;

#[test]
fn whichever_call_fails_nothing_is_acknowledged_falsely_and_the_store_is_whole() {
    let long = std::env::var_os("ASSENT_PROOFS_LONG").is_some();
    let instances: Vec<u32> = if long { INSTANCES_LONG.collect() } else { INSTANCES.to_vec() };
    let mut runs = 0;
    for call in CALLS {
        for fault in FAULTS {
            for nth in &instances {
                fail_once(call, fault, *nth);
                runs += 1;
            }
        }
    }
    assert!(runs >= if long { 2_000 } else { 84 });
}

/// Lets one instance of a call fail, in a store that was made before and in one that is made now.
fn fail_once(call: &str, fault: &str, nth: u32) {
    let dir = tempfile::tempdir().unwrap();
    let made_before = nth.is_multiple_of(2);
    if made_before {
        drop(Embedded::open(dir.path()).unwrap());
    }
    let inject = format!("inject={call}:{fault}:when={nth}");
    let mut strace = Command::new("strace");
    // Only what concerns the data: the program's own start is not what is tested.
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]);
    if call != "mmap" && call != "fallocate" {
        for name in ["store.db", "store.db-wal", "store.lock"] {
            strace.arg("-P").arg(dir.path().join(name));
        }
    }
    let ran = strace.arg(writer_path()).arg("some").arg(dir.path()).output();
    let output = ran.unwrap_or_else(|error| panic!("install strace to run this test: {error}"));
    let acked = numbers(&lines_of(&output), "acked");
    assert_everything_is_whole(dir.path(), &acked);
}

// === a full disk ===

#[test]
fn on_a_full_disk_what_is_urgent_is_written_and_the_rest_goes_on_when_there_is_space() {
    let dir = tempfile::tempdir().unwrap();
    let output = fill_a_small_disk(dir.path());
    let lines = lines_of(&output);
    assert!(output.status.success(), "{lines:?} {}", String::from_utf8_lossy(&output.stderr));
    let failed: Vec<_> = lines.iter().filter(|line| line.starts_with("failed")).collect();
    assert_eq!(failed, ["failed Full healthy=true"]);
    let acked = numbers(&lines, "acked");
    assert!(lines.iter().any(|line| line == "what can wait: Err(Full)"), "{lines:?}");
    assert!(acked.len() > 120, "some before and some after: {}", acked.len());
    assert_eq!(numbers(&lines, "found"), acked, "exactly what was acknowledged is there");
    assert_eq!(numbers(&lines, "torn"), BTreeSet::new());
    assert_eq!(lines.last().map(String::as_str), Some("scrubbed"));
}

/// Mounts a small file system that only the writer sees and that is gone with it.
fn fill_a_small_disk(dir: &Path) -> Output {
    let is_root = Path::new("/proc/self").metadata().unwrap().uid() == 0;
    let script =
        "mount -t tmpfs -o size=28m none \"$1\" && head -c 12m /dev/zero > \"$1/ballast\" && exec \"$0\" fill \"$1\"";
    let mut unshare = Command::new("unshare");
    unshare.arg(if is_root { "-m" } else { "-rm" }).args(["sh", "-c", script]);
    let ran = unshare.arg(writer_path()).arg(dir).output();
    ran.unwrap_or_else(|error| panic!("install util-linux to run this test: {error}"))
}

// === what is there ===

/// Every acknowledged batch is there, and whatever is there is there as a whole.
fn assert_everything_is_whole(dir: &Path, acked: &BTreeSet<u64>) {
    let store = Embedded::open(dir).unwrap();
    let mut entries: Vec<u64> = Vec::new();
    let scan = store.scan_log(Scope::Everybody, &mut |entry| {
        let number = entry.at.unsigned_abs();
        assert!(entry.sealed.chunks(8).all(|word| word == number.to_le_bytes()), "entry of batch {number}");
        entries.push(number);
        ControlFlow::Continue(())
    });
    scan.unwrap();
    for batch in entries.chunk_by(|one, next| one == next) {
        assert_eq!(batch.len(), ENTRIES_PER_BATCH, "entries of batch {}", batch[0]);
        assert!(has_record(&store, batch[0]), "record of batch {}", batch[0]);
    }
    let found = entries.into_iter().collect();
    let lost: Vec<_> = acked.difference(&found).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    store.scrub().unwrap();
}

fn has_record(store: &Embedded, number: u64) -> bool {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&number.to_be_bytes());
    store.records(&PartitionKey(key), &[Space(1)]).unwrap()[0].is_some()
}

fn lines_of(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn numbers(lines: &[String], word: &str) -> BTreeSet<u64> {
    let number = |line: &String| line.strip_prefix(word)?.trim().parse().ok();
    lines.iter().filter_map(number).collect()
}

// === the writer ===

fn writer() -> Command {
    Command::new(writer_path())
}

/// `cargo test` builds the examples beside the tests.
fn writer_path() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let path = here.parent().unwrap().parent().unwrap().join("examples/writer");
    assert!(path.exists(), "{} is missing: build it with `cargo build -p store --examples`", path.display());
    path
}
