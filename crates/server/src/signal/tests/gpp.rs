//! The GPP string: the header's ids, and that each section goes to its reader.

use super::{known, text};
use crate::signal::gpp::{Section, decode};
use crate::signal::{Reading, Unreadable};

/// A header of these ranges, each distance as its Fibonacci code.
fn header(entries: &[(bool, &[(u64, usize)])]) -> String {
    let mut numbers = vec![(3, 6), (1, 6), (entries.len() as u64, 12)];
    for (range, codes) in entries {
        numbers.push((u64::from(*range), 1));
        numbers.extend(*codes);
    }
    text(&numbers)
}

const ONE: (u64, usize) = (0b11, 2);
const TWO: (u64, usize) = (0b011, 3);
const SIX: (u64, usize) = (0b10011, 5);
const THIRTEEN: (u64, usize) = (0b000_0011, 7);
const USP: &str = "1YN-";
const USCA: &str = "BAAAAAAA";

#[test]
fn the_specification_s_own_example_is_read() {
    let read = known(decode("DBABTA~1YNN"));
    assert_eq!(read.section("uspv1").map(Section::name), Some("uspv1"));
    assert!(read.unknown.is_empty() && !read.has_unknown);
}

#[test]
fn single_sections_and_ranges_are_named_by_their_distances() {
    // 6, then 6 + 2 = 8, then 8 + 13 = 21: none beside another.
    let apart = header(&[(false, &[SIX]), (false, &[TWO]), (false, &[THIRTEEN])]);
    let read = known(decode(&format!("{apart}~{USP}~{USCA}~BAAAAAAAAA")));
    let names: Vec<&str> = read.sections.iter().map(Section::name).collect();
    assert_eq!(names, ["uspv1", "usca", "usnj"]);
    // From 6 to 6 + 2.
    let range = header(&[(true, &[SIX, TWO])]);
    let read = known(decode(&format!("{range}~{USP}~BAAAAAAAAA~{USCA}")));
    let names: Vec<&str> = read.sections.iter().map(Section::name).collect();
    assert_eq!(names, ["uspv1", "usnat", "usca"]);
}

#[test]
fn a_section_that_is_not_known_is_listed_and_the_others_are_read() {
    let read = known(decode(&format!("{}~x!~{USP}", header(&[(false, &[ONE]), (false, &[(0b00011, 5)])]))));
    assert_eq!(read.unknown, [1]);
    assert_eq!(read.sections.len(), 1);
    let another_version = known(decode(&format!("{}~2YN-", header(&[(false, &[SIX])]))));
    assert_eq!(another_version.unknown, [6]);
}

#[test]
fn another_version_of_the_header_is_unknown() {
    assert_eq!(decode(&text(&[(3, 6), (2, 6), (0, 12)])), Ok(Reading::Unknown));
    assert!(known(decode(&text(&[(3, 6), (1, 6), (0, 12), (1, 12)]))).has_unknown, "a bit behind the end");
}

#[test]
fn what_is_no_string_is_refused() {
    let usp = header(&[(false, &[SIX])]);
    for (wrong, due) in [
        (String::new(), Unreadable::CutOff),
        ("DB".to_owned(), Unreadable::CutOff),
        ("CPXxRfAPXxRfA".to_owned(), Unreadable::Parts),
        (usp.clone(), Unreadable::Parts),
        (format!("{usp}~"), Unreadable::CutOff),
        (format!("{usp}~{USP}~{USP}"), Unreadable::Parts),
        (format!("{usp}~{USP}."), Unreadable::CutOff),
        (format!("{usp}.{usp}~{USP}"), Unreadable::Alphabet),
        // A code that never ends, and a range of more sections than one string may have.
        (text(&[(3, 6), (1, 6), (1, 12), (0, 1), (0, 40)]), Unreadable::Number),
        (header(&[(true, &[ONE, (0b0_0000_0000_0011, 13)])]), Unreadable::Number),
        ("D".repeat(20_000), Unreadable::TooLong),
    ] {
        assert_eq!(decode(&wrong).map(|_| ()), Err(due), "{wrong:.60}");
    }
}
