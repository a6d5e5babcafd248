//! Slots of pages: what can stand in them, and which of it stands there now for whom.

use crate::{AppError, Shop};
use domain::{DrawFor, Drawn, ReceiptId, Refusal, Rung, SubjectId, UnixTime};
use engine::{Cell, Circumstances, Slot, SlotScene};
use serde::{Deserialize, Serialize};
use vault::{Ask, VaultError};

/// The names of the slots' blobs begin with this.
const PREFIX: &str = "slot/";
/// Most slots that one shop may have, those that were taken away counted too: their versions are kept.
pub const SLOTS_MAX: usize = 500;

/// What is asked to be chosen.
#[derive(Clone, Copy, Debug)]
pub struct SlotRequest<'a> {
    /// The name of the slot.
    pub slot: &'a str,
    /// What is told of the circumstances.
    pub here: &'a Circumstances,
    /// The experiment that is tried on it.
    pub experiment: Option<&'a str>,
}

/// What was chosen.
#[derive(Clone, Debug)]
pub struct InSlot {
    /// The slot, as it was then.
    pub slot: Slot,
    /// The place of the variant among its variants.
    pub variant: usize,
    /// How it was drawn: the slot first, then the experiment.
    pub drawn: Vec<Drawn>,
    /// The name of the receipt, durable already; the decision goes by it too.
    pub receipt: ReceiptId,
    /// The rung that the choice stands on.
    pub rung: Rung,
    /// Why nothing personal was used, where nothing was.
    pub refusal: Option<Refusal>,
}

/// A slot as it is kept. One that was taken away leaves its version, so that its counts do not come back with its name.
#[derive(Serialize, Deserialize)]
struct Kept {
    version: u32,
    slot: Option<Slot>,
}

impl Shop {
    /// Puts a slot in, or in the place of the one of that name; returns it with its version, which begins new counts
    /// where the change is not only of variants that come or go, of the default and of the share of exploring.
    ///
    /// # Errors
    /// [`AppError::Limit`] beyond [`SLOTS_MAX`], [`AppError::Vault`] when the ground fails.
    pub fn put_slot(&self, name: &str, mut slot: Slot) -> Result<Slot, AppError> {
        let _writing = self.writing();
        let kept = self.kept_slot(name)?;
        if kept.is_none() && self.vault.blobs(PREFIX)?.len() >= SLOTS_MAX {
            return Err(AppError::Limit { limit: "SLOTS_MAX" });
        }
        let before = kept.as_ref().map_or(0, |kept| kept.version);
        let goes_on = kept.and_then(|kept| kept.slot).is_some_and(|old| goes_on(&old, &slot));
        slot.version = if goes_on { before } else { before.saturating_add(1) };
        self.keep_slot(name, slot.version, Some(slot.clone()))?;
        Ok(slot)
    }

    /// A slot by name.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Vault`] when the ground fails.
    pub fn slot(&self, name: &str) -> Result<Slot, AppError> {
        self.kept_slot(name)?.and_then(|kept| kept.slot).ok_or(AppError::NotFound { what: "slot" })
    }

    /// Takes a slot away. What was counted of it counts no more, nor for another of its name.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Vault`] when the ground fails.
    pub fn delete_slot(&self, name: &str) -> Result<(), AppError> {
        let _writing = self.writing();
        let version = self.slot(name)?.version;
        self.keep_slot(name, version, None)
    }

    /// What was counted of a slot, in all circumstances together, as of now; `None` where too few people are behind it.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Vault`] when the ground fails.
    pub fn slot_counts(&self, now: UnixTime, name: &str) -> Result<(Slot, Option<Cell>), AppError> {
        let slot = self.slot(name)?;
        let tally = self.tally_now(now)?;
        let cell =
            tally.cell(DrawFor::Slot, name, slot.version, "", "").filter(|cell| cell.people >= self.people_min());
        Ok((slot, cell.cloned()))
    }

    /// Fewest distinct people behind counts before they move anything, or show.
    #[must_use]
    pub fn people_min(&self) -> u64 {
        self.policy().pair_people_min.get().into()
    }

    /// Chooses what stands in a slot for a person, or for nobody in particular.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such slot or experiment, [`AppError::Vault`] when the ground fails. A
    /// refusal is no error.
    pub fn choose_variant(
        &self,
        now: UnixTime,
        who: Option<&SubjectId>,
        ask: &Ask,
        request: SlotRequest<'_>,
    ) -> Result<InSlot, AppError> {
        let slot = self.slot(request.slot)?;
        let experiment = request.experiment.map(|name| self.experiment_on_slot(name, request.slot)).transpose()?;
        let (tally, window) = (self.tally(now)?, self.window());
        let scene = SlotScene {
            name: request.slot,
            slot: &slot,
            tally: &tally,
            people_min: self.people_min(),
            window: &window,
            here: request.here,
            experiment: request.experiment.zip(experiment.as_ref()),
        };
        let answer = self.vault.at(now).draw(who, ask, request.experiment, scene, engine::choose)?;
        let drawn = answer.drawn().to_vec();
        if drawn.iter().any(|drawn| drawn.counted) {
            self.counts.grew();
        }
        let (receipt, rung, refusal) = (answer.receipt(), answer.rung(), answer.refusal());
        Ok(InSlot { variant: answer.value().variant, slot, drawn, receipt, rung, refusal })
    }

    fn kept_slot(&self, name: &str) -> Result<Option<Kept>, AppError> {
        let read = |bytes: Vec<u8>| postcard::from_bytes(&bytes).map_err(|_| VaultError::Form);
        Ok(self.vault.blob(&blob(name))?.map(read).transpose()?)
    }

    fn keep_slot(&self, name: &str, version: u32, slot: Option<Slot>) -> Result<(), AppError> {
        let bytes = postcard::to_stdvec(&Kept { version, slot }).map_err(|_| VaultError::Form)?;
        Ok(self.vault.put_blob(&blob(name), &bytes)?)
    }
}

fn blob(name: &str) -> String {
    format!("{PREFIX}{name}")
}

/// Whether what was counted of the old slot is still true of the new one.
fn goes_on(old: &Slot, new: &Slot) -> bool {
    let same = |one: &engine::Variant| new.variants.iter().all(|other| other.id != one.id || other == one);
    let learned_alike = |slot: &Slot| (slot.goal, slot.learn_by.clone(), slot.leanings.clone());
    learned_alike(old) == learned_alike(new) && old.variants.iter().all(same)
}

#[cfg(test)]
mod tests;
