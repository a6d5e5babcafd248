//! Words for JSON schemas, so that each endpoint describes its bodies in a few lines.

use serde_json::{Map, Value, json};

/// A field of an object: its name, its schema, whether it has to be there.
pub type Field = (&'static str, Value, bool);

/// Has to be there.
pub const DUE: bool = true;
/// May be left out.
pub const MAY: bool = false;

/// An object with just these fields.
pub fn object(fields: Vec<Field>) -> Value {
    let required: Vec<_> = fields.iter().filter(|f| f.2).map(|f| f.0).collect();
    let properties: Map<_, _> = fields.into_iter().map(|(name, schema, _)| (name.to_owned(), schema)).collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// An array.
pub fn list(of: Value, max: usize) -> Value {
    json!({"type": "array", "items": of, "maxItems": max})
}

/// A text of at most `max` characters.
pub fn text(max: usize) -> Value {
    json!({"type": "string", "maxLength": max})
}

/// An id: letters, digits and a few signs of ASCII.
pub fn id() -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": domain::ID_BYTES_MAX, "pattern": "^[A-Za-z0-9._:~+-]+$"})
}

/// One of a few words.
pub fn word(words: &[&str]) -> Value {
    json!({"type": "string", "enum": words})
}

/// An integer within a range.
pub fn integer(min: i64, max: i64) -> Value {
    json!({"type": "integer", "minimum": min, "maximum": max})
}

/// How many: at least one.
pub fn count(max: usize) -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": max})
}

/// This, or nothing.
pub fn nullable(of: Value) -> Value {
    json!({"anyOf": [of, {"type": "null"}]})
}

/// A number.
pub fn number() -> Value {
    json!({"type": "number"})
}

/// True or false.
pub fn truth() -> Value {
    json!({"type": "boolean"})
}

/// A point in time: seconds since 1970, UTC.
pub fn time() -> Value {
    json!({"type": "integer", "description": "seconds since 1970-01-01T00:00:00Z"})
}
