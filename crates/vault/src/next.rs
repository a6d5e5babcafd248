//! The next version of a record or a blob, sealed for its place: what is written fails where somebody else was quicker.

use crate::seal::Secret;
use crate::{Vault, VaultError, place, record};
use serde::{Serialize, de::DeserializeOwned};
use std::ops::ControlFlow;
use store::{Expect, PartitionKey, Space, Store, Write};

/// Writes a record in the place of the one that was read at this version; 0 is none.
pub(crate) fn put<T: Serialize>(
    key: &Secret,
    partition: PartitionKey,
    space: Space,
    version: u64,
    value: &T,
) -> Result<Write, VaultError> {
    let sealed = key.seal(&place::record(&partition, space, version + 1), &record::encode(value)?)?;
    Ok(Write::PutRecord { partition, space, expect: Expect::of(version), sealed })
}

/// Takes a record away that was read at this version.
pub(crate) const fn remove(partition: PartitionKey, space: Space, version: u64) -> Write {
    Write::DeleteRecord { partition, space, expect: Expect::Version(version) }
}

/// Opens each record of a space and shows it, until `visit` has seen enough.
pub(crate) fn each<T: DeserializeOwned>(
    (store, key): (&dyn Store, &Secret),
    space: Space,
    mut visit: impl FnMut(T) -> ControlFlow<()>,
) -> Result<(), VaultError> {
    let mut failed = None;
    store.scan_records(space, &PartitionKey::FIRST, &mut |(at, found)| {
        let plain = key.open(&place::record(&at, space, found.version), &found.sealed);
        plain.and_then(|plain| record::decode(&plain)).map_or_else(
            |error| {
                failed = Some(error);
                ControlFlow::Break(())
            },
            &mut visit,
        )
    })?;
    failed.map_or(Ok(()), Err)
}

impl Vault {
    /// What a blob of the tenant's keeps, with its version; 0 and nothing in it where there is none.
    pub(crate) fn kept_in<T: DeserializeOwned + Default>(&self, name: &str) -> Result<(u64, T), VaultError> {
        let Some(found) = self.store.blob(name)? else { return Ok((0, T::default())) };
        let plain = self.tenant.shelf.open(&place::blob(name, found.version), &found.sealed)?;
        Ok((found.version, record::decode(&plain)?))
    }

    /// Keeps something in a blob of the tenant's, in the place of what was read at this version.
    pub(crate) fn keep_in<T: Serialize>(&self, name: &str, version: u64, value: &T) -> Result<Write, VaultError> {
        let sealed = self.tenant.shelf.seal(&place::blob(name, version + 1), &record::encode(value)?)?;
        Ok(Write::PutBlob { name: name.to_owned(), expect: Expect::of(version), sealed })
    }
}
