//! What holds when: versions of profiles by their dates, reviews by theirs.

use super::{branded, changed, on, shipped};
use crate::policy::{Policy, Weight};
use domain::{AgeBand, Code, Mode, Sensitivity};

fn mode(policy: &Policy, purpose: &str, place: &str, date: &str) -> Mode {
    let here = policy.at(on(date));
    let id = policy.jurisdiction(place);
    let modes = &here.purpose(purpose).unwrap().terms.modes;
    modes.iter().find(|(named, _)| *named == id).unwrap().1
}

/// California, with a second version that asks for a yes.
fn stricter_california() -> Policy {
    let next = "effective = \"2027-01-01\"\nlaw = \"x\"\nextends = true\n\n[[version.mode]]\nclasses = [\"profiling\"]\nmode = \"opt_in\"\nsource = \"y\"\n\n[[version]]\neffective = \"2028-01-01\"";
    let (sources, _) = changed("profiles/us-ca.toml", "effective = \"2027-01-01\"", next);
    Policy::read(&sources).unwrap()
}

#[test]
fn the_second_version_of_a_profile_counts_from_its_date_and_not_before() {
    let policy = stricter_california();
    assert_eq!(mode(&policy, "recommend", "us-ca", "2026-12-31"), Mode::OptOut);
    assert_eq!(mode(&policy, "recommend", "us-ca", "2027-01-01"), Mode::OptIn);
    assert_eq!(mode(&policy, "recommend", "us-ca", "2030-01-01"), Mode::OptIn, "a later version extends it");
    assert_eq!(mode(&policy, "recommend", "us-md", "2027-01-01"), Mode::OptOut, "the neighbours are not touched");
    let last_second = policy.at(on("2027-01-01").plus(-1));
    assert_eq!(
        last_second.profile(policy.jurisdiction("us-ca")).unwrap().law.len(),
        shipped().at(on("2026-12-31")).profile(policy.jurisdiction("us-ca")).unwrap().law.len()
    );
}

#[test]
fn the_first_version_stands_for_the_time_before_it() {
    let policy = shipped();
    assert_eq!(mode(&policy, "recommend", "us-md", "2010-01-01"), Mode::OptOut);
    assert_eq!(mode(&policy, "recommend", "eu", "1970-01-01"), Mode::OptIn);
}

#[test]
fn a_teenager_in_connecticut_is_not_decided_about_from_july_2026_on() {
    let (sources, _) = changed("purposes.toml", "classes = [\"train\"]", "classes = [\"train\", \"significant\"]");
    let policy = Policy::read(&sources).unwrap();
    let minor = |date: &str| {
        let here = policy.at(on(date));
        let resolved = here.resolve(here.purpose("train").unwrap(), &[policy.jurisdiction("us-ct")]);
        resolved.reasons(Sensitivity::None, AgeBand::Teen, false).has(Code::Minor)
    };
    assert!(!minor("2026-06-30") && minor("2026-07-01"));
}

#[test]
fn a_version_of_the_base_reaches_those_that_are_based_on_it() {
    let next = "\n[[version]]\neffective = \"2030-01-01\"\nlaw = \"x\"\nextends = true\n\n[[version.mode]]\nclasses = [\"train\"]\nmode = \"explicit\"\nsource = \"y\"\n\n[[version]]\neffective = \"2031-01-01\"\nlaw = \"z\"\nextends = true\n";
    let (mut sources, text) = changed("profiles/eu.toml", "key", "key");
    let strict = sources.profiles.iter_mut().find(|file| file.name.contains("zz-")).unwrap();
    strict.text = strict
        .text
        .replace("\"train\", \"storage\"]\nmode = \"opt_in\"", "\"train\", \"storage\"]\nmode = \"explicit\"");
    let eu = sources.profiles.iter_mut().find(|file| file.name.contains("eu")).unwrap();
    eu.text = text + next;
    let policy = Policy::read(&sources).unwrap();
    assert_eq!(mode(&policy, "train", "fr", "2029-12-31"), Mode::OptIn);
    assert_eq!(mode(&policy, "train", "fr", "2030-01-01"), Mode::Explicit);
}

#[test]
fn an_overdue_review_lets_the_purpose_rest_after_its_grace_and_warns_before() {
    let policy = shipped();
    let rests = |date: &str| {
        let here = policy.at(on(date));
        let resolved = here.resolve(here.purpose("message").unwrap(), &[policy.jurisdiction("us-ca")]);
        resolved.reasons(Sensitivity::None, AgeBand::Adult, false).has(Code::ReviewOverdue)
    };
    assert!(!rests("2027-05-01") && !rests("2027-05-30"));
    assert!(rests("2027-05-31") && rests("2040-01-01"));
    let weights = |date: &str| -> Vec<Weight> {
        let found = policy.check(on(date));
        found
            .into_iter()
            .filter(|f| f.says.contains("`message`") && f.says.contains("review"))
            .map(|f| f.weight)
            .collect()
    };
    assert_eq!(weights("2027-01-01"), []);
    assert_eq!(weights("2027-04-01"), [Weight::Warning]);
    assert_eq!(weights("2027-05-15"), [Weight::Warning]);
    assert_eq!(weights("2027-06-15"), [Weight::Rests]);
}

#[test]
fn what_is_necessary_does_not_rest() {
    let policy = shipped();
    let mut here = policy.at(on("2030-01-01")).clone();
    let strict = crate::gate::STRICTEST;
    here.purposes.get_mut("measure").unwrap().terms.modes = vec![(strict, Mode::Necessary)];
    let resolved = here.resolve(here.purpose("measure").unwrap(), &[]);
    assert!(!resolved.reasons(Sensitivity::None, AgeBand::Adult, false).has(Code::ReviewOverdue));
}

#[test]
fn a_review_by_the_shop_ends_the_rest() {
    let text = "name = \"x\"\nversion = 1\n[[purpose]]\nkey = \"message\"\nreview = { by = \"dpo\", on = \"2027-04-20\", next = \"2028-04-20\" }\n";
    let policy = branded(text).unwrap();
    let here = policy.at(on("2027-12-01"));
    let entry = here.purpose("message").unwrap();
    assert!(!entry.review_overdue && shipped().at(on("2027-12-01")).purpose("message").unwrap().review_overdue);
    assert_eq!((entry.owner.as_str(), entry.review.as_str()), ("dpo", "2028-04-20"));
}

#[test]
fn a_yes_lives_no_longer_than_the_shortest_profile_says() {
    let policy = shipped();
    let here = policy.at(on("2026-11-01"));
    let days = |places: &[&str]| {
        let ids: Vec<_> = places.iter().map(|place| policy.jurisdiction(place)).collect();
        here.resolve(here.purpose("recommend").unwrap(), &ids).terms.consent_seconds / domain::DAY_SECONDS
    };
    assert_eq!(
        (days(&["eu"]), days(&["fr"]), days(&["eu", "fr"]), days(&["it", "de"]), days(&[])),
        (730, 180, 180, 365, 730)
    );
}

#[test]
fn what_a_profile_prohibits_for_a_kind_or_an_age_is_closed() {
    let policy = shipped();
    let here = policy.at(on("2026-11-01"));
    let reasons = |place: &str, kind, age| {
        here.resolve(here.purpose("recommend").unwrap(), &[policy.jurisdiction(place)]).reasons(kind, age, false)
    };
    assert!(reasons("us-md", Sensitivity::Special, AgeBand::Adult).has(Code::Prohibited));
    assert!(reasons("eu", Sensitivity::Special, AgeBand::Adult).allow(), "the gate asks for an explicit yes");
    assert!(reasons("in", Sensitivity::None, AgeBand::Teen).has(Code::Minor));
    assert!(reasons("in", Sensitivity::None, AgeBand::Adult).allow());
    assert!(reasons("eu", Sensitivity::None, AgeBand::Teen).allow());
}
