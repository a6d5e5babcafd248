//! The root key and what is derived from it.

use super::{Secret, files};
use crate::VaultError;
use crate::note::NoteSigner;
use std::path::Path;

/// The name of the root key's file in the key directory.
pub(crate) const ROOT_FILE: &str = "root.key";

/// Keys of the tenant: everything that does not belong to one subject.
pub(crate) struct TenantKeys {
    /// Names partitions.
    pub(crate) partition_pepper: Secret,
    /// Names log entries.
    pub(crate) entry_pepper: Secret,
    /// Names identifiers, and seals whose they are: what is derived from it is different for each kind.
    pub(crate) identifier: Secret,
    /// Hashes the secrets of API keys and signs subject tokens and cookies.
    pub(crate) token: Secret,
    /// Seals what is not personal: catalog, models, tombstones, answers to strangers.
    pub(crate) shelf: Secret,
    /// Half of what seals the keyring; the slot is the other.
    pub(crate) keyring: Secret,
    /// Signs receipts of consent.
    pub(crate) note: NoteSigner,
    /// Signs receipts of erasures.
    pub(crate) erasures: NoteSigner,
    /// Signs the manifests of backups.
    pub(crate) backups: NoteSigner,
    /// Signs the heads of escrows.
    pub(crate) escrows: NoteSigner,
    /// Half of what seals an escrow; its own secret is the other.
    pub(crate) escrow: Secret,
    /// Signs the checkpoints of the transparency log.
    pub(crate) log: NoteSigner,
    /// Names what stands in the transparency log of nobody in particular.
    pub(crate) audit: Secret,
}

impl TenantKeys {
    /// Derives the tenant's keys from the root key, one per use.
    pub(crate) fn derive(root: &Secret, tenant: &str) -> Self {
        let key = |what: &str| root.derive(&[b"assent/v1", tenant.as_bytes(), what.as_bytes()]);
        let signer = |what: &str| NoteSigner::new(&format!("{tenant}/{what}"), &key(&format!("{what}/ed25519")));
        Self {
            partition_pepper: key("pepper/partition"),
            entry_pepper: key("pepper/entry"),
            identifier: key("identifier"),
            token: key("token"),
            shelf: key("shelf"),
            keyring: key("keyring"),
            note: NoteSigner::new(tenant, &key("note/ed25519")),
            erasures: signer("erasures"),
            backups: signer("backups"),
            escrows: signer("escrows"),
            escrow: key("escrow"),
            log: signer("log"),
            audit: key("audit"),
        }
    }
}

/// Keys of one subject, derived from their bundle.
pub(crate) struct SubjectKeys {
    pub(crate) record: Secret,
    pub(crate) log: Secret,
}

impl SubjectKeys {
    /// Derives a subject's keys from their bundle.
    pub(crate) fn derive(bundle: &Secret) -> Self {
        Self { record: bundle.derive(&[b"record"]), log: bundle.derive(&[b"log"]) }
    }
}

/// Reads the root key, or draws and keeps one where there is none yet.
///
/// # Errors
/// [`VaultError::Keys`] when others can read the file, or it is no key.
pub(crate) fn root(dir: &Path, may_create: bool) -> Result<Secret, VaultError> {
    let path = dir.join(ROOT_FILE);
    if !path.exists() && may_create {
        let secret = Secret::random()?;
        files::replace(&path, &secret.0)?;
        return Ok(secret);
    }
    read_root(&path)
}

/// Reads a root key that lies anywhere.
///
/// # Errors
/// As [`root`].
pub(crate) fn read_root(path: &Path) -> Result<Secret, VaultError> {
    files::check_private(path)?;
    let bytes = files::read(path)?;
    let bytes: [u8; 32] =
        bytes.as_slice().try_into().map_err(|_| VaultError::Keys("the root key is not 32 bytes long".into()))?;
    Ok(Secret(bytes))
}
