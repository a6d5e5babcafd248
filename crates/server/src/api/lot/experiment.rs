//! `/v1/experiments/{experiment}`: arms with shares, on what is recommended or on what stands in a slot.

use super::super::answer::Answer;
use super::super::input::{self, BODY_BYTES_MAX};
use super::super::route::Route;
use super::super::schema::{self, DUE, MAY};
use super::{name, name_if_any, named, weights, words};
use crate::auth::{Caller, Deed};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use crate::state::Doors;
use app::{ARMS_MAX, Arm, Experiment, ITEMS_SHOWN_MAX, On, OperatorDeed, Variety};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use axum::routing;
use serde_json::json;

const PATH: &str = "/v1/experiments/{experiment}";
/// Fewest arms.
const ARMS_MIN: usize = 2;

/// Puts one in.
pub const PUT: Route = Route {
    method: Method::PUT,
    path: PATH,
    deed: Some(Deed::ManageSlots),
    summary: "Set up an experiment: arms with shares, each a way to recommend or a variant of a slot",
    query: &[],
    idempotency_key: false,
    request: Some(|| schema::object(fields())),
    answer: shown_schema,
    handler: || routing::put(put),
};

/// Reads one.
pub const GET: Route = Route {
    method: Method::GET,
    path: PATH,
    deed: Some(Deed::ManageSlots),
    summary: "Read an experiment",
    query: &[],
    idempotency_key: false,
    request: None,
    answer: shown_schema,
    handler: || routing::get(get),
};

fn fields() -> Vec<schema::Field> {
    let most = i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX);
    let arm = schema::object(vec![
        ("id", schema::id(), DUE),
        ("percent", schema::integer(0, 100), DUE),
        ("variety", schema::integer(0, i64::from(Variety::MAX)), MAY),
        ("category_max", schema::integer(1, most), MAY),
        ("variant", schema::id(), MAY),
        ("weights", weights::schema(), MAY),
    ]);
    vec![
        ("slot", schema::id(), MAY),
        ("arms", json!({"type": "array", "items": arm, "minItems": ARMS_MIN, "maxItems": ARMS_MAX}), DUE),
        ("control", schema::id(), DUE),
    ]
}

fn shown_schema() -> serde_json::Value {
    let mut all = vec![("experiment", schema::id(), DUE), words::version()];
    all.extend(fields());
    schema::object(all)
}

async fn put(
    State(doors): State<Doors>,
    headers: HeaderMap,
    Path(experiment): Path<String>,
    body: Body,
) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    let name = named(&experiment)?;
    let (value, _) = input::json(&headers, body, BODY_BYTES_MAX).await?;
    let read = read(&value)?;
    let kept = name.clone();
    let experiment = doors
        .call(move |shop, now| {
            shop.leave(now, OperatorDeed::Experiment { name: &kept })?;
            shop.put_experiment(&kept, read)
        })
        .await?;
    Ok(Answer::ok(&shown(&name, &experiment)).into_response())
}

async fn get(State(doors): State<Doors>, headers: HeaderMap, Path(name): Path<String>) -> Result<Response, Problem> {
    Caller::admit(&doors, &headers, Deed::ManageSlots)?;
    let name = named(&name)?;
    let asked = name.clone();
    let experiment = doors.call(move |shop, _| shop.experiment(&asked)).await?;
    Ok(Answer::ok(&shown(&name, &experiment)).into_response())
}

fn read(value: &Value) -> Result<Experiment, Problem> {
    let mut fields = Fields::of(value, "")?;
    let on = name_if_any(&mut fields, "slot")?.map_or(On::Recommend, On::Slot);
    let list = fields.list("arms", ARMS_MAX)?;
    let arms: Vec<Arm> =
        list.iter().enumerate().map(|(at, value)| arm(value, &format!("/arms/{at}"), &on)).collect::<Result<_, _>>()?;
    let twice = |(at, one): (usize, &Arm)| arms[..at].iter().any(|other| other.id == one.id);
    if arms.len() < ARMS_MIN || arms.iter().enumerate().any(twice) {
        return Err(fields.wrong(
            "arms",
            Code::InvalidValue,
            "there are two arms or more, each with a name of its own",
        ));
    }
    if arms.iter().map(|arm| u32::from(arm.percent)).sum::<u32>() != 100 {
        return Err(fields.wrong("arms", Code::InvalidValue, "the shares of the arms add up to 100 percent"));
    }
    let wanted = name(&mut fields, "control")?;
    let control = arms.iter().position(|arm| arm.id == wanted);
    let control =
        control.ok_or_else(|| fields.wrong("control", Code::InvalidValue, "the control is one of the arms"))?;
    fields.finish()?;
    Ok(Experiment { version: 0, on, arms, control })
}

fn arm(value: &Value, pointer: &str, on: &On) -> Result<Arm, Problem> {
    let most = i64::try_from(ITEMS_SHOWN_MAX).unwrap_or(i64::MAX);
    let mut fields = Fields::of(value, pointer)?;
    let percent = fields.integer_if_any("percent", 0..=100)?.ok_or_else(|| fields.missing("percent"))?;
    let id = name(&mut fields, "id")?;
    let mut arm = Arm { id, percent: u8::try_from(percent).unwrap_or(0), ..Arm::default() };
    match on {
        On::Recommend => {
            let variety = fields.integer_if_any("variety", 0..=i64::from(Variety::MAX))?;
            arm.variety = variety.and_then(|percent| u8::try_from(percent).ok());
            let category_max = fields.integer_if_any("category_max", 1..=most)?;
            arm.category_max = category_max.and_then(|most| usize::try_from(most).ok());
            arm.weights = weights::read(&mut fields)?;
        }
        On::Slot(_) => arm.variant = name_if_any(&mut fields, "variant")?,
    }
    fields.finish()?;
    Ok(arm)
}

fn shown(name: &str, experiment: &Experiment) -> serde_json::Value {
    let arm = |arm: &Arm| {
        let mut out = json!({ "id": arm.id, "percent": arm.percent });
        for (name, value) in [
            ("variety", arm.variety.map(|percent| json!(percent))),
            ("category_max", arm.category_max.map(|most| json!(most))),
            ("variant", arm.variant.as_ref().map(|variant| json!(variant))),
            ("weights", (!arm.weights.is_empty()).then(|| weights::shown(&arm.weights))),
        ] {
            if let Some(value) = value {
                out[name] = value;
            }
        }
        out
    };
    let mut out = json!({
        "experiment": name,
        "version": experiment.version,
        "arms": experiment.arms.iter().map(arm).collect::<Vec<_>>(),
        "control": experiment.arms[experiment.control].id,
    });
    if let On::Slot(slot) = &experiment.on {
        out["slot"] = json!(slot);
    }
    out
}
