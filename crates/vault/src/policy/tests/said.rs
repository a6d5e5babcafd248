//! What `policy explain` says, word for word, for a few purposes and regions.

use super::{on, shipped};
use domain::Lang;

fn explained(purpose: &str, region: &str) -> String {
    shipped().explain(purpose, region, on("2026-11-26")).unwrap().to_string()
}

#[test]
fn recommending_in_france() {
    insta::assert_snapshot!(explained("recommend", "fr"));
}

#[test]
fn advertising_in_connecticut() {
    insta::assert_snapshot!(explained("ads", "us-ct"));
}

#[test]
fn writing_in_california() {
    insta::assert_snapshot!(explained("message", "us-ca"));
}

#[test]
fn teaching_in_an_unknown_place() {
    insta::assert_snapshot!(explained("train", "atlantis"));
}

#[test]
fn an_unknown_purpose_is_not_explained() {
    assert!(shipped().explain("dance", "eu", on("2026-11-26")).is_none());
}

#[test]
fn every_purpose_is_explained_in_every_place_with_a_source_for_every_line() {
    let policy = shipped();
    for (purpose, _) in policy.purposes() {
        for (region, _) in policy.profiles() {
            let said = policy.explain(purpose, region, on("2027-06-01")).unwrap();
            let lines = [&said.classes, &said.sensitive, &said.minors, &said.signals, &said.clocks, &said.rights];
            for line in lines.into_iter().flatten() {
                assert!(!line.sources.is_empty() && line.sources.iter().all(|s| !s.is_empty()), "{region}: {line:?}");
            }
            assert!(said.classes.len() == policy.purpose(purpose).unwrap().classes.len() && said.clocks.len() > 2);
        }
    }
}

#[test]
fn what_people_get_is_told_in_one_more_language_at_every_moment_and_in_english_where_it_is_not() {
    let french = Lang::parse("fr").unwrap();
    let mut policy = shipped();
    policy.tell(french, &|key| (key == "recommend").then(|| "Cela vous va.".to_owned()));
    policy.tell(Lang::EN, &|_| Some("another".to_owned()));
    for moment in ["2026-12-01", "2031-01-01"] {
        let purpose = |key| policy.at(on(moment)).purpose(key).unwrap();
        assert_eq!(
            (purpose("recommend").benefit(french), purpose("recommend").told_in(french)),
            ("Cela vous va.", french)
        );
        assert_eq!(purpose("ads").benefit(french), shipped().purpose("ads").unwrap().benefit(Lang::EN));
        assert_eq!(purpose("ads").told_in(french), Lang::EN);
        assert_ne!(purpose("ads").benefit(Lang::EN), "another", "the policy's own words stand");
    }
}
