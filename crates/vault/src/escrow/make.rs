//! Making an escrow, also while a server has the keys: noted first, copied as one moment, sealed under a secret of its own.

use super::sealed::{self, Head};
use super::{ESCROW_DAYS_MAX, Escrow, EscrowFault, noted, place};
use crate::backup::measured;
use crate::bundle::DIRECTORY;
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

/// How often the copy is begun anew where a segment turned meanwhile.
const TRIES_MAX: usize = 32;

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
    if ask.to == ask.secret || ask.to.exists() || ask.secret.exists() {
        let says = "there is something at that place already: name two new files";
        return Err(EscrowFault::Place(says.to_owned()));
    }
    let tenant = TenantKeys::derive(&keys::root(keys, false)?, tenant);
    let mut id = [0; 16];
    random(&mut id)?;
    let ends_at = now.plus(i64::from(ask.days) * DAY_SECONDS);
    let escrow = Escrow { id: hex(&id), made_at: now, ends_at };
    let part = beside(ask.to);
    DirBuilder::new().mode(0o700).create(&part).map_err(place("the escrow can not be written"))?;
    let made =
        noted::note(keys, &escrow).map_err(EscrowFault::from).and_then(|()| write(keys, &tenant, &escrow, ask, &part));
    drop(fs::remove_dir_all(&part));
    if made.is_err() {
        noted::unnote(keys, &escrow);
        drop(fs::remove_file(ask.secret));
    }
    made.map(|()| escrow)
}

/// Writes both files; the secret first, so that no escrow is without one.
fn write(
    keys: &Path,
    tenant: &TenantKeys,
    escrow: &Escrow,
    ask: &EscrowAsk<'_>,
    part: &Path,
) -> Result<(), EscrowFault> {
    let failed = place("the escrow can not be written");
    let copy = part.join("keyring");
    let slot = copied(keys, &copy)?;
    check(&Keyring::of_copy(&slot, tenant.keyring.clone())?, &copy)?;
    let secret = Secret::random()?;
    files::replace(ask.secret, Zeroizing::new(hex(&secret.0) + "\n").as_bytes())?;
    let (body, whole) = (part.join("body"), part.join("whole"));
    sealed::write(&sealed::key(tenant, &secret), escrow, &slot, &copy, &mut new_file(&body).map_err(&failed)?)?;
    let (bytes, digest) = measured(&body).map_err(&failed)?;
    let head = Head { escrow: escrow.clone(), format: store::FORMAT, bytes, digest };
    let note = tenant.escrows.sign(&head.text(&tenant.escrows.verifier())).map_err(VaultError::from)?;
    let written = || {
        let mut file = new_file(&whole)?;
        file.write_all(note.as_bytes())?;
        std::io::copy(&mut File::open(&body)?, &mut file)?;
        file.sync_all()?;
        fs::rename(&whole, ask.to)?;
        files::sync_dir(ask.to)
    };
    written().map_err(failed)
}

/// Copies the keyring, and returns the slot that it belongs to: the one there was before and after.
fn copied(keys: &Path, to: &Path) -> Result<Zeroizing<Vec<u8>>, EscrowFault> {
    let slot = || files::read(&keys.join(SLOT_FILE));
    let mut before = slot()?;
    for _ in 0..TRIES_MAX {
        drop(fs::remove_file(to));
        store::copy(&keys.join(DIRECTORY), to)
            .map_err(|error| VaultError::Keys(format!("the keyring can not be copied: {error}")))?;
        let after = slot()?;
        if before == after {
            return Ok(before);
        }
        before = after;
    }
    Err(EscrowFault::Busy)
}

/// An escrow that would not open is none: each bundle is tried.
fn check(keyring: &Keyring, copy: &Path) -> Result<(), VaultError> {
    let mut opened = Ok(());
    ReadOnly::open(copy)?.scan_records(spaces::KEYRING, &PartitionKey([0; 16]), &mut |(partition, found)| {
        opened = keyring.open_bundle(&partition, found.version, &found.sealed).map(drop);
        if opened.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    opened
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
