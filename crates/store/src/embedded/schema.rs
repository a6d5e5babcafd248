//! The tables, how a connection to them is set up, and what must be so before they are used.

use super::faults::{self, damaged};
use super::files::{self, Place};
use crate::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// The newest format of the data that this build reads, and the one it writes. The second may hold several events in one
/// entry of the log, which a build that writes the first would pass over.
pub const FORMAT: u32 = 2;
/// The oldest format that is read: what is in it is as good in the newest, and with the first commit it is marked as that.
const FORMAT_OLDEST: u32 = 1;

/// "ASNT": what marks a SQLite file as ours.
const APPLICATION_ID: u32 = 0x4153_4e54;
/// A database up to this size is gone over completely before it is opened; a larger one beside the first requests.
pub(super) const CHECKED_AT_OPEN_BYTES_MAX: u64 = 64 << 20;
/// Only somebody who opens the files by hand can make us wait.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// More than there are texts of statements in this room.
const CACHED_STATEMENTS_MAX: usize = 32;

/// Name and definition of every table and index, as SQLite keeps them.
///
/// Records are found by an index beside them and not clustered: a sealed record of 2 kB fits a page of its own
/// table, and would spill over in a clustered one (measured: a read takes 8 us, and 30 us clustered). Log entries stand
/// in order of arrival, so that appending writes at one place; the index on `at` also grows at its end alone.
const TABLES: [(&str, &str); 5] = [
    (
        "records",
        "CREATE TABLE records (space INTEGER NOT NULL, partition BLOB NOT NULL, version INTEGER NOT NULL, \
         sealed BLOB NOT NULL, UNIQUE (space, partition)) STRICT",
    ),
    (
        "log",
        "CREATE TABLE log (sequence INTEGER PRIMARY KEY, partition BLOB NOT NULL, id BLOB NOT NULL, \
         kind INTEGER NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE (partition, id)) STRICT",
    ),
    ("log_at", "CREATE INDEX log_at ON log (at)"),
    ("blobs", "CREATE TABLE blobs (name TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT"),
    ("high_water", "CREATE TABLE high_water (sequence INTEGER NOT NULL) STRICT"),
];

/// Opens the database for writing, after making or checking it.
pub(super) fn open(place: &mut Place) -> Result<Connection, StoreError> {
    let connection = connect(&place.database)?;
    write_ahead(&connection)?;
    if is_new(&connection)? {
        create(&connection).map_err(|error| faults::of(&error))?;
    }
    check(&connection, place)?;
    place.reserve_index()?;
    begin_journal_anew(&connection)?;
    place.found()?;
    Ok(connection)
}

/// Moves what a crash left in the journal into the database and empties it. Else the end of a torn transaction would stay
/// behind what is written next, and after another crash look like one that was lost.
fn begin_journal_anew(connection: &Connection) -> Result<(), StoreError> {
    let moved = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    match moved.map_err(|error| faults::of(&error)) {
        // Everything is safe in the journal, and what is urgent still has its reserve.
        Err(StoreError::Full) => Ok(()),
        done => done,
    }
}

/// A connection with the settings that every one of ours has.
pub(super) fn connect(database: &Path) -> Result<Connection, StoreError> {
    set_up(database).map_err(|error| faults::of(&error))
}

fn set_up(database: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS_MAX);
    // After a failed sync nothing may be moved around any more, so closing never checkpoints by itself.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA secure_delete = ON; \
         PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY",
    )?;
    Ok(connection)
}

/// Without the journal's mode none of the promises holds, so a file system that can not carry it is refused.
fn write_ahead(connection: &Connection) -> Result<(), StoreError> {
    let mode = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
    match mode.map_err(|error| faults::of(&error))?.as_str() {
        "wal" => Ok(()),
        other => Err(StoreError::Medium(format!("the file system only allows the journal mode {other}"))),
    }
}

fn is_new(connection: &Connection) -> Result<bool, StoreError> {
    let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0));
    let empty = tables.map_err(|error| faults::of(&error))? == 0;
    Ok(empty && number(connection, "application_id")? == 0 && number(connection, "user_version")? == 0)
}

fn create(connection: &Connection) -> rusqlite::Result<()> {
    let changes = connection.unchecked_transaction()?;
    for (_, definition) in TABLES {
        changes.execute_batch(definition)?;
    }
    changes.execute_batch("INSERT INTO high_water VALUES (0)")?;
    changes.pragma_update(None, "application_id", APPLICATION_ID)?;
    changes.pragma_update(None, "user_version", FORMAT)?;
    changes.commit()
}

fn check(connection: &Connection, place: &Place) -> Result<(), StoreError> {
    check_marks(connection)?;
    check_tables(connection)?;
    let bytes = files::length(&place.database);
    let pages = number(connection, "page_count")?.saturating_mul(number(connection, "page_size")?);
    // Pages that are still in the journal may be missing here; without a journal none may.
    if files::length(&place.journal) == 0 && i64::try_from(bytes).is_ok_and(|bytes| bytes < pages) {
        return Err(damaged("store.db was cut short"));
    }
    if bytes <= CHECKED_AT_OPEN_BYTES_MAX { scrub(connection) } else { Ok(()) }
}

pub(super) fn check_marks(connection: &Connection) -> Result<(), StoreError> {
    if number(connection, "application_id")? != i64::from(APPLICATION_ID) {
        return Err(damaged("store.db is not a data file of this program"));
    }
    match u32::try_from(number(connection, "user_version")?) {
        Ok(FORMAT_OLDEST..=FORMAT) => Ok(()),
        Ok(found) if found > FORMAT => Err(StoreError::NewerFormat { found, known: FORMAT }),
        _ => Err(damaged("store.db has an unknown format")),
    }
}

/// Whether every table and index is as it was made.
pub(super) fn check_tables(connection: &Connection) -> Result<(), StoreError> {
    TABLES.iter().try_for_each(|(name, definition)| check_table(connection, name, definition))
}

fn check_table(connection: &Connection, name: &str, definition: &str) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND sql = ?2";
    let found: i64 =
        connection.query_row(sql, [name, definition], |row| row.get(0)).map_err(|error| faults::of(&error))?;
    if found == 1 { Ok(()) } else { Err(StoreError::Damaged(format!("the table {name} is not as it was made"))) }
}

/// Goes over every page and compares every index with its table: a wrong index would hide what is there.
pub(super) fn scrub(connection: &Connection) -> Result<(), StoreError> {
    let verdict = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    let verdict = verdict.map_err(|error| faults::of(&error))?;
    if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged(in_one_line(&verdict))) }
}

/// SQLite breaks its verdict into lines.
fn in_one_line(verdict: &str) -> String {
    verdict.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(": ")
}

pub(super) fn number(connection: &Connection, pragma: &str) -> Result<i64, StoreError> {
    connection.pragma_query_value(None, pragma, |row| row.get(0)).map_err(|error| faults::of(&error))
}
