//! The merge rule: what two ledgers amount to once they are one person's.
//!
//! # Invariants
//! - Every no of both is there, with its own time.
//! - A yes counts on only where a verified identifier stood for whoever gave it, and the other gave it too, no sooner.
//! - So what the merged ledger allows, each of the two allowed (RULE.md, P12); and which of the two goes on changes nothing.

use crate::gate::STRICTEST;
use crate::record::{AbsorbedLog, Ledger, ServedNotice};
use domain::{Actor, AgeBand, JurisdictionId, Shown, Statement, Status, UnixTime};

/// One of the two, and since when a verified identifier has stood for them.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) ledger: &'a Ledger,
    pub(crate) verified: Option<UnixTime>,
}

/// The ledger of both, under the name of the first.
pub(crate) fn union(into: Side<'_>, from: Side<'_>, now: UnixTime) -> Ledger {
    let (one, other) = (into.ledger, from.ledger);
    let said: Vec<_> = into.counting(from, now).chain(from.counting(into, now)).collect();
    let lapsed = (0..).zip(&said).filter(|(_, (_, stays))| !stays).map(|(at, _)| at).collect();
    Ledger {
        subject: one.subject.clone(),
        status: stricter(one.status, other.status),
        age: younger(one.age, other.age),
        jurisdictions: jurisdictions(one, other),
        opt_out_first_seen: earlier(one.opt_out_first_seen, other.opt_out_first_seen),
        paused: one.paused || other.paused,
        asked_at: one.asked_at.max(other.asked_at),
        deferred_at: one.deferred_at.max(other.deferred_at),
        served: served(one, other),
        statements: said.into_iter().map(|(statement, _)| statement).collect(),
        lapsed,
        head: one.head,
        since: one.since.min(other.since),
        absorbed: absorbed(one, other),
        cleared_at: one.cleared_at.max(other.cleared_at),
        took_back_at: one.took_back_at.max(other.took_back_at),
        own: one.own.with(&other.own),
    }
}

impl<'a> Side<'a> {
    /// What this side said, and whether it counts on. A yes that does not is marked as such.
    fn counting(self, other: Self, now: UnixTime) -> impl Iterator<Item = (Statement, bool)> + 'a
    where
        Self: 'a,
    {
        let said = other.ledger.statements.as_slice();
        let seen = [self.ledger.opt_out_first_seen, other.ledger.opt_out_first_seen];
        (0..).zip(&self.ledger.statements).map(move |(at, statement)| {
            let lapsed = self.ledger.lapsed.contains(&at);
            let kept = || self.stood_for(statement) && given_too(said, statement, now) && lifts_both(seen, statement);
            let stays = !lapsed && (statement.kind.is_negative() || kept());
            let notice_current = statement.notice_current && (stays || statement.kind.is_negative());
            (Statement { notice_current, ..statement.clone() }, stays)
        })
    }

    /// Whether the person gave this yes while a verified identifier stood for them.
    fn stood_for(self, yes: &Statement) -> bool {
        let by_them = matches!(yes.actor, Actor::Subject | Actor::Guardian);
        by_them && self.verified.is_some_and(|since| since <= yes.at())
    }
}

/// Whether somebody who said all this gave this yes too: about the very same, no sooner, and with all that gives it its
/// force. Then there is no question that it opens and theirs does not.
fn given_too(said: &[Statement], yes: &Statement, now: UnixTime) -> bool {
    said.iter().any(|theirs| {
        !theirs.kind.is_negative()
            && theirs.scope == yes.scope
            && yes.at() <= theirs.at()
            && theirs.at() <= now
            && theirs.notice_current
            && (theirs.explicit || !yes.explicit)
            && (theirs.past_data || !yes.past_data)
            && (theirs.by_guardian() || !yes.by_guardian())
            && (yes.overrides.is_none() || theirs.overrides == yes.overrides)
            && same_notice(theirs.shown.as_ref(), yes.shown.as_ref())
    })
}

/// Whether a yes that overrides a universal opt-out overrides that of both: of two the earlier one stands from now on, and
/// where only one has it, the other's browser never lifted any.
fn lifts_both(seen: [Option<UnixTime>; 2], yes: &Statement) -> bool {
    yes.overrides.is_none() || seen == [yes.overrides; 2]
}

/// Whether both answered the same version of a notice, or neither any; and theirs told of no fewer categories.
const fn same_notice(theirs: Option<&Shown>, shown: Option<&Shown>) -> bool {
    match (theirs, shown) {
        (None, None) => true,
        (Some(theirs), Some(shown)) => {
            theirs.notice.0 == shown.notice.0 && theirs.version == shown.version && shown.told.0 & !theirs.told.0 == 0
        }
        _ => false,
    }
}

/// The logs of both; those of the second begin behind all that the first said.
fn absorbed(one: &Ledger, other: &Ledger) -> Vec<AbsorbedLog> {
    let theirs = other.absorbed.iter().map(|log| AbsorbedLog { base: log.base + base(one), ..log.clone() });
    one.absorbed.iter().cloned().chain(theirs).collect()
}

/// Where the statements of whoever is absorbed begin.
pub(super) fn base(into: &Ledger) -> u32 {
    u32::try_from(into.statements.len()).unwrap_or(u32::MAX)
}

/// The notices that either was shown, each with its latest showing.
fn served(one: &Ledger, other: &Ledger) -> Vec<ServedNotice> {
    let mut all = one.served.clone();
    for theirs in &other.served {
        match all.iter_mut().find(|served| served.notice == theirs.notice) {
            Some(served) if served.at >= theirs.at => {}
            Some(served) => *served = *theirs,
            None => all.push(*theirs),
        }
    }
    all
}

const fn stricter(one: Status, other: Status) -> Status {
    const fn weight(status: Status) -> u8 {
        match status {
            Status::Active => 0,
            Status::Restricted => 1,
            Status::ErasurePending => 2,
            Status::Erased => 3,
        }
    }
    if weight(other) > weight(one) { other } else { one }
}

/// The younger of two bands; nothing known is younger than of age.
const fn younger(one: AgeBand, other: AgeBand) -> AgeBand {
    const fn weight(age: AgeBand) -> u8 {
        match age {
            AgeBand::Adult => 0,
            AgeBand::Unknown => 1,
            AgeBand::Teen => 2,
            AgeBand::Child => 3,
        }
    }
    if weight(other) > weight(one) { other } else { one }
}

/// The jurisdictions of both. Nowhere is the strictest: one side's places do not stand in for the other's.
fn jurisdictions(one: &Ledger, other: &Ledger) -> Vec<JurisdictionId> {
    let mut all: Vec<JurisdictionId> = Vec::new();
    let nowhere = (one.jurisdictions.is_empty() != other.jurisdictions.is_empty()).then_some(STRICTEST);
    for id in one.jurisdictions.iter().chain(&other.jurisdictions).copied().chain(nowhere) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    all
}

fn earlier(one: Option<UnixTime>, other: Option<UnixTime>) -> Option<UnixTime> {
    one.into_iter().chain(other).min()
}
