//! Craft: candidates, ranking and balance; pure, without I/O, clock, dice or async.
//!
//! ```text
//! score(item) = together + again + popular + disliked + alike, then mix + outside + variety
//! ```
//!
//! One statistic teaches what goes together: the Gram matrix of what people took, in integers, so that it does not matter
//! in which order or on how many threads they are added, and a model that never saw a person is the same to the last bit
//! as one from which they were taken out. No vector of a person is in any model: a history is an input at serving time,
//! and each term of the sum that ranks an item is the reason that is shown for it.
#![forbid(unsafe_code)]

mod again;
mod balance;
mod catalog;
mod device;
mod learn;
mod model;
mod past;
mod quick;
mod recommend;
mod score;
mod season;
mod similar;
mod slate;
mod top;
mod window;

#[cfg(test)]
mod tests;

pub use balance::Variety;
pub use catalog::Catalog;
pub use device::{
    DEVICE_FORM, DEVICE_ITEMS_MAX, DEVICE_ROW_ENTRIES_MAX, DeviceHead, DeviceItem, DeviceModel, DeviceRows,
    DeviceRules, device_model,
};
pub use learn::{Anonymous, DENSE_ITEMS_MAX, Lesson, Lessons, MEMORY_DEFAULT_BYTES, TUNE_PEOPLE_MIN, learn};
pub use model::{Chosen, HeldOut, Knob, Model, Reach, Trial, Tuning};
pub use recommend::{EVIDENCE_MAX, ITEMS_SHOWN_MAX, Scene, recommend};
pub use similar::similar;
pub use slate::{Placed, Slate};
pub use window::Window;
