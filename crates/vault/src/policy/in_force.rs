//! What is in force at one moment, and what it comes to for one request.

use super::profile::ProfileVersion;
use super::words::Band;
use super::{Class, PurposeEntry};
use crate::VaultError;
use crate::gate::{self, STRICTEST};
use domain::{AgeBand, Code, DAY_SECONDS, JurisdictionId, Mode, Purpose, PurposeTerms, Reasons, Sensitivity, UnixTime};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is in force from one moment until the next change.
#[derive(Clone, Debug)]
pub struct InForce {
    /// From when on.
    pub since: UnixTime,
    pub(super) purposes: BTreeMap<String, PurposeEntry>,
    pub(super) profiles: BTreeMap<JurisdictionId, Arc<ProfileVersion>>,
}

/// A purpose's terms for one request: at this moment, under these jurisdictions.
#[derive(Clone, Debug)]
pub struct Resolved<'a> {
    /// What the gate needs.
    pub terms: Cow<'a, PurposeTerms>,
    classes: &'a [Class],
    claiming: Vec<&'a ProfileVersion>,
    rests: bool,
}

impl InForce {
    /// A purpose by key.
    #[must_use]
    pub fn purpose(&self, key: &str) -> Option<&PurposeEntry> {
        self.purposes.get(key)
    }

    /// Every purpose with its key, in order of key.
    pub fn purposes(&self) -> impl Iterator<Item = (&str, &PurposeEntry)> {
        self.purposes.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// A profile by number; an unknown one is the strictest.
    #[must_use]
    pub fn profile(&self, id: JurisdictionId) -> Option<&ProfileVersion> {
        self.profiles.get(&id).or_else(|| self.profiles.get(&STRICTEST)).map(AsRef::as_ref)
    }

    /// A purpose that is known to the compiler.
    pub(crate) fn entry<P: Purpose>(&self) -> Result<&PurposeEntry, VaultError> {
        self.purpose(P::KEY).ok_or_else(|| VaultError::Policy(format!("the purpose `{}` is missing", P::KEY)))
    }

    /// What a purpose's terms come to under the jurisdictions that claim the case: a yes lives no longer than the
    /// shortest of their lifetimes.
    #[must_use]
    pub fn resolve<'a>(&'a self, entry: &'a PurposeEntry, jurisdictions: &[JurisdictionId]) -> Resolved<'a> {
        let nobody = jurisdictions.is_empty().then_some(STRICTEST);
        let claimed = || jurisdictions.iter().copied().chain(nobody);
        let claiming: Vec<_> = claimed().filter_map(|id| self.profile(id)).collect();
        let lifetimes = claiming.iter().map(|profile| i64::from(profile.consent.lifetime_days) * DAY_SECONDS);
        let mut terms = Cow::Borrowed(&entry.terms);
        if let Some(shorter) = lifetimes.min().filter(|lifetime| *lifetime < terms.consent_seconds) {
            terms.to_mut().consent_seconds = shorter;
        }
        let necessary = |id| entry.terms.modes.contains(&(id, Mode::Necessary));
        let rests = entry.review_overdue && !claimed().all(necessary);
        Resolved { terms, classes: &entry.classes, claiming, rests }
    }
}

impl Resolved<'_> {
    /// What the policy says at this moment beside the terms: an overdue review (G0), and what a profile prohibits for a
    /// kind of data or an age (G2).
    #[must_use]
    pub fn reasons(&self, sensitivity: Sensitivity, age: AgeBand, child_directed: bool) -> Reasons {
        let mut reasons = Reasons::NONE;
        reasons.add_if(Code::ReviewOverdue, self.rests);
        reasons.add_if(Code::Prohibited, self.claiming.iter().any(|profile| prohibits(profile, sensitivity)));
        let bands = bands(age, child_directed);
        let minors = |profile: &&ProfileVersion| bands.iter().any(|band| self.shuts_out(profile, *band));
        reasons.add_if(Code::Minor, self.claiming.iter().any(minors));
        reasons
    }

    fn shuts_out(&self, profile: &ProfileVersion, band: Band) -> bool {
        let prohibited =
            |class: &Class| profile.minors.get(&(band, *class)).is_some_and(|ruled| ruled.mode == Mode::Prohibited);
        self.classes.iter().any(prohibited)
    }
}

fn prohibits(profile: &ProfileVersion, sensitivity: Sensitivity) -> bool {
    profile.sensitive.get(&sensitivity).is_some_and(|ruled| ruled.mode == Mode::Prohibited)
}

/// The bands that a person may be in, as far as this context can tell.
const fn bands(age: AgeBand, child_directed: bool) -> &'static [Band] {
    match age {
        _ if !gate::is_minor(age, child_directed) => &[],
        AgeBand::Child => &[Band::Child],
        AgeBand::Teen => &[Band::Teen],
        AgeBand::Adult | AgeBand::Unknown => &[Band::Child, Band::Teen],
    }
}
