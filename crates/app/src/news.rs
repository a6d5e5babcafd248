//! Whether there is something to learn: what changed since the last lesson, also after a stop.
//!
//! # Invariant
//! - Before the first change that the kept model does not know is made, the ground says that there is news; it says so
//!   until a model is kept that knows every change. So one write falls due for each lesson, and none for each change.

#[cfg(test)]
mod tests;

use crate::{AppError, Shop};
use std::sync::{Mutex, MutexGuard, PoisonError};
use vault::{Vault, VaultError};

/// The blob that says that there is news. It holds nothing.
const BLOB: &str = "app/news";

/// What changed, and what of it was learned.
#[derive(Default)]
pub(crate) struct News(Mutex<Counts>);

/// How many changes there were. A change counts as begun before anything of it is written.
#[derive(Clone, Copy, Default)]
struct Counts {
    begun: u64,
    ended: u64,
    /// Of those that ended, how many made something new.
    made: u64,
    /// Of those, how many the model in use knows.
    learned: u64,
    /// Whether the ground says that there is news.
    kept: bool,
    /// How many of those that made something new were a no, or may have ended a yes.
    noes: u64,
    noes_learned: u64,
    /// How many were not about anybody: nothing but a lesson learns those.
    nobodys: u64,
    nobodys_learned: u64,
}

/// What sort of change it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// It may take somebody out of the model.
    No,
    /// It is about nobody.
    Nobodys,
    /// Anything else.
    Other,
}

/// What a lesson that begins now is going to know.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    begun: u64,
    made: u64,
    noes: u64,
    nobodys: u64,
    /// Whether none was under way, half of which it might miss.
    still: bool,
}

/// Tells the ground that there is news, before it is asked for any.
pub(crate) fn tell(vault: &Vault) -> Result<(), AppError> {
    Ok(vault.put_urgent_blob(BLOB, &[])?)
}

// === impl News ===

impl News {
    /// As the ground says.
    pub(crate) fn load(vault: &Vault) -> Result<Self, AppError> {
        // An older copy of the data may have brought a model back that still knows somebody.
        let kept = vault.blob(BLOB)?.is_some();
        if vault.swept_at_open() && !kept {
            vault.put_urgent_blob(BLOB, &[])?;
        }
        let kept = kept || vault.swept_at_open();
        Ok(Self(Mutex::new(Counts { made: u64::from(kept), kept, ..Counts::default() })))
    }

    /// What a lesson that begins now is going to know.
    pub(crate) fn known(&self) -> Known {
        let counts = self.counts();
        Known {
            begun: counts.begun,
            made: counts.made,
            noes: counts.noes,
            nobodys: counts.nobodys,
            still: counts.begun == counts.ended,
        }
    }

    /// Whether there was a no, or what may end a yes, that no lesson and no settling knows.
    pub(crate) fn is_urgent(&self) -> bool {
        let counts = self.counts();
        counts.noes != counts.noes_learned
    }

    /// Whether something changed about nobody that no lesson knows.
    pub(crate) fn of_nobody(&self) -> bool {
        let counts = self.counts();
        counts.nobodys != counts.nobodys_learned
    }

    /// Whether something changed that the model in use does not know.
    pub(crate) fn any(&self) -> bool {
        let counts = self.counts();
        counts.made != counts.learned
    }

    // Counts alone: a panic while they were held leaves nothing half done.
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a change: from now on the ground says that there is news.
    fn begin(&self, vault: &Vault) -> Result<(), AppError> {
        let mut counts = self.counts();
        counts.keep(vault)?;
        counts.begun += 1;
        Ok(())
    }

    /// Tells the ground of news that a full disk has kept from it.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<(), AppError> {
        let mut counts = self.counts();
        if counts.made == counts.learned { Ok(()) } else { counts.keep(vault) }
    }

    fn end(&self, is_news: bool, sort: Sort) {
        let mut counts = self.counts();
        counts.ended += 1;
        counts.made += u64::from(is_news);
        counts.noes += u64::from(is_news && sort == Sort::No);
        counts.nobodys += u64::from(is_news && sort == Sort::Nobodys);
    }

    /// A model that knows this is kept and in use, with weights that were chosen before it. The ground goes on saying that
    /// there is news: a stop must not keep a lesson from being held.
    pub(crate) fn settled(&self, known: Known) {
        let mut counts = self.counts();
        counts.learned = known.made;
        counts.noes_learned = known.noes;
    }

    /// A model that knows this is kept and in use. The ground forgets the news if nothing was begun since.
    pub(crate) fn learned(&self, vault: &Vault, known: Known) -> Result<(), AppError> {
        let mut counts = self.counts();
        counts.learned = known.made;
        (counts.noes_learned, counts.nobodys_learned) = (known.noes, known.nobodys);
        if counts.kept && known.still && counts.begun == known.begun {
            vault.delete_blobs(&[BLOB.to_owned()])?;
            counts.kept = false;
        }
        Ok(())
    }
}

impl Counts {
    /// Tells the ground that there is news. Where even the room that is kept for this is used up, it holds no change up: a
    /// no and an erasure must not fail for this. The ground is told with the next change, or when the time is kept.
    fn keep(&mut self, vault: &Vault) -> Result<(), AppError> {
        if self.kept {
            return Ok(());
        }
        match vault.put_urgent_blob(BLOB, &[]) {
            Err(VaultError::Store(store::StoreError::Full)) => Ok(()),
            done => {
                self.kept = done.is_ok();
                Ok(done?)
            }
        }
    }
}

impl Shop {
    /// Makes a change that models are made of; `is_news` says of what came of it whether it is one.
    ///
    /// A fault of the ground may have left a part of the change behind, so it counts as one. A change that panics never
    /// ends: the ground goes on saying that there is news.
    pub(crate) fn change<T>(
        &self,
        sort: Sort,
        make: impl FnOnce() -> Result<T, AppError>,
        is_news: impl FnOnce(&T) -> bool,
    ) -> Result<T, AppError> {
        self.news.begin(&self.vault)?;
        let done = make();
        let is_news = match &done {
            Ok(done) => is_news(done),
            Err(error) => matches!(error, AppError::Vault(_)),
        };
        self.news.end(is_news, sort);
        done
    }
}
