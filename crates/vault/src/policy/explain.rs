//! Why a purpose may or may not be followed in a place: mode, clocks and rights, each with its source.

use super::profile::{Ages, ConsentTerms, ProfileVersion, Ruled, Sourced};
use super::{Policy, PurposeEntry};
use domain::{DAY_SECONDS, Lang, Mode, Sensitivity, UnixTime};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// One thing that a profile says, with where it says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it is about.
    pub about: String,
    /// What it says.
    pub says: String,
    /// The articles or sections.
    pub sources: Vec<String>,
}

/// Everything that the policy says of one purpose in one place at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The purpose's key.
    pub purpose: String,
    /// The profile's key; of an unknown place the strictest.
    pub region: String,
    /// Whether the place that was asked for has no profile.
    pub unknown_region: bool,
    /// The date that it is said for.
    pub on: String,
    /// The profile's name and law, and since when it is so.
    pub title: String,
    /// The law.
    pub law: String,
    /// Since when the version is in force.
    pub effective: String,
    /// When the next version takes effect.
    pub next_version: Option<String>,
    /// What becomes of the purpose: the strictest of the classes, and of what the purpose says itself.
    pub mode: Mode,
    /// What the purpose says itself.
    pub own_mode: Option<Mode>,
    /// What becomes of each of its classes.
    pub classes: Vec<Line>,
    /// What becomes of sensitive data.
    pub sensitive: Vec<Line>,
    /// What becomes of minors' data.
    pub minors: Vec<Line>,
    /// The categories it may use.
    pub categories: Vec<String>,
    /// The channels it may use.
    pub channels: Vec<String>,
    /// Days that it looks back.
    pub max_age_days: i64,
    /// Days that data is kept for it.
    pub retention_days: u32,
    /// Days that a yes lives here.
    pub yes_lives_days: i64,
    /// How the profile lets a yes live, and a no rest.
    pub consent: ConsentTerms,
    /// Who is of age.
    pub ages: Ages,
    /// The signals that are heard.
    pub signals: Vec<Line>,
    /// What has to be done within how many days.
    pub clocks: Vec<Line>,
    /// What a person may demand.
    pub rights: Vec<Line>,
    /// Who answers for the purpose.
    pub owner: String,
    /// When it has to be looked at again.
    pub review: String,
    /// Whether it rests because that is overdue.
    pub rests: bool,
    /// What the person gets from it.
    pub benefit: String,
}

impl Policy {
    /// Explains a purpose in a place at a moment; `None` for a purpose that the policy does not have.
    #[must_use]
    pub fn explain(&self, purpose: &str, region: &str, now: UnixTime) -> Option<Explanation> {
        let here = self.at(now);
        let entry = here.purpose(purpose)?;
        let id = self.jurisdiction(region);
        let key = self.jurisdiction_key(id);
        let profile = self.profiles.get(key)?;
        let version = profile.at(now);
        let resolved = here.resolve(entry, &[id]);
        let next = profile
            .versions
            .iter()
            .find(|version| version.effective > now && !std::sync::Arc::ptr_eq(version, profile.at(now)));
        let mode = entry.terms.modes.iter().find(|(named, _)| *named == id).map(|(_, mode)| *mode)?;
        Some(Explanation {
            purpose: purpose.to_owned(),
            region: key.to_owned(),
            unknown_region: key != region,
            on: super::date(now),
            title: profile.title.clone(),
            law: version.law.clone(),
            effective: super::date(version.effective),
            next_version: next.map(|version| super::date(version.effective)),
            mode,
            own_mode: entry.own_modes.get(&id).copied(),
            classes: classes(entry, version),
            sensitive: version.sensitive.iter().map(|(kind, ruled)| line(&word(*kind), ruled)).collect(),
            minors: minors(entry, version),
            categories: names(self.categories().filter(|(_, c)| entry.terms.categories.has(c.id)).map(|(key, _)| key)),
            channels: names(
                self.channels().filter(|(_, c)| entry.terms.channels & (1 << c.0) != 0).map(|(key, _)| key),
            ),
            max_age_days: entry.terms.max_age_seconds / DAY_SECONDS,
            retention_days: entry.retention_days,
            yes_lives_days: resolved.terms.consent_seconds / DAY_SECONDS,
            consent: version.consent.clone(),
            ages: version.ages.clone(),
            signals: heard(&version.signals, super::SignalName::as_str),
            clocks: version.clocks.iter().map(|(what, days)| clock(what.as_str(), days)).collect(),
            rights: heard(&version.rights, super::RightName::as_str),
            owner: entry.owner.clone(),
            review: entry.review.clone(),
            rests: entry.review_overdue && mode != Mode::Necessary,
            benefit: entry.benefit(Lang::EN).to_owned(),
        })
    }
}

fn names<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    keys.map(str::to_owned).collect()
}

fn word(kind: Sensitivity) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn line(about: &str, ruled: &Ruled) -> Line {
    Line { about: about.to_owned(), says: ruled.mode.as_str().to_owned(), sources: ruled.sources.clone() }
}

fn classes(entry: &PurposeEntry, version: &ProfileVersion) -> Vec<Line> {
    let ruled = |class: &super::Class| version.modes.get(class).map(|ruled| line(class.as_str(), ruled));
    entry.classes.iter().filter_map(ruled).collect()
}

fn minors(entry: &PurposeEntry, version: &ProfileVersion) -> Vec<Line> {
    let of = version.minors.iter().filter(|((_, class), _)| entry.classes.contains(class));
    of.map(|((band, class), ruled)| line(&format!("{}, {}", band.as_str(), class.as_str()), ruled)).collect()
}

fn clock(about: &str, days: &Sourced<u32>) -> Line {
    Line { about: about.to_owned(), says: format!("{} days", days.value), sources: vec![days.source.clone()] }
}

/// One line for all names that share a source.
fn heard<T: Copy>(names: &BTreeMap<T, String>, word: fn(T) -> &'static str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (name, source) in names {
        match lines.iter_mut().find(|line| line.sources[0] == *source) {
            Some(line) => line.about = format!("{}, {}", line.about, word(*name)),
            None => {
                let (about, says) = (word(*name).to_owned(), String::new());
                lines.push(Line { about, says, sources: vec![source.clone()] });
            }
        }
    }
    lines
}

// === for people ===

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unknown_region {
            writeln!(f, "no profile of that name: it counts as `{}`", self.region)?;
        }
        writeln!(f, "{} in {} ({}), on {}", self.purpose, self.title, self.region, self.on)?;
        writeln!(f, "  {}", self.benefit)?;
        writeln!(f, "  law: {}", self.law)?;
        match &self.next_version {
            Some(next) => writeln!(f, "  this version since {}, the next on {next}", self.effective)?,
            None => writeln!(f, "  this version since {}", self.effective)?,
        }
        writeln!(
            f,
            "\nmode: {}{}",
            self.mode.as_str(),
            if self.rests { ", and rests: its review is overdue" } else { "" }
        )?;
        lines(f, &self.classes)?;
        if let Some(own) = self.own_mode {
            writeln!(f, "  the policy itself: {}", own.as_str())?;
        }
        section(f, "sensitive data", &self.sensitive)?;
        section(f, "minors", &self.minors)?;
        writeln!(f, "\nwhat it may use: {}; on {}", self.categories.join(", "), self.channels.join(", "))?;
        writeln!(f, "  looks back {} days, kept {} days", self.max_age_days, self.retention_days)?;
        writeln!(
            f,
            "\na yes lives {} days; after a no nobody asks for {} days",
            self.yes_lives_days, self.consent.refusal_cooldown_days
        )?;
        writeln!(f, "    {}", self.consent.source)?;
        writeln!(f, "a child is below {}, of age from {}", self.ages.child_below, self.ages.adult_from)?;
        writeln!(f, "    {}", self.ages.source)?;
        section(f, "signals", &self.signals)?;
        section(f, "clocks", &self.clocks)?;
        section(f, "rights", &self.rights)?;
        write!(f, "\nowner: {}, review: {}", self.owner, self.review)
    }
}

fn section(f: &mut fmt::Formatter<'_>, title: &str, of: &[Line]) -> fmt::Result {
    if of.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}")?;
    lines(f, of)
}

fn lines(f: &mut fmt::Formatter<'_>, of: &[Line]) -> fmt::Result {
    for line in of {
        let colon = if line.says.is_empty() { "" } else { ": " };
        writeln!(f, "  {}{colon}{}", line.about, line.says)?;
        line.sources.iter().try_for_each(|source| writeln!(f, "    {source}"))?;
    }
    Ok(())
}
