//! Nouns: the words of the product, which import nobody and do nothing.
#![forbid(unsafe_code)]

mod category;
mod consent;
mod draw;
mod event;
mod filter;
mod group;
mod hex;
mod identifier;
mod ids;
mod interest;
mod item;
mod jurisdiction;
mod lang;
mod notice;
mod purpose;
mod reason;
mod receipt;
mod relation;
mod request;
mod rule;
mod rung;
mod statement;
mod time;

pub use category::{CATEGORIES_MAX, CategoryId, CategorySet, Sensitivity};
pub use consent::{Consent, ConsentState};
pub use draw::{DrawBasis, DrawFor, Drawn, ODDS_TOTAL, Outcome, Trial, pick};
pub use event::{Event, EventOutcome, QUANTITY_MAX, RATING_TENTHS_MAX, Verb};
pub use filter::{FILTER_DEPTH_MAX, FILTER_TERMS_MAX, FILTER_VALUES_MAX, Filter};
pub use group::{Group, GroupBy};
pub use hex::hex;
pub use identifier::{
    IDENTIFIER_CHARS_MAX, Identifier, IdentifierError, IdentifierKind, LinkId, VERIFIED_HOW_CHARS_MAX,
};
pub use ids::{ApprovalId, EventId, ID_BYTES_MAX, IdError, ItemId, ReceiptId, SubjectId};
pub use interest::{INTERESTS_MAX, Interest, TOPIC_CHARS_MAX, Topic};
pub use item::{Item, Price, PriceError};
pub use jurisdiction::{JurisdictionId, Mode};
pub use lang::{LANG_CODE_BYTES_MAX, Lang};
pub use notice::{Control, Does, Emphasis, Layer, Notice, Told, Wording};
pub use purpose::{Ads, Measure, Message, PURPOSES_MAX, Purpose, PurposeId, PurposeSet, Recommend, Train};
pub use reason::{Reason, Term};
pub use receipt::{FirstLine, Given, LastLine, Receipt, ReleasedReason};
pub use relation::{RELATIONS_MAX, RelationError, Relations};
pub use request::{RequestId, RequestKind, Stage};
pub use rule::{
    Action, AgeBand, Code, Context, Datum, Origin, Placement, PurposeTerms, Reasons, Refusal, Standing, Status,
};
pub use rung::Rung;
pub use statement::{
    Actor, ChannelId, EVIDENCE_CHARS_MAX, Evidence, Kind, NoticeId, RecipientId, Scope, Shown, Statement,
};
pub use time::{DAY_SECONDS, UnixTime};
