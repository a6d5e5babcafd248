//! Putting an escrow back: everything is checked, then a key directory is built beside its place, under a slot of new secrets.
//!
//! Nothing of the data is changed here. What the key directory has to learn from them is done when it is first opened
//! (`settle.rs`), and again should a crash come between.

use super::make::{beside, new_file};
use super::noted::{self, Known};
use super::sealed::{self, SealedFile};
use super::{Escrow, EscrowFault, place, settle};
use crate::backup::opens;
use crate::bundle::DIRECTORY;
use crate::erase::generations;
use crate::journal::{self, LogState};
use crate::receipts::unhex;
use crate::seal::keyring::{Keyring, SLOT_FILE};
use crate::seal::keys::{self, ROOT_FILE, TenantKeys};
use crate::seal::{Secret, files};
use crate::{VaultError, place as spaces, record};
use domain::UnixTime;
use serde::de::DeserializeOwned;
use std::fs::{self, DirBuilder};
use std::io;
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use store::{Batch, Embedded, Expect, PartitionKey, ReadOnly, Store, StoreError, Versioned, Write};
use zeroize::Zeroizing;

/// How far the clock may lie behind what the data have seen, in seconds.
const CLOCK_BEHIND_SECONDS_MAX: i64 = 3_600;

/// The three things that an escrow opens with.
#[derive(Clone, Copy, Debug)]
pub struct EscrowParts<'a> {
    /// What is sealed.
    pub file: &'a Path,
    /// The secret that it is sealed with.
    pub secret: &'a Path,
    /// The root key.
    pub root: &'a Path,
}

/// Data beside which an escrow is put back, and who reads them.
struct Beside<'a> {
    store: &'a dyn Store,
    tenant: &'a TenantKeys,
}

/// Builds the key directory `keys` from an escrow, beside these data, whose blob `clock` says until when they have
/// seen time pass. The first opening of both finishes it.
///
/// # Errors
/// [`EscrowFault`] with the first thing that is wrong; then nothing was changed.
pub fn restore_keys(
    parts: &EscrowParts<'_>,
    tenant: &str,
    store: &dyn Store,
    clock: &str,
    keys: &Path,
    now: UnixTime,
) -> Result<Escrow, EscrowFault> {
    let keys = &keys.components().collect::<PathBuf>();
    if keys.exists() && keys.read_dir().map_err(place("the key directory can not be used"))?.next().is_some() {
        return Err(EscrowFault::NotEmpty);
    }
    let root = keys::read_root(parts.root)?;
    let tenant = TenantKeys::derive(&root, tenant);
    let mut file = SealedFile::open(parts.file, &tenant.escrows.verifier())?;
    let data = Beside { store, tenant: &tenant };
    opens(&tenant, store)?;
    let known = data.check(&file.head.escrow, clock, now)?;
    let secret = read_secret(parts.secret)?;
    file.check()?;
    check_device(keys)?;
    let part = beside(keys);
    // The data are locked, so that nobody builds there now: a crash left it.
    clear(&part).map_err(place("what a crash left beside the key directory can not be destroyed"))?;
    DirBuilder::new().mode(0o700).create(&part).map_err(place("the key directory can not be made"))?;
    let built = build(&data, &root, &secret, &mut file, now, &part).and_then(|()| {
        known.iter().try_for_each(|known| {
            if known.dropped { noted::note_dropped(&part, &known.escrow) } else { noted::note(&part, &known.escrow) }
        })?;
        fs::rename(&part, keys).and_then(|()| files::sync_dir(keys)).map_err(not_in_place)
    });
    if built.is_err() {
        drop(clear(&part));
    }
    built.map(|()| file.head.escrow)
}

/// Takes away what was being built; its secrets are overwritten first.
fn clear(part: &Path) -> io::Result<()> {
    if !part.is_dir() {
        return Ok(());
    }
    for entry in part.read_dir()? {
        let entry = entry?;
        let name = entry.file_name();
        if [SLOT_FILE, ROOT_FILE].iter().any(|secret| name.to_string_lossy().starts_with(secret)) {
            files::destroy(&entry.path())?;
        }
    }
    fs::remove_dir_all(part)
}

const MOUNTED: &str = "the key directory is a mount point, and is put in its place whole: name a directory inside it";

/// What is built beside the key directory has to be on the same device.
fn check_device(keys: &Path) -> Result<(), EscrowFault> {
    let parent = keys.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let device = |dir: &Path| fs::metadata(dir).map(|found| found.dev()).ok();
    match (device(keys), device(parent)) {
        (Some(own), Some(beside)) if own != beside => Err(EscrowFault::Place(MOUNTED.to_owned())),
        _ => Ok(()),
    }
}

fn not_in_place(error: io::Error) -> EscrowFault {
    match error.kind() {
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => EscrowFault::Place(MOUNTED.to_owned()),
        _ => place("the key directory can not be made")(error),
    }
}

impl Beside<'_> {
    /// Whether an escrow may still be put back beside these data; the escrows that they know of, this one among them.
    fn check(&self, escrow: &Escrow, clock: &str, now: UnixTime) -> Result<Vec<Known>, EscrowFault> {
        let kept = self.plain(clock)?.and_then(|bytes| bytes.as_slice().try_into().ok().map(i64::from_le_bytes));
        let leaf = self.record::<LogState>(journal::STATE)?.map(|log| log.latest);
        let seen = kept.map(UnixTime).max(leaf).unwrap_or_default();
        if now.max(seen) >= escrow.ends_at {
            return Err(EscrowFault::Past(escrow.ends_at));
        }
        if now.plus(CLOCK_BEHIND_SECONDS_MAX) < seen {
            return Err(EscrowFault::Behind);
        }
        let mut known: Vec<Known> = self.record(noted::KNOWN)?.unwrap_or_default();
        if known.iter().any(|known| known.dropped && known.escrow.id == escrow.id) {
            return Err(EscrowFault::Dropped);
        }
        known.retain(|other| other.escrow.id != escrow.id);
        known.push(Known { escrow: escrow.clone(), dropped: false });
        Ok(known)
    }

    fn plain(&self, blob: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let Some(found) = self.store.blob(blob)? else { return Ok(None) };
        self.tenant.shelf.open(&spaces::blob(blob, found.version), &found.sealed).map(Some)
    }

    fn record<T: DeserializeOwned>(&self, blob: &str) -> Result<Option<T>, VaultError> {
        self.plain(blob)?.map(|plain| record::decode(&plain)).transpose()
    }
}

fn read_secret(path: &Path) -> Result<Secret, EscrowFault> {
    let bytes = files::read(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| EscrowFault::Secret)?;
    unhex(text.trim()).map(Secret).ok_or(EscrowFault::Secret)
}

/// Writes everything that a key directory has into `part`.
fn build(
    data: &Beside<'_>,
    root: &Secret,
    secret: &Secret,
    file: &mut SealedFile,
    now: UnixTime,
    part: &Path,
) -> Result<(), EscrowFault> {
    let tenant = data.tenant;
    let failed = place("the key directory can not be made");
    let (copy, keyring) = (part.join("copy"), part.join(DIRECTORY));
    let slot = file.unseal(&sealed::key(tenant, secret), &mut new_file(&copy).map_err(&failed)?)?;
    let damaged = |error: StoreError| EscrowFault::Damaged(error.to_string());
    drop(ReadOnly::open(&copy).map_err(damaged)?);
    store::put_back(&copy, &keyring)?;
    fs::remove_file(&copy).map_err(failed)?;
    let old = Keyring::of_copy(&slot, tenant.keyring.clone())?;
    let new = old.renewed(part, &generations(data.store, tenant)?)?;
    files::replace(&part.join(ROOT_FILE), &root.0)?;
    let bundles = Embedded::open(&keyring)?;
    seal_anew(&bundles, &old, &new)?;
    let mark = settle::mark(tenant, &bundles, &file.head.escrow, now)?;
    Ok(bundles.commit(Batch::new().and(mark).urgent_if(true))?)
}

/// Seals every bundle under the new slot: the one of the escrow opens nothing here.
fn seal_anew(bundles: &dyn Store, old: &Keyring, new: &Keyring) -> Result<(), VaultError> {
    let mut from = PartitionKey::FIRST;
    loop {
        let some = some_bundles(bundles, &from)?;
        let mut batch = Batch::new();
        for (partition, found) in &some {
            let bundle = old.open_bundle(partition, found.version, &found.sealed)?;
            let sealed = new.seal(partition, found.version + 1, &bundle)?;
            let expect = Expect::Version(found.version);
            batch.writes.push(Write::PutRecord { partition: *partition, space: spaces::KEYRING, expect, sealed });
        }
        let Some((last, _)) = some.last() else { return Ok(()) };
        bundles.commit(batch.urgent_if(true))?;
        match next(last) {
            Some(behind) => from = behind,
            None => return Ok(()),
        }
    }
}

fn some_bundles(bundles: &dyn Store, from: &PartitionKey) -> Result<Vec<(PartitionKey, Versioned)>, StoreError> {
    let mut some = Vec::new();
    bundles.scan_records(spaces::KEYRING, from, &mut |found| {
        some.push(found);
        if some.len() < store::WRITES_PER_BATCH_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(some)
}

/// The next partition in order; `None` behind the last.
fn next(partition: &PartitionKey) -> Option<PartitionKey> {
    u128::from_be_bytes(partition.0).checked_add(1).map(|next| PartitionKey(next.to_be_bytes()))
}
