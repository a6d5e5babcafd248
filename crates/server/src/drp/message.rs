//! A signed message: opened, and checked in the order that the protocol names (3.07).

use super::Refusal;
use crate::json::{self, Value};
use app::{Agent, agent_message};
use axum::http::StatusCode;
use domain::{RequestId, UnixTime};

/// The versions that are spoken: 1.0 is 0.9.4 by another name.
const VERSIONS: [&str; 3] = ["1.0", "1.0.0", "0.9.4"];

/// A message that its agent signed.
pub struct Message {
    fields: Vec<(String, Value)>,
    /// A name that the very same message always has.
    pub id: RequestId,
}

impl Message {
    /// Opens a message of this agent's.
    ///
    /// # Errors
    /// [`Refusal`] where it is no base64, not signed by them, or no JSON object.
    pub fn open(agent: &Agent, text: &str) -> Result<Self, Refusal> {
        let (bytes, id) = agent_message::decode(text).ok_or(Refusal::malformed("the body is not base64"))?;
        let message = agent.key.open(&bytes).ok_or_else(Refusal::forbidden)?;
        match json::parse(message) {
            Ok(Value::Object(fields)) => Ok(Self { fields, id }),
            _ => Err(Refusal::malformed("the signed message is not a JSON object")),
        }
    }

    /// Checks for whom it is, and that it is neither of yesterday nor of tomorrow.
    ///
    /// # Errors
    /// [`Refusal`] for another agent's or another business's message, one of the future, and one that has expired.
    pub fn check(&self, agent: &Agent, now: UnixTime) -> Result<(), Refusal> {
        if self.text("agent-id") != Some(&agent.id) || self.text("business-id") != Some(&agent.business) {
            return Err(Refusal::forbidden());
        }
        let moment =
            |name| self.text(name).and_then(moment).ok_or(Refusal::malformed("a time is missing or malformed"));
        if now < moment("issued-at")? {
            return Err(Refusal::Said(StatusCode::BAD_REQUEST, "the message is issued in the future", false));
        }
        if now >= moment("expires-at")? {
            return Err(Refusal::malformed("the message has expired"));
        }
        match self.text("drp.version") {
            Some(version) if VERSIONS.contains(&version) => Ok(()),
            _ => Err(Refusal::malformed("the version is not one of those spoken here: 1.0, 0.9.4")),
        }
    }

    /// A text in it.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.fields.iter().find(|(known, _)| known == name) {
            Some((_, Value::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// Whether something in it is true.
    pub fn is_true(&self, name: &str) -> bool {
        self.fields.iter().any(|(known, value)| known == name && *value == Value::Bool(true))
    }
}

/// A point in time as ISO 8601 has it, with its offset; without one it is UTC. Parts of a second do not count.
fn moment(text: &str) -> Option<UnixTime> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(UnixTime(at.as_second()));
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    jiff::tz::Offset::UTC.to_timestamp(civil).ok().map(|at| UnixTime(at.as_second()))
}

/// A point in time for an agent.
pub fn shown(at: UnixTime) -> String {
    jiff::Timestamp::from_second(at.0).map(|at| at.to_string()).unwrap_or_default()
}
