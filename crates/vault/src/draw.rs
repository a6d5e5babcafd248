//! Lots: chance that nobody chooses, and that comes out the same when it is asked again.
//!
//! # Invariants
//! - A lot is a keyed hash: of the receipt's name for what is drawn anew, of the person's place for what stays the same.
//! - Nobody is told apart by a lot of their own unless they let `measure` use what they do.
//! - The draws of a receipt come out the same when they are drawn again from what it keeps.

use crate::open::Opened;
use crate::permit::Permit;
use crate::{Ask, Moment, Vault, VaultError};
use domain::{Action, ConsentState, DrawBasis, DrawFor, Drawn, Measure, Purpose, Receipt, ReceiptId, Status, Verb};
use store::PartitionKey;

/// What chance and the person have settled before work begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// The lot of this decision, spread evenly over 64 bits.
    pub lot: u64,
    /// The person's own lot in the experiment that was named: the same whenever it is asked. `None` where no person is
    /// known, or they do not let `measure` use what they do: nobody is assigned then.
    pub assigned: Option<u64>,
    /// Whether the person said no to the purpose, paused, or is on a private visit: nothing is tried on them.
    pub said_no: bool,
}

impl Vault {
    /// The lot of a decision.
    fn lot_of(&self, receipt: ReceiptId) -> u64 {
        first_eight(&self.tenant.entry_pepper.derive(&[b"lot/decision"]).hash(&receipt.0))
    }

    /// The lot of whoever is kept here, in an experiment.
    fn lot_in(&self, partition: &PartitionKey, experiment: &str) -> u64 {
        let pepper = self.tenant.entry_pepper.derive(&[b"lot/experiment", experiment.as_bytes()]);
        first_eight(&pepper.hash(&partition.0))
    }
}

fn first_eight(hash: &[u8; 32]) -> u64 {
    hash[..8].iter().fold(0, |lot, byte| lot << 8 | u64::from(*byte))
}

impl Moment<'_> {
    pub(crate) fn fate<P: Purpose>(
        &self,
        subject: Option<&Opened>,
        ask: &Ask,
        receipt: ReceiptId,
        experiment: Option<&str>,
    ) -> Result<Fate, VaultError> {
        let entry = self.vault.policy.at(self.now).entry::<P>()?;
        let said_no = |subject: &Opened| {
            let consent = subject.ledger.consent(&entry.terms, self.now).state;
            matches!(consent, ConsentState::Refused | ConsentState::Withdrawn)
                || subject.ledger.paused
                || subject.ledger.status != Status::Active
        };
        let assigned = match (subject, experiment) {
            (Some(subject), Some(name)) if self.may_measure(subject, ask, Action::Serve) => {
                Some(self.vault.lot_in(&subject.partition, name))
            }
            _ => None,
        };
        let said_no = ask.private_visit || subject.is_some_and(said_no);
        Ok(Fate { lot: self.vault.lot_of(receipt), assigned, said_no })
    }

    /// Whether what this person does may be counted.
    pub(crate) fn may_measure(&self, subject: &Opened, ask: &Ask, action: Action) -> bool {
        let policy = &self.vault.policy;
        let Ok(entry) = policy.at(self.now).entry::<Measure>() else { return false };
        let context = ask.context(self.now, action, &subject.ledger.jurisdictions);
        let mut permit = Permit::new(policy, entry, subject.ledger.standing(self.now), &context);
        permit.category(policy.category_of(Verb::View)).allow()
    }

    /// The first draw of a receipt that comes out otherwise than it says, by name; `None` where all come out the same.
    pub(crate) fn drawn_otherwise(&self, receipt: &Receipt, partition: &PartitionKey) -> Option<String> {
        let same = |drawn: &&Drawn| {
            let lot = match (drawn.of, drawn.basis) {
                (DrawFor::Slot, _) => self.vault.lot_of(receipt.id),
                (DrawFor::Experiment, DrawBasis::Shares) => self.vault.lot_in(partition, &drawn.name),
                (DrawFor::Experiment, _) => 0,
            };
            drawn.lot == lot && drawn.due() == Some(&drawn.chosen)
        };
        receipt.drawn.iter().find(|drawn| !same(drawn)).map(|drawn| drawn.name.clone())
    }
}
