//! What somebody did, before it has a name.

use super::bad::BadReason;
use super::identity;
use super::{Reading, Row};
use domain::{Event, EventId, ItemId, SubjectId, UnixTime, Verb};

/// An event that the file gave no name.
pub(super) struct Done {
    pub item: ItemId,
    pub verb: Verb,
    pub at: UnixTime,
    pub quantity: u32,
    pub tenths: Option<u16>,
    pub basket: Option<EventId>,
}

impl Done {
    /// As a row, where equal rows are separate events.
    pub(super) fn numbered(self, subject: Option<SubjectId>, reading: &mut Reading) -> Result<Row, BadReason> {
        reading.identities.row();
        if !reading.wants(subject.as_ref()) {
            return Ok(Row::Other);
        }
        let id = reading.identities.numbered(subject.as_ref(), &self)?;
        Ok(self.named(id, subject))
    }

    /// As a row, where equal rows are one event that was written down twice.
    pub(super) fn unnumbered(self, subject: Option<SubjectId>, reading: &Reading) -> Result<Row, BadReason> {
        if !reading.wants(subject.as_ref()) {
            return Ok(Row::Other);
        }
        let id = identity::unnumbered(subject.as_ref(), &self)?;
        Ok(self.named(id, subject))
    }

    fn named(self, id: EventId, subject: Option<SubjectId>) -> Row {
        let Self { item, verb, at, quantity, tenths, basket } = self;
        let event =
            Event { id, item, verb, at, quantity, rating_tenths: tenths, basket, ceiling: None, at_arrival: false };
        Row::Event { subject, event }
    }
}
