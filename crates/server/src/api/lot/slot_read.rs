//! A slot as it is sent and as it goes out: its form, its limits and its schema.

use super::super::catalog_put::url;
use super::super::schema::{self, DUE, MAY};
use super::{name, words};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use app::{Aspect, Circumstances, EXPLORE_PERCENT_DEFAULT, LEANINGS_MAX, Slot, VARIANTS_MAX, Variant};
use domain::Outcome;
use serde_json::json;

/// Largest slot, in bytes.
pub const SLOT_BYTES_MAX: usize = 512 << 10;
/// Largest content of the shop's own of one variant, in bytes as it is kept.
const CONTENT_BYTES_MAX: usize = 8 << 10;
/// Most characters of a title.
const TITLE_CHARS_MAX: usize = 300;
/// Most characters of a text.
const TEXT_CHARS_MAX: usize = 4_000;
/// Most words that a variant's condition names.
const WORDS_MAX: usize = 32;
/// Most characters of a step of a category.
const STEP_CHARS_MAX: usize = 200;
/// Most aspects that one slot learns by: each multiplies what has to be learned.
const LEARN_BY_MAX: usize = 3;

/// The schema of a slot as it is sent.
pub fn sent() -> serde_json::Value {
    schema::object(fields(MAY))
}

/// The schema of a slot as it goes out, with these members beside.
pub fn shown_schema(more: Vec<schema::Field>) -> serde_json::Value {
    let mut all = vec![("slot", schema::id(), DUE), words::version()];
    all.extend(fields(DUE));
    all.extend(more);
    schema::object(all)
}

fn fields(known: bool) -> Vec<schema::Field> {
    let aspects = Aspect::ALL.map(Aspect::as_str);
    vec![
        ("variants", json!({"type": "array", "items": variant_schema(), "minItems": 1, "maxItems": VARIANTS_MAX}), DUE),
        ("default", schema::id(), DUE),
        ("goal", schema::word(&["clicked", "converted"]), known),
        ("explore_percent", schema::integer(1, 100), known),
        ("learn_by", schema::list(schema::word(&aspects), LEARN_BY_MAX), known),
        ("leanings", schema::list(schema::text(STEP_CHARS_MAX), LEANINGS_MAX), known),
    ]
}

fn variant_schema() -> serde_json::Value {
    let fits = Aspect::ALL.map(|aspect| (aspect.as_str(), schema::list(schema::text(16), WORDS_MAX), MAY));
    schema::object(vec![
        ("id", schema::id(), DUE),
        ("title", schema::text(TITLE_CHARS_MAX), MAY),
        ("text", schema::text(TEXT_CHARS_MAX), MAY),
        ("url", schema::text(1_000), MAY),
        ("image", schema::text(1_000), MAY),
        ("content", json!({}), MAY),
        ("fits", schema::object(fits.to_vec()), MAY),
    ])
}

/// The schema of the circumstances that a request tells.
pub fn circumstances_schema() -> serde_json::Value {
    schema::object(Aspect::ALL.map(|aspect| (aspect.as_str(), schema::text(16), MAY)).to_vec())
}

/// Reads a slot.
///
/// # Errors
/// The problem that is due.
pub fn slot(value: &Value) -> Result<Slot, Problem> {
    let mut fields = Fields::of(value, "")?;
    let list = fields.list("variants", VARIANTS_MAX)?;
    if list.is_empty() {
        return Err(fields.wrong("variants", Code::MissingField, "a slot has at least one variant"));
    }
    let read = |(at, value)| variant(value, &format!("/variants/{at}"));
    let variants: Vec<Variant> = list.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let twice = |(at, one): (usize, &Variant)| variants[..at].iter().any(|other| other.id == one.id);
    if variants.iter().enumerate().any(twice) {
        return Err(fields.wrong("variants", Code::InvalidValue, "each variant has a name of its own"));
    }
    let wanted = name(&mut fields, "default")?;
    let default = variants.iter().position(|one| one.id == wanted && one.fits.is_empty());
    let default = default.ok_or_else(|| {
        fields.wrong("default", Code::InvalidValue, "the default is one of the variants, and fits everywhere")
    })?;
    let goal = fields.word_if_any("goal", |word| Outcome::parse(word).filter(|goal| *goal != Outcome::Nothing))?;
    let explore = fields.integer_if_any("explore_percent", 1..=100)?.and_then(|percent| u8::try_from(percent).ok());
    let mut learn_by = Vec::new();
    for word in fields.texts("learn_by", LEARN_BY_MAX, 16)? {
        let aspect = Aspect::parse(word).filter(|aspect| !learn_by.contains(aspect));
        learn_by.push(aspect.ok_or_else(|| fields.wrong("learn_by", Code::InvalidValue, "name each aspect once"))?);
    }
    let leanings = fields.texts("leanings", LEANINGS_MAX, STEP_CHARS_MAX)?.into_iter().map(str::to_owned).collect();
    fields.finish()?;
    Ok(Slot {
        version: 0,
        variants,
        default,
        goal: goal.unwrap_or(Outcome::Clicked),
        explore_percent: explore.unwrap_or(EXPLORE_PERCENT_DEFAULT),
        learn_by,
        leanings,
    })
}

fn variant(value: &Value, pointer: &str) -> Result<Variant, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let variant = Variant {
        id: name(&mut fields, "id")?,
        title: fields.text_if_any("title", TITLE_CHARS_MAX)?.map(str::to_owned),
        text: fields.text_if_any("text", TEXT_CHARS_MAX)?.map(str::to_owned),
        url: url(&mut fields, "url")?,
        image: url(&mut fields, "image")?,
        content: content(&mut fields)?,
        fits: fits(&mut fields)?,
    };
    fields.finish()?;
    Ok(variant)
}

fn content(fields: &mut Fields<'_>) -> Result<Option<String>, Problem> {
    let Some(value) = fields.take("content") else { return Ok(None) };
    let text = plain(value).to_string();
    if text.len() > CONTENT_BYTES_MAX {
        return Err(fields.wrong("content", Code::LimitExceeded, "the content of a variant has at most 8 KiB"));
    }
    Ok(Some(text))
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => json!(truth),
        Value::Integer(number) => json!(number),
        Value::Float(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::List(list) => list.iter().map(plain).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
    }
}

fn fits(fields: &mut Fields<'_>) -> Result<Vec<(Aspect, Vec<String>)>, Problem> {
    let pointer = fields.pointer("fits");
    let Some(value) = fields.take("fits") else { return Ok(Vec::new()) };
    let mut fields = Fields::of(value, &pointer)?;
    let mut found = Vec::new();
    for aspect in Aspect::ALL {
        let words = fields.texts(aspect.as_str(), WORDS_MAX, 16)?;
        if !words.iter().all(|word| aspect.takes(word)) {
            return Err(fields.wrong(aspect.as_str(), Code::InvalidValue, "this word is not one of those allowed"));
        }
        if !words.is_empty() {
            found.push((aspect, words.into_iter().map(str::to_owned).collect()));
        }
    }
    fields.finish()?;
    Ok(found)
}

/// Reads what a request tells of the circumstances.
///
/// # Errors
/// The problem that is due.
pub fn circumstances(fields: &mut Fields<'_>) -> Result<Circumstances, Problem> {
    let pointer = fields.pointer("context");
    let Some(value) = fields.take("context") else { return Ok(Circumstances::default()) };
    let mut fields = Fields::of(value, &pointer)?;
    let mut found = Vec::new();
    for aspect in Aspect::ALL {
        let word = fields.word_if_any(aspect.as_str(), |word| aspect.takes(word).then(|| word.to_owned()))?;
        found.extend(word.map(|word| (aspect, word)));
    }
    fields.finish()?;
    Ok(Circumstances(found))
}

/// A slot as it goes out.
pub fn shown(name: &str, slot: &Slot) -> serde_json::Value {
    json!({
        "slot": name,
        "version": slot.version,
        "variants": slot.variants.iter().map(shown_variant).collect::<Vec<_>>(),
        "default": slot.variants[slot.default].id,
        "goal": slot.goal.as_str(),
        "explore_percent": slot.explore_percent,
        "learn_by": slot.learn_by.iter().map(|aspect| aspect.as_str()).collect::<Vec<_>>(),
        "leanings": slot.leanings,
    })
}

/// A variant as it goes out: what it has, and nothing else.
pub fn shown_variant(variant: &Variant) -> serde_json::Value {
    let mut out = json!({ "id": variant.id });
    for (name, text) in
        [("title", &variant.title), ("text", &variant.text), ("url", &variant.url), ("image", &variant.image)]
    {
        if let Some(text) = text {
            out[name] = json!(text);
        }
    }
    if let Some(content) = &variant.content {
        // It was written by us from a document that was read.
        out["content"] = serde_json::from_str(content).unwrap_or_default();
    }
    if !variant.fits.is_empty() {
        let fits = variant.fits.iter().map(|(aspect, words)| (aspect.as_str().to_owned(), json!(words)));
        out["fits"] = serde_json::Value::Object(fits.collect());
    }
    out
}
