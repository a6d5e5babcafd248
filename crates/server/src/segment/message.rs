//! Messages as they are sent: only what may be kept is read out of them, the rest is passed over unread.

use super::acts::{self, Properties};
use super::{MESSAGE_BYTES_MAX, Sorted, ceiling, malformed};
use crate::auth::Caller;
use crate::problem::{Code, Problem};
use crate::state::Doors;
use domain::{EventId, PurposeSet, SubjectId, UnixTime};
use serde::Deserialize;
use serde_json::value::RawValue;

/// How deep a message may be nested, as with every document here.
const DEPTH_MAX: usize = 32;

/// A batch. What else an SDK puts beside the messages is not read.
#[derive(Default, Deserialize)]
pub struct Batch<'a> {
    #[serde(borrow)]
    batch: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    context: Option<&'a RawValue>,
}

// === impl Batch ===

impl<'a> Batch<'a> {
    /// Reads a batch.
    ///
    /// # Errors
    /// `malformed_json` (400) where it is none.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Problem> {
        serde_json::from_slice(bytes).map_err(|_| malformed("send one JSON object with an array `batch`"))
    }

    /// The messages, each as its own text.
    pub fn messages(&self) -> &[&'a RawValue] {
        &self.batch
    }
}

/// Reads a body that is one message.
///
/// # Errors
/// `malformed_json` (400) where it is no JSON.
pub fn whole(bytes: &[u8]) -> Result<&RawValue, Problem> {
    serde_json::from_slice(bytes).map_err(|_| malformed("send one JSON object"))
}

/// A text or a number: senders differ.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Word {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
}

/// What is read of a message. A field that stands twice is refused, where it is one of these.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    #[serde(rename = "type")]
    kind: Option<String>,
    event: Option<String>,
    user_id: Option<Word>,
    anonymous_id: Option<Word>,
    previous_id: Option<Word>,
    message_id: Option<String>,
    timestamp: Option<String>,
    original_timestamp: Option<String>,
    #[serde(borrow)]
    context: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
}

/// What a message comes to. A single message has its kind from its path.
pub fn sort(doors: &Doors, caller: &Caller, raw: &RawValue, batch: &Batch<'_>, kind: Option<&str>) -> Sorted {
    match read(doors, caller, raw.get(), batch, kind) {
        Ok(sorted) => sorted,
        Err(problem) => Sorted::Rejected(problem.code().name()),
    }
}

/// Whom a message names, where the caller may speak of them.
pub fn named(caller: &Caller, raw: &RawValue) -> Option<SubjectId> {
    check_bounds(raw.get()).ok()?;
    serde_json::from_str::<Message<'_>>(raw.get()).ok()?.subject(caller).ok()
}

fn read(doors: &Doors, caller: &Caller, text: &str, batch: &Batch<'_>, kind: Option<&str>) -> Result<Sorted, Problem> {
    check_bounds(text)?;
    let message: Message<'_> = serde_json::from_str(text).map_err(|_| mistyped())?;
    let verb = match kind.or(message.kind.as_deref()) {
        Some("track") => message.event.as_deref().and_then(acts::verb),
        Some(kind @ ("identify" | "alias" | "merge")) => return Ok(message.names(caller, kind)),
        _ => None,
    };
    let Some(verb) = verb else { return Ok(Sorted::Ignored("not_listed")) };
    let context = message.context.or(batch.context);
    let Some(ceiling) = ceiling::read(doors.shop().policy(), context) else {
        return Ok(Sorted::Ignored("no_consent_object"));
    };
    let who = message.subject(caller)?;
    let one = message.event(doors.now(), verb, ceiling)?;
    let properties: Properties = match message.properties {
        Some(properties) => Properties::read(properties.get()).map_err(|_| mistyped())?,
        None => Properties::default(),
    };
    let events = acts::events(&one, &properties)?;
    if events.is_empty() {
        return Ok(Sorted::Ignored("no_product"));
    }
    Ok(Sorted::Events(events.into_iter().map(|event| (who.clone(), event)).collect()))
}

// === impl Message ===

impl Message<'_> {
    /// Whose it is: the user's, else the anonymous visitor's. An e-mail address is no id here.
    fn subject(&self, caller: &Caller) -> Result<SubjectId, Problem> {
        let named = self.user_id.as_ref().or(self.anonymous_id.as_ref());
        let parsed = named.map(|word| SubjectId::parse(&word.text())).transpose();
        caller.about(parsed.map_err(|_| invalid_id())?)
    }

    /// Whose device it says the visitor is: that is all that is heard of a merge, too, which nobody proved. A browser's word is
    /// not taken: it could name anybody's. A name that is no id is nobody's.
    fn names(&self, caller: &Caller, kind: &str) -> Sorted {
        let device = if kind == "alias" { &self.previous_id } else { &self.anonymous_id };
        let id = |word: &Option<Word>| word.as_ref().and_then(|word| SubjectId::parse(&word.text()).ok());
        match (id(&self.user_id), id(device)) {
            (Some(who), Some(device))
                if who != device && !caller.is_browser() && caller.about(Some(who.clone())).is_ok() =>
            {
                Sorted::Device(who, device)
            }
            _ => Sorted::Ignored("not_listed"),
        }
    }

    /// The event without its item: what is the same for every product of an order.
    fn event(&self, now: UnixTime, verb: domain::Verb, ceiling: PurposeSet) -> Result<acts::Common, Problem> {
        let id = self.message_id.as_deref().ok_or(Problem::new(Code::MissingField, "a message has a `messageId`"))?;
        EventId::parse(id).map_err(|_| invalid_id())?;
        let said = self.timestamp.as_deref().or(self.original_timestamp.as_deref()).map(time).transpose()?;
        let (at, at_arrival) = (said.unwrap_or(now), said.is_none());
        Ok(acts::Common { id: id.to_owned(), verb, at, at_arrival, ceiling })
    }
}

// === impl Word ===

impl Word {
    /// As text.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
        }
    }

    /// As a number, where it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Text(text) => text.trim().parse().ok(),
            // Exact up to 2^53; what is above is beyond every limit here.
            #[expect(clippy::cast_precision_loss, reason = "what does not fit exactly is beyond every limit here")]
            Self::Integer(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
        }
    }
}

/// A time as RFC 3339 and ISO 8601 write it, with its zone.
fn time(text: &str) -> Result<UnixTime, Problem> {
    let wrong = |_| Problem::new(Code::InvalidTime, "a time is written as 2026-05-01T12:00:00Z");
    text.parse::<jiff::Timestamp>().map(|time| UnixTime(time.as_second())).map_err(wrong)
}

fn check_bounds(text: &str) -> Result<(), Problem> {
    if text.len() > MESSAGE_BYTES_MAX {
        return Err(Problem::new(Code::PayloadTooLarge, "a message has at most 32 KB"));
    }
    if depth(text) > DEPTH_MAX {
        return Err(Problem::new(Code::JsonTooDeep, "nest at most 32 levels"));
    }
    Ok(())
}

/// How deep a sound document is nested, without reading it.
pub fn depth(text: &str) -> usize {
    let (mut now, mut deepest, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => now += 1,
            b'}' | b']' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(now);
    }
    deepest
}

fn mistyped() -> Problem {
    Problem::new(Code::InvalidType, "a field of the message has the wrong type, or stands twice")
}

/// The problem of an id that is none.
pub fn invalid_id() -> Problem {
    Problem::new(Code::InvalidIdentifier, "an id has 1 to 128 letters, digits and . _ : - ~ + of ASCII")
}
