//! Puts items into the catalog and takes them out.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Item, ItemId, Price};
use engine::Catalog;
use std::sync::Arc;
use vault::Vault;

/// The names of the items' blobs begin with this.
const PREFIX: &str = "catalog/";
/// The form of an item's bytes.
const FORM: u8 = 2;
/// Most items that one call may put in.
const ITEMS_PER_CALL_MAX: usize = 10_000;

impl Shop {
    /// Puts items in, or in the place of those of the same id: all of them or none. Of two with the same id the later one
    /// counts. Durable when this returns.
    ///
    /// # Errors
    /// [`AppError::Limit`] for too many at once, [`AppError::Vault`] when the ground fails.
    pub fn put_items(&self, items: Vec<Item>) -> Result<usize, AppError> {
        if items.len() > ITEMS_PER_CALL_MAX {
            return Err(AppError::Limit { limit: "items per call" });
        }
        let _writing = self.writing();
        let count = items.len();
        self.change_catalog(self.teach(&items), || {
            self.write_items(&items)?;
            self.show(Arc::new(self.catalog().with(items)), self.model());
            Ok(())
        })?;
        Ok(count)
    }

    /// Keeps items that are shown later, with [`Shop::show_items`]: showing them costs as much as the whole catalog. Durable
    /// when this returns. Nobody else changes the catalog in between.
    ///
    /// # Errors
    /// As [`Shop::put_items`].
    pub(crate) fn keep_items(&self, items: &[Item]) -> Result<(), AppError> {
        let _writing = self.writing();
        self.change_catalog(self.teach(items), || self.write_items(items))
    }

    /// Shows items that are kept already.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground can not be told that there is news.
    pub(crate) fn show_items(&self, items: Vec<Item>) -> Result<(), AppError> {
        if items.is_empty() {
            return Ok(());
        }
        let _writing = self.writing();
        self.change_catalog(self.teach(&items), || {
            self.show(Arc::new(self.catalog().with(items)), self.model());
            Ok(())
        })
    }

    fn write_items(&self, items: &[Item]) -> Result<(), AppError> {
        let blobs = items.iter().map(|item| Ok((name(&item.id), encode(item)?)));
        Ok(self.vault.put_blobs(&blobs.collect::<Result<Vec<_>, AppError>>()?)?)
    }

    /// Whether a lesson would read anything else with these items put in: not where only prices are others, or whether
    /// something can be had.
    fn teach(&self, items: &[Item]) -> bool {
        let catalog = self.catalog();
        let is_known = |item: &Item| catalog.get(&item.id).is_some_and(|known| engine::teaches_as(known, item));
        !items.iter().all(is_known)
    }

    fn change_catalog(&self, is_news: bool, make: impl FnOnce() -> Result<(), AppError>) -> Result<(), AppError> {
        if is_news { self.change(Sort::Nobodys, make, |()| true) } else { make() }
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
        self.change_catalog(true, || {
            self.vault.delete_blobs(&[name(id)])?;
            self.show(Arc::new(self.catalog().without(id)), self.model());
            Ok(())
        })?;
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

/// An item as bytes. No id is empty, so what begins with a zero is not of the first form, which began with the id.
fn encode(item: &Item) -> Result<Vec<u8>, AppError> {
    postcard::to_extend(item, vec![0, FORM]).map_err(|_| vault::VaultError::Form.into())
}

fn decode(bytes: &[u8]) -> Result<Item, AppError> {
    let read = match bytes {
        [0, FORM, rest @ ..] => postcard::from_bytes(rest),
        [0, ..] => return Err(vault::VaultError::Form.into()),
        first => postcard::from_bytes(first).map(FirstForm::into_item),
    };
    read.map_err(|_| vault::VaultError::Form.into())
}

/// An item as it was kept before it had a seller, relations and the like.
#[derive(serde::Serialize, serde::Deserialize)]
struct FirstForm {
    id: ItemId,
    title: String,
    description: String,
    category: Vec<String>,
    tags: Vec<String>,
    price: Option<Price>,
    url: Option<String>,
    available: bool,
}

impl FirstForm {
    fn into_item(self) -> Item {
        let Self { id, title, description, category, tags, price, url, available } = self;
        Item { description, category, tags, price, url, available, ..Item::named(id, title) }
    }
}

#[cfg(test)]
mod tests;
