//! The binary `assent`.
#![forbid(unsafe_code)]
fn main() {}
