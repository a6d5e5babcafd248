//! Goes over a database that is too large to be gone over before it is opened, beside whoever uses it.

use super::queue::Queue;
use super::{faults, schema};
use crate::StoreError;
use rusqlite::{Connection, InterruptHandle};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

/// The thread that reads everything once; dropping it breaks it off.
pub(super) struct Scrub {
    handle: InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

impl Scrub {
    pub(super) fn start(connection: Connection, queue: Arc<Queue>) -> Result<Self, StoreError> {
        let handle = connection.get_interrupt_handle();
        let thread = thread::Builder::new().name("store-scrub".to_owned()).spawn(move || run(&connection, &queue));
        let thread = thread.map_err(|error| faults::of_file("start the scrub", &error))?;
        Ok(Self { handle, thread: Some(thread) })
    }
}

impl Drop for Scrub {
    fn drop(&mut self) {
        self.handle.interrupt();
        if let Some(thread) = self.thread.take() {
            // Should it have panicked, nothing was damaged by that, and the store is closing.
            let _ended = thread.join();
        }
    }
}

/// What is damaged is not served: nothing is acknowledged any more, and whoever runs the process ends it.
fn run(connection: &Connection, queue: &Queue) {
    if let Err(StoreError::Damaged(_)) = schema::scrub(connection) {
        queue.poison();
    }
}
