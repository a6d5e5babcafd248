//! Backups: copies of the data that is in use, and putting one back without bringing anybody back.

use crate::shop::{Place, TENANT};
use crate::{AppError, Shop};
use domain::UnixTime;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use store::{ReadOnly, StoreError};
use vault::policy::Policy;
use vault::{BackupFault, Happening, MANIFEST_BYTES_MAX, Manifest, check_backup, sign_backup};

/// The copy of the data in a backup.
pub(crate) const COPY: &str = "store.db";
/// What says whose the copy is, and of when.
const MANIFEST: &str = "manifest";
/// What the name of a note that a backup is made ends with; in front is when.
const NOTE: &str = ".backup-made";

/// What was put back.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The backup.
    pub manifest: Manifest,
    /// Whether the model was learned anew: somebody who was erased since was taken out of it, or it was behind.
    pub learned: bool,
}

/// Makes a backup of a data directory into the new directory `to`, also while a server has the data open: one moment of
/// it, whole or not at all. It is noted for the log before it is made.
///
/// # Errors
/// [`AppError::Start`] where there is something at `to` already, or the data or its keys can not be read.
pub fn make(place: &Place, to: &Path, now: UnixTime) -> Result<Manifest, AppError> {
    let (data, keys) = on_disk(place)?;
    if to.exists() {
        return Err(AppError::Start("there is something at that place already: name a new directory".to_owned()));
    }
    leave_note(keys, now.0).map_err(|error| start("that it is made can not be noted", &error))?;
    let part = beside(to);
    let made = DirBuilder::new().mode(0o700).create(&part);
    made.map_err(|error| start("the backup can not be written", &error))?;
    let done = write(data, keys, &part, now).and_then(|()| {
        fs::rename(&part, to)
            .and_then(|()| sync_parent(to))
            .map_err(|error| start("the backup can not be written", &error))
    });
    if done.is_err() {
        // What is there is of no use to anybody, and may be in the way of the next try.
        drop(fs::remove_dir_all(&part));
    }
    done.and_then(|()| check(place, to))
}

/// Notes beside the keys that a backup is made: a server may have the data meanwhile.
fn leave_note(keys: &Path, made_at: i64) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    let file =
        options.write(true).create(true).truncate(true).mode(0o600).open(keys.join(format!("{made_at}{NOTE}")))?;
    file.sync_all()?;
    File::open(keys)?.sync_all()
}

/// The notes about backups beside the keys, each with when it was begun.
pub(crate) fn notes(keys: &Path) -> Vec<(PathBuf, i64)> {
    let made_at = |path: &Path| path.file_name()?.to_str()?.strip_suffix(NOTE)?.parse().ok();
    let all = fs::read_dir(keys).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let mut found: Vec<_> = all.filter_map(|path| made_at(&path).map(|at| (path, at))).collect();
    found.sort();
    found
}

fn write(data: &Path, keys: &Path, part: &Path, now: UnixTime) -> Result<(), AppError> {
    let unusable = |error: StoreError| AppError::Start(format!("the data can not be copied: {error}"));
    store::copy(data, &part.join(COPY)).map_err(unusable)?;
    let manifest =
        sign_backup(keys, TENANT, &part.join(COPY), now).map_err(|error| AppError::Start(error.to_string()))?;
    let mut options = OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(part.join(MANIFEST));
    let written = file.and_then(|mut file| file.write_all(manifest.as_bytes()).and_then(|()| file.sync_all()));
    written
        .and_then(|()| File::open(part)?.sync_all())
        .map_err(|error| start("the manifest can not be written", &error))
}

/// Checks a backup: whose it is, that it is whole and unchanged, and that this version can read it.
///
/// # Errors
/// [`AppError::NotProven`] where it is not signed, another shop's, cut or damaged, [`AppError::Start`] where it is of a
/// newer version, or there are no keys.
pub fn check(place: &Place, from: &Path) -> Result<Manifest, AppError> {
    let (_, keys) = on_disk(place)?;
    let manifest = read_manifest(&from.join(MANIFEST))?;
    check_backup(keys, TENANT, &manifest, &from.join(COPY)).map_err(refused)
}

/// Puts a backup into an empty data directory, beside the keys of today. Whoever was erased since the backup is taken
/// out again before this returns, and the model is learned anew where there is anything to learn.
///
/// # Errors
/// As [`check`], and [`AppError::Start`] where the directory is not empty or the keyring is missing. Nothing is left
/// behind then.
pub fn restore(
    place: &Place,
    from: &Path,
    (policy, memory_bytes): (Policy, u64),
    now: UnixTime,
) -> Result<Restored, AppError> {
    let (data, _) = on_disk(place)?;
    let manifest = check(place, from)?;
    match store::put_back(&from.join(COPY), data) {
        Err(StoreError::InUse) => {
            return Err(AppError::Start("the data directory is not empty: nothing was changed".to_owned()));
        }
        done => done.map_err(|error| AppError::Start(error.to_string()))?,
    }
    let restored = Shop::open(place, policy, now).and_then(|shop| {
        shop.set_memory_bytes(memory_bytes);
        let learned = shop.has_news();
        shop.vault.mark_restored()?;
        // The backup may be from before an escrow was dropped. As always: what can not be noted is tried again later.
        drop(shop.vault.note_escrows(now));
        shop.vault.at(now).note(Happening::Operator, format!("restored the backup of {}", manifest.made_at.0))?;
        if learned {
            shop.train(now, &|_| {})?;
        }
        Ok(Restored { manifest, learned })
    });
    if restored.is_err() {
        // It was empty before: so it is again, and the next try is not refused for what this one left.
        drop(fs::remove_dir_all(data));
    }
    restored
}

/// Opens the copy in a backup, to be looked through.
pub(crate) fn open_copy(backup: &Path) -> Result<ReadOnly, AppError> {
    let file = if backup.is_dir() { backup.join(COPY) } else { backup.to_owned() };
    let journal = file.with_extension("db-wal").metadata().map_or(0, |journal| journal.len());
    if journal > 0 {
        return Err(AppError::File("this is a data directory and no backup: it has a journal".to_owned()));
    }
    ReadOnly::open(&file).map_err(|error| AppError::File(format!("the backup can not be read: {error}")))
}

pub(crate) fn on_disk(place: &Place) -> Result<(&Path, &Path), AppError> {
    match place {
        Place::Disk { data, keys } => Ok((data, keys)),
        Place::Memory => Err(AppError::Start("what is kept in memory has no backup".to_owned())),
    }
}

fn refused(fault: BackupFault) -> AppError {
    match fault {
        BackupFault::Keys(error) => AppError::Start(error.to_string()),
        BackupFault::Newer { .. } => AppError::Start(fault.to_string()),
        _ => AppError::NotProven(fault.to_string()),
    }
}

/// A manifest's bytes, and one more where it has more than any has.
fn read_manifest(path: &Path) -> Result<Vec<u8>, AppError> {
    let mut bytes = Vec::new();
    let unsigned = |_| AppError::NotProven("the backup is not signed: it has no manifest".to_owned());
    let file = File::open(path).map_err(unsigned)?;
    file.take(MANIFEST_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(unsigned)?;
    if bytes.len() > MANIFEST_BYTES_MAX {
        return Err(AppError::NotProven("the manifest is longer than MANIFEST_BYTES_MAX (4096 bytes)".to_owned()));
    }
    Ok(bytes)
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn sync_parent(path: &Path) -> std::io::Result<()> {
    File::open(path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
}

fn start(what: &str, error: &std::io::Error) -> AppError {
    AppError::Start(format!("{what}: {}", error.kind()))
}
