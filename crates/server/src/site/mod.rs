//! The demonstration shop: one page's route a file, each fills a view model; complete without a line of JavaScript.

mod answer;
mod asking;
mod center;
mod choices;
mod cookies;
mod data;
mod department;
mod device;
mod enter;
mod forget;
mod goods;
mod history;
mod interests;
mod item;
mod less;
mod messages;
mod private;
mod receipts;
mod recipients;
mod rights;
mod routes;
mod said;
mod sent;
#[cfg(test)]
mod stage;
mod standing;
mod storefront;
mod verify;
mod visit;
mod visitor;

pub use answer::nowhere;
pub use routes::{everywhere, persons, router};
