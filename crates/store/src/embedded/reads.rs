//! What is read, in SQL.

use super::faults::{self, damaged};
use crate::{Entry, EntryId, Kind, PartitionKey, Scope, Space, StoreError, Versioned, Visit};
use rusqlite::{CachedStatement, Connection, Params, Row, params};
use std::ops::ControlFlow;

const BEGIN: &str = "BEGIN";
const END: &str = "END";
const RECORD: &str = "SELECT version, sealed FROM records WHERE space = ?1 AND partition = ?2";
const RECORDS: &str = "SELECT version, sealed, partition FROM records WHERE space = ?1 AND partition >= ?2 \
     ORDER BY partition";
const ENTRY: &str = "SELECT sequence, partition, id, kind, at, sealed FROM log WHERE partition = ?1 AND id = ?2";
// In the index alone.
const NAMES: &str = "SELECT id FROM log WHERE partition = ?1 AND id >= ?2 AND id <= ?3 ORDER BY id";
// Numbers first and rows afterwards: sorting numbers takes less memory than sorting payloads.
const ENTRIES_OF_PARTITION: &str = "SELECT sequence, partition, id, kind, at, sealed FROM log \
     WHERE sequence IN (SELECT sequence FROM log WHERE partition = ?1) ORDER BY sequence";
const ENTRIES_NAMED: &str = "SELECT sequence, partition, id, kind, at, sealed FROM log \
     WHERE sequence IN (SELECT sequence FROM log WHERE partition = ?1 AND id >= ?2 AND id <= ?3) ORDER BY sequence";
const ENTRIES_BETWEEN: &str = "SELECT sequence, partition, id, kind, at, sealed FROM log \
     WHERE sequence IN (SELECT sequence FROM log WHERE at >= ?1 AND at < ?2) ORDER BY sequence";
const ENTRIES: &str = "SELECT sequence, partition, id, kind, at, sealed FROM log ORDER BY sequence";
const ENTRIES_SINCE: &str =
    "SELECT sequence, partition, id, kind, at, sealed FROM log WHERE sequence > ?1 ORDER BY sequence";
const BLOB: &str = "SELECT version, sealed FROM blobs WHERE name = ?1";
const BLOB_VERSION: &str = "SELECT version FROM blobs WHERE name = ?1";
const BLOBS: &str = "SELECT version, sealed, name FROM blobs WHERE name >= ?1 ORDER BY name";

pub(super) fn records(
    connection: &Connection,
    partition: &PartitionKey,
    spaces: &[Space],
) -> Result<Vec<Option<Versioned>>, StoreError> {
    match spaces.len() {
        0 | 1 => some(connection, partition, spaces),
        _ => at_once(connection, || some(connection, partition, spaces)),
    }
}

pub(super) fn records_of(
    connection: &Connection,
    partitions: &[PartitionKey],
    spaces: &[Space],
) -> Result<Vec<Vec<Option<Versioned>>>, StoreError> {
    at_once(connection, || {
        let mut statement = prepare(connection, RECORD)?;
        partitions.iter().map(|partition| those(&mut statement, partition, spaces)).collect()
    })
}

fn some(
    connection: &Connection,
    partition: &PartitionKey,
    spaces: &[Space],
) -> Result<Vec<Option<Versioned>>, StoreError> {
    those(&mut prepare(connection, RECORD)?, partition, spaces)
}

/// By a statement of [`RECORD`].
fn those(
    statement: &mut CachedStatement<'_>,
    partition: &PartitionKey,
    spaces: &[Space],
) -> Result<Vec<Option<Versioned>>, StoreError> {
    spaces.iter().map(|space| first_of(statement, params![space.0, partition.0], versioned)).collect()
}

/// Reads in one transaction: all as it was at one moment, and locked once.
fn at_once<T>(connection: &Connection, read: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
    run(connection, BEGIN)?;
    // On an error the pool closes the connection, and with it the transaction.
    let found = read()?;
    run(connection, END)?;
    Ok(found)
}

pub(super) fn entry(
    connection: &Connection,
    partition: &PartitionKey,
    id: &EntryId,
) -> Result<Option<Entry>, StoreError> {
    first(connection, ENTRY, params![partition.0, id.0], log_entry)
}

pub(super) fn names(
    connection: &Connection,
    partition: &PartitionKey,
    (from, through): (&EntryId, &EntryId),
) -> Result<Vec<EntryId>, StoreError> {
    let mut names = Vec::new();
    each(connection, NAMES, params![partition.0, from.0, through.0], |row| {
        names.push(EntryId(key(row, 0)?));
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(names)
}

pub(super) fn scan_log(connection: &Connection, scope: Scope, visit: Visit<'_, Entry>) -> Result<(), StoreError> {
    match scope {
        Scope::Partition(partition) => scan(connection, ENTRIES_OF_PARTITION, params![partition.0], log_entry, visit),
        Scope::Named { partition, from, through } => {
            scan(connection, ENTRIES_NAMED, params![partition.0, from.0, through.0], log_entry, visit)
        }
        Scope::Between { from, until } => scan(connection, ENTRIES_BETWEEN, params![from, until], log_entry, visit),
        // A number that no sequence can have is behind everything.
        Scope::Since(sequence) => {
            scan(connection, ENTRIES_SINCE, params![i64::try_from(sequence).unwrap_or(i64::MAX)], log_entry, visit)
        }
        Scope::Everybody => scan(connection, ENTRIES, [], log_entry, visit),
    }
}

pub(super) fn scan_records(
    connection: &Connection,
    space: Space,
    from: &PartitionKey,
    visit: Visit<'_, (PartitionKey, Versioned)>,
) -> Result<(), StoreError> {
    let row = |row: &Row<'_>| Ok((PartitionKey(key(row, 2)?), versioned(row)?));
    scan(connection, RECORDS, params![space.0, from.0], row, visit)
}

pub(super) fn blob(connection: &Connection, name: &str) -> Result<Option<Versioned>, StoreError> {
    first(connection, BLOB, params![name], versioned)
}

pub(super) fn blob_version(connection: &Connection, name: &str) -> Result<u64, StoreError> {
    Ok(first(connection, BLOB_VERSION, params![name], |row| count(row, 0))?.unwrap_or(0))
}

pub(super) fn scan_blobs(
    connection: &Connection,
    prefix: &str,
    visit: Visit<'_, (String, Versioned)>,
) -> Result<(), StoreError> {
    each(connection, BLOBS, params![prefix], |row| {
        let name: String = get(row, 2)?;
        if !name.starts_with(prefix) {
            return Ok(ControlFlow::Break(()));
        }
        Ok(visit((name, versioned(row)?)))
    })
}

// === one row ===

fn versioned(row: &Row<'_>) -> Result<Versioned, StoreError> {
    Ok(Versioned { version: count(row, 0)?, sealed: get(row, 1)? })
}

fn log_entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    Ok(Entry {
        sequence: count(row, 0)?,
        partition: PartitionKey(key(row, 1)?),
        id: EntryId(key(row, 2)?),
        kind: Kind(get(row, 3)?),
        at: get(row, 4)?,
        sealed: get(row, 5)?,
    })
}

/// Versions and sequences begin at 1.
fn count(row: &Row<'_>, column: usize) -> Result<u64, StoreError> {
    match u64::try_from(get::<i64>(row, column)?) {
        Ok(count) if count > 0 => Ok(count),
        _ => Err(damaged("a version or a sequence is below 1")),
    }
}

fn key(row: &Row<'_>, column: usize) -> Result<[u8; 16], StoreError> {
    get(row, column)
}

fn get<T: rusqlite::types::FromSql>(row: &Row<'_>, column: usize) -> Result<T, StoreError> {
    row.get(column).map_err(|error| faults::of(&error))
}

// === many rows ===

fn first<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    first_of(&mut prepare(connection, sql)?, values, read)
}

fn first_of<T>(
    statement: &mut CachedStatement<'_>,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let mut found = None;
    each_of(statement, values, |row| {
        found = Some(read(row)?);
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}

fn scan<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl Fn(&Row<'_>) -> Result<T, StoreError>,
    visit: Visit<'_, T>,
) -> Result<(), StoreError> {
    each(connection, sql, values, |row| Ok(visit(read(row)?)))
}

fn each(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    step: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
) -> Result<(), StoreError> {
    each_of(&mut prepare(connection, sql)?, values, step)
}

fn each_of(
    statement: &mut CachedStatement<'_>,
    values: impl Params,
    mut step: impl FnMut(&Row<'_>) -> Result<ControlFlow<()>, StoreError>,
) -> Result<(), StoreError> {
    let mut rows = statement.query(values).map_err(|error| faults::of(&error))?;
    while let Some(row) = rows.next().map_err(|error| faults::of(&error))? {
        if step(row)?.is_break() {
            break;
        }
    }
    Ok(())
}

fn run(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    prepare(connection, sql)?.execute([]).map(drop).map_err(|error| faults::of(&error))
}

fn prepare<'c>(connection: &'c Connection, sql: &str) -> Result<CachedStatement<'c>, StoreError> {
    connection.prepare_cached(sql).map_err(|error| faults::of(&error))
}
