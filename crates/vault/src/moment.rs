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
pub(crate) struct Ruling {
    pub(crate) rung: Rung,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) gates: Vec<(CategoryId, Reasons)>,
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
        let mut context = ask.context(self.now, Action::Serve, known);
        if let Some(subject) = subject {
            subject.ledger.own.restrict(&mut context, &entry.terms);
        }
        let standing = subject.as_ref().map_or_else(stranger, |s| s.ledger.standing(self.now));
        let mut permit = Permit::new(&self.vault.policy, entry, standing, &context);
        let ruling = self.rule(&mut permit, subject.as_ref(), ask);
        // A private visit leaves no row of the person's: its receipt is as a stranger's, and about nobody.
        let told = subject.as_ref().filter(|_| !ask.private_visit);
        let first = self.told_line(&entry.terms, ask, &context, told, &ruling);

        let (history, traits, heard) = self.opened(subject.as_ref(), &ruling, ask)?;
        let ask = &*heard;
        let mut acts = permit.acts(&history, &*self.vault.sorts());
        let seen: BTreeSet<ItemId> =
            if ask.has_visit() { acts.iter().map(|act| act.item.clone()).collect() } else { BTreeSet::new() };
        let ((interests, variety), places) = match ruling.rung {
            Rung::Group => ((Vec::new(), None), Some(permit.places(&traits))),
            _ => (permit.said(&traits), None),
        };
        let (visit, cart, shown) = ruling.visit_of(ask, self.vault);
        acts.extend(visit.iter().map(seen_now));
        let words = interests.len() + usize::from(variety.is_some()) + places.as_ref().map_or(0, Vec::len);
        let in_view = acts.len() + cart.len() + shown.len() + words;
        let basis = match ruling.refusal {
            Some(refusal) => Basis::Contextual(refusal),
            None => {
                let view = View::<P>::new(acts).in_visit(cart, shown).of_one_who_said(interests, variety);
                Basis::Personal(view.among(places))
            }
        };
        let value = work(&basis, fate);
        drop(basis);

        let reasons = without_visit(value.reasons(), ask, &seen);
        let group = value.group().filter(|_| ruling.rung == Rung::Group);
        let (rung, refusal) = ruling.stands(group.is_some(), ask, self.vault);
        let went_by = value.went_by();
        let data_used = u32::try_from(went_by.unwrap_or(in_view).min(in_view)).unwrap_or(u32::MAX);
        let last = LastLine { rung, data_used, reasons };
        // The answer tells all of a draw, also what rests on this visit; the receipt keeps less.
        let mut drawn = value.drawn();
        let (beside, group_told) = (went_by.is_some(), group.clone());
        let mut receipt = Receipt { id, at: self.now, first, last, drawn: drawn.clone(), group: group_told, beside };
        self.commit_receipt(told, ask, &mut receipt)?;
        drawn.iter_mut().zip(&receipt.drawn).for_each(|(all, kept)| all.counted = kept.counted);
        Ok(Answer { value, drawn, group, receipt: id, rung, refusal })
    }

    /// What is opened of a person, as far as the gate is: their history, what they declared, and what counts of the request.
    fn opened<'a>(
        &self,
        subject: Option<&Opened>,
        ruling: &Ruling,
        ask: &'a Ask,
    ) -> Result<(History, Traits, Cow<'a, Ask>), VaultError> {
        let held = match subject {
            Some(subject) if ruling.unseals(ask, self.vault) => subject.history()?,
            _ => History::default(),
        };
        let heard = self.heard(&held, ask);
        // Where only this visit counts, the history was opened for what is hidden in it alone.
        let history = if ruling.rung == Rung::Personal { held } else { History::default() };
        let traits = match (subject, ruling.rung) {
            (Some(subject), Rung::Personal | Rung::Group) => subject.traits()?,
            _ => Traits::default(),
        };
        Ok((history, traits, heard))
    }

    /// What a request says of the visit, without what the person hid or contests: that has no influence now either.
    fn heard<'a>(&self, history: &History, ask: &'a Ask) -> Cow<'a, Ask> {
        if !ask.has_visit() || history.hides_nothing() {
            return Cow::Borrowed(ask);
        }
        let sorts = self.vault.sorts();
        Cow::Owned(ask.clone().without(|item| history.hides_now(item, &*sorts)))
    }

    /// How far the gate opens: to the history, to a group of many, to this visit, or not at all.
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
        let group = policy.group_category().filter(|_| ask.rung_max >= Rung::Group && known && !history_open);
        gates.extend(group.map(|category| (category, permit.category(category))));
        let group_open = group.is_some() && gates.last().is_some_and(|(_, reasons)| reasons.allow());
        if ask.rung_max >= Rung::Visit && ask.has_visit() {
            let visit = policy.visit_category();
            gates.push((visit, permit.category(visit)));
        }
        let any_open = gates.iter().any(|(_, reasons)| reasons.allow());
        let (rung, refusal) = match (history_open, group_open, any_open) {
            (true, ..) => (Rung::Personal, None),
            (false, true, _) => (Rung::Group, None),
            (false, false, true) => (Rung::Visit, None),
            (false, false, false) => (Rung::Contextual, Some(refusal(&gates, known, ask))),
        };
        Ruling { rung, refusal, gates }
    }

    /// The first line of a receipt. One that is about nobody does not tell either where somebody is at home, or what they
    /// said of what is kept.
    pub(crate) fn told_line(
        &self,
        terms: &PurposeTerms,
        ask: &Ask,
        context: &Context,
        told: Option<&Opened>,
        ruling: &Ruling,
    ) -> FirstLine {
        match told {
            Some(_) => self.first_line(terms, context, told, ruling),
            None => self.first_line(terms, &ask.context(self.now, Action::Serve, &[]), None, &ruling.of_visit(self)),
        }
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
    /// Whether the history is opened: to be used, or for what is hidden in it where a visit is used.
    fn unseals(&self, ask: &Ask, vault: &Vault) -> bool {
        self.rung == Rung::Personal || (ask.has_visit() && self.is_open(vault.policy.visit_category()))
    }

    /// What there is to say of it where nobody is named.
    fn of_visit(&self, at: &Moment<'_>) -> Self {
        let visit = at.vault.policy.visit_category();
        let gates = self.gates.iter().filter(|(category, _)| *category == visit).copied().collect();
        Self { rung: self.rung, refusal: self.refusal, gates }
    }

    /// The rung that an answer stands on, and why no higher: where no group is large enough, none was used.
    fn stands(&self, in_group: bool, ask: &Ask, vault: &Vault) -> (Rung, Option<Refusal>) {
        match self.rung {
            Rung::Group if in_group => (Rung::Group, None),
            Rung::Group if ask.has_visit() && self.is_open(vault.policy.visit_category()) => (Rung::Visit, None),
            Rung::Group => (Rung::Contextual, Some(Refusal::NoGroup)),
            rung => (rung, self.refusal),
        }
    }

    fn is_open(&self, category: CategoryId) -> bool {
        self.gates.iter().any(|(known, reasons)| *known == category && reasons.allow())
    }

    /// What came with the request of this visit, its cart and what was shown in it; nothing where the gate is closed.
    fn visit_of<'a>(&self, ask: &'a Ask, vault: &Vault) -> (&'a [VisitAct], &'a [ItemId], &'a [ItemId]) {
        match self.is_open(vault.policy.visit_category()) {
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
