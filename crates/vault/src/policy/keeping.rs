//! How long what is kept: for each category and purpose the shorter of what both say.

use super::{Category, Policy, build};
use domain::{CategoryId, PurposeSet, UnixTime};
use std::fmt::Write as _;

/// A purpose that names no category of its own keeps nothing.
const NOTHING: i64 = 0;

impl Category {
    /// Until when a datum is kept that was collected then; `None` where the category leaves it to the purposes.
    pub(crate) fn kept_until(&self, collected_at: UnixTime) -> Option<UnixTime> {
        self.retention_days.map(|days| collected_at.plus(build::days(days)))
    }
}

impl Policy {
    /// For how many seconds a datum of a category is kept that was collected for these purposes: as long as one of them
    /// may keep it, each for the shorter of its own time and the category's. What no purpose of this policy keeps goes at
    /// once.
    #[must_use]
    pub fn kept_seconds(&self, category: CategoryId, purposes: PurposeSet) -> i64 {
        let category = self.category_by_id(category).and_then(|category| category.retention_days);
        let kept = |days: u32| build::days(days.min(category.unwrap_or(u32::MAX)));
        let each = self.purposes().filter(|(_, entry)| purposes.has(entry.terms.id));
        each.map(|(_, entry)| kept(entry.retention_days)).max().unwrap_or(NOTHING)
    }

    /// The shortest time that anything is kept, in seconds: nothing younger has to be looked at.
    pub(crate) fn shortest_seconds(&self) -> i64 {
        let purposes = self.purposes().map(|(_, entry)| entry.retention_days);
        let categories = self.categories().filter_map(|(_, category)| category.retention_days);
        purposes.chain(categories).chain([self.receipts_days]).min().map_or(NOTHING, build::days)
    }

    /// What is kept how long, as a table for people: the part of `docs/privacy.md` that follows from the policy.
    #[must_use]
    pub fn keeping(&self) -> String {
        let mut out = String::from("| category | for | looked at | kept | a yes lasts |\n|---|---|---|---|---|\n");
        for (category, entry) in self.categories() {
            for (purpose, using) in self.purposes().filter(|(_, using)| using.terms.categories.has(entry.id)) {
                let kept = self.kept_seconds(entry.id, PurposeSet::NONE.with(using.terms.id)) / domain::DAY_SECONDS;
                let looked_at = (using.terms.max_age_seconds / domain::DAY_SECONDS).min(kept);
                let yes = using.terms.consent_seconds / domain::DAY_SECONDS;
                let line = format_args!("| {category} | {purpose} | {looked_at} days | {kept} days | {yes} days |\n");
                // Writing to a text can not fail.
                let _written = out.write_fmt(line);
            }
        }
        out + &format!("\nReceipts of use: {} days. Statements: until the erasure.\n", self.receipts_days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Source, Sources};
    use domain::DAY_SECONDS;

    fn branded(text: &str) -> Policy {
        let brand = format!("name = \"brook\"\nversion = 1\n{text}");
        Policy::read(&Sources { brand: Some(Source::new("brand.toml", &brand)), ..Sources::shipped() }).unwrap()
    }

    #[test]
    fn of_category_and_purpose_the_shorter_wins_and_of_purposes_the_longest() {
        let policy = branded(
            "receipts_days = 90\n[[category]]\nkey = \"activity.view\"\nretention_days = 30\n\
             [[purpose]]\nkey = \"recommend\"\nretention_days = 100\nmax_age_days = 50",
        );
        let kept = |category: &str, purposes: &[&str]| {
            let set =
                purposes.iter().fold(PurposeSet::NONE, |set, key| set.with(policy.purpose(key).unwrap().terms.id));
            policy.kept_seconds(policy.category(category).unwrap().id, set) / DAY_SECONDS
        };
        assert_eq!(kept("activity.view", &["recommend"]), 30);
        assert_eq!(kept("activity.view", &["recommend", "train", "ads"]), 30);
        assert_eq!(kept("activity.purchase", &["recommend"]), 100);
        assert_eq!(kept("activity.purchase", &["recommend", "ads"]), 180);
        assert_eq!(kept("activity.purchase", &[]), 0, "what no purpose keeps goes");
        assert_eq!(policy.shortest_seconds() / DAY_SECONDS, 30);
        assert!(policy.keeping().contains("| activity.view | recommend | 30 days | 30 days | 730 days |"));
        assert!(policy.keeping().contains("Receipts of use: 90 days."));
    }

    #[test]
    fn a_brand_can_only_shorten_what_is_kept() {
        for text in ["receipts_days = 1096", "[[category]]\nkey = \"activity.tea\"\nretention_days = 3"] {
            let brand = format!("name = \"brook\"\nversion = 1\n{text}");
            let sources = Sources { brand: Some(Source::new("brand.toml", &brand)), ..Sources::shipped() };
            assert!(Policy::read(&sources).is_err(), "{text}");
        }
    }
}
