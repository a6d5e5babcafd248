//! `POST /v1/statements`: records what a person said; in force when the answer arrives.

use super::answer::Answer;
use super::idempotent::{self, Asked};
use super::input::{self, BODY_BYTES_MAX};
use super::route::Route;
use super::schema::{self, DUE, MAY};
use crate::auth::{Caller, Deed};
use crate::json::{Fields, TEXT_CHARS_MAX, Value};
use crate::problem::{Code, Problem};
use crate::signal::gpc;
use crate::state::Doors;
use app::{PersonFacts, Words};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{Actor, AgeBand, EVIDENCE_CHARS_MAX, Evidence, Kind, UnixTime};

/// Most statements in one call.
const STATEMENTS_MAX: usize = 50;

/// The path.
pub const PATH: &str = "/v1/statements";

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: PATH,
    deed: Some(Deed::WriteStatements),
    summary: "Record what a person said about the use of their data",
    query: &[],
    idempotency_key: true,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("statements", schema::list(statement_schema(), STATEMENTS_MAX), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("age", schema::word(&["adult", "teen", "child", "unknown"]), MAY),
            ("paused", schema::truth(), MAY),
            ("paused_until", schema::time(), MAY),
            ("restricted", schema::truth(), MAY),
        ])
    }),
    answer: || schema::object(vec![("recorded", schema::integer(0, 50), DUE), ("ledger_head", schema::text(64), DUE)]),
    handler: || post(handle),
};

fn statement_schema() -> serde_json::Value {
    let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let evidence = schema::object(vec![
        ("notice", schema::text(EVIDENCE_CHARS_MAX), MAY),
        ("snapshot", schema::text(TEXT_CHARS_MAX), MAY),
        ("how", schema::text(EVIDENCE_CHARS_MAX), DUE),
    ]);
    schema::object(vec![
        ("kind", schema::word(&kinds), DUE),
        ("purpose", schema::text(64), MAY),
        ("category", schema::text(64), MAY),
        ("recipient", schema::text(64), MAY),
        ("channel", schema::text(64), MAY),
        ("client_time", schema::time(), MAY),
        ("actor", schema::word(&["subject", "guardian", "agent", "operator"]), MAY),
        ("explicit", schema::truth(), MAY),
        ("past_data", schema::truth(), MAY),
        ("overrides_opt_out", schema::time(), MAY),
        ("evidence", evidence, MAY),
    ])
}

async fn handle(State(doors): State<Doors>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::WriteStatements)?;
    let (value, bytes) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let mut fields = Fields::of(&value, "")?;
    let who = caller.about(input::subject(&mut fields)?)?;
    let statements = fields.list("statements", STATEMENTS_MAX)?;
    let read = |(at, s): (usize, &Value)| statement(s, &format!("/statements/{at}"), &caller);
    let words = statements.iter().enumerate().map(read).collect::<Result<Vec<_>, _>>()?;
    let facts = PersonFacts {
        jurisdictions: input::jurisdictions(&mut fields, doors.shop().policy())?,
        age: fields.word_if_any("age", age)?,
        restricted: fields.truth_if_any("restricted")?,
        paused: fields.truth_if_any("paused")?,
        paused_until: pause_end(&mut fields, doors.now())?,
        opt_out_signal: gpc::says(&headers),
    };
    fields.finish()?;
    if words.is_empty() && facts.restricted.is_none() && facts.paused.is_none() && facts.paused_until.is_none() {
        return Err(Fields::of(&value, "")?.missing("statements"));
    }
    check_age(&words, &facts)?;
    let asked = Asked { caller: &caller, route: PATH, body: &bytes };
    idempotent::once(&doors, &headers, asked, move |shop, now| {
        let said = shop.say(now, &who, &words, &facts)?;
        Ok(Answer::ok(&serde_json::json!({ "recorded": said.recorded, "ledger_head": said.ledger_head })))
    })
    .await
}

/// Until when somebody pauses: some time to come.
fn pause_end(fields: &mut Fields<'_>, now: UnixTime) -> Result<Option<UnixTime>, Problem> {
    match input::time(fields, "paused_until")? {
        Some(until) if until <= now => {
            Err(fields.wrong("paused_until", Code::InvalidTime, "a pause ends at a time to come"))
        }
        until => Ok(until),
    }
}

/// A child's yes is a guardian's (Art. 8 GDPR).
fn check_age(words: &[Words], facts: &PersonFacts) -> Result<(), Problem> {
    let by_guardian = |w: &Words| w.actor == Actor::Guardian || w.kind == Kind::GuardianGrant;
    let alone = words.iter().position(|w| !w.kind.is_negative() && !by_guardian(w));
    match (facts.age, alone) {
        (Some(AgeBand::Child), Some(at)) => {
            let detail = "a child's yes is given by a guardian";
            Err(Problem::new(Code::AgeGate, detail).at(format!("/statements/{at}/actor")))
        }
        _ => Ok(()),
    }
}

fn statement(value: &Value, pointer: &str, caller: &Caller) -> Result<Words, Problem> {
    let mut fields = Fields::of(value, pointer)?;
    let kind = fields.word_if_any("kind", Kind::parse)?.ok_or_else(|| fields.missing("kind"))?;
    let mut key = |name| Ok::<_, Problem>(fields.text_if_any(name, TEXT_CHARS_MAX)?.map(str::to_owned));
    let (purpose, category, channel) = (key("purpose")?, key("category")?, key("channel")?);
    let recipient = key("recipient")?;
    let (evidence, snapshot) = evidence(&mut fields, kind)?;
    let words = Words {
        kind,
        purpose: purpose.filter(|key| key != "*"),
        category: category.filter(|key| key != "*"),
        recipient: recipient.filter(|key| key != "*"),
        channel: channel.filter(|key| key != "*"),
        client_at: input::time(&mut fields, "client_time")?,
        actor: actor(&mut fields, caller)?,
        explicit: fields.truth_if_any("explicit")?.unwrap_or(false),
        past_data: fields.truth_if_any("past_data")?.unwrap_or(false),
        overrides: input::time(&mut fields, "overrides_opt_out")?,
        evidence,
        snapshot,
    };
    fields.finish()?;
    Ok(words)
}

/// A person speaks for themself; a program says who spoke.
fn actor(fields: &mut Fields<'_>, caller: &Caller) -> Result<Actor, Problem> {
    let read = |word: &str| match word {
        "subject" => Some(Actor::Subject),
        "guardian" => Some(Actor::Guardian),
        "agent" => Some(Actor::Agent),
        "operator" => Some(Actor::Operator),
        _ => None,
    };
    let said = fields.word_if_any("actor", read)?.unwrap_or(Actor::Subject);
    match (caller, said) {
        (Caller::Person(_), Actor::Subject) | (Caller::Program { .. }, _) => Ok(said),
        (Caller::Person(_), _) => {
            Err(fields.wrong("actor", Code::AgeGate, "with a subject token only the person speaks"))
        }
    }
}

/// A yes has to show what was shown and how it was given; a no needs nothing. With the snapshot of a notice its name is
/// known already.
fn evidence(fields: &mut Fields<'_>, kind: Kind) -> Result<(Evidence, Option<String>), Problem> {
    let Some(value) = fields.take("evidence") else {
        if kind.is_negative() {
            return Ok((Evidence::default(), None));
        }
        return Err(fields.wrong(
            "evidence",
            Code::EvidenceMissing,
            "say which notice was shown and how the yes was given",
        ));
    };
    let mut parts = Fields::of(value, &fields.pointer("evidence"))?;
    let mut part = |name: &str| match parts.text_if_any(name, EVIDENCE_CHARS_MAX)? {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ if kind.is_negative() => Ok(String::new()),
        _ => Err(parts.wrong(name, Code::EvidenceMissing, "this part of the evidence is due")),
    };
    let how = part("how")?;
    let snapshot = parts.text_if_any("snapshot", TEXT_CHARS_MAX)?.map(str::to_owned);
    let notice = match parts.text_if_any("notice", EVIDENCE_CHARS_MAX)? {
        Some(text) if !text.trim().is_empty() => text.to_owned(),
        _ if kind.is_negative() || snapshot.is_some() => String::new(),
        _ => {
            return Err(parts.wrong(
                "notice",
                Code::EvidenceMissing,
                "say which notice was shown, or send its snapshot",
            ));
        }
    };
    parts.finish()?;
    Ok((Evidence { notice, how }, snapshot))
}

fn age(word: &str) -> Option<AgeBand> {
    match word {
        "adult" => Some(AgeBand::Adult),
        "teen" => Some(AgeBand::Teen),
        "child" => Some(AgeBand::Child),
        "unknown" => Some(AgeBand::Unknown),
        _ => None,
    }
}
