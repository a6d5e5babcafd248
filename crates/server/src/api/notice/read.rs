//! A notice as it is sent: its form, its limits and its schema.

use super::super::schema::{self, DUE, MAY};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use domain::{Control, Does, Emphasis, Layer, Notice, Told, Wording};
use serde_json::json;
use std::collections::BTreeMap;

/// Largest notice, in bytes.
pub const NOTICE_BYTES_MAX: usize = 256 << 10;
/// Longest key.
pub const KEY_CHARS_MAX: usize = 64;
/// Most layers.
const LAYERS_MAX: usize = 8;
/// Most controls of one layer.
const CONTROLS_MAX: usize = 64;
/// Most purposes, and most of anything that is named for one.
const NAMED_MAX: usize = 64;
/// Longest name of a purpose, a control, a right, a recipient, a controller.
const NAME_CHARS_MAX: usize = 200;
/// Longest text of a layer.
const TEXT_CHARS_MAX: usize = 10_000;
/// Most presses until something is done.
const STEPS_MAX: i64 = 20;
/// Most days that data is kept.
const DAYS_MAX: i64 = 100_000;

/// Reads a notice as text; what is wrong is said in one line, with its place.
///
/// # Errors
/// That line.
pub fn text(bytes: &[u8]) -> Result<Notice, String> {
    let read = crate::json::parse(bytes).and_then(|value| notice(&value));
    read.map_err(|problem| match problem.pointer() {
        Some(pointer) => format!("the notice is not well-formed at {pointer}: {}", problem.detail()),
        None => format!("the notice is not well-formed: {}", problem.detail()),
    })
}

/// Reads a notice.
///
/// # Errors
/// The problem that is due for a form that is wrong; whether the notice is fair is another question.
pub fn notice(value: &Value) -> Result<Notice, Problem> {
    let mut fields = Fields::of(value, "")?;
    let notice = Notice {
        key: key(&mut fields)?,
        controller: name(&mut fields, "controller")?,
        contact: name(&mut fields, "contact")?,
        purposes: list(&mut fields, "purposes", NAMED_MAX, told)?,
        rights: names(&mut fields, "rights")?,
        material: names(&mut fields, "material")?,
        layers: list(&mut fields, "layers", LAYERS_MAX, layer)?,
        locales: locales(&mut fields)?,
    };
    fields.finish()?;
    Ok(notice)
}

fn key(fields: &mut Fields<'_>) -> Result<String, Problem> {
    let text = fields.text("key", KEY_CHARS_MAX)?;
    let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    match plain {
        true => Ok(text.to_owned()),
        false => Err(fields.wrong("key", Code::InvalidValue, "a key has small letters, digits and - of ASCII")),
    }
}

fn name(fields: &mut Fields<'_>, field: &str) -> Result<String, Problem> {
    fields.text(field, NAME_CHARS_MAX).map(str::to_owned)
}

fn names(fields: &mut Fields<'_>, field: &str) -> Result<Vec<String>, Problem> {
    Ok(fields.texts(field, NAMED_MAX, NAME_CHARS_MAX)?.into_iter().map(str::to_owned).collect())
}

fn list<T>(
    fields: &mut Fields<'_>,
    field: &str,
    most: usize,
    read: impl Fn(&Value, &str) -> Result<T, Problem>,
) -> Result<Vec<T>, Problem> {
    let pointer = fields.pointer(field);
    let values = fields.list(field, most)?.iter().enumerate();
    values.map(|(at, value)| read(value, &format!("{pointer}/{at}"))).collect()
}

fn told(value: &Value, pointer: &str) -> Result<Told, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let days = fields.integer_if_any("retention_days", 0..=DAYS_MAX)?;
    let told = Told {
        purpose: name(&mut fields, "purpose")?,
        categories: names(&mut fields, "categories")?,
        recipients: names(&mut fields, "recipients")?,
        retention_days: days
            .and_then(|days| u32::try_from(days).ok())
            .ok_or_else(|| fields.missing("retention_days"))?,
    };
    fields.finish()?;
    Ok(told)
}

fn layer(value: &Value, pointer: &str) -> Result<Layer, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let layer = Layer { controls: list(&mut fields, "controls", CONTROLS_MAX, control)? };
    fields.finish()?;
    Ok(layer)
}

fn control(value: &Value, pointer: &str) -> Result<Control, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let control = Control {
        id: name(&mut fields, "id")?,
        does: fields.word_if_any("does", Does::parse)?.ok_or_else(|| fields.missing("does"))?,
        purposes: names(&mut fields, "purposes")?,
        preselected: fields.truth_if_any("preselected")?.unwrap_or(false),
        steps: fields.integer_if_any("steps", 1..=STEPS_MAX)?.and_then(|n| u32::try_from(n).ok()).unwrap_or(1),
        weight: fields.word_if_any("weight", Emphasis::parse)?.unwrap_or_default(),
    };
    fields.finish()?;
    Ok(control)
}

/// The names of languages, controls and purposes are the sender's: a pointer stops before them.
fn locales(fields: &mut Fields<'_>) -> Result<BTreeMap<String, Wording>, Problem> {
    let locales = fields.named("locales")?;
    if locales.iter().any(|(code, _)| code.len() > 35) {
        return Err(fields.wrong("locales", Code::LimitExceeded, "a language tag has at most 35 letters"));
    }
    let place = |code: &str| {
        crate::language::parse(code).map_or("/locales".to_owned(), |lang| format!("/locales/{}", lang.code()))
    };
    locales.iter().map(|(code, value)| Ok((code.clone(), wording(value, &place(code))?))).collect()
}

fn wording(value: &Value, pointer: &str) -> Result<Wording, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let wording = Wording {
        title: name(&mut fields, "title")?,
        layers: fields.texts("layers", LAYERS_MAX, TEXT_CHARS_MAX)?.into_iter().map(str::to_owned).collect(),
        controls: texts(&mut fields, "controls")?,
        benefits: texts(&mut fields, "benefits")?,
    };
    fields.finish()?;
    Ok(wording)
}

fn texts(fields: &mut Fields<'_>, field: &str) -> Result<BTreeMap<String, String>, Problem> {
    let named = fields.named(field)?;
    let text = |(name, value): &(String, Value)| match value {
        Value::Text(text) if text.chars().count() <= TEXT_CHARS_MAX && name.chars().count() <= NAME_CHARS_MAX => {
            Ok((name.clone(), text.clone()))
        }
        Value::Text(_) => Err(fields.wrong(field, Code::LimitExceeded, "a text or its name is too long")),
        _ => Err(fields.wrong(field, Code::InvalidType, "texts by name are due here")),
    };
    named.iter().map(text).collect()
}

// === schemas ===

/// The schema of a notice.
pub fn schema() -> serde_json::Value {
    schema::object(vec![
        ("key", json!({"type": "string", "maxLength": KEY_CHARS_MAX, "pattern": "^[a-z0-9-]+$"}), DUE),
        ("controller", schema::text(NAME_CHARS_MAX), DUE),
        ("contact", schema::text(NAME_CHARS_MAX), DUE),
        ("purposes", purposes_schema(), DUE),
        ("rights", names_schema(), DUE),
        ("material", names_schema(), MAY),
        ("layers", layers_schema(), DUE),
        ("locales", json!({"type": "object", "additionalProperties": wording_schema()}), DUE),
    ])
}

/// The schema of what is told of purposes.
pub fn purposes_schema() -> serde_json::Value {
    let told = schema::object(vec![
        ("purpose", schema::text(NAME_CHARS_MAX), DUE),
        ("categories", names_schema(), DUE),
        ("recipients", names_schema(), MAY),
        ("retention_days", schema::integer(0, DAYS_MAX), DUE),
    ]);
    schema::list(told, NAMED_MAX)
}

/// The schema of the layers.
pub fn layers_schema() -> serde_json::Value {
    let control = schema::object(vec![
        ("id", schema::text(NAME_CHARS_MAX), DUE),
        ("does", schema::word(Does::WORDS), DUE),
        ("purposes", names_schema(), MAY),
        ("preselected", schema::truth(), MAY),
        ("steps", schema::integer(1, STEPS_MAX), MAY),
        ("weight", schema::word(Emphasis::WORDS), MAY),
    ]);
    schema::list(schema::object(vec![("controls", schema::list(control, CONTROLS_MAX), DUE)]), LAYERS_MAX)
}

/// The schema of the words in one language.
pub fn wording_schema() -> serde_json::Value {
    let named = json!({"type": "object", "additionalProperties": schema::text(TEXT_CHARS_MAX)});
    schema::object(vec![
        ("title", schema::text(NAME_CHARS_MAX), DUE),
        ("layers", schema::list(schema::text(TEXT_CHARS_MAX), LAYERS_MAX), DUE),
        ("controls", named.clone(), DUE),
        ("benefits", named, DUE),
    ])
}

fn names_schema() -> serde_json::Value {
    schema::list(schema::text(NAME_CHARS_MAX), NAMED_MAX)
}
