//! Strict JSON: what a peer may send is read exactly, or refused with the place of the mistake.

mod coordinates;
mod fields;
#[cfg(test)]
mod tests;
mod value;

pub use coordinates::has_coordinates;
pub use fields::Fields;
pub use value::{Value, parse};

/// Most characters an ordinary text may have.
pub const TEXT_CHARS_MAX: usize = 1_024;
/// Most elements an array may have.
pub const ARRAY_MAX: usize = 1_000;
/// Most fields an object may have.
pub const FIELDS_MAX: usize = 64;
