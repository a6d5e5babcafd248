//! What is too large to be in memory twice: written and read piece by piece, each sealed by itself.
//!
//! # Invariants
//! - The head says which pieces there are and of which version; it is written last, so that the old ones or the new ones are
//!   read whole, whenever the writing is interrupted.
//! - A piece opens only in its own place, and only if it is the very one that the head was written with: it holds the tag of each.

use crate::seal::TAG_BYTES;
use crate::{Vault, VaultError, place, record};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::io::{self, Read, Write as _};
use std::ops::ControlFlow;
use store::{Batch, Expect, Write};

/// How large a piece is; the last one may be smaller.
pub const PIECE_BYTES: usize = 2 << 20;

/// What stands under the name itself.
#[derive(Default, Serialize, Deserialize)]
struct Head {
    /// The number of the form in which the whole is written.
    form: u16,
    /// On which of two sides the pieces are; the next ones are written on the other.
    side: bool,
    /// How each piece ends: the tag of its seal, which no other has.
    tags: Vec<[u8; TAG_BYTES]>,
}

/// Takes what is written, and seals and commits each piece as soon as it is full.
struct Pieces<'a> {
    vault: &'a Vault,
    name: &'a str,
    side: bool,
    piece: Vec<u8>,
    tags: Vec<[u8; TAG_BYTES]>,
    /// What went wrong, if anything: an I/O error can not carry it.
    failed: Option<VaultError>,
}

/// Gives back what was written, one piece after the other.
struct Opened<'a> {
    vault: &'a Vault,
    name: &'a str,
    head: &'a Head,
    next: usize,
    piece: io::Cursor<Vec<u8>>,
    failed: Option<VaultError>,
}

impl Vault {
    /// Keeps under a name what `write` writes, of a form that has this number, in the place of what was there, whether that
    /// can still be read or not.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails, [`VaultError::Form`] when `write` does; what was there stays.
    pub fn write_in_pieces(
        &self,
        name: &str,
        form: u16,
        write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), VaultError> {
        let (version, before) = self.head_before(name)?;
        let side = before.as_ref().is_none_or(|before| !before.side);
        let mut pieces = Pieces { vault: self, name, side, piece: Vec::new(), tags: Vec::new(), failed: None };
        let written = write(&mut pieces).and_then(|()| pieces.flush());
        if let Some(failed) = pieces.failed {
            return Err(failed);
        }
        written.map_err(|_| VaultError::Form)?;
        let head = Head { form, side: pieces.side, tags: pieces.tags };
        let stale = match before {
            Some(before) => self.stale(name, &head, &before)?,
            None => self.all_but(name, &head)?,
        };
        let head = self.keep_in(name, version, &head)?;
        Ok(self.commit(Batch { writes: std::iter::once(head).chain(stale).collect(), urgent: false })?)
    }

    /// What is kept under a name in pieces: the number of its form, and what `read` makes of it where it takes that form.
    /// `None` where nothing is. Not to be read while another thread writes under the same name.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails, [`VaultError::Sealed`] when a piece is damaged or not the one that it was, and
    /// what `read` fails with.
    pub fn read_in_pieces<T>(
        &self,
        name: &str,
        read: impl FnOnce(u16, &mut dyn io::Read) -> Result<T, VaultError>,
    ) -> Result<Option<T>, VaultError> {
        let (version, head) = self.head_of(name)?;
        if version == 0 {
            return Ok(None);
        }
        let mut opened = Opened { vault: self, name, head: &head, next: 0, piece: io::Cursor::default(), failed: None };
        let read = read(head.form, &mut opened);
        opened.failed.map_or(read.map(Some), Err)
    }

    /// The head under a name, with its version. What was written before there were pieces has none, and the form 0.
    fn head_of(&self, name: &str) -> Result<(u64, Head), VaultError> {
        let Some(found) = self.store.blob(name)? else { return Ok((0, Head::default())) };
        let plain = self.tenant.shelf.open(&place::blob(name, found.version), &found.sealed)?;
        Ok((found.version, record::decode(&plain).unwrap_or_default()))
    }

    /// The head that is written over. Of one that does not open only the version is known.
    fn head_before(&self, name: &str) -> Result<(u64, Option<Head>), VaultError> {
        match self.head_of(name) {
            Err(VaultError::Sealed) => Ok((self.store.blob_version(name)?, None)),
            head => head.map(|(version, head)| (version, Some(head))),
        }
    }

    /// What takes away every piece but those of a new head, where nobody knows which there were.
    fn all_but(&self, name: &str, head: &Head) -> Result<Vec<Write>, VaultError> {
        let new: HashSet<String> = (0..head.tags.len()).map(|at| piece_name(name, head.side, at)).collect();
        let mut stale = Vec::new();
        self.store.scan_blobs(&format!("{name}/"), &mut |(name, _)| {
            if !new.contains(&name) {
                stale.push(Write::DeleteBlob { name });
            }
            ControlFlow::Continue(())
        })?;
        Ok(stale)
    }

    /// What takes away the pieces that a new head leaves behind: those of before, and of a writing that was interrupted.
    fn stale(&self, name: &str, head: &Head, before: &Head) -> Result<Vec<Write>, VaultError> {
        let mut stale = Vec::new();
        for (side, from, known) in [(!head.side, 0, before.tags.len()), (head.side, head.tags.len(), 0)] {
            for at in from.. {
                let name = piece_name(name, side, at);
                if at >= known && self.store.blob_version(&name)? == 0 {
                    break;
                }
                stale.push(Write::DeleteBlob { name });
            }
        }
        Ok(stale)
    }
}

// === impl Pieces ===

impl Pieces<'_> {
    /// Seals and commits what is there as the next piece.
    fn commit(&mut self) -> Result<(), VaultError> {
        let name = piece_name(self.name, self.side, self.tags.len());
        let version = self.vault.store.blob_version(&name)?;
        let sealed = self.vault.tenant.shelf.seal(&place::blob(&name, version + 1), &self.piece)?;
        self.tags.push(tag_of(&sealed)?);
        self.vault.commit(Batch::new().and(Write::PutBlob { name, expect: Expect::of(version), sealed }))?;
        self.piece.clear();
        Ok(())
    }

    /// Nothing more is written behind a piece that could not be kept, also not by a buffer that is dropped.
    fn still_whole(&self) -> io::Result<()> {
        match self.failed {
            None => Ok(()),
            Some(_) => Err(io::Error::other("a piece could not be kept")),
        }
    }
}

impl io::Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.still_whole()?;
        if self.piece.len() == PIECE_BYTES {
            self.flush()?;
        }
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.still_whole()?;
        if self.piece.is_empty() {
            return Ok(());
        }
        self.commit().or_else(|failed| {
            self.failed = Some(failed);
            self.still_whole()
        })
    }
}

// === impl Opened ===

impl Opened<'_> {
    /// Opens the next piece; nothing where there is none left.
    fn open(&mut self) -> Result<Vec<u8>, VaultError> {
        let Some(tag) = self.head.tags.get(self.next) else { return Ok(Vec::new()) };
        let name = piece_name(self.name, self.head.side, self.next);
        let found = self.vault.store.blob(&name)?.ok_or(VaultError::Sealed)?;
        if tag_of(&found.sealed)? != *tag {
            return Err(VaultError::Sealed);
        }
        self.next += 1;
        Ok(self.vault.tenant.shelf.open(&place::blob(&name, found.version), &found.sealed)?.to_vec())
    }
}

impl Read for Opened<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.piece.position() == self.piece.get_ref().len() as u64 {
            let piece = self.open().map_err(|failed| {
                self.failed = Some(failed);
                io::Error::other("a piece could not be read")
            })?;
            self.piece = io::Cursor::new(piece);
        }
        self.piece.read(into)
    }
}

/// The name of a piece.
fn piece_name(name: &str, side: bool, at: usize) -> String {
    format!("{name}/{}/{at}", u8::from(side))
}

fn tag_of(sealed: &[u8]) -> Result<[u8; TAG_BYTES], VaultError> {
    sealed.last_chunk().copied().ok_or(VaultError::Sealed)
}
