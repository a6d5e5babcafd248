//! Small secret files: written whole or not at all, private to one user, and destroyed when they are replaced.

use crate::VaultError;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

fn failed(what: &str) -> impl Fn(io::Error) -> VaultError + '_ {
    move |error| VaultError::Keys(format!("{what}: {}", error.kind()))
}

/// Makes the key directory, readable by its owner alone, and its name durable.
pub(crate) fn make_dir(dir: &Path) -> Result<(), VaultError> {
    if dir.is_dir() {
        return Ok(());
    }
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).and_then(|()| sync_dir(dir));
    made.map_err(failed("the key directory can not be made"))
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

/// Writes a secret file durably, whole or not at all, and overwrites the bytes of the one that it replaces. What a crash
/// left of an earlier time is overwritten first: see [`wipe_leftovers`].
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
    wipe_leftovers(path)?;
    replace_inner(path, bytes).map_err(failed("a key file can not be written"))
}

/// Overwrites what a crash left beside a secret file: a new one that did not come into force, and an old one that did not
/// go. Without this the bytes of a destroyed secret would stay on the disk, in blocks that nobody owns.
pub(crate) fn wipe_leftovers(path: &Path) -> Result<(), VaultError> {
    [FRESH, OLD]
        .iter()
        .try_for_each(|ending| wipe(&beside(path, ending), path))
        .map_err(failed("what a crash left of a key file can not be destroyed"))
}

/// Overwrites a secret file and takes it away; nothing where there is none.
pub(crate) fn destroy(path: &Path) -> io::Result<()> {
    let Some(file) = open_existing(path)? else { return Ok(()) };
    overwrite(file)?;
    fs::remove_file(path)
}

/// What a secret file is called behind its own name before it is in force, and after, until its bytes are destroyed.
const FRESH: &str = ".assent-new";
const OLD: &str = ".assent-old";

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn replace_inner(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (fresh, old) = (beside(path, FRESH), beside(path, OLD));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    let replaced = open_existing(path)?;
    // A second name, so that a crash leaves no block of it without a name before it is overwritten. A file system without
    // second names is no worse than without this.
    let is_named = replaced.is_some() && fs::hard_link(path, &old).is_ok();
    fs::rename(&fresh, path)?;
    sync_dir(path)?;
    match replaced {
        Some(replaced) if !is_named => overwrite(replaced),
        _ => wipe(&old, path),
    }
}

/// Overwrites a file and takes it away; its name alone where it is the file in force; nothing where there is none.
fn wipe(left: &Path, in_force: &Path) -> io::Result<()> {
    let Some(file) = open_existing(left)? else { return Ok(()) };
    let found = file.metadata()?;
    let is_same = fs::metadata(in_force).is_ok_and(|now| (now.dev(), now.ino()) == (found.dev(), found.ino()));
    if !is_same {
        overwrite(file)?;
    }
    fs::remove_file(left)?;
    sync_dir(in_force)
}

fn open_existing(path: &Path) -> io::Result<Option<File>> {
    match OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some),
    }
}

/// The bytes go, as far as the file system writes in place.
fn overwrite(mut file: File) -> io::Result<()> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    file.write_all(&vec![0; length])?;
    file.sync_all()
}

/// Makes the name of a file durable.
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    let dir = path.parent().map(|dir| if dir.as_os_str().is_empty() { Path::new(".") } else { dir });
    dir.map_or(Ok(()), |dir| File::open(dir)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with a secret file in force, and what else a crash left beside it.
    fn left_by_a_crash(leaves: impl FnOnce(&Path)) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("slot");
        replace(&path, b"one").unwrap();
        leaves(&path);
        (dir, path)
    }

    fn names(dir: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What is left on the disk where the machine stopped half-way.
    type Crash<'a> = &'a dyn Fn(&Path);

    #[test]
    fn a_secret_that_is_replaced_is_overwritten_where_it_stood_whenever_a_crash_came_between() {
        // With one more name on the bytes that have to go, as a raw disk would show them.
        let in_the_way = |path: &Path| fs::write(beside(path, FRESH), b"two").unwrap();
        let named_twice = |path: &Path| fs::hard_link(path, beside(path, OLD)).unwrap();
        let crashes: [(&str, Crash<'_>); 3] = [
            (FRESH, &in_the_way),
            (FRESH, &|path: &Path| {
                in_the_way(path);
                named_twice(path);
            }),
            (OLD, &|path: &Path| {
                in_the_way(path);
                named_twice(path);
                fs::rename(beside(path, FRESH), path).unwrap();
            }),
        ];
        for (number, (goes, crash)) in crashes.into_iter().enumerate() {
            let (dir, path) = left_by_a_crash(crash);
            let in_force = fs::read(&path).unwrap();
            let seen = tempfile::tempdir_in(dir.path().parent().unwrap()).unwrap();
            fs::hard_link(beside(&path, goes), seen.path().join("block")).unwrap();
            wipe_leftovers(&path).unwrap();
            assert_eq!(fs::read(seen.path().join("block")).unwrap(), [0; 3], "{number}: its blocks are overwritten");
            assert_eq!((names(dir.path()), fs::read(&path).unwrap()), (vec!["slot".to_owned()], in_force), "{number}");
        }
    }

    #[test]
    fn a_secret_file_is_replaced_and_the_one_before_is_overwritten() {
        let (dir, path) = left_by_a_crash(|_| {});
        let seen = dir.path().join("seen");
        fs::hard_link(&path, &seen).unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!((fs::read(&path).unwrap(), fs::read(&seen).unwrap()), (b"two".to_vec(), vec![0; 3]));
        assert_eq!(names(dir.path()), ["seen", "slot"]);
    }
}
