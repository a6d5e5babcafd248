//! The witness: looks at somebody's log, and signs its checkpoint only where it is what was signed before, made longer.
//!
//! # Invariants
//! - What is signed is durable before it is shown: a witness that comes again never signs a fork of what it signed.
//! - One witness looks at a time.

use super::{Audited, CHECKPOINT, FILE_BYTES_MAX, not_proven, read, verify_files};
use crate::AppError;
use domain::UnixTime;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use vault::note::{VerifierKey, Witness};
use vault::{VaultError, sha256_of};

/// What a witness saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// The log that held.
    pub log: Audited,
    /// The checkpoint with the witness's line below.
    pub note: String,
    /// The witness's key, as a vkey.
    pub key: String,
}

/// Who witnesses, and where they keep their key and what they signed last.
#[derive(Clone, Copy, Debug)]
pub struct WitnessPlace<'a> {
    /// The directory; made where it is not there.
    pub dir: &'a Path,
    /// The name that the witness signs with, such as `witness.example/one`.
    pub name: &'a str,
}

/// Checks a log's files, from the checkpoint on that was signed last, and signs the one of now.
///
/// # Errors
/// [`AppError::NotProven`] where the log does not hold or did not grow from what was signed before: then nothing is signed;
/// [`AppError::File`] where the directory can not be used.
pub fn witness(place: WitnessPlace<'_>, now: UnixTime, dir: &Path, key: &str) -> Result<Witnessed, AppError> {
    let witness = Witness::open(place.dir, place.name)?;
    let failed = |error: io::Error| AppError::File(format!("the witness's directory: {}", error.kind()));
    let lock =
        OpenOptions::new().create(true).truncate(false).write(true).open(place.dir.join("lock")).map_err(failed)?;
    lock.try_lock().map_err(|_| AppError::File("another witness is at work in this directory".to_owned()))?;
    let seen = seen(place.dir, &VerifierKey::parse(key).map_err(|error| not_proven(&error.to_string()))?);
    let last = if seen.exists() { Some(read(&seen)?) } else { None };
    // Read once: what is signed is what was checked.
    let note = String::from_utf8(read(&dir.join(CHECKPOINT))?).map_err(|_| not_proven("the checkpoint is no text"))?;
    let log = verify_files(dir, key, last.as_deref(), None)?;
    if read(&dir.join(CHECKPOINT))? != note.as_bytes() {
        return Err(not_proven("the checkpoint changed meanwhile: look again"));
    }
    let note = witness.cosign(&note, now).map_err(VaultError::from)?;
    keep(&seen, note.as_bytes()).map_err(failed)?;
    Ok(Witnessed { log, note, key: witness.key().to_string() })
}

/// Where what was signed last of a log is kept: under the hash of its key, since its name may hold anything.
fn seen(dir: &Path, key: &VerifierKey) -> PathBuf {
    let digest = sha256_of(&[key.to_string().as_bytes()]);
    let name: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    dir.join(format!("{name}.checkpoint"))
}

fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    debug_assert!(bytes.len() as u64 <= FILE_BYTES_MAX);
    let fresh = path.with_extension("new");
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    path.parent().map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}
