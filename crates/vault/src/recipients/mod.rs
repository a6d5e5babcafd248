//! Recipients: who may be given data, and the one way by which anything of anybody leaves for them.
//!
//! # Invariants
//! - Nothing leaves for a recipient that the register does not hold, or whose contract or review is past.
//! - Nothing of a person leaves but through the gate, asked again for each thing at the moment it leaves, and not before a
//!   line about it is durable in their own log.
//! - What waits holds no data: it names what is to be read, through the gate, when it leaves.
//! - Nothing leaves in a file for a recipient that no notice names, nor of more people in a day than one person's word covers.
//! - Everybody who was given anything is told of an erasure: that is written in the batch that begins it.

mod acts;
mod approval;
mod dispatch;
mod ends;
mod export;
mod incident;
mod line;
mod outbox;
mod parcel;
mod queue;
mod recall;
mod roster;
mod tries;
mod way;

pub use approval::{
    ALONE_PEOPLE_MAX, APPROVAL_SECONDS_MAX, APPROVALS_MAX, Approval, ApprovalError, ApprovalState, KEY_AGE_SECONDS_MIN,
    Signatory,
};
pub use dispatch::Dispatched;
pub use export::{EXPORT_PEOPLE_MAX, FileAsked, HandedOver};
pub use incident::{INCIDENTS_MAX, Incident, Untold};
pub use line::{Disclosure, Handed};
pub use outbox::QUEUED_MAX;
pub use parcel::{Parcel, Ticket};
pub use roster::{Idle, RECIPIENTS_MAX, Recipient, RecipientTerms, Region, Role};
pub use tries::{ATTEMPTS_MAX, Failure, Waiting, WaitingFor};

pub(crate) use queue::readable;
pub(crate) use roster::Roster;
pub(crate) use tries::Tries;
