//! A document as a tree, read so strictly that two readers can not understand it differently.

use super::FIELDS_MAX;
use crate::problem::{Code, Problem};
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// How deep a document may be nested.
pub const DEPTH_MAX: usize = 32;
/// Most elements that are read into one array; what an endpoint takes is less.
const ELEMENTS_MAX: usize = 100_000;

/// A JSON value. Objects keep the order of their fields; no field stands twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number written without fraction and exponent that fits in 64 bits with a sign.
    Integer(i64),
    /// Any other number; finite.
    Float(f64),
    /// A text without control characters.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Vec<(String, Value)>),
}

/// Reads one document.
///
/// # Errors
/// A [`Problem`] with the code that BAD_INPUTS.md names; it never repeats the input.
pub fn parse(bytes: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| problem(Code::InvalidUtf8))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Depth(0).deserialize(&mut reader).map_err(|error| problem(code(&error)))?;
    reader.end().map_err(|_| problem(Code::MalformedJson))?;
    Ok(value)
}

fn problem(code: Code) -> Problem {
    let detail = match code {
        Code::InvalidUtf8 => "send UTF-8, and surrogates only in pairs",
        Code::JsonTooDeep => "nest at most 32 levels",
        Code::DuplicateKey => "send each key once",
        Code::InvalidCharacters => "leave control characters out of texts",
        Code::InvalidNumber => "send numbers that fit, integers without fraction",
        Code::ReservedName => "choose another name for the field",
        Code::LimitExceeded => "send fewer fields or elements",
        _ => "send one JSON document (RFC 8259)",
    };
    Problem::new(code, detail)
}

/// The codes that the visitor raises, as the words that serde carries them in.
const RAISED: [(Code, &str); 6] = [
    (Code::JsonTooDeep, "raised: too deep"),
    (Code::DuplicateKey, "raised: duplicate key"),
    (Code::InvalidCharacters, "raised: control character"),
    (Code::InvalidNumber, "raised: number"),
    (Code::ReservedName, "raised: reserved name"),
    (Code::LimitExceeded, "raised: limit"),
];

fn raise<E: de::Error>(code: Code) -> E {
    E::custom(RAISED.iter().find(|(raised, _)| *raised == code).map_or("raised", |(_, word)| word))
}

fn code(error: &serde_json::Error) -> Code {
    let says = error.to_string();
    if let Some((code, _)) = RAISED.iter().find(|(_, word)| says.starts_with(word)) {
        return *code;
    }
    let known = [
        ("control character", Code::InvalidCharacters),
        ("surrogate", Code::InvalidUtf8),
        ("hex escape", Code::InvalidUtf8),
        ("unicode code point", Code::InvalidUtf8),
        ("number out of range", Code::InvalidNumber),
        ("recursion limit", Code::JsonTooDeep),
    ];
    known.iter().find(|(word, _)| says.contains(word)).map_or(Code::MalformedJson, |(_, code)| *code)
}

/// How deep the reader is.
#[derive(Clone, Copy)]
struct Depth(usize);

impl Depth {
    fn down<E: de::Error>(self) -> Result<Self, E> {
        if self.0 >= DEPTH_MAX { Err(raise(Code::JsonTooDeep)) } else { Ok(Self(self.0 + 1)) }
    }
}

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Integer(v))
    }

    fn visit_u64<E: de::Error>(self, v: u64) -> Result<Value, E> {
        i64::try_from(v).map(Value::Integer).map_err(|_| raise(Code::InvalidNumber))
    }

    fn visit_f64<E: de::Error>(self, v: f64) -> Result<Value, E> {
        let negative_zero = v == 0.0 && v.is_sign_negative();
        if negative_zero || !v.is_finite() { Err(raise(Code::InvalidNumber)) } else { Ok(Value::Float(v)) }
    }

    fn visit_str<E: de::Error>(self, v: &str) -> Result<Value, E> {
        if v.chars().any(char::is_control) {
            return Err(raise(Code::InvalidCharacters));
        }
        Ok(Value::Text(v.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let below = self.down()?;
        let mut list = Vec::new();
        while let Some(value) = seq.next_element_seed(below)? {
            if list.len() == ELEMENTS_MAX {
                return Err(raise(Code::LimitExceeded));
            }
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let below = self.down()?;
        let mut fields: Vec<(String, Value)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            check_key(&key, &fields)?;
            let value = map.next_value_seed(below)?;
            fields.push((key, value));
        }
        Ok(Value::Object(fields))
    }
}

fn check_key<E: de::Error>(key: &str, fields: &[(String, Value)]) -> Result<(), E> {
    if fields.iter().any(|(known, _)| known == key) {
        return Err(raise(Code::DuplicateKey));
    }
    if fields.len() >= FIELDS_MAX {
        return Err(raise(Code::LimitExceeded));
    }
    if matches!(key, "__proto__" | "constructor" | "prototype") {
        return Err(raise(Code::ReservedName));
    }
    if key.chars().any(char::is_control) {
        return Err(raise(Code::InvalidCharacters));
    }
    Ok(())
}
