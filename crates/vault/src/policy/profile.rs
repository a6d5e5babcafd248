//! Jurisdiction profiles: what a law makes of classes of purposes, of sensitive data and of minors, and since when.

use super::date;
use super::file::{MinorLine, ModeLine, NamesLine, ProfileFile, SensitiveLine, VersionFile};
use super::text::{Mistake, Place, Source};
use super::words::{Band, Class, ClockName, RightName, SignalName};
use crate::gate::STRICTEST;
use domain::{JurisdictionId, Mode, Sensitivity, UnixTime};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Spanned;

/// A mode, and every line of law that it stands on, the own ones first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ruled {
    /// The strictest of the lines.
    pub mode: Mode,
    /// Where each line comes from.
    pub sources: Vec<String>,
}

/// Something with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sourced<T> {
    /// What.
    pub value: T,
    /// The article or section.
    pub source: String,
}

/// How long a yes lives, and how long nobody asks again after a no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConsentTerms {
    /// Days that a yes lives at most.
    pub lifetime_days: u32,
    /// Days after a no in which nobody asks again.
    pub refusal_cooldown_days: u32,
    /// The article or section.
    pub source: String,
}

/// Who is a child, and who is of age.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ages {
    /// Below it a guardian speaks.
    pub child_below: u8,
    /// From it on one is of age.
    pub adult_from: u8,
    /// The article or section.
    pub source: String,
}

/// What a law says from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileVersion {
    /// When it takes effect.
    pub effective: UnixTime,
    /// The law.
    pub law: String,
    /// What becomes of each class.
    pub modes: BTreeMap<Class, Ruled>,
    /// What becomes of sensitive data, by kind.
    pub sensitive: BTreeMap<Sensitivity, Ruled>,
    /// What becomes of minors' data.
    pub minors: BTreeMap<(Band, Class), Ruled>,
    /// The signals that are heard.
    pub signals: BTreeMap<SignalName, String>,
    /// What has to be done within how many days.
    pub clocks: BTreeMap<ClockName, Sourced<u32>>,
    /// How long a yes lives.
    pub consent: ConsentTerms,
    /// Who is of age.
    pub ages: Ages,
    /// What a person may demand.
    pub rights: BTreeMap<RightName, String>,
}

/// A jurisdiction's profile in all its versions, by date.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its number.
    pub id: JurisdictionId,
    /// The profile that it is based on.
    pub base: Option<JurisdictionId>,
    /// Its name.
    pub title: String,
    /// Where it stands.
    pub place: Place,
    /// The versions, by date. The first one stands for the time before it, too: what a law will forbid is not begun.
    pub versions: Vec<Arc<ProfileVersion>>,
}

impl Profile {
    /// Whether what a shop adds to a profile reaches this one: it is that one, based on it, or stands for unknown places,
    /// which may be that one.
    pub(super) fn is_reached_by(&self, named: JurisdictionId) -> bool {
        self.id == named || self.base == Some(named) || self.id == STRICTEST
    }

    /// The version in force at a moment.
    #[must_use]
    pub fn at(&self, now: UnixTime) -> &Arc<ProfileVersion> {
        let begun = self.versions.partition_point(|version| version.effective <= now);
        &self.versions[begun.saturating_sub(1)]
    }
}

/// Reads a profile over the one that it is based on.
pub(super) fn read(source: &Source, file: &ProfileFile, base: Option<&Profile>) -> Result<Profile, Mistake> {
    let Some(first) = file.version.first() else {
        return Err(source.wrong(&file.key, "a profile needs a version"));
    };
    if first.get_ref().extends {
        return Err(source.wrong(first, "the first version extends nothing"));
    }
    said(source, &file.title)?;
    let mut own: Vec<(UnixTime, Draft)> = Vec::with_capacity(file.version.len());
    for version in &file.version {
        let effective = date::read(source, &version.get_ref().effective)?;
        let before = own.last();
        if before.is_some_and(|(before, _)| *before >= effective) {
            return Err(source.wrong(&version.get_ref().effective, "versions stand in order of their dates"));
        }
        let start = before.filter(|_| version.get_ref().extends).map(|(_, draft)| draft.clone()).unwrap_or_default();
        own.push((effective, start.with(source, version.get_ref())?));
    }
    let mut moments: Vec<UnixTime> = own.iter().map(|(at, _)| *at).collect();
    let first = moments[0];
    moments.extend(base.iter().flat_map(|b| &b.versions).map(|v| v.effective).filter(|at| *at > first));
    moments.sort_unstable();
    moments.dedup();
    let versions = moments.iter().map(|at| {
        let begun = own.partition_point(|(effective, _)| effective <= at);
        let draft = own[begun.saturating_sub(1)].1.clone();
        let whole = base.map_or_else(|| draft.clone(), |base| draft.clone().over(base.at(*at)));
        whole.finish(*at).map(Arc::new).map_err(|says| source.wrong(&file.version[begun.saturating_sub(1)], says))
    });
    Ok(Profile {
        id: JurisdictionId(*file.number.get_ref()),
        base: base.map(|base| base.id),
        title: file.title.get_ref().clone(),
        place: source.place(file.key.span().start),
        versions: versions.collect::<Result<_, _>>()?,
    })
}

/// A version that may still miss lines.
#[derive(Clone, Default)]
struct Draft {
    law: String,
    modes: BTreeMap<Class, Ruled>,
    sensitive: BTreeMap<Sensitivity, Ruled>,
    minors: BTreeMap<(Band, Class), Ruled>,
    signals: BTreeMap<SignalName, String>,
    clocks: BTreeMap<ClockName, Sourced<u32>>,
    consent: Option<ConsentTerms>,
    ages: Option<Ages>,
    rights: BTreeMap<RightName, String>,
}

impl Draft {
    /// With the lines of a version; of two modes the stricter holds, of other lines the later.
    fn with(mut self, source: &Source, file: &VersionFile) -> Result<Self, Mistake> {
        said(source, &file.law)?;
        self.law.clone_from(file.law.get_ref());
        self.modes_with(source, &file.mode)?;
        self.sensitive_with(source, &file.sensitive)?;
        self.minors_with(source, &file.minor)?;
        names(source, &file.signal, &mut self.signals)?;
        names(source, &file.right, &mut self.rights)?;
        for line in &file.clock {
            let value = Sourced { value: line.days, source: said(source, &line.source)? };
            self.clocks.insert(line.what, value);
        }
        if let Some(line) = &file.consent {
            if *line.lifetime_days.get_ref() == 0 {
                return Err(source.wrong(&line.lifetime_days, "a yes has to live a day at least"));
            }
            self.consent = Some(ConsentTerms {
                lifetime_days: *line.lifetime_days.get_ref(),
                refusal_cooldown_days: line.refusal_cooldown_days,
                source: said(source, &line.source)?,
            });
        }
        if let Some(line) = &file.age {
            if *line.child_below.get_ref() > line.adult_from {
                return Err(source.wrong(&line.child_below, "who is of age is no child"));
            }
            let (child_below, adult_from) = (*line.child_below.get_ref(), line.adult_from);
            self.ages = Some(Ages { child_below, adult_from, source: said(source, &line.source)? });
        }
        Ok(self)
    }

    fn modes_with(&mut self, source: &Source, lines: &[ModeLine]) -> Result<(), Mistake> {
        let mut seen = Vec::new();
        for line in lines {
            let says = said(source, &line.source)?;
            for class in line.classes.get_ref() {
                once(source, &line.classes, &mut seen, *class, class.as_str())?;
                rule(&mut self.modes, *class, *line.mode.get_ref(), &says);
            }
        }
        Ok(())
    }

    /// The gate asks for an explicit yes wherever data is sensitive: a laxer line would be a false promise.
    fn sensitive_with(&mut self, source: &Source, lines: &[SensitiveLine]) -> Result<(), Mistake> {
        let mut seen = Vec::new();
        for line in lines {
            let says = said(source, &line.source)?;
            if *line.mode.get_ref() > Mode::Explicit {
                return Err(source.wrong(&line.mode, "sensitive data is `explicit` or `prohibited`"));
            }
            for kind in line.kinds.get_ref() {
                if !kind.is_sensitive() {
                    return Err(source.wrong(&line.kinds, "`none` is not sensitive"));
                }
                once(source, &line.kinds, &mut seen, *kind, &format!("{kind:?}"))?;
                rule(&mut self.sensitive, *kind, *line.mode.get_ref(), &says);
            }
        }
        Ok(())
    }

    /// The gate asks minors for a yes wherever it would ask nobody: a laxer line would be a false promise.
    fn minors_with(&mut self, source: &Source, lines: &[MinorLine]) -> Result<(), Mistake> {
        let mut seen = Vec::new();
        for line in lines {
            let says = said(source, &line.source)?;
            if !matches!(line.mode.get_ref(), Mode::OptIn | Mode::Prohibited) {
                return Err(source.wrong(&line.mode, "minors are `opt_in` or `prohibited`"));
            }
            for (band, class) in line.bands.iter().flat_map(|b| line.classes.get_ref().iter().map(move |c| (*b, *c))) {
                once(source, &line.classes, &mut seen, (band, class), class.as_str())?;
                rule(&mut self.minors, (band, class), *line.mode.get_ref(), &says);
            }
        }
        Ok(())
    }

    /// With the lines of the profile that this one is based on, where it has none of its own.
    fn over(mut self, base: &ProfileVersion) -> Self {
        join(&mut self.modes, &base.modes);
        join(&mut self.sensitive, &base.sensitive);
        join(&mut self.minors, &base.minors);
        fill(&mut self.signals, &base.signals);
        fill(&mut self.rights, &base.rights);
        fill(&mut self.clocks, &base.clocks);
        self.consent = self.consent.or_else(|| Some(base.consent.clone()));
        self.ages = self.ages.or_else(|| Some(base.ages.clone()));
        self.law = format!("{}; {}", self.law, base.law);
        self
    }

    fn finish(self, effective: UnixTime) -> Result<ProfileVersion, String> {
        if let Some(class) = Class::ALL.iter().find(|class| !self.modes.contains_key(class)) {
            return Err(format!("no line says what becomes of `{}`", class.as_str()));
        }
        let missing = |what: &str| format!("the version has no `{what}`");
        Ok(ProfileVersion {
            effective,
            law: self.law,
            modes: self.modes,
            sensitive: self.sensitive,
            minors: self.minors,
            signals: self.signals,
            clocks: self.clocks,
            consent: self.consent.ok_or_else(|| missing("consent"))?,
            ages: self.ages.ok_or_else(|| missing("age"))?,
            rights: self.rights,
        })
    }
}

/// Adds a line: the strictest mode holds, and every source is kept.
pub(super) fn rule<K: Ord>(lines: &mut BTreeMap<K, Ruled>, key: K, mode: Mode, source: &str) {
    let ruled = lines.entry(key).or_insert_with(|| Ruled { mode, sources: Vec::new() });
    ruled.mode = ruled.mode.min(mode);
    ruled.sources.push(source.to_owned());
}

fn join<K: Ord + Copy>(own: &mut BTreeMap<K, Ruled>, base: &BTreeMap<K, Ruled>) {
    for (key, ruled) in base {
        ruled.sources.iter().for_each(|source| rule(own, *key, ruled.mode, source));
    }
}

/// Adds the base's lines where there is none of the own.
fn fill<K: Ord + Copy, V: Clone>(own: &mut BTreeMap<K, V>, base: &BTreeMap<K, V>) {
    for (key, value) in base {
        own.entry(*key).or_insert_with(|| value.clone());
    }
}

fn names<T: Ord + Copy>(
    source: &Source,
    lines: &[NamesLine<T>],
    into: &mut BTreeMap<T, String>,
) -> Result<(), Mistake> {
    for line in lines {
        let says = said(source, &line.source)?;
        line.names.iter().for_each(|name| drop(into.insert(*name, says.clone())));
    }
    Ok(())
}

fn said(source: &Source, text: &Spanned<String>) -> Result<String, Mistake> {
    if text.get_ref().trim().is_empty() {
        return Err(source.wrong(text, "every line names its source"));
    }
    Ok(text.get_ref().clone())
}

fn once<K: PartialEq, T>(
    source: &Source,
    at: &Spanned<T>,
    seen: &mut Vec<K>,
    key: K,
    name: &str,
) -> Result<(), Mistake> {
    if seen.contains(&key) {
        return Err(source.wrong(at, format!("two lines of one version speak of `{name}`")));
    }
    seen.push(key);
    Ok(())
}
