//! `POST /v1/slots/{slot}/choose`: what stands in a slot now, for a person or for nobody in particular, why, and the receipt.

use super::super::answer::Answer;
use super::super::events::channel;
use super::super::input::{self, BODY_BYTES_MAX};
use super::super::recommend::{refused, visit, visit_schema};
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::super::{signals, statements};
use super::{name_if_any, named, slot_read, words};
use crate::auth::{Caller, Deed};
use crate::json::{Fields, Value};
use crate::problem::Problem;
use crate::state::Doors;
use app::{Ask, Circumstances, InSlot, SlotRequest};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing::post;
use domain::{Lang, Rung, SubjectId};
use serde_json::json;

/// The route.
pub const ROUTE: Route = Route {
    method: Method::POST,
    path: "/v1/slots/{slot}/choose",
    deed: Some(Deed::Decide),
    summary: "Choose what stands in a slot of a page, with why, its odds and a receipt",
    query: &[],
    idempotency_key: false,
    request: Some(|| {
        schema::object(vec![
            ("subject", schema::id(), MAY),
            ("context", slot_read::circumstances_schema(), MAY),
            ("experiment", schema::id(), MAY),
            ("rung_max", schema::word(&Rung::ALL.map(Rung::as_str)), MAY),
            ("visit", visit_schema(), MAY),
            ("channel", schema::text(64), MAY),
            ("jurisdictions", schema::list(schema::text(64), 8), MAY),
            ("private", schema::truth(), MAY),
            ("signals", signals::restriction_schema(), MAY),
        ])
    }),
    answer: || {
        let item = schema::object(vec![
            ("id", schema::id(), DUE),
            ("title", schema::text(300), DUE),
            ("text", schema::text(4_000), MAY),
            ("url", schema::text(1_000), MAY),
            ("image", schema::text(1_000), MAY),
            ("content", json!({}), MAY),
            ("why", schema::text(1_000), DUE),
            ("reasons", schema::list(json!({"type": "object"}), 0), DUE),
        ]);
        schema::object(vec![
            ("slot", schema::id(), DUE),
            words::version(),
            ("variant", schema::id(), DUE),
            ("items", schema::list(item, 1), DUE),
            ("why", schema::text(1_000), DUE),
            ("basis", schema::word(&words::BASES), DUE),
            ("propensity", schema::number(), DUE),
            ("counted", schema::truth(), DUE),
            ("experiment", words::arm_schema(), MAY),
            ("receipt", schema::text(32), DUE),
            ("rung", schema::word(&Rung::ALL.map(Rung::as_str)), DUE),
            ("personalized", schema::truth(), DUE),
            ("refusal", schema::list(schema::text(64), 32), DUE),
            ("refusal_says", schema::list(schema::text(200), 32), DUE),
            ("change", schema::object(vec![("statements", schema::text(64), DUE)]), DUE),
        ])
    },
    handler: || post(handle),
};

/// What a request says, read.
struct Read {
    who: Option<SubjectId>,
    ask: Ask,
    here: Circumstances,
    experiment: Option<String>,
}

async fn handle(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(slot): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    let caller = Caller::admit(&doors, &headers, Deed::Decide)?;
    let name = named(&slot)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let Read { who, ask, here, experiment } = read(&doors, &caller, &headers, &value)?;
    let slot = name.clone();
    let chosen = doors
        .call(move |shop, now| {
            let request = SlotRequest { slot: &slot, here: &here, experiment: experiment.as_deref() };
            shop.choose_variant(now, who.as_ref(), &ask, request)
        })
        .await?;
    metrics::counter!("assent_decisions_total", "rung" => chosen.rung.as_str()).increment(1);
    Ok(Answer::ok(&shown(&name, &chosen, input::lang(&headers))).into_response())
}

fn read(doors: &Doors, caller: &Caller, headers: &HeaderMap, value: &Value) -> Result<Read, Problem> {
    let mut fields = Fields::of(value, "")?;
    let who = whom(caller, input::subject(&mut fields)?)?;
    let mut ask = Ask::on(channel(doors, &mut fields)?);
    ask.jurisdictions = input::jurisdictions(&mut fields, doors.shop().policy())?;
    signals::of_request(headers, &mut fields)?.restrict(&mut ask, doors.shop().policy());
    ask.rung_max = fields.word_if_any("rung_max", Rung::parse)?.unwrap_or(Rung::Personal);
    ask.visit = visit(&mut fields, doors.now())?;
    ask.private_visit = fields.truth_if_any("private")?.unwrap_or(false);
    let here = slot_read::circumstances(&mut fields)?;
    let experiment = name_if_any(&mut fields, "experiment")?;
    fields.finish()?;
    Ok(Read { who, ask, here, experiment })
}

/// Whom a program or a person asks about; a program of the shop's own may ask about nobody in particular.
pub(super) fn whom(caller: &Caller, named: Option<SubjectId>) -> Result<Option<SubjectId>, Problem> {
    match (caller, named) {
        (Caller::Program { visitor: None, .. }, None) if !caller.is_browser() => Ok(None),
        (_, named) => caller.about(named).map(Some),
    }
}

fn shown(name: &str, chosen: &InSlot, lang: Lang) -> serde_json::Value {
    let (refusal, says) = refused(chosen.refusal, lang);
    let (drawn, variant) = (&chosen.drawn[0], &chosen.slot.variants[chosen.variant]);
    let why = words::why(drawn, lang);
    let mut item = slot_read::shown_variant(variant);
    item["title"] = json!(variant.title.as_deref().unwrap_or_default());
    item["why"] = json!(why);
    item["reasons"] = json!([]);
    if let Some(item) = item.as_object_mut() {
        item.remove("fits");
    }
    let mut out = json!({
        "slot": name,
        "version": chosen.slot.version,
        "variant": variant.id,
        "items": [item],
        "why": why,
        "basis": drawn.basis.as_str(),
        "propensity": words::share(drawn.propensity()),
        "counted": drawn.counted,
        "receipt": chosen.receipt.to_string(),
        "rung": chosen.rung.as_str(),
        "personalized": chosen.refusal.is_none(),
        "refusal": refusal,
        "refusal_says": says,
        "change": { "statements": statements::PATH },
    });
    if let Some(drawn) = chosen.drawn.get(1) {
        out["experiment"] = words::arm(drawn);
    }
    out
}
