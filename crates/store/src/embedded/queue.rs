//! The bounded queue between those who commit and the one who writes.

use crate::batch::Size;
use crate::{Batch, StoreError};
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Thread};

/// Most batches that wait at a time; whoever comes then waits for room.
const WAITING_BATCHES_MAX: usize = 4_096;
/// Most batches that share one sync.
const GROUP_BATCHES_MAX: usize = 1_024;
/// Most writes that share one sync, unless a single batch has more.
const GROUP_WRITES_MAX: usize = 20_000;
/// Most bytes that share one sync, unless a single batch has more.
const GROUP_BYTES_MAX: usize = 16 << 20;

/// Batches on their way to the writer, in order of arrival.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    work: Condvar,
    room: Condvar,
    idle: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Waiting>,
    groups: u64,
    writing: bool,
    held: bool,
    closed: bool,
    poisoned: bool,
}

/// A batch and the caller who waits for its end.
pub(super) struct Waiting {
    pub batch: Batch,
    size: Size,
    ticket: Arc<Ticket>,
}

struct Ticket {
    caller: Thread,
    answer: OnceLock<Result<(), StoreError>>,
}

// === impl Queue ===

impl Queue {
    /// Hands a batch to the writer and sleeps until it is answered.
    pub(super) fn submit(&self, batch: Batch, size: Size) -> Result<(), StoreError> {
        let ticket = Arc::new(Ticket { caller: thread::current(), answer: OnceLock::new() });
        self.push(Waiting { batch, size, ticket: Arc::clone(&ticket) })?;
        loop {
            if let Some(answer) = ticket.answer.get() {
                return answer.clone();
            }
            thread::park();
        }
    }

    fn push(&self, waiting: Waiting) -> Result<(), StoreError> {
        let mut state = self.lock();
        while state.waiting.len() >= WAITING_BATCHES_MAX && !state.is_over() {
            state = wait(&self.room, state);
        }
        if state.is_over() {
            return Err(StoreError::Poisoned);
        }
        state.waiting.push_back(waiting);
        let wake = !state.writing;
        drop(state);
        if wake {
            self.work.notify_one();
        }
        Ok(())
    }

    /// Fills `group` with the next batches; false when the queue is closed and empty.
    pub(super) fn take(&self, group: &mut Vec<Waiting>) -> bool {
        let mut state = self.lock();
        state.groups += u64::from(state.writing);
        state.writing = false;
        if state.held {
            self.idle.notify_all();
        }
        while state.held || (state.waiting.is_empty() && !state.closed) {
            state = wait(&self.work, state);
        }
        let crowded = state.waiting.len() >= WAITING_BATCHES_MAX;
        let mut sum = Size::default();
        while let Some(next) = state.waiting.pop_front_if(|next| group.is_empty() || fits(group.len(), sum, next.size))
        {
            sum.writes += next.size.writes;
            sum.bytes += next.size.bytes;
            group.push(next);
        }
        state.writing = !group.is_empty();
        drop(state);
        if crowded {
            self.room.notify_all();
        }
        !group.is_empty()
    }

    /// Runs something while the writer stands still between two groups.
    pub(super) fn while_held<T>(&self, work: impl FnOnce() -> T) -> T {
        let mut state = self.lock();
        state.held = true;
        while state.writing {
            state = wait(&self.idle, state);
        }
        drop(state);
        let result = work();
        self.lock().held = false;
        self.work.notify_one();
        result
    }

    /// How many groups have ended: as long as it stays the same, nothing was written.
    pub(super) fn groups(&self) -> u64 {
        self.lock().groups
    }

    /// Lets the writer finish what waits and then end.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.work.notify_all();
        self.room.notify_all();
    }

    /// Closes the queue because of its writer's end, and answers whoever still waits.
    pub(super) fn abandon(&self) {
        self.poison();
        self.close();
        let mut state = self.lock();
        state.waiting.clear();
        state.writing = false;
        self.idle.notify_all();
    }

    /// Sees to it that nothing is acknowledged any more.
    pub(super) fn poison(&self) {
        self.lock().poisoned = true;
        self.room.notify_all();
    }

    pub(super) fn is_poisoned(&self) -> bool {
        self.lock().poisoned
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.closed || self.poisoned
    }
}

fn fits(batches: usize, sum: Size, next: Size) -> bool {
    batches < GROUP_BATCHES_MAX
        && sum.writes + next.writes <= GROUP_WRITES_MAX
        && sum.bytes + next.bytes <= GROUP_BYTES_MAX
}

fn wait<'s>(signal: &Condvar, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
    signal.wait(state).unwrap_or_else(PoisonError::into_inner)
}

// === impl Waiting ===

impl Waiting {
    /// Wakes the caller with the end of its batch.
    pub(super) fn answer(self, answer: Result<(), StoreError>) {
        // Nobody else has this ticket's other half to answer it, so the cell is still empty.
        let _first = self.ticket.answer.set(answer);
    }
}

/// Nobody is left waiting: a batch that was dropped without an answer is not written, and its caller hears so.
impl Drop for Waiting {
    fn drop(&mut self) {
        let _answered_before = self.ticket.answer.set(Err(StoreError::Poisoned));
        self.ticket.caller.unpark();
    }
}
