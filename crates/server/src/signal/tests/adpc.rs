//! Advanced Data Protection Control, decision by decision.

use crate::signal::Unreadable;
use crate::signal::adpc::{decode, of};
use axum::http::{HeaderMap, HeaderValue};

#[test]
fn each_decision_has_its_list() {
    let adpc = decode("withdraw=*, consent=\"train recommend\" ,object=direct-marketing").expect("readable");
    assert_eq!(adpc.withdraw, ["*"]);
    assert_eq!(adpc.consent, ["train", "recommend"]);
    assert_eq!(adpc.object, ["direct-marketing"]);
    assert!(!adpc.has_unknown);
}

#[test]
fn all_is_everything_that_is_not_consented_to_by_name() {
    let adpc = decode("withdraw=*, consent=train").expect("readable");
    assert!(adpc.withdraws("recommend") && !adpc.withdraws("train"));
    assert!(decode("withdraw=train, consent=train").expect("readable").withdraws("train"), "a tie goes to the no");
}

#[test]
fn several_fields_are_one() {
    let mut headers = HeaderMap::new();
    headers.append("adpc", HeaderValue::from_static("withdraw=ads"));
    headers.append("adpc", HeaderValue::from_static("withdraw=train"));
    let adpc = of(&headers).expect("readable").expect("there");
    assert_eq!(adpc.withdraw, ["ads", "train"]);
    assert_eq!(of(&HeaderMap::new()), Ok(None));
}

#[test]
fn empty_lists_say_nothing() {
    for empty in ["", "consent=", "consent=\"\"", " , withdraw=", "object=\" \""] {
        let adpc = decode(empty).expect("readable");
        assert!(adpc.consent.is_empty() && adpc.withdraw.is_empty() && !adpc.objects(), "{empty}");
    }
}

#[test]
fn what_is_not_known_is_marked_and_an_objection_counts_all_the_same() {
    assert!(decode("share=*").expect("readable").has_unknown);
    let adpc = decode("object=everything").expect("readable");
    assert!(adpc.has_unknown && adpc.objects());
}

#[test]
fn what_has_not_the_form_is_refused() {
    for (wrong, due) in [
        ("consent", Unreadable::Parts),
        ("consent=\"a", Unreadable::CutOff),
        ("consent=\"a\"b", Unreadable::Parts),
        ("consent=a\"b\"", Unreadable::Alphabet),
        ("consent=\u{e4}", Unreadable::Alphabet),
    ] {
        assert_eq!(decode(wrong), Err(due), "{wrong}");
    }
    assert_eq!(decode(&format!("consent=\"{}\"", "a ".repeat(65))), Err(Unreadable::TooLong));
    assert_eq!(decode(&"x".repeat(20_000)), Err(Unreadable::TooLong));
}
