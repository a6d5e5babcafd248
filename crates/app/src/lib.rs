//! Verbs: one file for each thing the product does. Doors, pages and commands all call these.
#![forbid(unsafe_code)]

mod catalog;
mod choose;
pub mod consent_receipt;
pub mod demo;
mod device;
mod error;
pub mod eval;
mod events;
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
mod shop;
mod similar;
mod train;
pub mod world;

pub use choose::{Choice, Grounds, but_for_pause, current, open_but_for_pause};
pub use consent_receipt::ReceiptForm;
pub use device::{DEVICE_BYTES_MAX, DeviceFile};
pub use error::{AppError, poisoned};
pub use events::{Sent, Told};
pub use keys::{KEYS_MAX, KeyKind, MadeKey, ProgramKey};
pub use new_key::{KEY_LABEL_CHARS_MAX, KEY_ORIGINS_MAX, KeyMistake, NewKey, ORIGIN_CHARS_MAX};
pub use recommend::{Recommended, Request};
pub use say::{Said, Words};
pub use shop::{Place, Shop};
pub use train::{PAIR_PEOPLE_MIN, Trained};

pub use audit::{Uses, uses};
pub use engine::{Catalog, ITEMS_SHOWN_MAX, MEMORY_DEFAULT_BYTES, Placed, Slate, Variety};
pub use vault::policy::Policy;
pub use vault::{
    Ask, Dossier, Effective, Erasure, HeldEvent, HeldIdentifier, HeldStatement, IDENTIFIERS_MAX, IdentityError, Intake,
    Link, Linked, Merge, PersonFacts, Policed, Prompted, Published, Question, Recheck, Replay, Served, StatementError,
    TokenError, Transcript, TranscriptLine, VISIT_ACTS_MAX, VisitAct,
};
