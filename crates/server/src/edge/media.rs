//! Media types: what a body says it is, and what a client is ready to take.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use super::bytes::trimmed;
use crate::problem::{Code, Problem};

/// What a body may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// One JSON document.
    Json,
    /// One JSON document a line.
    Ndjson,
    /// A form of a page.
    Form,
    /// Text, as a page may send it to another origin without asking first.
    Text,
}

// === impl Media ===

impl Media {
    /// The media type as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Ndjson => "application/x-ndjson",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Text => "text/plain",
        }
    }
}

/// Which of the `taken` kinds the body is. The only parameter allowed is `charset=utf-8`.
///
/// # Errors
/// `unsupported_media_type` for any other kind, for none and for two.
pub fn sent(headers: &HeaderMap, taken: &[Media]) -> Result<Media, Problem> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let found = match (given.next(), given.next()) {
        (Some(value), None) => taken.iter().copied().find(|media| is_exactly(value.as_bytes(), media.name())),
        _ => None,
    };
    found.ok_or_else(|| unsupported(taken))
}

/// Checks that the client takes what we are about to make, such as `application/json`. No `Accept` field takes everything.
///
/// # Errors
/// `not_acceptable`.
pub fn check_accepted(headers: &HeaderMap, made: &str) -> Result<(), Problem> {
    if accepts(headers, made) {
        return Ok(());
    }
    Err(Problem::new(Code::NotAcceptable, format!("this resource is served as {made} only")))
}

/// Whether the client takes this media type. The closest range decides, as RFC 9110, section 12.5.1 has it.
pub fn accepts(headers: &HeaderMap, made: &str) -> bool {
    if !headers.contains_key(header::ACCEPT) {
        return true;
    }
    let ranges = list(headers, &header::ACCEPT).filter_map(|range| Range::parse(range, made));
    ranges.max_by_key(|range| range.closeness).is_some_and(|range| range.is_wanted)
}

/// A range that covers what we make.
struct Range {
    closeness: Closeness,
    is_wanted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    Anything,
    SameKind,
    Same,
}

// === impl Range ===

impl Range {
    fn parse(range: &[u8], made: &str) -> Option<Self> {
        let mut parts = range.split(|byte| *byte == b';').map(trimmed);
        let name = parts.next()?;
        let kind = made.split('/').next()?;
        let closeness = match name {
            b"*/*" => Closeness::Anything,
            _ if name.eq_ignore_ascii_case(made.as_bytes()) => Closeness::Same,
            [start @ .., b'/', b'*'] if start.eq_ignore_ascii_case(kind.as_bytes()) => Closeness::SameKind,
            _ => return None,
        };
        Some(Self { closeness, is_wanted: !parts.any(is_zero_quality) })
    }
}

/// `q=0`, with up to three zeros behind the point.
fn is_zero_quality(parameter: &[u8]) -> bool {
    let [b'q' | b'Q', b'=', value @ ..] = parameter else {
        return false;
    };
    !value.is_empty() && value.iter().all(|byte| matches!(byte, b'0' | b'.'))
}

fn is_exactly(value: &[u8], name: &str) -> bool {
    let mut parts = value.split(|byte| *byte == b';').map(trimmed);
    let is_named = parts.next().is_some_and(|given| given.eq_ignore_ascii_case(name.as_bytes()));
    let charset = parts.next();
    is_named && charset.is_none_or(is_utf8) && parts.next().is_none()
}

fn is_utf8(parameter: &[u8]) -> bool {
    [&b"charset=utf-8"[..], b"charset=\"utf-8\""].iter().any(|utf8| parameter.eq_ignore_ascii_case(utf8))
}

fn list<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().flat_map(|value| value.as_bytes().split(|byte| *byte == b',').map(trimmed))
}

fn unsupported(taken: &[Media]) -> Problem {
    let names = taken.iter().map(|media| media.name()).collect::<Vec<_>>().join(", ");
    let problem = Problem::new(Code::UnsupportedMediaType, format!("send the body as {names}"));
    match HeaderValue::from_str(&names) {
        Ok(value) => problem.with_header(header::ACCEPT, value),
        Err(_) => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_body_is_what_the_resource_takes_or_unsupported() {
        let taken = [Media::Json, Media::Ndjson];
        let check = |values: &[&str], expected: Option<Media>| {
            let found = sent(&headers(header::CONTENT_TYPE, values), &taken);
            assert_eq!(found.as_ref().ok().copied(), expected, "{values:?}");
            assert!(found.is_ok() || found.is_err_and(|problem| problem.code() == Code::UnsupportedMediaType));
        };
        check(&["application/json"], Some(Media::Json));
        check(&["Application/JSON ; charset=UTF-8"], Some(Media::Json));
        check(&["application/x-ndjson;charset=\"utf-8\""], Some(Media::Ndjson));
        let wrong = [
            "",
            "text/plain",
            "application/x+json",
            "application/json; charset=utf-16",
            "application/json;",
            "application/jsonx",
            "application/json; charset=utf-8; charset=utf-8",
            "application/json; v=1",
            "application/x-www-form-urlencoded",
        ];
        for value in wrong {
            check(&[value], None);
        }
        check(&[], None);
        check(&["application/json", "application/json"], None);
    }

    #[test]
    fn the_closest_range_decides_what_a_client_takes() {
        let check = |values: &[&str], expected: bool| {
            assert_eq!(
                check_accepted(&headers(header::ACCEPT, values), "application/json").is_ok(),
                expected,
                "{values:?}"
            );
        };
        let wanted = [
            "*/*",
            "application/*",
            "application/json",
            "text/html, */*;q=0.1",
            "APPLICATION/JSON;q=0.001",
            "text/html;q=0, application/json",
        ];
        for value in wanted {
            check(&[value], true);
        }
        for value in [
            "",
            "text/html",
            "image/*",
            "application/json;q=0",
            "*/*;q=0.000",
            "*/*, application/json;q=0",
            "json",
            "application/jsonx",
        ] {
            check(&[value], false);
        }
        check(&[], true);
        check(&["text/html", "application/json"], true);
    }
}
