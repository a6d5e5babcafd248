//! Signed notes (C2SP signed-note): a text, and lines that say by which key it was signed.
//!
//! # Invariants
//! - A text is handed out only after a key that the caller named has signed it.
//! - What is signed opens again: a note that would not be read is not made.

mod key;
#[cfg(test)]
mod tests;
mod titled;
mod witness;

pub(crate) use key::NoteSigner;
pub use key::VerifierKey;
pub(crate) use titled::{NotTaken, Values, titled};
pub use witness::Witness;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use key::KEY_ID_BYTES;

/// Longest note that is read or made, in bytes.
pub const NOTE_BYTES_MAX: usize = 256 << 10;
/// Most signatures that one note is read with; the specification asks for at least 16.
pub const NOTE_SIGNATURES_MAX: usize = 16;

/// What a signature's line begins with: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// Why a note is not taken. Never carries the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// More than [`NOTE_BYTES_MAX`] bytes.
    #[error("it is longer than NOTE_BYTES_MAX (262144 bytes)")]
    TooLong,
    /// Bytes that are no UTF-8, or control characters in it.
    #[error("it is not plain text: a signed note is UTF-8 without control characters")]
    NotText,
    /// It ends within a line, or has no signature below its text.
    #[error("it is cut off or is no signed note: signatures belong below an empty line, each line with its end")]
    Form,
    /// A line below the text that is no signature.
    #[error("a line below its text is no signature")]
    Line,
    /// More than [`NOTE_SIGNATURES_MAX`] signatures.
    #[error("it has more signatures than NOTE_SIGNATURES_MAX (16)")]
    TooMany,
    /// No signature is by a key that was given.
    #[error("it is signed by another key than the one given")]
    OtherKey,
    /// A signature by a key that was given does not match the text.
    #[error("it was changed after it was signed: the signature does not match")]
    Changed,
    /// A verifier key that is none.
    #[error("the key is no verifier key: name, plus, eight hexadecimal digits, plus, base64")]
    Key,
}

/// One line below a note's text.
struct Signature<'n> {
    name: &'n str,
    id: [u8; KEY_ID_BYTES],
    bytes: Vec<u8>,
}

/// A note that was read and not verified yet: its text is not shown.
pub struct Note<'n> {
    text: &'n str,
    signatures: Vec<Signature<'n>>,
}

/// A text, and the key by which it was found to be signed.
#[derive(Debug)]
pub struct Verified<'n, 'k> {
    /// The text.
    pub text: &'n str,
    /// Whose key signed it.
    pub key: &'k VerifierKey,
}

// === impl Note ===

impl<'n> Note<'n> {
    /// Reads a note's form.
    ///
    /// # Errors
    /// [`NoteError`] with what is wrong with the form.
    pub fn parse(bytes: &'n [u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong);
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::NotText)?;
        if whole.bytes().any(|byte| byte < b' ' && byte != b'\n') {
            return Err(NoteError::NotText);
        }
        // The last empty line parts the text from its signatures; the text keeps its final newline.
        let end = whole.rfind("\n\n").ok_or(NoteError::Form)?;
        let (text, below) = (&whole[..=end], &whole[end + 2..]);
        let lines = below.strip_suffix('\n').ok_or(NoteError::Form)?;
        let signatures = lines.split('\n').map(Signature::parse).collect::<Result<Vec<_>, _>>()?;
        if signatures.len() > NOTE_SIGNATURES_MAX {
            return Err(NoteError::TooMany);
        }
        Ok(Self { text, signatures })
    }

    /// The text, if one of the keys signed it. Signatures by other keys are passed over, as the specification has it; one
    /// by a key of these has to match.
    ///
    /// # Errors
    /// [`NoteError::OtherKey`] where none of the keys signed it, [`NoteError::Changed`] where one did and it does not match.
    pub fn verify<'k>(&self, keys: &'k [VerifierKey]) -> Result<Verified<'n, 'k>, NoteError> {
        let mut signed_by = None;
        for signature in &self.signatures {
            let Some(key) = keys.iter().find(|key| key.name() == signature.name && key.id() == signature.id) else {
                continue;
            };
            if !key.matches(self.text.as_bytes(), &signature.bytes) {
                return Err(NoteError::Changed);
            }
            signed_by = signed_by.or(Some(key));
        }
        signed_by.map(|key| Verified { text: self.text, key }).ok_or(NoteError::OtherKey)
    }

    /// Who says to have signed it: names, and nothing that is proven.
    pub fn claimed_names(&self) -> impl Iterator<Item = &'n str> {
        self.signatures.iter().map(|signature| signature.name)
    }
}

impl<'n> Signature<'n> {
    fn parse(line: &'n str) -> Result<Self, NoteError> {
        let (name, sent) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NoteError::Line)?;
        let bytes = STANDARD.decode(sent).map_err(|_| NoteError::Line)?;
        match bytes.split_first_chunk::<KEY_ID_BYTES>() {
            Some((id, rest)) if key::is_name(name) && !rest.is_empty() => {
                Ok(Self { name, id: *id, bytes: rest.to_vec() })
            }
            _ => Err(NoteError::Line),
        }
    }
}

/// A signature's line, with its end.
fn line(name: &str, id: [u8; KEY_ID_BYTES], signature: &[u8]) -> String {
    format!("{DASH}{name} {}\n", STANDARD.encode([&id[..], signature].concat()))
}
