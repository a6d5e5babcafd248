//! `GET` and `PUT /v1/subjects/{subject}/limits`: how often, when and about what a person may be reached.

use super::answer::Answer;
use super::input::{self, About, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, Field, MAY};
use crate::auth::Deed;
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{
    HIDDEN_CATEGORY_CHARS_MAX, Limits, Policy, QUIET_HELD_MAX, Quiet, QuietError, TOPICS_HELD_MAX, WEEKLY_MAX, ZONES,
    Zone,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, put};
use serde_json::json;
use std::collections::BTreeMap;

const PATH: &str = "/v1/subjects/{subject}/limits";
/// Most channels that one request names: a policy has no more.
const CHANNELS_MAX: usize = 64;

/// The route that shows them.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "See how often, when and about what a person may be reached",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || schema::object(limits_schema(DUE)),
    handler: || get(show),
};

/// The route that puts others in their place.
pub const PUT_ROUTE: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Set how often, when and about what a person may be reached, in the place of what was set before",
    query: &[],
    idempotency_key: false,
    request: Some(|| schema::object(limits_schema(MAY))),
    answer: || schema::object(limits_schema(DUE)),
    handler: || put(set),
};

/// The fields of limits.
pub fn limits_schema(due: bool) -> Vec<Field> {
    let weekly = vec![("channel", schema::text(64), DUE), ("most", schema::integer(0, i64::from(WEEKLY_MAX)), DUE)];
    let minute = |most| schema::integer(0, most);
    let zones: Vec<_> = ZONES.iter().map(|(name, _)| *name).collect();
    let quiet = vec![
        ("from_minute", minute(1_439), DUE),
        ("to_minute", minute(1_440), DUE),
        ("zone", schema::word(&zones), DUE),
    ];
    vec![
        ("weekly", schema::list(schema::object(weekly), CHANNELS_MAX), due),
        ("quiet", schema::list(schema::object(quiet), QUIET_HELD_MAX), due),
        ("topics_off", schema::list(schema::text(HIDDEN_CATEGORY_CHARS_MAX), TOPICS_HELD_MAX), due),
    ]
}

async fn show(State(doors): State<Doors>, About(who): About) -> Result<Response, Problem> {
    let limits = doors.call(move |shop, now| shop.limits(now, &who)).await?;
    Ok(Answer::ok(&shown(doors.shop().policy(), &limits)).into_response())
}

async fn set(
    State(doors): State<Doors>,
    About(who): About,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let limits = read(doors.shop().policy(), &value)?;
    let document = shown(doors.shop().policy(), &limits);
    doors.call(move |shop, now| shop.set_limits(now, &who, &limits)).await?;
    Ok(Answer::ok(&document).into_response())
}

/// Limits, as they are shown.
#[must_use]
pub fn shown(policy: &Policy, limits: &Limits) -> serde_json::Value {
    let Limits { weekly, quiet, topics_off } = limits;
    let most =
        |(channel, most): (&domain::ChannelId, &u8)| json!({ "channel": policy.channel_key(*channel), "most": most });
    let hours = |quiet: &Quiet| {
        json!({
            "from_minute": quiet.from_minute(),
            "to_minute": quiet.to_minute(),
            "zone": quiet.zone().as_str(),
        })
    };
    json!({
        "weekly": weekly.iter().map(most).collect::<Vec<_>>(),
        "quiet": quiet.iter().map(hours).collect::<Vec<_>>(),
        "topics_off": topics_off,
    })
}

fn read(policy: &Policy, value: &Value) -> Result<Limits, Problem> {
    let mut fields = Fields::of(value, "")?;
    let mut weekly = BTreeMap::new();
    for (at, value) in fields.list("weekly", CHANNELS_MAX)?.iter().enumerate() {
        let mut fields = Fields::of(value, &format!("/weekly/{at}"))?;
        let channel = fields.word_if_any("channel", |key| policy.channel(key))?;
        let channel = channel.ok_or_else(|| fields.missing("channel"))?;
        let most = fields.integer_if_any("most", 0..=i64::from(WEEKLY_MAX))?.ok_or_else(|| fields.missing("most"))?;
        if weekly.insert(channel, u8::try_from(most).unwrap_or(0)).is_some() {
            return Err(fields.wrong("channel", Code::InvalidValue, "a channel has one limit"));
        }
        fields.finish()?;
    }
    let hours = |(at, value)| hours(value, &format!("/quiet/{at}"));
    let quiet = fields.list("quiet", QUIET_HELD_MAX)?.iter().enumerate().map(hours).collect::<Result<_, _>>()?;
    let topics = fields.texts("topics_off", TOPICS_HELD_MAX, HIDDEN_CATEGORY_CHARS_MAX)?;
    let topics_off = topics.into_iter().map(str::to_owned).collect();
    fields.finish()?;
    Ok(Limits { weekly, quiet, topics_off })
}

fn hours(value: &Value, place: &str) -> Result<Quiet, Problem> {
    let mut fields = Fields::of(value, place)?;
    let mut minute = |name, most| match fields.integer_if_any(name, 0..=most)? {
        Some(minute) => Ok(u16::try_from(minute).unwrap_or(u16::MAX)),
        None => Err(fields.missing(name)),
    };
    let (from, to) = (minute("from_minute", 1_439)?, minute("to_minute", 1_440)?);
    let zone = fields.word_if_any("zone", Zone::parse)?.ok_or_else(|| fields.missing("zone"))?;
    let quiet = Quiet::new(from, to, zone).map_err(|error| match error {
        QuietError::Hour => fields.wrong("from_minute", Code::InvalidNumber, "a day has 1440 minutes"),
        QuietError::Empty => {
            fields.wrong("to_minute", Code::InvalidTime, "what begins and ends at once is never or always: say which")
        }
    })?;
    fields.finish()?;
    Ok(quiet)
}
