//! The weights of an arm, as they are set and shown.

use super::super::schema::{self, MAY};
use crate::json::{Fields, Value};
use crate::problem::{Code, Problem};
use app::{Bounds, Knob, Weights};
use serde_json::json;

/// What an arm may say of them.
pub(super) fn schema() -> serde_json::Value {
    let field = |knob: Knob| {
        let Bounds { min, max, whole } = knob.bounds()?;
        let kind = if whole { "integer" } else { "number" };
        Some((knob.as_str(), json!({"type": kind, "minimum": plain(min), "maximum": plain(max)}), MAY))
    };
    schema::object(Knob::ALL.into_iter().filter_map(field).collect())
}

/// Those of an arm; none where it says nothing of them.
pub(super) fn read(arm: &mut Fields<'_>) -> Result<Weights, Problem> {
    let Some(value) = arm.take("weights") else { return Ok(Weights::default()) };
    let mut fields = Fields::of(value, &arm.pointer("weights"))?;
    let mut weights = Weights::default();
    for knob in Knob::ALL.into_iter().filter(|knob| knob.bounds().is_some()) {
        if let Some(value) = fields.take(knob.as_str()) {
            let wrong = |code, says| fields.wrong(knob.as_str(), code, says);
            let value = number(value).ok_or_else(|| wrong(Code::InvalidType, "a number is due here"))?;
            let with = weights.with(knob, value);
            weights = with.ok_or_else(|| wrong(Code::InvalidNumber, "a number within its bounds is due here"))?;
        }
    }
    fields.finish()?;
    Ok(weights)
}

/// As they are shown.
pub(super) fn shown(weights: &Weights) -> serde_json::Value {
    weights.iter().map(|(knob, value)| (knob.as_str().to_owned(), plain(value))).collect()
}

fn number(value: &Value) -> Option<f32> {
    match value {
        Value::Integer(number) => Some(*number as f32),
        Value::Float(number) => Some(*number as f32),
        _ => None,
    }
}

/// As few digits as tell it apart, as it was written.
fn plain(value: f32) -> serde_json::Value {
    match value.fract() == 0.0 {
        true => json!(value as i64),
        false => json!(value.to_string().parse::<f64>().unwrap_or(f64::from(value))),
    }
}
