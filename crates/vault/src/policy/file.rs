//! The forms of the files: what purposes, categories, channels and profiles are written as.

use super::words::{Band, Class, ClockName, RightName, SignalName};
use domain::{Mode, Sensitivity};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PurposesFile {
    pub version: u32,
    #[serde(default = "review_grace_days")]
    pub review_grace_days: u32,
    #[serde(default = "review_warning_days")]
    pub review_warning_days: u32,
    #[serde(default = "receipts_days")]
    pub receipts_days: u32,
    pub pair_people_min: Option<Spanned<u32>>,
    pub purpose: Vec<Spanned<PurposeFile>>,
}

const fn review_grace_days() -> u32 {
    30
}

const fn receipts_days() -> u32 {
    1_095
}

const fn review_warning_days() -> u32 {
    60
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PurposeFile {
    pub key: Spanned<String>,
    pub number: Spanned<u8>,
    pub owner: Spanned<String>,
    pub review: Spanned<String>,
    pub benefit: Benefit,
    pub fideslang: Spanned<String>,
    pub dpv: Spanned<String>,
    pub tcf: Vec<Spanned<u8>>,
    pub classes: Spanned<Vec<Class>>,
    #[serde(default)]
    pub modes: BTreeMap<String, Spanned<Mode>>,
    pub takes_sensitive: Option<Spanned<bool>>,
    pub categories: Vec<Spanned<String>>,
    pub channels: Vec<Spanned<String>>,
    pub max_age_days: Spanned<u32>,
    pub retention_days: Spanned<u32>,
    pub consent_days: Spanned<u32>,
    #[serde(default)]
    pub compatible: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Benefit {
    pub en: Spanned<String>,
    pub de: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoriesFile {
    #[serde(default)]
    pub group: Vec<GroupFile>,
    pub category: Vec<CategoryFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub key: Spanned<String>,
    pub parent: Option<Spanned<String>>,
    pub sensitivity: Option<Spanned<Sensitivity>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CategoryFile {
    pub key: Spanned<String>,
    pub number: Spanned<u8>,
    pub parent: Option<Spanned<String>>,
    pub sensitivity: Option<Spanned<Sensitivity>>,
    #[serde(default)]
    pub protected: bool,
    #[serde(default)]
    pub fideslang: String,
    pub dpv: Option<String>,
    pub retention_days: Option<u32>,
    pub groups: Option<Spanned<GroupsFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupsFile {
    pub by: Vec<Spanned<String>>,
    pub people_min: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChannelsFile {
    pub channel: Vec<ChannelFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChannelFile {
    pub key: Spanned<String>,
    pub number: Spanned<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileFile {
    pub key: Spanned<String>,
    pub number: Spanned<u8>,
    pub title: Spanned<String>,
    pub base: Option<Spanned<String>>,
    pub version: Vec<Spanned<VersionFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VersionFile {
    pub effective: Spanned<String>,
    pub law: Spanned<String>,
    /// Whether the lines of the version before go on; of two modes the stricter holds.
    #[serde(default)]
    pub extends: bool,
    #[serde(default)]
    pub mode: Vec<ModeLine>,
    #[serde(default)]
    pub sensitive: Vec<SensitiveLine>,
    #[serde(default)]
    pub minor: Vec<MinorLine>,
    #[serde(default)]
    pub signal: Vec<NamesLine<SignalName>>,
    #[serde(default)]
    pub clock: Vec<ClockLine>,
    pub consent: Option<ConsentLine>,
    pub age: Option<AgeLine>,
    #[serde(default)]
    pub right: Vec<NamesLine<RightName>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModeLine {
    pub classes: Spanned<Vec<Class>>,
    pub mode: Spanned<Mode>,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SensitiveLine {
    pub kinds: Spanned<Vec<Sensitivity>>,
    pub mode: Spanned<Mode>,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MinorLine {
    pub bands: Vec<Band>,
    pub classes: Spanned<Vec<Class>>,
    pub mode: Spanned<Mode>,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamesLine<T> {
    pub names: Vec<T>,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClockLine {
    pub what: ClockName,
    pub days: u32,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentLine {
    pub lifetime_days: Spanned<u32>,
    pub refusal_cooldown_days: u32,
    pub source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgeLine {
    pub child_below: Spanned<u8>,
    pub adult_from: u8,
    pub source: Spanned<String>,
}
