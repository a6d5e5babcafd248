//! Takes the fields of an object one by one; what was not asked for is unknown, and refused.

use super::{ARRAY_MAX, Value};
use crate::problem::{Code, Problem};
use std::ops::RangeInclusive;

/// The fields of one object that have not been taken yet.
pub struct Fields<'v> {
    pointer: String,
    left: Vec<&'v (String, Value)>,
}

impl<'v> Fields<'v> {
    /// The fields of the object at `pointer` (a JSON pointer, RFC 6901).
    ///
    /// # Errors
    /// `invalid_type` when it is no object.
    pub fn of(value: &'v Value, pointer: &str) -> Result<Self, Problem> {
        match value {
            Value::Object(fields) => Ok(Self { pointer: pointer.to_owned(), left: fields.iter().collect() }),
            _ => Err(Problem::new(Code::InvalidType, "an object is due here").at(pointer)),
        }
    }

    /// The JSON pointer of a field.
    #[must_use]
    pub fn pointer(&self, name: &str) -> String {
        format!("{}/{name}", self.pointer)
    }

    /// A mistake in a field.
    #[must_use]
    pub fn wrong(&self, name: &str, code: Code, detail: &'static str) -> Problem {
        Problem::new(code, detail).at(self.pointer(name))
    }

    /// A field as it is; `null` counts as not there.
    pub fn take(&mut self, name: &str) -> Option<&'v Value> {
        let at = self.left.iter().position(|(key, _)| key == name)?;
        let (_, value) = self.left.swap_remove(at);
        (*value != Value::Null).then_some(value)
    }

    /// A text of at most `max` characters, where there is one.
    ///
    /// # Errors
    /// `invalid_type`, or `limit_exceeded`.
    pub fn text_if_any(&mut self, name: &str, max: usize) -> Result<Option<&'v str>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Text(text)) if text.chars().count() > max => {
                Err(self.wrong(name, Code::LimitExceeded, "the text is too long"))
            }
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong(name, Code::InvalidType, "a text is due here")),
        }
    }

    /// A text of at most `max` characters.
    ///
    /// # Errors
    /// `missing_field`, `invalid_type`, or `limit_exceeded`.
    pub fn text(&mut self, name: &str, max: usize) -> Result<&'v str, Problem> {
        self.text_if_any(name, max)?.ok_or_else(|| self.missing(name))
    }

    /// An integer within the range, where there is one.
    ///
    /// # Errors
    /// `invalid_type`, or `invalid_number`.
    pub fn integer_if_any(&mut self, name: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Integer(n)) if range.contains(n) => Ok(Some(*n)),
            Some(Value::Integer(_) | Value::Float(_)) => {
                Err(self.wrong(name, Code::InvalidNumber, "an integer within its range is due here"))
            }
            Some(_) => Err(self.wrong(name, Code::InvalidType, "an integer is due here")),
        }
    }

    /// A yes or no, where there is one.
    ///
    /// # Errors
    /// `invalid_type`.
    pub fn truth_if_any(&mut self, name: &str) -> Result<Option<bool>, Problem> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(truth)) => Ok(Some(*truth)),
            Some(_) => Err(self.wrong(name, Code::InvalidType, "true or false is due here")),
        }
    }

    /// An array of at most `max` elements; one that is not there is empty.
    ///
    /// # Errors
    /// `invalid_type`, or `limit_exceeded`.
    pub fn list(&mut self, name: &str, max: usize) -> Result<&'v [Value], Problem> {
        match self.take(name) {
            None => Ok(&[]),
            Some(Value::List(list)) if list.len() > max.min(ARRAY_MAX) => {
                Err(self.wrong(name, Code::LimitExceeded, "the array is too long"))
            }
            Some(Value::List(list)) => Ok(list),
            Some(_) => Err(self.wrong(name, Code::InvalidType, "an array is due here")),
        }
    }

    /// An array of texts.
    ///
    /// # Errors
    /// `invalid_type`, or `limit_exceeded`.
    pub fn texts(&mut self, name: &str, max: usize, chars_max: usize) -> Result<Vec<&'v str>, Problem> {
        let list = self.list(name, max)?;
        let text = |(at, value): (usize, &'v Value)| match value {
            Value::Text(text) if text.chars().count() > chars_max => {
                Err(self.wrong(&format!("{name}/{at}"), Code::LimitExceeded, "the text is too long"))
            }
            Value::Text(text) => Ok(text.as_str()),
            _ => Err(self.wrong(&format!("{name}/{at}"), Code::InvalidType, "a text is due here")),
        };
        list.iter().enumerate().map(text).collect()
    }

    /// An object whose names are the sender's own; one that is not there is empty.
    ///
    /// # Errors
    /// `invalid_type`.
    pub fn named(&mut self, name: &str) -> Result<&'v [(String, Value)], Problem> {
        match self.take(name) {
            None => Ok(&[]),
            Some(Value::Object(fields)) => Ok(fields),
            Some(_) => Err(self.wrong(name, Code::InvalidType, "an object is due here")),
        }
    }

    /// One of a few words, where there is one.
    ///
    /// # Errors
    /// `invalid_type`, or `invalid_value`.
    pub fn word_if_any<T>(&mut self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        let Some(text) = self.text_if_any(name, super::TEXT_CHARS_MAX)? else { return Ok(None) };
        read(text)
            .map(Some)
            .ok_or_else(|| self.wrong(name, Code::InvalidValue, "this word is not one of those allowed"))
    }

    /// The problem of a field that is not there.
    #[must_use]
    pub fn missing(&self, name: &str) -> Problem {
        self.wrong(name, Code::MissingField, "this field is due")
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// `unknown_field`, where a field was not taken. The pointer names the object only: the name is the caller's.
    pub fn finish(self) -> Result<(), Problem> {
        if self.left.is_empty() {
            return Ok(());
        }
        Err(Problem::new(Code::UnknownField, "a field of this object is not known").at(self.pointer))
    }
}
