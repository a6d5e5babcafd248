//! The one thread that writes: a group of batches, one transaction, one sync, then everybody's answer.

use super::apply::Shelf;
use super::checkpoint::JOURNAL_BYTES_KEPT;
use super::faults::{self, Fault};
use super::queue::{Queue, Waiting};
use crate::StoreError;
use rusqlite::Connection;
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// KiB of pages that the writer keeps, so that large groups do not spill into the journal before their end.
const PAGE_CACHE_KIB: i64 = 32 << 10;

/// The writing thread; dropped when the queue has run empty.
pub(super) struct Writer {
    queue: Arc<Queue>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(connection: Connection, queue: Arc<Queue>) -> Result<Self, StoreError> {
        let settings =
            format!("PRAGMA cache_size = -{PAGE_CACHE_KIB}; PRAGMA journal_size_limit = {JOURNAL_BYTES_KEPT}");
        connection.execute_batch(&settings).map_err(|error| faults::of(&error))?;
        let shelf = Shelf::new(connection)?;
        let theirs = Arc::clone(&queue);
        let thread = thread::Builder::new().name("store-writer".to_owned()).spawn(move || run(shelf, &theirs));
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

fn run(mut shelf: Shelf, queue: &Queue) {
    let _abandon = Abandon(queue);
    let mut group = Vec::new();
    while queue.take(&mut group) {
        if queue.is_poisoned() {
            group.clear();
            continue;
        }
        match write(&mut shelf, &group) {
            Ok(answers) => group.drain(..).zip(answers).for_each(|(waiting, answer)| waiting.answer(answer)),
            Err(fault) => fail(queue, &mut group, &fault),
        }
    }
}

/// One transaction. Conflicts concern their own batch alone, everything else the whole group.
fn write(shelf: &mut Shelf, group: &[Waiting]) -> Result<Vec<Result<(), StoreError>>, Fault> {
    shelf.in_one_transaction(|shelf| group.iter().map(|waiting| shelf.apply(&waiting.batch)).collect())
}

fn fail(queue: &Queue, group: &mut Vec<Waiting>, fault: &Fault) {
    if fault.poisons {
        queue.poison();
    }
    group.drain(..).for_each(|waiting| waiting.answer(Err(fault.error.clone())));
}
