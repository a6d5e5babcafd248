//! Publishes notices, refuses those that are not fair, and shows them with a snapshot that the answer brings back.

mod choices;
mod finding;
mod grade;
mod lint;
mod shaming;
#[cfg(test)]
pub(crate) mod tests;
mod wording;

pub use finding::{Finding, Name};
pub use grade::{grade, is_graded};
pub use lint::{FIRST_LAYER_CHOICES_MAX, READING_GRADE_MAX, check, unread};

use crate::news::Sort;
use crate::{AppError, OperatorDeed, Shop};
use domain::{Lang, Notice, SubjectId, UnixTime, hex};
use vault::{Published, Served, sha256_of};

impl Shop {
    /// Publishes a notice of the shop, in the languages that are spoken; the same one again changes nothing. In force when this returns: yeses to what it
    /// changes in substance have ended.
    ///
    /// # Errors
    /// [`AppError::Notice`] with everything that is wrong with it, [`AppError::Limit`]; then nothing was published.
    pub fn publish_notice(&self, now: UnixTime, spoken: &[Lang], notice: &Notice) -> Result<Published, AppError> {
        self.publish(now, spoken, notice, false)
    }

    /// As [`Shop::publish_notice`], for what the product's own pages show.
    ///
    /// # Errors
    /// As [`Shop::publish_notice`].
    pub fn publish_own_notice(&self, now: UnixTime, spoken: &[Lang], notice: &Notice) -> Result<Published, AppError> {
        self.publish(now, spoken, notice, true)
    }

    fn publish(&self, now: UnixTime, spoken: &[Lang], notice: &Notice, own: bool) -> Result<Published, AppError> {
        let findings = check(self.policy(), now, spoken, notice);
        if !findings.is_empty() {
            return Err(AppError::Notice(findings));
        }
        let bytes = serde_json::to_vec(notice).map_err(|_| vault::VaultError::Form)?;
        let hash = hex(&sha256_of(&[&bytes]));
        if self.notice(&notice.key, None)?.is_none_or(|(known, _)| known.hash != hash) {
            self.leave(now, OperatorDeed::Notice { key: &notice.key, hash: &hash })?;
        }
        let publish = || Ok(self.vault.at(now).publish(notice, own)?);
        self.change(Sort::No, publish, |published| published.new && !published.material.is_empty())
    }

    /// The latest version of every notice.
    #[must_use]
    pub fn notices(&self) -> Vec<Published> {
        self.vault.notices()
    }

    /// A published version of a notice, with its bytes as they were hashed; the latest where none is named.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn notice(&self, key: &str, version: Option<u32>) -> Result<Option<(Published, Vec<u8>)>, AppError> {
        Ok(self.vault.notice(key, version)?)
    }

    /// Shows a notice to somebody; `None` where there is no such notice.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn show_notice(
        &self,
        now: UnixTime,
        who: &SubjectId,
        key: &str,
        lang: Lang,
    ) -> Result<Option<Served>, AppError> {
        Ok(self.vault.at(now).show_notice(who, key, lang)?)
    }
}
