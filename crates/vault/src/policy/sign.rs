//! Who a policy comes from: an Ed25519 signature (RFC 8032) over every file of its directory.

use super::bundle;
use super::text::Source;
use crate::seal::{Secret, files};
use crate::{VaultError, receipts};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use std::fs;
use std::path::{Path, PathBuf};

/// The signature's file in a policy's directory.
pub(super) const SIGNATURE: &str = "policy.sig";
/// What is signed is a policy of this form, and nothing else.
const CONTEXT: &[u8] = b"assent policy 1\n";
/// Longest file of a key or a signature, in bytes.
const KEY_FILE_BYTES_MAX: usize = 1_024;

/// Makes a key to sign policies with: the secret one in a file, readable by its owner alone, the public one beside it
/// with `.pub` at the end of its name. Returns the public one's file.
///
/// # Errors
/// [`VaultError::Keys`] when a file of that name is there, or can not be written.
pub fn keygen(secret: &Path) -> Result<PathBuf, VaultError> {
    let public = public_of(secret);
    if secret.exists() || public.exists() {
        return Err(VaultError::Keys("there is a file of that name already".to_owned()));
    }
    let seed = Secret::random()?;
    let key = SigningKey::from_bytes(&seed.0);
    files::replace(secret, format!("{}\n", receipts::hex(&seed.0)).as_bytes())?;
    let shown = format!("{}\n", receipts::hex(&key.verifying_key().to_bytes()));
    fs::write(&public, shown).map_err(|error| failed("the public key can not be written", &error))?;
    Ok(public)
}

/// Signs the files of a policy's directory as they are, and returns where the signature is.
///
/// # Errors
/// [`VaultError::Keys`] when the key is missing, readable by others or none; [`VaultError::Policy`] when the policy is
/// not valid.
pub fn sign(dir: &Path, secret: &Path) -> Result<PathBuf, VaultError> {
    super::Policy::over(dir, None)?;
    files::check_private(secret)?;
    let text = files::read(secret)?;
    let seed = std::str::from_utf8(&text).ok().and_then(unhex::<32>);
    let seed = Secret(seed.ok_or_else(|| VaultError::Keys("the key to sign with is none".to_owned()))?);
    let signature = SigningKey::from_bytes(&seed.0).sign(&message(&bundle::files(dir)?));
    let place = dir.join(SIGNATURE);
    fs::write(&place, format!("{}\n", receipts::hex(&signature.to_bytes())))
        .map_err(|error| failed("the signature can not be written", &error))?;
    Ok(place)
}

/// Checks the signature of a policy's directory against a public key.
///
/// # Errors
/// [`VaultError::Policy`] when it is missing or another's, or a file has changed since.
pub fn verify(dir: &Path, public: &Path) -> Result<(), VaultError> {
    verify_files(dir, &bundle::files(dir)?, public)
}

/// As [`verify`], for files that were read: what is checked is what is used.
pub(super) fn verify_files(dir: &Path, files: &[Source], public: &Path) -> Result<(), VaultError> {
    let refused = |says: &str| VaultError::Policy(says.to_owned());
    let key = small(public).ok_or_else(|| refused("the public key of the policy can not be read"))?;
    let key = unhex::<32>(&key).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
    let key = key.ok_or_else(|| refused("the public key of the policy is none"))?;
    let signature = small(&dir.join(SIGNATURE)).ok_or_else(|| refused("the policy is not signed"))?;
    let signature = unhex::<64>(&signature).ok_or_else(|| refused("the policy's signature is none"))?;
    key.verify_strict(&message(files), &Signature::from_bytes(&signature))
        .map_err(|_| refused("the policy's signature is another's, or a file has changed since"))
}

/// The files as bytes in which no two sets of files are alike: every part carries its length.
fn message(files: &[Source]) -> Vec<u8> {
    let mut out = CONTEXT.to_vec();
    for part in files.iter().flat_map(|file| [file.name.as_bytes(), file.text.as_bytes()]) {
        out.extend_from_slice(&(part.len() as u64).to_le_bytes());
        out.extend_from_slice(part);
    }
    out
}

fn public_of(secret: &Path) -> PathBuf {
    let mut name = secret.as_os_str().to_owned();
    name.push(".pub");
    PathBuf::from(name)
}

fn small(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok().filter(|text| text.len() <= KEY_FILE_BYTES_MAX)
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    receipts::unhex(text.trim())
}

fn failed(what: &str, error: &std::io::Error) -> VaultError {
    VaultError::Keys(format!("{what}: {}", error.kind()))
}
