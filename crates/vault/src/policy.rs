//! Policy as data: purposes, categories, channels and jurisdiction profiles, read from TOML.

use crate::VaultError;
use domain::{
    CATEGORIES_MAX, CategoryId, CategorySet, ChannelId, DAY_SECONDS, JurisdictionId, Mode, PURPOSES_MAX, Purpose,
    PurposeId, PurposeSet, PurposeTerms, Sensitivity, Verb,
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The policy that ships with the product.
pub const SHIPPED: &str = include_str!("policy.toml");

/// Most channels one policy may have: they are bits.
pub const CHANNELS_MAX: usize = 64;

/// A category, as the policy words it.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its number.
    pub id: CategoryId,
    /// How delicate it is.
    pub sensitivity: Sensitivity,
    /// Whether it is a protected attribute or a known proxy of one.
    pub protected: bool,
}

/// A purpose, as people and the rule read it.
#[derive(Clone, Debug)]
pub struct PurposeEntry {
    /// What the rule needs.
    pub terms: PurposeTerms,
    /// What the person gets from it, in English.
    pub benefit_en: String,
    /// What the person gets from it, in German.
    pub benefit_de: String,
    /// Who answers for it.
    pub owner: String,
    /// When it has to be looked at again, as a date.
    pub review: String,
}

/// A policy, read and checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Grows with every change.
    pub version: u32,
    purposes: BTreeMap<String, PurposeEntry>,
    categories: BTreeMap<String, Category>,
    channels: BTreeMap<String, ChannelId>,
    jurisdictions: BTreeMap<String, JurisdictionId>,
    activity: [CategoryId; 4],
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`VaultError::Policy`] with the line, for an unknown key, a number or key used twice, a name that is not
    /// declared, a purpose without benefit, owner or review date, or a category that no purpose uses nor guards.
    pub fn parse(text: &str) -> Result<Self, VaultError> {
        let file: File = toml::from_str(text).map_err(|error| VaultError::Policy(error.to_string()))?;
        file.build().map_err(VaultError::Policy)
    }

    /// The policy that ships with the product.
    ///
    /// # Errors
    /// [`VaultError::Policy`], should the shipped file be damaged.
    pub fn shipped() -> Result<Self, VaultError> {
        Self::parse(SHIPPED)
    }

    /// The terms of a purpose that is known to the compiler.
    pub(crate) fn terms<P: Purpose>(&self) -> Result<&PurposeTerms, VaultError> {
        self.purpose(P::KEY)
            .map(|entry| &entry.terms)
            .ok_or_else(|| VaultError::Policy(format!("the purpose `{}` is missing", P::KEY)))
    }

    /// A purpose by key.
    #[must_use]
    pub fn purpose(&self, key: &str) -> Option<&PurposeEntry> {
        self.purposes.get(key)
    }

    /// Every purpose with its key, in order of key.
    pub fn purposes(&self) -> impl Iterator<Item = (&str, &PurposeEntry)> {
        self.purposes.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// A purpose's key by number.
    #[must_use]
    pub fn purpose_key(&self, id: PurposeId) -> &str {
        self.purposes.iter().find(|(_, entry)| entry.terms.id == id).map_or("?", |(key, _)| key)
    }

    /// A category by key.
    #[must_use]
    pub fn category(&self, key: &str) -> Option<&Category> {
        self.categories.get(key)
    }

    /// Every category with its key, in order of key.
    pub fn categories(&self) -> impl Iterator<Item = (&str, &Category)> {
        self.categories.iter().map(|(key, category)| (key.as_str(), category))
    }

    /// A category's key by number.
    #[must_use]
    pub fn category_key(&self, id: CategoryId) -> &str {
        self.categories.iter().find(|(_, category)| category.id == id).map_or("?", |(key, _)| key)
    }

    /// A channel by key.
    #[must_use]
    pub fn channel(&self, key: &str) -> Option<ChannelId> {
        self.channels.get(key).copied()
    }

    /// A channel's key by number.
    #[must_use]
    pub fn channel_key(&self, id: ChannelId) -> &str {
        self.channels.iter().find(|(_, channel)| **channel == id).map_or("?", |(key, _)| key)
    }

    /// A jurisdiction profile by key; an unknown one counts as the strictest (RULE.md, "Context C").
    #[must_use]
    pub fn jurisdiction(&self, key: &str) -> JurisdictionId {
        self.jurisdictions.get(key).copied().unwrap_or(crate::gate::STRICTEST)
    }

    /// A jurisdiction's key by number.
    #[must_use]
    pub fn jurisdiction_key(&self, id: JurisdictionId) -> &str {
        self.jurisdictions.iter().find(|(_, j)| **j == id).map_or("zz-strict", |(key, _)| key)
    }

    /// The category of what was done.
    #[must_use]
    pub fn category_of(&self, verb: Verb) -> CategoryId {
        match verb {
            Verb::Purchase | Verb::Return => self.activity[0],
            Verb::View => self.activity[1],
            Verb::Rating => self.activity[2],
        }
    }

    /// The category of what is done in a visit of which nothing is kept.
    #[must_use]
    pub fn visit_category(&self) -> CategoryId {
        self.activity[3]
    }

    /// The categories of kept activity.
    pub(crate) fn kept_categories(&self) -> [CategoryId; 3] {
        [self.activity[0], self.activity[1], self.activity[2]]
    }

    pub(crate) fn category_by_id(&self, id: CategoryId) -> Option<&Category> {
        self.categories.values().find(|category| category.id == id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    jurisdiction: Vec<JurisdictionFile>,
    category: Vec<CategoryFile>,
    channel: Vec<ChannelFile>,
    purpose: Vec<PurposeFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JurisdictionFile {
    key: String,
    number: u8,
    #[expect(dead_code, reason = "for people who read the file; required so that none goes without")]
    title: String,
    #[expect(dead_code, reason = "for people who read the file; required so that none goes without")]
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryFile {
    key: String,
    number: u8,
    #[serde(default)]
    sensitivity: Sensitivity,
    #[serde(default)]
    protected: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChannelFile {
    key: String,
    number: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Benefit {
    en: String,
    de: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PurposeFile {
    key: String,
    number: u8,
    owner: String,
    review: String,
    benefit: Benefit,
    #[serde(default)]
    targeted_ads: bool,
    #[serde(default)]
    sale_or_share: bool,
    #[serde(default)]
    direct_marketing: bool,
    #[serde(default)]
    takes_sensitive: bool,
    categories: Vec<String>,
    channels: Vec<String>,
    max_age_days: u32,
    consent_days: u32,
    #[serde(default)]
    compatible: Vec<String>,
    modes: BTreeMap<String, Mode>,
}

impl File {
    fn build(self) -> Result<Policy, String> {
        let channels =
            numbered("channel", CHANNELS_MAX, self.channel.iter().map(|c| (&c.key, c.number, ChannelId(c.number))))?;
        let jurisdictions = numbered(
            "jurisdiction",
            256,
            self.jurisdiction.iter().map(|j| (&j.key, j.number, JurisdictionId(j.number))),
        )?;
        if jurisdictions.get("zz-strict") != Some(&crate::gate::STRICTEST) {
            return Err("the jurisdiction `zz-strict` must have the number 0".into());
        }
        let categories =
            numbered("category", CATEGORIES_MAX, self.category.iter().map(|c| (&c.key, c.number, c.build())))?;
        let numbers =
            numbered("purpose", PURPOSES_MAX, self.purpose.iter().map(|p| (&p.key, p.number, PurposeId(p.number))))?;
        let mut policy = Policy {
            version: self.version,
            purposes: BTreeMap::new(),
            activity: activity(&categories)?,
            categories,
            channels,
            jurisdictions,
        };
        for purpose in self.purpose {
            let entry = purpose.build(&policy, &numbers)?;
            policy.purposes.insert(purpose.key, entry);
        }
        unused_categories(&policy)?;
        Ok(policy)
    }
}

fn activity(categories: &BTreeMap<String, Category>) -> Result<[CategoryId; 4], String> {
    let find = |key: &str| categories.get(key).map(|c| c.id).ok_or_else(|| format!("the category `{key}` is missing"));
    Ok([find("activity.purchase")?, find("activity.view")?, find("activity.rating")?, find("activity.visit")?])
}

/// A category that no purpose uses needs no collecting; those that are guarded are named so that they can be refused.
fn unused_categories(policy: &Policy) -> Result<(), String> {
    let used = |id| policy.purposes.values().any(|p| p.terms.categories.has(id));
    match policy.categories.iter().find(|(_, c)| !c.sensitivity.is_sensitive() && !used(c.id)) {
        Some((key, _)) => Err(format!("no purpose uses the category `{key}`")),
        None => Ok(()),
    }
}

fn numbered<'a, T>(
    what: &str,
    max: usize,
    entries: impl Iterator<Item = (&'a String, u8, T)>,
) -> Result<BTreeMap<String, T>, String> {
    let mut out = BTreeMap::new();
    let mut seen = Vec::new();
    for (key, number, value) in entries {
        if usize::from(number) >= max || seen.contains(&number) {
            return Err(format!("the number {number} of the {what} `{key}` is used twice or too high"));
        }
        seen.push(number);
        if out.insert(key.clone(), value).is_some() {
            return Err(format!("the {what} `{key}` is declared twice"));
        }
    }
    Ok(out)
}

impl CategoryFile {
    fn build(&self) -> Category {
        Category { id: CategoryId(self.number), sensitivity: self.sensitivity, protected: self.protected }
    }
}

impl PurposeFile {
    fn build(&self, policy: &Policy, numbers: &BTreeMap<String, PurposeId>) -> Result<PurposeEntry, String> {
        let named = |what: &str, name: &str| format!("the purpose `{}` names the unknown {what} `{name}`", self.key);
        for (text, field) in [
            (&self.owner, "owner"),
            (&self.review, "review date"),
            (&self.benefit.en, "benefit"),
            (&self.benefit.de, "benefit"),
        ] {
            if text.trim().is_empty() {
                return Err(format!("the purpose `{}` has no {field}", self.key));
            }
        }
        let mut categories = CategorySet::default();
        for key in &self.categories {
            categories = categories.with(policy.category(key).ok_or_else(|| named("category", key))?.id);
        }
        let mut channels = 0;
        for key in &self.channels {
            channels |= 1 << policy.channel(key).ok_or_else(|| named("channel", key))?.0;
        }
        let mut compatible = PurposeSet::NONE;
        for key in &self.compatible {
            compatible = compatible.with(*numbers.get(key).ok_or_else(|| named("purpose", key))?);
        }
        let mut modes = Vec::new();
        for (key, mode) in &self.modes {
            modes.push((*policy.jurisdictions.get(key).ok_or_else(|| named("jurisdiction", key))?, *mode));
        }
        let terms = PurposeTerms {
            id: PurposeId(self.number),
            modes,
            categories,
            targeted_ads: self.targeted_ads,
            sale_or_share: self.sale_or_share,
            direct_marketing: self.direct_marketing,
            max_age_seconds: i64::from(self.max_age_days) * DAY_SECONDS,
            takes_sensitive: self.takes_sensitive,
            compatible,
            channels,
            sources: channels,
            consent_seconds: i64::from(self.consent_days) * DAY_SECONDS,
        };
        Ok(PurposeEntry {
            terms,
            benefit_en: self.benefit.en.clone(),
            benefit_de: self.benefit.de.clone(),
            owner: self.owner.clone(),
            review: self.review.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_policy_reads() {
        let policy = Policy::shipped().expect("shipped");
        assert_eq!(policy.purposes().count(), 5);
        assert_eq!(policy.jurisdiction("atlantis"), crate::gate::STRICTEST);
    }

    #[test]
    fn a_policy_with_a_mistake_is_refused_with_its_place() {
        for (from, to, says) in [
            ("version = 1", "version = 1\ncolour = 2", "colour"),
            ("owner = \"marketing\"", "owner = \"\"", "no owner"),
            ("number = 4\nowner", "number = 3\nowner", "used twice"),
            ("channels = [\"email\", \"push\"]", "channels = [\"pigeon\"]", "pigeon"),
            ("\"activity.visit\", \"trait.interest\"]", "\"trait.interest\"]", "activity.visit"),
            ("us-ca = \"opt_out\"", "us-ca = \"maybe\"", "maybe"),
            ("benefit.en = \"We count", "benefits.en = \"We count", "missing field `en`"),
        ] {
            assert!(SHIPPED.contains(from), "{from}");
            let error = Policy::parse(&SHIPPED.replacen(from, to, 1)).expect_err(to).to_string();
            assert!(error.contains(says), "{to}: {error}");
        }
    }
}
