//! Proofs.
#![forbid(unsafe_code)]
