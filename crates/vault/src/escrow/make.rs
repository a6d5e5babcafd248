//! Making an escrow, also while a server has the keys: noted first, copied as one moment, sealed under a secret of its own.

use super::sealed::{self, Head};
use super::{ESCROW_DAYS_MAX, Escrow, EscrowFault, noted, place, settle};
use crate::backup::measured;
use crate::bundle::DIRECTORY;
use crate::erase::any_open_grave;
use crate::receipts::hex;
use crate::seal::keyring::{Keyring, SLOT_FILE};
use crate::seal::keys::{self, TenantKeys};
use crate::seal::{Secret, files, random};
use crate::{VaultError, place as spaces};
use domain::{DAY_SECONDS, UnixTime};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write;
use std::ops::ControlFlow;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use store::{PartitionKey, ReadOnly, Store};
use zeroize::Zeroizing;

/// How often the copy is begun anew where somebody was erased meanwhile.
const TRIES_MAX: usize = 64;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct EscrowAsk<'a> {
    /// The file that is made for what is sealed.
    pub to: &'a Path,
    /// The file that is made for the secret that it is sealed with: 64 hexadecimal digits.
    pub secret: &'a Path,
    /// In how many days it ends.
    pub days: u32,
}

/// Makes an escrow of a key directory, also while a server has it. Whole or not at all.
///
/// # Errors
/// [`EscrowFault`]; then there is no escrow, and neither of the files.
pub fn make_escrow(keys: &Path, tenant: &str, now: UnixTime, ask: &EscrowAsk<'_>) -> Result<Escrow, EscrowFault> {
    if ask.days == 0 || ask.days > ESCROW_DAYS_MAX {
        return Err(EscrowFault::Days);
    }
    check_places(ask)?;
    let tenant = TenantKeys::derive(&keys::root(keys, false)?, tenant);
    let mut id = [0; 16];
    random(&mut id)?;
    let ends_at = now.plus(i64::from(ask.days) * DAY_SECONDS);
    let escrow = Escrow { id: hex(&id), made_at: now, ends_at };
    let part = beside(ask.to);
    DirBuilder::new().mode(0o700).create(&part).map_err(place("the escrow can not be written"))?;
    // What this run made goes with it; what is anybody else's stays.
    let mut written = Vec::new();
    let made = noted::note(keys, &escrow)
        .map_err(EscrowFault::from)
        .and_then(|()| write(keys, &tenant, &escrow, (ask, &part), &mut written));
    drop(fs::remove_dir_all(&part));
    if made.is_err() {
        noted::unnote(keys, &escrow);
        written.into_iter().for_each(|path| drop(fs::remove_file(path)));
    }
    made.map(|()| escrow)
}

/// Both files have to be new, and two.
fn check_places(ask: &EscrowAsk<'_>) -> Result<(), EscrowFault> {
    let says = "there is something at that place already: name two new files";
    let is_taken = full(ask.to) == full(ask.secret) || ask.to.exists() || ask.secret.exists();
    if is_taken { Err(EscrowFault::Place(says.to_owned())) } else { Ok(()) }
}

/// Where a file will be, by whatever way it is named.
fn full(path: &Path) -> PathBuf {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let dir = fs::canonicalize(dir).unwrap_or_else(|_| dir.to_owned());
    path.file_name().map_or_else(|| path.to_owned(), |name| dir.join(name))
}

/// Writes both files; the secret first, so that no escrow is without one. `written` are those that it made.
fn write<'a>(
    keys: &Path,
    tenant: &TenantKeys,
    escrow: &Escrow,
    (ask, part): (&EscrowAsk<'a>, &Path),
    written: &mut Vec<&'a Path>,
) -> Result<(), EscrowFault> {
    let failed = place("the escrow can not be written");
    let copy = part.join("keyring");
    let slot = copied(keys, tenant, &copy)?;
    check(&Keyring::of_copy(&slot, tenant.keyring.clone())?, &copy)?;
    let secret = Secret::random()?;
    let mut file = new_file(ask.secret).map_err(&failed)?;
    written.push(ask.secret);
    let text = Zeroizing::new(hex(&secret.0) + "\n");
    let kept = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    kept.and_then(|()| files::sync_dir(ask.secret)).map_err(&failed)?;
    let (body, whole) = (part.join("body"), part.join("whole"));
    sealed::write(&sealed::key(tenant, &secret), escrow, &slot, &copy, &mut new_file(&body).map_err(&failed)?)?;
    let (bytes, digest) = measured(&body).map_err(&failed)?;
    let head = Head { escrow: escrow.clone(), format: store::FORMAT, bytes, digest };
    let note = tenant.escrows.sign(&head.text(&tenant.escrows.verifier())).map_err(VaultError::from)?;
    let mut put_together = || {
        let mut file = new_file(&whole)?;
        file.write_all(note.as_bytes())?;
        std::io::copy(&mut File::open(&body)?, &mut file)?;
        file.sync_all()?;
        // Taken first: what somebody else put there meanwhile is not written over.
        drop(new_file(ask.to)?);
        written.push(ask.to);
        fs::rename(&whole, ask.to)?;
        files::sync_dir(ask.to)
    };
    put_together().map_err(failed)
}

/// Copies the keyring as it is between two erasures, and returns the slot that it belongs to: the one there was before and
/// after.
fn copied(keys: &Path, tenant: &TenantKeys, to: &Path) -> Result<Zeroizing<Vec<u8>>, EscrowFault> {
    let slot = || files::read(&keys.join(SLOT_FILE));
    let mut before = slot()?;
    for _ in 0..TRIES_MAX {
        drop(fs::remove_file(to));
        store::copy(&keys.join(DIRECTORY), to)
            .map_err(|error| VaultError::Keys(format!("the keyring can not be copied: {error}")))?;
        let after = slot()?;
        if before == after && !any_open_grave(tenant, &ReadOnly::open(to).map_err(VaultError::from)?)? {
            return Ok(before);
        }
        before = after;
    }
    Err(EscrowFault::Busy)
}

/// An escrow that would not open is none: each bundle is tried.
fn check(keyring: &Keyring, copy: &Path) -> Result<(), EscrowFault> {
    let (copy, mut opened) = (ReadOnly::open(copy)?, Ok(()));
    if settle::is_marked(&copy)? {
        return Err(EscrowFault::Unsettled);
    }
    copy.scan_records(spaces::KEYRING, &PartitionKey::FIRST, &mut |(partition, found)| {
        opened = keyring.open_bundle(&partition, found.version, &found.sealed).map(drop);
        if opened.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(opened?)
}

/// Where something is written until it is whole.
pub(super) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

pub(super) fn new_file(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
