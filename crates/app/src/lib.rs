//! Verbs: one file for each thing the product does. Doors, pages and commands all call these.
#![forbid(unsafe_code)]

mod catalog;
mod choose;
pub mod consent_receipt;
mod counts;
pub mod demo;
mod device;
mod error;
pub mod eval;
mod events;
mod experiments;
pub mod files;
mod identity;
pub mod import;
mod keys;
mod new_key;
mod news;
pub mod notice;
mod opt_out;
mod person;
pub mod policy;
mod prompt;
mod recommend;
pub mod rule;
mod say;
pub mod shadow;
mod shop;
mod similar;
mod slots;
mod train;
pub mod world;

pub use choose::{Choice, Grounds, but_for_pause, current, open_but_for_pause};
pub use consent_receipt::ReceiptForm;
pub use counts::CountsDue;
pub use device::{DEVICE_BYTES_MAX, DeviceFile};
pub use error::{AppError, poisoned};
pub use events::{Sent, Told};
pub use experiments::{ArmResult, EXPERIMENTS_MAX, Rate};
pub use keys::{KEYS_MAX, KeyKind, MadeKey, ProgramKey};
pub use new_key::{KEY_LABEL_CHARS_MAX, KEY_ORIGINS_MAX, KeyMistake, NewKey, ORIGIN_CHARS_MAX};
pub use recommend::{Recommended, Request};
pub use say::{Said, Words};
pub use shop::{Place, Shop};
pub use slots::{InSlot, SLOTS_MAX, SlotRequest, people_min};
pub use train::{PAIR_PEOPLE_MIN, Trained};

pub use audit::{Uses, uses};
pub use engine::{
    ARMS_MAX, Arm, Aspect, Catalog, Cell, Circumstances, Count, EXPLORE_PERCENT_DEFAULT, Experiment, ITEMS_SHOWN_MAX,
    LEANINGS_MAX, MEMORY_DEFAULT_BYTES, On, Placed, Slate, Slot, VARIANTS_MAX, Variant, Variety,
};
pub use vault::policy::Policy;
pub use vault::{
    Ask, Dossier, Effective, Erasure, Heard, HeldEvent, HeldIdentifier, HeldStatement, IDENTIFIERS_MAX, IdentityError,
    Intake, Link, Linked, Merge, PersonFacts, Policed, Prompted, Published, Question, Recheck, Replay, Served,
    StatementError, TokenError, Transcript, TranscriptLine, VISIT_ACTS_MAX, VisitAct,
};
