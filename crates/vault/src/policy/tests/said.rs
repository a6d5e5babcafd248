//! What `policy explain` says, word for word, for a few purposes and regions.

use super::{on, shipped};

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
