//! Verbs: one file for each thing the product does. Doors, pages and commands all call these.
#![forbid(unsafe_code)]

mod agents;
pub mod backup;
mod catalog;
mod choose;
pub mod consent_receipt;
mod counts;
mod deeds;
pub mod demo;
mod device;
mod erasure;
mod error;
pub mod escrow;
pub mod eval;
mod events;
mod experiments;
pub mod files;
mod following;
mod hide;
mod house;
mod identity;
pub mod import;
mod interests;
mod journal;
mod kept;
mod keys;
mod message;
mod new_key;
mod news;
pub mod notice;
mod opt_out;
mod person;
pub mod policy;
mod prompt;
mod recipients;
mod recommend;
mod requests;
mod retention;
pub mod rule;
mod say;
pub mod shadow;
mod shop;
mod similar;
pub mod simulate;
mod slots;
mod train;
mod usual;
pub mod world;

pub use agents::{AGENT_CHARS_MAX, AGENTS_MAX, Agent, AgentAsks, NewAgent, agent_message};
pub use audit::{Digest, Tile, Uses, read_size as read_witness_size, uses};
pub use choose::{Choice, Grounds, but_for_pause, current, open_but_for_pause};
pub use consent_receipt::ReceiptForm;
pub use counts::CountsDue;
pub use deeds::OperatorDeed;
pub use device::{DEVICE_BYTES_MAX, DeviceFile};
pub use engine::{
    ARMS_MAX, Arm, Aspect, Bounds, Called, Catalog, Cell, Circumstances, Count, DRIFT_MAX, Difference,
    EXPLORE_PERCENT_DEFAULT, EXPLORE_PERCENT_MAX, Experiment, Explore, INVERSE_APART_MAX, ITEMS_SHOWN_MAX, Knob,
    LEANINGS_MAX, MEMORY_DEFAULT_BYTES, On, Placed, Rules, Slate, Slot, USUAL_FROM_MIN, Usual, UsualKind, VARIANTS_MAX,
    Variant, Variety, Weights,
};
pub use error::{AppError, poisoned};
pub use events::{Sent, Told};
pub use experiments::{ArmResult, EXPERIMENTS_MAX, Rate};
pub use following::{CHANGED_SHARE, HEAD_MOVED_SHARE, LESSON_SECONDS_MAX, Settling};
pub use interests::Interested;
pub use journal::{
    Audited, OpenWitness, Seen, ToWitness, WITNESSED_LOGS_MAX, WITNESSED_SHOWN_SECONDS, WITNESSES_MAX, WitnessAsked,
    WitnessPlace, Witnessed, is_witness_key, verify_files, verify_witnessed, witness,
};
pub use kept::{Snapshot, Unreadable};
pub use keys::{KEYS_MAX, KeyKind, MadeKey, ProgramKey};
pub use message::{About, Messaged};
pub use new_key::{
    KEY_HOLDER_CHARS_MAX, KEY_LABEL_CHARS_MAX, KEY_ORIGINS_MAX, KeyMistake, NewKey, ORIGIN_CHARS_MAX, is_origin,
};
pub use person::InGroup;
pub use recipients::{Put, RecipientOf, WAITING_SHOWN_MAX};
pub use recommend::{Recommended, Request};
pub use requests::{Details, Taken};
pub use say::{Said, Words};
pub use shop::{Place, Shop, is_there};
pub use slots::{InSlot, SLOTS_MAX, SlotRequest};
pub use train::{PAIR_PEOPLE_MIN, Trained, Trials, Verified};
pub use usual::Concluded;
pub use vault::agent::AgentKey;
pub use vault::policy::{Policy, PurposeEntry};
pub use vault::{
    ALONE_PEOPLE_MAX, APPROVALS_MAX, ATTEMPTS_MAX, Approval, ApprovalError, ApprovalState, Arrival, Ask, Asked,
    AskedBy, CalledBack, Declared, Disclosure, Dispatched, Docket, Dossier, ESCROW_DAYS_DEFAULT, EXPORT_PEOPLE_MAX,
    Effective, Erasure, ErasureCheck, ErasureReceipt, EscrowAsk, EscrowParts, Expired, Failure, FileAsked, Gone,
    HIDDEN_CATEGORY_CHARS_MAX, Handed, HandedOver, Heard, Held, HeldAct, HeldEvent, HeldIdentifier, HeldStatement,
    HeldTrait, Hide, IDENTIFIERS_MAX, INCIDENTS_MAX, IdentityError, Idle, Incident, Intake, KEY_AGE_SECONDS_MIN,
    Limits, Link, Linked, Merge, MergedIn, Parcel, PersonFacts, Policed, Prompted, Published, QUIET_HELD_MAX,
    QUIET_MAX, Question, Queued, Quiet, QuietError, RECIPIENTS_MAX, REQUEST_CHARS_MAX, REQUESTS_MAX, Recheck,
    Recipient, RecipientTerms, Region, Replay, Request as RightsRequest, RequestError, Reset, Retained, Role,
    SHOWN_MAX, Sending, Served, Settled, StatementError, Step, TOPICS_HELD_MAX, TOPICS_OFF_MAX, Telling, Ticket,
    TokenError, ToldBack, ToldOf, Transcript, TranscriptLine, Untold, VEILS_MAX, VISIT_ACTS_MAX, Veil, VisitAct,
    WEEKLY_MAX, Waiting, WaitingFor, ZONES, Zone, sha256_of,
};
