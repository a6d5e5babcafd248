//! What an error of SQLite or of the file system means for the store.

use crate::StoreError;
use rusqlite::ErrorCode;

/// A failure, and whether anything can still be trusted after it.
pub(super) struct Fault {
    /// What callers are told.
    pub error: StoreError,
    /// After this nothing may be acknowledged until the process is started anew.
    pub poisons: bool,
}

/// What an error means for a write.
///
/// SQLite reports a full disk on a write as full, which leaves no trace after a roll-back. Every other I/O error,
/// a failed sync above all, leaves it unknown what is on the medium, so that the store is not used any more.
pub(super) fn of_write(error: &rusqlite::Error) -> Fault {
    let poisons = matches!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure));
    Fault { error: of(error), poisons }
}

/// What an error means for a read, or for a write where the difference does not matter.
pub(super) fn of(error: &rusqlite::Error) -> StoreError {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => of_code(failure.code, error),
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => damaged("a column is not of its type"),
        other => StoreError::Medium(other.to_string()),
    }
}

// Constraints that can fail without damage are written as `ON CONFLICT DO NOTHING`, so the others are damage.
fn of_code(code: ErrorCode, error: &rusqlite::Error) -> StoreError {
    match code {
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::TypeMismatch
        | ErrorCode::ConstraintViolation => StoreError::Damaged(error.to_string()),
        ErrorCode::SystemIoFailure => {
            StoreError::Medium(format!("{error}, code {}", error.sqlite_extended_error_code().unwrap_or_default()))
        }
        _ => StoreError::Medium(error.to_string()),
    }
}

/// What an error of the file system means.
pub(super) fn of_file(what: &str, error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Medium(format!("can not {what}: {error}")),
    }
}

/// A damage in words.
pub(super) fn damaged(what: &str) -> StoreError {
    StoreError::Damaged(what.to_owned())
}
