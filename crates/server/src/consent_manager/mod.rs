//! Consent managers that shops already have on their pages: what a visitor chooses there becomes statements in the ledger.

mod choice;
mod cookieconsent;
mod klaro;
mod klaro_config;

pub use cookieconsent::ROUTE as COOKIECONSENT;
pub use klaro::{CONFIG as KLARO_CONFIG, MAKE as KLARO_MAKE, SUBMIT as KLARO_SUBMIT};

/// The version of what is shown, as evidence names it: the policy's own.
fn notice(policy: &app::Policy) -> String {
    format!("assent-policy-{}", policy.version)
}

/// Whether statements come in here: a withdrawal does not wait behind anything.
pub fn takes_statements(path: &str) -> bool {
    path == cookieconsent::PATH || (path.starts_with(klaro::BASE) && path.ends_with("/submit"))
}
