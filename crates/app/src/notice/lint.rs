//! Checks a notice before it is published: whether it is complete, true to the policy, and as easy to refuse as to accept.

use super::finding::{Finding, Name};
use super::grade::is_graded;
use super::{choices, wording};
use domain::{Lang, Notice, Told, UnixTime};
use std::collections::BTreeSet;
use vault::policy::{InForce, Policy, RightName};

/// Most choices on the first layer.
pub const FIRST_LAYER_CHOICES_MAX: usize = 5;
/// The highest reading grade, in years of school.
pub const READING_GRADE_MAX: f64 = 9.0;

/// The rights that every notice tells of (Art. 13(2)(b) to (d) GDPR).
const RIGHTS_DUE: [RightName; 4] = [RightName::Access, RightName::Delete, RightName::Withdraw, RightName::Complain];

/// Everything that is wrong with a notice under the policy in force, due in the languages that are spoken; nothing where it
/// may be published.
#[must_use]
pub fn check(policy: &Policy, now: UnixTime, spoken: &[Lang], notice: &Notice) -> Vec<Finding> {
    let mut found = Vec::new();
    who_and_rights(notice, &mut found);
    purposes(policy, policy.at(now), notice, &mut found);
    choices::check(notice, &mut found);
    wording::check(notice, spoken, &mut found);
    found
}

/// The languages of a notice in which it was not read whether it is plain and shames nobody: there is no formula and no list
/// of words for them. What is due in every language was checked all the same.
#[must_use]
pub fn unread(notice: &Notice) -> Vec<Lang> {
    notice.locales.keys().filter_map(|code| Lang::parse(code)).filter(|lang| !is_graded(*lang)).collect()
}

fn who_and_rights(notice: &Notice, found: &mut Vec<Finding>) {
    for (text, pointer) in [(&notice.controller, "/controller"), (&notice.contact, "/contact")] {
        if text.trim().is_empty() {
            found.push(Finding::at(Name::NoController, pointer));
        }
    }
    for (at, right) in notice.rights.iter().enumerate() {
        if !RightName::ALL.iter().any(|known| known.as_str() == right) {
            found.push(Finding::at(Name::UnknownRight, format!("/rights/{at}")));
        }
    }
    if !RIGHTS_DUE.iter().all(|due| notice.rights.iter().any(|right| right == due.as_str())) {
        found.push(Finding::at(Name::MissingRight, "/rights"));
    }
    for (at, purpose) in notice.material.iter().enumerate() {
        if !notice.purposes.iter().any(|told| told.purpose == *purpose) {
            found.push(Finding::at(Name::MaterialUntold, format!("/material/{at}")));
        }
    }
}

fn purposes(policy: &Policy, here: &InForce, notice: &Notice, found: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (at, told) in notice.purposes.iter().enumerate() {
        let pointer = format!("/purposes/{at}");
        if !seen.insert(&told.purpose) {
            found.push(Finding::at(Name::SamePurpose, format!("{pointer}/purpose")));
        }
        told_truly(policy, here, told, &pointer, found);
    }
}

/// What is told of a purpose is what the policy lets it do, no more and no less.
fn told_truly(policy: &Policy, here: &InForce, told: &Told, pointer: &str, found: &mut Vec<Finding>) {
    let Some(entry) = here.purpose(&told.purpose) else {
        found.push(Finding::at(Name::UnknownPurpose, format!("{pointer}/purpose")));
        return;
    };
    if told.categories.is_empty() {
        found.push(Finding::at(Name::NoCategory, format!("{pointer}/categories")));
    }
    for (at, key) in told.categories.iter().enumerate() {
        let name = match policy.category(key) {
            None => Name::UnknownCategory,
            Some(category) if !entry.terms.categories.has(category.id) => Name::CategoryNotAllowed,
            Some(_) => continue,
        };
        found.push(Finding::at(name, format!("{pointer}/categories/{at}")));
    }
    if told.retention_days != entry.retention_days {
        found.push(Finding::at(Name::RetentionMismatch, format!("{pointer}/retention_days")));
    }
}
