//! A batch in SQL, inside the transaction of its group.

use super::faults::{self, Fault};
use super::schema::{self, FORMAT};
use crate::{Batch, EntryId, Expect, Kind, PartitionKey, Space, StoreError, Write};
use rusqlite::{Connection, OptionalExtension, Params, params};

const BEGIN: &str = "BEGIN IMMEDIATE";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";
const MARK: &str = "SAVEPOINT batch";
const KEEP: &str = "RELEASE batch";
const UNDO: &str = "ROLLBACK TO batch";

const INSERT_RECORD: &str =
    "INSERT INTO records (space, partition, version, sealed) VALUES (?1, ?2, 1, ?3) ON CONFLICT DO NOTHING";
const UPDATE_RECORD: &str =
    "UPDATE records SET version = version + 1, sealed = ?4 WHERE space = ?1 AND partition = ?2 AND version = ?3";
const DELETE_RECORD: &str = "DELETE FROM records WHERE space = ?1 AND partition = ?2 AND version = ?3";
const RECORD_VERSION: &str = "SELECT version FROM records WHERE space = ?1 AND partition = ?2";
const APPEND: &str = "INSERT INTO log (sequence, partition, id, kind, at, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
     ON CONFLICT (partition, id) DO NOTHING";
const REWRITE: &str = "UPDATE log SET at = ?3, sealed = ?4 WHERE partition = ?1 AND id = ?2";
const DELETE_ENTRIES: &str = "DELETE FROM log WHERE partition = ?1";
const DELETE_ENTRIES_OF_KIND: &str = "DELETE FROM log WHERE partition = ?1 AND kind = ?2";
const DELETE_ENTRY: &str = "DELETE FROM log WHERE partition = ?1 AND id = ?2";
const INSERT_BLOB: &str = "INSERT INTO blobs (name, version, sealed) VALUES (?1, 1, ?2) ON CONFLICT DO NOTHING";
const UPDATE_BLOB: &str = "UPDATE blobs SET version = version + 1, sealed = ?3 WHERE name = ?1 AND version = ?2";
const INSERT_ZEROS: &str =
    "INSERT INTO blobs (name, version, sealed) VALUES (?1, 1, zeroblob(?2)) ON CONFLICT DO NOTHING RETURNING rowid";
const UPDATE_ZEROS: &str = "UPDATE blobs SET version = version + 1, sealed = zeroblob(?3) \
     WHERE name = ?1 AND version = ?2 RETURNING rowid";
const DELETE_BLOB: &str = "DELETE FROM blobs WHERE name = ?1";
const LAST_SEQUENCE: &str =
    "SELECT max((SELECT coalesce(max(sequence), 0) FROM log), (SELECT sequence FROM high_water))";
const KEEP_HIGH_WATER: &str = "UPDATE high_water SET sequence = ?1";

/// From this size on a blob is written piece by piece: bound as a whole, SQLite would hold it twice more.
const WRITTEN_IN_PIECES_BYTES_MIN: usize = 1 << 20;
/// How large a piece is.
const PIECE_BYTES: usize = 1 << 20;

/// Conflict, or a failure of the whole group.
enum Stop {
    Conflict,
    Failure(rusqlite::Error),
}

impl From<rusqlite::Error> for Stop {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failure(error)
    }
}

/// The writer's connection, and the running number that it gives to log entries.
///
/// A number is never given twice, not even when the newest entries were deleted: the highest one is written down
/// in the same transaction as a deletion.
pub(super) struct Shelf {
    connection: Connection,
    last_sequence: i64,
    deleted: bool,
    /// Whether the data is marked as of the newest format: no older build may read what is written from now on.
    marked: bool,
}

impl Shelf {
    pub(super) fn new(connection: Connection) -> Result<Self, StoreError> {
        let last = connection.query_row(LAST_SEQUENCE, [], |row| row.get(0));
        let last_sequence = last.map_err(|error| faults::of(&error))?;
        let marked = schema::number(&connection, "user_version")? == i64::from(FORMAT);
        Ok(Self { connection, last_sequence, deleted: false, marked })
    }

    /// Begins, works and commits; rolls back on any failure, and says what it means.
    pub(super) fn in_one_transaction<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> rusqlite::Result<T>,
    ) -> Result<T, Fault> {
        let before = self.last_sequence;
        let done = self.run(BEGIN, []).and_then(|_| work(self)).and_then(|made| self.finish().map(|()| made));
        self.deleted = false;
        self.marked |= done.is_ok();
        done.map_err(|error| {
            self.last_sequence = before;
            self.roll_back(faults::of_write(&error))
        })
    }

    fn finish(&self) -> rusqlite::Result<()> {
        if self.deleted {
            self.run(KEEP_HIGH_WATER, params![self.last_sequence])?;
        }
        if !self.marked {
            self.connection.pragma_update(None, "user_version", FORMAT)?;
        }
        self.run(COMMIT, []).map(drop)
    }

    /// SQLite has already rolled back by itself after some errors. What can not be rolled back can not be trusted.
    fn roll_back(&self, fault: Fault) -> Fault {
        let clean = self.connection.is_autocommit() || self.run(ROLLBACK, []).is_ok();
        Fault { poisons: fault.poisons || !clean, ..fault }
    }

    /// Applies one batch. The inner error is the batch's own and has left no trace, the outer one is the group's.
    pub(super) fn apply(&mut self, batch: &Batch) -> rusqlite::Result<Result<(), StoreError>> {
        let marked = needs_mark(batch);
        if marked {
            self.run(MARK, [])?;
        }
        let before = self.last_sequence;
        let mut runs = batch.writes.chunk_by(|a, b| is_append(a) && is_append(b));
        let ended = match runs.try_for_each(|run| self.change_all(run)) {
            Ok(()) => Ok(()),
            Err(Stop::Conflict) => Err(StoreError::Conflict),
            Err(Stop::Failure(error)) => return Err(error),
        };
        if marked && ended.is_err() {
            self.run(UNDO, [])?;
        }
        if marked {
            self.run(KEEP, [])?;
        }
        if ended.is_err() {
            self.last_sequence = before;
        }
        Ok(ended)
    }

    /// One write, or as many log entries as come one behind the other.
    fn change_all(&mut self, run: &[Write]) -> Result<(), Stop> {
        if is_append(&run[0]) { self.append_all(run) } else { run.iter().try_for_each(|write| self.change(write)) }
    }

    fn change(&mut self, write: &Write) -> Result<(), Stop> {
        match write {
            Write::PutRecord { partition, space, expect, sealed } => {
                self.put_record(*partition, *space, *expect, sealed)
            }
            Write::DeleteRecord { partition, space, expect } => self.delete_record(*partition, *space, *expect),
            Write::CheckRecord { partition, space, expect } => self.check_record(*partition, *space, *expect),
            Write::Append { .. } => self.append_all(std::slice::from_ref(write)),
            Write::Rewrite { partition, id, at, sealed } => {
                one(self.run(REWRITE, params![partition.0, id.0, at, sealed])?)
            }
            Write::DeleteEntries { partition, kinds } => self.delete_entries(*partition, kinds),
            Write::DeleteNamed { partition, ids } => self.delete_named(*partition, ids),
            Write::PutBlob { name, expect, sealed } => self.put_blob(name, *expect, sealed),
            Write::DeleteBlob { name } => Ok(self.run(DELETE_BLOB, params![name]).map(drop)?),
        }
    }

    fn put_record(&self, partition: PartitionKey, space: Space, expect: Expect, sealed: &[u8]) -> Result<(), Stop> {
        one(match expect {
            Expect::Absent => self.run(INSERT_RECORD, params![space.0, partition.0, sealed])?,
            Expect::Version(version) => {
                self.run(UPDATE_RECORD, params![space.0, partition.0, signed(version)?, sealed])?
            }
        })
    }

    fn delete_record(&self, partition: PartitionKey, space: Space, expect: Expect) -> Result<(), Stop> {
        match expect {
            Expect::Absent => self.check_record(partition, space, expect),
            Expect::Version(version) => one(self.run(DELETE_RECORD, params![space.0, partition.0, signed(version)?])?),
        }
    }

    fn check_record(&self, partition: PartitionKey, space: Space, expect: Expect) -> Result<(), Stop> {
        let found = self.number(RECORD_VERSION, params![space.0, partition.0])?;
        let expected = match expect {
            Expect::Absent => None,
            Expect::Version(version) => Some(signed(version)?),
        };
        if found == expected { Ok(()) } else { Err(Stop::Conflict) }
    }

    fn append_all(&mut self, entries: &[Write]) -> Result<(), Stop> {
        let mut append = self.connection.prepare_cached(APPEND)?;
        for entry in entries {
            let Write::Append { partition, id, kind, at, sealed } = entry else { continue };
            // The numbers reach further than any disk: at a million a second for 290,000 years.
            let sequence = self.last_sequence.saturating_add(1);
            one(append.execute(params![sequence, partition.0, id.0, kind.0, at, sealed])?)?;
            self.last_sequence = sequence;
        }
        Ok(())
    }

    fn delete_entries(&mut self, partition: PartitionKey, kinds: &[Kind]) -> Result<(), Stop> {
        self.deleted = true;
        if kinds.is_empty() {
            self.run(DELETE_ENTRIES, params![partition.0])?;
        }
        for kind in kinds {
            self.run(DELETE_ENTRIES_OF_KIND, params![partition.0, kind.0])?;
        }
        Ok(())
    }

    fn delete_named(&mut self, partition: PartitionKey, ids: &[EntryId]) -> Result<(), Stop> {
        self.deleted = true;
        for id in ids {
            self.run(DELETE_ENTRY, params![partition.0, id.0])?;
        }
        Ok(())
    }

    fn put_blob(&self, name: &str, expect: Expect, sealed: &[u8]) -> Result<(), Stop> {
        if sealed.len() >= WRITTEN_IN_PIECES_BYTES_MIN {
            return self.put_in_pieces(name, expect, sealed);
        }
        one(match expect {
            Expect::Absent => self.run(INSERT_BLOB, params![name, sealed])?,
            Expect::Version(version) => self.run(UPDATE_BLOB, params![name, signed(version)?, sealed])?,
        })
    }

    /// Makes room for a blob and fills it, in the transaction that is open anyway.
    fn put_in_pieces(&self, name: &str, expect: Expect, sealed: &[u8]) -> Result<(), Stop> {
        let bytes = i64::try_from(sealed.len()).map_err(|_| Stop::Conflict)?;
        let row = match expect {
            Expect::Absent => self.number(INSERT_ZEROS, params![name, bytes])?,
            Expect::Version(version) => self.number(UPDATE_ZEROS, params![name, signed(version)?, bytes])?,
        };
        let mut blob = self.connection.blob_open("main", "blobs", "sealed", row.ok_or(Stop::Conflict)?, false)?;
        for (at, piece) in sealed.chunks(PIECE_BYTES).enumerate() {
            blob.write_at(piece, at * PIECE_BYTES)?;
        }
        Ok(blob.close()?)
    }

    /// The number that a statement returns, if it returns any.
    fn number(&self, sql: &str, values: impl Params) -> rusqlite::Result<Option<i64>> {
        self.connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()
    }

    /// Runs a statement and counts the rows that it changed.
    fn run(&self, sql: &str, values: impl Params) -> rusqlite::Result<usize> {
        self.connection.prepare_cached(sql)?.execute(values)
    }
}

fn is_append(write: &Write) -> bool {
    matches!(write, Write::Append { .. })
}

/// A conflict after a change has something to undo; only then is the mark of a savepoint paid for.
fn needs_mark(batch: &Batch) -> bool {
    batch.writes.iter().position(Write::changes).is_some_and(|first| first + 1 < batch.writes.len())
}

fn one(changed: usize) -> Result<(), Stop> {
    if changed == 1 { Ok(()) } else { Err(Stop::Conflict) }
}

/// A version beyond what is ever written can not be there.
fn signed(version: u64) -> Result<i64, Stop> {
    i64::try_from(version).map_err(|_| Stop::Conflict)
}
