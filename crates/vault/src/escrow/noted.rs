//! Escrows beside the keys, one small file each, and in the data: which are in force, and which were dropped.
//!
//! A file, and no record, so that one can be made and dropped while a server has the keyring; the data know of them, too, so
//! that none is forgotten when the key directory is lost, or a note alone. A note says all in its name: nothing has to be
//! read, and no note keeps anybody from being erased.

use super::{Escrow, KEPT_DAYS};
use crate::receipts::unhex;
use crate::recipients::readable;
use crate::{Happening, Vault, VaultError, files};
use domain::{DAY_SECONDS, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use store::{Batch, StoreError};

/// What the name of a note ends with; in front are the escrow's own, when it was made, and when it ends.
const IN_FORCE: &str = ".escrow";
/// As [`IN_FORCE`], of one whose secret was destroyed early, as long as an older copy of the data may not know that.
const DROPPED: &str = ".escrow-dropped";
/// The blob by which the data know of escrows.
pub(super) const KNOWN: &str = "vault/escrows";

/// An escrow as the data know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    pub(super) escrow: Escrow,
    pub(super) dropped: bool,
}

/// A note as it is found.
struct Note {
    /// The escrow's own name.
    id: String,
    /// `None` where the rest of the note's name was changed.
    escrow: Option<Escrow>,
    path: PathBuf,
}

fn failed(error: std::io::Error) -> VaultError {
    VaultError::Keys(format!("the notes of escrows can not be used: {}", error.kind()))
}

/// Notes an escrow beside the keys, durably.
pub(super) fn note(keys: &Path, escrow: &Escrow) -> Result<(), VaultError> {
    files::replace(&at(keys, escrow, IN_FORCE), b"")
}

/// As [`note`], for one that was dropped.
pub(super) fn note_dropped(keys: &Path, escrow: &Escrow) -> Result<(), VaultError> {
    files::replace(&at(keys, escrow, DROPPED), b"")
}

/// Takes an escrow back that nobody has. A server may have seen its note: to it, it was dropped.
pub(super) fn unnote(keys: &Path, escrow: &Escrow) {
    drop(fs::rename(at(keys, escrow, IN_FORCE), at(keys, escrow, DROPPED)));
}

fn at(keys: &Path, escrow: &Escrow, ending: &str) -> PathBuf {
    let Escrow { id, made_at, ends_at } = escrow;
    keys.join(format!("{id}.{}.{}{ending}", made_at.0, ends_at.0))
}

/// The escrows that are noted beside the keys, the oldest first; those past their end are there for another month.
///
/// # Errors
/// [`VaultError::Keys`] where a note says nothing any more; it names the note.
pub fn escrows(keys: &Path) -> Result<Vec<Escrow>, VaultError> {
    let damaged = |note: Note| {
        note.escrow.ok_or_else(|| VaultError::Keys(format!("a note of an escrow is damaged: {}", note.path.display())))
    };
    let mut found = notes(keys, IN_FORCE)?.into_iter().map(damaged).collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| (a.made_at, &a.id).cmp(&(b.made_at, &b.id)));
    Ok(found)
}

fn notes(keys: &Path, ending: &str) -> Result<Vec<Note>, VaultError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(keys).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(ending));
        found.extend(name.and_then(|name| read(name, &path)));
    }
    Ok(found)
}

fn read(name: &str, path: &Path) -> Option<Note> {
    let (id, times) = name.split_once('.').unwrap_or((name, ""));
    unhex::<16>(id)?;
    let time = |text: &str| text.parse().ok().map(UnixTime);
    let times = times.split_once('.').and_then(|(made, ends)| Some((time(made)?, time(ends)?)));
    let escrow = times.map(|(made_at, ends_at)| Escrow { id: id.to_owned(), made_at, ends_at });
    Some(Note { id: id.to_owned(), escrow, path: path.to_owned() })
}

fn dropped_ids(dropped: &[Note]) -> BTreeSet<&str> {
    dropped.iter().map(|note| note.id.as_str()).collect()
}

/// Says that the secret of an escrow was destroyed before its end. Returns whether there is such an escrow in force.
///
/// # Errors
/// [`VaultError::Keys`] where its note can not be changed.
pub fn drop_escrow(keys: &Path, id: &str) -> Result<bool, VaultError> {
    let mut any = false;
    for note in notes(keys, IN_FORCE)?.into_iter().filter(|note| note.id == id) {
        match fs::rename(&note.path, note.path.with_extension(&DROPPED[1..])) {
            // Dropped, or past its end, meanwhile.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            done => {
                done.and_then(|()| files::sync_dir(&note.path)).map_err(failed)?;
                any = true;
            }
        }
    }
    Ok(any)
}

impl Vault {
    /// Until when an escrow that is in force could open what is erased now; `None` where there is none. By the notes, and by
    /// what the data know: a note may be lost.
    ///
    /// # Errors
    /// [`VaultError::Keys`] where the key directory can not be listed.
    pub fn horizon(&self, now: UnixTime) -> Result<Option<UnixTime>, VaultError> {
        let Some(keys) = &self.keys_dir else { return Ok(None) };
        let (in_force, dropped) = (notes(keys, IN_FORCE)?, notes(keys, DROPPED)?);
        let known = readable(self.kept_in::<Vec<Known>>(KNOWN))?.unwrap_or_default().1;
        let known = known.into_iter().filter(|known| !known.dropped).map(|known| known.escrow);
        let dropped = dropped_ids(&dropped);
        let all = in_force.into_iter().filter_map(|note| note.escrow).chain(known);
        let stand = all.filter(|escrow| !dropped.contains(escrow.id.as_str()));
        Ok(stand.map(|escrow| escrow.ends_at).filter(|ends| *ends > now).max())
    }

    /// Notes for the log which escrows were made and dropped since the last call, and takes the notes away of those that
    /// are long past their end. Those dropped stay noted until then: a copy of the data may be put back that does not know.
    ///
    /// # Errors
    /// [`VaultError`] when the ground or the key directory fails.
    pub fn note_escrows(&self, now: UnixTime) -> Result<(), VaultError> {
        let Some(keys) = &self.keys_dir else { return Ok(()) };
        let (in_force, dropped) = (notes(keys, IN_FORCE)?, notes(keys, DROPPED)?);
        let (version, was) = self.kept_in::<Vec<Known>>(KNOWN)?;
        let is_over = |escrow: &Escrow| escrow.ends_at.plus(KEPT_DAYS * DAY_SECONDS) <= now;
        let all: Vec<_> = in_force.iter().chain(&dropped).collect();
        let (mut known, mut said) = (was.clone(), Vec::new());
        for escrow in all.iter().filter_map(|note| note.escrow.as_ref()).filter(|escrow| !is_over(escrow)) {
            if !known.iter().any(|known| known.escrow.id == escrow.id) {
                said.push(format!("escrow {} made, ends at {}", escrow.id, escrow.ends_at.0));
                known.push(Known { escrow: escrow.clone(), dropped: false });
            }
        }
        let ids = dropped_ids(&dropped);
        for known in known.iter_mut().filter(|known| !known.dropped) {
            known.dropped = ids.contains(known.escrow.id.as_str());
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
        let over = all.iter().filter(|note| note.escrow.as_ref().is_some_and(is_over));
        over.for_each(|note| drop(fs::remove_file(&note.path)));
        Ok(())
    }
}
