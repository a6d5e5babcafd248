//! Showing a notice: a signed snapshot that has to come back with the answer, once, from whom it was shown to.

use super::publish::{Published, read};
use super::{Board, Posted};
use crate::ledger::Draft;
use crate::open::Opened;
use crate::record::ServedNotice;
use crate::{Moment, RETRIES_MAX, StatementError, VaultError, receipts, seal};
use domain::{Lang, Notice, NoticeId, Shown, SubjectId, UnixTime};
use serde::{Deserialize, Serialize};
use store::{Batch, PartitionKey, StoreError};

/// How long a snapshot can be answered, in seconds.
pub const SNAPSHOT_SECONDS_MAX: i64 = 24 * 60 * 60;

/// What a snapshot begins with.
const PREFIX: &str = "assent_sn_";
/// Whom snapshots are sealed for.
const AUDIENCE: &str = "snapshot";

/// A notice as it is shown to somebody.
#[derive(Clone, Debug)]
pub struct Served {
    /// Which version.
    pub published: Published,
    /// What it says.
    pub notice: Notice,
    /// In which language it is shown: the one that was asked for, or English where it has no words in that one.
    pub lang: Lang,
    /// What has to come back with the answer.
    pub snapshot: String,
    /// Until when.
    pub expires_at: UnixTime,
}

/// What a snapshot holds, sealed: that this version was shown to this person then.
#[derive(Serialize, Deserialize)]
struct Snapshot {
    notice: NoticeId,
    version: u32,
    lang: Lang,
    served_at: UnixTime,
    serial: u64,
    /// To whom, as a keyed hash.
    to: String,
}

impl Moment<'_> {
    /// Shows the latest version of a notice to somebody, in this language or else in English, and keeps that with them where they are known; of a stranger
    /// nothing is kept. `None` where there is no such notice.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn show_notice(&self, who: &SubjectId, key: &str, lang: Lang) -> Result<Option<Served>, VaultError> {
        let Some((published, bytes)) = self.vault.notice(key, None)? else { return Ok(None) };
        let Some(notice) = self.vault.board().find(key).map(|(id, _)| id) else { return Ok(None) };
        let says = read(&bytes)?;
        let lang = if says.locales.contains_key(lang.code()) { lang } else { Lang::EN };
        let home = self.vault.home(who)?.subject.map(|subject| subject.partition);
        let partition = home.unwrap_or_else(|| self.vault.partition(who));
        self.keep_served(&partition, ServedNotice { notice, version: published.version, at: self.now })?;
        let mut serial = [0; 8];
        seal::random(&mut serial)?;
        let snapshot = Snapshot {
            notice,
            version: published.version,
            lang,
            served_at: self.now,
            serial: u64::from_le_bytes(serial),
            to: receipts::hex(&partition.0),
        };
        let plain = serde_json::to_string(&snapshot).map_err(|_| VaultError::Form)?;
        let sealed = self.vault.seal_text(AUDIENCE, &plain)?;
        let expires_at = self.now.plus(SNAPSHOT_SECONDS_MAX);
        Ok(Some(Served { published, notice: says, lang, snapshot: format!("{PREFIX}{sealed}"), expires_at }))
    }

    /// Keeps with a known person which version of a notice they last saw, and when.
    fn keep_served(&self, partition: &PartitionKey, served: ServedNotice) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            let _staying = self.vault.staying(partition);
            let Some(mut subject) = self.vault.find_partition(partition)? else { return Ok(()) };
            subject.ledger.served.retain(|kept| kept.notice != served.notice);
            subject.ledger.served.push(served);
            match self.vault.commit_aside(Batch::new().and(subject.put_ledger()?)) {
                Err(StoreError::Conflict) => {}
                done => return Ok(done?),
            }
        }
        Err(VaultError::Busy)
    }

    /// The showing that a draft answers. A yes has to answer one where the shop published a notice for its purpose; a
    /// no never has to, and one with a snapshot that does not hold stands without it.
    ///
    /// # Errors
    /// [`StatementError`] for a yes whose snapshot is missing, not ours, somebody else's, too old, used already, or of a
    /// version that was changed in substance since.
    pub(crate) fn answered(
        &self,
        subject: &Opened,
        said_before: usize,
        draft: &Draft,
    ) -> Result<Option<Shown>, VaultError> {
        let Some(purpose) = draft.scope.purpose else { return Ok(None) };
        let no = draft.kind.is_negative();
        let Some(token) = &draft.snapshot else {
            let due = !no && draft.actor != domain::Actor::Import && self.vault.board().is_due(purpose);
            return if due { Err(StatementError::SnapshotDue.into()) } else { Ok(None) };
        };
        match self.check(subject, said_before, draft, token) {
            Err(VaultError::Statement(_)) if no => Ok(None),
            checked => checked.map(Some),
        }
    }

    fn check(&self, subject: &Opened, said_before: usize, draft: &Draft, token: &str) -> Result<Shown, VaultError> {
        let snapshot = self.read_snapshot(&subject.partition, token)?;
        let used = |said: &domain::Statement| said.shown.is_some_and(|shown| shown.serial == snapshot.serial);
        if subject.ledger.statements[..said_before].iter().any(used) {
            return Err(StatementError::SnapshotUsed.into());
        }
        let board = self.vault.board();
        let shown = snapshot.shown(&board, draft).ok_or(StatementError::NotTold)?;
        match draft.scope.purpose {
            Some(purpose) if board.is_current(&shown, purpose, board.count()) => Ok(shown),
            _ => Err(StatementError::NoticeOutdated.into()),
        }
    }

    fn read_snapshot(&self, to: &PartitionKey, token: &str) -> Result<Snapshot, VaultError> {
        let plain = token.strip_prefix(PREFIX).and_then(|sealed| self.vault.open_text(AUDIENCE, sealed));
        let snapshot: Option<Snapshot> = plain.and_then(|plain| serde_json::from_str(&plain).ok());
        let fresh = |s: &Snapshot| s.served_at <= self.now && self.now < s.served_at.plus(SNAPSHOT_SECONDS_MAX);
        // What was shown before somebody was forgotten is no ground to know them again.
        let forgotten_at = self.vault.tombstone(to)?;
        let since = |s: &Snapshot| forgotten_at.is_none_or(|at| s.served_at > at);
        let held = snapshot.filter(|s| s.to == receipts::hex(&to.0) && fresh(s) && since(s));
        Ok(held.ok_or(StatementError::Snapshot)?)
    }
}

impl Snapshot {
    /// The showing, as the ledger keeps it; `None` where the notice did not tell of this purpose and category.
    fn shown(&self, board: &Board, draft: &Draft) -> Option<Shown> {
        let posted: &Posted = board.posted(self.notice)?;
        let told = posted.versions.get((self.version as usize).checked_sub(1)?)?.told(draft.scope.purpose?)?;
        let names = draft.scope.category.is_none_or(|category| told.has(category));
        let shown = Shown {
            notice: self.notice,
            version: self.version,
            lang: self.lang,
            served_at: self.served_at,
            serial: self.serial,
            told,
        };
        names.then_some(shown)
    }
}
