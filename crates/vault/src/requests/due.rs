//! Until when a request has to be answered: the shortest clock of the jurisdictions that claim the person.

use crate::gate::STRICTEST;
use crate::policy::{ClockName, Policy};
use domain::{DAY_SECONDS, JurisdictionId, RequestKind, UnixTime};

/// The clock of one request.
pub(super) struct Clock {
    /// The key of the profile that it comes from.
    pub(super) law: String,
    pub(super) answer_seconds: i64,
    pub(super) extension_seconds: i64,
    pub(super) stop_seconds: i64,
}

/// Days to answer in where no profile names any: the shortest that any law in the policy has.
const ANSWER_DAYS: u32 = 15;

/// The clock that runs for a request of somebody in these jurisdictions. What only restricts the shop is taken from
/// whichever has it shorter; what helps it, only where every one of them has it.
pub(super) fn clock(policy: &Policy, now: UnixTime, known: &[JurisdictionId], kind: RequestKind) -> Clock {
    let nowhere = [STRICTEST];
    let claiming = if known.is_empty() { &nowhere[..] } else { known };
    let in_force = policy.at(now);
    let days = |id: JurisdictionId, name: ClockName| {
        in_force.profile(id).and_then(|profile| profile.clocks.get(&name)).map(|clock| clock.value)
    };
    let answer = |id: JurisdictionId| {
        let own = match kind {
            _ if kind.is_no() => days(id, ClockName::OptOut),
            RequestKind::Appeal => days(id, ClockName::Appeal),
            _ => None,
        };
        own.or_else(|| days(id, ClockName::Answer)).unwrap_or(ANSWER_DAYS)
    };
    let (first, law) =
        claiming.iter().map(|id| (answer(*id), *id)).min_by_key(|(days, _)| *days).unwrap_or((0, STRICTEST));
    let all = |name| claiming.iter().map(|id| days(*id, name).unwrap_or(0)).min().unwrap_or(0);
    let (extension, stop) = if kind.is_no() { (0, 0) } else { (all(ClockName::Extension), all(ClockName::Stop)) };
    let seconds = |days: u32| i64::from(days) * DAY_SECONDS;
    Clock {
        law: policy.jurisdiction_key(law).to_owned(),
        answer_seconds: seconds(first),
        extension_seconds: seconds(extension),
        stop_seconds: seconds(stop),
    }
}
