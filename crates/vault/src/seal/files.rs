//! Small secret files: written whole or not at all, private to one user, and destroyed when they are replaced.

use crate::VaultError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use zeroize::Zeroizing;

fn failed(what: &str) -> impl Fn(io::Error) -> VaultError + '_ {
    move |error| VaultError::Keys(format!("{what}: {}", error.kind()))
}

/// Makes the key directory, readable by its owner alone.
pub(crate) fn make_dir(dir: &Path) -> Result<(), VaultError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(failed("the key directory can not be made"))
}

/// Refuses a secret file that anybody but its owner may read.
pub(crate) fn check_private(path: &Path) -> Result<(), VaultError> {
    let mode = fs::metadata(path).map_err(failed("a key file is missing"))?.mode();
    if mode & 0o077 != 0 {
        return Err(VaultError::Keys("a key file can be read by others: make it private (chmod 600)".into()));
    }
    Ok(())
}

/// Reads a secret file; the bytes are wiped when they go.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    fs::read(path).map(Zeroizing::new).map_err(failed("a key file can not be read"))
}

/// Writes a secret file durably, whole or not at all, and overwrites the bytes of the one that it replaces.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    replace_inner(path, bytes).map_err(failed("a key file can not be written"))
}

fn replace_inner(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = match OpenOptions::new().write(true).open(path) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let fresh = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    if let Some(dir) = path.parent() {
        File::open(dir)?.sync_all()?;
    }
    old.map_or(Ok(()), overwrite)
}

/// The file has no name any more; its bytes go too, as far as the file system writes in place.
fn overwrite(mut file: File) -> io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    file.rewind()?;
    file.write_all(&vec![0; length])?;
    file.sync_all()
}
