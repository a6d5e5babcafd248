//! Whether to ask a person at all: once, rarely, and never where the answer is known.
//!
//! # Invariants
//! - A person is asked at most once in [`PROMPT_EVERY_DAYS`], whoever asks, and on whichever of their devices.
//! - After a no nobody asks about the same again before the profile's cooldown is over.
//! - What a signal, a pause or the law answers already is not asked.

use crate::gate::STRICTEST;
use crate::permit::Permit;
use crate::record::Ledger;
use crate::{Ask, Moment, PersonFacts, RETRIES_MAX, Vault, VaultError};
use domain::{Action, Code, Consent, DAY_SECONDS, JurisdictionId, PurposeTerms, Reasons, SubjectId, UnixTime};
use store::{Batch, StoreError};

/// The least number of days between two prompts to one person.
pub const PROMPT_EVERY_DAYS: i64 = 30;

/// Why a person is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// There is nothing to ask: a yes would change nothing, or was given.
    Answered,
    /// They said no not long ago.
    Cooldown,
    /// Their browser has answered.
    Signal,
    /// They paused or restricted the use of their data, or are on a private visit.
    OwnControl,
    /// They were asked not long ago.
    Budget,
}

impl WhyNot {
    /// The machine's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Cooldown => "cooldown",
            Self::Signal => "signal",
            Self::OwnControl => "own_control",
            Self::Budget => "budget",
        }
    }
}

/// What there is to ask about one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The purpose's key.
    pub purpose: String,
    /// Where consent stands.
    pub consent: Consent,
    /// Whether what is held may be used for it now, of any category.
    pub open: bool,
    /// Why not to ask about it now; `None` is ask.
    pub why_not: Option<WhyNot>,
    /// From when on that could change by itself.
    pub not_before: Option<UnixTime>,
}

/// How a prompt went, short of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompted {
    /// It was shown.
    Shown,
    /// The person put it off.
    Deferred,
}

/// One person's case, as far as the question goes.
struct Case<'a> {
    ledger: &'a Ledger,
    cooldown_days: i64,
    now: UnixTime,
}

impl Moment<'_> {
    /// What to ask a person about on this channel, purpose by purpose, and why not.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn questions(&self, who: &SubjectId, ask: &Ask) -> Result<Vec<Question>, VaultError> {
        let found = self.vault.find(who)?;
        let nobody = Ledger::new(who.clone(), self.now);
        let ledger = found.as_ref().map_or(&nobody, |subject| &subject.ledger);
        let context = ask.context(self.now, Action::Serve, &ledger.jurisdictions);
        let cooldown_days = self.vault.policy.refusal_cooldown_days(&context.jurisdictions, self.now);
        let here = self.vault.policy.at(self.now);
        let case = Case { ledger, cooldown_days, now: self.now };
        let one = |(key, entry): (&str, &crate::policy::PurposeEntry)| {
            let mut permit = Permit::new(&self.vault.policy, entry, ledger.standing(self.now), &context);
            let categories = self.vault.policy.categories().filter(|(_, c)| entry.terms.categories.has(c.id));
            let reasons: Vec<Reasons> = categories.map(|(_, category)| permit.category(category.id)).collect();
            case.question(key, &here.resolve(entry, &context.jurisdictions).terms, &reasons)
        };
        Ok(here.purposes().map(one).collect())
    }

    /// Keeps that a prompt was shown or put off. It counts whoever shows it.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails.
    pub fn prompted(&self, who: &SubjectId, facts: &PersonFacts, how: Prompted) -> Result<(), VaultError> {
        if facts.opt_out_signal {
            self.see_opt_out(who)?;
        }
        for _ in 0..RETRIES_MAX {
            match self.try_prompted(who, facts, how) {
                Err(VaultError::Store(StoreError::Conflict)) => self.vault.clear_lost(&self.vault.partition(who))?,
                done => return done,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_prompted(&self, who: &SubjectId, facts: &PersonFacts, how: Prompted) -> Result<(), VaultError> {
        let home = self.vault.home_with_kin(who)?;
        let (mut subject, bundle) = self.found_or_new(home.subject, who, &[])?;
        let is_new = subject.ledger.learn(facts, self.now);
        subject.ledger.prompted(how, self.now);
        self.vault.settle(Vec::from_iter(bundle), false)?;
        let mut batch = Batch::new().and(subject.put_ledger()?);
        if is_new {
            batch.writes.extend(self.ends(&subject)?);
        }
        // Whoever was asked on one device was asked: the account and its other devices do not ask again.
        for other in &home.others {
            if let Some(mut other) = self.vault.find_partition(other)? {
                other.ledger.prompted(how, self.now);
                batch = batch.and(other.put_ledger()?);
            }
        }
        // When somebody was asked is nothing that the gate goes by.
        let commit = if is_new { Vault::commit } else { Vault::commit_aside };
        commit(self.vault, batch)?;
        if is_new { self.ends_behind(std::iter::once(&subject.partition)) } else { Ok(()) }
    }
}

impl Ledger {
    const fn prompted(&mut self, how: Prompted, now: UnixTime) {
        match how {
            Prompted::Shown => self.asked_at = Some(now),
            Prompted::Deferred => self.deferred_at = Some(now),
        }
    }
}

impl Case<'_> {
    fn question(&self, key: &str, terms: &PurposeTerms, reasons: &[Reasons]) -> Question {
        let (why_not, not_before) = self.why_not(terms, reasons);
        let open = reasons.iter().any(|r| r.allow());
        Question { purpose: key.to_owned(), consent: self.ledger.consent(terms, self.now), open, why_not, not_before }
    }

    /// The first of these that holds; what the person did comes before what was done to them.
    fn why_not(&self, terms: &PurposeTerms, reasons: &[Reasons]) -> (Option<WhyNot>, Option<UnixTime>) {
        let any = |code: Code| reasons.iter().any(|r| r.has(code));
        let own = [Code::Paused, Code::PrivateVisit, Code::Restricted, Code::Erased];
        if own.into_iter().any(any) {
            return (Some(WhyNot::OwnControl), None);
        }
        if any(Code::Gpc) {
            return (Some(WhyNot::Signal), None);
        }
        let lifted = Reasons::only(Code::NoValidGrant).or(Reasons::only(Code::Negative));
        let yes_opens = |r: &Reasons| r.or(lifted) == lifted;
        if reasons.iter().any(|r| r.allow()) || !reasons.iter().any(yes_opens) {
            return (Some(WhyNot::Answered), None);
        }
        if let Some(end) = self.cooldown_ends(terms).filter(|end| self.now < *end) {
            return (Some(WhyNot::Cooldown), Some(end));
        }
        match self.budget_ends().filter(|end| self.now < *end) {
            Some(end) => (Some(WhyNot::Budget), Some(end)),
            None => (None, None),
        }
    }

    fn cooldown_ends(&self, terms: &PurposeTerms) -> Option<UnixTime> {
        let covers = |s: &&domain::Statement| s.kind.is_negative() && s.scope.purpose.is_none_or(|p| p == terms.id);
        let last_no = self.ledger.statements.iter().filter(covers).map(domain::Statement::at).max()?;
        Some(last_no.plus(self.cooldown_days.saturating_mul(DAY_SECONDS)))
    }

    fn budget_ends(&self) -> Option<UnixTime> {
        let last = self.ledger.asked_at.max(self.ledger.deferred_at)?;
        Some(last.plus(PROMPT_EVERY_DAYS * DAY_SECONDS))
    }
}

impl crate::policy::Policy {
    /// For how many days after a no nobody asks again: the longest of the claiming profiles in force.
    #[must_use]
    pub fn refusal_cooldown_days(&self, jurisdictions: &[JurisdictionId], now: UnixTime) -> i64 {
        let claims = |id: JurisdictionId| match jurisdictions {
            [] => id == STRICTEST,
            claiming => claiming.contains(&id),
        };
        let claiming = self.profiles().filter(|(_, profile)| claims(profile.id));
        claiming.map(|(_, profile)| i64::from(profile.at(now).consent.refusal_cooldown_days)).max().unwrap_or(i64::MAX)
    }
}
