//! What a person does with what is held on them: see it, carry it away, hide parts, be forgotten, read receipts.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Interest, ItemId, Receipt, ReceiptId, Statement, SubjectId, Topic, UnixTime};
use vault::{Dossier, Erasure, HeldTrait, Recheck};

/// A group that somebody is in by what they said they like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InGroup {
    /// Its name, as a category of the catalog.
    pub name: String,
    /// Whether they named only something that stands under it.
    pub broader: bool,
    /// Since when.
    pub since: UnixTime,
}

impl Shop {
    /// Everything that is held on a person, for them. `None` where nothing is.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn see(&self, now: UnixTime, who: &SubjectId) -> Result<Option<Dossier>, AppError> {
        Ok(self.vault.at(now).open_to_subject(who)?)
    }

    /// Whether anybody is known by that name, or was before they were merged. Nothing of theirs is shown, so nothing is
    /// written down about it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn knows(&self, who: &SubjectId) -> Result<bool, AppError> {
        Ok(self.vault.knows(who)?)
    }

    /// The groups that somebody is in who declared this, as far as the policy groups by it.
    #[must_use]
    pub fn groups_of(&self, declared: &[HeldTrait<Interest>]) -> Vec<InGroup> {
        let Some(grouping) = self.policy().grouping() else { return Vec::new() };
        let is_grouped = |topic: &Topic| grouping.by.iter().any(|kind| kind == topic.parts().0);
        let likes: Vec<_> = declared.iter().filter(|held| held.what.likes && is_grouped(&held.what.topic)).collect();
        let window = self.window();
        let since = |name: &str| {
            let leads = |topic: &Topic| window.groups_of(&[topic]).iter().any(|(group, _)| *group == name);
            likes.iter().filter(|held| leads(&held.what.topic)).map(|held| held.at).min()
        };
        let topics: Vec<&Topic> = likes.iter().map(|held| &held.what.topic).collect();
        let group =
            |(name, broader): (&str, bool)| Some(InGroup { name: name.to_owned(), broader, since: since(name)? });
        window.groups_of(&topics).into_iter().filter_map(group).collect()
    }

    /// What a person said so far, in order.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn statements(&self, now: UnixTime, who: &SubjectId) -> Result<Vec<Statement>, AppError> {
        Ok(self.vault.at(now).statements(who)?)
    }

    /// Hides an item from a person's history, or shows it again. Returns whether anything changed.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn hide(&self, now: UnixTime, who: &SubjectId, item: &ItemId, hidden: bool) -> Result<bool, AppError> {
        self.change(Sort::No, || Ok(self.vault.at(now).hide(who, item, hidden)?), |changed| *changed)
    }

    /// Forgets a person. When this returns, nothing of theirs can be read any more.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; calling again goes on where it stopped.
    pub fn forget(&self, now: UnixTime, who: &SubjectId) -> Result<Erasure, AppError> {
        let model = || self.model().checksum();
        let forget = || Ok(self.vault.at(now).forget_from(who, Some(&model))?);
        let done = self.change(Sort::No, forget, |erasure| erasure.found);
        self.counts.somebody_left();
        done
    }

    /// A receipt, for the person it is about, or one that is about nobody.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn receipt(&self, now: UnixTime, who: Option<&SubjectId>, id: ReceiptId) -> Result<Option<Receipt>, AppError> {
        Ok(self.vault.at(now).receipt(who, id)?)
    }

    /// A person's newest receipts, the newest first.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn receipts(&self, now: UnixTime, who: &SubjectId, most: usize) -> Result<Vec<Receipt>, AppError> {
        Ok(self.vault.at(now).receipts(who, most)?)
    }

    /// Finds the verdict of a receipt again: by the statements and the policy there were then. `None` where there is no
    /// receipt of this name.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn recheck_receipt(&self, now: UnixTime, id: ReceiptId) -> Result<Option<Recheck>, AppError> {
        Ok(self.vault.at(now).recheck_receipt(id)?)
    }
}
