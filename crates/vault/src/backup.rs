//! Backups: a signed manifest that says of which shop, of when and of what form a copy of the data is.
//!
//! # Invariants
//! - No key and no bundle is in a backup: it is read with the keyring of today, so whoever was erased since stays so.
//! - What is not signed by this shop, or is not what was signed, is not put back.

use crate::note::{NotTaken, NoteError, Values, VerifierKey, titled};
use crate::receipts::{hex, unhex};
use crate::seal::digest_of;
use crate::seal::keys::{self, TenantKeys};
use crate::{CHECK, VaultError, place};
use domain::UnixTime;
use std::fs::File;
use std::path::Path;
use store::{ReadOnly, Store, StoreError};

/// Longest manifest that is read, in bytes.
pub const MANIFEST_BYTES_MAX: usize = 4 << 10;

/// What a manifest begins with, before the number of its form.
const TITLE: &str = "assent backup ";
/// The form of the manifests that are written, and the newest that is read.
const FORM: u32 = 1;

/// What a manifest says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// When the copy was made.
    pub made_at: UnixTime,
    /// The format of the data in it.
    pub format: u32,
    /// How long the copy is, in bytes.
    pub bytes: u64,
    digest: [u8; 32],
}

/// Why a backup is not put back. Each is one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// The keys can not be read.
    #[error(transparent)]
    Keys(#[from] VaultError),
    /// The manifest is missing or is no signed note.
    #[error("the backup is not signed: {0}")]
    Unsigned(NoteError),
    /// Somebody else signed it.
    #[error("the backup is another shop's: its manifest is signed with another key")]
    Foreign,
    /// The manifest was changed.
    #[error("the manifest was changed after it was signed")]
    Changed,
    /// A newer version made it.
    #[error("the backup has form {found}, this version reads up to {known}")]
    Newer {
        /// The form that was found.
        found: u32,
        /// The newest that this build reads.
        known: u32,
    },
    /// The copy is shorter than it was.
    #[error("the backup was cut short: {found} of {due} bytes are there")]
    Cut {
        /// Bytes that are there.
        found: u64,
        /// Bytes that were there.
        due: u64,
    },
    /// The copy is not what was signed.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
}

impl Manifest {
    fn text(&self, shop: &VerifierKey) -> String {
        let Self { made_at, format, bytes, digest } = self;
        let name = shop.name();
        format!(
            "{TITLE}{FORM}\nshop {name}\nmade {}\nformat {format}\nbytes {bytes}\nsha256 {}\n",
            made_at.0,
            hex(digest)
        )
    }

    /// Reads a text that was verified; `None` where it is not in the form that we write.
    fn read(text: &str, shop: &VerifierKey) -> Option<Self> {
        let mut values = Values::of(text);
        let read = Self {
            made_at: UnixTime(values.next("made")?.parse().ok()?),
            format: values.next("format")?.parse().ok()?,
            bytes: values.next("bytes")?.parse().ok()?,
            digest: unhex(values.next("sha256")?)?,
        };
        (read.text(shop) == text).then_some(read)
    }
}

/// Signs a copy of the data, and returns its manifest.
///
/// # Errors
/// [`VaultError::Keys`] when there is no root key, or it is not the one that the copy was sealed with.
pub fn sign_backup(keys: &Path, tenant: &str, copy: &Path, now: UnixTime) -> Result<String, VaultError> {
    let tenant = TenantKeys::derive(&keys::root(keys, false)?, tenant);
    opens(&tenant, &ReadOnly::open(copy)?)?;
    let (bytes, digest) = measured(copy).map_err(|error| StoreError::Medium(error.kind().to_string()))?;
    let manifest = Manifest { made_at: now, format: store::FORMAT, bytes, digest };
    Ok(tenant.backups.sign(&manifest.text(&tenant.backups.verifier()))?)
}

/// Checks a copy of the data by its manifest: who signed it, of what form it is, and that it is what was signed.
///
/// # Errors
/// [`BackupFault`] with the first thing that is wrong.
pub fn check_backup(keys: &Path, tenant: &str, manifest: &[u8], copy: &Path) -> Result<Manifest, BackupFault> {
    let tenant = TenantKeys::derive(&keys::root(keys, false)?, tenant);
    let manifest = verified(manifest, &tenant.backups.verifier())?;
    let unreadable =
        |error: std::io::Error| BackupFault::Damaged(format!("the copy can not be read: {}", error.kind()));
    let found = std::fs::metadata(copy).map_err(unreadable)?.len();
    if found < manifest.bytes {
        return Err(BackupFault::Cut { found, due: manifest.bytes });
    }
    if measured(copy).map_err(unreadable)? != (manifest.bytes, manifest.digest) {
        return Err(BackupFault::Damaged("the copy is not the one that was signed".to_owned()));
    }
    match ReadOnly::open(copy) {
        Ok(copy) => opens(&tenant, &copy)?,
        Err(StoreError::NewerFormat { found, known }) => return Err(BackupFault::Newer { found, known }),
        Err(error) => return Err(BackupFault::Damaged(error.to_string())),
    }
    Ok(manifest)
}

fn verified(note: &[u8], key: &VerifierKey) -> Result<Manifest, BackupFault> {
    let manifest = Manifest::read(titled(note, key, TITLE, FORM)?, key).ok_or(NotTaken::Strange)?;
    if manifest.format > store::FORMAT {
        return Err(BackupFault::Newer { found: manifest.format, known: store::FORMAT });
    }
    Ok(manifest)
}

impl From<NotTaken> for BackupFault {
    fn from(why: NotTaken) -> Self {
        match why {
            NotTaken::Unsigned(error) => Self::Unsigned(error),
            NotTaken::Foreign => Self::Foreign,
            NotTaken::Changed => Self::Changed,
            NotTaken::Strange => Self::Damaged("the manifest says what no version of this program writes".to_owned()),
            NotTaken::Newer(found) => Self::Newer { found, known: FORM },
        }
    }
}

/// Whether a copy was sealed with these keys.
pub(crate) fn opens(tenant: &TenantKeys, copy: &dyn Store) -> Result<(), VaultError> {
    let other = || VaultError::Keys("the root key is not the one this data was sealed with".to_owned());
    let found = copy.blob(CHECK)?.ok_or_else(other)?;
    tenant.shelf.open(&place::blob(CHECK, found.version), &found.sealed).map(drop).map_err(|_| other())
}

/// Length and SHA-256 of a file.
pub(crate) fn measured(path: &Path) -> std::io::Result<(u64, [u8; 32])> {
    digest_of(&mut File::open(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(text: &str) -> (Vec<u8>, VerifierKey) {
        let keys = TenantKeys::derive(&crate::seal::Secret([4; 32]), "village");
        (keys.backups.sign(text).unwrap().into_bytes(), keys.backups.verifier())
    }

    #[test]
    fn a_manifest_reads_back_and_everything_else_is_refused_by_what_is_wrong() {
        let (_, key) = signed("x\n");
        let manifest = Manifest { made_at: UnixTime(7), format: store::FORMAT, bytes: 9, digest: [1; 32] };
        let text = manifest.text(&key);
        let check = |text: &str| verified(&signed(text).0, &key);
        assert_eq!(check(&text).unwrap(), manifest);
        let newer = store::FORMAT + 1;
        for (text, due) in [
            (text.replace("backup 1", "backup 2"), "form 2"),
            (text.replace(&format!("format {}", store::FORMAT), &format!("format {newer}")), "reads up to"),
            (text.replace("bytes 9", "bytes 09"), "damaged"),
            (text.replace("made", "Made"), "damaged"),
            ("tea\n".to_owned(), "damaged"),
        ] {
            let said = check(&text).unwrap_err().to_string();
            assert!(said.contains(due), "{said}");
        }
        let receipts = TenantKeys::derive(&crate::seal::Secret([4; 32]), "village").note;
        assert!(matches!(verified(receipts.sign(&text).unwrap().as_bytes(), &key), Err(BackupFault::Foreign)));
        assert!(matches!(verified(b"", &key), Err(BackupFault::Unsigned(_))));
        let changed = String::from_utf8(signed(&text).0).unwrap().replace("bytes 9", "bytes 8");
        assert!(matches!(verified(changed.as_bytes(), &key), Err(BackupFault::Changed)));
    }
}
