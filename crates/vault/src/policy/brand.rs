//! The brand layer: what a shop lays over the law. It can only restrict; what would loosen is refused with its line.

use super::build::{self, Parts};
use super::controller::ControllerFile;
use super::profile::Profile;
use super::text::{Mistake, Source};
use super::words::Class;
use super::{PurposeEntry, date, pairs, profile};
use domain::{CategoryId, CategorySet, ChannelId, DAY_SECONDS, Mode};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// Longest time from one review to the next, in days.
pub(super) const REVIEW_DAYS_MAX: u32 = 730;
/// Every profile.
const ALL: &str = "*";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrandFile {
    name: String,
    version: u32,
    review_grace_days: Option<Spanned<u32>>,
    receipts_days: Option<Spanned<u32>>,
    pair_people_min: Option<Spanned<u32>>,
    controller: Option<ControllerFile>,
    #[serde(default)]
    purposes_off: Vec<Spanned<String>>,
    #[serde(default)]
    categories_off: Vec<Spanned<String>>,
    #[serde(default)]
    channels_off: Vec<Spanned<String>>,
    #[serde(default)]
    purpose: Vec<PurposeLayer>,
    #[serde(default)]
    category: Vec<CategoryLayer>,
    #[serde(default)]
    profile: Vec<ProfileLayer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryLayer {
    key: Spanned<String>,
    retention_days: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PurposeLayer {
    key: Spanned<String>,
    #[serde(default)]
    categories_off: Vec<Spanned<String>>,
    #[serde(default)]
    channels_off: Vec<Spanned<String>>,
    max_age_days: Option<Spanned<u32>>,
    retention_days: Option<Spanned<u32>>,
    consent_days: Option<Spanned<u32>>,
    #[serde(default)]
    modes: BTreeMap<String, Spanned<Mode>>,
    review: Option<Review>,
}

/// The shop looked at the purpose itself: who, when, and when again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Review {
    by: Spanned<String>,
    on: Spanned<String>,
    next: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileLayer {
    keys: Vec<Spanned<String>>,
    classes: Vec<Class>,
    mode: Spanned<Mode>,
    source: Spanned<String>,
}

/// Lays the brand's file over what was read, and returns whose it is.
pub(super) fn restrict(source: &Source, parts: &mut Parts) -> Result<(String, u32), Mistake> {
    let file: BrandFile = source.read()?;
    parts.controller = file.controller.as_ref().map(|said| said.read(source)).transpose()?.unwrap_or_default();
    if let Some(days) = &file.review_grace_days {
        shorter(source, days, parts.review_grace_days, "the grace of a review")?;
        parts.review_grace_days = *days.get_ref();
    }
    if let Some(days) = &file.receipts_days {
        shorter(source, days, parts.receipts_days, "the keeping of receipts")?;
        parts.receipts_days = *days.get_ref();
    }
    if let Some(people) = &file.pair_people_min {
        parts.pair_people_min = pairs::more_people(source, people, parts.pair_people_min)?;
    }
    for layer in &file.category {
        let found = parts.categories.get_mut(layer.key.get_ref());
        let category = found.ok_or_else(|| build::unknown(source, "category", &layer.key))?;
        shorter(source, &layer.retention_days, category.retention_days.unwrap_or(u32::MAX), "keeping")?;
        category.retention_days = Some(*layer.retention_days.get_ref());
    }
    for key in &file.purposes_off {
        parts
            .purposes
            .get_mut(key.get_ref())
            .ok_or_else(|| build::unknown(source, "purpose", key))?
            .shut(parts.profiles.values());
    }
    let everywhere = Off::read(source, parts, &file.categories_off, &file.channels_off)?;
    parts.purposes.values_mut().for_each(|entry| everywhere.take_from(entry));
    for layer in &file.profile {
        profile_layer(source, layer, parts)?;
    }
    for layer in &file.purpose {
        purpose_layer(source, layer, parts)?;
    }
    Ok((file.name, file.version))
}

impl PurposeEntry {
    fn shut<'a>(&mut self, profiles: impl Iterator<Item = &'a Profile>) {
        self.own_modes.extend(profiles.map(|profile| (profile.id, Mode::Prohibited)));
    }
}

/// Categories and channels that are switched off.
struct Off {
    categories: Vec<CategoryId>,
    channels: u64,
}

impl Off {
    fn read(
        source: &Source,
        parts: &Parts,
        categories: &[Spanned<String>],
        channels: &[Spanned<String>],
    ) -> Result<Self, Mistake> {
        let category = |key: &Spanned<String>| {
            let found = parts.categories.get(key.get_ref());
            found.map(|c| c.id).ok_or_else(|| build::unknown(source, "category", key))
        };
        let channel = |bits: u64, key: &Spanned<String>| {
            let ChannelId(bit) =
                *parts.channels.get(key.get_ref()).ok_or_else(|| build::unknown(source, "channel", key))?;
            Ok(bits | 1 << bit)
        };
        Ok(Self {
            categories: categories.iter().map(category).collect::<Result<_, _>>()?,
            channels: channels.iter().try_fold(0, channel)?,
        })
    }

    fn take_from(&self, entry: &mut PurposeEntry) {
        let bits = self.categories.iter().fold(CategorySet::default(), |set, id| set.with(*id)).0;
        entry.terms.categories = CategorySet(entry.terms.categories.0 & !bits);
        entry.terms.channels &= !self.channels;
    }
}

/// Refuses a number of days above the one that holds.
fn shorter(source: &Source, days: &Spanned<u32>, than: u32, what: &str) -> Result<(), Mistake> {
    if *days.get_ref() > than {
        return Err(source.wrong(days, format!("{what} is {than} days; a brand can only shorten it")));
    }
    Ok(())
}

fn purpose_layer(source: &Source, layer: &PurposeLayer, parts: &mut Parts) -> Result<(), Mistake> {
    let off = Off::read(source, parts, &layer.categories_off, &layer.channels_off)?;
    let entry =
        parts.purposes.get_mut(layer.key.get_ref()).ok_or_else(|| build::unknown(source, "purpose", &layer.key))?;
    off.take_from(entry);
    if let Some(days) = &layer.retention_days {
        shorter(source, days, entry.retention_days, "keeping")?;
        entry.retention_days = *days.get_ref();
        entry.terms.max_age_seconds = entry.terms.max_age_seconds.min(build::days(entry.retention_days));
    }
    let seconds = [
        (&layer.max_age_days, &mut entry.terms.max_age_seconds, "looking back"),
        (&layer.consent_days, &mut entry.terms.consent_seconds, "the life of a yes"),
    ];
    for (days, seconds, what) in seconds {
        if let Some(days) = days {
            shorter(source, days, u32::try_from(*seconds / DAY_SECONDS).unwrap_or(0), what)?;
            *seconds = build::days(*days.get_ref());
        }
    }
    own_modes(source, layer, entry, &parts.profiles)?;
    layer.review.as_ref().map_or(Ok(()), |review| reviewed(source, review, entry))
}

fn own_modes(
    source: &Source,
    layer: &PurposeLayer,
    entry: &mut PurposeEntry,
    profiles: &BTreeMap<String, Profile>,
) -> Result<(), Mistake> {
    let mut modes = layer.modes.clone();
    if let Some(all) = modes.remove(ALL) {
        for profile in profiles.values() {
            let own = entry.own_modes.entry(profile.id).or_insert(*all.get_ref());
            *own = (*own).min(*all.get_ref());
        }
    }
    build::own_modes(source, &modes, entry, profiles)
}

/// A review lifts no prohibition: it says that somebody looked, and when somebody looks again.
fn reviewed(source: &Source, review: &Review, entry: &mut PurposeEntry) -> Result<(), Mistake> {
    if review.by.get_ref().trim().is_empty() {
        return Err(source.wrong(&review.by, "a review names who looked"));
    }
    let (on, next) = (date::read(source, &review.on)?, date::read(source, &review.next)?);
    if next <= on || next.since(on) > build::days(REVIEW_DAYS_MAX) {
        let says = format!("the next review comes within {REVIEW_DAYS_MAX} days after the last");
        return Err(source.wrong(&review.next, says));
    }
    entry.owner.clone_from(review.by.get_ref());
    entry.review.clone_from(review.next.get_ref());
    entry.review_at = next;
    entry.reviewed_by_brand = true;
    Ok(())
}

fn profile_layer(source: &Source, layer: &ProfileLayer, parts: &mut Parts) -> Result<(), Mistake> {
    if layer.source.get_ref().trim().is_empty() {
        return Err(source.wrong(&layer.source, "every line names its source"));
    }
    let line = format!("brand: {}", layer.source.get_ref());
    for key in &layer.keys {
        if key.get_ref() == ALL {
            parts.profiles.values_mut().for_each(|profile| add(profile, layer, &line));
            continue;
        }
        let profile = parts.profiles.get(key.get_ref()).ok_or_else(|| build::unknown(source, "jurisdiction", key))?;
        if let Some((class, law)) = laxer(profile, layer) {
            let (own, class) = (layer.mode.get_ref().as_str(), class.as_str());
            let says =
                format!("`{own}` is laxer than `{}`, which holds in `{}` for `{class}`", law.as_str(), key.get_ref());
            return Err(source.wrong(&layer.mode, says));
        }
        let named = profile.id;
        let reached = parts.profiles.values_mut().filter(|profile| profile.is_reached_by(named));
        reached.for_each(|profile| add(profile, layer, &line));
    }
    Ok(())
}

/// The class for which the line is laxer than every version of the profile, if there is one.
fn laxer(profile: &Profile, layer: &ProfileLayer) -> Option<(Class, Mode)> {
    let loosest = |class: Class| profile.versions.iter().filter_map(|v| v.modes.get(&class)).map(|r| r.mode).max();
    let laws = layer.classes.iter().filter_map(|class| Some((*class, loosest(*class)?)));
    laws.into_iter().find(|(_, law)| layer.mode.get_ref() > law)
}

fn add(target: &mut Profile, layer: &ProfileLayer, line: &str) {
    for version in &mut target.versions {
        let version = Arc::make_mut(version);
        layer.classes.iter().for_each(|class| profile::rule(&mut version.modes, *class, *layer.mode.get_ref(), line));
    }
}
