//! Addresses, read strictly: no hidden characters, no parameter twice, nothing of a person in them.

use crate::auth::not_found;
use crate::edge::media;
use crate::problem::{Code, Problem};
use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::ops::RangeInclusive;

/// Most query parameters.
const PARAMETERS_MAX: usize = 16;

/// Refuses an address that could be read in two ways, or that carries what does not belong in one, and a client that
/// does not take what is made here.
pub async fn guard(request: Request, next: Next) -> Response {
    let checked = check(request.uri())
        .and_then(|()| check_one_place(request.method(), request.uri()))
        .and_then(|()| check_accepted(request.headers(), request.uri()));
    match checked {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

/// A method with a body takes nothing from the query, so that no parameter has two places.
fn check_one_place(method: &Method, uri: &Uri) -> Result<(), Problem> {
    let has_query = uri.query().is_some_and(|query| !query.is_empty());
    if has_query && (method == Method::POST || method == Method::PUT) {
        return Err(Problem::new(Code::AmbiguousParameter, "send the parameters of this method in the body alone"));
    }
    Ok(())
}

/// Everything under `/v1` is served as its description says.
fn check_accepted(headers: &HeaderMap, uri: &Uri) -> Result<(), Problem> {
    let path = uri.path();
    if path.starts_with("/v1/") { media::check_accepted(headers, super::openapi::media(path)) } else { Ok(()) }
}

fn check(uri: &Uri) -> Result<(), Problem> {
    let path = uri.path();
    if path.contains(';') || path.contains("//") {
        return Err(not_found());
    }
    let invalid =
        || Problem::new(Code::InvalidIdentifier, "an id in a path has letters, digits and . _ : - ~ + of ASCII");
    let plain = decode(path).ok_or_else(invalid)?;
    let hidden = path.contains('%') && (plain.matches('/').count() != path.matches('/').count());
    let plain_sign = |c: char| c.is_ascii_alphanumeric() || "/._:-~+@".contains(c);
    if hidden || !plain.chars().all(plain_sign) || plain.split('/').any(|part| part == "." || part == "..") {
        return Err(invalid());
    }
    if plain.contains('@') {
        return Err(sensitive());
    }
    Query::parse(uri.query().unwrap_or_default()).map(|_| ())
}

fn sensitive() -> Problem {
    Problem::new(Code::SensitiveInUrl, "send secrets and addresses of people in the body or in a header field")
}

/// Undoes percent-encoding. `None` for a broken escape, or bytes that are not UTF-8.
fn decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let high = char::from(bytes.next()?).to_digit(16)?;
        let low = char::from(bytes.next()?).to_digit(16)?;
        out.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(out).ok()
}

/// The parameters of a query, each once.
#[derive(Debug, Default)]
pub struct Query {
    left: Vec<(String, String)>,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// `ambiguous_parameter` for one that stands twice, `sensitive_in_url` for one that holds a secret or an address of
    /// a person, `invalid_parameter` for what can not be read.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let read = Self::form(query)?;
        let secret = |(_, value): &(String, String)| value.contains('@') || value.contains("assent_");
        if read.left.iter().any(secret) { Err(sensitive()) } else { Ok(read) }
    }

    /// Reads the fields of a form: as [`Query::parse`], but in a body secrets have their place.
    ///
    /// # Errors
    /// `ambiguous_parameter`, `invalid_parameter`.
    pub fn form(query: &str) -> Result<Self, Problem> {
        let mut left: Vec<(String, String)> = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let plain = |text: &str| decode(&text.replace('+', " ")).filter(|t| !t.chars().any(char::is_control));
            let (Some(name), Some(value)) = (plain(name), plain(value)) else { return Err(invalid()) };
            if left.iter().any(|(known, _)| *known == name) {
                return Err(Problem::new(Code::AmbiguousParameter, "send each parameter once"));
            }
            if left.len() == PARAMETERS_MAX {
                return Err(invalid());
            }
            left.push((name, value));
        }
        Ok(Self { left })
    }

    /// Takes a parameter out.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.left.iter().position(|(known, _)| known == name)?;
        Some(self.left.swap_remove(at).1)
    }

    /// Takes a number from none to `max` out.
    ///
    /// # Errors
    /// `limit_exceeded` (422) out of range, `invalid_parameter` where it is no number.
    pub fn number(&mut self, name: &str, default: usize, max: usize) -> Result<usize, Problem> {
        self.within(name, default, 0..=max)
    }

    /// Takes out how many are asked for, at least one.
    ///
    /// # Errors
    /// As [`Query::number`].
    pub fn count(&mut self, name: &str, default: usize, max: usize) -> Result<usize, Problem> {
        self.within(name, default, 1..=max)
    }

    fn within(&mut self, name: &str, default: usize, range: RangeInclusive<usize>) -> Result<usize, Problem> {
        let Some(text) = self.take(name) else { return Ok(default) };
        let number: i64 = text.parse().map_err(|_| invalid())?;
        usize::try_from(number)
            .ok()
            .filter(|n| range.contains(n))
            .ok_or_else(|| Problem::new(Code::LimitExceeded, "the number is out of range"))
    }

    /// Ends the taking.
    ///
    /// # Errors
    /// `invalid_parameter`, where one was not taken.
    pub fn finish(self) -> Result<(), Problem> {
        if self.left.is_empty() { Ok(()) } else { Err(invalid()) }
    }
}

fn invalid() -> Problem {
    Problem::new(Code::InvalidParameter, "a query parameter is malformed or not known")
}
