//! Where the visitor's consent to a purpose stands, as a row of the preference center.

use super::visit::Visit;
use crate::pages::{PurposeRow, Under};
use app::{HeldStatement, Policy, Question, ReceiptForm};
use domain::{Code, ConsentState, Purpose, Recommend, Train};

/// The purposes that the pages' notice tells of: a yes can be said to these alone.
const TOLD: [&str; 2] = [Recommend::KEY, Train::KEY];
/// Some of it is given, and not all.
const PARTLY: &str = "partly";

/// Whether the pages' notice tells of a purpose.
pub fn is_told(purpose: &str) -> bool {
    TOLD.contains(&purpose)
}

/// What was last said about a purpose, or about all of them, with its number in the ledger.
pub fn last_said<'h>(policy: &Policy, purpose: &str, said: &'h [HeldStatement]) -> Option<(usize, &'h HeldStatement)> {
    let id = policy.purpose(purpose)?.terms.id;
    let about = |held: &&HeldStatement| {
        let scope = &held.statement.scope;
        scope.purpose.is_none_or(|about| about == id) && !matches!(scope.recipient, Some(Some(_)))
    };
    let place = said.iter().rposition(|held| about(&held))?;
    Some((place + 1, &said[place]))
}

/// The row of a purpose.
pub fn row(visit: &Visit, policy: &Policy, question: &Question, said: &[HeldStatement]) -> PurposeRow {
    let key = question.purpose.as_str();
    let gates = || visit.effective.iter().filter(|one| one.purpose == key);
    let is_open = gates().any(|one| app::open_but_for_pause(one.reasons));
    let is_given = matches!(question.consent.state, ConsentState::Given | ConsentState::Renewed);
    let is_unsaid = last_said(policy, key, said).is_none();
    PurposeRow {
        key: key.to_owned(),
        benefit: policy.purpose(key).map(|entry| entry.benefit(visit.lang).to_owned()).unwrap_or_default(),
        state: if is_open && !is_given { PARTLY } else { question.consent.state.as_str() },
        since: question.consent.since.map(|at| at.0),
        until: question.consent.until.map(|at| at.0),
        under: last_said(policy, key, said).map(under),
        by_signal: gates().any(|one| one.reasons.has(Code::Gpc) || one.reasons.has(Code::EventCeiling)),
        told: is_told(key),
        may_refuse: is_open || is_given || is_unsaid,
        may_grant: !is_given,
    }
}

/// Evidence of an answer to a notice says its key, version, language and digest; the digest is in the receipt.
fn under((number, held): (usize, &HeldStatement)) -> Under {
    let recorded = held.evidence.notice.split(" sha256:").next().unwrap_or_default();
    let key = recorded.split(' ').next().unwrap_or_default();
    let shown = held.statement.shown.map(|shown| (shown.version, shown.lang));
    let notice = if shown.is_some() { key } else { recorded }.to_owned();
    Under { number, notice, shown, receipt: ReceiptForm::ALL.map(ReceiptForm::as_str)[0] }
}
