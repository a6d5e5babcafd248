//! Kernel: the only room where a person is in the clear, and only inside one call that names a purpose.
//!
//! ```text
//! vault.at(now).with(&subject, &ask, context, engine::recommend)
//! ```
//!
//! # Invariants
//! - Personal data is reachable only through [`Moment::with`] and [`Moment::cohort`], and by the person themself.
//! - A history is unsealed only after the gate opened; a refusal never touches it.
//! - No answer without a receipt that was durable before the answer existed.
//! - After a withdrawal is durable, no answer uses the data: a decision under way is decided again.
#![forbid(unsafe_code)]

mod ask;
mod cohort;
mod consent;
mod erase;
mod error;
pub mod gate;
mod intake;
mod ledger;
mod moment;
mod open;
mod permit;
mod place;
pub mod policy;
mod receipts;
mod record;
mod release;
mod replay;
mod rights;
mod seal;
mod shelf;
#[cfg(test)]
mod tests;
mod token;
mod view;

pub use ask::{Ask, VISIT_ACTS_MAX, VisitAct};
pub use cohort::Cohort;
pub use consent::Effective;
pub use erase::Erasure;
pub use error::{StatementError, VaultError};
pub use intake::Intake;
pub use ledger::{Draft, PersonFacts};
pub use moment::Moment;
pub use record::{ACTS_MAX, HIDDEN_MAX, STATEMENTS_MAX};
pub use release::{Answer, Release};
pub use replay::Replay;
pub use rights::{Dossier, HeldEvent, HeldStatement};
pub use token::{KeyHash, SUBJECT_TOKEN_SECONDS_MAX, TokenError};
pub use view::{Act, Basis, View};

use domain::UnixTime;
use policy::Policy;
use seal::keyring::Keyring;
use seal::keys::{self, TenantKeys};
use seal::{Secret, files};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use store::Store;

/// The blob that shows whether the root key is the one that this data was sealed with.
const CHECK: &str = "vault/check";
/// How often a write is tried again when somebody else wrote in between.
pub(crate) const RETRIES_MAX: usize = 64;

/// Where the secrets are.
#[derive(Clone, Copy, Debug)]
pub enum KeyPlace<'a> {
    /// In a directory of its own, outside the data.
    Directory(&'a Path),
    /// Nowhere: drawn now and gone with the process. For evaluation and tests.
    Memory,
}

/// The vault of one tenant over one store.
pub struct Vault {
    store: Arc<dyn Store>,
    policy: Policy,
    tenant: TenantKeys,
    keyring: RwLock<Keyring>,
    /// Held for reading while a new subject's bundle is on its way to the store, for writing while a segment turns.
    turning: RwLock<()>,
}

impl Vault {
    /// Opens the vault over a store. Draws keys where neither the store nor the key directory has been used before,
    /// and finishes erasures that a crash interrupted.
    ///
    /// # Errors
    /// [`VaultError::Keys`] when the keys are missing, readable by others, or not the ones the data was sealed with;
    /// [`VaultError::Store`] when the ground fails.
    pub fn open(store: Arc<dyn Store>, keys: KeyPlace<'_>, policy: Policy, tenant: &str) -> Result<Self, VaultError> {
        let check = store.blob(CHECK)?;
        let may_create = check.is_none();
        let (root, dir) = match keys {
            KeyPlace::Directory(dir) => {
                files::make_dir(dir)?;
                (keys::root(dir, may_create)?, Some(dir))
            }
            KeyPlace::Memory => (Secret::random()?, None),
        };
        let tenant = TenantKeys::derive(&root, tenant);
        let keyring = match dir {
            Some(dir) => Keyring::open(dir, tenant.keyring.clone(), may_create)?,
            None => Keyring::in_memory(tenant.keyring.clone())?,
        };
        let vault = Self { store, policy, tenant, keyring: RwLock::new(keyring), turning: RwLock::new(()) };
        vault.check_root(check.is_none())?;
        vault.finish_erasures()?;
        Ok(vault)
    }

    fn check_root(&self, fresh: bool) -> Result<(), VaultError> {
        if fresh {
            return self.put_blob(CHECK, b"assent");
        }
        match self.blob(CHECK) {
            Ok(_) => Ok(()),
            Err(VaultError::Sealed) => {
                Err(VaultError::Keys("the root key is not the one this data was sealed with".into()))
            }
            Err(other) => Err(other),
        }
    }

    /// Everything that depends on time happens at a moment that the caller names.
    #[must_use]
    pub const fn at(&self, now: UnixTime) -> Moment<'_> {
        Moment { vault: self, now }
    }

    /// The policy in force.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether the ground still acknowledges writes.
    #[must_use]
    pub fn healthy(&self) -> bool {
        self.store.healthy()
    }

    // A panic while a lock was held leaves the keyring as it was: it changes only by whole assignments.
    pub(crate) fn keyring(&self) -> RwLockReadGuard<'_, Keyring> {
        self.keyring.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn keyring_mut(&self) -> RwLockWriteGuard<'_, Keyring> {
        self.keyring.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn creating(&self) -> RwLockReadGuard<'_, ()> {
        self.turning.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn turning(&self) -> RwLockWriteGuard<'_, ()> {
        self.turning.write().unwrap_or_else(PoisonError::into_inner)
    }
}
