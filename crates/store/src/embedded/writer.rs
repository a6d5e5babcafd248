//! The one thread that writes: a group of batches, one transaction, one sync, then everybody's answer.

use super::apply::Shelf;
use super::checkpoint::JOURNAL_BYTES_KEPT;
use super::faults::{self, Fault};
use super::queue::{Queue, Waiting};
use super::reserve::Reserve;
use crate::StoreError;
use rusqlite::Connection;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// KiB of pages that the writer keeps, so that large groups do not spill into the journal before their end.
const PAGE_CACHE_KIB: i64 = 16 << 10;

/// The writing thread; dropped when the queue has run empty.
pub(super) struct Writer {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, reserve: Reserve, queue: Arc<Queue>) -> Result<Self, StoreError> {
        let settings =
            format!("PRAGMA cache_size = -{PAGE_CACHE_KIB}; PRAGMA journal_size_limit = {JOURNAL_BYTES_KEPT}");
        connection.execute_batch(&settings).map_err(|error| faults::of(&error))?;
        let shelf = Shelf::new(connection)?;
        let theirs = Arc::clone(&queue);
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(move || run(shelf, reserve, &theirs));
        let thread = thread.map_err(|error| faults::of_file("start the writer", &error))?;
        Ok(Self { queue, thread: Some(thread) })
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has already abandoned the queue; there is nothing to add at the end.
            let _ended = thread.join();
        }
    }
}

/// Leaves nobody waiting should the writer end by a panic.
struct Abandon<'q>(&'q Queue);

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.abandon();
        }
    }
}

fn run(mut shelf: Shelf, mut reserve: Reserve, queue: &Queue) {
    let _abandon = Abandon(queue);
    let mut group = Vec::new();
    while queue.take(&mut group) {
        if queue.is_poisoned() {
            group.clear();
        } else {
            serve(&mut shelf, &mut reserve, queue, &mut group);
        }
    }
}

/// Writes a group and answers everybody in it. On a full disk only what is urgent is written, into the reserve.
fn serve(shelf: &mut Shelf, reserve: &mut Reserve, queue: &Queue, group: &mut Vec<Waiting>) {
    if !reserve.hold() {
        refuse_what_can_wait(group);
    }
    let mut written = write(shelf, group);
    if is_full(&written) && group.iter().any(|waiting| waiting.batch.urgent) {
        reserve.spend();
        refuse_what_can_wait(group);
        written = write(shelf, group);
    }
    match written {
        Ok(answers) => group.drain(..).zip(answers).for_each(|(waiting, answer)| waiting.answer(answer)),
        Err(fault) => fail(queue, group, &fault),
    }
}

/// One transaction. Conflicts concern their own batch alone, everything else the whole group.
fn write(shelf: &mut Shelf, group: &[Waiting]) -> Result<Vec<Result<(), StoreError>>, Fault> {
    if group.is_empty() {
        return Ok(Vec::new());
    }
    shelf.in_one_transaction(|shelf| group.iter().map(|waiting| shelf.apply(&waiting.batch)).collect())
}

fn is_full<T>(written: &Result<T, Fault>) -> bool {
    written.as_ref().is_err_and(|fault| fault.error == StoreError::Full && !fault.poisons)
}

fn refuse_what_can_wait(group: &mut Vec<Waiting>) {
    group.extract_if(.., |waiting| !waiting.batch.urgent).for_each(|waiting| waiting.answer(Err(StoreError::Full)));
}

fn fail(queue: &Queue, group: &mut Vec<Waiting>, fault: &Fault) {
    if fault.poisons {
        queue.poison();
    }
    group.drain(..).for_each(|waiting| waiting.answer(Err(fault.error.clone())));
}
