//! Notices: published versions that never change, and which yeses still rest on a current one.
//!
//! # Invariants
//! - What was published under a key and a version is what is found there, byte for byte, for good.
//! - A yes rests on the notice that it answers: it reaches no category that the notice did not tell, and ends with the
//!   first later version that changes its purpose in substance.

mod publish;
mod snapshot;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::notice as plain_notice;

pub use publish::{NOTICE_VERSIONS_MAX, NOTICES_MAX, Published};
pub use snapshot::{SNAPSHOT_SECONDS_MAX, Served};

use crate::open::Opened;
use crate::record::Ledger;
use crate::{Vault, VaultError, receipts, record};
use domain::{CategorySet, Notice, NoticeId, PurposeId, PurposeSet, Shown, Statement, UnixTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLockReadGuard};

/// The blob that the board is kept in.
const BOARD: &str = "vault/notices";

/// Every notice that was published, in order of first publication: its place is its number.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Board {
    notices: Vec<Posted>,
}

/// One notice with all its versions; the first is version 1.
#[derive(Clone, Serialize, Deserialize)]
struct Posted {
    key: String,
    /// Whether it is that of the product's own pages: programs need not show it.
    own: bool,
    versions: Vec<Version>,
}

/// What the vault has to know of a version.
#[derive(Clone, Serialize, Deserialize)]
struct Version {
    /// How many versions, of all notices, were published before it.
    number: u32,
    /// SHA-256 of its bytes.
    hash: [u8; 32],
    published_at: UnixTime,
    told: Vec<(PurposeId, CategorySet)>,
    /// The purposes that it changes in substance.
    material: PurposeSet,
}

impl Version {
    fn told(&self, purpose: PurposeId) -> Option<CategorySet> {
        self.told.iter().find(|(told, _)| *told == purpose).map(|(_, categories)| *categories)
    }
}

impl Board {
    fn find(&self, key: &str) -> Option<(NoticeId, &Posted)> {
        let at = self.notices.iter().position(|posted| posted.key == key)?;
        Some((NoticeId(u16::try_from(at).ok()?), &self.notices[at]))
    }

    fn posted(&self, notice: NoticeId) -> Option<&Posted> {
        self.notices.get(usize::from(notice.0))
    }

    /// How many versions were published, of all notices.
    pub(crate) fn count(&self) -> u32 {
        self.notices.iter().map(Posted::latest).sum()
    }

    /// Whether an answer to this showing stands for the purpose, when so many versions were published.
    fn is_current(&self, shown: &Shown, purpose: PurposeId, count: u32) -> bool {
        let Some(posted) = self.posted(shown.notice) else { return false };
        let published = posted.versions.partition_point(|version| version.number < count);
        let Some((earlier, later)) = posted.versions[..published].split_at_checked(shown.version as usize) else {
            return false;
        };
        let (Some(answered), Some(latest)) = (earlier.last(), later.last().or(earlier.last())) else { return false };
        answered.told(purpose).is_some()
            && latest.told(purpose).is_some()
            && !later.iter().any(|version| version.material.has(purpose))
    }

    /// Whether a yes to the purpose has to answer a notice: from the first on that the shop published for it.
    fn is_due(&self, purpose: PurposeId) -> bool {
        let tells = |posted: &Posted| posted.versions.last().is_some_and(|latest| latest.told(purpose).is_some());
        self.notices.iter().any(|posted| !posted.own && tells(posted))
    }
}

impl Board {
    /// Marks each statement that answers a notice with whether that stands, when so many versions were published.
    pub(crate) fn mark(&self, statements: &mut [Statement], count: u32) {
        for statement in statements {
            if let (Some(shown), Some(purpose)) = (&statement.shown, statement.scope.purpose) {
                statement.notice_current = self.is_current(shown, purpose, count);
            }
        }
    }
}

impl Ledger {
    /// Marks each statement with whether it stands. What a merge did not keep stays so, whatever becomes of its notice.
    pub(crate) fn mark(&mut self, board: &Board) {
        board.mark(&mut self.statements, board.count());
        end(&mut self.statements, self.lapsed.iter());
    }
}

/// Ends what a merge did not keep.
pub(crate) fn end<'a>(statements: &mut [Statement], lapsed: impl Iterator<Item = &'a u32>) {
    for at in lapsed {
        if let Some(statement) = statements.get_mut(*at as usize) {
            statement.notice_current = false;
        }
    }
}

impl Vault {
    pub(crate) fn load_board(&self) -> Result<Board, VaultError> {
        self.blob(BOARD)?.map_or_else(|| Ok(Board::default()), |bytes| record::decode(&bytes))
    }

    // It changes only by whole assignments.
    pub(crate) fn board(&self) -> RwLockReadGuard<'_, Board> {
        self.board.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a person was shown, in words that say just which bytes it was: key, version, language and SHA-256.
    pub(crate) fn notice_name(&self, shown: &Shown) -> Option<String> {
        let board = self.board();
        let posted = board.posted(shown.notice)?;
        let version = posted.versions.get((shown.version as usize).checked_sub(1)?)?;
        Some(format!("{} {} {} sha256:{}", posted.key, shown.version, shown.lang.code(), receipts::hex(&version.hash)))
    }

    /// Each notice that a person was shown or answered, in the last version that they saw of it.
    pub(crate) fn last_shown(&self, subject: &Opened) -> Result<Vec<Notice>, VaultError> {
        let ledger = &subject.ledger;
        let served = ledger.served.iter().map(|served| (served.notice.0, served.version));
        let answered = ledger.statements.iter().filter_map(|said| said.shown.as_ref());
        let mut last = BTreeMap::new();
        for (notice, version) in served.chain(answered.map(|shown| (shown.notice.0, shown.version))) {
            let known = last.entry(notice).or_insert(version);
            *known = version.max(*known);
        }
        let mut notices = Vec::new();
        for (notice, version) in last {
            let Some(key) = self.notice_key(NoticeId(notice)) else { continue };
            if let Some((_, bytes)) = self.notice(&key, Some(version))? {
                notices.push(publish::read(&bytes)?);
            }
        }
        Ok(notices)
    }

    /// A notice as it is in force.
    pub(crate) fn notice_in_force(&self, key: &str) -> Result<Option<Notice>, VaultError> {
        self.notice(key, None)?.map(|(_, bytes)| publish::read(&bytes)).transpose()
    }

    /// A notice's key by number.
    #[must_use]
    pub fn notice_key(&self, notice: NoticeId) -> Option<String> {
        self.board().posted(notice).map(|posted| posted.key.clone())
    }
}
