//! Whether one policy allows nothing that another forbids: what a shop lays over the shipped policy can only restrict.

use super::profile::ProfileVersion;
use super::text::{Mistake, Place};
use super::words::{Band, Class};
use super::{Grouping, InForce, Policy, PurposeEntry};
use domain::{JurisdictionId, Mode, PurposeTerms, Sensitivity, UnixTime};
use std::collections::BTreeSet;

/// Refuses a policy that is looser than another in anything, at any time; with the place of the purpose, category or
/// profile that loosens.
pub(super) fn refuse_looser(base: &Policy, over: &Policy) -> Result<(), Mistake> {
    same_numbers(base, over)?;
    if over.review_grace_days > base.review_grace_days {
        let place = Place { file: "purposes.toml".to_owned(), line: 1 };
        return Err(Mistake { place, says: "`review_grace_days` can only be shortened".to_owned() });
    }
    if over.pair_people_min < base.pair_people_min {
        let place = Place { file: "purposes.toml".to_owned(), line: 1 };
        return Err(Mistake { place, says: "`pair_people_min` can only be raised".to_owned() });
    }
    let moments: BTreeSet<UnixTime> = base.epochs.iter().chain(&over.epochs).map(|epoch| epoch.since).collect();
    moments.into_iter().try_for_each(|moment| looser_at(base, over, moment))
}

/// What is on disk goes by numbers, so a key keeps its own, and a new key takes none that means something else.
fn same_numbers(base: &Policy, over: &Policy) -> Result<(), Mistake> {
    for (key, category) in over.categories() {
        let Some(kept) = base.category(key) else {
            return refuse(&category.place, format!("the category `{key}` is not known to the shipped policy"));
        };
        if kept.id != category.id {
            return refuse(&category.place, format!("the category `{key}` keeps its number {}", kept.id.0));
        }
        let laxer = kept.sensitivity > category.sensitivity || (kept.protected && !category.protected);
        if laxer {
            return refuse(&category.place, format!("the category `{key}` can only become more sensitive"));
        }
        if category.grouping.as_ref().is_some_and(|groups| !groups.is_within(kept.grouping.as_ref())) {
            return refuse(&category.place, format!("`{key}` groups people by more, or fewer of them, than it may"));
        }
    }
    for (key, channel) in over.channels() {
        if base.channel(key) != Some(channel) {
            let place = Place { file: "channels.toml".to_owned(), line: 1 };
            return refuse(&place, format!("the channel `{key}` is not one of the shipped policy, with its number"));
        }
    }
    for (key, profile) in over.profiles() {
        if base.profiles.get(key).is_some_and(|kept| kept.id != profile.id) {
            return refuse(
                &profile.place,
                format!("the jurisdiction `{key}` has another number in the shipped policy"),
            );
        }
        if !base.profiles.contains_key(key) && base.profiles.values().any(|kept| kept.id == profile.id) {
            return refuse(&profile.place, format!("the number of `{key}` belongs to a shipped jurisdiction"));
        }
    }
    Ok(())
}

impl Grouping {
    /// Whether it groups by nothing that the other does not, and no fewer people.
    fn is_within(&self, other: Option<&Self>) -> bool {
        other.is_some_and(|other| {
            self.people_min >= other.people_min && self.by.iter().all(|kind| other.by.contains(kind))
        })
    }
}

fn looser_at(base: &Policy, over: &Policy, moment: UnixTime) -> Result<(), Mistake> {
    let (held, laid) = (base.at(moment), over.at(moment));
    if let Some((key, kept)) = held.purposes().find(|(key, _)| laid.purpose(key).is_none()) {
        let place = Place { line: 1, ..kept.place.clone() };
        return refuse(&place, format!("the purpose `{key}` is missing: `purposes_off` in brand.toml switches it off"));
    }
    for (key, profile) in over.profiles() {
        let pair = (held.of(base, key), laid.profile(profile.id));
        if let (Some(kept), Some(own)) = pair
            && let Some(what) = looser_profile(kept, own)
        {
            return refuse(&profile.place, format!("{what} can only be stricter than in the shipped policy"));
        }
    }
    laid.purposes().try_for_each(|(key, entry)| match held.purpose(key) {
        Some(kept) => looser_purpose((base, kept), (over, entry), key),
        None => refuse(&entry.place, format!("the purpose `{key}` is not one that the program knows")),
    })
}

fn looser_purpose(
    (base, kept): (&Policy, &PurposeEntry),
    (over, own): (&Policy, &PurposeEntry),
    key: &str,
) -> Result<(), Mistake> {
    if let Some(what) = looser_terms(&kept.terms, &own.terms).or_else(|| looser_entry(kept, own)) {
        return refuse(&own.place, format!("{what} of the purpose `{key}` can only be restricted"));
    }
    let laxer = |place: &&str| mode(own, over.jurisdiction(place)) > mode(kept, base.jurisdiction(place));
    match over.profiles().map(|(place, _)| place).find(laxer) {
        Some(place) => refuse(&own.place, format!("the mode of `{key}` in `{place}` can only be stricter")),
        None => Ok(()),
    }
}

impl InForce {
    /// The version of a profile by key; one that the policy does not know is the strictest.
    fn of(&self, policy: &Policy, key: &str) -> Option<&ProfileVersion> {
        self.profile(policy.jurisdiction(key))
    }
}

fn mode(entry: &PurposeEntry, id: JurisdictionId) -> Mode {
    let found = entry.terms.modes.iter().find(|(named, _)| *named == id);
    found.map_or(Mode::Prohibited, |(_, mode)| *mode)
}

fn looser_terms(kept: &PurposeTerms, own: &PurposeTerms) -> Option<&'static str> {
    let marks = |t: &PurposeTerms| [t.targeted_ads, t.sale_or_share, t.direct_marketing];
    let unmarked = marks(kept).into_iter().zip(marks(own)).any(|(kept, own)| kept && !own);
    let looser = [
        (kept.id != own.id, "the number"),
        (own.categories.0 & !kept.categories.0 != 0, "the categories"),
        (own.channels & !kept.channels != 0, "the channels"),
        (own.compatible.0 & !kept.compatible.0 != 0, "the compatible purposes"),
        (own.max_age_seconds > kept.max_age_seconds, "the maximum age"),
        (own.consent_seconds > kept.consent_seconds, "the life of a yes"),
        (own.takes_sensitive && !kept.takes_sensitive, "the taking of sensitive data"),
        (unmarked, "the classes"),
    ];
    looser.into_iter().find(|(looser, _)| *looser).map(|(_, what)| what)
}

/// A review that was done is told in the brand's layer, where it says who looked.
fn looser_entry(kept: &PurposeEntry, own: &PurposeEntry) -> Option<&'static str> {
    let looser = [
        (own.retention_days > kept.retention_days, "the keeping"),
        (kept.classes.iter().any(|class| !own.classes.contains(class)), "the classes"),
        (!own.reviewed_by_brand && own.review_at > kept.review_at, "the review"),
    ];
    looser.into_iter().find(|(looser, _)| *looser).map(|(_, what)| what)
}

fn looser_profile(kept: &ProfileVersion, own: &ProfileVersion) -> Option<String> {
    if own.consent.lifetime_days > kept.consent.lifetime_days {
        return Some("the life of a yes".to_owned());
    }
    let class = |(class, ruled): (&Class, &super::profile::Ruled)| {
        let laxer = own.modes.get(class).is_none_or(|own| own.mode > ruled.mode);
        laxer.then(|| format!("`{}`", class.as_str()))
    };
    let sensitive = |(kind, ruled): (&Sensitivity, &super::profile::Ruled)| {
        own.sensitive.get(kind).is_none_or(|own| own.mode > ruled.mode).then(|| format!("{kind:?} data"))
    };
    let minors = |((band, class), ruled): (&(Band, Class), &super::profile::Ruled)| {
        let laxer = own.minors.get(&(*band, *class)).is_none_or(|own| own.mode > ruled.mode);
        laxer.then(|| format!("{band:?} and `{}`", class.as_str()))
    };
    let modes = kept.modes.iter().find_map(class);
    modes.or_else(|| kept.sensitive.iter().find_map(sensitive)).or_else(|| kept.minors.iter().find_map(minors))
}

fn refuse<T>(place: &Place, says: String) -> Result<T, Mistake> {
    Err(Mistake { place: place.clone(), says })
}
