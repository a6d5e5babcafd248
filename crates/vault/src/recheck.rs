//! Hears a receipt's case again: the same person, the same policy, the statements there were then, and the verdict due.
//!
//! # Invariants
//! - Replaying a receipt against its recorded ledger head and policy version gives the same verdict (P16).
//! - A verdict is found again only by the policy that gave it, and only from a ledger whose chain ends as the receipt says.

use crate::open::{Log, Opened};
use crate::permit::Permit;
use crate::policy::Policy;
use crate::record::Ledger;
use crate::{Ask, Moment, Vault, VaultError, ledger, notice, place, receipts, record};
use domain::{
    Action, ChannelId, Code, Context, Evidence, FirstLine, Given, PurposeSet, Receipt, ReceiptId, Standing, Statement,
};
use std::ops::ControlFlow;
use store::{Entry, EntryId, PartitionKey, Scope};

/// A policy, by its version and its layer's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policed {
    /// The version of the policy.
    pub version: u32,
    /// Whose layer lies over it, and that layer's version.
    pub brand: Option<(String, u32)>,
}

/// What came of hearing a case again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recheck {
    /// The same verdict, code by code, for so many categories.
    Same(usize),
    /// As [`Recheck::Same`], and so many draws that come out as they did.
    SameDraws {
        /// For so many categories.
        gates: usize,
        /// So many draws.
        draws: usize,
    },
    /// What was decided by lot comes out otherwise: the receipt was changed. Which slot or experiment it was for.
    OtherDraw(String),
    /// Another verdict, by category: the receipt was changed, or the rule is not what it was.
    Differs(Vec<(String, Vec<String>)>),
    /// The ledger up to then does not end as the receipt says.
    OtherLedger,
    /// Another policy decided: open the data with this one.
    OtherPolicy(Policed),
    /// Nothing was decided about a person: an answer to a stranger, work on a cohort, or a look at one's own data.
    NoDecision,
}

/// What a decision goes by, as its receipt keeps it.
pub(crate) fn given(policy: &Policy, notices: u32, ledger: &Ledger, context: &Context) -> Given {
    let keys = |set: PurposeSet| set.iter().map(|id| policy.purpose_key(id).to_owned()).collect();
    Given {
        brand: policy.brand.clone(),
        statements: u32::try_from(ledger.statements.len()).unwrap_or(u32::MAX),
        lapsed: ledger.lapsed.iter().copied().collect(),
        notices,
        status: ledger.status,
        age: ledger.age,
        paused: ledger.is_paused(context.now),
        opt_out_first_seen: ledger.opt_out_first_seen,
        opt_out_signal: context.opt_out_signal,
        ceiling: context.ceiling.map(keys),
        placement: context.placement,
        private_visit: context.private_visit,
    }
}

impl Moment<'_> {
    /// Finds the verdict of a receipt again: by the statements there were then, at the time it was given. `None` where
    /// there is no receipt of this name.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or something does not open.
    pub fn recheck_receipt(&self, id: ReceiptId) -> Result<Option<Recheck>, VaultError> {
        let Some(entry) = self.receipt_entry(id)? else { return Ok(None) };
        let nobody = self.vault.nobody();
        if entry.partition == nobody {
            let receipt = self.receipt(None, id)?.filter(|receipt| !receipt.drawn.is_empty());
            return Ok(Some(receipt.map_or(Recheck::NoDecision, |receipt| self.redrawn(&receipt, &nobody, 0))));
        }
        let Some(subject) = self.vault.find_log(&entry.partition)? else { return Ok(None) };
        let Some(log) = subject.logs().find(|log| log.partition == entry.partition) else { return Ok(None) };
        let receipt = log.read(place::RECEIPT, &entry.id, &entry.sealed)?;
        Ok(Some(match self.recheck(&subject, &log, &receipt)? {
            Recheck::Same(gates) if !receipt.drawn.is_empty() => self.redrawn(&receipt, &log.partition, gates),
            found => found,
        }))
    }

    fn redrawn(&self, receipt: &Receipt, partition: &PartitionKey, gates: usize) -> Recheck {
        match self.drawn_otherwise(receipt, partition) {
            Some(name) => Recheck::OtherDraw(name),
            None => Recheck::SameDraws { gates, draws: receipt.drawn.len() },
        }
    }

    /// The name of a receipt begins with its second.
    pub(crate) fn receipt_entry(&self, id: ReceiptId) -> Result<Option<Entry>, VaultError> {
        let second = i64::from(u32::from_be_bytes([id.0[0], id.0[1], id.0[2], id.0[3]]));
        let mut found = None;
        let among = Scope::Between { from: second, until: second + 1 };
        self.vault.store.scan_log(among, &mut |entry| {
            if entry.kind == place::RECEIPT && entry.id == EntryId(id.0) {
                found = Some(entry);
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    fn recheck(&self, subject: &Opened, log: &Log, receipt: &Receipt) -> Result<Recheck, VaultError> {
        let first = &receipt.first;
        let Some(given) = &first.given else { return Ok(Recheck::NoDecision) };
        let policy = &self.vault.policy;
        if (first.policy_version, &given.brand) != (policy.version, &policy.brand) {
            let (version, brand) = (first.policy_version, given.brand.clone());
            return Ok(Recheck::OtherPolicy(Policed { version, brand }));
        }
        let Some(mut statements) = self.statements_then(subject, log, first, given)? else {
            return Ok(Recheck::OtherLedger);
        };
        self.vault.board().mark(&mut statements, given.notices);
        notice::end(&mut statements, given.lapsed.iter());
        let again = verdict(policy, receipt, given, &statements)?;
        Ok(if again == first.gates { Recheck::Same(again.len()) } else { Recheck::Differs(again) })
    }

    /// The statements that the decision went by, out of the log; `None` where their chain ends otherwise.
    fn statements_then(
        &self,
        subject: &Opened,
        log: &Log,
        first: &FirstLine,
        given: &Given,
    ) -> Result<Option<Vec<Statement>>, VaultError> {
        let mut head = [0; 32];
        let mut statements = Vec::new();
        for at in 0..given.statements as usize {
            // Whoever was merged into somebody counted from their own first statement.
            let plain = match self.vault.stored_statement(subject, log.base + at) {
                Err(VaultError::Chain) => return Ok(None),
                found => found?,
            };
            let (statement, _): (Statement, Evidence) = record::decode(&plain)?;
            head = ledger::link(&head, &plain);
            statements.push(statement);
        }
        Ok((receipts::hex(&head) == first.ledger_head).then_some(statements))
    }
}

impl Vault {
    /// Whose log this is: their own, or that of somebody who was merged into them.
    fn find_log(&self, partition: &PartitionKey) -> Result<Option<Opened>, VaultError> {
        match self.find_partition(partition)? {
            Some(own) => Ok(Some(own)),
            None => match self.new_home_at_last(partition)? {
                Some(there) => self.find_partition(&there),
                None => Ok(None),
            },
        }
    }
}

/// What the rule says of each category that the receipt names.
fn verdict(
    policy: &Policy,
    receipt: &Receipt,
    given: &Given,
    statements: &[Statement],
) -> Result<Vec<(String, Vec<String>)>, VaultError> {
    let missing = || VaultError::Policy("the policy does not have what a receipt names".to_owned());
    let first = &receipt.first;
    let entry = policy.at(receipt.at).purpose(&first.purpose).ok_or_else(missing)?;
    let mut context = ask(policy, first, given).context(receipt.at, Action::Serve, &[]);
    // What was set about being reached, and what was sent by then, is not kept for each decision: it is taken as told.
    let told = |code: Code| first.gates.iter().any(|(_, closed)| closed.iter().any(|one| one == code.as_str()));
    (context.cap_reached, context.quiet) = (told(Code::CapReached), told(Code::QuietHours));
    context.topic_off = told(Code::TopicOff);
    let standing = Standing {
        status: given.status,
        age: given.age,
        known: true,
        paused: given.paused,
        opt_out_first_seen: given.opt_out_first_seen,
        ledger: statements,
    };
    let mut permit = Permit::new(policy, entry, standing, &context);
    let mut one = |key: &String| {
        let reasons = permit.category(policy.category(key).ok_or_else(missing)?.id);
        Ok((key.clone(), reasons.iter().map(|code| code.as_str().to_owned()).collect()))
    };
    first.gates.iter().map(|(key, _)| one(key)).collect()
}

fn ask(policy: &Policy, first: &FirstLine, given: &Given) -> Ask {
    let numbers = |keys: &Vec<String>| {
        let known = keys.iter().filter_map(|key| policy.purpose(key));
        known.fold(PurposeSet::NONE, |set, entry| set.with(entry.terms.id))
    };
    let mut ask = Ask::on(policy.channel(&first.channel).unwrap_or(ChannelId(0)));
    ask.jurisdictions = first.jurisdictions.iter().map(|key| policy.jurisdiction(key)).collect();
    ask.opt_out_signal = given.opt_out_signal;
    ask.ceiling = given.ceiling.as_ref().map(numbers);
    ask.placement = given.placement;
    ask.private_visit = given.private_visit;
    ask
}
