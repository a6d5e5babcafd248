//! What the vault does with people's wishes, seen through its own door over a store in memory.

mod closure;
mod copies;
mod crowd;
mod declaring;
mod erasing;
mod forgetting;
mod grouping;
mod hiding;
mod intake;
mod keeping;
mod linking;
mod lots;
mod merging;
mod moving;
mod promises;
mod prompting;
mod racing;
mod rechecking;
mod retaining;
mod rights;
mod stage;
mod tallying;
mod transcript;
mod turns;
pub(crate) mod village;
mod will;
