//! Sealing: AES-256-GCM, bound to where the bytes belong.
//!
//! # Invariants
//! - Sealed bytes open only at the place they were sealed for: tenant, table, partition, name and version.
//! - A nonce is drawn anew for every seal; keys are per subject, so few messages share one.

pub(crate) mod files;
pub(crate) mod keyring;
pub(crate) mod keys;

use crate::VaultError;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// How long the nonce is that sealed bytes begin with.
pub(crate) const NONCE_BYTES: usize = 12;
/// How long the tag is that sealed bytes end with.
pub(crate) const TAG_BYTES: usize = 16;
/// How much of a file is read at once, in bytes.
const READ_BYTES: usize = 1 << 20;
/// How many nonces are drawn at a time by whoever seals many things.
const NONCES_AT_ONCE: usize = 64;

/// A 256-bit secret, wiped when it goes.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Secret(pub(crate) [u8; 32]);

/// The place that sealed bytes are bound to.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) partition: &'a [u8],
    pub(crate) name: &'a [u8],
    pub(crate) version: u64,
}

impl Place<'_> {
    /// The place as bytes in which no two places are alike: every part carries its length.
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        for part in [self.table.as_bytes(), self.partition, self.name] {
            out.extend_from_slice(&(part.len() as u64).to_le_bytes());
            out.extend_from_slice(part);
        }
        out.extend_from_slice(&self.version.to_le_bytes());
        out
    }
}

impl Secret {
    /// A secret out of the operating system's randomness.
    pub(crate) fn random() -> Result<Self, VaultError> {
        let mut bytes = [0; 32];
        random(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A secret for one use, derived from this one (HKDF-SHA256, RFC 5869). Secrets for different uses are unrelated.
    pub(crate) fn derive(&self, parts: &[&[u8]]) -> Self {
        let mut out = [0; 32];
        let info: Vec<u8> = parts.iter().flat_map(|p| [&(p.len() as u64).to_le_bytes()[..], p].concat()).collect();
        #[expect(clippy::expect_used, reason = "32 bytes are far below the 8160 that HKDF-SHA256 can give")]
        Hkdf::<Sha256>::new(None, &self.0).expand(&info, &mut out).expect("32 bytes");
        Self(out)
    }

    /// The keyed hash of a text under this secret as its pepper.
    pub(crate) fn hash(&self, text: &[u8]) -> [u8; 32] {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0).expect("any length");
        mac.update(text);
        mac.finalize().into_bytes().into()
    }

    /// The first half of [`Secret::hash`]: a name that can not be read back.
    pub(crate) fn name(&self, text: &[u8]) -> [u8; 16] {
        let mut out = [0; 16];
        out.copy_from_slice(&self.hash(text)[..16]);
        out
    }

    /// Seals `plain` for one place: nonce, then ciphertext, then tag.
    pub(crate) fn seal(&self, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_BYTES];
        random(&mut nonce)?;
        seal_with(&Aes256Gcm::new((&self.0).into()), nonce, place, plain)
    }

    /// Ready to seal many things.
    pub(crate) fn sealer(&self) -> Sealer {
        Sealer { cipher: Aes256Gcm::new((&self.0).into()), nonces: [[0; NONCE_BYTES]; NONCES_AT_ONCE], left: 0 }
    }

    /// Opens what [`Secret::seal`] sealed for the same place; the plaintext is wiped when it goes.
    pub(crate) fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_BYTES).ok_or(VaultError::Sealed)?;
        let split = rest.len().checked_sub(TAG_BYTES).ok_or(VaultError::Sealed)?;
        let (body, tag) = rest.split_at(split);
        let mut plain = Zeroizing::new(body.to_vec());
        let nonce = Nonce::try_from(nonce).map_err(|_| VaultError::Sealed)?;
        let tag = Tag::try_from(tag).map_err(|_| VaultError::Sealed)?;
        Aes256Gcm::new((&self.0).into())
            .decrypt_inout_detached(&nonce, &place.bytes(), plain.as_mut_slice().into(), &tag)
            .map_err(|_| VaultError::Sealed)?;
        Ok(plain)
    }
}

/// A secret whose cipher is set up, for sealing many things: nonces are drawn many at a time, and each is used once.
pub(crate) struct Sealer {
    cipher: Aes256Gcm,
    nonces: [[u8; NONCE_BYTES]; NONCES_AT_ONCE],
    left: usize,
}

impl Sealer {
    /// As [`Secret::seal`].
    pub(crate) fn seal(&mut self, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        if self.left == 0 {
            random(self.nonces.as_flattened_mut())?;
            self.left = NONCES_AT_ONCE;
        }
        self.left -= 1;
        seal_with(&self.cipher, self.nonces[self.left], place, plain)
    }
}

fn seal_with(
    cipher: &Aes256Gcm,
    nonce: [u8; NONCE_BYTES],
    place: &Place<'_>,
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let mut out = Vec::with_capacity(NONCE_BYTES + plain.len() + TAG_BYTES);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(plain);
    seal_in_place(cipher, nonce, place, out)
}

/// Seals what stands behind a nonce.
fn seal_in_place(
    cipher: &Aes256Gcm,
    nonce: [u8; NONCE_BYTES],
    place: &Place<'_>,
    mut out: Vec<u8>,
) -> Result<Vec<u8>, VaultError> {
    let body = out.get_mut(NONCE_BYTES..).ok_or(VaultError::Sealed)?;
    let tag = cipher
        .encrypt_inout_detached(&Nonce::from(nonce), &place.bytes(), body.into())
        .map_err(|_| VaultError::Sealed)?;
    out.extend_from_slice(&tag);
    Ok(out)
}

/// Fills `out` from the operating system's randomness.
pub(crate) fn random(out: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(out).map_err(|_| VaultError::NoRandomness)
}

/// SHA-256 over bytes as they are, for what anybody can work out again.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    Sha256::digest(bytes).into()
}

/// SHA-256 over parts, one behind the other.
pub(crate) fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    use sha2::Digest as _;
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// Length and SHA-256 of everything that is left to read.
pub(crate) fn digest_of(from: &mut impl std::io::Read) -> std::io::Result<(u64, [u8; 32])> {
    use sha2::Digest as _;
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0, vec![0; READ_BYTES]);
    loop {
        match from.read(&mut piece)? {
            0 => return Ok((bytes, hash.finalize().into())),
            read => {
                hash.update(&piece[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// SHA-256 over several parts, each with its length, so that parts can not be shifted into one another.
pub(crate) fn digest(parts: &[&[u8]]) -> [u8; 32] {
    use sha2::Digest as _;
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'static> = Place { table: "record", partition: &[1; 16], name: &[2], version: 3 };

    #[test]
    fn sealed_bytes_open_only_at_the_place_they_were_sealed_for() {
        let secret = Secret([9; 32]);
        let sealed = secret.seal(&PLACE, b"tea").expect("seals");
        assert_eq!(&**secret.open(&PLACE, &sealed).expect("opens"), b"tea");
        for elsewhere in [
            Place { table: "log", ..PLACE },
            Place { partition: &[2; 16], ..PLACE },
            Place { name: &[3], ..PLACE },
            Place { version: 4, ..PLACE },
        ] {
            assert!(secret.open(&elsewhere, &sealed).is_err());
        }
        assert!(Secret([8; 32]).open(&PLACE, &sealed).is_err());
    }

    #[test]
    fn every_changed_byte_and_every_cut_is_noticed() {
        let secret = Secret([9; 32]);
        let sealed = secret.seal(&PLACE, b"tea").expect("seals");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(secret.open(&PLACE, &changed).is_err(), "byte {at}");
            assert!(secret.open(&PLACE, &sealed[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_nonce_is_drawn_anew_for_every_seal() {
        let secret = Secret([9; 32]);
        let mut sealer = secret.sealer();
        let one_by_one = (0..1_000).map(|_| secret.seal(&PLACE, b"").expect("seals"));
        let many: Vec<_> = (0..1_000).map(|_| sealer.seal(&PLACE, b"tea").expect("seals")).collect();
        assert!(many.iter().all(|sealed| &**secret.open(&PLACE, sealed).expect("opens") == b"tea"));
        let seen: std::collections::HashSet<_> =
            one_by_one.chain(many).map(|sealed| sealed[..NONCE_BYTES].to_vec()).collect();
        assert_eq!(seen.len(), 2_000);
    }
}
