//! Publishing: a version is worked out once, kept for good, and in force when the call returns.

use super::{BOARD, Board, Posted, Version};
use crate::policy::Policy;
use crate::{Moment, Vault, VaultError, receipts, record, seal};
use domain::{CategorySet, Notice, PurposeId, PurposeSet, Told, UnixTime};
use std::sync::PoisonError;

/// Most notices that one shop may publish.
pub const NOTICES_MAX: usize = 64;
/// Most versions that one notice may have.
pub const NOTICE_VERSIONS_MAX: usize = 1_000;

/// A version of a notice that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The notice's key.
    pub key: String,
    /// The version, from 1.
    pub version: u32,
    /// SHA-256 of its JSON, as hexadecimal digits.
    pub hash: String,
    /// When.
    pub published_at: UnixTime,
    /// The keys of the purposes that it changes in substance: earlier yeses to them ended with it.
    pub material: Vec<String>,
    /// Whether it is the latest.
    pub latest: bool,
    /// Whether it was published just now, rather than before.
    pub new: bool,
}

impl Moment<'_> {
    /// Publishes a notice; the same one again changes nothing and is found under its version. `own` is that of the
    /// product's own pages. In force for every decision that has not returned yet.
    ///
    /// # Errors
    /// [`VaultError::Limit`] for `NOTICES_MAX` and `NOTICE_VERSIONS_MAX`; [`VaultError`] when the ground fails.
    pub fn publish(&self, notice: &Notice, own: bool) -> Result<Published, VaultError> {
        let bytes = serde_json::to_vec(notice).map_err(|_| VaultError::Form)?;
        let hash = seal::sha256(&bytes);
        // Nobody is decided about meanwhile: no answer leaves on a yes that this ends.
        let _turning = self.vault.all_turning();
        let mut board = self.vault.board.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.published(&board, &notice.key).filter(|known| known.hash == receipts::hex(&hash)) {
            return Ok(known);
        }
        let mut next = board.clone();
        let version =
            next.post(self.vault.policy(), notice, own, self.now, hash, self.previous(&board, &notice.key)?)?;
        let blobs = [(blob_name(&notice.key, version), bytes), (BOARD.to_owned(), record::encode(&next)?.to_vec())];
        self.vault.put_blobs(&blobs)?;
        // It may end the yes of anybody: who was counted is not who would be now.
        self.vault.lose_tallies();
        *board = next;
        let published = self.published(&board, &notice.key).ok_or(VaultError::Form)?;
        Ok(Published { new: true, ..published })
    }

    fn previous(&self, board: &Board, key: &str) -> Result<Option<Notice>, VaultError> {
        let Some((_, posted)) = board.find(key) else { return Ok(None) };
        self.vault.notice_bytes(key, posted.latest()).and_then(|found| found.map(|bytes| read(&bytes)).transpose())
    }

    fn published(&self, board: &Board, key: &str) -> Option<Published> {
        let (_, posted) = board.find(key)?;
        posted.published(self.vault.policy(), posted.latest())
    }
}

impl Vault {
    /// The latest version of every notice, in order of first publication.
    #[must_use]
    pub fn notices(&self) -> Vec<Published> {
        let board = self.board();
        board.notices.iter().filter_map(|posted| posted.published(&self.policy, posted.latest())).collect()
    }

    /// A published version of a notice, with its bytes; the latest where none is named.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn notice(&self, key: &str, version: Option<u32>) -> Result<Option<(Published, Vec<u8>)>, VaultError> {
        let found = {
            let board = self.board();
            board.find(key).and_then(|(_, posted)| posted.published(&self.policy, version.unwrap_or(posted.latest())))
        };
        let Some(published) = found else { return Ok(None) };
        Ok(self.notice_bytes(key, published.version)?.map(|bytes| (published, bytes)))
    }

    fn notice_bytes(&self, key: &str, version: u32) -> Result<Option<Vec<u8>>, VaultError> {
        self.blob(&blob_name(key, version))
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Notice, VaultError> {
    serde_json::from_slice(bytes).map_err(|_| VaultError::Form)
}

fn blob_name(key: &str, version: u32) -> String {
    format!("vault/notice/{key}/{version}")
}

// === impl Board ===

impl Board {
    /// Adds a version, and returns its number.
    fn post(
        &mut self,
        policy: &Policy,
        notice: &Notice,
        own: bool,
        now: UnixTime,
        hash: [u8; 32],
        previous: Option<Notice>,
    ) -> Result<u32, VaultError> {
        let material = previous.map_or_else(PurposeSet::default, |previous| material(policy, &previous, notice));
        let told = notice.purposes.iter().filter_map(|told| numbers(policy, told)).collect();
        let version = Version { number: self.count(), hash, published_at: now, told, material };
        let posted = match self.notices.iter_mut().position(|posted| posted.key == notice.key) {
            Some(at) => &mut self.notices[at],
            None if self.notices.len() >= NOTICES_MAX => return Err(VaultError::Limit { limit: "NOTICES_MAX" }),
            None => {
                self.notices.push(Posted { key: notice.key.clone(), own, versions: Vec::new() });
                let last = self.notices.len() - 1;
                &mut self.notices[last]
            }
        };
        if posted.versions.len() >= NOTICE_VERSIONS_MAX {
            return Err(VaultError::Limit { limit: "NOTICE_VERSIONS_MAX" });
        }
        posted.versions.push(version);
        Ok(posted.latest())
    }
}

impl Posted {
    pub(super) fn latest(&self) -> u32 {
        u32::try_from(self.versions.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn published(&self, policy: &Policy, number: u32) -> Option<Published> {
        let version = self.versions.get((number as usize).checked_sub(1)?)?;
        Some(Published {
            key: self.key.clone(),
            version: number,
            hash: receipts::hex(&version.hash),
            published_at: version.published_at,
            material: version.material.iter().map(|purpose| policy.purpose_key(purpose).to_owned()).collect(),
            latest: number == self.latest(),
            new: false,
        })
    }
}

/// What a notice tells of a purpose, in the policy's numbers; nothing where the policy does not have it.
fn numbers(policy: &Policy, told: &Told) -> Option<(PurposeId, CategorySet)> {
    let categories = told.categories.iter().filter_map(|key| policy.category(key));
    let set = categories.fold(CategorySet::default(), |set, category| set.with(category.id));
    Some((policy.purpose(&told.purpose)?.terms.id, set))
}

/// The purposes that a version changes in substance: where it says so, and where more data, more recipients, a longer
/// time, another controller or fewer rights are told (EDPB Guidelines 05/2020, paragraph 110; Art. 13 GDPR).
fn material(policy: &Policy, before: &Notice, after: &Notice) -> PurposeSet {
    let all = before.controller != after.controller || !before.rights.iter().all(|right| after.rights.contains(right));
    let changed = |told: &&Told| {
        all || after.material.contains(&told.purpose)
            || before.purposes.iter().find(|old| old.purpose == told.purpose).is_none_or(|old| is_wider(old, told))
    };
    let numbers = after.purposes.iter().filter(changed).filter_map(|told| policy.purpose(&told.purpose));
    numbers.fold(PurposeSet::NONE, |set, entry| set.with(entry.terms.id))
}

fn is_wider(old: &Told, new: &Told) -> bool {
    let more = |old: &[String], new: &[String]| new.iter().any(|name| !old.contains(name));
    more(&old.categories, &new.categories)
        || more(&old.recipients, &new.recipients)
        || new.retention_days > old.retention_days
}
