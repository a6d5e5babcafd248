//! The Segment tracking interface, as the public SDKs send it: few of its events are kept, and none without its consent object.

mod acts;
mod ceiling;
mod message;
#[cfg(test)]
mod tests;

use crate::api::answer::Answer;
use crate::api::events::{PAST_SECONDS_MAX, check_rate};
use crate::api::route::Route;
use crate::api::schema::{self, DUE};
use crate::auth::{Caller, Deed};
use crate::edge::{self, media::Media};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Arrival, Ask, Intake, Sent, Told};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::post;
use bytes::Bytes;
use domain::{ChannelId, EventOutcome, SubjectId};
use message::Batch;
use serde_json::json;
use serde_json::value::RawValue;
use std::collections::BTreeSet;

/// Largest batch, in bytes after decompression: what the Segment specification allows.
const BATCH_BYTES_MAX: usize = 500 << 10;
/// Largest message, in bytes: what the Segment specification allows.
const MESSAGE_BYTES_MAX: usize = 32 << 10;
/// Most messages in a batch: what the Segment specification allows.
const MESSAGES_PER_BATCH_MAX: usize = 2_500;
/// Most events that the messages of one batch may stand for: an order stands for one per product.
const EVENTS_PER_BATCH_MAX: usize = 5_000;

/// The kinds that a body may say it is. `text/plain` and the form are what some SDKs send with their JSON.
const TAKEN: [Media; 3] = [Media::Json, Media::Text, Media::Form];

/// Whether these clients send to this path.
pub fn knows(path: &str) -> bool {
    [BATCH.path, IMPORT.path, TRACK.path, IDENTIFY.path, PAGE.path, SCREEN.path, GROUP.path, ALIAS.path, MERGE.path]
        .contains(&path)
}

/// Several messages.
pub const BATCH: Route = batch("/v1/batch", "Take in a batch of the Segment and RudderStack SDKs");
/// Several messages, by the name that older SDKs know.
pub const IMPORT: Route = batch("/v1/import", "Take in a batch of older Segment and RudderStack SDKs");
/// What somebody did.
pub const TRACK: Route = single("/v1/track", "Take in one `track` message of the Segment specification");
/// Who somebody is: of it only whose the device is, so that noes travel.
pub const IDENTIFY: Route = single("/v1/identify", "Hear from an `identify` message whose the device is, and no more");
/// Which page was seen: answered, and nothing of it kept.
pub const PAGE: Route = single("/v1/page", "Answer a `page` message, and keep nothing of it");
/// Which screen was seen: answered, and nothing of it kept.
pub const SCREEN: Route = single("/v1/screen", "Answer a `screen` message, and keep nothing of it");
/// To whom somebody belongs: answered, and nothing of it kept.
pub const GROUP: Route = single("/v1/group", "Answer a `group` message, and keep nothing of it");
/// Which names are one person's: as identify.
pub const ALIAS: Route = single("/v1/alias", "Hear from an `alias` message whose the device is, and no more");
/// Whose the device is, by RudderStack's word for it: as identify. Nobody is merged by what a tracking client says, and what
/// else it would merge them by is not read.
pub const MERGE: Route = single("/v1/merge", "Hear from a `merge` message whose the device is, and no more");

const fn batch(path: &'static str, summary: &'static str) -> Route {
    let request = || {
        let message = json!({"type": "object"});
        let mut batch = schema::object(vec![("batch", schema::list(message, MESSAGES_PER_BATCH_MAX), DUE)]);
        batch["additionalProperties"] = json!(true);
        batch
    };
    route(path, summary, request, || post(handle_batch))
}

const fn single(path: &'static str, summary: &'static str) -> Route {
    route(path, summary, || json!({"type": "object"}), || post(handle_single))
}

const fn route(
    path: &'static str,
    summary: &'static str,
    request: fn() -> serde_json::Value,
    handler: fn() -> axum::routing::MethodRouter<Doors>,
) -> Route {
    Route {
        method: Method::POST,
        path,
        deed: Some(Deed::WriteEvents),
        summary,
        query: &[],
        idempotency_key: false,
        request: Some(request),
        answer: answer_schema,
        handler,
    }
}

fn answer_schema() -> serde_json::Value {
    let most = i64::try_from(EVENTS_PER_BATCH_MAX).unwrap_or(i64::MAX);
    let count = || schema::integer(0, most);
    let rejected = schema::object(vec![("index", count(), DUE), ("code", schema::text(64), DUE)]);
    schema::object(vec![
        ("success", schema::truth(), DUE),
        ("kept", count(), DUE),
        ("duplicate", count(), DUE),
        ("refused", count(), DUE),
        ("ignored", count(), DUE),
        ("rejected", schema::list(rejected, EVENTS_PER_BATCH_MAX), DUE),
    ])
}

async fn handle_batch(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit_tracking(&doors, &headers, Deed::WriteEvents)?;
    let bytes = read(&headers, body, BATCH_BYTES_MAX).await?;
    let batch = Batch::read(&bytes)?;
    if batch.messages().len() > MESSAGES_PER_BATCH_MAX {
        return Err(Problem::new(Code::PayloadTooLarge, "send at most 2,500 messages in one batch"));
    }
    let sorted = batch.messages().iter().map(|raw| message::sort(&doors, &caller, raw, &batch, None)).collect();
    let answer = take_in(&doors, &headers, &caller, sorted).await?;
    see_opt_outs(&doors, &headers, &caller, batch.messages()).await?;
    Ok(answer)
}

async fn handle_single(
    State(doors): State<Doors>,
    headers: HeaderMap,
    uri: Uri,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit_tracking(&doors, &headers, Deed::WriteEvents)?;
    let bytes = read(&headers, body, MESSAGE_BYTES_MAX).await?;
    let raw = message::whole(&bytes)?;
    let kind = uri.path().rsplit('/').next();
    let sorted = vec![message::sort(&doors, &caller, raw, &Batch::default(), kind)];
    let answer = take_in(&doors, &headers, &caller, sorted).await?;
    see_opt_outs(&doors, &headers, &caller, &[raw]).await?;
    Ok(answer)
}

/// Keeps a universal opt-out with everybody whom a message names, whatever else became of it; so it comes after the links.
async fn see_opt_outs(
    doors: &Doors,
    headers: &HeaderMap,
    caller: &Caller,
    messages: &[&RawValue],
) -> Result<(), Problem> {
    if !crate::signal::gpc::says(headers) {
        return Ok(());
    }
    let named: BTreeSet<_> = messages.iter().filter_map(|raw| message::named(caller, raw)).collect();
    doors.call(move |shop, now| named.iter().try_for_each(|who| shop.see_opt_out(now, who))).await
}

async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Problem> {
    edge::media::sent(headers, &TAKEN)?;
    edge::body::read(headers, body, most).await
}

/// What a message comes to.
#[derive(Debug)]
enum Sorted {
    /// Events for the gate.
    Events(Vec<Sent>),
    /// That a device is somebody's: noes travel between the two.
    Device(SubjectId, SubjectId),
    /// Nothing that is kept here; the word for it on `/metrics`.
    Ignored(&'static str),
    /// A mistake of the sender: the code of it.
    Rejected(&'static str),
}

// === impl Sorted ===

impl Sorted {
    fn events(&self) -> &[Sent] {
        match self {
            Self::Events(events) => events,
            Self::Device(..) | Self::Ignored(_) | Self::Rejected(_) => &[],
        }
    }

    fn device(&self) -> Option<(SubjectId, SubjectId)> {
        match self {
            Self::Device(who, device) => Some((who.clone(), device.clone())),
            Self::Events(_) | Self::Ignored(_) | Self::Rejected(_) => None,
        }
    }

    const fn outcome(&self) -> &'static str {
        match self {
            Self::Events(_) => "to_the_gate",
            Self::Device(..) => "device",
            Self::Ignored(why) => why,
            Self::Rejected(_) => "rejected",
        }
    }
}

/// Puts everything that may be kept before the gate, and says what became of it.
async fn take_in(
    doors: &Doors,
    headers: &HeaderMap,
    caller: &Caller,
    sorted: Vec<Sorted>,
) -> Result<Response, Problem> {
    let sorted = within_limit(sorted);
    let sent: Vec<Sent> = sorted.iter().flat_map(Sorted::events).cloned().collect();
    check_rate(doors, caller, sent.len())?;
    let mut ask = Ask::on(doors.shop().policy().channel("web").unwrap_or(ChannelId(0)));
    ask.opt_out_signal = crate::signal::gpc::says(headers);
    let intake = Intake { ask, arrival: Arrival::Sent { past_seconds_max: PAST_SECONDS_MAX } };
    let devices: BTreeSet<_> = sorted.iter().filter_map(Sorted::device).collect();
    if !devices.is_empty() {
        let hear =
            |shop: &app::Shop, now, (who, device): &(SubjectId, SubjectId)| shop.hear_of_device(now, who, device);
        doors.call(move |shop, now| devices.iter().try_for_each(|said| hear(shop, now, said).map(drop))).await?;
    }
    let told = match sent.is_empty() {
        true => Vec::new(),
        false => doors.call(move |shop, now| shop.take_in(now, &intake, &sent)).await?,
    };
    count(&sorted, told.len());
    Ok(Outcome::of(&sorted, &told).answer().into_response())
}

fn within_limit(sorted: Vec<Sorted>) -> Vec<Sorted> {
    let mut left = EVENTS_PER_BATCH_MAX;
    let fits = |one: Sorted| match left.checked_sub(one.events().len()) {
        Some(rest) => {
            left = rest;
            one
        }
        None => Sorted::Rejected(Code::LimitExceeded.name()),
    };
    sorted.into_iter().map(fits).collect()
}

fn count(sorted: &[Sorted], events: usize) {
    metrics::counter!("assent_events_total").increment(events as u64);
    for one in sorted {
        metrics::counter!("assent_segment_messages_total", "outcome" => one.outcome()).increment(1);
    }
}

/// What a batch came to: counts, and the code of each mistake by its place.
#[derive(Default)]
struct Outcome {
    kept: u32,
    duplicate: u32,
    refused: u32,
    ignored: u32,
    rejected: Vec<serde_json::Value>,
}

// === impl Outcome ===

impl Outcome {
    /// Of each message in turn; `told` has the answers to all their events, in the same order.
    fn of(sorted: &[Sorted], told: &[Told]) -> Self {
        let mut outcome = Self::default();
        let mut told = told.iter();
        for (index, one) in sorted.iter().enumerate() {
            match one {
                Sorted::Device(..) | Sorted::Ignored(_) => outcome.ignored += 1,
                Sorted::Rejected(code) => outcome.reject(index, code),
                Sorted::Events(events) => {
                    told.by_ref().take(events.len()).for_each(|told| outcome.event(index, told.outcome));
                }
            }
        }
        outcome
    }

    fn event(&mut self, index: usize, outcome: EventOutcome) {
        match outcome {
            EventOutcome::Accepted => self.kept += 1,
            EventOutcome::Duplicate => self.duplicate += 1,
            EventOutcome::NoConsent => self.refused += 1,
            EventOutcome::Mismatch => self.reject(index, Code::IdempotencyMismatch.name()),
            EventOutcome::TimeOutOfRange => self.reject(index, "time_out_of_range"),
        }
    }

    fn reject(&mut self, index: usize, code: &str) {
        self.rejected.push(json!({ "index": index, "code": code }));
    }

    /// Success, as these clients know it, and what it came to.
    fn answer(&self) -> Answer {
        Answer::ok(&json!({
            "success": true,
            "kept": self.kept,
            "duplicate": self.duplicate,
            "refused": self.refused,
            "ignored": self.ignored,
            "rejected": self.rejected,
        }))
    }
}

/// The mistake of a body that is no batch, or no message: 400, which these clients do not send again.
fn malformed(detail: &'static str) -> Problem {
    Problem::new(Code::MalformedJson, detail).with_status(StatusCode::BAD_REQUEST)
}
