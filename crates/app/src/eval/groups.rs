//! Groups of people: whoever has done little so far, whoever has done more, and those that a file names.

use super::split::Split;
use crate::AppError;
use domain::SubjectId;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Whoever took fewer items than this before is cold.
pub const COLD_ITEMS: usize = 5;
/// Most groups that a file may name.
pub const GROUPS_MAX: usize = 100;

/// Names of groups, with who is in them, by place in the test.
pub(super) type Groups = BTreeMap<String, Vec<usize>>;

/// The groups of a test. `file` has `user group`, tab-separated; people whom it does not name are in none of its groups.
pub(super) fn of(split: &Split, file: Option<&Path>) -> Result<Groups, AppError> {
    let mut groups = Groups::new();
    for (at, person) in split.tests.iter().enumerate() {
        let name = if person.owned().count() < COLD_ITEMS { "cold" } else { "warm" };
        groups.entry(name.to_owned()).or_default().push(at);
    }
    if let Some(path) = file {
        named(split, path, &mut groups)?;
    }
    Ok(groups)
}

fn named(split: &Split, path: &Path, groups: &mut Groups) -> Result<(), AppError> {
    let text =
        fs::read_to_string(path).map_err(|error| AppError::File(format!("{}: {}", path.display(), error.kind())))?;
    for (row, line) in text.lines().enumerate() {
        let parts = line.split_once('\t').filter(|(_, group)| !group.is_empty() && !group.contains('\t'));
        let read = parts.and_then(|(who, group)| Some((SubjectId::parse(who).ok()?, group)));
        let Some((who, group)) = read else {
            return Err(AppError::File(format!("{}: row {}: `user group` is due", path.display(), row + 1)));
        };
        if let Ok(at) = split.tests.binary_search_by(|person| person.who.cmp(&who)) {
            groups.entry(group.to_owned()).or_default().push(at);
        }
        if groups.len() > GROUPS_MAX {
            return Err(AppError::Limit { limit: "GROUPS_MAX" });
        }
    }
    Ok(())
}
