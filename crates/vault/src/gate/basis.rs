//! G4, G6, G7 and part of G8: what the person said, and what their browser said.

use super::{has_channel, is_minor};
use domain::{
    Action, AgeBand, Code, Context, Datum, Mode, Origin, PurposeTerms, Reasons, Standing, Statement, UnixTime,
};

/// One question, with what does not depend on the jurisdiction worked out once.
pub(super) struct Scoped<'a> {
    purpose: &'a PurposeTerms,
    datum: &'a Datum,
    subject: &'a Standing<'a>,
    context: &'a Context,
    /// The latest negative statement that covers the question.
    negative: Option<UnixTime>,
    /// Whether the purpose was disclosed for the datum, or is compatible with one that was.
    disclosed: bool,
}

/// What a grant must have beside covering the question.
#[derive(Clone, Copy)]
struct Need {
    explicit: bool,
    guardian: bool,
}

impl<'a> Scoped<'a> {
    pub(super) fn new(
        purpose: &'a PurposeTerms,
        datum: &'a Datum,
        subject: &'a Standing<'a>,
        context: &'a Context,
    ) -> Self {
        let disclosed = datum.disclosed.has(purpose.id) || !datum.disclosed.and(purpose.compatible).is_empty();
        let mut scoped = Self { purpose, datum, subject, context, negative: None, disclosed };
        scoped.negative = scoped.covering().filter(|s| s.kind.is_negative()).map(Statement::at).max();
        scoped
    }

    /// The statements up to now whose scope covers the question.
    fn covering(&self) -> impl Iterator<Item = &'a Statement> {
        let (purpose, datum, context) = (self.purpose, self.datum, self.context);
        self.subject.ledger.iter().filter(move |s| {
            s.at() <= context.now
                && s.scope.purpose.is_none_or(|p| p == purpose.id)
                && s.scope.category.is_none_or(|c| c == datum.category)
                && s.scope.recipient.is_none_or(|r| r == context.recipient)
                && s.scope.channel.is_none_or(|c| c == context.channel)
        })
    }

    /// The grants that are valid for the question, explicitness and guardian as needed. Later than the latest negative
    /// is no negative, so that nothing has to ask for the kind.
    fn valid_grants(&self, need: Need) -> impl Iterator<Item = &'a Statement> {
        let now = self.context.now;
        self.covering().filter(move |s| {
            s.scope.purpose == Some(self.purpose.id)
                && self.negative.is_none_or(|negative| s.at() > negative)
                && now.exactly_since(s.at()) < self.purpose.consent_seconds.into()
                && s.notice_current
                && s.shown.is_none_or(|shown| shown.told.has(self.datum.category))
                && (!need.explicit || (s.explicit && s.scope.category == Some(self.datum.category)))
                && (!need.guardian || s.by_guardian())
                && (self.disclosed || s.past_data)
        })
    }

    fn granted(&self, explicit: bool) -> bool {
        let guardian = self.subject.age == AgeBand::Child;
        self.valid_grants(Need { explicit, guardian }).next().is_some()
    }
}

/// G4 and G6 under one jurisdiction's mode; a mode that is not known needs and seeks no grant.
pub(super) fn basis(reasons: &mut Reasons, scoped: &Scoped<'_>, mode: Option<Mode>) {
    let leaves_open = matches!(mode, Some(Mode::OptOut | Mode::LegitimateInterest));
    let opt_in = mode == Some(Mode::OptIn);
    let sensitive = scoped.datum.sensitivity.is_sensitive();
    let minor = is_minor(scoped.subject.age, scoped.context.child_directed);
    let need_explicit = mode == Some(Mode::Explicit) || (sensitive && (opt_in || leaves_open));
    let need_grant = need_explicit || opt_in || (minor && leaves_open);
    let granted = scoped.granted(need_explicit);
    reasons.add_if(Code::NoValidGrant, need_grant && !granted);
    reasons.add_if(Code::Incompatible, !need_grant && !scoped.disclosed && !granted);
    reasons.add_if(Code::Negative, !need_grant && leaves_open && scoped.negative.is_some() && !granted);
}

/// G7: whether a universal opt-out stands that the person has not knowingly lifted.
///
/// Its first sight stands for good, whatever later requests carry (RULE.md G7; GPC specification, section 4).
pub(super) fn universal_opt_out(scoped: &Scoped<'_>) -> bool {
    let now = scoped.context.now;
    let seen = scoped.subject.opt_out_first_seen;
    let on_this_request = scoped.context.opt_out_signal.then_some(now);
    let Some(first) = seen.filter(|at| *at <= now).into_iter().chain(on_this_request).min() else {
        return false;
    };
    let lifts = |grant: &Statement| grant.overrides.is_some() && grant.overrides == seen && grant.at() > first;
    let any = Need { explicit: false, guardian: false };
    !(scoped.subject.known && scoped.valid_grants(any).any(lifts))
}

/// G8: whether what was seen in one place would be used in another, without a grant that names the place of use.
pub(super) fn crosses_channels(scoped: &Scoped<'_>) -> bool {
    let (datum, here) = (scoped.datum, scoped.context.channel);
    let used = matches!(scoped.context.action, Action::Serve | Action::Disclose);
    let elsewhere = datum.channel != here && !has_channel(scoped.purpose.sources, datum.channel);
    let any = Need { explicit: false, guardian: false };
    let names_it = |grant: &Statement| grant.scope.channel == Some(here);
    used && datum.origin == Origin::Observed && elsewhere && !scoped.valid_grants(any).any(names_it)
}
