//! Verbs: one file for each thing the product does.
#![forbid(unsafe_code)]

pub mod rule;
