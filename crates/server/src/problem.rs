//! Problems: every "no" of the doors, as an RFC 9457 document that never repeats what was sent.

use std::borrow::Cow;

use app::notice::Finding;
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

mod codes;

pub use codes::Code;

/// One answer that is not a success.
///
/// The detail is a sentence of ours, lower case and without a full stop; it holds nothing of the request.
#[derive(Debug, Clone)]
pub struct Problem {
    code: Code,
    status: StatusCode,
    detail: Cow<'static, str>,
    pointer: Option<String>,
    findings: Vec<Finding>,
    headers: Vec<(HeaderName, HeaderValue)>,
    close: bool,
}

// === impl Problem ===

impl Problem {
    /// A problem of this kind; `detail` says how to mend it, in our words and never in the caller's.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            status: code.status(),
            detail: detail.into(),
            pointer: None,
            findings: Vec::new(),
            headers: Vec::new(),
            close: false,
        }
    }

    /// The place in the sent document that is wrong, as a JSON pointer made of names that the schema knows and of indices.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Names everything that was found, each with its place.
    #[must_use]
    pub fn finding(mut self, findings: &[Finding]) -> Self {
        self.findings = findings.to_vec();
        self
    }

    /// Answers with another status than the catalogue's, where the same code is due with two (an identifier in a path or in a body).
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds a header field to the answer, such as `Allow`.
    #[must_use]
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds `Retry-After`, in whole seconds.
    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// Ends the connection after this answer.
    #[must_use]
    pub fn closing(mut self) -> Self {
        self.close = true;
        self
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The status that goes with it.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What happened and how to mend it.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The JSON pointer, where there is one.
    pub fn pointer(&self) -> Option<&str> {
        self.pointer.as_deref()
    }

    /// The whole answer as the bytes of an HTTP/1.1 message, for a connection on which no response can be built any more.
    /// `date` is the value of the `Date` field, left out where it is empty.
    pub fn to_http(&self, date: &str) -> Vec<u8> {
        let body = self.document();
        let reason = self.status.canonical_reason().unwrap_or("");
        let mut head = format!("HTTP/1.1 {} {reason}\r\n", self.status.as_u16());
        let length = body.len().to_string();
        let fixed = FIXED_FIELDS.iter().map(|(name, value)| (name.as_str(), *value));
        let own = self.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap_or("")));
        for (name, value) in fixed.chain(own).chain([("content-length", length.as_str())]) {
            push_field(&mut head, name, value);
        }
        if self.close {
            push_field(&mut head, "connection", "close");
        }
        if !date.is_empty() {
            push_field(&mut head, "date", date);
        }
        head.push_str("\r\n");
        let mut message = head.into_bytes();
        message.extend_from_slice(&body);
        message
    }

    /// The document alone.
    pub fn document(&self) -> Vec<u8> {
        let code = self.code.name();
        let document = Document {
            kind: format!("{TYPE_BASE}{code}"),
            title: self.code.title(),
            status: self.status.as_u16(),
            code,
            detail: &self.detail,
            pointer: self.pointer.as_deref(),
            findings: self.findings.iter().map(Found::of).collect(),
        };
        // Strings and a number: serialising them into memory has no way to fail, and an empty body would still carry the status.
        serde_json::to_vec(&document).unwrap_or_default()
    }
}

/// The answer carries its problem along, so that a door for people can tell it as a page.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.document()));
        *response.status_mut() = self.status;
        for (name, value) in FIXED_FIELDS {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        if self.close {
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response.headers_mut().extend(self.headers.clone());
        response.extensions_mut().insert(self);
        response
    }
}

fn push_field(head: &mut String, name: &str, value: &str) {
    for part in [name, ": ", value, "\r\n"] {
        head.push_str(part);
    }
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Found<'a> {
    finding: &'static str,
    pointer: &'a str,
    says: &'static str,
}

impl<'a> Found<'a> {
    fn of(found: &'a Finding) -> Self {
        Self { finding: found.name.as_str(), pointer: &found.pointer, says: found.name.says() }
    }
}

/// What the `type` of every problem begins with; its code follows.
pub const TYPE_BASE: &str = "https://assent.example/problems/";
/// The media type of every problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

const FIXED_FIELDS: [(HeaderName, &str); 2] = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_listed_once() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn every_code_is_an_error_with_a_readable_title() {
        for code in Code::ALL {
            assert!(code.status().is_client_error() || code.status().is_server_error(), "{code:?}");
            assert!(code.title().starts_with(char::is_uppercase) && !code.title().ends_with('.'), "{code:?}");
            assert!(code.name().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit()));
        }
    }

    #[test]
    fn a_problem_is_a_document_with_type_title_status_code_detail_and_pointer() {
        let problem = Problem::new(Code::UnknownField, "a field \"here\" is not known").at("/events/3");
        let document: serde_json::Value = serde_json::from_slice(&problem.document()).unwrap();
        let expected = serde_json::json!({
            "type": "https://assent.example/problems/unknown_field",
            "title": "A field is not known",
            "status": 422,
            "code": "unknown_field",
            "detail": "a field \"here\" is not known",
            "pointer": "/events/3",
        });
        assert_eq!(document, expected);
    }

    #[test]
    fn a_problem_as_bytes_is_a_whole_message() {
        let problem = Problem::new(Code::Overloaded, "try again").retry_after(2).closing();
        let message = String::from_utf8(problem.to_http("Mon, 01 Jan 2024 00:00:00 GMT")).unwrap();
        let (head, body) = message.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{head}");
        for field in ["retry-after: 2", "connection: close", "content-type: application/problem+json"] {
            assert!(head.lines().any(|line| line == field), "{field} in {head}");
        }
        assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    }

    #[test]
    fn a_response_carries_the_same_status_and_fields() {
        let response = Problem::new(Code::Draining, "stopping").retry_after(5).closing().into_response();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
        assert_eq!(response.headers()[header::RETRY_AFTER], "5");
        assert_eq!(response.headers()[header::CONNECTION], "close");
    }
}
