//! The demonstration shop's pages: server-rendered, complete without a line of JavaScript.

mod art;
mod choices;
mod data;
mod department;
mod explain;
mod forget;
mod home;
mod item;
mod layout;
mod receipts;
mod routes;
mod visitor;
mod words;

pub use routes::{nowhere, router};
