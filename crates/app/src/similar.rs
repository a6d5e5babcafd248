//! Finds items that go with one item: the same answer for everybody, so nobody's data is touched.

use crate::{AppError, Shop};
use domain::ItemId;
use engine::Slate;

impl Shop {
    /// Items that go with `item`, the closest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the catalog has no such item.
    pub fn similar(&self, item: &ItemId, count: usize) -> Result<Slate, AppError> {
        engine::similar(&self.window(), item, count).ok_or(AppError::NotFound { what: "item" })
    }
}
