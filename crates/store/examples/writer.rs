//! Commits numbered batches to an embedded store and says which were acknowledged: a process to be killed by tests.
//!
//! `writer some DIR` commits some batches, one after the other, closes the store, and ends with 0.
//! `writer append DIR` goes on, with several threads, until a commit fails; then it shows that no later
//! one is acknowledged and ends with 70. `writer fill DIR` goes on until the disk is full, writes some urgent
//! batches all the same, deletes `DIR/ballast`, goes on for some more batches, opens the store anew, and lists what is there.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{Write as _, stdout};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use store::{Batch, Embedded, EntryId, Expect, Kind, PartitionKey, Scope, Space, Store, StoreError, Write};

const THREADS: u64 = 4;
/// The parts of one batch: three entries for two people, and a record.
const ENTRIES_PER_BATCH: u64 = 3;
/// Far more than any test lets happen before it kills this process or makes a commit fail.
const BATCHES_PER_THREAD_MAX: u32 = 20_000;
const URGENT_WHILE_FULL: u64 = 50;
const BATCHES_AFTER_FULL: u64 = 20;
const BATCHES_OF_SOME: u64 = 40;
const PAYLOAD_BYTES: usize = 4_000;
const EXIT_POISONED: u8 = 70;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mode, dir) = (arguments.next(), arguments.next().map(PathBuf::from));
    match (mode.as_deref(), dir) {
        (Some("append"), Some(dir)) => append(&dir),
        (Some("fill"), Some(dir)) => fill(&dir),
        (Some("some"), Some(dir)) => some(&dir),
        _ => Err("say `writer append DIR`, `writer fill DIR` or `writer some DIR`".into()),
    }
}

fn append(dir: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let store = Embedded::open(dir)?;
    let next = AtomicU64::new(highest(&store)? + 1);
    say("open")?;
    let ends = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| until_an_error(&store, &next))).collect();
        threads.into_iter().map(thread::ScopedJoinHandle::join).collect::<Vec<_>>()
    });
    for end in ends {
        let error = end.map_err(|_| "a thread of the writer panicked")??;
        say(&format!("failed {error:?}"))?;
    }
    for _ in 0..3 {
        let number = next.fetch_add(1, Ordering::Relaxed);
        match store.commit(batch(number)) {
            Ok(()) => say(&format!("acked {number}"))?,
            Err(error) => say(&format!("later {error:?} healthy={}", store.healthy()))?,
        }
    }
    Ok(ExitCode::from(EXIT_POISONED))
}

/// Commits some batches, each tried once, whatever became of the one before.
fn some(dir: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let store = Embedded::open(dir)?;
    let first = highest(&store)? + 1;
    for number in first..first + BATCHES_OF_SOME {
        match store.commit(batch(number)) {
            Ok(()) => say(&format!("acked {number}"))?,
            Err(error) => say(&format!("refused {error:?}"))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn until_an_error(store: &Embedded, next: &AtomicU64) -> std::io::Result<StoreError> {
    for _ in 0..BATCHES_PER_THREAD_MAX {
        let number = next.fetch_add(1, Ordering::Relaxed);
        match store.commit(batch(number)) {
            Ok(()) => say(&format!("acked {number}"))?,
            Err(error) => return Ok(error),
        }
    }
    Err(std::io::Error::other("nothing failed"))
}

fn fill(dir: &Path) -> Result<ExitCode, Box<dyn Error>> {
    let store = Embedded::open(dir)?;
    let next = AtomicU64::new(1);
    let error = until_an_error(&store, &next)?;
    say(&format!("failed {error:?} healthy={}", store.healthy()))?;
    for _ in 0..URGENT_WHILE_FULL {
        let number = next.fetch_add(1, Ordering::Relaxed);
        store.commit(batch(number).urgent_if(true))?;
        say(&format!("acked {number}"))?;
    }
    let waits = store.commit(batch(next.fetch_add(1, Ordering::Relaxed)));
    say(&format!("what can wait: {waits:?}"))?;
    std::fs::remove_file(dir.join("ballast"))?;
    for _ in 0..BATCHES_AFTER_FULL {
        let number = next.fetch_add(1, Ordering::Relaxed);
        store.commit(batch(number))?;
        say(&format!("acked {number}"))?;
    }
    drop(store);
    list(&Embedded::open(dir)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Says which batches are there, and which are there in part.
fn list(store: &Embedded) -> Result<(), Box<dyn Error>> {
    for (number, entries) in found(store)? {
        let record = store.records(&key(number), &[Space(1)])?;
        let whole = entries == ENTRIES_PER_BATCH && record.iter().flatten().any(|record| record.version == 1);
        say(&format!("{} {number}", if whole { "found" } else { "torn" }))?;
    }
    store.scrub()?;
    Ok(say("scrubbed")?)
}

fn highest(store: &Embedded) -> Result<u64, StoreError> {
    Ok(found(store)?.into_keys().next_back().unwrap_or(0))
}

/// How many entries there are of each batch.
fn found(store: &Embedded) -> Result<BTreeMap<u64, u64>, StoreError> {
    let mut found = BTreeMap::new();
    store.scan_log(Scope::Everybody, &mut |entry| {
        *found.entry(entry.at.unsigned_abs()).or_default() += 1;
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

fn batch(number: u64) -> Batch {
    let at = i64::try_from(number).unwrap_or(i64::MAX);
    let entry = |part: u64| {
        let sealed = number.to_le_bytes().repeat(PAYLOAD_BYTES / 8);
        let partition = key(number + part % 2);
        Write::Append { partition, id: EntryId(key(number * ENTRIES_PER_BATCH + part).0), kind: Kind(1), at, sealed }
    };
    let record =
        Write::PutRecord { partition: key(number), space: Space(1), expect: Expect::Absent, sealed: vec![1; 100] };
    Batch { writes: (0..ENTRIES_PER_BATCH).map(entry).chain([record]).collect(), urgent: false }
}

fn key(number: u64) -> PartitionKey {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    PartitionKey(bytes)
}

/// One line, in one piece, at once: a test reads it while this process still runs.
fn say(line: &str) -> std::io::Result<()> {
    let mut out = stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    out.flush()
}
