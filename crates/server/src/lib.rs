//! Doors: JSON, pages and the command line; the only async room.
#![forbid(unsafe_code)]

pub mod api;
mod archive;
mod auth;
pub mod cli;
mod consent_manager;
mod dossier;
mod drp;
pub mod edge;
mod fault;
mod json;
mod language;
mod outgoing;
mod pages;
mod personal;
pub mod problem;
mod rate;
mod run;
mod segment;
pub mod signal;
mod site;
pub mod state;
mod tickets;
mod why;
mod witnessing;

/// What the product is, in one sentence.
pub const ABOUT: &str = "A personalization server that acts only with people's assent";
