//! The TC string, field by field.

use super::{check_field, known, text};
use crate::signal::tcf::decode;
use crate::signal::{Reading, Unreadable};
use serde_json::{Value, json};

/// Each field of the core segment after the version: its name, its width, a number, and what it means.
fn fields() -> Vec<(&'static str, usize, u64, Value)> {
    vec![
        ("Created", 36, 17_956_512_000, json!(17_956_512_000_u64)),
        ("LastUpdated", 36, 1, json!(1)),
        ("CmpId", 12, 4_095, json!(4_095)),
        ("CmpVersion", 12, 7, json!(7)),
        ("ConsentScreen", 6, 63, json!(63)),
        ("ConsentLanguage", 12, 3 << 6 | 4, json!("DE")),
        ("VendorListVersion", 12, 300, json!(300)),
        ("TcfPolicyVersion", 6, 5, json!(5)),
        ("IsServiceSpecific", 1, 1, json!(true)),
        ("UseNonStandardTexts", 1, 1, json!(true)),
        ("SpecialFeatureOptIns", 12, 0b1000_0000_0001, json!([[1, 1], [12, 12]])),
        ("PurposesConsent", 24, 0b11 << 22 | 1, json!([[1, 2], [24, 24]])),
        ("PurposesLITransparency", 24, 0b111, json!([[22, 24]])),
        ("PurposeOneTreatment", 1, 1, json!(true)),
        ("PublisherCC", 12, 25 << 6, json!("ZA")),
    ]
}

/// A core segment in which this field alone is not zero, with these bits for vendors and restrictions.
fn core(name: &str, tail: &[(u64, usize)]) -> String {
    let mut numbers = vec![(2, 6)];
    numbers.extend(fields().iter().map(|(field, width, number, _)| (if *field == name { *number } else { 0 }, *width)));
    numbers.extend(tail);
    text(&numbers)
}

/// No vendor, no vendor, no restriction.
const NOBODY: &[(u64, usize)] = &[(0, 17), (0, 17), (0, 12)];

fn zero() -> String {
    core("", NOBODY)
}

#[test]
fn each_field_of_the_core_has_its_bits() {
    let nothing = known(decode(&zero())).shown();
    for (name, _, _, due) in fields() {
        check_field(&nothing, &known(decode(&core(name, NOBODY))).shown(), name, &due);
    }
}

#[test]
fn vendors_are_a_field_of_bits_or_a_list_of_ranges() {
    let nothing = known(decode(&zero())).shown();
    let bits: &[_] = &[(9, 16), (0, 1), (0b1_1000_0001, 9), (0, 17), (0, 12)];
    check_field(&nothing, &known(decode(&core("", bits))).shown(), "VendorConsent", &json!([[1, 2], [9, 9]]));
    let ranges: &[_] = &[(0, 17), (700, 16), (1, 1), (2, 12), (0, 1), (3, 16), (1, 1), (600, 16), (700, 16), (0, 12)];
    let read = known(decode(&core("", ranges)));
    check_field(&nothing, &read.shown(), "VendorLegitimateInterest", &json!([[3, 3], [600, 700]]));
    assert!(read.core.vendors_legitimate.has(650) && !read.core.vendors_legitimate.has(4));
}

#[test]
fn a_restriction_names_purpose_kind_and_vendors() {
    let one: &[_] = &[(0, 17), (0, 17), (1, 12), (7, 6), (2, 2), (1, 12), (1, 1), (5, 16), (9, 16)];
    let due = json!([{ "PurposeId": 7, "RestrictionType": 2, "Vendors": [[5, 9]] }]);
    check_field(&known(decode(&zero())).shown(), &known(decode(&core("", one))).shown(), "PublisherRestrictions", &due);
}

#[test]
fn each_segment_has_its_type() {
    let vendors = |kind| text(&[(kind, 3), (4, 16), (0, 1), (0b0101, 4)]);
    let publisher = text(&[(3, 3), (1, 24), (2, 24), (2, 6), (0b10, 2), (0b01, 2)]);
    let nothing = known(decode(&zero())).shown();
    let runs = json!([[2, 2], [4, 4]]);
    let with = |segment: &str| known(decode(&format!("{}.{segment}", zero()))).shown();
    check_field(&nothing, &with(&vendors(1)), "DisclosedVendors", &runs);
    check_field(&nothing, &with(&vendors(2)), "AllowedVendors", &runs);
    let due = json!({
        "PubPurposesConsent": [[24, 24]],
        "PubPurposesLITransparency": [[23, 23]],
        "NumCustomPurposes": 2,
        "CustomPurposesConsent": [[1, 1]],
        "CustomPurposesLITransparency": [[2, 2]],
    });
    check_field(&nothing, &with(&publisher), "PublisherTC", &due);
}

#[test]
fn another_version_is_unknown_and_so_is_another_segment_and_a_bit_behind_the_end() {
    for version in [0, 1, 3, 63] {
        assert_eq!(decode(&text(&[(version, 6), (0, 240)])), Ok(Reading::Unknown), "{version}");
    }
    assert!(known(decode(&format!("{}.{}", zero(), text(&[(5, 3), (1, 9)])))).has_unknown);
    let longer = [NOBODY, &[(0, 30), (1, 1)]].concat();
    assert!(known(decode(&core("", &longer))).has_unknown);
    assert!(!known(decode(&zero())).has_unknown);
}

#[test]
fn what_is_no_string_is_refused() {
    let zero = zero();
    for (wrong, due) in [
        (String::new(), Unreadable::CutOff),
        ("CP".to_owned(), Unreadable::CutOff),
        (format!("{zero}="), Unreadable::Alphabet),
        (format!("{zero}."), Unreadable::CutOff),
        (format!("{zero}.IAAA.IAAA"), Unreadable::Parts),
        (core("", &[(3, 16), (1, 1), (1, 12), (1, 1), (3, 16), (2, 16), (0, 17), (0, 12)]), Unreadable::Number),
        (core("", &[(3, 16), (1, 1), (1, 12), (0, 1), (0, 16), (0, 17), (0, 12)]), Unreadable::Number),
        (core("", &[(60_000, 16), (0, 1), (0, 17), (0, 12)]), Unreadable::CutOff),
        ("C".repeat(20_000), Unreadable::TooLong),
    ] {
        assert_eq!(decode(&wrong).map(|_| ()), Err(due), "{wrong:.60}");
    }
    assert_eq!(decode(&format!("{zero}{}", ".sAAA".repeat(9))).map(|_| ()), Err(Unreadable::Parts));
}
