//! Copies of a database: made while others use it, as one moment of it, and read without being changed.
//!
//! # Invariants
//! - A copy is one moment of the data: whatever was committed before it was begun, and nothing by halves.
//! - It holds no free pages and no journal: what was deleted before is not in it.
//! - Reading a copy changes no byte of it, and makes no file beside it.

use super::faults;
use super::files::{self, sync_dir};
use super::{reads, schema};
use crate::batch::Batch;
use crate::{Entry, EntryId, PartitionKey, Scope, Space, Store, StoreError, Versioned, Visit};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A copy that is read where it lies. Visitors of a scan may not read from it themselves: it has one connection.
pub struct ReadOnly {
    connection: Mutex<Connection>,
}

/// Writes a copy of the database in `dir` into the new file `to`, durably, also while another process has the data.
/// Every page and index of the copy is gone over.
///
/// # Errors
/// [`StoreError::Damaged`] where there is no database or it is not as it was written, [`StoreError::Full`] and
/// [`StoreError::Medium`] when the copy can not be written.
pub fn copy(dir: &Path, to: &Path) -> Result<(), StoreError> {
    let database = dir.join(files::DATABASE);
    if files::length(&database) == 0 {
        return Err(StoreError::Damaged(format!("{} is missing or empty", files::DATABASE)));
    }
    // Made first, so that nobody else can look into it while it is written; SQLite takes an empty file.
    drop(files::private_file(to)?);
    let connection = schema::connect(&database)?;
    schema::check_marks(&connection)?;
    let name = to.to_str().ok_or_else(|| StoreError::Medium("the copy's path is not plain text".to_owned()))?;
    connection.execute("VACUUM INTO ?1", [name]).map_err(|error| faults::of(&error))?;
    File::open(to).and_then(|file| file.sync_all()).map_err(|error| faults::of_file("sync the copy", &error))?;
    sync_dir(to.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    ReadOnly::open(to).map(drop)
}

/// Puts a copy into the new data directory `dir`, durably, whole or not at all.
///
/// # Errors
/// [`StoreError::InUse`] where the directory holds anything, [`StoreError::Full`] and [`StoreError::Medium`] when it can
/// not be written.
pub fn put_back(copy: &Path, dir: &Path) -> Result<(), StoreError> {
    let medium = |what: &'static str| move |error: std::io::Error| faults::of_file(what, &error);
    files::make_dir(dir)?;
    if dir.read_dir().map_err(medium("read the data directory"))?.next().is_some() {
        return Err(StoreError::InUse);
    }
    let (part, whole) = (dir.join("store.part"), dir.join(files::DATABASE));
    std::fs::copy(copy, &part).map_err(medium("write the data"))?;
    let file = File::open(&part).map_err(medium("write the data"))?;
    file.set_permissions(std::fs::Permissions::from_mode(files::FILE_MODE)).map_err(medium("make the data private"))?;
    file.sync_all().map_err(medium("sync the data"))?;
    std::fs::rename(&part, &whole).map_err(medium("write the data"))?;
    sync_dir(dir)
}

impl ReadOnly {
    /// Opens a copy, and goes over every page and index of it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] where it is not as it was written, [`StoreError::NewerFormat`] as it says.
    pub fn open(file: &Path) -> Result<Self, StoreError> {
        let name = file.to_str().filter(|name| !name.contains(['?', '#', '%']));
        let name = name.ok_or_else(|| StoreError::Medium("the copy's path is not plain text".to_owned()))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let opened = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags);
        let connection = opened.map_err(|error| faults::of(&error))?;
        schema::check_marks(&connection)?;
        schema::check_tables(&connection)?;
        schema::scrub(&connection)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    // A panic while it was held leaves a connection that only reads.
    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store for ReadOnly {
    fn records(&self, partition: &PartitionKey, spaces: &[Space]) -> Result<Vec<Option<Versioned>>, StoreError> {
        reads::records(&self.connection(), partition, spaces)
    }

    fn entry(&self, partition: &PartitionKey, id: &EntryId) -> Result<Option<Entry>, StoreError> {
        reads::entry(&self.connection(), partition, id)
    }

    fn names(&self, partition: &PartitionKey, from: &EntryId, through: &EntryId) -> Result<Vec<EntryId>, StoreError> {
        reads::names(&self.connection(), partition, (from, through))
    }

    fn commit(&self, _batch: Batch) -> Result<(), StoreError> {
        Err(StoreError::Medium("a copy is only read".to_owned()))
    }

    fn scan_log(&self, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
        reads::scan_log(&self.connection(), scope, visit)
    }

    fn scan_records(
        &self,
        space: Space,
        from: &PartitionKey,
        visit: Visit<'_, (PartitionKey, Versioned)>,
    ) -> Result<(), StoreError> {
        reads::scan_records(&self.connection(), space, from, visit)
    }

    fn blob(&self, name: &str) -> Result<Option<Versioned>, StoreError> {
        reads::blob(&self.connection(), name)
    }

    fn scan_blobs(&self, prefix: &str, visit: Visit<'_, (String, Versioned)>) -> Result<(), StoreError> {
        reads::scan_blobs(&self.connection(), prefix, visit)
    }

    fn healthy(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests;
