//! Puts items into the catalog and takes them out.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Item, ItemId};
use engine::Catalog;
use std::sync::Arc;
use vault::Vault;

/// The names of the items' blobs begin with this.
const PREFIX: &str = "catalog/";
/// Most items that one call may put in.
const ITEMS_PER_CALL_MAX: usize = 10_000;

impl Shop {
    /// Puts items in, or in the place of those of the same id: all of them or none. Durable when this returns.
    ///
    /// # Errors
    /// [`AppError::Limit`] for too many at once, [`AppError::Vault`] when the ground fails.
    pub fn put_items(&self, items: Vec<Item>) -> Result<usize, AppError> {
        if items.len() > ITEMS_PER_CALL_MAX {
            return Err(AppError::Limit { limit: "items per call" });
        }
        let _writing = self.writing();
        let blobs =
            items.iter().map(|item| Ok((name(&item.id), encode(item)?))).collect::<Result<Vec<_>, AppError>>()?;
        let count = items.len();
        self.change(
            Sort::Nobodys,
            || {
                self.vault.put_blobs(&blobs)?;
                self.show(Arc::new(self.catalog().with(items)), self.model());
                Ok(())
            },
            |()| true,
        )?;
        Ok(count)
    }

    /// Takes an item out. Returns whether it was there.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn delete_item(&self, id: &ItemId) -> Result<bool, AppError> {
        let _writing = self.writing();
        if self.catalog().get(id).is_none() {
            return Ok(false);
        }
        self.change(
            Sort::Nobodys,
            || {
                self.vault.delete_blobs(&[name(id)])?;
                self.show(Arc::new(self.catalog().without(id)), self.model());
                Ok(())
            },
            |()| true,
        )?;
        Ok(true)
    }
}

/// Reads the whole catalog.
pub(crate) fn load(vault: &Vault) -> Result<Catalog, AppError> {
    let blobs = vault.blobs(PREFIX)?;
    let items = blobs.iter().map(|(_, bytes)| decode(bytes)).collect::<Result<Vec<_>, _>>()?;
    Ok(Catalog::new(items))
}

fn name(id: &ItemId) -> String {
    format!("{PREFIX}{id}")
}

fn encode(item: &Item) -> Result<Vec<u8>, AppError> {
    postcard::to_stdvec(item).map_err(|_| vault::VaultError::Form.into())
}

fn decode(bytes: &[u8]) -> Result<Item, AppError> {
    postcard::from_bytes(bytes).map_err(|_| vault::VaultError::Form.into())
}
