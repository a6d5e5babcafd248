//! Nothing: the measurements are the benches.
#![forbid(unsafe_code)]
