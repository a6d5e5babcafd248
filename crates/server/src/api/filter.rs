//! Reads the small typed language of rules about items: JSON without code, bounded in depth and size.

use super::input;
use super::schema::{self, MAY};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use domain::{FILTER_DEPTH_MAX, FILTER_TERMS_MAX, FILTER_VALUES_MAX, Filter, ItemId, Price};
use serde_json::json;

/// Most characters of a word that a rule compares with.
const WORD_CHARS_MAX: usize = 1_000;
/// What a rule may ask of an item.
const FIELDS: [&str; 6] = ["category", "tag", "seller", "item", "price", "available"];

/// Reads a rule at `pointer`.
///
/// # Errors
/// `unknown_field`, `invalid_type`, `invalid_value` and their kin at the pointer of what is wrong, `rule_too_complex`.
pub fn read(value: &Value, pointer: &str) -> Result<Filter, Problem> {
    let mut terms = 0;
    read_term(value, pointer, 1, &mut terms)
}

fn read_term(value: &Value, pointer: &str, depth: usize, terms: &mut usize) -> Result<Filter, Problem> {
    *terms += 1;
    if depth > FILTER_DEPTH_MAX || *terms > FILTER_TERMS_MAX {
        return Err(
            Problem::new(Code::RuleTooComplex, "a rule has at most 100 terms, nested at most 8 deep").at(pointer)
        );
    }
    let mut fields = Fields::of(value, pointer)?;
    for (name, of) in [("all", Filter::All as fn(Vec<Filter>) -> Filter), ("any", Filter::Any)] {
        if let Some(value) = fields.take(name) {
            fields.finish()?;
            let Value::List(list) = value else {
                return Err(
                    Problem::new(Code::InvalidType, "an array of rules is due here").at(format!("{pointer}/{name}"))
                );
            };
            let one = |(at, value)| read_term(value, &format!("{pointer}/{name}/{at}"), depth + 1, terms);
            return list.iter().enumerate().map(one).collect::<Result<_, _>>().map(of);
        }
    }
    if let Some(value) = fields.take("not") {
        fields.finish()?;
        return read_term(value, &format!("{pointer}/not"), depth + 1, terms).map(|one| Filter::Not(Box::new(one)));
    }
    let known = |word: &str| FIELDS.iter().copied().find(|field| *field == word);
    let field = fields.word_if_any("field", known)?.ok_or_else(|| fields.missing("field"))?;
    let filter = read_field(field, &mut fields)?;
    fields.finish()?;
    Ok(filter)
}

fn read_field(field: &str, fields: &mut Fields<'_>) -> Result<Filter, Problem> {
    Ok(match field {
        "category" => Filter::Category(words("is", fields)?),
        "tag" => Filter::Tag(words("has", fields)?),
        "seller" => Filter::Seller(words("is", fields)?),
        "item" => {
            let ids = words("is", fields)?;
            let parse = |id: String| ItemId::parse(&id).map_err(|_| input::invalid_id(fields, "is"));
            Filter::Item(ids.into_iter().map(parse).collect::<Result<_, _>>()?)
        }
        "price" => price(fields)?,
        _ => Filter::Available,
    })
}

/// One word, or several of which one is enough.
fn words(one: &str, fields: &mut Fields<'_>) -> Result<Vec<String>, Problem> {
    let single = fields.text_if_any(one, WORD_CHARS_MAX)?;
    let several = fields.texts("in", FILTER_VALUES_MAX, WORD_CHARS_MAX)?;
    match (single, several.is_empty()) {
        (Some(word), true) => Ok(vec![word.to_owned()]),
        (None, false) => Ok(several.into_iter().map(str::to_owned).collect()),
        (None, true) => Err(fields.missing(one)),
        (Some(_), false) => Err(fields.wrong("in", Code::InvalidValue, "say one word, or several in `in`")),
    }
}

fn price(fields: &mut Fields<'_>) -> Result<Filter, Problem> {
    let (at_least, at_most) = (bound("at_least", fields)?, bound("at_most", fields)?);
    match (&at_least, &at_most) {
        (None, None) => Err(fields.missing("at_most")),
        (Some(least), Some(most)) if least.currency() != most.currency() => {
            Err(fields.wrong("at_most", Code::InvalidValue, "both bounds are in one currency"))
        }
        _ => Ok(Filter::Price { at_least, at_most }),
    }
}

fn bound(name: &str, fields: &mut Fields<'_>) -> Result<Option<Price>, Problem> {
    let Some(value) = fields.take(name) else { return Ok(None) };
    let mut inside = Fields::of(value, &fields.pointer(name))?;
    let max = i64::try_from(Price::MINOR_MAX).unwrap_or(i64::MAX);
    let minor = inside.integer_if_any("minor", 0..=max)?.ok_or_else(|| inside.missing("minor"))?;
    let currency = inside.text("currency", 64)?;
    let price = Price::new(minor.unsigned_abs(), currency);
    let price =
        price.map_err(|_| inside.wrong("currency", Code::InvalidValue, "a currency is an ISO 4217 code in use"))?;
    inside.finish()?;
    Ok(Some(price))
}

/// A rule as it goes out: as it came in, with lists where several words were, or could have been, said.
pub fn shown(filter: &Filter) -> serde_json::Value {
    let all = |of: &[Filter]| of.iter().map(shown).collect::<Vec<_>>();
    let among = |field: &str, words: &[String]| json!({ "field": field, "in": words });
    match filter {
        Filter::All(of) => json!({ "all": all(of) }),
        Filter::Any(of) => json!({ "any": all(of) }),
        Filter::Not(one) => json!({ "not": shown(one) }),
        Filter::Category(words) => among("category", words),
        Filter::Tag(words) => among("tag", words),
        Filter::Seller(words) => among("seller", words),
        Filter::Item(ids) => json!({ "field": "item", "in": ids }),
        Filter::Price { at_least, at_most } => {
            let mut term = json!({ "field": "price" });
            for (name, bound) in [("at_least", at_least), ("at_most", at_most)] {
                if let Some(price) = bound {
                    term[name] = json!({ "minor": price.minor(), "currency": price.currency() });
                }
            }
            term
        }
        Filter::Available => json!({ "field": "available" }),
    }
}

/// The schema of a rule. It holds itself, so what is inside is told in words.
pub fn filter_schema() -> serde_json::Value {
    let price = || {
        let max = i64::try_from(Price::MINOR_MAX).unwrap_or(i64::MAX);
        schema::object(vec![
            ("minor", schema::integer(0, max), schema::DUE),
            ("currency", schema::text(3), schema::DUE),
        ])
    };
    let inner = || json!({ "type": "object", "description": "a rule of the same form, nested at most 8 deep" });
    schema::object(vec![
        ("all", schema::list(inner(), FILTER_TERMS_MAX), MAY),
        ("any", schema::list(inner(), FILTER_TERMS_MAX), MAY),
        ("not", inner(), MAY),
        ("field", schema::word(&FIELDS), MAY),
        ("is", schema::text(WORD_CHARS_MAX), MAY),
        ("has", schema::text(WORD_CHARS_MAX), MAY),
        ("in", schema::list(schema::text(WORD_CHARS_MAX), FILTER_VALUES_MAX), MAY),
        ("at_least", price(), MAY),
        ("at_most", price(), MAY),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Filter, Problem> {
        read(&crate::json::parse(text.as_bytes())?, "/filter")
    }

    #[test]
    fn a_rule_is_read_and_shown_as_it_was_said() {
        let text = r#"{"all":[{"field":"price","at_most":{"minor":5000,"currency":"EUR"}},
            {"not":{"field":"category","in":["Garden"]}},{"any":[{"field":"seller","in":["a","b"]},{"field":"item","in":["x"]}]},
            {"field":"tag","in":["organic"]},{"field":"available"}]}"#;
        let filter = read_text(text).expect("it is a rule");
        assert_eq!(shown(&filter), serde_json::from_str::<serde_json::Value>(text).expect("json"));
        let one = read_text(r#"{"field":"category","is":"Garden"}"#).expect("it is a rule");
        assert_eq!(one, Filter::Category(vec!["Garden".to_owned()]));
        assert_eq!(
            read_text(r#"{"field":"tag","has":"organic"}"#).expect("a rule"),
            Filter::Tag(vec!["organic".into()])
        );
    }

    #[test]
    fn what_is_no_rule_is_refused_at_its_place() {
        let deep =
            |depth: usize| format!("{}{{\"field\":\"available\"}}{}", "{\"not\":".repeat(depth), "}".repeat(depth));
        let wide = format!("{{\"all\":[{}]}}", vec!["{\"field\":\"available\"}"; FILTER_TERMS_MAX].join(","));
        let long = format!("{{\"field\":\"tag\",\"in\":[{}]}}", vec!["\"a\""; FILTER_VALUES_MAX + 1].join(","));
        for (text, code, pointer) in [
            (r#"{"field":"colour","is":"red"}"#, "invalid_value", "/filter/field"),
            (r#"{"is":"red"}"#, "missing_field", "/filter/field"),
            (r#"{"field":"tag","like":"red.*"}"#, "missing_field", "/filter/has"),
            (r#"{"field":"tag","has":"red","like":1}"#, "unknown_field", "/filter"),
            (r#"{"field":"tag","has":"red","in":["x"]}"#, "invalid_value", "/filter/in"),
            (r#"{"field":"tag","has":7}"#, "invalid_type", "/filter/has"),
            (r#"{"field":"item","is":"a b"}"#, "invalid_identifier", "/filter/is"),
            (r#"{"field":"price"}"#, "missing_field", "/filter/at_most"),
            (
                r#"{"field":"price","at_most":{"minor":1.5,"currency":"EUR"}}"#,
                "invalid_number",
                "/filter/at_most/minor",
            ),
            (r#"{"field":"price","at_most":{"minor":-1,"currency":"EUR"}}"#, "invalid_number", "/filter/at_most/minor"),
            (
                r#"{"field":"price","at_most":{"minor":1,"currency":"XXX"}}"#,
                "invalid_value",
                "/filter/at_most/currency",
            ),
            (
                r#"{"field":"price","at_least":{"minor":1,"currency":"USD"},"at_most":{"minor":1,"currency":"EUR"}}"#,
                "invalid_value",
                "/filter/at_most",
            ),
            (r#"{"all":{}}"#, "invalid_type", "/filter/all"),
            (r#"{"all":[],"any":[]}"#, "unknown_field", "/filter"),
            (r#"{"all":[7]}"#, "invalid_type", "/filter/all/0"),
            (r#"[]"#, "invalid_type", "/filter"),
            (&deep(FILTER_DEPTH_MAX), "rule_too_complex", "/filter/not/not/not/not/not/not/not/not"),
            (&wide, "rule_too_complex", "/filter/all/99"),
            (&long, "limit_exceeded", "/filter/in"),
        ] {
            let problem = read_text(text).expect_err(text);
            assert_eq!((problem.code().name(), problem.pointer()), (code, Some(pointer)), "{text}");
        }
        assert!(read_text(&deep(FILTER_DEPTH_MAX - 1)).is_ok());
    }
}
