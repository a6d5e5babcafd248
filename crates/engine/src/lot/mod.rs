//! What is decided by lot: variants of a slot by what worked, arms of an experiment by their shares.

mod arm;
mod choose;
mod odds;
mod slot;
mod tally;

pub use arm::{ARMS_MAX, Arm, ArmScene, Experiment, On, Tried, assigned, recommend_in_arm};
pub use choose::{Choice, SlotScene, choose};
pub use odds::{best, odds};
pub use slot::{Aspect, Circumstances, EXPLORE_PERCENT_DEFAULT, LEANINGS_MAX, Slot, VARIANTS_MAX, Variant};
pub use tally::{Cell, Count, Tally, VOICES_MAX};
