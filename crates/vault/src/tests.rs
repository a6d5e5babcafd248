//! What the vault does with people's wishes, seen through its own door over a store in memory.

mod copies;
mod crowd;
mod forgetting;
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
mod rights;
mod stage;
mod transcript;
mod turns;
pub(crate) mod village;
mod will;
