//! What the operator writes down of a recipient, read strictly: a recipient without a contract's end, evidence or an address
//! to be told of erasures at is none.

use super::words::ROLES;
use crate::api::schema::{self, DUE, MAY};
use crate::json::{self, Fields, Value};
use crate::outgoing::{ADDRESS_CHARS_MAX, Address, Reach};
use crate::problem::{Code, Problem};
use app::{Policy, RecipientTerms, Region, Role};
use domain::UnixTime;

/// Longest name of a recipient, and of whom they hand data on to.
const NAME_CHARS_MAX: usize = 100;
/// Longest text about a contract, about security, about what safeguards a region.
const TEXT_CHARS_MAX: usize = 500;
/// Most purposes, categories, regions, sub-processors.
const LIST_MAX: usize = 50;
/// Longest key of a purpose, category or region.
const WORD_CHARS_MAX: usize = 64;

/// The terms, from a file.
///
/// # Errors
/// As what is sent to `PUT /v1/recipients/{recipient}`.
pub fn of_file(bytes: &[u8], policy: &Policy, reach: Reach) -> Result<RecipientTerms, Problem> {
    terms(&json::parse(bytes)?, policy, reach)
}

/// The terms.
pub fn terms(value: &Value, policy: &Policy, reach: Reach) -> Result<RecipientTerms, Problem> {
    let mut fields = Fields::of(value, "")?;
    let name = said(&mut fields, "name", NAME_CHARS_MAX)?;
    let role = fields.word_if_any("role", Role::parse)?.ok_or_else(|| fields.missing("role"))?;
    let known = |key: &str| policy.purpose(key).is_some();
    let purposes = named(&mut fields, "purposes", known, Code::UnknownPurpose)?;
    let categories = named(&mut fields, "categories", |key| policy.category(key).is_some(), Code::InvalidValue)?;
    let regions = regions(&mut fields)?;
    let (contract, contract_until) = contract(&mut fields)?;
    let security = said(&mut fields, "security", TEXT_CHARS_MAX)?;
    let review_at = date(&mut fields, "review")?;
    let sub_processors = fields.texts("sub_processors", LIST_MAX, NAME_CHARS_MAX)?;
    let sub_processors = sub_processors.into_iter().map(str::to_owned).collect();
    let deletion_url = address(&mut fields, "deletion_url", reach)?.ok_or_else(|| fields.missing("deletion_url"))?;
    let webhook_url = address(&mut fields, "webhook_url", reach)?;
    fields.finish()?;
    Ok(RecipientTerms {
        name,
        role,
        purposes,
        categories,
        regions,
        contract,
        contract_until,
        security,
        review_at,
        sub_processors,
        deletion_url,
        webhook_url,
    })
}

/// The schema of what is sent.
pub fn sent() -> serde_json::Value {
    let region = schema::object(vec![
        ("region", schema::text(WORD_CHARS_MAX), DUE),
        ("safeguard", schema::text(TEXT_CHARS_MAX), MAY),
    ]);
    let contract =
        schema::object(vec![("reference", schema::text(TEXT_CHARS_MAX), DUE), ("until", schema::text(10), DUE)]);
    schema::object(vec![
        ("name", schema::text(NAME_CHARS_MAX), DUE),
        ("role", schema::word(&ROLES), DUE),
        ("purposes", schema::list(schema::text(WORD_CHARS_MAX), LIST_MAX), DUE),
        ("categories", schema::list(schema::text(WORD_CHARS_MAX), LIST_MAX), DUE),
        ("regions", schema::list(region, LIST_MAX), DUE),
        ("contract", contract, DUE),
        ("security", schema::text(TEXT_CHARS_MAX), DUE),
        ("review", schema::text(10), DUE),
        ("sub_processors", schema::list(schema::text(NAME_CHARS_MAX), LIST_MAX), MAY),
        ("deletion_url", schema::text(ADDRESS_CHARS_MAX), DUE),
        ("webhook_url", schema::text(ADDRESS_CHARS_MAX), MAY),
    ])
}

/// A text that says something.
fn said(fields: &mut Fields<'_>, name: &str, max: usize) -> Result<String, Problem> {
    let text = fields.text(name, max)?.trim();
    if text.is_empty() {
        return Err(fields.wrong(name, Code::InvalidValue, "say something here"));
    }
    Ok(text.to_owned())
}

/// Keys that the policy has, at least one.
fn named(
    fields: &mut Fields<'_>,
    name: &str,
    known: impl Fn(&str) -> bool,
    unknown: Code,
) -> Result<Vec<String>, Problem> {
    let keys = fields.texts(name, LIST_MAX, WORD_CHARS_MAX)?;
    if keys.is_empty() {
        return Err(fields.missing(name));
    }
    match keys.iter().position(|key| !known(key)) {
        Some(at) => Err(fields.wrong(&format!("{name}/{at}"), unknown, "the policy has no such name")),
        None => Ok(keys.into_iter().map(str::to_owned).collect()),
    }
}

fn regions(fields: &mut Fields<'_>) -> Result<Vec<Region>, Problem> {
    let list = fields.list("regions", LIST_MAX)?;
    if list.is_empty() {
        return Err(fields.missing("regions"));
    }
    let region = |(at, value): (usize, &Value)| {
        let mut parts = Fields::of(value, &fields.pointer(&format!("regions/{at}")))?;
        let key = said(&mut parts, "region", WORD_CHARS_MAX)?;
        let safeguard = parts.text_if_any("safeguard", TEXT_CHARS_MAX)?.map(str::trim).filter(|text| !text.is_empty());
        let region = Region { key, safeguard: safeguard.map(str::to_owned) };
        parts.finish()?;
        Ok(region)
    };
    list.iter().enumerate().map(region).collect()
}

fn contract(fields: &mut Fields<'_>) -> Result<(String, UnixTime), Problem> {
    let value = fields.take("contract").ok_or_else(|| fields.missing("contract"))?;
    let mut parts = Fields::of(value, &fields.pointer("contract"))?;
    let read = (said(&mut parts, "reference", TEXT_CHARS_MAX)?, date(&mut parts, "until")?);
    parts.finish()?;
    Ok(read)
}

fn date(fields: &mut Fields<'_>, name: &str) -> Result<UnixTime, Problem> {
    let text = fields.text(name, TEXT_CHARS_MAX)?;
    app::policy::starts(text).ok_or_else(|| fields.wrong(name, Code::InvalidTime, "write a date as 2026-01-31"))
}

fn address(fields: &mut Fields<'_>, name: &str, reach: Reach) -> Result<Option<String>, Problem> {
    let Some(text) = fields.text_if_any(name, ADDRESS_CHARS_MAX)? else { return Ok(None) };
    let detail = "an address is https:// and the public name of a host, with no name of a user and no fragment";
    match Address::read(text, reach) {
        Some(_) => Ok(Some(text.to_owned())),
        None => Err(fields.wrong(name, Code::InvalidUrl, detail)),
    }
}
