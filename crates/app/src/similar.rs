//! Finds items that go with one item: the same answer for everybody, or the same on a page of somebody, less what they do
//! not want to see.

use crate::{AppError, Recommended, Request, Shop};
use domain::{ItemId, SubjectId, UnixTime};
use engine::{Beside, Slate};
use vault::Ask;

impl Shop {
    /// Items that go with `item`, the closest first.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the catalog has no such item.
    pub fn similar(&self, item: &ItemId, count: usize) -> Result<Slate, AppError> {
        engine::similar(&self.window(), item, count).ok_or(AppError::NotFound { what: "item" })
    }

    /// What goes with `item` on a page of somebody: what they said that they want less of, as far as it may be used, and what
    /// the page leaves out. It leaves a receipt, as every answer does.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the catalog has no such item; [`AppError::Vault`] when the ground fails.
    pub fn goes_with(
        &self,
        now: UnixTime,
        (who, ask): (&SubjectId, &Ask),
        item: &ItemId,
        request: Request<'_>,
    ) -> Result<Recommended, AppError> {
        let window = self.window();
        window.catalog().get(item).ok_or(AppError::NotFound { what: "item" })?;
        let answer = self.vault.at(now).with(who, ask, (request.scene(&window, now), item), engine::goes_with)?;
        Ok(Recommended::made(answer, |beside: Beside| beside.slate))
    }
}
