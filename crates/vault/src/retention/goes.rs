//! What goes out of one log, in commits of a bounded size.

use super::{GONE_PER_BATCH, Gone};
use crate::open::Log;
use store::{Batch, EntryId, Write};

/// Most packs that one commit seals anew.
const REWRITTEN_PER_BATCH: usize = 64;

/// A commit that takes something out, and what that is.
pub(super) struct Goes {
    pub(super) batch: Batch,
    pub(super) of_it: Gone,
}

/// What of a log is past its time.
pub(super) struct Past<'l> {
    log: &'l Log,
    ids: Vec<EntryId>,
    rewrites: Vec<Write>,
    gone: Gone,
    commits: Vec<Goes>,
}

impl<'l> Past<'l> {
    pub(super) fn of(log: &'l Log) -> Self {
        Self { log, ids: Vec::new(), rewrites: Vec::new(), gone: Gone::default(), commits: Vec::new() }
    }

    /// An entry goes as a whole.
    pub(super) fn take(&mut self, id: EntryId, gone: Gone) {
        self.ids.push(id);
        self.and(gone);
    }

    /// A pack is sealed anew without what goes out of it.
    pub(super) fn rewrite(&mut self, write: Write, gone: Gone) {
        self.rewrites.push(write);
        self.and(gone);
    }

    fn and(&mut self, gone: Gone) {
        self.gone.add(gone);
        if self.ids.len() >= GONE_PER_BATCH || self.rewrites.len() >= REWRITTEN_PER_BATCH {
            self.close();
        }
    }

    fn close(&mut self) {
        let mut batch = Batch { writes: std::mem::take(&mut self.rewrites), urgent: false };
        let ids = std::mem::take(&mut self.ids);
        if !ids.is_empty() {
            batch = batch.and(Write::DeleteNamed { partition: self.log.partition, ids });
        }
        self.commits.push(Goes { batch, of_it: std::mem::take(&mut self.gone) });
    }

    /// The commits; the last may be empty.
    pub(super) fn commits(mut self) -> Vec<Goes> {
        self.close();
        self.commits
    }
}
