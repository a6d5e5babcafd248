//! What the vault does with people's wishes, seen through its own door over a store in memory.

mod closure;
mod copies;
mod crowd;
mod forgetting;
mod hiding;
mod intake;
mod keeping;
mod linking;
mod merging;
mod moving;
mod promises;
mod prompting;
mod racing;
mod rechecking;
mod rights;
mod stage;
mod transcript;
mod turns;
pub(crate) mod village;
mod will;
