//! What the vault does with people's wishes, seen through its own door over a store in memory.

mod copies;
mod crowd;
mod forgetting;
mod intake;
mod keeping;
mod linking;
mod merging;
mod moving;
mod prompting;
mod racing;
mod rights;
mod transcript;
pub(crate) mod village;
mod will;
