//! What people say: an append-only, hash-chained ledger for each.
//!
//! # Invariants
//! - A statement is durable before it is acknowledged, and in force from then on.
//! - Operators can only restrict.
//! - Each statement's hash covers the one before, so that none can be changed or taken out unnoticed.

use crate::identity::Noes;
use crate::limits::Own;
use crate::open::Opened;
use crate::record::{Ledger, STATEMENTS_MAX};
use crate::{Moment, RETRIES_MAX, StatementError, VaultError, place, receipts, record, seal};
use domain::{Actor, AgeBand, Evidence, JurisdictionId, Kind, Scope, Shown, Statement, Status, SubjectId, UnixTime};
use std::iter::once;
use store::{Batch, EntryId, StoreError, Write};

/// How far a clock may be off, in seconds, before it loses its say.
pub(crate) const CLOCK_SKEW_SECONDS: i64 = 300;

/// A statement as it comes in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What is said.
    pub kind: Kind,
    /// About what.
    pub scope: Scope,
    /// When, as the person's device tells it; `None` is now.
    pub client_at: Option<UnixTime>,
    /// Who says it.
    pub actor: Actor,
    /// Whether it is said in so many words.
    pub explicit: bool,
    /// Whether the notice said that earlier data is included.
    pub past_data: bool,
    /// The standing opt-out that this yes knowingly overrides; only the person, or a child's guardian, can.
    pub overrides: Option<UnixTime>,
    /// What shows that it was said.
    pub evidence: Evidence,
    /// The snapshot of the notice that it answers, as [`Moment::show_notice`] gave it.
    pub snapshot: Option<String>,
}

/// What else is known of a person, and changes with the same stroke as their statements.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// Jurisdictions that could claim them.
    pub jurisdictions: Vec<JurisdictionId>,
    /// How old they say they are.
    pub age: Option<AgeBand>,
    /// Whether to stop using their data (`Some(true)`), or to go on.
    pub restricted: Option<bool>,
    /// Whether to pause every use of their data (`Some(true)`), or to go on.
    pub paused: Option<bool>,
    /// Until when to pause it; it ends by itself then.
    pub paused_until: Option<UnixTime>,
    /// Whether the request carried a universal opt-out.
    pub opt_out_signal: bool,
}

impl PersonFacts {
    /// Whether they pause or restrict the use of data, or opt out.
    #[must_use]
    pub fn restricts(&self) -> bool {
        self.takes_back() || self.opt_out_signal
    }

    /// Whether they pause or restrict the use of data themself.
    fn takes_back(&self) -> bool {
        self.paused == Some(true) || self.paused_until.is_some() || self.restricted == Some(true)
    }
}

impl Ledger {
    /// Keeps the first sight of a universal opt-out; true where this is it.
    pub(crate) fn see_opt_out(&mut self, signal: bool, now: UnixTime) -> bool {
        let new = signal && self.opt_out_first_seen.is_none();
        if new {
            self.opt_out_first_seen = Some(now);
        }
        new
    }

    /// Returns whether anything of it is new to the gate.
    pub(crate) fn learn(&mut self, facts: &PersonFacts, now: UnixTime) -> bool {
        let known = |ledger: &Self| {
            (ledger.jurisdictions.len(), ledger.age, ledger.status, ledger.paused, ledger.own.paused_until)
        };
        let before = known(self);
        for jurisdiction in &facts.jurisdictions {
            if !self.jurisdictions.contains(jurisdiction) {
                self.jurisdictions.push(*jurisdiction);
            }
        }
        self.age = facts.age.unwrap_or(self.age);
        match facts.restricted {
            Some(true) => self.status = Status::Restricted,
            Some(false) => self.status = Status::Active,
            None => {}
        }
        self.paused = facts.paused.unwrap_or(self.paused);
        self.own.pause(facts.paused, facts.paused_until, now);
        self.see_opt_out(facts.opt_out_signal, now) || before != known(self)
    }

    /// Whether somebody who was erased came back since: by a yes of their own, or because a notice was shown to them.
    pub(crate) fn is_back_since(&self, erased: UnixTime) -> bool {
        let own = |s: &Statement| matches!(s.actor, Actor::Subject | Actor::Guardian) && !s.kind.is_negative();
        self.statements.iter().any(|said| own(said) && said.received_at > erased)
            || self.served.iter().any(|shown| shown.at > erased)
    }

    fn is_full(&self) -> bool {
        self.statements.len() >= STATEMENTS_MAX
    }

    /// Whether the last word about anything in this scope is a no to all of it.
    fn says_no_already(&self, scope: &Scope) -> bool {
        // By its time: what travelled here, or came with a merge, stands behind what was said after it.
        let about = self.statements.iter().filter(|said| overlap(&said.scope, scope));
        let last = about.max_by_key(|said| (said.at(), said.kind.is_negative()));
        last.is_some_and(|said| said.kind.is_negative() && said.scope == *scope)
    }

    /// Adds a statement at the end of the chain. A full ledger takes no yes any more; a no it takes, each once, so that
    /// it can not grow by more than there are things to say no to.
    pub(crate) fn push(&mut self, statement: Statement, entry: &[u8]) -> Result<(), VaultError> {
        if self.is_full() && !statement.kind.is_negative() {
            return Err(StatementError::LedgerFull.into());
        }
        self.head = link(&self.head, entry);
        self.statements.push(statement);
        Ok(())
    }
}

impl Moment<'_> {
    /// Records what a person said, all or nothing, and returns the end of their ledger's chain as hexadecimal digits.
    ///
    /// # Errors
    /// [`VaultError::Statement`] when one of them may not be made; then none is recorded.
    pub fn record(&self, who: &SubjectId, drafts: &[Draft], facts: &PersonFacts) -> Result<String, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_record(who, drafts, facts) {
                Err(VaultError::Store(StoreError::Conflict)) => self.vault.clear_lost(&self.vault.partition(who))?,
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    /// Keeps the first sight of a universal opt-out that came with a request of a known person. Of a stranger, nothing
    /// is kept.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn see_opt_out(&self, who: &SubjectId) -> Result<(), VaultError> {
        for _ in 0..RETRIES_MAX {
            if let Some(known) = self.vault.find(who)?.filter(|known| known.ledger.opt_out_first_seen.is_some()) {
                return self.keep_known_no(&known);
            }
            let home = self.vault.home_with_kin(who)?;
            let Some(mut subject) = home.subject else { return Ok(()) };
            if !subject.ledger.see_opt_out(true, self.now) {
                return Ok(());
            }
            let mut batch = Batch::new().and(subject.put_ledger()?).urgent_if(true);
            batch.writes.extend(self.ends(&subject)?);
            let told = self.tell(&home.others, Noes { opt_out: Some(self.now), ..Noes::default() })?;
            batch.writes.extend(told.iter().cloned());
            match self.vault.commit(batch) {
                Err(StoreError::Conflict) => {}
                Ok(()) => {
                    self.keep_travelled(Some(subject.partition), &home.others, &told)?;
                    return self.ends_behind(once(&subject.partition).chain(&home.others));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(VaultError::Busy)
    }

    /// When a universal opt-out of this person was first seen, whether or not they have lifted it since.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn opt_out_first_seen(&self, who: &SubjectId) -> Result<Option<UnixTime>, VaultError> {
        Ok(self.vault.find(who)?.and_then(|subject| subject.ledger.opt_out_first_seen))
    }

    fn try_record(&self, who: &SubjectId, drafts: &[Draft], facts: &PersonFacts) -> Result<String, VaultError> {
        let travels =
            facts.opt_out_signal || facts.paused_until.is_some() || drafts.iter().any(|draft| draft.kind.is_negative());
        let home = if travels { self.vault.home_with_kin(who)? } else { self.vault.home(who)? };
        let (mut subject, bundle) = self.found_or_new(home.subject, who, drafts)?;
        let is_new_signal = facts.opt_out_signal && subject.ledger.opt_out_first_seen.is_none();
        let is_new = subject.ledger.learn(facts, self.now);
        let (mut writes, said) = self.take_down(&mut subject, drafts)?;
        let says_no = facts.restricts() || drafts.iter().any(|draft| draft.kind.is_negative());
        // A pause that ends by itself travels; one without an end is a switch, which goes back where it was set.
        let pause =
            Own { paused_until: facts.paused_until, set_at: facts.paused_until.map(|_| self.now), ..Own::default() };
        let noes = Noes { said: &said, opt_out: subject.ledger.opt_out_first_seen, own: Some(&pause) };
        let told = self.tell(&home.others, noes)?;
        writes.extend(told.iter().cloned());
        if facts.paused == Some(false) {
            self.vault.know_no(&mut subject)?;
        }
        if is_new {
            writes.extend(self.ends(&subject)?);
        }
        self.vault.settle(Vec::from_iter(bundle), says_no)?;
        let mut batch = Batch::new().and(subject.put_ledger()?).urgent_if(says_no);
        batch.writes.extend(writes);
        self.vault.commit(batch)?;
        let is_signal_alone = !facts.takes_back() && !drafts.iter().any(|draft| draft.kind.is_negative());
        if says_no && is_signal_alone && !is_new_signal {
            // Every request of such a browser says it: it was marked when it was new.
            self.keep_travelled(None, &home.others, &told)?;
            self.keep_no_again(&subject.partition)?;
        } else if says_no {
            self.keep_travelled(Some(subject.partition), &home.others, &told)?;
        }
        if is_new || !told.is_empty() {
            self.ends_behind(once(&subject.partition).chain(&home.others))?;
        }
        Ok(receipts::hex(&subject.ledger.head))
    }

    /// Adds what was said to somebody's ledger. Returns what keeps it in their log, and the statements.
    pub(crate) fn take_down(
        &self,
        subject: &mut Opened,
        drafts: &[Draft],
    ) -> Result<(Vec<Write>, Vec<Statement>), VaultError> {
        let said_before = subject.ledger.statements.len();
        let shown: Vec<_> =
            drafts.iter().map(|draft| self.answered(subject, said_before, draft)).collect::<Result<_, _>>()?;
        self.may_return(subject, drafts, &shown)?;
        let (mut writes, mut said) = (Vec::new(), Vec::new());
        for (draft, shown) in drafts.iter().zip(shown) {
            let statement = Statement { shown, ..self.statement(&subject.ledger, draft)? };
            said.push(statement.clone());
            if draft.kind.is_negative() && subject.ledger.is_full() && subject.ledger.says_no_already(&draft.scope) {
                continue;
            }
            let id = statement_id(subject.ledger.statements.len());
            let evidence = self.evidence(draft, shown.as_ref());
            let entry = (&statement, &evidence);
            writes.push(subject.append(place::STATEMENT, id, self.now.0, &entry)?);
            let entry = record::encode(&entry)?;
            subject.ledger.push(statement, &entry)?;
        }
        Ok((writes, said))
    }

    /// A yes of somebody who was erased has to answer a notice that was shown since, or say that it was said since: else a
    /// request that is sent again would bring them back.
    fn may_return(&self, subject: &Opened, drafts: &[Draft], shown: &[Option<Shown>]) -> Result<(), VaultError> {
        let yeses = || drafts.iter().zip(shown).filter(|(draft, _)| !draft.kind.is_negative());
        if yeses().all(|(_, shown)| shown.is_some()) {
            return Ok(());
        }
        let Some(erased) = self.vault.tombstone(&subject.partition)? else { return Ok(()) };
        let mut is_back = subject.ledger.is_back_since(erased);
        for (draft, shown) in yeses() {
            if shown.is_none() && !is_back && draft.client_at.is_none_or(|said| said <= erased) {
                return Err(StatementError::SaidBefore.into());
            }
            // As what is said before in the same stroke.
            is_back |= matches!(draft.actor, Actor::Subject | Actor::Guardian) && self.now > erased;
        }
        Ok(())
    }

    /// What shows that it was said; a notice that was shown is named by what it is, whatever else is said of it.
    fn evidence(&self, draft: &Draft, shown: Option<&Shown>) -> Evidence {
        let named = shown.and_then(|shown| self.vault.notice_name(shown));
        Evidence { notice: named.unwrap_or_else(|| draft.evidence.notice.clone()), how: draft.evidence.how.clone() }
    }

    /// The subject, or a new one where there is none; a withdrawal by a stranger makes one too, so that it stands.
    pub(crate) fn find_or_new(&self, who: &SubjectId, drafts: &[Draft]) -> Result<(Opened, Option<Write>), VaultError> {
        self.found_or_new(self.vault.find(who)?, who, drafts)
    }

    /// As [`Moment::find_or_new`], where it was looked already.
    pub(crate) fn found_or_new(
        &self,
        found: Option<Opened>,
        who: &SubjectId,
        drafts: &[Draft],
    ) -> Result<(Opened, Option<Write>), VaultError> {
        if let Some(found) = found {
            return Ok((found, None));
        }
        if self.vault.moved(&self.vault.partition(who))?.is_some() {
            return Err(VaultError::Sealed);
        }
        let imported = drafts.iter().any(|draft| draft.actor == Actor::Import);
        if imported && self.vault.tombstone(&self.vault.partition(who))?.is_some() {
            return Err(StatementError::Erased.into());
        }
        self.vault.newcomer(Ledger::new(who.clone(), self.now))
    }

    /// Checks a draft against the ledger, and sets its clock.
    fn statement(&self, ledger: &Ledger, draft: &Draft) -> Result<Statement, VaultError> {
        let negative = draft.kind.is_negative();
        if draft.actor == Actor::Operator && !negative {
            return Err(StatementError::OperatorGrant.into());
        }
        if !negative && draft.scope.purpose.is_none() {
            return Err(StatementError::Bundled.into());
        }
        let said = draft.client_at.unwrap_or(self.now);
        let off = said.since(self.now).abs() > CLOCK_SKEW_SECONDS;
        if off && !negative {
            return Err(StatementError::Time.into());
        }
        // A no counts from now on even from a clock that is far off: the more protective reading wins.
        let client_at = if off || negative { self.now } else { said };
        if !negative && ties_with_a_no(ledger, draft, self.now) {
            return Err(StatementError::TooSoon.into());
        }
        Ok(Statement {
            kind: draft.kind,
            scope: draft.scope,
            client_at,
            received_at: self.now,
            actor: draft.actor,
            explicit: draft.explicit,
            past_data: draft.past_data,
            overrides: draft.overrides.filter(|_| matches!(draft.actor, Actor::Subject | Actor::Guardian)),
            notice_current: true,
            shown: None,
        })
    }
}

/// Whether a yes without a clock of its own comes in the very second of a no about the same: the tie would go to the
/// no for good.
fn ties_with_a_no(ledger: &Ledger, draft: &Draft, now: UnixTime) -> bool {
    let tie = |s: &Statement| s.kind.is_negative() && s.at() == now && overlap(&s.scope, &draft.scope);
    draft.client_at.is_none() && ledger.statements.iter().any(tie)
}

/// Whether there is anything that both scopes cover.
fn overlap(one: &Scope, other: &Scope) -> bool {
    fn meet<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
        one.is_none() || other.is_none() || one == other
    }
    meet(one.purpose, other.purpose)
        && meet(one.category, other.category)
        && meet(one.recipient, other.recipient)
        && meet(one.channel, other.channel)
}

/// The chain's end after one more entry: a hash over the end before it and the entry's bytes.
pub(crate) fn link(head: &[u8; 32], entry: &[u8]) -> [u8; 32] {
    seal::digest(&[head, entry])
}

/// What the names of statements begin with, and of nothing else.
const MARK: &[u8; 8] = b"ledger/\0";

/// Whether it is the name of a statement.
pub(crate) fn is_statement(id: &EntryId) -> bool {
    id.0.starts_with(MARK)
}

/// Statements are named by their number, so that two can never take the same place.
pub(crate) fn statement_id(number: usize) -> EntryId {
    let mut id = [0; 16];
    id[..8].copy_from_slice(MARK);
    id[8..].copy_from_slice(&(number as u64).to_be_bytes());
    EntryId(id)
}
