//! What is valid and still deserves a look: reviews that are due, and lines that decide nothing.

use super::text::Place;
use super::{InForce, Policy, PurposeEntry, Resolved};
use domain::{DAY_SECONDS, Mode, UnixTime};
use serde::Serialize;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// A purpose rests until somebody looks at it.
    Rests,
    /// Somebody has to do something.
    Warning,
    /// Good to know.
    Note,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it weighs.
    pub weight: Weight,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub says: String,
}

impl Policy {
    /// What deserves a look at a moment, the heaviest first.
    #[must_use]
    pub fn check(&self, now: UnixTime) -> Vec<Finding> {
        let mut found = Vec::new();
        let here = self.at(now);
        for (key, entry) in here.purposes() {
            found.extend(self.review(key, entry, now));
            found.extend(idle(key, entry));
            found.extend(self.lifetimes(here, key, entry));
        }
        for (key, channel) in self.channels() {
            if here.purposes().all(|(_, entry)| entry.terms.channels & (1 << channel.0) == 0) {
                let place = Place { file: "channels.toml".to_owned(), line: 1 };
                found.push(Finding {
                    weight: Weight::Note,
                    place,
                    says: format!("no purpose uses the channel `{key}`"),
                });
            }
        }
        found.extend(self.coming(now));
        found.sort();
        found
    }

    fn review(&self, key: &str, entry: &PurposeEntry, now: UnixTime) -> Option<Finding> {
        let days = |seconds: i64| seconds / DAY_SECONDS;
        let left = entry.review_at.since(now);
        let (weight, says) = if entry.review_overdue {
            (Weight::Rests, format!("`{key}` rests: its review was due on {}", entry.review))
        } else if left <= 0 {
            let rests = entry.review_at.plus(i64::from(self.review_grace_days) * DAY_SECONDS);
            (
                Weight::Warning,
                format!("the review of `{key}` was due on {}; it rests from {} on", entry.review, super::date(rests)),
            )
        } else if days(left) < i64::from(self.review_warning_days) {
            (Weight::Warning, format!("the review of `{key}` is due on {}, in {} days", entry.review, days(left)))
        } else {
            return None;
        };
        Some(Finding { weight, place: entry.place.clone(), says })
    }

    /// Where profiles let a yes live shorter than the purpose does.
    fn lifetimes(&self, here: &InForce, key: &str, entry: &PurposeEntry) -> Option<Finding> {
        let shorter = |resolved: &Resolved<'_>| resolved.terms.consent_seconds < entry.terms.consent_seconds;
        let profiles = self.profiles().filter(|(_, profile)| shorter(&here.resolve(entry, &[profile.id])));
        let places: Vec<&str> = profiles.map(|(key, _)| key).collect();
        (!places.is_empty()).then(|| Finding {
            weight: Weight::Note,
            place: entry.place.clone(),
            says: format!("a yes to `{key}` lives shorter than its own days in {}", places.join(", ")),
        })
    }

    /// Versions of profiles that are not in force yet.
    fn coming(&self, now: UnixTime) -> impl Iterator<Item = Finding> {
        self.profiles().flat_map(move |(key, profile)| {
            let later = profile.versions.iter().skip(1).filter(move |version| version.effective > now);
            later.map(move |version| Finding {
                weight: Weight::Note,
                place: profile.place.clone(),
                says: format!("`{key}` changes on {}: {}", super::date(version.effective), version.law),
            })
        })
    }
}

fn idle(key: &str, entry: &PurposeEntry) -> Option<Finding> {
    let says = if entry.terms.modes.iter().all(|(_, mode)| *mode == Mode::Prohibited) {
        format!("`{key}` is prohibited everywhere")
    } else if entry.terms.categories.0 == 0 {
        format!("`{key}` may use no category")
    } else if entry.terms.channels == 0 {
        format!("`{key}` has no channel")
    } else {
        return None;
    };
    Some(Finding { weight: Weight::Note, place: entry.place.clone(), says })
}
