//! The main path: at this moment, with this person, do this.

use crate::open::Opened;
use crate::permit::Permit;
use crate::record::History;
use crate::traits::Traits;
use crate::view::{Act, Basis, View};
use crate::{Answer, Ask, Fate, RETRIES_MAX, Release, Vault, VaultError, VisitAct, receipts, recheck};
use domain::{
    Action, CategoryId, Context, FirstLine, ItemId, LastLine, Purpose, PurposeTerms, Reason, Reasons, Receipt, Refusal,
    Rung, Standing, SubjectId, Term, UnixTime,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
use store::{Batch, StoreError};

/// The vault at one moment.
#[derive(Clone, Copy)]
pub struct Moment<'v> {
    pub(crate) vault: &'v Vault,
    pub(crate) now: UnixTime,
}

/// What the gate made of one ask: how far it opened, and why not further.
struct Ruling {
    rung: Rung,
    refusal: Option<Refusal>,
    gates: Vec<(CategoryId, Reasons)>,
}

impl Moment<'_> {
    /// Does one piece of work with one person's data, as far as purpose `P` may see it, and leaves a receipt.
    ///
    /// The gate speaks first; the history is unsealed only if it opened, on this stack frame, and is gone at its end.
    /// The receipt is durable before the answer exists, and is kept only if the person's ledger is still the one that
    /// was decided on: a withdrawal that came in between makes the decision start over.
    ///
    /// `work` is a plain function, so that it captures no place to hide data in; `input` is `Copy`, so that it is no way
    /// out; the result is `'static` and says why it is what it is.
    ///
    /// # Errors
    /// [`VaultError`] when the ground fails or sealed data does not open. A refusal is no error.
    pub fn with<P: Purpose, In: Copy, T: Release>(
        &self,
        who: &SubjectId,
        ask: &Ask,
        input: In,
        work: fn(&Basis<'_, P>, In) -> T,
    ) -> Result<Answer<T>, VaultError> {
        let work = |basis: &Basis<'_, P>, _: Fate| work(basis, input);
        self.decide(Some(who), ask, None, &work)
    }

    /// As [`Moment::with`], for work that also decides by lot; with nobody in particular, it is a stranger's answer.
    ///
    /// The lots are keyed hashes, so that nobody chooses them, and stand in the receipt, so that they can be drawn again:
    /// one of the decision, and one of the person in the experiment that is named.
    ///
    /// # Errors
    /// As [`Moment::with`].
    pub fn draw<P: Purpose, In: Copy, T: Release>(
        &self,
        who: Option<&SubjectId>,
        ask: &Ask,
        experiment: Option<&str>,
        input: In,
        work: fn(&Basis<'_, P>, In, Fate) -> T,
    ) -> Result<Answer<T>, VaultError> {
        self.decide(who, ask, experiment, &|basis: &Basis<'_, P>, fate| work(basis, input, fate))
    }

    fn decide<P: Purpose, T: Release>(
        &self,
        who: Option<&SubjectId>,
        ask: &Ask,
        experiment: Option<&str>,
        work: &dyn Fn(&Basis<'_, P>, Fate) -> T,
    ) -> Result<Answer<T>, VaultError> {
        for _ in 0..RETRIES_MAX {
            match self.try_decide(who, ask, experiment, work) {
                Err(VaultError::Store(StoreError::Conflict)) => {}
                decided => return decided,
            }
        }
        Err(VaultError::Busy)
    }

    fn try_decide<P: Purpose, T: Release>(
        &self,
        who: Option<&SubjectId>,
        ask: &Ask,
        experiment: Option<&str>,
        work: &dyn Fn(&Basis<'_, P>, Fate) -> T,
    ) -> Result<Answer<T>, VaultError> {
        let entry = self.vault.policy.at(self.now).entry::<P>()?;
        let home = who.map(|who| self.vault.home(who)).transpose()?;
        let subject = home.as_ref().map_or(&None, |home| &home.subject);
        if let Some(who) = who.filter(|_| ask.opt_out_signal)
            && subject.as_ref().is_some_and(|s| s.ledger.opt_out_first_seen.is_none())
        {
            drop(home);
            self.see_opt_out(who)?;
            return Err(StoreError::Conflict.into());
        }
        let id = receipts::draw_id(self.now)?;
        let fate = self.fate::<P>(subject.as_ref(), ask, id, experiment)?;
        let known = subject.as_ref().map_or(&[][..], |s| &s.ledger.jurisdictions);
        let context = ask.context(self.now, Action::Serve, known);
        let standing = subject.as_ref().map_or_else(stranger, |s| s.ledger.standing());
        let mut permit = Permit::new(&self.vault.policy, entry, standing, &context);
        let ruling = self.rule(&mut permit, subject.as_ref(), ask);
        // A private visit leaves no row of the person's: its receipt is as a stranger's, and about nobody.
        let told = subject.as_ref().filter(|_| !ask.private_visit);
        let first = self.first_line(&entry.terms, &context, told, &ruling);

        let heard = self.heard(subject.as_ref(), ask, ruling.rung)?;
        let ask = &*heard;
        let history = match (subject, ruling.rung) {
            (Some(subject), Rung::Personal) => subject.history()?,
            _ => History::default(),
        };
        let traits = match (subject, ruling.rung) {
            (Some(subject), Rung::Personal) => subject.traits()?,
            _ => Traits::default(),
        };
        let mut acts = permit.acts(&history, &*self.vault.sorts());
        let seen: BTreeSet<ItemId> =
            if ask.has_visit() { acts.iter().map(|act| act.item.clone()).collect() } else { BTreeSet::new() };
        let (interests, variety) = permit.said(&traits);
        let (visit, cart, shown) = ruling.visit_of(ask, self.vault);
        acts.extend(visit.iter().map(seen_now));
        let used = acts.len() + cart.len() + shown.len() + interests.len() + usize::from(variety.is_some());
        let data_used = u32::try_from(used).unwrap_or(u32::MAX);
        let basis = match ruling.refusal {
            Some(refusal) => Basis::Contextual(refusal),
            None => Basis::Personal(View::<P>::new(acts).in_visit(cart, shown).of_one_who_said(interests, variety)),
        };
        let value = work(&basis, fate);
        drop(basis);

        let reasons = without_visit(value.reasons(), ask, &seen);
        let last = LastLine { rung: ruling.rung, data_used, reasons };
        // The answer tells all of a draw, also what rests on this visit; the receipt keeps less.
        let mut drawn = value.drawn();
        let mut receipt = Receipt { id, at: self.now, first, last, drawn: drawn.clone() };
        self.commit_receipt(told, ask, &mut receipt)?;
        drawn.iter_mut().zip(&receipt.drawn).for_each(|(all, kept)| all.counted = kept.counted);
        Ok(Answer { value, drawn, receipt: id, rung: ruling.rung, refusal: ruling.refusal })
    }

    /// What a request says of the visit, without what the person hid or contests: that has no influence now either.
    fn heard<'a>(&self, subject: Option<&Opened>, ask: &'a Ask, rung: Rung) -> Result<Cow<'a, Ask>, VaultError> {
        let Some(subject) = subject.filter(|_| ask.has_visit() && rung >= Rung::Visit) else {
            return Ok(Cow::Borrowed(ask));
        };
        let (history, sorts) = (subject.history()?, self.vault.sorts());
        Ok(Cow::Owned(ask.clone().without(|item| history.hides_now(item, &*sorts))))
    }

    /// How far the gate opens: to the history, to this visit, or not at all.
    fn rule(&self, permit: &mut Permit<'_>, subject: Option<&Opened>, ask: &Ask) -> Ruling {
        let known = subject.is_some();
        let policy = &self.vault.policy;
        let mut gates: Vec<_> = Vec::with_capacity(5);
        if ask.rung_max >= Rung::Personal && known {
            gates.extend(policy.kept_categories().map(|c| (c, permit.category(c))));
            let declared = subject.filter(|subject| subject.has_traits()).and_then(|_| policy.interest_category());
            gates.extend(declared.map(|category| (category, permit.category(category))));
        }
        let history_open = gates.iter().any(|(_, reasons)| reasons.allow());
        if ask.rung_max >= Rung::Visit && ask.has_visit() {
            let visit = policy.visit_category();
            gates.push((visit, permit.category(visit)));
        }
        let any_open = gates.iter().any(|(_, reasons)| reasons.allow());
        let (rung, refusal) = match (history_open, any_open) {
            (true, _) => (Rung::Personal, None),
            (false, true) => (Rung::Visit, None),
            (false, false) => (Rung::Contextual, Some(refusal(&gates, known, ask))),
        };
        Ruling { rung, refusal, gates }
    }

    fn first_line(
        &self,
        terms: &PurposeTerms,
        context: &Context,
        subject: Option<&Opened>,
        ruling: &Ruling,
    ) -> FirstLine {
        let policy = &self.vault.policy;
        let codes = |reasons: Reasons| reasons.iter().map(|code| code.as_str().to_owned()).collect();
        FirstLine {
            purpose: policy.purpose_key(terms.id).to_owned(),
            channel: policy.channel_key(context.channel).to_owned(),
            jurisdictions: context.jurisdictions.iter().map(|j| policy.jurisdiction_key(*j).to_owned()).collect(),
            policy_version: policy.version,
            ledger_head: subject.map(|s| receipts::hex(&s.ledger.head)).unwrap_or_default(),
            gates: ruling.gates.iter().map(|(c, r)| (policy.category_key(*c).to_owned(), codes(*r))).collect(),
            given: subject.map(|s| recheck::given(policy, self.vault.board().count(), &s.ledger, context)),
        }
    }

    fn commit_receipt(&self, subject: Option<&Opened>, ask: &Ask, receipt: &mut Receipt) -> Result<(), VaultError> {
        let trials = self.counted(subject, ask, receipt)?;
        let Some(subject) = subject else {
            return self.vault.keep_tenant_receipt(receipt);
        };
        let mut batch = Batch::new().and(subject.check_ledger()).and(receipts::sealed(subject, receipt)?);
        batch.writes.extend(trials);
        Ok(self.vault.commit(batch)?)
    }
}

impl Ruling {
    /// What came with the request of this visit, its cart and what was shown in it; nothing where the gate is closed.
    fn visit_of<'a>(&self, ask: &'a Ask, vault: &Vault) -> (&'a [VisitAct], &'a [ItemId], &'a [ItemId]) {
        let visit = vault.policy.visit_category();
        match self.gates.iter().any(|(category, reasons)| *category == visit && reasons.allow()) {
            true => (&ask.visit, &ask.cart, &ask.shown),
            false => (&[], &[], &[]),
        }
    }
}

/// Somebody of whom nothing is kept.
pub(crate) const fn stranger<'a>() -> Standing<'a> {
    Standing {
        status: domain::Status::Active,
        age: domain::AgeBand::Unknown,
        known: false,
        paused: false,
        opt_out_first_seen: None,
        ledger: &[],
    }
}

fn refusal(gates: &[(CategoryId, Reasons)], known: bool, ask: &Ask) -> Refusal {
    if ask.rung_max == Rung::Contextual {
        return Refusal::NotAsked;
    }
    if !known {
        return Refusal::Stranger;
    }
    Refusal::Closed(gates.iter().fold(Reasons::NONE, |all, (_, reasons)| all.or(*reasons)))
}

/// What a receipt keeps of the reasons: nothing that would tell what was looked at on this visit, which is kept nowhere.
/// What the person did before, and did not hide, is no secret of this visit's.
fn without_visit(mut reasons: Vec<Reason>, ask: &Ask, seen: &BTreeSet<ItemId>) -> Vec<Reason> {
    let of_visit = |item: &ItemId| ask.visited(item) && !seen.contains(item);
    // How often something was shown is of the visit, and so is that something done in it is likely done again; and of what
    // somebody wants less, whoever asks may have said so for this visit alone.
    let is_said_now = |term| matches!(term, Term::Fatigue | Term::Less);
    reasons.retain(|reason| !(is_said_now(reason.term) || reason.term == Term::Again && of_visit(&reason.item)));
    reasons.iter_mut().for_each(|reason| reason.evidence.retain(|item| !of_visit(item)));
    reasons
}

fn seen_now(act: &VisitAct) -> Act<'_> {
    Act { item: &act.item, verb: act.verb, at: act.at, quantity: 1, rating_tenths: None }
}
