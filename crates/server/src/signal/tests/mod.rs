//! One file of tests for each format, and what holds for all of them.

mod adpc;
mod dnt;
mod gpc;
mod gpp;
mod tcf;
mod tcf_ca;
mod understood;
mod us;
mod usp;

use super::Reading;
use serde_json::Value;

/// A text in base64url with these bits, each number with its width.
fn text(numbers: &[(u64, usize)]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits: String = numbers.iter().map(|(number, width)| format!("{number:0width$b}")).collect();
    while !bits.len().is_multiple_of(6) {
        bits.push('0');
    }
    let sextet = |chunk: &[u8]| chunk.iter().fold(0, |sum, bit| sum * 2 + usize::from(bit - b'0'));
    bits.as_bytes().chunks(6).map(|chunk| char::from(ALPHABET[sextet(chunk)])).collect()
}

/// A reading that is known.
fn known<T: Clone>(reading: Result<Reading<T>, super::Unreadable>) -> T {
    reading.expect("readable").known().expect("known").clone()
}

/// Checks that two documents differ in this field alone, and what it is in the second.
fn check_field(zero: &Value, set: &Value, name: &str, due: &Value) {
    assert_eq!(set[name], *due, "{name}");
    let mut rest = set.clone();
    rest[name] = zero[name].clone();
    assert_eq!(rest, *zero, "{name} changed something else");
}
