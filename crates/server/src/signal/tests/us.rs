//! The sections of the US, each field of each.

use super::{check_field, known, text};
use crate::signal::Reading;
use crate::signal::us::{LAYOUTS, Layout, Said, Us, decode};
use serde_json::{Value, json};

/// The versions that are read.
const fn versions(layout: &Layout) -> &'static [u8] {
    if layout.id == 7 { &[1, 2] } else { &[1] }
}

/// A core segment in which every field is zero but these two bits.
fn core(version: u8, count: usize, at: Option<usize>, number: u64) -> String {
    let mut numbers = vec![(u64::from(version), 6)];
    numbers.extend((0..count).map(|here| (if Some(here) == at { number } else { 0 }, 2)));
    text(&numbers)
}

/// How many numbers of two bits a section has.
fn count(us: &Us) -> usize {
    us.fields.iter().map(|(name, _)| us.all(name).len()).sum()
}

/// A section of zeroes; long enough for every one there is.
fn zeroes(layout: &'static Layout, version: u8) -> Us {
    known(decode(layout, &core(version, 50, None, 0)))
}

#[test]
fn each_field_of_each_section_has_its_bits() {
    let mut checked = 0;
    for (layout, version) in LAYOUTS.iter().flat_map(|layout| versions(layout).iter().map(move |v| (layout, *v))) {
        let zero = zeroes(layout, version);
        let all = count(&zero);
        let mut at = 0;
        for (name, said) in &zero.fields {
            let places = zero.all(name).len();
            for (place, number) in (0..places).zip([1, 2, 3].into_iter().cycle()) {
                let due = match said {
                    Said::One(_) => json!(number),
                    Said::Many(_) => {
                        json!((0..places).map(|p| if p == place { number } else { 0 }).collect::<Vec<_>>())
                    }
                };
                let set = known(decode(layout, &core(version, all, Some(at + place), number)));
                check_field(&zero.shown(), &set.shown(), name, &due);
                assert!(!set.has_unknown, "{} {name}", layout.name);
                checked += 1;
            }
            at += places;
        }
    }
    assert!(checked > 400, "{checked}");
}

#[test]
fn the_sections_are_those_in_force() {
    let ids: Vec<u16> = LAYOUTS.iter().map(|layout| layout.id).collect();
    assert_eq!(ids, (7..=27).collect::<Vec<u16>>());
    let lengths: Vec<usize> = LAYOUTS.iter().map(|layout| count(&zeroes(layout, versions(layout)[0]))).collect();
    // By hand, from the specification's tables.
    assert_eq!(lengths, [27, 20, 17, 16, 18, 19, 20, 20, 23, 18, 23, 18, 18, 20, 24, 18, 18, 8, 9, 9, 9]);
}

#[test]
fn the_segment_after_the_core_is_read_where_there_is_one() {
    for layout in LAYOUTS {
        let core = core(1, count(&zeroes(layout, 1)), None, 0);
        let with = |second: &str| known(decode(layout, &format!("{core}.{second}")));
        match layout.name {
            "usva" | "usut" | "usfl" => assert!(with("YA").has_unknown),
            "usin" | "usky" | "usri" => {
                assert_eq!(with("GbAA").shown()["SensitiveDataProcessing"], json!([0, 1, 2, 1, 2, 3, 0, 0]));
            }
            _ => {
                assert_eq!((with("YA").gpc, with("QA").gpc), (Some(true), Some(false)));
                assert!(with("gA").has_unknown, "another type of segment");
                assert_eq!(with("gA").gpc, None);
            }
        }
    }
}

#[test]
fn another_version_is_unknown_and_so_is_what_follows() {
    for layout in LAYOUTS {
        for version in [0, 3, 63] {
            assert_eq!(decode(layout, &core(version, 40, None, 0)), Ok(Reading::Unknown), "{}", layout.name);
        }
    }
    let usca = &LAYOUTS[1];
    assert!(known(decode(usca, &core(1, 30, Some(29), 1))).has_unknown, "a bit behind the end");
    assert!(known(decode(usca, &format!("{}.YA.YA", core(1, 20, None, 0)))).has_unknown);
    assert!(decode(usca, &core(1, 16, None, 0)).is_err(), "too short");
    assert_eq!(Value::from(known(decode(usca, &core(1, 20, None, 0))).version), json!(1));
}
