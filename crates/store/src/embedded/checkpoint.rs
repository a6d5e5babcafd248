//! Moves what the journal holds into the database, beside the writer instead of in its way.
//!
//! SQLite syncs the database only when everything is moved, which under load is when the writer is held. So it is synced here
//! after each portion: what is left for the pause is little.

use super::faults;
use super::queue::Queue;
use crate::StoreError;
use rusqlite::Connection;
use rusqlite::ffi::SQLITE_IOERR_FSYNC;
use std::fs::File;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often the journal is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// Looks in a row without anything written after which the writer counts as idle.
const IDLE_LOOKS: usize = 3;
/// Pages in the journal from which on they are moved, though the writer is busy.
const MOVED_PAGES_MIN: i64 = 1_024;
/// Pages in the journal from which on the writer pauses for the rest to be moved, so that the journal starts over.
const JOURNAL_PAGES_MAX: i64 = 16_384;
/// Bytes that the journal's file keeps when it starts over: writing over a file is quicker than making it longer.
pub(super) const JOURNAL_BYTES_KEPT: i64 = JOURNAL_PAGES_MAX * 4_096;
/// Pages that may be left to move while the writer pauses, unless it writes faster than they can be moved.
const PAUSE_PAGES_MAX: i64 = 64;
/// How often the rest is moved beside the writer before it has to pause.
const ROUNDS_BEFORE_PAUSE_MAX: usize = 8;
/// How often a pause looks whether everybody is gone who still reads out of the journal, and how long it sleeps between:
/// with everything moved, whoever begins to read meanwhile reads the database alone. SQLite's own wait sleeps for up to 25 ms at
/// a time.
const LOOKS_IN_PAUSE_MAX: usize = 20;
const LOOK_IN_PAUSE_EVERY: Duration = Duration::from_micros(200);
/// How often, where somebody is in the way of what is left: each such look costs more, the longer the journal.
const LOOKS_IN_THE_WAY_MAX: usize = 4;
/// Looks at the journal until the next pause, after one in which it did not start over: somebody reads for long.
const LOOKS_BETWEEN_PAUSES: usize = 10;
/// How often it looks at the end, when nobody writes any more.
const LOOKS_AT_THE_END_MAX: usize = 250;

/// The thread that looks after the journal; dropping it moves everything and empties the journal.
pub(super) struct Checkpoints {
    stop: Arc<Stop>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Stop {
    asked: Mutex<bool>,
    signal: Condvar,
}

/// How full the journal is, in pages since it last started over.
#[derive(Clone, Copy)]
struct Fill {
    written: i64,
    moved: i64,
    /// Whether somebody still reads out of it, so that it did not start over.
    busy: bool,
}

impl Checkpoints {
    /// `database` is the file itself: closing it would loosen the locks that SQLite has on it, so somebody else has it, too.
    pub(super) fn start(connection: Connection, database: Arc<File>, queue: Arc<Queue>) -> Result<Self, StoreError> {
        connection.busy_timeout(Duration::ZERO).map_err(|error| faults::of(&error))?;
        let stop = Arc::new(Stop::default());
        let theirs = Arc::clone(&stop);
        let work = move || run(&connection, &database, &queue, &theirs);
        let thread = thread::Builder::new().name("store-checkpoint".to_owned()).spawn(work);
        let thread = thread.map_err(|error| faults::of_file("start the checkpoints", &error))?;
        Ok(Self { stop, thread: Some(thread) })
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        *self.stop.asked.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.signal.notify_all();
        if let Some(thread) = self.thread.take() {
            // Should it have panicked, the journal is still there and is read at the next start.
            let _ended = thread.join();
        }
    }
}

fn run(connection: &Connection, database: &File, queue: &Queue, stop: &Stop) {
    let mut ground = Ground { connection, database, queue, rests: 0 };
    let (mut seen, mut quiet) = (0, 0);
    let mut settled = false;
    while !stop.asked_within(LOOK_EVERY) && !queue.is_poisoned() {
        let groups = queue.groups();
        quiet = if groups == seen { quiet + 1 } else { 0 };
        seen = groups;
        if quiet == 0 || !settled {
            settled = poison_on_failure(queue, ground.tidy(quiet >= IDLE_LOOKS)).unwrap_or(false);
        }
    }
    if !queue.is_poisoned() {
        poison_on_failure(queue, start_over(connection, "TRUNCATE", |_| LOOKS_AT_THE_END_MAX));
    }
}

/// A full disk is no failure here: everything is safe in the journal, and the next round tries again.
fn poison_on_failure<T>(queue: &Queue, done: rusqlite::Result<T>) -> Option<T> {
    match done {
        Ok(done) => Some(done),
        Err(error) => {
            if faults::of_write(&error).poisons {
                queue.poison();
            }
            None
        }
    }
}

/// What is looked after.
struct Ground<'g> {
    connection: &'g Connection,
    database: &'g File,
    queue: &'g Queue,
    /// So many looks yet without a pause.
    rests: usize,
}

impl Ground<'_> {
    /// Does what the fill of the journal asks for; true when there is nothing left to move.
    fn tidy(&mut self, idle: bool) -> rusqlite::Result<bool> {
        self.rests = self.rests.saturating_sub(1);
        let mut fill = checkpoint(self.connection, "NOOP")?;
        if idle || fill.left() >= MOVED_PAGES_MIN {
            fill = self.portion()?;
        }
        if fill.written >= JOURNAL_PAGES_MAX && self.rests == 0 {
            fill = self.pause(fill)?;
        }
        Ok(fill.is_moved())
    }

    /// Moves what can be moved beside the writer, and syncs it: what is left for a pause is little. A failed sync is the end, and
    /// never tried again: what was on its way is then known to nobody.
    fn portion(&self) -> rusqlite::Result<Fill> {
        let fill = checkpoint(self.connection, "PASSIVE")?;
        let failed = |_| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(SQLITE_IOERR_FSYNC), None);
        self.database.sync_data().map_err(failed)?;
        Ok(fill)
    }

    /// Lets the journal start over, while the writer is held; not where somebody who reads for long is in the way.
    fn pause(&mut self, mut fill: Fill) -> rusqlite::Result<Fill> {
        for _ in 0..ROUNDS_BEFORE_PAUSE_MAX {
            if fill.left() <= PAUSE_PAGES_MAX {
                break;
            }
            let moved = fill.moved;
            fill = self.portion()?;
            if fill.moved <= moved {
                self.rests = LOOKS_BETWEEN_PAUSES;
                return Ok(fill);
            }
        }
        let looks = |fill: Fill| if fill.is_moved() { LOOKS_IN_PAUSE_MAX } else { LOOKS_IN_THE_WAY_MAX };
        let anew = || start_over(self.connection, "RESTART", looks);
        // Asked only now: the group that was waited for may be the one that failed.
        let held = self.queue.while_held(|| (!self.queue.is_poisoned()).then(anew));
        fill = held.transpose()?.unwrap_or(fill);
        self.rests = if fill.busy { LOOKS_BETWEEN_PAUSES } else { 0 };
        Ok(fill)
    }
}

/// Moves what is left and lets the journal start over, as soon as nobody reads out of it any more; after so many looks, not now.
fn start_over(connection: &Connection, depth: &str, looks_max: impl Fn(Fill) -> usize) -> rusqlite::Result<Fill> {
    let (mut fill, mut looks) = (checkpoint(connection, depth)?, 1);
    while fill.busy && looks < looks_max(fill) {
        thread::sleep(LOOK_IN_PAUSE_EVERY);
        (fill, looks) = (checkpoint(connection, depth)?, looks + 1);
    }
    Ok(fill)
}

fn checkpoint(connection: &Connection, depth: &str) -> rusqlite::Result<Fill> {
    let sql = format!("PRAGMA wal_checkpoint({depth})");
    connection.query_row(&sql, [], |row| Ok(Fill { busy: row.get(0)?, written: row.get(1)?, moved: row.get(2)? }))
}

impl Fill {
    fn left(self) -> i64 {
        self.written - self.moved
    }

    /// Whether nothing is left; not where somebody else was at it, and nothing is known.
    fn is_moved(self) -> bool {
        self.written >= 0 && self.left() == 0
    }
}

impl Stop {
    fn asked_within(&self, time: Duration) -> bool {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.signal.wait_timeout_while(asked, time, |asked| !*asked);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
