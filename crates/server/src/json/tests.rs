//! Each wrong document and the code that is due.

use super::{Fields, Value, parse};
use crate::problem::Code;

fn check(document: &[u8], due: Code) {
    let problem = parse(document).expect_err("refused");
    assert_eq!(problem.code(), due, "{:?}", String::from_utf8_lossy(&document[..document.len().min(60)]));
}

#[test]
fn each_wrong_document_has_its_code() {
    for malformed in ["", " ", "{} x", "{}{}", "// a\n{}", "\u{feff}{}", "NaN", "[1,]", "{\"a\":}", "'a'", "tru"] {
        check(malformed.as_bytes(), Code::MalformedJson);
    }
    for deep in [33, 40, 127, 200_000] {
        check("[".repeat(deep).as_bytes(), Code::JsonTooDeep);
    }
    for (document, due) in [
        (r#"{"a":1,"a":2}"#, Code::DuplicateKey),
        (r#"{"a":1,"\u0061":2}"#, Code::DuplicateKey),
        (r#"{"a":"\ud800"}"#, Code::InvalidUtf8),
        (r#"{"a":"\ud800\u0041"}"#, Code::InvalidUtf8),
        (r#"{"a":"\u0000"}"#, Code::InvalidCharacters),
        ("{\"a\":\"\u{1}\"}", Code::InvalidCharacters),
        ("{\"a\":\"\u{85}\"}", Code::InvalidCharacters),
        ("1e999", Code::InvalidNumber),
        ("-0", Code::InvalidNumber),
        ("-0.0", Code::InvalidNumber),
        ("9223372036854775808", Code::InvalidNumber),
        (r#"{"__proto__":1}"#, Code::ReservedName),
        (r#"{"constructor":1}"#, Code::ReservedName),
    ] {
        check(document.as_bytes(), due);
    }
    check(b"{\"a\":\"\xff\"}", Code::InvalidUtf8);
}

#[test]
fn an_object_of_too_many_fields_is_refused() {
    let fields: Vec<_> = (0..65).map(|n| format!("\"f{n}\":1")).collect();
    check(format!("{{{}}}", fields.join(",")).as_bytes(), Code::LimitExceeded);
}

#[test]
fn nesting_of_32_levels_is_read() {
    let document = format!("{}{}", "[".repeat(32), "]".repeat(32));
    assert!(parse(document.as_bytes()).is_ok());
}

#[test]
fn a_field_that_nobody_asked_for_is_refused_without_its_name() {
    let value = parse(br#"{"a":1,"secret":2}"#).expect("reads");
    let mut fields = Fields::of(&value, "/events/3").expect("object");
    assert_eq!(fields.integer_if_any("a", 0..=9).expect("integer"), Some(1));
    let problem = fields.finish().expect_err("unknown");
    assert_eq!(problem.code(), Code::UnknownField);
    assert_eq!(problem.pointer(), Some("/events/3"));
}

#[test]
fn a_fraction_is_no_integer_and_a_list_is_no_text() {
    let value = parse(br#"{"a":1.0,"b":["x"],"c":99}"#).expect("reads");
    assert!(matches!(&value, Value::Object(fields) if fields.len() == 3));
    let mut fields = Fields::of(&value, "").expect("object");
    assert_eq!(fields.integer_if_any("a", 0..=9).expect_err("fraction").code(), Code::InvalidNumber);
    assert_eq!(fields.text("b", 9).expect_err("list").code(), Code::InvalidType);
    assert_eq!(fields.integer_if_any("c", 0..=9).expect_err("range").code(), Code::InvalidNumber);
    assert_eq!(fields.text("d", 9).expect_err("missing").code(), Code::MissingField);
}
