//! `/v1/slots`, `/v1/experiments` and `/v1/outcomes`: what is decided by lot, and what came of it.

mod choose;
mod experiment;
mod outcome;
mod results;
mod slot;
mod slot_read;
mod weights;
mod words;

pub use choose::ROUTE as CHOOSE;
pub use experiment::{GET as EXPERIMENT_GET, PUT as EXPERIMENT_PUT};
pub use outcome::ROUTE as OUTCOME;
pub use results::ROUTE as RESULTS;
pub use slot::{DELETE as SLOT_DELETE, GET as SLOT_GET, PUT as SLOT_PUT};
pub use words::{arm, arm_schema, drawn, drawn_schema, trial};

use super::input;
use crate::json::Fields;
use crate::problem::Problem;
use domain::ItemId;

/// The name of a slot or an experiment in a path.
fn named(text: &str) -> Result<String, Problem> {
    ItemId::parse(text).map(|_| text.to_owned()).map_err(|_| input::invalid_path_id())
}

/// The name of a slot, a variant, an experiment or an arm in a body, where there is one.
pub fn name_if_any(fields: &mut Fields<'_>, name: &str) -> Result<Option<String>, Problem> {
    let Some(text) = fields.text_if_any(name, crate::json::TEXT_CHARS_MAX)? else { return Ok(None) };
    ItemId::parse(text).map(|_| Some(text.to_owned())).map_err(|_| input::invalid_id(fields, name))
}

/// As [`name_if_any`], where there has to be one.
fn name(fields: &mut Fields<'_>, name: &str) -> Result<String, Problem> {
    name_if_any(fields, name)?.ok_or_else(|| fields.missing(name))
}
