//! Who is one person: what they are known by, whom their noes travel to, and what merging two of them comes to.

mod home;
mod link;
mod merge;
pub(crate) mod names;
#[cfg(test)]
mod properties;
mod travel;
mod union;

pub(crate) use home::Kin;
pub use link::{Link, Linked};
pub use merge::Merge;
pub use names::{ABSORBED_MAX, HeldIdentifier, IDENTIFIERS_MAX, Proof};
pub(crate) use travel::Noes;
pub(crate) use union::Side;
