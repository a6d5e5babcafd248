//! Policy as data: purposes, categories, channels and jurisdiction profiles, each with its source, and the shop's own layer.
//!
//! # Invariants
//! - A purpose's mode in a jurisdiction is the strictest of its classes' modes there; it may be made stricter, never laxer.
//! - A version of a profile counts from its date on, and not before it.
//! - Whatever a shop lays over the shipped policy can only restrict (P17).

mod brand;
mod build;
mod bundle;
mod controller;
mod date;
mod diff;
mod explain;
mod file;
mod grouping;
mod in_force;
mod keeping;
mod lint;
mod pairs;
mod profile;
mod restrict;
mod shipped;
mod sign;
#[cfg(test)]
mod tests;
mod text;
mod words;

pub use bundle::{POLICY_FILE_BYTES_MAX, POLICY_FILES_MAX, Sources};
pub use controller::{CONTROLLER_CHARS_MAX, Controller};
pub use date::{date, starts};
pub use diff::Change;
pub use explain::{Explanation, Line};
pub use in_force::{InForce, Resolved};
pub use lint::{Finding, Weight};
pub use pairs::{PAIR_PEOPLE_MAX, PAIR_PEOPLE_MIN};
pub use profile::{Profile, ProfileVersion};
pub use sign::{keygen, sign, verify};
pub use text::{Mistake, Place, Source};
pub use words::{Band, Class, ClockName, RightName, SignalName};

use crate::VaultError;
use domain::{CategoryId, ChannelId, JurisdictionId, Lang, Mode, PurposeId, PurposeTerms, Sensitivity, UnixTime, Verb};
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// Most channels one policy may have: they are bits.
pub const CHANNELS_MAX: usize = 64;
/// Most jurisdictions one policy may have.
pub const JURISDICTIONS_MAX: usize = 256;
/// Fewest people that a policy may let a group have: one that says less is refused.
pub const GROUP_PEOPLE_MIN: u32 = 50;

/// A category, as the policy words it.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its number.
    pub id: CategoryId,
    /// How delicate it is, with what it inherits from its group.
    pub sensitivity: Sensitivity,
    /// Whether it is a protected attribute or a known proxy of one.
    pub protected: bool,
    /// What the Fides language calls it.
    pub fideslang: String,
    /// What it is in the W3C's Data Privacy Vocabulary, as an address.
    pub dpv: String,
    /// Days that it is kept at most, whatever a purpose says; the shorter wins.
    pub retention_days: Option<u32>,
    /// What people are grouped by under it, if they are.
    pub grouping: Option<Grouping>,
    /// Where it stands.
    pub place: Place,
}

/// What people may be grouped by: a closed list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Kinds of topics that somebody may have said they like ([`domain::Topic::KINDS`]): `category` or nothing.
    pub by: Vec<String>,
    /// Fewest distinct people of a group, and behind whatever is counted in it.
    pub people_min: u32,
}

/// A purpose, as people and the rule read it.
#[derive(Clone, Debug)]
pub struct PurposeEntry {
    /// What the rule needs. Its modes are those of the moment that the entry was asked for ([`Policy::at`]).
    pub terms: PurposeTerms,
    /// What laws see in it.
    pub classes: Vec<Class>,
    /// Where it is stricter than its classes.
    pub own_modes: BTreeMap<JurisdictionId, Mode>,
    /// What the person gets from it, in each language that it is told in; always in English.
    pub benefits: BTreeMap<Lang, String>,
    /// What the Fides language calls the use.
    pub fideslang: String,
    /// The use in the W3C's Data Privacy Vocabulary.
    pub dpv: String,
    /// The purposes of the Transparency and Consent Framework that cover it.
    pub tcf: Vec<u8>,
    /// Days that data is kept for it.
    pub retention_days: u32,
    /// Who answers for it.
    pub owner: String,
    /// When it has to be looked at again, as a date.
    pub review: String,
    /// The same as a moment.
    pub review_at: UnixTime,
    /// Whether that is so long ago that the purpose rests.
    pub review_overdue: bool,
    /// Whether the shop looked at it itself, as its brand layer says.
    pub reviewed_by_brand: bool,
    /// Where it stands.
    pub place: Place,
}

impl PurposeEntry {
    /// What the person gets from it, in this language; in English where it is not told in this one.
    #[must_use]
    pub fn benefit(&self, lang: Lang) -> &str {
        self.benefits.get(&self.told_in(lang)).map_or("", String::as_str)
    }

    /// The language that [`PurposeEntry::benefit`] tells it in.
    #[must_use]
    pub fn told_in(&self, lang: Lang) -> Lang {
        if self.benefits.contains_key(&lang) { lang } else { Lang::EN }
    }
}

/// A policy, read and checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Grows with every change.
    pub version: u32,
    /// Whose layer lies over it, and that layer's version.
    pub brand: Option<(String, u32)>,
    /// Who the shop is, as far as its layer says.
    pub controller: Controller,
    /// Days after a review's date until its purpose rests.
    pub review_grace_days: u32,
    /// Days that receipts of use are kept.
    pub receipts_days: u32,
    /// Fewest distinct people behind a pair of items before the one speaks for the other, behind what is called popular, and
    /// behind counts of slots and experiments.
    pub pair_people_min: NonZeroU32,
    /// Days before a review's date from which on [`Policy::check`] warns.
    pub review_warning_days: u32,
    categories: BTreeMap<String, Category>,
    channels: BTreeMap<String, ChannelId>,
    profiles: BTreeMap<String, Profile>,
    activity: [CategoryId; 4],
    /// What is in force from when on, by time; never empty.
    epochs: Vec<InForce>,
}

impl Policy {
    /// The policy that ships with the product.
    ///
    /// # Errors
    /// [`VaultError::Policy`], should the shipped files be damaged.
    pub fn shipped() -> Result<Self, VaultError> {
        Ok(Self::read(&Sources::shipped())?)
    }

    /// Reads a policy.
    ///
    /// # Errors
    /// A [`Mistake`] with file and line: an unknown key, a number or key used twice, a name that is not declared, a line
    /// without source, a purpose without benefit, owner or review date, a category that no purpose uses, a contradiction.
    pub fn read(sources: &Sources) -> Result<Self, Mistake> {
        build::policy(sources)
    }

    /// What is in force at a moment.
    #[must_use]
    pub fn at(&self, now: UnixTime) -> &InForce {
        let begun = self.epochs.partition_point(|epoch| epoch.since <= now);
        &self.epochs[begun.saturating_sub(1)]
    }

    /// A purpose by key, for what does not change with time; what may be done when is asked of [`Policy::at`].
    #[must_use]
    pub fn purpose(&self, key: &str) -> Option<&PurposeEntry> {
        self.epochs[0].purpose(key)
    }

    /// Every purpose with its key, in order of key, for what does not change with time.
    pub fn purposes(&self) -> impl Iterator<Item = (&str, &PurposeEntry)> {
        self.epochs[0].purposes()
    }

    /// Tells in one more language what people get from the purposes. It changes nothing that the policy decides.
    pub fn tell(&mut self, lang: Lang, benefit: &dyn Fn(&str) -> Option<String>) {
        for (key, entry) in self.epochs.iter_mut().flat_map(|epoch| &mut epoch.purposes) {
            if let Some(text) = benefit(key) {
                entry.benefits.entry(lang).or_insert(text);
            }
        }
    }

    /// A purpose's key by number.
    #[must_use]
    pub fn purpose_key(&self, id: PurposeId) -> &str {
        self.purposes().find(|(_, entry)| entry.terms.id == id).map_or("?", |(key, _)| key)
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

    /// Every channel with its key, in order of key.
    pub fn channels(&self) -> impl Iterator<Item = (&str, ChannelId)> {
        self.channels.iter().map(|(key, channel)| (key.as_str(), *channel))
    }

    /// A channel's key by number.
    #[must_use]
    pub fn channel_key(&self, id: ChannelId) -> &str {
        self.channels.iter().find(|(_, channel)| **channel == id).map_or("?", |(key, _)| key)
    }

    /// A jurisdiction profile by key; an unknown one counts as the strictest (RULE.md, "Context C").
    #[must_use]
    pub fn jurisdiction(&self, key: &str) -> JurisdictionId {
        self.profiles.get(key).map_or(crate::gate::STRICTEST, |profile| profile.id)
    }

    /// A jurisdiction's key by number.
    #[must_use]
    pub fn jurisdiction_key(&self, id: JurisdictionId) -> &str {
        self.profiles.iter().find(|(_, profile)| profile.id == id).map_or("zz-strict", |(key, _)| key)
    }

    /// Every jurisdiction profile with its key, in order of key.
    pub fn profiles(&self) -> impl Iterator<Item = (&str, &Profile)> {
        self.profiles.iter().map(|(key, profile)| (key.as_str(), profile))
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

    /// The category of what people declare of themselves; none where the policy does not have it.
    pub(crate) fn interest_category(&self) -> Option<CategoryId> {
        self.category("trait.interest").map(|category| category.id)
    }

    /// The category of the groups that people come into by what they declare; none where the policy has none.
    pub(crate) fn group_category(&self) -> Option<CategoryId> {
        self.categories.values().find(|category| category.grouping.is_some()).map(|category| category.id)
    }

    /// What people may be grouped by; nothing where the policy does not say.
    #[must_use]
    pub fn grouping(&self) -> Option<&Grouping> {
        self.categories.values().find_map(|category| category.grouping.as_ref())
    }

    /// Fewest people of a group; 0 where the policy groups nobody.
    #[must_use]
    pub fn group_people_min(&self) -> u32 {
        self.grouping().map_or(0, |grouping| grouping.people_min)
    }

    /// The categories of kept activity.
    pub(crate) fn kept_categories(&self) -> [CategoryId; 3] {
        [self.activity[0], self.activity[1], self.activity[2]]
    }

    pub(crate) fn category_by_id(&self, id: CategoryId) -> Option<&Category> {
        self.categories.values().find(|category| category.id == id)
    }
}
