//! What differs between two policies, or between two moments of one.

use super::{Policy, PurposeEntry};
use domain::{DAY_SECONDS, Lang, UnixTime};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// One fact that is not the same; a side that does not have it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it is about.
    pub about: String,
    /// What the first says.
    pub was: Option<String>,
    /// What the second says.
    pub is: Option<String>,
}

impl Policy {
    /// What is otherwise in another policy, each at its moment; in order of what it is about.
    #[must_use]
    pub fn diff(&self, at: UnixTime, other: &Self, then: UnixTime) -> Vec<Change> {
        let (was, is) = (self.facts(at), other.facts(then));
        let mut about: Vec<&String> = was.keys().chain(is.keys()).collect();
        about.sort();
        about.dedup();
        let differs = about.into_iter().filter(|key| was.get(*key) != is.get(*key));
        let change = |key: &String| Change { about: key.clone(), was: was.get(key).cloned(), is: is.get(key).cloned() };
        differs.map(change).collect()
    }

    /// Everything that is in force, each fact under its name.
    fn facts(&self, now: UnixTime) -> BTreeMap<String, String> {
        let mut facts = BTreeMap::new();
        facts.insert("version".to_owned(), self.version.to_string());
        if let Some((name, version)) = &self.brand {
            facts.insert("brand".to_owned(), format!("{name}, version {version}"));
        }
        facts.insert("review grace days".to_owned(), self.review_grace_days.to_string());
        facts.insert("people behind a pair, at least".to_owned(), self.pair_people_min.to_string());
        for (key, category) in self.categories() {
            facts.insert(
                format!("category {key}"),
                format!("{:?}, protected: {}", category.sensitivity, category.protected),
            );
        }
        for (key, entry) in self.at(now).purposes() {
            self.purpose_facts(&mut facts, key, entry);
        }
        for (key, profile) in self.profiles() {
            profile_facts(&mut facts, key, profile.at(now));
        }
        facts
    }

    fn purpose_facts(&self, facts: &mut BTreeMap<String, String>, key: &str, entry: &PurposeEntry) {
        let mut put = |what: &str, says: String| facts.insert(format!("purpose {key}: {what}"), says);
        let categories = self.categories().filter(|(_, c)| entry.terms.categories.has(c.id)).map(|(key, _)| key);
        let channels = self.channels().filter(|(_, c)| entry.terms.channels & (1 << c.0) != 0).map(|(key, _)| key);
        put("categories", categories.collect::<Vec<_>>().join(", "));
        put("channels", channels.collect::<Vec<_>>().join(", "));
        put("classes", entry.classes.iter().map(|class| class.as_str()).collect::<Vec<_>>().join(", "));
        put("looks back, days", (entry.terms.max_age_seconds / DAY_SECONDS).to_string());
        put("kept, days", entry.retention_days.to_string());
        put("a yes lives, days", (entry.terms.consent_seconds / DAY_SECONDS).to_string());
        put("owner", entry.owner.clone());
        put("review", entry.review.clone());
        put("rests", entry.review_overdue.to_string());
        put("benefit", entry.benefit(Lang::EN).to_owned());
        for (id, mode) in &entry.terms.modes {
            put(&format!("mode in {}", self.jurisdiction_key(*id)), mode.as_str().to_owned());
        }
    }
}

fn profile_facts(facts: &mut BTreeMap<String, String>, key: &str, version: &super::ProfileVersion) {
    let mut put = |what: String, says: String| facts.insert(format!("profile {key}: {what}"), says);
    put("law".to_owned(), version.law.clone());
    put("effective".to_owned(), super::date(version.effective));
    for (class, ruled) in &version.modes {
        put(class.as_str().to_owned(), ruled.mode.as_str().to_owned());
    }
    for (kind, ruled) in &version.sensitive {
        put(format!("sensitive, {kind:?}"), ruled.mode.as_str().to_owned());
    }
    for ((band, class), ruled) in &version.minors {
        put(format!("{}, {}", band.as_str(), class.as_str()), ruled.mode.as_str().to_owned());
    }
    for (name, days) in &version.clocks {
        put(format!("clock {}, days", name.as_str()), days.value.to_string());
    }
    put("a yes lives, days".to_owned(), version.consent.lifetime_days.to_string());
    put("no question after a no, days".to_owned(), version.consent.refusal_cooldown_days.to_string());
    put("a child is below".to_owned(), version.ages.child_below.to_string());
    put("rights".to_owned(), version.rights.keys().map(|right| right.as_str()).collect::<Vec<_>>().join(", "));
    put("signals".to_owned(), version.signals.keys().map(|signal| signal.as_str()).collect::<Vec<_>>().join(", "));
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => write!(f, "{}: {was} -> {is}", self.about),
            (Some(was), None) => write!(f, "{}: {was} -> gone", self.about),
            (None, is) => write!(f, "{}: new: {}", self.about, is.as_deref().unwrap_or_default()),
        }
    }
}
