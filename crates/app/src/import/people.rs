//! What the people in a file agreed to, recorded once for each, before any event of theirs is taken in.
//!
//! # Invariants
//! - Who has said anything about a purpose before is not spoken for: an import never overrides a person.
//! - Who was erased is not brought back.

use super::Order;
use crate::{AppError, Sent, Shop, Words};
use domain::{Actor, Evidence, Kind, PurposeId, SubjectId, UnixTime};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use vault::{PersonFacts, StatementError};

/// How many agreements of people who are known are on their way to the store at a time: they share its syncs.
const AT_ONCE: usize = 32;

/// The people of one import.
pub(super) struct People<'s> {
    shop: &'s Shop,
    granted: Vec<(PurposeId, Words)>,
    seen: HashSet<SubjectId>,
}

impl<'s> People<'s> {
    pub(super) fn new(shop: &'s Shop, order: &Order) -> Result<Self, AppError> {
        let evidence = Evidence { notice: "import".to_owned(), how: order.evidence.clone() };
        let grant = |key: &String| {
            let id = shop.policy().purpose(key).ok_or(AppError::Unknown { what: "purpose" })?.terms.id;
            let words = Words::of(Kind::Grant, key, None, &evidence);
            Ok::<_, AppError>((id, Words { actor: Actor::Import, past_data: true, ..words }))
        };
        let granted = order.granted.iter().map(grant).collect::<Result<_, _>>()?;
        Ok(Self { shop, granted, seen: HashSet::new() })
    }

    pub(super) fn count(&self) -> u64 {
        self.seen.len() as u64
    }

    /// Records the agreement of everybody who is new in these events.
    pub(super) fn agree(&mut self, now: UnixTime, events: &[Sent]) -> Result<(), AppError> {
        let mut new = Vec::new();
        for (who, _) in events.chunk_by(|(one, _), (next, _)| one == next).map(|of_one| &of_one[0]) {
            if !self.seen.contains(who) {
                self.seen.insert(who.clone());
                new.push(who.clone());
            }
        }
        if self.granted.is_empty() || new.is_empty() {
            return Ok(());
        }
        let words: Vec<_> = self.granted.iter().map(|(_, words)| words.clone()).collect();
        let known = self.shop.welcome(now, &new, &words)?;
        let next = AtomicUsize::new(0);
        let work = || -> Result<(), AppError> {
            while let Some(who) = known.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.speak_for(now, who)?;
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..AT_ONCE.min(known.len())).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|_| Err(AppError::File("the import was broken off".into())))
            })
        })
    }

    fn speak_for(&self, now: UnixTime, who: &SubjectId) -> Result<(), AppError> {
        let said = self.shop.vault.at(now).statements(who)?;
        let silent_on = |purpose: PurposeId| !said.iter().any(|s| s.scope.purpose.is_none_or(|p| p == purpose));
        let words: Vec<_> = self.granted.iter().filter(|(id, _)| silent_on(*id)).map(|(_, w)| w.clone()).collect();
        if words.is_empty() {
            return Ok(());
        }
        match self.shop.say(now, who, &words, &PersonFacts::default()) {
            Err(error) if error.is_statement(StatementError::Erased) => Ok(()),
            done => done.map(|_| ()),
        }
    }
}
