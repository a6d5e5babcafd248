//! From files to a policy: every name is looked up once, and every contradiction is refused with its line.

use super::bundle::Sources;
use super::controller::Controller;
use super::file::{CategoriesFile, ChannelsFile, ProfileFile, PurposeFile, PurposesFile};
use super::grouping::grouping;
use super::profile::{self, Profile, ProfileVersion, Ruled};
use super::text::{Mistake, Place, Source};
use super::words::Class;
use super::{
    CHANNELS_MAX, Category, InForce, JURISDICTIONS_MAX, PAIR_PEOPLE_MIN, Policy, PurposeEntry, brand, date, pairs,
};
use crate::gate::STRICTEST;
use domain::{
    CATEGORIES_MAX, CategoryId, CategorySet, ChannelId, DAY_SECONDS, JurisdictionId, Lang, Mode, PURPOSES_MAX,
    PurposeId, PurposeSet, PurposeTerms, Sensitivity, UnixTime,
};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use toml::Spanned;

/// The purposes of the Transparency and Consent Framework.
const TCF_PURPOSES: std::ops::RangeInclusive<u8> = 1..=11;
/// What a category is to the Data Privacy Vocabulary where its line does not say.
const PERSONAL_DATA: &str = "https://w3id.org/dpv#PersonalData";
/// Longest number of days that a line may name: a century.
pub(super) const DAYS_MAX: u32 = 36_525;

/// Everything that was read, before it is laid out in time.
pub(super) struct Parts {
    pub(super) purposes: BTreeMap<String, PurposeEntry>,
    pub(super) categories: BTreeMap<String, Category>,
    pub(super) channels: BTreeMap<String, ChannelId>,
    pub(super) profiles: BTreeMap<String, Profile>,
    pub(super) review_grace_days: u32,
    pub receipts_days: u32,
    pub(super) pair_people_min: NonZeroU32,
    pub(super) controller: Controller,
}

/// Reads, checks and lays out a policy.
pub(super) fn policy(sources: &Sources) -> Result<Policy, Mistake> {
    let file: PurposesFile = sources.purposes.read()?;
    let mut parts = Parts {
        purposes: BTreeMap::new(),
        categories: categories(&sources.categories)?,
        channels: channels(&sources.channels)?,
        profiles: profiles(&sources.profiles)?,
        review_grace_days: file.review_grace_days,
        receipts_days: file.receipts_days,
        pair_people_min: match &file.pair_people_min {
            Some(people) => pairs::more_people(&sources.purposes, people, PAIR_PEOPLE_MIN)?,
            None => PAIR_PEOPLE_MIN,
        },
        controller: Controller::default(),
    };
    purposes(&sources.purposes, &file, &mut parts)?;
    unused_categories(&parts)?;
    strictest_is_strictest(&parts)?;
    let brand = sources.brand.as_ref().map(|source| brand::restrict(source, &mut parts)).transpose()?;
    let activity = activity(&parts.categories).map_err(|says| at_the_top(&sources.categories, says))?;
    Ok(Policy {
        version: file.version,
        brand,
        controller: parts.controller.clone(),
        review_grace_days: parts.review_grace_days,
        receipts_days: parts.receipts_days,
        pair_people_min: parts.pair_people_min,
        review_warning_days: file.review_warning_days,
        activity,
        epochs: epochs(&parts),
        categories: parts.categories,
        channels: parts.channels,
        profiles: parts.profiles,
    })
}

/// A mistake of a file as a whole.
pub(super) fn at_the_top(source: &Source, says: impl Into<String>) -> Mistake {
    Mistake { place: source.place(0), says: says.into() }
}

/// The strictest that a version of a profile says of a purpose's classes, and that the purpose says of itself.
pub(super) fn mode(entry: &PurposeEntry, id: JurisdictionId, version: &ProfileVersion) -> Mode {
    let classes = entry.classes.iter().filter_map(|class| version.modes.get(class)).map(|ruled| ruled.mode);
    classes.chain(entry.own_modes.get(&id).copied()).min().unwrap_or(Mode::Prohibited)
}

// === in time ===

/// One layout for every moment at which something changes.
fn epochs(parts: &Parts) -> Vec<InForce> {
    let rests = |entry: &PurposeEntry| entry.review_at.plus(i64::from(parts.review_grace_days) * DAY_SECONDS);
    let mut moments = BTreeSet::from([i64::MIN]);
    moments.extend(parts.profiles.values().flat_map(|p| &p.versions).map(|v| v.effective.0));
    moments.extend(parts.purposes.values().map(|entry| rests(entry).0));
    let layout = |moment| {
        let since = UnixTime(moment);
        let mut purposes = parts.purposes.clone();
        for entry in purposes.values_mut() {
            let profiles = parts.profiles.values();
            let modes = profiles.map(|profile| (profile.id, mode(entry, profile.id, profile.at(since)))).collect();
            entry.terms.modes = modes;
            entry.review_overdue = rests(entry) <= since;
        }
        let profiles = parts.profiles.values().map(|profile| (profile.id, profile.at(since).clone())).collect();
        InForce { since, purposes, profiles }
    };
    moments.into_iter().map(layout).collect()
}

// === numbers and names ===

/// Numbers are kept on disk and keys stand in statements: both are used once.
#[derive(Default)]
struct Names {
    numbers: BTreeSet<u8>,
    keys: BTreeSet<String>,
}

impl Names {
    fn take(
        &mut self,
        source: &Source,
        key: &Spanned<String>,
        number: Option<&Spanned<u8>>,
        max: usize,
    ) -> Result<(), Mistake> {
        let name = key.get_ref();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_".contains(&byte);
        if name.is_empty() || !name.bytes().all(plain) {
            return Err(source.wrong(key, format!("`{name}` is no key: lower case letters, digits and . - _")));
        }
        if !self.keys.insert(name.clone()) {
            return Err(source.wrong(key, format!("the key `{name}` is used twice")));
        }
        match number {
            Some(n) if usize::from(*n.get_ref()) >= max => {
                Err(source.wrong(n, format!("the number {} is above {}", n.get_ref(), max - 1)))
            }
            Some(n) if !self.numbers.insert(*n.get_ref()) => {
                Err(source.wrong(n, format!("the number {} is used twice", n.get_ref())))
            }
            _ => Ok(()),
        }
    }
}

fn channels(source: &Source) -> Result<BTreeMap<String, ChannelId>, Mistake> {
    let file: ChannelsFile = source.read()?;
    let mut names = Names::default();
    for channel in &file.channel {
        names.take(source, &channel.key, Some(&channel.number), CHANNELS_MAX)?;
    }
    Ok(file.channel.into_iter().map(|c| (c.key.into_inner(), ChannelId(c.number.into_inner()))).collect())
}

// === categories ===

fn categories(source: &Source) -> Result<BTreeMap<String, Category>, Mistake> {
    let file: CategoriesFile = source.read()?;
    let mut names = Names::default();
    let mut groups: BTreeMap<&str, Sensitivity> = BTreeMap::new();
    for group in &file.group {
        names.take(source, &group.key, None, 0)?;
        let sensitivity = inherited(source, &groups, group.parent.as_ref(), group.sensitivity.as_ref())?;
        groups.insert(group.key.get_ref(), sensitivity);
    }
    let mut names = Names::default();
    let mut out = BTreeMap::new();
    for category in &file.category {
        names.take(source, &category.key, Some(&category.number), CATEGORIES_MAX)?;
        let sensitivity = inherited(source, &groups, category.parent.as_ref(), category.sensitivity.as_ref())?;
        let entry = Category {
            id: CategoryId(*category.number.get_ref()),
            sensitivity,
            protected: category.protected,
            fideslang: category.fideslang.clone(),
            dpv: category.dpv.clone().unwrap_or_else(|| PERSONAL_DATA.to_owned()),
            retention_days: category.retention_days,
            grouping: grouping(source, category, sensitivity)?,
            place: source.place(category.key.span().start),
        };
        out.insert(category.key.get_ref().clone(), entry);
    }
    match file.category.iter().filter_map(|category| category.groups.as_ref()).nth(1) {
        Some(second) => Err(source.wrong(second, "people are grouped under one category")),
        None => Ok(out),
    }
}

/// Sensitivity is inherited downwards in the tree, where it may only rise.
fn inherited(
    source: &Source,
    groups: &BTreeMap<&str, Sensitivity>,
    parent: Option<&Spanned<String>>,
    own: Option<&Spanned<Sensitivity>>,
) -> Result<Sensitivity, Mistake> {
    let above = match parent {
        None => Sensitivity::None,
        Some(key) => *groups
            .get(key.get_ref().as_str())
            .ok_or_else(|| source.wrong(key, format!("no group `{}` stands above", key.get_ref())))?,
    };
    match own {
        Some(own) if *own.get_ref() < above => Err(source.wrong(own, "sensitivity may only rise below its group")),
        own => Ok(own.map_or(above, |own| *own.get_ref())),
    }
}

fn activity(categories: &BTreeMap<String, Category>) -> Result<[CategoryId; 4], String> {
    let find = |key: &str| categories.get(key).map(|c| c.id).ok_or_else(|| format!("the category `{key}` is missing"));
    Ok([find("activity.purchase")?, find("activity.view")?, find("activity.rating")?, find("activity.visit")?])
}

/// A category that no purpose uses needs no collecting; those that are guarded are named so that they can be refused.
fn unused_categories(parts: &Parts) -> Result<(), Mistake> {
    let used = |id| parts.purposes.values().any(|p| p.terms.categories.has(id));
    match parts.categories.iter().find(|(_, c)| !c.sensitivity.is_sensitive() && !used(c.id)) {
        Some((key, found)) => {
            Err(Mistake { place: found.place.clone(), says: format!("no purpose uses the category `{key}`") })
        }
        None => Ok(()),
    }
}

// === profiles ===

fn profiles(sources: &[Source]) -> Result<BTreeMap<String, Profile>, Mistake> {
    let files = sources.iter().map(|source| Ok((source, source.read::<ProfileFile>()?)));
    let files = files.collect::<Result<Vec<_>, Mistake>>()?;
    let mut names = Names::default();
    for (source, file) in &files {
        names.take(source, &file.key, Some(&file.number), JURISDICTIONS_MAX)?;
        if source.name != format!("profiles/{}.toml", file.key.get_ref()) {
            return Err(source.wrong(&file.key, "a profile's file has the name of its key"));
        }
        if (file.key.get_ref() == "zz-strict") != (*file.number.get_ref() == STRICTEST.0) {
            return Err(source.wrong(&file.number, "`zz-strict` has the number 0, and nothing else has"));
        }
    }
    let mut out: BTreeMap<String, Profile> = BTreeMap::new();
    for based in [false, true] {
        for (source, file) in files.iter().filter(|(_, file)| file.base.is_some() == based) {
            let base = match &file.base {
                None => None,
                Some(key) => Some(
                    out.get(key.get_ref())
                        .ok_or_else(|| source.wrong(key, format!("`{}` is no profile to base on", key.get_ref())))?,
                ),
            };
            let profile = profile::read(source, file, base)?;
            out.insert(file.key.get_ref().clone(), profile);
        }
    }
    Ok(out)
}

/// An unknown place counts as `zz-strict`, so no profile may be stricter than it, at any time.
fn strictest_is_strictest(parts: &Parts) -> Result<(), Mistake> {
    let Some(strict) = parts.profiles.get("zz-strict").and_then(|p| p.versions.last()) else {
        let place = Place { file: "profiles/zz-strict.toml".to_owned(), line: 1 };
        return Err(Mistake { place, says: "the profile `zz-strict` is missing".to_owned() });
    };
    for (key, profile) in &parts.profiles {
        if let Some(what) = profile.versions.iter().find_map(|version| stricter(version, strict)) {
            let says = format!("`{key}` is stricter than `zz-strict` about {what}");
            return Err(Mistake { place: profile.place.clone(), says });
        }
    }
    Ok(())
}

/// What one version is stricter about than another, if anything.
fn stricter(version: &ProfileVersion, than: &ProfileVersion) -> Option<String> {
    fn find<K: Ord>(
        one: &BTreeMap<K, Ruled>,
        than: &BTreeMap<K, Ruled>,
        name: impl Fn(&K) -> String,
    ) -> Option<String> {
        let looser = |key: &K, mode: Mode| than.get(key).is_none_or(|ruled| ruled.mode > mode);
        one.iter().find(|(key, ruled)| looser(key, ruled.mode)).map(|(key, _)| name(key))
    }
    find(&version.modes, &than.modes, |class| format!("`{}`", class.as_str()))
        .or_else(|| find(&version.sensitive, &than.sensitive, |kind| format!("{kind:?} data")))
        .or_else(|| find(&version.minors, &than.minors, |(band, class)| format!("{band:?} and `{}`", class.as_str())))
}

// === purposes ===

fn purposes(source: &Source, file: &PurposesFile, parts: &mut Parts) -> Result<(), Mistake> {
    let mut names = Names::default();
    let mut numbers = BTreeMap::new();
    for purpose in file.purpose.iter().map(Spanned::get_ref) {
        names.take(source, &purpose.key, Some(&purpose.number), PURPOSES_MAX)?;
        numbers.insert(purpose.key.get_ref().clone(), PurposeId(*purpose.number.get_ref()));
    }
    for purpose in file.purpose.iter().map(Spanned::get_ref) {
        let entry = purpose.build(source, parts, &numbers)?;
        parts.purposes.insert(purpose.key.get_ref().clone(), entry);
    }
    Ok(())
}

impl PurposeFile {
    fn build(
        &self,
        source: &Source,
        parts: &Parts,
        numbers: &BTreeMap<String, PurposeId>,
    ) -> Result<PurposeEntry, Mistake> {
        self.is_whole(source)?;
        self.is_consistent(source)?;
        let classes = self.classes.get_ref();
        let mut entry = PurposeEntry {
            terms: PurposeTerms {
                id: PurposeId(*self.number.get_ref()),
                modes: Vec::new(),
                categories: self.categories(source, parts)?,
                targeted_ads: classes.contains(&Class::TargetedAds),
                sale_or_share: classes.contains(&Class::SaleShare),
                direct_marketing: classes.contains(&Class::DirectMarketing),
                max_age_seconds: days(*self.max_age_days.get_ref()),
                takes_sensitive: self.takes_sensitive.as_ref().is_some_and(|takes| *takes.get_ref()),
                compatible: self.compatible(source, numbers)?,
                channels: self.channels(source, parts)?,
                sources: self.channels(source, parts)?,
                consent_seconds: days(*self.consent_days.get_ref()),
            },
            classes: classes.clone(),
            own_modes: BTreeMap::new(),
            benefits: BTreeMap::from([
                (Lang::EN, self.benefit.en.get_ref().clone()),
                (Lang::DE, self.benefit.de.get_ref().clone()),
            ]),
            fideslang: self.fideslang.get_ref().clone(),
            dpv: self.dpv.get_ref().clone(),
            tcf: self.tcf.iter().map(|number| *number.get_ref()).collect(),
            retention_days: *self.retention_days.get_ref(),
            owner: self.owner.get_ref().clone(),
            review: self.review.get_ref().clone(),
            review_at: date::read(source, &self.review)?,
            review_overdue: false,
            reviewed_by_brand: false,
            place: source.place(self.key.span().start),
        };
        own_modes(source, &self.modes, &mut entry, &parts.profiles)?;
        Ok(entry)
    }

    fn is_whole(&self, source: &Source) -> Result<(), Mistake> {
        let key = self.key.get_ref();
        let texts = [
            (&self.owner, "owner"),
            (&self.review, "review date"),
            (&self.benefit.en, "benefit in English"),
            (&self.benefit.de, "benefit in German"),
            (&self.fideslang, "fideslang use"),
        ];
        if let Some((text, what)) = texts.into_iter().find(|(text, _)| text.get_ref().trim().is_empty()) {
            return Err(source.wrong(text, format!("the purpose `{key}` has no {what}")));
        }
        if !self.dpv.get_ref().starts_with("https://w3id.org/dpv") {
            return Err(source.wrong(&self.dpv, "`dpv` is an address below https://w3id.org/dpv"));
        }
        if let Some(number) = self.tcf.iter().find(|number| !TCF_PURPOSES.contains(number.get_ref())) {
            return Err(source.wrong(number, "the purposes of the framework are 1 to 11"));
        }
        if self.classes.get_ref().is_empty() {
            return Err(source.wrong(&self.classes, "a purpose has a class, so that laws can speak of it"));
        }
        Ok(())
    }

    fn is_consistent(&self, source: &Source) -> Result<(), Mistake> {
        let classes = self.classes.get_ref();
        let ads = classes.contains(&Class::TargetedAds) || classes.contains(&Class::SaleShare);
        if let Some(takes) = self.takes_sensitive.as_ref().filter(|takes| ads && *takes.get_ref()) {
            return Err(source.wrong(takes, "sensitive data never reaches ads or sale"));
        }
        if let Some(named) = self.compatible.first().filter(|_| ads) {
            return Err(source.wrong(named, "ads and sale are compatible with nothing"));
        }
        for number in [&self.max_age_days, &self.retention_days, &self.consent_days] {
            if *number.get_ref() > DAYS_MAX {
                return Err(source.wrong(number, format!("more than {DAYS_MAX} days")));
            }
        }
        if self.max_age_days.get_ref() > self.retention_days.get_ref() {
            return Err(source.wrong(&self.max_age_days, "it looks back further than data is kept"));
        }
        Ok(())
    }

    fn categories(&self, source: &Source, parts: &Parts) -> Result<CategorySet, Mistake> {
        self.categories.iter().try_fold(CategorySet::default(), |set, key| {
            let found = parts.categories.get(key.get_ref());
            Ok(set.with(found.ok_or_else(|| unknown(source, "category", key))?.id))
        })
    }

    fn channels(&self, source: &Source, parts: &Parts) -> Result<u64, Mistake> {
        self.channels.iter().try_fold(0, |bits, key| {
            let found = parts.channels.get(key.get_ref());
            Ok(bits | 1 << found.ok_or_else(|| unknown(source, "channel", key))?.0)
        })
    }

    fn compatible(&self, source: &Source, numbers: &BTreeMap<String, PurposeId>) -> Result<PurposeSet, Mistake> {
        self.compatible.iter().try_fold(PurposeSet::NONE, |set, key| {
            Ok(set.with(*numbers.get(key.get_ref()).ok_or_else(|| unknown(source, "purpose", key))?))
        })
    }
}

pub(super) fn days(count: u32) -> i64 {
    i64::from(count) * DAY_SECONDS
}

pub(super) fn unknown(source: &Source, what: &str, key: &Spanned<String>) -> Mistake {
    source.wrong(key, format!("no {what} is called `{}`", key.get_ref()))
}

/// Adds a purpose's own modes; one that is laxer than every version of the law is refused. Where a version is stricter
/// than it, that version holds. A mode reaches the profiles that are based on the named one, and unknown places.
pub(super) fn own_modes(
    source: &Source,
    modes: &BTreeMap<String, Spanned<Mode>>,
    entry: &mut PurposeEntry,
    profiles: &BTreeMap<String, Profile>,
) -> Result<(), Mistake> {
    for (key, own) in modes {
        let profile =
            profiles.get(key).ok_or_else(|| source.wrong(own, format!("no jurisdiction is called `{key}`")))?;
        let law = profile.versions.iter().map(|version| mode(entry, profile.id, version)).max();
        if let Some(law) = law.filter(|law| own.get_ref() > law) {
            let (own_word, law) = (own.get_ref().as_str(), law.as_str());
            return Err(source.wrong(own, format!("`{own_word}` is laxer than `{law}`, which holds in `{key}`")));
        }
        for reached in profiles.values().filter(|other| other.is_reached_by(profile.id)) {
            let joined = entry.own_modes.entry(reached.id).or_insert(*own.get_ref());
            *joined = (*joined).min(*own.get_ref());
        }
    }
    Ok(())
}
