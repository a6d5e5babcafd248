//! `POST /v1/signals/decode`: what is understood of the signals of a browser or a consent platform. Nothing is kept.

use super::answer::Answer;
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::Fields;
use crate::problem::{Code, Problem};
use crate::signal::understood::{Meaning, Signals};
use crate::signal::{Reading, SIGNAL_CHARS_MAX, Unreadable, adpc, dnt, gpc, gpp, tcf};
use crate::state::Doors;
use app::Policy;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use serde_json::{Value, json};

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/signals/decode",
    deed: Some(Deed::ReadSignals),
    summary: "See what is understood of the signals of a browser or a consent platform",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("tcf", schema::text(SIGNAL_CHARS_MAX), MAY),
            ("gpp", schema::text(SIGNAL_CHARS_MAX), MAY),
            ("adpc", schema::text(SIGNAL_CHARS_MAX), MAY),
            ("gpc", schema::truth(), MAY),
            ("dnt", schema::truth(), MAY),
        ])
    }),
    answer: || {
        let unknown = schema::object(vec![
            ("tcf", schema::truth(), DUE),
            ("gpp", schema::truth(), DUE),
            ("gpp_sections", schema::list(schema::integer(1, u16::MAX.into()), gpp::SECTIONS_MAX), DUE),
            ("adpc", schema::truth(), DUE),
        ]);
        let meaning = schema::object(vec![
            ("purpose", schema::text(64), DUE),
            ("meaning", schema::word(&Meaning::WORDS), DUE),
            ("because", schema::list(schema::text(128), 1_000), DUE),
        ]);
        schema::object(vec![
            ("understood", json!({"type": "object"}), DUE),
            ("unknown", unknown, DUE),
            ("purposes", schema::list(meaning, 64), DUE),
        ])
    },
    handler: || post(handle),
};

/// The schema of the signals that may come with a request, to restrict it.
pub fn restriction_schema() -> Value {
    schema::object(vec![("tcf", schema::text(SIGNAL_CHARS_MAX), MAY), ("gpp", schema::text(SIGNAL_CHARS_MAX), MAY)])
}

/// The signals of one request: those in its fields, and the strings in the `signals` of its body.
///
/// # Errors
/// `invalid_signal` where one can not be read.
pub fn of_request(headers: &HeaderMap, fields: &mut Fields<'_>) -> Result<Signals, Problem> {
    let mut signals = of_headers(headers)?;
    if let Some(value) = fields.take("signals") {
        let mut strings = Fields::of(value, &fields.pointer("signals"))?;
        take_strings(&mut signals, &mut strings)?;
        strings.finish()?;
    }
    Ok(signals)
}

/// The signals in the fields of a request.
///
/// # Errors
/// `invalid_signal` where `ADPC` can not be read.
pub fn of_headers(headers: &HeaderMap) -> Result<Signals, Problem> {
    let adpc = adpc::of(headers).map_err(problem)?;
    Ok(Signals { adpc, gpc: gpc::says(headers), dnt: dnt::says(headers), ..Signals::default() })
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ReadSignals)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let mut signals = Signals::default();
    take_strings(&mut signals, &mut fields)?;
    let text = fields.text_if_any("adpc", SIGNAL_CHARS_MAX)?;
    signals.adpc = text.map(adpc::decode).transpose().map_err(|why| problem(why).at("/adpc"))?;
    signals.gpc = fields.truth_if_any("gpc")?.unwrap_or(false);
    signals.dnt = fields.truth_if_any("dnt")?.unwrap_or(false);
    fields.finish()?;
    Ok(Answer::ok(&shown(&signals, doors.shop().policy())).into_response())
}

fn take_strings(signals: &mut Signals, fields: &mut Fields<'_>) -> Result<(), Problem> {
    signals.tcf = string(fields, "tcf", tcf::decode)?;
    signals.gpp = string(fields, "gpp", gpp::decode)?;
    Ok(())
}

fn string<T>(
    fields: &mut Fields<'_>,
    name: &str,
    decode: fn(&str) -> Result<Reading<T>, Unreadable>,
) -> Result<Option<Reading<T>>, Problem> {
    let Some(text) = fields.text_if_any(name, SIGNAL_CHARS_MAX)? else { return Ok(None) };
    decode(text).map(Some).map_err(|why| problem(why).at(fields.pointer(name)))
}

const fn detail(why: Unreadable) -> &'static str {
    match why {
        Unreadable::TooLong => "the signal is longer than any in use",
        Unreadable::Alphabet => "the signal holds a character that its format does not have",
        Unreadable::CutOff => "the signal ends within a field",
        Unreadable::Number => "a number in the signal is out of its range",
        Unreadable::Parts => "the parts of the signal do not fit together",
    }
}

fn problem(why: Unreadable) -> Problem {
    Problem::new(Code::InvalidSignal, detail(why))
}

fn shown(signals: &Signals, policy: &Policy) -> Value {
    let tcf = signals.tcf.as_ref().and_then(Reading::known);
    let gpp = signals.gpp.as_ref().and_then(Reading::known);
    let purposes: Vec<_> = signals
        .understood(policy)
        .into_iter()
        .map(|u| json!({ "purpose": u.purpose, "meaning": u.meaning.as_str(), "because": u.because }))
        .collect();
    json!({
        "understood": {
            "tcf": tcf.map(tcf::Tcf::shown),
            "gpp": gpp.map(gpp::Gpp::shown),
            "adpc": signals.adpc.as_ref().map(adpc::Adpc::shown),
            "gpc": signals.gpc,
            "dnt": signals.dnt,
        },
        "unknown": {
            "tcf": signals.tcf_unknown(),
            "gpp": signals.gpp_unknown(),
            "gpp_sections": gpp.map_or(&[][..], |gpp| &gpp.unknown),
            "adpc": signals.adpc.as_ref().is_some_and(|adpc| adpc.has_unknown),
        },
        "purposes": purposes,
    })
}
