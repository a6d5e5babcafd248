//! Craft: candidates, ranking and balance; pure, without I/O, clock, dice or async.
//!
//! ```text
//! score(item) = together + again + popular + disliked + alike + cart + upgrade + add_on + interest + less + fatigue +
//!               group,
//!               then mix + outside + variety, or explore
//! ```
//!
//! One statistic teaches what goes together: the Gram matrix of what people took, in integers, so that it does not matter
//! in which order or on how many threads they are added, and a model that never saw a person is the same to the last bit
//! as one from which they were taken out. No vector of a person is in any model: a history is an input at serving time,
//! and each term of the sum that ranks an item is the reason that is shown for it.
#![forbid(unsafe_code)]

mod admission;
mod again;
mod balance;
mod catalog;
mod device;
mod explore;
mod find;
mod groups;
mod labels;
mod learn;
mod lot;
mod model;
mod order;
mod past;
mod quick;
mod recommend;
mod related;
mod score;
mod season;
mod shelves;
mod side;
mod similar;
mod slate;
mod top;
mod usual;
mod wide;
mod window;

#[cfg(test)]
mod tests;

pub use balance::Variety;
pub use catalog::Catalog;
pub use device::{
    DEVICE_FORM, DEVICE_ITEMS_MAX, DEVICE_ROW_ENTRIES_MAX, DeviceForm, DeviceHead, DeviceItem, DeviceModel, DeviceRows,
    DeviceRules, device_model,
};
pub use explore::{EXPLORE_PERCENT_MAX, Explore};
pub use learn::{
    Anonymous, Begun, DENSE_ITEMS_MAX, DRIFT_MAX, Extract, Given, HEAD_SHARE, HandOver, Hold, Lesson, Lessons, Live,
    MEMORY_DEFAULT_BYTES, Near, Outline, Settled, Statistic, TUNE_PEOPLE_MIN, WeightsFrom, follow, learn, memory_for,
    near, teaches_as,
};
pub use lot::{
    ARMS_MAX, Arm, ArmScene, Aspect, Cell, Choice, Circumstances, Count, EXPLORE_PERCENT_DEFAULT, Experiment,
    LEANINGS_MAX, On, Slot, SlotScene, Tally, Tried, VARIANTS_MAX, VOICES_MAX, Variant, assigned, best, choose, odds,
    recommend_in_arm,
};
pub use model::{
    Bounds, Chosen, Difference, HeldOut, INVERSE_APART_MAX, Knob, Mark, Model, Reach, Trial, Tuning, Weights,
};
pub use recommend::{EVIDENCE_MAX, ITEMS_SHOWN_MAX, Rules, Scene, recommend};
pub use similar::{Beside, goes_with, similar};
pub use slate::{Placed, Slate};
pub use usual::{Kind as UsualKind, USUAL_FROM_MIN, Usual, usual};
pub use window::{Called, Window};
