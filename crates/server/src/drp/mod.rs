//! The Data Rights Protocol 1.0: authorised agents ask for people, each message signed (section numbers are of its text).
//!
//! <https://github.com/datarightsprotocol/data-rights-protocol>

mod agents;
mod exercise;
mod message;
mod pair;
mod status;

pub use agents::{LIST as AGENTS_LIST, REGISTER as AGENTS_REGISTER};
pub use exercise::{EXERCISE, REVOKE};
pub use pair::{INFORMATION, SETUP};
pub use status::{RESULTS, STATUS, status_digest, status_document, status_is_last};

use crate::edge::{self, media::Media};
use crate::problem::Problem;
use crate::state::Doors;
use app::Agent;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// Largest signed message, in bytes of base64.
const MESSAGE_BYTES_MAX: usize = 64 << 10;

/// Why an agent is not served, in the protocol's own form (3.06).
#[derive(Debug)]
pub enum Refusal {
    /// A status, a sentence, and whether trying again is of no use.
    Said(StatusCode, &'static str, bool),
    /// 403 without a word (2.05.1).
    Silent,
    /// Something that goes wrong at every door.
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl Refusal {
    /// The same answer to an unknown request and to one of another agent: neither is told from the other.
    const fn forbidden() -> Self {
        Self::Said(StatusCode::FORBIDDEN, "the token, the signature or the request is not this agent's", true)
    }

    const fn malformed(says: &'static str) -> Self {
        Self::Said(StatusCode::BAD_REQUEST, says, true)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, body) = match self {
            Self::Problem(problem) => return problem.into_response(),
            Self::Silent => (StatusCode::FORBIDDEN, String::new()),
            Self::Said(status, says, fatal) => {
                let document = json!({ "code": status.as_str(), "message": says, "fatal": fatal });
                (status, document.to_string())
            }
        };
        let mut response = (status, body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// The agent whose token came along.
async fn agent(doors: &Doors, headers: &HeaderMap) -> Result<Agent, Refusal> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let token = token.ok_or_else(Refusal::forbidden)?;
    let found = doors.call(move |shop, _| shop.recognise_agent(&token)).await?;
    found.ok_or_else(Refusal::forbidden)
}

/// The text of a signed message.
async fn text(headers: &HeaderMap, body: Body) -> Result<String, Refusal> {
    edge::media::sent(headers, &[Media::Text])?;
    let bytes = edge::body::read(headers, body, MESSAGE_BYTES_MAX).await?;
    String::from_utf8(bytes.to_vec()).map_err(|_| Refusal::malformed("the body is not base64"))
}
