//! What people may be grouped by: a closed list, read with its refusals.

use super::file::{CategoryFile, GroupsFile};
use super::{GROUP_PEOPLE_MIN, Grouping, Mistake, Source};
use domain::{Sensitivity, Topic};

/// What people are grouped by: never what is sensitive or protected, and never a few of them.
pub(super) fn grouping(
    source: &Source,
    category: &CategoryFile,
    sensitivity: Sensitivity,
) -> Result<Option<Grouping>, Mistake> {
    let Some(said) = &category.groups else { return Ok(None) };
    if sensitivity.is_sensitive() || category.protected {
        return Err(source.wrong(said, "nobody is grouped by what is sensitive or protected"));
    }
    let GroupsFile { by, people_min } = said.get_ref();
    if let Some(other) = by.iter().find(|kind| kind.get_ref() != Topic::KINDS[0]) {
        return Err(source.wrong(other, format!("nobody is grouped by `{}`, but by `category`", other.get_ref())));
    }
    if *people_min.get_ref() < GROUP_PEOPLE_MIN {
        return Err(source.wrong(people_min, format!("a group has at least {GROUP_PEOPLE_MIN} people")));
    }
    let by = by.iter().map(|kind| kind.get_ref().clone()).collect();
    Ok(Some(Grouping { by, people_min: *people_min.get_ref() }))
}
