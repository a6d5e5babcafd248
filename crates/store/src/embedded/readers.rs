//! Connections for reading, kept open for the next one who reads.

use super::schema;
use crate::StoreError;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Most connections that are kept open while nobody reads.
const IDLE_MAX: usize = 16;
/// KiB of pages that each connection keeps.
const PAGE_CACHE_KIB: i64 = 2 << 10;

/// Hands each reader a connection of its own.
///
/// There are never more than callers at a time; nobody waits for another, so that a visitor of a scan may read too.
pub(super) struct Readers {
    database: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(database: &Path) -> Self {
        Self { database: database.to_owned(), idle: Mutex::new(Vec::with_capacity(IDLE_MAX)) }
    }

    /// Reads; every statement sees whatever was committed before it began.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = match self.take() {
            Some(connection) => connection,
            None => self.open()?,
        };
        let result = read(&connection);
        // After an error it is not known what state the connection is in, so the next reader gets another.
        if result.is_ok() && connection.is_autocommit() {
            self.give_back(connection);
        }
        result
    }

    fn open(&self) -> Result<Connection, StoreError> {
        let connection = schema::connect(&self.database)?;
        let settings = format!("PRAGMA query_only = ON; PRAGMA cache_size = -{PAGE_CACHE_KIB}");
        connection.execute_batch(&settings).map_err(|error| super::faults::of(&error))?;
        Ok(connection)
    }

    fn take(&self) -> Option<Connection> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE_MAX {
            idle.push(connection);
        }
    }
}
