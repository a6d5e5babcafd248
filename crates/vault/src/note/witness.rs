//! A witness: somebody else's key, which says that a log was seen as it is, and when (C2SP tlog-cosignature).
//!
//! What it may sign is not known here: whoever holds it signs only what grew from what it signed before.

use super::{Note, NoteError, NoteSigner, VerifierKey};
use crate::VaultError;
use crate::seal::{files, keys};
use domain::UnixTime;
use std::path::Path;

/// A witness, with its key at hand.
pub struct Witness(NoteSigner);

impl Witness {
    /// Opens the witness of this name whose key is in a directory, and draws a key where there is none yet.
    ///
    /// # Errors
    /// [`VaultError::Keys`] when the directory can not be used; [`VaultError::Note`] for a name with spaces or plus signs.
    pub fn open(dir: &Path, name: &str) -> Result<Self, VaultError> {
        files::make_dir(dir)?;
        let seed = keys::root(dir, true)?.derive(&[b"assent/v1", b"witness/ed25519"]);
        Ok(Self(NoteSigner::of_witness(name, &seed)?))
    }

    /// The key by which everybody can tell what this witness saw.
    #[must_use]
    pub fn key(&self) -> VerifierKey {
        self.0.verifier()
    }

    /// A note with the line of this witness below the others.
    ///
    /// # Errors
    /// [`NoteError`] where it is no note, or has as many signatures as a note is read with.
    pub fn cosign(&self, note: &str, seen_at: UnixTime) -> Result<String, NoteError> {
        let read = Note::parse(note.as_bytes())?;
        let signed = format!("{note}{}", self.0.cosign(read.text, u64::try_from(seen_at.0).unwrap_or(0)));
        Note::parse(signed.as_bytes())?.verify(&[self.key()])?;
        Ok(signed)
    }
}
