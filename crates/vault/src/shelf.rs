//! What belongs to no person: catalog, models, keys of programs. Sealed all the same.

use crate::{Vault, VaultError, place};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use store::{Batch, Expect, Write};

impl Vault {
    /// A blob by name.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or the blob does not open.
    pub fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(found) = self.store.blob(name)? else {
            return Ok(None);
        };
        let plain = self.tenant.shelf.open(&place::blob(name, found.version), &found.sealed)?;
        Ok(Some(plain.to_vec()))
    }

    /// Writes a blob, whatever was there.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn put_blob(&self, name: &str, plain: &[u8]) -> Result<(), VaultError> {
        self.put_blobs(&[(name.to_owned(), plain.to_vec())])
    }

    /// The version of a blob, and what a writer expects to find; 0 where there is none.
    fn blob_version(&self, name: &str) -> Result<(u64, Expect), VaultError> {
        let version = self.store.blob_version(name)?;
        Ok((version, Expect::of(version)))
    }

    /// As [`Vault::put_blob`], even on a full medium: for what a no or an erasure entails.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn put_urgent_blob(&self, name: &str, plain: &[u8]) -> Result<(), VaultError> {
        self.write_blobs(&[(name.to_owned(), plain.to_vec())], true)
    }

    /// Writes blobs together or not at all, whatever was there; of two of one name the later one counts.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn put_blobs(&self, blobs: &[(String, Vec<u8>)]) -> Result<(), VaultError> {
        self.write_blobs(blobs, false)
    }

    fn write_blobs(&self, blobs: &[(String, Vec<u8>)], urgent: bool) -> Result<(), VaultError> {
        // Once each: a second write of one name would not find what it expects.
        let last: BTreeMap<&str, &[u8]> = blobs.iter().map(|(name, plain)| (name.as_str(), plain.as_slice())).collect();
        for _ in 0..crate::RETRIES_MAX {
            let mut batch = Batch::new().urgent_if(urgent);
            for (name, plain) in &last {
                batch = batch.and(self.written(name, plain)?);
            }
            match self.commit(batch) {
                Err(store::StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// What writes a blob, whatever was there.
    pub(crate) fn written(&self, name: &str, plain: &[u8]) -> Result<Write, VaultError> {
        let (version, expect) = self.blob_version(name)?;
        let sealed = self.tenant.shelf.seal(&place::blob(name, version + 1), plain)?;
        Ok(Write::PutBlob { name: name.to_owned(), expect, sealed })
    }

    /// Removes blobs together; one that is not there is no error.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn delete_blobs(&self, names: &[String]) -> Result<(), VaultError> {
        let writes = names.iter().map(|name| Write::DeleteBlob { name: name.clone() }).collect();
        Ok(self.commit(Batch { writes, urgent: false })?)
    }

    /// Every blob whose name starts with `prefix`, in order of name.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or a blob does not open.
    pub fn blobs(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, VaultError> {
        let mut sealed = Vec::new();
        self.store.scan_blobs(prefix, &mut |found| {
            sealed.push(found);
            ControlFlow::Continue(())
        })?;
        let open = |(name, found): (String, store::Versioned)| {
            let plain = self.tenant.shelf.open(&place::blob(&name, found.version), &found.sealed)?;
            Ok((name, plain.to_vec()))
        };
        sealed.into_iter().map(open).collect()
    }
}
