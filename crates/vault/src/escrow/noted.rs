//! Escrows beside the keys, one small file each, and in the data: which are in force, and which were dropped.
//!
//! A file, and no record, so that one can be made and dropped while a server has the keyring; the data know of them, too, so
//! that none is forgotten when the key directory is lost.

use super::{Escrow, KEPT_DAYS};
use crate::receipts::unhex;
use crate::{Happening, Vault, VaultError, files};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use store::{Batch, StoreError};

/// What the name of a note ends with; in front is the escrow's own.
const IN_FORCE: &str = ".escrow";
/// As [`IN_FORCE`], of one whose secret was destroyed early, until the log has it.
const DROPPED: &str = ".escrow-dropped";
/// The blob by which the data know of escrows.
pub(super) const KNOWN: &str = "vault/escrows";

/// An escrow as the data know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) escrow: Escrow,
    pub(super) dropped: bool,
}

fn failed(error: std::io::Error) -> VaultError {
    VaultError::Keys(format!("the notes of escrows can not be read: {}", error.kind()))
}

/// Notes an escrow beside the keys, durably.
pub(super) fn note(keys: &Path, escrow: &Escrow) -> Result<(), VaultError> {
    let text = format!("made {}\nends {}\n", escrow.made_at.0, escrow.ends_at.0);
    files::replace(&at(keys, &escrow.id, IN_FORCE), text.as_bytes())
}

/// Takes the note of an escrow away that nobody has.
pub(super) fn unnote(keys: &Path, escrow: &Escrow) {
    drop(fs::remove_file(at(keys, &escrow.id, IN_FORCE)));
}

fn at(keys: &Path, id: &str, ending: &str) -> PathBuf {
    keys.join(format!("{id}{ending}"))
}

/// The escrows that are noted beside the keys, the oldest first; those past their end are there for another month.
///
/// # Errors
/// [`VaultError::Keys`] where a note can not be read.
pub fn escrows(keys: &Path) -> Result<Vec<Escrow>, VaultError> {
    let mut found = noted(keys, IN_FORCE)?;
    found.sort_by(|a, b| (a.made_at, &a.id).cmp(&(b.made_at, &b.id)));
    Ok(found)
}

fn noted(keys: &Path, ending: &str) -> Result<Vec<Escrow>, VaultError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(keys).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let Some(id) = name.to_str().and_then(|name| name.strip_suffix(ending)) else { continue };
        if unhex::<16>(id).is_none() {
            continue;
        }
        match fs::read_to_string(keys.join(&name)) {
            // Dropped, or past its end, meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            text => found.push(read(id, &text.map_err(failed)?).ok_or(VaultError::Form)?),
        }
    }
    Ok(found)
}

fn read(id: &str, text: &str) -> Option<Escrow> {
    let (made, ends) = text.strip_prefix("made ")?.strip_suffix('\n')?.split_once("\nends ")?;
    let time = |text: &str| text.parse().ok().map(UnixTime);
    Some(Escrow { id: id.to_owned(), made_at: time(made)?, ends_at: time(ends)? })
}

/// Says that the secret of an escrow was destroyed before its end. Returns whether there is such an escrow in force.
///
/// # Errors
/// [`VaultError::Keys`] where its note can not be changed.
pub fn drop_escrow(keys: &Path, id: &str) -> Result<bool, VaultError> {
    if unhex::<16>(id).is_none() {
        return Ok(false);
    }
    match fs::rename(at(keys, id, IN_FORCE), at(keys, id, DROPPED)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        done => done.and_then(|()| fs::File::open(keys)?.sync_all()).map(|()| true).map_err(failed),
    }
}

impl Vault {
    /// Until when an escrow that is in force could open what is erased now; `None` where there is none.
    ///
    /// # Errors
    /// [`VaultError::Keys`] where that can not be told.
    pub fn horizon(&self, now: UnixTime) -> Result<Option<UnixTime>, VaultError> {
        let Some(keys) = &self.keys_dir else { return Ok(None) };
        Ok(escrows(keys)?.into_iter().map(|escrow| escrow.ends_at).filter(|ends| *ends > now).max())
    }

    /// Notes for the log which escrows were made and dropped since the last call, and takes the notes away of those that
    /// are long past their end.
    ///
    /// # Errors
    /// [`VaultError`] when the ground or the key directory fails.
    pub fn note_escrows(&self, now: UnixTime) -> Result<(), VaultError> {
        let Some(keys) = &self.keys_dir else { return Ok(()) };
        let (in_force, dropped) = (escrows(keys)?, noted(keys, DROPPED)?);
        let (version, was) = self.kept_in::<Vec<Known>>(KNOWN)?;
        let is_over = |escrow: &Escrow| escrow.ends_at.plus(KEPT_DAYS * DAY_SECONDS) <= now;
        let (mut known, mut said) = (was.clone(), Vec::new());
        for escrow in in_force.iter().chain(&dropped).filter(|escrow| !is_over(escrow)) {
            if !known.iter().any(|known| known.escrow.id == escrow.id) {
                said.push(format!("escrow {} made, ends at {}", escrow.id, escrow.ends_at.0));
                known.push(Known { escrow: escrow.clone(), dropped: false });
            }
        }
        for known in known.iter_mut().filter(|known| !known.dropped) {
            known.dropped = dropped.iter().any(|escrow| escrow.id == known.escrow.id);
            said.extend(known.dropped.then(|| format!("escrow {} dropped", known.escrow.id)));
        }
        known.retain(|known| !is_over(&known.escrow));
        if known != was {
            let mut batch = Batch::new().and(self.keep_in(KNOWN, version, &known)?).urgent_if(true);
            for words in said {
                batch = batch.and(self.noted_words(now, Happening::Operator, words)?);
            }
            match self.commit(batch) {
                // The next call does it.
                Err(StoreError::Conflict) => return Ok(()),
                done => done?,
            }
        }
        let over = in_force.iter().filter(|escrow| is_over(escrow)).map(|escrow| at(keys, &escrow.id, IN_FORCE));
        let entered = dropped.iter().map(|escrow| at(keys, &escrow.id, DROPPED));
        over.chain(entered).for_each(|note| drop(fs::remove_file(note)));
        Ok(())
    }
}
