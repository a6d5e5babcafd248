//! A refusal: why the guard lets a message go no further.

use std::error::Error;
use std::{fmt, io};

use axum::http::{HeaderValue, header};

use crate::problem::{Code, Problem};

/// A code with one sentence of ours; small, so that it travels through the HTTP library as the cause of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) detail: &'static str,
}

// === impl Refusal ===

impl Refusal {
    pub(super) const fn new(code: Code, detail: &'static str) -> Self {
        Self { code, detail }
    }

    pub(super) const fn malformed(detail: &'static str) -> Self {
        Self::new(Code::MalformedRequest, detail)
    }

    /// The refusal among the causes of an error, where the guard was one of them.
    pub(super) fn behind(error: &(dyn Error + 'static)) -> Option<Self> {
        let causes = std::iter::successors(Some(error), |cause| Error::source(*cause));
        causes.take(CAUSES_MAX).find_map(|cause| {
            let inner = cause.downcast_ref::<io::Error>()?.get_ref()?;
            inner.downcast_ref::<Self>().copied()
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail)
    }
}

impl Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        io::Error::other(refusal)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let problem = Problem::new(refusal.code, refusal.detail).closing();
        match refusal.code {
            Code::MethodNotAllowed => problem.with_header(header::ALLOW, HeaderValue::from_static(ALLOW)),
            Code::Overloaded | Code::Draining => problem.retry_after(RETRY_AFTER_SECONDS),
            _ => problem,
        }
    }
}

/// For whoever comes while we have no room.
pub(super) const OVERLOADED: Refusal = Refusal::new(Code::Overloaded, "the server is too busy, try again in a moment");
/// For whoever comes while we stop.
pub(super) const DRAINING: Refusal = Refusal::new(Code::Draining, "the server is stopping, try again in a moment");

/// How deep an error may be nested; ours lies three below the top.
const CAUSES_MAX: usize = 8;
/// The methods that any resource of ours may have.
pub(super) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const ALLOW: &str = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const RETRY_AFTER_SECONDS: u32 = 1;
