//! Journeys: the real binary from outside, as a person, a program or a stranger meets it.
#![expect(clippy::disallowed_methods, reason = "a test reads where the binary is, and measures how long it takes")]

mod approvals;
mod asking;
mod audit_log;
mod backups;
mod bad_inputs;
mod canaries;
mod carrying;
mod client;
mod controls;
mod devices;
mod effective;
mod erasures;
mod escrows;
mod faults;
mod identity;
mod imports;
mod joins;
mod keys;
mod kills;
mod languages;
mod lessons;
mod matrix;
mod merges_killed;
mod news;
mod notices;
mod person;
mod policies;
mod power;
mod reaching;
mod receipts;
mod recipients;
mod replay;
mod rights;
mod running;
mod signals;
mod slots;
mod starts;
mod trouble;
mod withdrawals;
mod witnesses;

pub use running::assent;
