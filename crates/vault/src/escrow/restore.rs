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
use crate::seal::keyring::Keyring;
use crate::seal::keys::{self, ROOT_FILE, TenantKeys};
use crate::seal::{Secret, files};
use crate::{VaultError, place as spaces, record};
use domain::UnixTime;
use serde::de::DeserializeOwned;
use std::fs::{self, DirBuilder};
use std::ops::ControlFlow;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
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
    if keys.exists() && keys.read_dir().map_err(place("the key directory can not be used"))?.next().is_some() {
        return Err(EscrowFault::NotEmpty);
    }
    let root = keys::read_root(parts.root)?;
    let tenant = TenantKeys::derive(&root, tenant);
    let mut file = SealedFile::open(parts.file, &tenant.escrows.verifier())?;
    let data = Beside { store, tenant: &tenant };
    opens(&tenant, store)?;
    let in_force = data.check(&file.head.escrow, clock, now)?;
    let secret = read_secret(parts.secret)?;
    file.check()?;
    let part = beside(keys);
    DirBuilder::new().mode(0o700).create(&part).map_err(place("the key directory can not be made"))?;
    let built = build(&data, &root, &secret, &mut file, now, &part).and_then(|()| {
        in_force.iter().try_for_each(|escrow| noted::note(&part, escrow))?;
        fs::rename(&part, keys).and_then(|()| files::sync_dir(keys)).map_err(place("the key directory can not be made"))
    });
    if built.is_err() {
        drop(fs::remove_dir_all(&part));
    }
    built.map(|()| file.head.escrow)
}

impl Beside<'_> {
    /// Whether an escrow may still be put back beside these data; the escrows that are in force, this one among them.
    fn check(&self, escrow: &Escrow, clock: &str, now: UnixTime) -> Result<Vec<Escrow>, EscrowFault> {
        let kept = self.plain(clock)?.and_then(|bytes| bytes.as_slice().try_into().ok().map(i64::from_le_bytes));
        let leaf = self.record::<LogState>(journal::STATE)?.map(|log| log.latest);
        let seen = kept.map(UnixTime).max(leaf).unwrap_or_default();
        if now.max(seen) >= escrow.ends_at {
            return Err(EscrowFault::Past(escrow.ends_at));
        }
        if now.plus(CLOCK_BEHIND_SECONDS_MAX) < seen {
            return Err(EscrowFault::Behind);
        }
        let known: Vec<Known> = self.record(noted::KNOWN)?.unwrap_or_default();
        if known.iter().any(|known| known.dropped && known.escrow.id == escrow.id) {
            return Err(EscrowFault::Dropped);
        }
        let others = known.into_iter().filter(|known| !known.dropped).map(|known| known.escrow);
        Ok(others.filter(|other| other.id != escrow.id).chain([escrow.clone()]).collect())
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
    let mut from = PartitionKey([0; 16]);
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
