//! `GET`, `PUT` and `POST /v1/subjects/{subject}/interests`: what a person says they like, and what they never want to see.

use super::answer::Answer;
use super::events::channel;
use super::input::{self, About, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use super::signals;
use crate::auth::{Deed, not_found};
use crate::dossier;
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{Ask, Declared, Interested, Variety};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::{get, post, put};
use domain::{INTERESTS_MAX, Interest, TOPIC_CHARS_MAX, Topic};
use serde_json::json;

const PATH: &str = "/v1/subjects/{subject}/interests";

/// The route that shows them.
pub const ROUTE: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "See what a person said they like",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: || {
        let about = [("time", schema::time(), DUE), ("purposes", schema::list(schema::text(64), 64), DUE)];
        let held = schema::object(declared().into_iter().chain(about.clone()).collect());
        let variety = [("percent", schema::integer(0, i64::from(Variety::MAX)), DUE)];
        schema::object(vec![
            ("interests", schema::list(held, INTERESTS_MAX), DUE),
            ("variety", schema::nullable(schema::object(variety.into_iter().chain(about).collect())), DUE),
        ])
    },
    handler: || get(show),
};

/// The route that puts others in their place.
pub const PUT_ROUTE: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Say what a person likes and what they never want to see, in the place of what they said before",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let said = [
            ("interests", schema::list(schema::object(declared()), INTERESTS_MAX), MAY),
            ("variety", schema::integer(0, i64::from(Variety::MAX)), MAY),
        ];
        schema::object(said.into_iter().chain(around()).collect())
    }),
    answer: || schema::object(vec![("status", schema::word(&["kept", "no_consent"]), DUE)]),
    handler: || put(declare),
};

/// The route that changes one of them.
pub const AMEND_ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::ActOnPerson),
    summary: "Say one thing more that a person likes, wants less of or never wants to see, or take it back",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        let mut fields = declared();
        fields.push(("said", schema::truth(), MAY));
        fields.extend(around());
        schema::object(fields)
    }),
    answer: || schema::object(vec![("status", schema::word(&["kept", "no_consent"]), DUE)]),
    handler: || post(amend),
};

fn declared() -> Vec<schema::Field> {
    let topic = || schema::text(TOPIC_CHARS_MAX);
    let topics =
        Topic::KINDS.map(|kind| (kind, if matches!(kind, "item" | "like") { schema::id() } else { topic() }, MAY));
    topics.into_iter().chain([("likes", schema::truth(), MAY)]).collect()
}

/// Where it is said.
fn around() -> Vec<schema::Field> {
    vec![
        ("channel", schema::text(64), MAY),
        ("jurisdictions", schema::list(schema::text(64), 8), MAY),
        ("private", schema::truth(), MAY),
        ("signals", signals::restriction_schema(), MAY),
    ]
}

async fn show(State(doors): State<Doors>, About(who): About) -> Result<Response, Problem> {
    let found = doors.call(move |shop, now| shop.see(now, &who)).await?.ok_or_else(not_found)?;
    let policy = doors.shop().policy();
    let interests: Vec<_> = found.interests.iter().map(|held| dossier::interest(policy, held)).collect();
    let variety = found.variety.as_ref().map(|held| dossier::liking(policy, held));
    Ok(Answer::ok(&json!({ "interests": interests, "variety": variety })).into_response())
}

async fn declare(
    State(doors): State<Doors>,
    About(who): About,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let (said, ask) = read(&doors, &headers, &value)?;
    let done = doors.call(move |shop, now| shop.declare(now, &who, &ask, &said)).await?;
    told(done, |at| format!("/interests/{at}"))
}

async fn amend(
    State(doors): State<Doors>,
    About(who): About,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let ask = ask(&doors, &headers, &mut fields)?;
    let on = fields.truth_if_any("said")?.unwrap_or(true);
    let interest = interest(fields, "")?;
    let done = doors.call(move |shop, now| shop.amend(now, &who, &ask, (&interest, on))).await?;
    told(done, |_| String::new())
}

/// What became of it.
fn told(done: Interested, pointer: impl Fn(usize) -> String) -> Result<Response, Problem> {
    let status = match done {
        Interested::Kept => "kept",
        Interested::NoConsent => "no_consent",
        Interested::Sensitive(at) => {
            let says = "nothing is kept of anybody about a topic that the catalog marks as delicate";
            return Err(Problem::new(Code::SensitiveTopic, says).at(pointer(at)));
        }
    };
    Ok(Answer::ok(&json!({ "status": status })).into_response())
}

/// Where and how it is said.
fn ask(doors: &Doors, headers: &HeaderMap, fields: &mut Fields<'_>) -> Result<Ask, Problem> {
    let mut ask = Ask::on(channel(doors, fields)?);
    ask.jurisdictions = input::jurisdictions(fields, doors.shop().policy())?;
    ask.private_visit = fields.truth_if_any("private")?.unwrap_or(false);
    signals::of_request(headers, fields)?.restrict(&mut ask, doors.shop().policy());
    Ok(ask)
}

fn read(doors: &Doors, headers: &HeaderMap, value: &Value) -> Result<(Declared, Ask), Problem> {
    let mut fields = Fields::of(value, "")?;
    let ask = ask(doors, headers, &mut fields)?;
    let list = fields.list("interests", INTERESTS_MAX)?;
    let one = |(at, value): (usize, &Value)| {
        let pointer = format!("/interests/{at}");
        interest(Fields::of(value, &pointer)?, &pointer)
    };
    let interests = list.iter().enumerate().map(one).collect::<Result<_, _>>()?;
    let variety = fields.integer_if_any("variety", 0..=i64::from(Variety::MAX))?;
    fields.finish()?;
    Ok((Declared { interests, variety: variety.and_then(|percent| u8::try_from(percent).ok()) }, ask))
}

/// One interest: exactly one topic, and whether it is liked.
fn interest(mut fields: Fields<'_>, pointer: &str) -> Result<Interest, Problem> {
    let mut topics = Vec::new();
    for kind in Topic::KINDS {
        if let Some(name) = fields.text_if_any(kind, TOPIC_CHARS_MAX)? {
            topics.push(Topic::of(kind, name).ok_or_else(|| input::invalid_id(&fields, kind))?);
        }
    }
    let likes = fields.truth_if_any("likes")?.unwrap_or(true);
    let one = <[Topic; 1]>::try_from(topics);
    let [topic] = one.map_err(|_| {
        let says = "an interest is about one category, one tag, one seller, one item, or things like one";
        Problem::new(Code::MissingField, says).at(pointer)
    })?;
    fields.finish()?;
    Ok(Interest { topic, likes })
}
