//! Draws in words: as a document of a receipt, and as a sentence for the person they were about.

use super::super::schema::{self, DUE, MAY};
use domain::{DrawBasis, Drawn, Lang, ODDS_TOTAL, Outcome, Trial};
use serde_json::{Value, json};

/// The words for what odds were made of.
pub const BASES: [&str; 6] = ["fixed", "nothing", "everybody", "group", "personal", "shares"];

/// How likely something was, between 0 and 1.
pub fn share(millionths: u32) -> f64 {
    f64::from(millionths) / f64::from(ODDS_TOTAL)
}

/// A draw as it goes out.
pub fn drawn(drawn: &Drawn) -> Value {
    let odds: Vec<_> = drawn.odds.iter().map(|(id, odds)| json!({ "id": id, "odds": share(*odds) })).collect();
    json!({
        "of": drawn.of.as_str(),
        "name": drawn.name,
        "version": drawn.version,
        "odds": odds,
        "lot": format!("{:016x}", drawn.lot),
        "chosen": drawn.chosen,
        "propensity": share(drawn.propensity()),
        "basis": drawn.basis.as_str(),
        "cell": drawn.cell,
        "leaning": drawn.leaning,
        "evidence": drawn.evidence,
        "counted": drawn.counted,
    })
}

/// The schema of a draw.
pub fn drawn_schema() -> Value {
    let odds = schema::object(vec![("id", schema::id(), DUE), ("odds", schema::number(), DUE)]);
    schema::object(vec![
        ("of", schema::word(&["slot", "experiment"]), DUE),
        ("name", schema::id(), DUE),
        ("version", schema::integer(0, i64::from(u32::MAX)), DUE),
        ("odds", schema::list(odds, app::VARIANTS_MAX), DUE),
        ("lot", schema::text(16), DUE),
        ("chosen", schema::id(), DUE),
        ("propensity", schema::number(), DUE),
        ("basis", schema::word(&BASES), DUE),
        ("cell", schema::text(200), DUE),
        ("leaning", schema::text(1_000), DUE),
        ("evidence", schema::list(schema::id(), 3), DUE),
        ("counted", schema::truth(), DUE),
    ])
}

/// The arm of a person in an experiment, as it goes out with an answer.
pub fn arm(drawn: &Drawn) -> Value {
    json!({
        "name": drawn.name,
        "arm": drawn.chosen,
        "propensity": share(drawn.propensity()),
        "assigned": drawn.basis == DrawBasis::Shares,
        "counted": drawn.counted,
    })
}

/// The schema of an arm.
pub fn arm_schema() -> Value {
    schema::object(vec![
        ("name", schema::id(), DUE),
        ("arm", schema::id(), DUE),
        ("propensity", schema::number(), DUE),
        ("assigned", schema::truth(), DUE),
        ("counted", schema::truth(), DUE),
    ])
}

/// A trial as the person carries it away.
pub fn trial(trial: &Trial) -> Value {
    json!({
        "decision": trial.decision.to_string(),
        "of": trial.of.as_str(),
        "name": trial.name,
        "version": trial.version,
        "cell": trial.cell,
        "leaning": trial.leaning,
        "chosen": trial.chosen,
        "propensity": share(trial.propensity),
        "at": trial.at,
        "outcome": trial.outcome.map(Outcome::as_str),
    })
}

/// Why something stands in a slot, in a sentence.
pub fn why(drawn: &Drawn, lang: Lang) -> String {
    let words = &crate::language::of(lang).slot;
    match drawn.basis {
        DrawBasis::Fixed | DrawBasis::Shares => words.fixed.to_owned(),
        DrawBasis::Nothing => words.nothing.to_owned(),
        DrawBasis::Everybody => words.everybody.to_owned(),
        DrawBasis::Group => words.group.to_owned(),
        DrawBasis::Personal => words.personal(&drawn.leaning),
    }
}

/// The schema of a version.
pub fn version() -> (&'static str, Value, bool) {
    ("version", schema::integer(0, i64::from(u32::MAX)), MAY)
}
