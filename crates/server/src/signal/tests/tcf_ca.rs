//! The Canadian TC string, field by field.

use super::{check_field, known, text};
use crate::signal::tcf_ca::decode;
use crate::signal::{Reading, Unreadable};
use serde_json::{Value, json};

fn fields() -> Vec<(&'static str, usize, u64, Value)> {
    vec![
        ("Created", 36, 17_956_512_000, json!(17_956_512_000_u64)),
        ("LastUpdated", 36, 1, json!(1)),
        ("CmpId", 12, 4_095, json!(4_095)),
        ("CmpVersion", 12, 7, json!(7)),
        ("ConsentScreen", 6, 63, json!(63)),
        ("ConsentLanguage", 12, 5 << 6 | 17, json!("FR")),
        ("VendorListVersion", 12, 300, json!(300)),
        ("TcfPolicyVersion", 6, 2, json!(2)),
        ("UseNonStandardStacks", 1, 1, json!(true)),
        ("SpecialFeatureExpressConsent", 12, 1, json!([[12, 12]])),
        ("PurposesExpressConsent", 24, 0b11 << 22, json!([[1, 2]])),
        ("PurposesImpliedConsent", 24, 0b111, json!([[22, 24]])),
    ]
}

fn core(name: &str, tail: &[(u64, usize)]) -> String {
    let mut numbers = vec![(1, 6)];
    numbers.extend(fields().iter().map(|(field, width, number, _)| (if *field == name { *number } else { 0 }, *width)));
    numbers.extend(tail);
    text(&numbers)
}

const NOBODY: &[(u64, usize)] = &[(0, 17), (0, 17), (0, 12)];

#[test]
fn each_field_of_the_core_has_its_bits() {
    let nothing = known(decode(&core("", NOBODY))).shown();
    for (name, _, _, due) in fields() {
        check_field(&nothing, &known(decode(&core(name, NOBODY))).shown(), name, &due);
    }
}

#[test]
fn vendors_and_restrictions_are_coded_as_fibonacci_numbers() {
    let nothing = known(decode(&core("", NOBODY))).shown();
    // A range from 2 (011) to 2 + 5 (00011), then a single one 3 (0011) further.
    let list: &[_] = &[(10, 16), (1, 1), (2, 12), (1, 1), (0b011, 3), (0b00011, 5), (0, 1), (0b0011, 4)];
    let first = [list, &[(0, 17), (0, 12)]].concat();
    check_field(
        &nothing,
        &known(decode(&core("", &first))).shown(),
        "VendorExpressConsent",
        &json!([[2, 7], [10, 10]]),
    );
    let second = [&[(0, 17)], list, &[(0, 12)]].concat();
    check_field(
        &nothing,
        &known(decode(&core("", &second))).shown(),
        "VendorImpliedConsent",
        &json!([[2, 7], [10, 10]]),
    );
    let third = [&[(0, 17), (0, 17), (1, 12), (4, 6), (1, 2)], list].concat();
    let due = json!([{ "PurposeId": 4, "RestrictionType": 1, "Vendors": [[2, 7], [10, 10]] }]);
    check_field(&nothing, &known(decode(&core("", &third))).shown(), "PubRestrictions", &due);
}

#[test]
fn each_segment_has_its_type() {
    let nothing = known(decode(&core("", NOBODY))).shown();
    let with = |segment: &str| known(decode(&format!("{}.{segment}", core("", NOBODY)))).shown();
    let disclosed = text(&[(1, 3), (3, 16), (0, 1), (0b011, 3)]);
    check_field(&nothing, &with(&disclosed), "DisclosedVendors", &json!([[2, 3]]));
    let due = json!({
        "PubPurposesExpressConsent": [[24, 24]],
        "PubPurposesImpliedConsent": [[23, 23]],
        "NumCustomPurposes": 2,
        "CustomPurposesExpressConsent": [[1, 1]],
        "CustomPurposesImpliedConsent": [[2, 2]],
    });
    let publisher = text(&[(3, 3), (1, 24), (2, 24), (2, 6), (0b10, 2), (0b01, 2)]);
    check_field(&nothing, &with(&publisher), "PubPurposes", &due);
}

#[test]
fn another_version_is_unknown_and_a_cut_string_is_refused() {
    assert_eq!(decode(&text(&[(2, 6), (0, 240)])), Ok(Reading::Unknown));
    let whole = core("", NOBODY);
    assert_eq!(decode(&whole[..whole.len() - 1]).map(|_| ()), Err(Unreadable::CutOff));
    assert!(known(decode(&format!("{whole}.{}", text(&[(2, 3), (0, 9)])))).has_unknown);
}
