//! Whether a message may be sent to a person now: what the gate says, with what they set for themselves, and a receipt.
//!
//! # Invariants
//! - What goes out is counted with the same stroke, so that never more go out than somebody set, however many ask at once,
//!   and by whichever of their names.
//! - It is counted under the name that it went out to alone: no other name learns of it.
//! - Nothing that they did is unsealed for it.

use crate::limits::Own;
use crate::moment::{Ruling, stranger};
use crate::open::Opened;
use crate::permit::Permit;
use crate::record::Ledger;
use crate::{Ask, Moment, RETRIES_MAX, VaultError, receipts};
use domain::{
    Action, CategoryId, Code, Context, LastLine, Message, Reasons, ReceiptId, Refusal, Rung, SubjectId, UnixTime,
};
use store::{Batch, PartitionKey, StoreError};

/// What is to become of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Whether it may go out now; then it counts.
    pub send: bool,
    /// Why not; none where it may.
    pub reasons: Reasons,
    /// From when on it may by itself, where time alone stands against it.
    pub not_before: Option<UnixTime>,
    /// The name of the receipt, durable already.
    pub receipt: ReceiptId,
}

impl Moment<'_> {
    /// Decides whether a message about these topics may go out to a person on this channel now, and counts it if so.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails. A refusal is no error.
    pub fn may_send(&self, who: &SubjectId, ask: &Ask, topics: &[String]) -> Result<Sending, VaultError> {
        if ask.opt_out_signal {
            self.see_opt_out(who)?;
        }
        for _ in 0..RETRIES_MAX {
            match self.try_send(who, ask, topics) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_send(&self, who: &SubjectId, ask: &Ask, topics: &[String]) -> Result<Sending, VaultError> {
        let entry = self.vault.policy.at(self.now).entry::<Message>()?;
        let mut home = self.vault.home_with_kin(who)?;
        let known = home.subject.as_ref().map_or(&[][..], |s| &s.ledger.jurisdictions);
        let mut context = ask.context(self.now, Action::Serve, known);
        let nobody = Ledger::new(who.clone(), self.now);
        let ledger = home.subject.as_ref().map_or(&nobody, |subject| &subject.ledger);
        let kin = self.kin_of(&home.others)?;
        let own = ledger.own.counting(kin.iter().map(|other| &other.ledger.own));
        own.restrict(&mut context, &entry.terms);
        context.topic_off = ledger.own.is_off(topics);
        let standing = home.subject.as_ref().map_or_else(stranger, |s| s.ledger.standing(self.now));
        let mut permit = Permit::new(&self.vault.policy, entry, standing, &context);
        let uses = self.vault.policy.categories().filter(|(_, category)| entry.terms.categories.has(category.id));
        let gates: Vec<(CategoryId, Reasons)> = uses.map(|(_, c)| (c.id, permit.category(c.id))).collect();
        let send = home.subject.is_some() && gates.iter().any(|(_, reasons)| reasons.allow());
        let reasons = if send { Reasons::NONE } else { gates.iter().fold(Reasons::NONE, |all, (_, r)| all.or(*r)) };
        let not_before = if send { None } else { waits_until(ledger, &own, &gates, &context) };
        let ruling = ruling(send, reasons, home.subject.is_some(), gates);
        let told = home.subject.as_ref().filter(|_| !ask.private_visit);
        let first = self.told_line(&entry.terms, ask, &context, told, &ruling);
        let last = LastLine { rung: ruling.rung, data_used: 0, reasons: Vec::new() };
        let receipt = self.plain_receipt(first, last)?;
        match home.subject.as_mut().filter(|_| !ask.private_visit) {
            None => self.vault.keep_tenant_receipt(&receipt)?,
            Some(subject) => {
                let mut batch = Batch::new().and(receipts::sealed(subject, &receipt)?);
                if send {
                    subject.ledger.own.count(ask.channel, self.now);
                    batch = batch.and(subject.put_ledger()?);
                    batch.writes.extend(kin.iter().map(Opened::check_ledger));
                } else {
                    batch = batch.and(subject.check_ledger());
                }
                // Nothing that anybody is counted by depends on it.
                self.vault.commit_aside(batch)?;
            }
        }
        Ok(Sending { send, reasons, not_before, receipt: receipt.id })
    }
}

impl Moment<'_> {
    /// The other names of the same person: a limit is theirs, and not a device's.
    pub(crate) fn kin_of(&self, others: &[PartitionKey]) -> Result<Vec<Opened>, VaultError> {
        let found = others.iter().map(|other| self.vault.find_partition(other));
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

fn ruling(send: bool, reasons: Reasons, known: bool, gates: Vec<(CategoryId, Reasons)>) -> Ruling {
    let (rung, refusal) = match (send, known) {
        (true, _) => (Rung::Personal, None),
        (false, true) => (Rung::Contextual, Some(Refusal::Closed(reasons))),
        (false, false) => (Rung::Contextual, Some(Refusal::Stranger)),
    };
    Ruling { rung, refusal, gates }
}

/// From when on the message may go out, where nothing but time stands against it in some gate.
fn waits_until(ledger: &Ledger, own: &Own, gates: &[(CategoryId, Reasons)], context: &Context) -> Option<UnixTime> {
    let timed = [Code::CapReached, Code::QuietHours, Code::Paused];
    let timed = timed.into_iter().fold(Reasons::NONE, |all, code| all.or(Reasons::only(code)));
    let (_, reasons) = gates.iter().find(|(_, reasons)| reasons.or(timed) == timed)?;
    let ends = [
        (Code::CapReached, own.cap_ends(context.channel, context.now)),
        (Code::QuietHours, own.quiet_ends(context.now)),
        (Code::Paused, own.paused_until.filter(|_| !ledger.paused)),
    ];
    let mut latest = None;
    for (_, end) in ends.into_iter().filter(|(code, _)| reasons.has(*code)) {
        latest = latest.max(Some(end.filter(|end| end.0 < i64::MAX)?));
    }
    latest
}
