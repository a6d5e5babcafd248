//! Proofs: what the product promises, shown from outside.
#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test says by a panic what is wrong")]

mod golden;
mod house;
mod journeys;
mod measure;
mod refused;
mod rule;
mod shadow;
mod signals;
