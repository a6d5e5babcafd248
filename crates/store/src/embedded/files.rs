//! The files of a data directory: made private, locked against other processes, and durable by name.

use super::faults;
use super::reserve::Reserve;
use crate::StoreError;
use rustix::fs::FallocateFlags;
use rustix::io::Errno;
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const DIR_MODE: u32 = 0o700;
pub(super) const FILE_MODE: u32 = 0o600;
pub(super) const DATABASE: &str = "store.db";
const JOURNAL: &str = "store.db-wal";
const INDEX: &str = "store.db-shm";
const LOCK: &str = "store.lock";
const RESERVE: &str = "store.reserve";
/// A smaller file is taken for a new database by SQLite.
const DATABASE_BYTES_MIN: u64 = 512;
/// The index of a journal of 65,536 pages: 32 KiB for each 4,096.
const INDEX_BYTES: u64 = 16 * (32 << 10);
/// What the lock file says once the database has been made: from then on a missing database is damage.
const FOUNDED: &[u8] = b"founded\n";

/// A locked data directory; unlocked when dropped.
pub(super) struct Place {
    pub database: PathBuf,
    pub journal: PathBuf,
    /// Whether the database was completely made before.
    founded: bool,
    dir: PathBuf,
    // Both kept open while SQLite uses the same files: closing one would loosen the locks that SQLite has on it.
    index: Option<File>,
    file: Arc<File>,
    lock: File,
}

impl Place {
    /// Makes the directory and its files where they are missing, and takes the lock.
    pub(super) fn lock(dir: &Path) -> Result<Self, StoreError> {
        make_dir(dir)?;
        let lock = private_file(&dir.join(LOCK))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => {
                return Err(faults::of_file("lock the data directory", &error));
            }
        }
        let (database, founded) = (dir.join(DATABASE), says_founded(&lock)?);
        if founded && length(&database) < DATABASE_BYTES_MIN {
            return Err(StoreError::Damaged(format!("{DATABASE} is missing or empty")));
        }
        let file = Arc::new(private_file(&database)?);
        sync_dir(dir)?;
        Ok(Self { database, journal: dir.join(JOURNAL), founded, dir: dir.to_owned(), index: None, file, lock })
    }

    /// Takes the room that the journal's index may need, so that a full disk is noticed before a write and not after.
    pub(super) fn reserve_index(&mut self) -> Result<(), StoreError> {
        let index = private_file(&self.dir.join(INDEX))?;
        let reserved = rustix::fs::fallocate(&index, FallocateFlags::empty(), 0, INDEX_BYTES);
        self.index = Some(index);
        match reserved {
            // A file system that can not promise room ahead of time is no worse than without the promise.
            Ok(()) | Err(Errno::OPNOTSUPP) => Ok(()),
            Err(error) => Err(faults::of_file("reserve room for the journal", &error.into())),
        }
    }

    /// The database's own file, to be synced beside SQLite.
    pub(super) fn file(&self) -> Arc<File> {
        Arc::clone(&self.file)
    }

    /// The room that is kept for what has to be written even on a full disk.
    pub(super) fn reserve(&self) -> Result<Reserve, StoreError> {
        Ok(Reserve::new(private_file(&self.dir.join(RESERVE))?))
    }

    /// Makes the names of the files durable, and remembers that the database is complete.
    pub(super) fn found(&mut self) -> Result<(), StoreError> {
        sync_dir(&self.dir)?;
        if !self.founded {
            self.lock.write_all_at(FOUNDED, 0).map_err(fault("write the lock file"))?;
            self.lock.sync_all().map_err(fault("sync the lock file"))?;
            self.founded = true;
        }
        Ok(())
    }
}

fn says_founded(lock: &File) -> Result<bool, StoreError> {
    let mut said = [0; FOUNDED.len()];
    let read = lock.read_at(&mut said, 0).map_err(fault("read the lock file"))?;
    Ok(said[..read] == *FOUNDED)
}

/// Bytes in a file; none where it does not exist.
pub(super) fn length(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

pub(super) fn make_dir(dir: &Path) -> Result<(), StoreError> {
    if dir.is_dir() {
        return Ok(());
    }
    let made = DirBuilder::new().recursive(true).mode(DIR_MODE).create(dir);
    made.map_err(fault("make the data directory"))?;
    match dir.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_dir(parent),
        _ => sync_dir(Path::new(".")),
    }
}

pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    let synced = File::open(dir).and_then(|dir| dir.sync_all());
    synced.map_err(fault("sync the data directory"))
}

/// Opens a file for its owner alone; one that was open to more people is closed to them.
pub(super) fn private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(FILE_MODE);
    let file = options.open(path).map_err(fault("open the data directory"))?;
    file.set_permissions(Permissions::from_mode(FILE_MODE)).map_err(fault("make the data directory private"))?;
    Ok(file)
}

fn fault(what: &'static str) -> impl Fn(std::io::Error) -> StoreError {
    move |error| faults::of_file(what, &error)
}
