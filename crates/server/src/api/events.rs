//! `POST /v1/events`: takes in what people did, each event with its own answer; acknowledged when durable.

use super::answer::Answer;
use super::idempotent::{self, Asked};
use super::input::{self, EVENTS_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::signals;
use crate::auth::{Caller, Deed};
use crate::edge::{self, media::Media};
use crate::json::{ARRAY_MAX, Fields, TEXT_CHARS_MAX, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Arrival, Ask, Intake, Sent, Told};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use bytes::Bytes;
use domain::{
    ChannelId, DAY_SECONDS, Event, EventId, EventOutcome, PurposeSet, QUANTITY_MAX, RATING_TENTHS_MAX, SubjectId,
    UnixTime, Verb,
};
use serde_json::json;

/// Most events in one call.
pub const EVENTS_PER_REQUEST_MAX: usize = ARRAY_MAX;
/// How far back an event may lie, in seconds.
pub const PAST_SECONDS_MAX: i64 = 7 * DAY_SECONDS;
/// Most free properties of an event.
const PROPERTIES_MAX: usize = 64;

/// The path.
pub const PATH: &str = "/v1/events";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WriteEvents),
    summary: "Send what people did, as JSON or as one JSON document a line",
    query: &[],
    idempotency_key: true,
    request: Some(|| {
        schema::object(vec![
            ("events", schema::list(event_schema(), EVENTS_PER_REQUEST_MAX), DUE),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("channel", schema::text(64), MAY),
            ("private", schema::truth(), MAY),
            ("signals", signals::restriction_schema(), MAY),
        ])
    }),
    answer: || {
        let result = schema::object(vec![
            ("id", schema::text(128), DUE),
            ("status", schema::word(&["accepted", "duplicate", "rejected"]), DUE),
            ("code", schema::text(64), MAY),
        ]);
        schema::object(vec![
            ("accepted", schema::integer(0, 1_000), DUE),
            ("duplicate", schema::integer(0, 1_000), DUE),
            ("rejected", schema::integer(0, 1_000), DUE),
            ("results", schema::list(result, EVENTS_PER_REQUEST_MAX), DUE),
        ])
    },
    handler: || post(handle),
};

fn event_schema() -> serde_json::Value {
    schema::object(vec![
        ("id", schema::id(), DUE),
        ("subject", schema::id(), MAY),
        ("item", schema::id(), DUE),
        ("verb", schema::word(&["purchase", "return", "view", "rating"]), DUE),
        ("time", schema::time(), MAY),
        ("quantity", schema::integer(1, QUANTITY_MAX.into()), MAY),
        ("rating_tenths", schema::integer(0, RATING_TENTHS_MAX.into()), MAY),
        ("basket", schema::id(), MAY),
        ("purposes", schema::list(schema::text(64), 64), MAY),
        ("properties", json!({"type": "object"}), MAY),
    ])
}

/// An event as it was read, or why it is not taken although the rest of the batch is.
enum Read {
    Event(Sent),
    Rejected(String, &'static str),
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteEvents)?;
    let lines = edge::media::sent(&headers, &[Media::Json, Media::Ndjson])? == Media::Ndjson;
    let bytes = edge::body::read(&headers, body, EVENTS_BYTES_MAX).await?;
    let now = doors.now();
    let from = if lines { from_lines } else { from_json };
    let (read, ask) = from(&doors, &caller, &headers, &bytes, now)?;
    check_rate(&doors, &caller, read.len())?;
    let intake = Intake { ask, arrival: Arrival::Sent { past_seconds_max: PAST_SECONDS_MAX } };
    let asked = Asked { caller: &caller, route: PATH, body: &bytes };
    idempotent::once(&doors, &headers, asked, move |shop, now| {
        let sent: Vec<Sent> = read.iter().filter_map(Read::event).cloned().collect();
        let told = shop.take_in(now, &intake, &sent)?;
        metrics::counter!("assent_events_total").increment(sent.len() as u64);
        Ok(answer(&read, &told))
    })
    .await
}

/// Takes room for these events from the buckets of whoever sends them.
pub fn check_rate(doors: &Doors, caller: &Caller, events: usize) -> Result<(), Problem> {
    let events = u32::try_from(events).unwrap_or(u32::MAX);
    match caller {
        Caller::Person(who) => doors.rates().person_events(who, events),
        Caller::Program { id, visitor: Some(who), .. } if caller.is_browser() => {
            doors.rates().browser_events(id, who, events)
        }
        // A shop's own server sends for everybody at once.
        Caller::Program { .. } => Ok(()),
    }
}

fn from_json(
    doors: &Doors,
    caller: &Caller,
    headers: &HeaderMap,
    bytes: &Bytes,
    now: UnixTime,
) -> Result<(Vec<Read>, Ask), Problem> {
    let value = input::document(bytes)?;
    let mut fields = Fields::of(&value, "")?;
    let events = match fields.take("events") {
        Some(Value::List(list)) if list.len() > EVENTS_PER_REQUEST_MAX => return Err(too_many()),
        Some(Value::List(list)) => list,
        Some(_) => return Err(fields.wrong("events", Code::InvalidType, "an array is due here")),
        None => return Err(fields.missing("events")),
    };
    let mut ask = Ask::on(channel(doors, &mut fields)?);
    ask.jurisdictions = input::jurisdictions(&mut fields, doors.shop().policy())?;
    ask.private_visit = fields.truth_if_any("private")?.unwrap_or(false);
    signals::of_request(headers, &mut fields)?.restrict(&mut ask, doors.shop().policy());
    fields.finish()?;
    let one = |(at, event): (usize, &Value)| read_event(doors, caller, event, &format!("/events/{at}"), now);
    Ok((events.iter().enumerate().map(one).collect::<Result<_, _>>()?, ask))
}

fn from_lines(
    doors: &Doors,
    caller: &Caller,
    headers: &HeaderMap,
    bytes: &Bytes,
    now: UnixTime,
) -> Result<(Vec<Read>, Ask), Problem> {
    let lines: Vec<_> = bytes.split(|b| *b == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    if lines.is_empty() {
        return Err(Problem::new(Code::MalformedJson, "send one JSON document a line"));
    }
    if lines.len() > EVENTS_PER_REQUEST_MAX {
        return Err(too_many());
    }
    let one = |(at, line): (usize, &&[u8])| {
        let pointer = format!("/{at}");
        let value = input::document(line).map_err(|problem| problem.at(pointer.clone()))?;
        read_event(doors, caller, &value, &pointer, now)
    };
    let policy = doors.shop().policy();
    let mut ask = Ask::on(policy.channel("web").unwrap_or(ChannelId(0)));
    signals::of_headers(headers)?.restrict(&mut ask, policy);
    Ok((lines.iter().enumerate().map(one).collect::<Result<_, _>>()?, ask))
}

fn too_many() -> Problem {
    Problem::new(Code::PayloadTooLarge, "send at most 1,000 events in one call")
}

/// The channel that a request names; the web where it names none.
pub fn channel(doors: &Doors, fields: &mut Fields<'_>) -> Result<ChannelId, Problem> {
    let policy = doors.shop().policy();
    let named = fields.word_if_any("channel", |key| policy.channel(key))?;
    Ok(named.or_else(|| policy.channel("web")).unwrap_or(ChannelId(0)))
}

fn read_event(doors: &Doors, caller: &Caller, value: &Value, pointer: &str, now: UnixTime) -> Result<Read, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let id = event_id(&mut fields, "id")?.ok_or_else(|| fields.missing("id"))?;
    let who: SubjectId = caller.about(input::subject(&mut fields)?)?;
    let verb = fields.word_if_any("verb", Verb::parse)?.ok_or_else(|| fields.missing("verb"))?;
    let said = input::time(&mut fields, "time")?;
    let event = Event {
        item: input::item(&mut fields, "item")?,
        verb,
        at: said.unwrap_or(now),
        at_arrival: said.is_none(),
        quantity: small(fields.integer_if_any("quantity", 1..=QUANTITY_MAX.into())?).unwrap_or(1),
        rating_tenths: rating(&mut fields, verb)?,
        basket: event_id(&mut fields, "basket")?,
        ceiling: ceiling(doors, &mut fields)?,
        id,
    };
    let personal = properties(&mut fields)?;
    fields.finish()?;
    if personal {
        return Ok(Read::Rejected(event.id.as_str().to_owned(), "personal_data_in_property"));
    }
    Ok(Read::Event((who, event)))
}

/// The stars of a rating, which has to have them; nothing else has any.
fn rating(fields: &mut Fields<'_>, verb: Verb) -> Result<Option<u16>, Problem> {
    let tenths = small(fields.integer_if_any("rating_tenths", 0..=RATING_TENTHS_MAX.into())?);
    match (verb, tenths) {
        (Verb::Rating, None) => Err(fields.missing("rating_tenths")),
        (Verb::Rating, _) | (_, None) => Ok(tenths),
        (_, Some(_)) => Err(fields.wrong("rating_tenths", Code::InvalidValue, "only a rating has stars")),
    }
}

fn small<T: TryFrom<i64>>(number: Option<i64>) -> Option<T> {
    number.and_then(|n| T::try_from(n).ok())
}

fn event_id(fields: &mut Fields<'_>, name: &str) -> Result<Option<EventId>, Problem> {
    let Some(text) = fields.text_if_any(name, domain::ID_BYTES_MAX)? else { return Ok(None) };
    EventId::parse(text).map(Some).map_err(|_| input::invalid_id(fields, name))
}

/// The purposes that the sender says the event may serve. A name that is not known opens nothing.
fn ceiling(doors: &Doors, fields: &mut Fields<'_>) -> Result<Option<PurposeSet>, Problem> {
    let Some(value) = fields.take("purposes") else { return Ok(None) };
    let Value::List(keys) = value else {
        return Err(fields.wrong("purposes", Code::InvalidType, "an array is due here"));
    };
    let policy = doors.shop().policy();
    let known = |value: &Value| match value {
        Value::Text(key) => policy.purpose(key).map(|entry| entry.terms.id),
        _ => None,
    };
    Ok(Some(keys.iter().filter_map(known).fold(PurposeSet::NONE, PurposeSet::with)))
}

/// Reads free properties, of which nothing is kept; true where one looks like an address or number of a person.
fn properties(fields: &mut Fields<'_>) -> Result<bool, Problem> {
    let Some(value) = fields.take("properties") else { return Ok(false) };
    let Value::Object(found) = value else {
        return Err(fields.wrong("properties", Code::InvalidType, "an object is due here"));
    };
    if found.len() > PROPERTIES_MAX {
        return Err(fields.wrong("properties", Code::LimitExceeded, "send at most 64 properties"));
    }
    for (_, value) in found {
        match value {
            Value::Text(text) if text.chars().count() > TEXT_CHARS_MAX => {
                return Err(fields.wrong("properties", Code::LimitExceeded, "a property is too long"));
            }
            Value::Text(text) if crate::personal::looks_personal(text) => return Ok(true),
            _ => {}
        }
    }
    Ok(false)
}

impl Read {
    fn event(&self) -> Option<&Sent> {
        match self {
            Self::Event(sent) => Some(sent),
            Self::Rejected(..) => None,
        }
    }
}

fn answer(read: &[Read], told: &[Told]) -> Answer {
    if let ([_], [Told { outcome: EventOutcome::Mismatch, .. }]) = (read, told) {
        let reused = Problem::new(Code::IdempotencyMismatch, "use a new id for another event").at("/events/0/id");
        return Answer::problem(&reused);
    }
    let mut told = told.iter();
    let mut counts = [0_u32; 3];
    let mut results = Vec::with_capacity(read.len());
    for event in read {
        let (id, (status, code)) = match event {
            Read::Rejected(id, code) => (id.as_str(), ("rejected", Some(*code))),
            Read::Event((_, event)) => (event.id.as_str(), told.next().map_or(("rejected", None), status)),
        };
        let at = ["accepted", "duplicate", "rejected"].iter().position(|s| *s == status).unwrap_or(2);
        counts[at] += 1;
        results.push(match code {
            Some(code) => json!({ "id": id, "status": status, "code": code }),
            None => json!({ "id": id, "status": status }),
        });
    }
    Answer::ok(&json!({ "accepted": counts[0], "duplicate": counts[1], "rejected": counts[2], "results": results }))
}

fn status(told: &Told) -> (&'static str, Option<&'static str>) {
    match told.outcome {
        EventOutcome::Accepted if told.quarantined => ("accepted", Some("quarantined")),
        EventOutcome::Accepted => ("accepted", None),
        EventOutcome::Duplicate => ("duplicate", None),
        EventOutcome::Mismatch => ("rejected", Some("idempotency_mismatch")),
        EventOutcome::NoConsent => ("rejected", Some("no_consent")),
        EventOutcome::TimeOutOfRange => ("rejected", Some("time_out_of_range")),
    }
}
