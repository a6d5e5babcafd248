//! Takes in what people did.

use crate::news::Sort;
use crate::{AppError, Shop};
use domain::{Event, EventOutcome, SubjectId, UnixTime};
use vault::Intake;

/// An event and whose it is.
pub type Sent = (SubjectId, Event);

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What became of it.
    pub outcome: EventOutcome,
    /// Whether it was kept although the catalog does not know its item: it teaches nobody until the item is there.
    pub quarantined: bool,
}

impl Shop {
    /// Takes events in, and says what became of each, in the order given. What is accepted is durable.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; sending the same again is safe.
    pub fn take_in(&self, now: UnixTime, intake: &Intake, events: &[Sent]) -> Result<Vec<Told>, AppError> {
        let outcomes = self.keep(now, intake, events)?;
        let catalog = self.catalog();
        let told = |(outcome, (_, event)): (EventOutcome, &Sent)| Told {
            outcome,
            quarantined: outcome == EventOutcome::Accepted && catalog.get(&event.item).is_none(),
        };
        Ok(outcomes.into_iter().zip(events).map(told).collect())
    }

    /// As [`Shop::take_in`], without a look into the catalog.
    ///
    /// # Errors
    /// As [`Shop::take_in`].
    pub fn keep(&self, now: UnixTime, intake: &Intake, events: &[Sent]) -> Result<Vec<EventOutcome>, AppError> {
        self.change(Sort::Other, || Ok(self.vault.at(now).keep(intake, events)?), |outcomes| accepted(outcomes))
    }

    /// Takes in events of nobody in particular: they count for what is popular.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails; sending the same again is safe.
    pub fn take_in_anonymous(&self, now: UnixTime, events: &[Event]) -> Result<Vec<EventOutcome>, AppError> {
        self.change(Sort::Nobodys, || Ok(self.vault.at(now).keep_anonymous(events)?), |outcomes| accepted(outcomes))
    }
}

fn accepted(outcomes: &[EventOutcome]) -> bool {
    outcomes.contains(&EventOutcome::Accepted)
}
