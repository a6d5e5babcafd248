//! The state machine of consent: what a person's ledger amounts to for one purpose. The gate never asks it; people do.

use crate::record::Ledger;
use domain::{Consent, ConsentState, Kind, PurposeTerms, Statement, UnixTime};

impl Ledger {
    /// Where consent to a purpose stands. A tie goes to the negative, as in the rule (RULE.md, P4).
    pub(crate) fn consent(&self, terms: &PurposeTerms, now: UnixTime) -> Consent {
        // What is said of one recipient says nothing of the use itself.
        let whole = |s: &Statement| !matches!(s.scope.recipient, Some(Some(_)));
        let about = |s: &&Statement| s.at() <= now && whole(s) && s.scope.purpose.is_none_or(|p| p == terms.id);
        let last = self.statements.iter().filter(about).max_by_key(|s| (s.at(), s.kind.is_negative()));
        match last {
            None => self.unanswered(),
            Some(no) if no.kind.is_negative() => ended(self.negative_state(no, terms), no.at()),
            Some(yes) => self.positive(yes, terms, now),
        }
    }

    /// Asked or not, and put off or not.
    fn unanswered(&self) -> Consent {
        match (self.asked_at, self.deferred_at) {
            (asked, Some(deferred)) if asked.is_none_or(|asked| deferred >= asked) => {
                ended(ConsentState::Deferred, deferred)
            }
            (Some(asked), _) => ended(ConsentState::Requested, asked),
            (None, _) => Consent { state: ConsentState::NeverAsked, since: None, until: None },
        }
    }

    fn negative_state(&self, no: &Statement, terms: &PurposeTerms) -> ConsentState {
        let said_yes_before = self.yeses(terms).any(|yes| yes.at() <= no.at());
        match no.kind {
            Kind::Invalidate => ConsentState::Invalidated,
            Kind::Withdraw if said_yes_before => ConsentState::Withdrawn,
            _ => ConsentState::Refused,
        }
    }

    fn positive(&self, yes: &Statement, terms: &PurposeTerms, now: UnixTime) -> Consent {
        let until = yes.at().plus(terms.consent_seconds);
        let again = yes.kind == Kind::Renew || self.yeses(terms).any(|other| other.at() < yes.at());
        match (yes.notice_current, now < until) {
            (false, _) => ended(ConsentState::Invalidated, yes.at()),
            (true, false) => ended(ConsentState::Expired, until),
            (true, true) => {
                let state = if again { ConsentState::Renewed } else { ConsentState::Given };
                Consent { state, since: Some(yes.at()), until: Some(until) }
            }
        }
    }

    fn yeses(&self, terms: &PurposeTerms) -> impl Iterator<Item = &Statement> {
        let id = terms.id;
        let whole = |s: &Statement| !matches!(s.scope.recipient, Some(Some(_)));
        self.statements.iter().filter(move |s| !s.kind.is_negative() && whole(s) && s.scope.purpose == Some(id))
    }
}

/// A state that lasts until something is said.
const fn ended(state: ConsentState, since: UnixTime) -> Consent {
    Consent { state, since: Some(since), until: None }
}
