//! The gate: may this datum be used by this action for this purpose in this context, now?
//!
//! A pure, total function of five values. It does no I/O, reads no clock, and always says why. All gates are always
//! evaluated. What the function does not know is a no.
//!
//! # Invariants
//! - No negative act ever turns a no into a yes (P2); a yes affects only what its scope covers (P3).
//! - A tie goes to the negative, and the order of arrival does not matter (P4).
//! - More jurisdictions never allow more (P5); a derived datum never more than its inputs (P6).

mod basis;
#[cfg(test)]
mod edges;
#[cfg(test)]
pub(crate) mod properties;

use basis::{Scoped, basis, crosses_channels, universal_opt_out};
use domain::{
    Action, AgeBand, ChannelId, Code, Context, Datum, JurisdictionId, Mode, Origin, PurposeTerms, Reasons, Standing,
    Status,
};

/// The profile that stands in for every unknown one: nothing but what was said yes to.
pub const STRICTEST: JurisdictionId = JurisdictionId(0);

/// The rule. Evaluates every gate for the datum and everything that it was derived from, under every jurisdiction.
#[must_use]
pub fn evaluate(purpose: &PurposeTerms, datum: &Datum, subject: &Standing<'_>, context: &Context) -> Reasons {
    let own = lasting(purpose, datum, subject, context).or(timely(purpose, datum, context));
    datum.lineage.iter().fold(own, |reasons, input| reasons.or(evaluate(purpose, input, subject, context)))
}

/// The part of the rule that is alike for all data of one category, disclosure, channel and suppression.
pub(crate) fn lasting(purpose: &PurposeTerms, datum: &Datum, subject: &Standing<'_>, context: &Context) -> Reasons {
    let mut reasons = Reasons::NONE;
    subject_gate(&mut reasons, datum, subject);
    own_controls(&mut reasons, datum, subject, context);
    minimise(&mut reasons, purpose, datum);
    prohibit(&mut reasons, purpose, datum, subject, context);
    let scoped = Scoped::new(purpose, datum, subject, context);
    let ads = is_ads(purpose);
    reasons.add_if(Code::Gpc, ads && universal_opt_out(&scoped));
    reasons.add_if(Code::EventCeiling, context.ceiling.is_some_and(|ceiling| !ceiling.has(purpose.id)));
    reasons.add_if(Code::ContextOutside, !channel_allowed(purpose, context));
    reasons.add_if(Code::CrossChannel, crosses_channels(&scoped));
    reasons.add_if(Code::Rare, context.shown_from.is_some_and(|fewest| datum.shared_by.unwrap_or(0) < fewest));
    reasons.add_if(Code::Vendor, context.recipient.is_some() && !context.recipient_ok);
    reasons.add_if(Code::Region, !context.region_ok);
    reasons.add_if(Code::Claim, context.breaks_claim);
    for mode in modes(purpose, context) {
        reasons.add_if(Code::UnknownMode, mode.is_none());
        reasons.add_if(Code::Prohibited, mode == Some(Mode::Prohibited));
        basis(&mut reasons, &scoped, mode);
    }
    reasons
}

/// The part of the rule that depends on when the datum was collected.
pub(crate) fn timely(purpose: &PurposeTerms, datum: &Datum, context: &Context) -> Reasons {
    let mut reasons = Reasons::NONE;
    let too_old = context.now.exactly_since(datum.collected_at) > purpose.max_age_seconds.into();
    let kept_too_long = datum.retained_until.is_some_and(|end| context.now >= end);
    reasons.add_if(Code::TooOld, too_old || kept_too_long);
    reasons.add_if(Code::Future, datum.collected_at > context.now);
    reasons
}

/// Whether the purpose is one that universal opt-outs, minors and sensitive data keep away from.
const fn is_ads(purpose: &PurposeTerms) -> bool {
    purpose.targeted_ads || purpose.sale_or_share
}

/// Whether the subject is not of age, as far as this context can tell.
pub(crate) const fn is_minor(age: AgeBand, child_directed: bool) -> bool {
    matches!(age, AgeBand::Teen | AgeBand::Child) || (matches!(age, AgeBand::Unknown) && child_directed)
}

fn channel_allowed(purpose: &PurposeTerms, context: &Context) -> bool {
    has_channel(purpose.channels, context.channel)
}

/// Whether a channel is among some, one bit each by number.
const fn has_channel(channels: u64, channel: ChannelId) -> bool {
    match 1_u64.checked_shl(channel.0 as u32) {
        Some(bit) => channels & bit != 0,
        None => false,
    }
}

/// What each claiming jurisdiction makes of the purpose; none claiming is the strictest one.
fn modes(purpose: &PurposeTerms, context: &Context) -> impl Iterator<Item = Option<Mode>> {
    let strictest = context.jurisdictions.is_empty().then_some(STRICTEST);
    let claiming = context.jurisdictions.iter().copied().chain(strictest);
    claiming.map(|j| purpose.modes.iter().find(|(named, _)| *named == j).map(|(_, mode)| *mode))
}

fn subject_gate(reasons: &mut Reasons, datum: &Datum, subject: &Standing<'_>) {
    reasons.add_if(Code::Erased, matches!(subject.status, Status::ErasurePending | Status::Erased));
    reasons.add_if(Code::Restricted, subject.status == Status::Restricted);
    reasons.add_if(Code::Contested, datum.contested);
}

/// G5. These only restrict, they never grant.
fn own_controls(reasons: &mut Reasons, datum: &Datum, subject: &Standing<'_>, context: &Context) {
    reasons.add_if(Code::Suppressed, datum.suppressed);
    reasons.add_if(Code::Paused, subject.paused);
    reasons.add_if(Code::PrivateVisit, context.private_visit);
    reasons.add_if(Code::CapReached, context.cap_reached);
    reasons.add_if(Code::QuietHours, context.quiet);
    reasons.add_if(Code::TopicOff, context.topic_off);
}

fn minimise(reasons: &mut Reasons, purpose: &PurposeTerms, datum: &Datum) {
    reasons.add_if(Code::Minimisation, !purpose.categories.has(datum.category));
    reasons.add_if(Code::SensitiveNotDeclared, datum.sensitivity.is_sensitive() && !purpose.takes_sensitive);
    reasons.add_if(Code::SourceNotTold, datum.origin == Origin::Purchased { told: false });
}

fn prohibit(reasons: &mut Reasons, purpose: &PurposeTerms, datum: &Datum, subject: &Standing<'_>, context: &Context) {
    let ads = is_ads(purpose);
    let sensitive = datum.sensitivity.is_sensitive();
    reasons.add_if(Code::Minor, ads && is_minor(subject.age, context.child_directed));
    reasons.add_if(Code::SensitiveAds, ads && sensitive);
    reasons.add_if(Code::ProtectedPlacement, context.placement.is_sensitive() && datum.protected);
    reasons.add_if(Code::SensitiveDerived, context.action == Action::Derive && sensitive);
}
