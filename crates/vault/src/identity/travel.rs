//! Noes travel: from a device to the account it is linked to, and from there to every other device.
//!
//! # Invariants
//! - A no is recorded, in one commit, for everybody whom it travels to; a yes travels nowhere. Those from before a link or
//!   a merge are there before it is.
//! - A limit that is tighter than what holds there is a no.
//! - A no that comes again changes nothing.

use crate::limits::Own;
use crate::open::Opened;
use crate::record::Ledger;
use crate::{Moment, VaultError, ledger, place, record};
use domain::{Evidence, Scope, Statement, UnixTime};
use store::{Batch, PartitionKey, Write};

/// What a no is said to come from, where it travelled.
const HOW: &str = "said under a linked identifier";

/// What travels: what somebody refused, since when they opt out, and what they set about being reached. When they were written to
/// does not: a link may be nobody's word but a stranger's.
#[derive(Clone, Copy, Default)]
pub(crate) struct Noes<'a> {
    pub(crate) said: &'a [Statement],
    pub(crate) opt_out: Option<UnixTime>,
    pub(crate) own: Option<&'a Own>,
}

impl<'a> Noes<'a> {
    /// All of somebody's.
    pub(crate) fn of(ledger: &'a Ledger) -> Self {
        Self { said: &ledger.statements, opt_out: ledger.opt_out_first_seen, own: Some(&ledger.own) }
    }
}

/// What travelling changed in one ledger.
#[derive(Default)]
pub(crate) struct Taken {
    /// The entries that are new in the log.
    pub(crate) entries: Vec<Write>,
    /// Whether the ledger is another now, and has to be written.
    pub(crate) changed: bool,
    /// Whether it closes more without an entry of its own: a signal that was not seen before, or not so early, or a limit.
    signalled: bool,
}

impl Taken {
    /// Nothing yet; whoever is new is written all the same.
    pub(crate) fn of(opened: &Opened) -> Self {
        Self { changed: opened.ledger_version == 0, ..Self::default() }
    }

    /// Both together.
    pub(crate) fn and(mut self, more: Self) -> Self {
        self.entries.extend(more.entries);
        let (changed, signalled) = (self.changed || more.changed, self.signalled || more.signalled);
        Self { changed, signalled, ..self }
    }

    /// What writes it, with the ledger as it is now. Of a no that travelled recipients hear by its entry in the log; a signal
    /// and a limit have none.
    pub(crate) fn written(self, at: &Moment<'_>, opened: &Opened) -> Result<Vec<Write>, VaultError> {
        let mut writes = self.entries;
        if self.changed {
            writes.push(opened.put_ledger()?);
        }
        if self.signalled {
            writes.extend(at.ends(opened)?);
        }
        Ok(writes)
    }
}

impl Opened {
    /// Takes over what a linked ledger refused: its noes as they were said, a universal opt-out from its first sight, and
    /// its limits where they are tighter. What the ledger says already is not said again, nor what was said once more later.
    pub(crate) fn take_over(&mut self, noes: Noes<'_>, now: UnixTime) -> Result<Taken, VaultError> {
        let mut taken = Taken::default();
        let evidence = Evidence { notice: String::new(), how: HOW.to_owned() };
        for no in self.unheard(noes.said) {
            let id = ledger::statement_id(self.ledger.statements.len());
            let entry = (no, &evidence);
            taken.entries.push(self.append(place::STATEMENT, id, now.0, &entry)?);
            let entry = record::encode(&entry)?;
            self.ledger.push(no.clone(), &entry)?;
        }
        let earlier = noes.opt_out.filter(|seen| self.ledger.opt_out_first_seen.is_none_or(|known| *seen < known));
        self.ledger.opt_out_first_seen = earlier.or(self.ledger.opt_out_first_seen);
        let is_tighter = noes.own.is_some_and(|own| self.ledger.own.take_over(own));
        taken.signalled = earlier.is_some() || is_tighter;
        taken.changed = taken.signalled || !taken.entries.is_empty();
        Ok(taken)
    }

    /// The noes that neither this ledger nor a later one among them says as well, in order.
    fn unheard<'s>(&self, said: &'s [Statement]) -> Vec<&'s Statement> {
        let mut unheard: Vec<&Statement> = Vec::new();
        for no in said.iter().rev().filter(|statement| statement.kind.is_negative()) {
            let mut known = unheard.iter().copied().chain(&self.ledger.statements);
            if !known.any(|known| says_as_much(known, no)) {
                unheard.push(no);
            }
        }
        unheard.reverse();
        unheard
    }
}

impl Moment<'_> {
    /// Hands noes on, a commit for each: however many there are, none is too large. Only while nobody can act for any of
    /// them, and before whatever makes them one; handing on again changes nothing.
    pub(crate) fn hand_on(&self, others: &[PartitionKey], noes: Noes<'_>) -> Result<bool, VaultError> {
        let mut any = false;
        for other in others {
            let writes = self.tell(std::slice::from_ref(other), noes)?;
            if !writes.is_empty() {
                self.vault.commit(Batch { writes, urgent: true })?;
                any = true;
            }
        }
        Ok(any)
    }

    /// What hands noes on to everybody whom they travel to.
    pub(crate) fn tell(&self, others: &[PartitionKey], noes: Noes<'_>) -> Result<Vec<Write>, VaultError> {
        let mut writes = Vec::new();
        for other in others {
            let Some(mut other) = self.vault.find_partition(other)? else { continue };
            let taken = other.take_over(noes, self.now)?;
            writes.extend(taken.written(self, &other)?);
        }
        Ok(writes)
    }
}

/// Whether a no that is known refuses all that another does, for as long.
fn says_as_much(known: &Statement, no: &Statement) -> bool {
    known.kind.is_negative() && known.at() >= no.at() && covers(&known.scope, &no.scope)
}

fn covers(wide: &Scope, narrow: &Scope) -> bool {
    fn part<T: PartialEq>(wide: Option<T>, narrow: Option<T>) -> bool {
        wide.is_none() || wide == narrow
    }
    part(wide.purpose, narrow.purpose)
        && part(wide.category, narrow.category)
        && part(wide.recipient, narrow.recipient)
        && part(wide.channel, narrow.channel)
}
