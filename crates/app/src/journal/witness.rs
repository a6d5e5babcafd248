//! The witness: looks at somebody's log, and signs its checkpoint only where it is what was signed before, made longer.
//!
//! # Invariants
//! - What is signed is durable before it is shown: a witness that comes again never signs a fork of what it signed.
//! - One witness looks at a time.

use super::{Audited, CHECKPOINT, FILE_BYTES_MAX, not_proven, read, verified, verify_files};
use crate::AppError;
use audit::{Checkpoint, Grown, Submission};
use domain::{UnixTime, hex};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use vault::note::{VerifierKey, Witness};
use vault::{VaultError, sha256_of};

/// Most logs that one witness looks at.
pub const WITNESSED_LOGS_MAX: usize = 1_000;

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
    let _alone = alone(place.dir)?;
    let seen = seen(place.dir, &VerifierKey::parse(key).map_err(|error| not_proven(&error.to_string()))?);
    let last = signed_last(&seen)?;
    // Read once: what is signed is what was checked.
    let note = String::from_utf8(read(&dir.join(CHECKPOINT))?).map_err(|_| not_proven("the checkpoint is no text"))?;
    let log = verify_files(dir, key, last.as_deref(), None)?;
    if read(&dir.join(CHECKPOINT))? != note.as_bytes() {
        return Err(not_proven("the checkpoint changed meanwhile: look again"));
    }
    let note = witness.cosign(&note, now).map_err(VaultError::from)?;
    keep(&seen, note.as_bytes()).map_err(|error| unusable(&error))?;
    Ok(Witnessed { log, note, key: witness.key().to_string() })
}

fn unusable(error: &io::Error) -> AppError {
    AppError::File(format!("the witness's directory: {}", error.kind()))
}

/// Nobody else witnesses in this directory while what comes back is held.
fn alone(dir: &Path) -> Result<File, AppError> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(dir.join("lock"));
    let lock = lock.map_err(|error| unusable(&error))?;
    lock.try_lock().map_err(|_| AppError::File("another witness is at work in this directory".to_owned()))?;
    Ok(lock)
}

/// A witness that logs ask (C2SP tlog-witness): it needs no file of theirs, but a proof that each only grew.
pub struct OpenWitness {
    dir: PathBuf,
    witness: Witness,
    logs: Vec<VerifierKey>,
    /// Whether a log grew is looked at, and kept, by one at a time.
    at_work: Mutex<()>,
    _lock: File,
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It signed: its line.
    Signed(String),
    /// What was sent has not the form.
    Malformed,
    /// It does not look at this log.
    Unknown,
    /// The log did not sign this.
    Unsigned,
    /// It signed so many leaves last.
    Conflict(u64),
    /// The proof does not show that the log grew.
    Unproven,
}

impl OpenWitness {
    /// Opens a witness for the logs of these keys.
    ///
    /// # Errors
    /// [`AppError::File`] where the directory can not be used; [`AppError::NotProven`] for a key that is none;
    /// [`AppError::Limit`] for more than [`WITNESSED_LOGS_MAX`].
    pub fn open(place: WitnessPlace<'_>, logs: &[String]) -> Result<Self, AppError> {
        if logs.len() > WITNESSED_LOGS_MAX {
            return Err(AppError::Limit { limit: "WITNESSED_LOGS_MAX" });
        }
        let witness = Witness::open(place.dir, place.name)?;
        let read = |key: &String| VerifierKey::parse(key).map_err(|error| not_proven(&error.to_string()));
        let logs = logs.iter().map(read).collect::<Result<_, _>>()?;
        let lock = alone(place.dir)?;
        Ok(Self { dir: place.dir.to_owned(), witness, logs, at_work: Mutex::new(()), _lock: lock })
    }

    /// The witness's key, as a vkey.
    #[must_use]
    pub fn key(&self) -> String {
        self.witness.key().to_string()
    }

    /// Answers a log that asks. What is signed is durable before this returns.
    ///
    /// # Errors
    /// [`AppError::File`] where the directory can not be used: then nothing was signed.
    pub fn ask(&self, now: UnixTime, sent: &[u8]) -> Result<Asked, AppError> {
        let sent = std::str::from_utf8(sent).ok().and_then(Submission::read);
        let Some(sent) = sent else { return Ok(Asked::Malformed) };
        let origin = sent.note.lines().next().unwrap_or_default();
        let keys: Vec<&VerifierKey> = self.logs.iter().filter(|key| key.name() == origin).collect();
        if keys.is_empty() {
            return Ok(Asked::Unknown);
        }
        let found = keys.iter().find_map(|key| Some((*key, verified(sent.note.as_bytes(), key).ok()?)));
        let Some((key, checkpoint)) = found else { return Ok(Asked::Unsigned) };
        if sent.old > checkpoint.size {
            return Ok(Asked::Malformed);
        }
        // Its guard has no data of its own.
        let _at_work = self.at_work.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen(&self.dir, key);
        let last = signed_last(&seen)?.map(|note| verified(&note, key)).transpose()?;
        if let Some(refused) = refused(&sent, &checkpoint, last.as_ref()) {
            return Ok(refused);
        }
        let Ok(note) = self.witness.cosign(sent.note, now) else { return Ok(Asked::Malformed) };
        keep(&seen, note.as_bytes()).map_err(|error| unusable(&error))?;
        Ok(Asked::Signed(note[sent.note.len()..].to_owned()))
    }
}

/// Why a checkpoint is not signed, by what was signed last.
fn refused(sent: &Submission<'_>, now: &Checkpoint, last: Option<&Checkpoint>) -> Option<Asked> {
    let (size, root) = last.map_or((0, [0; 32]), |last| (last.size, last.root));
    if sent.old != size || (size == now.size && root != now.root && last.is_some()) {
        return Some(Asked::Conflict(size));
    }
    let sizes = Grown { old: (size, &root), new: (now.size, &now.root) };
    (!audit::grew(sha256_of, sizes, &sent.proof)).then_some(Asked::Unproven)
}

/// Where what was signed last of a log is kept: under the hash of its key, since its name may hold anything.
fn seen(dir: &Path, key: &VerifierKey) -> PathBuf {
    let digest = sha256_of(&[key.to_string().as_bytes()]);
    let name = hex(&digest[..16]);
    dir.join(format!("{name}.checkpoint"))
}

/// What was signed last of a log; `None` where nothing was. Where that can not be told, nothing is signed.
fn signed_last(seen: &Path) -> Result<Option<Vec<u8>>, AppError> {
    let is_there = seen.try_exists().map_err(|error| unusable(&error))?;
    is_there.then(|| read(seen)).transpose()
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
