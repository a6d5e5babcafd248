//! The two halves of a note's key: the shop's, which signs, and everybody's, which shows who signed.

use super::{Note, NoteError, line};
use crate::receipts::{hex, unhex};
use crate::seal::{Secret, sha256};
use crate::{Vault, VaultError};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::fmt;

/// How many bytes name a key within its name.
pub(super) const KEY_ID_BYTES: usize = 4;
/// The kinds of signatures of the specifications, as far as they are read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignatureKind {
    /// Ed25519 over the text (C2SP signed-note).
    Ed25519 = 1,
    /// Ed25519 over a time and the text: a witness saw it then (C2SP tlog-cosignature, v1).
    Cosignature = 4,
}

impl SignatureKind {
    const fn read(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Ed25519),
            4 => Some(Self::Cosignature),
            _ => None,
        }
    }
}

/// What a tenant's name stands behind, so that keys of different products are not taken for one another.
const HOUSE: &str = "assent.local";

/// The half that signs, of one tenant: named after them, derived from the root key.
pub(crate) struct NoteSigner {
    name: String,
    kind: SignatureKind,
    seed: Secret,
}

/// The half that shows who signed: `name+id+key`, in the form that the specification calls a vkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureKind,
    id: [u8; KEY_ID_BYTES],
    key: VerifyingKey,
}

/// Whether a text may name a key: not empty, without spaces and plus signs.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// What names a key: its name, the kind of signature, and the key itself.
fn key_id(name: &str, kind: SignatureKind, key: &VerifyingKey) -> [u8; KEY_ID_BYTES] {
    let mut hash = Sha256::new();
    for part in [name.as_bytes(), b"\n", &[kind as u8], key.as_bytes()] {
        hash.update(part);
    }
    let hash: [u8; 32] = hash.finalize().into();
    let mut id = [0; KEY_ID_BYTES];
    id.copy_from_slice(&hash[..KEY_ID_BYTES]);
    id
}

/// What a witness signs.
fn seen_at(seconds: u64, text: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {seconds}\n").as_bytes(), text].concat()
}

// === impl NoteSigner ===

impl NoteSigner {
    /// The signer of a tenant.
    pub(crate) fn new(tenant: &str, seed: &Secret) -> Self {
        Self { name: format!("{HOUSE}/{tenant}"), kind: SignatureKind::Ed25519, seed: seed.clone() }
    }

    /// The signer of a witness, under a name of its own.
    pub(super) fn of_witness(name: &str, seed: &Secret) -> Result<Self, NoteError> {
        let named = Self { name: name.to_owned(), kind: SignatureKind::Cosignature, seed: seed.clone() };
        if is_name(name) { Ok(named) } else { Err(NoteError::Key) }
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.seed.0)
    }

    pub(crate) fn verifier(&self) -> VerifierKey {
        let key = self.key().verifying_key();
        VerifierKey { id: key_id(&self.name, self.kind, &key), name: self.name.clone(), kind: self.kind, key }
    }

    /// The line of a cosignature below a text: that it was seen at a time, in seconds since 1970.
    pub(super) fn cosign(&self, text: &str, seconds: u64) -> String {
        let signature = self.key().sign(&seen_at(seconds, text.as_bytes())).to_bytes();
        line(&self.name, self.verifier().id, &[&seconds.to_be_bytes()[..], &signature].concat())
    }

    /// Signs a text that ends with its newline.
    pub(crate) fn sign(&self, text: &str) -> Result<String, NoteError> {
        let verifier = self.verifier();
        let signature = self.key().sign(text.as_bytes()).to_bytes();
        let note = format!("{text}\n{}", line(&self.name, verifier.id, &signature));
        // Read back before it leaves: a text that is cut short by its own empty lines, or has control characters, is none.
        let read = Note::parse(note.as_bytes())?.verify(std::slice::from_ref(&verifier))?.text == text;
        if read { Ok(note) } else { Err(NoteError::Form) }
    }
}

// === impl VerifierKey ===

impl VerifierKey {
    /// Reads a vkey.
    ///
    /// # Errors
    /// [`NoteError::Key`] where it is none, is of another kind, or does not belong to its own name and id.
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        Self::read(text.trim()).ok_or(NoteError::Key)
    }

    fn read(text: &str) -> Option<Self> {
        // The key is base64 and may hold a plus sign itself.
        let mut parts = text.splitn(3, '+');
        let (name, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let id = unhex::<KEY_ID_BYTES>(id)?;
        let bytes = STANDARD.decode(key).ok()?;
        let (kind, key) = bytes.split_first()?;
        let (kind, key) = (SignatureKind::read(*kind)?, VerifyingKey::from_bytes(key.try_into().ok()?).ok()?);
        let named = || Self { name: name.to_owned(), kind, id, key };
        (is_name(name) && !key.is_weak() && id == key_id(name, kind, &key)).then(named)
    }

    /// The key's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is a witness's: what it signs says when it was seen.
    #[must_use]
    pub fn is_of_witness(&self) -> bool {
        self.kind == SignatureKind::Cosignature
    }

    pub(super) const fn id(&self) -> [u8; KEY_ID_BYTES] {
        self.id
    }

    /// Whether this key made the signature over these bytes.
    pub(super) fn matches(&self, text: &[u8], signature: &[u8]) -> bool {
        let is_by = |text: &[u8], signature: &[u8]| {
            let signature = signature.try_into().map(|bytes| Signature::from_bytes(&bytes));
            signature.is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
        };
        match (self.kind, signature.split_first_chunk::<8>()) {
            (SignatureKind::Ed25519, _) => is_by(text, signature),
            (SignatureKind::Cosignature, Some((at, rest))) => is_by(&seen_at(u64::from_be_bytes(*at), text), rest),
            (SignatureKind::Cosignature, None) => false,
        }
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[self.kind as u8][..], self.key.as_bytes()].concat());
        write!(f, "{}+{}+{key}", self.name, hex(&self.id))
    }
}

// === impl Vault ===

impl Vault {
    /// The key by which everybody can tell what this tenant signed.
    #[must_use]
    pub fn note_key(&self) -> VerifierKey {
        self.tenant.note.verifier()
    }

    /// Signs a text that ends with its newline, as a note.
    ///
    /// # Errors
    /// [`VaultError::Note`] where the text can not be a note's.
    pub fn sign_note(&self, text: &str) -> Result<String, VaultError> {
        Ok(self.tenant.note.sign(text)?)
    }

    /// Signs what some bytes are: a note of three lines, `kind`, their SHA-256 in hexadecimal digits, and how many there are.
    /// Returns the digest and the note.
    ///
    /// # Errors
    /// [`VaultError::Note`] where `kind` can not be a line of a note.
    pub fn sign_bytes(&self, kind: &str, bytes: &[u8]) -> Result<(String, String), VaultError> {
        let digest = hex(&sha256(bytes));
        let note = self.sign_note(&format!("{kind}\n{digest}\n{}\n", bytes.len()))?;
        Ok((digest, note))
    }
}
