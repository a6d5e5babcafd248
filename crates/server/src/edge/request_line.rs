//! The request line: method, target and version, each from a closed list or a closed alphabet.

use super::Terms;
use super::bytes::{TARGET, TOKEN, is_made_of};
use super::refusal::{METHODS, Refusal};
use crate::problem::Code;

/// What the request line says that matters for the rest of the head.
#[derive(Debug, Clone, Copy)]
pub(super) struct RequestLine {
    /// HTTP/1.0, which knows no chunks.
    pub(super) is_http_10: bool,
    /// GET and HEAD.
    pub(super) takes_no_body: bool,
    /// The target names a host that is not ours.
    pub(super) is_misdirected: bool,
}

// === impl RequestLine ===

impl RequestLine {
    pub(super) fn parse(line: &[u8], terms: &Terms) -> Result<Self, Refusal> {
        let mut parts = line.splitn(3, |byte| *byte == b' ');
        let method = parts.next().unwrap_or_default();
        let target = parts.next().unwrap_or_default();
        let version = parts.next().unwrap_or_default();
        check_method_shape(method)?;
        check_target_length(target, terms)?;
        let is_http_10 = check_version(version)?;
        check_method(method)?;
        let is_misdirected = is_target_misdirected(target, method, terms)?;
        Ok(Self { is_http_10, takes_no_body: matches!(method, b"GET" | b"HEAD"), is_misdirected })
    }

    /// Refuses a line that has not ended but can no longer become a good one.
    pub(super) fn check_unfinished(line: &[u8], terms: &Terms) -> Result<(), Refusal> {
        let mut parts = line.splitn(3, |byte| *byte == b' ');
        let method = parts.next().unwrap_or_default();
        let Some(target) = parts.next() else {
            return if method.len() > METHOD_BYTES_MAX { Err(NO_METHOD) } else { Ok(()) };
        };
        check_method_shape(method)?;
        check_target_length(target, terms)
    }
}

fn check_method_shape(method: &[u8]) -> Result<(), Refusal> {
    let is_method = method.len() <= METHOD_BYTES_MAX && is_made_of(&TOKEN, method);
    if is_method { Ok(()) } else { Err(NO_METHOD) }
}

fn check_method(method: &[u8]) -> Result<(), Refusal> {
    let is_ours = METHODS.iter().any(|ours| ours.as_bytes() == method);
    if is_ours {
        Ok(())
    } else {
        Err(Refusal::new(Code::MethodNotAllowed, "the method is not one of those in the allow field"))
    }
}

fn check_target_length(target: &[u8], terms: &Terms) -> Result<(), Refusal> {
    if target.len() > terms.limits.uri_bytes_max {
        return Err(Refusal::new(Code::UriTooLong, "the request target is longer than this server reads"));
    }
    Ok(())
}

/// Whether it is 1.0 rather than 1.1.
fn check_version(version: &[u8]) -> Result<bool, Refusal> {
    match version {
        b"HTTP/1.1" => Ok(false),
        b"HTTP/1.0" => Ok(true),
        [b'H', b'T', b'T', b'P', b'/', b'1'..=b'9', b'.', b'0'..=b'9'] => {
            Err(Refusal::new(Code::HttpVersionUnsupported, "this server speaks http/1.1"))
        }
        _ => Err(Refusal::malformed("the request line does not end in an http version")),
    }
}

/// A target is a path, or `*` for OPTIONS, or a whole address whose host we answer for.
fn is_target_misdirected(target: &[u8], method: &[u8], terms: &Terms) -> Result<bool, Refusal> {
    if !is_made_of(&TARGET, target) {
        return Err(Refusal::malformed("the request target holds a character that is not allowed"));
    }
    match target {
        [b'/', ..] => Ok(false),
        b"*" if method == b"OPTIONS" => Ok(false),
        _ => absolute_authority(target).map(|authority| !terms.hosts.answers_for(authority)),
    }
}

/// The authority of an address; that of another scheme is nobody's.
fn absolute_authority(target: &[u8]) -> Result<&[u8], Refusal> {
    let no_target = Refusal::malformed("the request target is neither a path nor an address");
    let colon = target.iter().position(|byte| *byte == b':').ok_or(no_target)?;
    let (scheme, rest) = target.split_at(colon);
    let after = rest.strip_prefix(b"://").ok_or(no_target)?;
    let is_web = scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https");
    let end = after.iter().position(|byte| matches!(byte, b'/' | b'?')).unwrap_or(after.len());
    Ok(if is_web { &after[..end] } else { b"" })
}

const METHOD_BYTES_MAX: usize = 32;
const NO_METHOD: Refusal = Refusal::malformed("the request line does not begin with a method");
