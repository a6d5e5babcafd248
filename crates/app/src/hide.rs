//! What a person takes out of their history: hidden, contested, or reset.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{SubjectId, UnixTime};
use engine::Catalog;
use std::sync::Arc;
use vault::{Hide, Reset};

impl Shop {
    /// Hides something from a person's history, or shows it again. Returns whether anything changed.
    ///
    /// # Errors
    /// [`AppError::Limit`] where too much is hidden; [`AppError::Vault`] when the ground fails.
    pub fn veil(&self, now: UnixTime, who: &SubjectId, what: &Hide, on: bool) -> Result<bool, AppError> {
        self.change(Sort::No, || Ok(self.vault.at(now).veil(who, what, on)?), |changed| *changed)
    }

    /// Concludes nothing from this about a person any more: they say that it is wrong. Returns whether anything changed.
    ///
    /// # Errors
    /// As [`Shop::veil`].
    pub fn contest(&self, now: UnixTime, who: &SubjectId, what: &Hide) -> Result<bool, AppError> {
        self.change(Sort::No, || Ok(self.vault.at(now).contest(who, what)?), |changed| *changed)
    }

    /// Takes the influence from everything that a person did so far. Returns how many acts lost theirs.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn reset(&self, now: UnixTime, who: &SubjectId, how: Reset) -> Result<usize, AppError> {
        let done = self.change(Sort::No, || Ok(self.vault.at(now).reset(who, how)?), |count| *count > 0);
        if how == Reset::Delete {
            self.counts.somebody_left();
        }
        done
    }

    /// Tells the vault where categories are looked up: in this catalog. An item that is not in it stands under
    /// none, and has no influence either way.
    pub(crate) fn sort(&self, catalog: Arc<Catalog>) {
        self.vault.sort_by(Arc::new(move |item, category| {
            catalog.get(item).is_some_and(|item| item.category.iter().any(|step| step == category))
        }));
    }
}

#[cfg(test)]
mod tests;
