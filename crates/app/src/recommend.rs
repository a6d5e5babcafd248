//! Recommends items to a person, as far as they allow.

use crate::{AppError, Shop};
use domain::{Group, ItemId, ReceiptId, Refusal, Rung, SubjectId, UnixTime};
use engine::{Rules, Scene, Slate, Variety, Window};
use vault::{Answer, Ask};

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'a> {
    /// How many items, at most [`engine::ITEMS_SHOWN_MAX`].
    pub count: usize,
    /// Items that are not wanted.
    pub exclude: &'a [ItemId],
    /// Only items under this category, from the widest; empty is all.
    pub category: Option<&'a str>,
    /// More of the same, or something else; where the page does not say, what the person said.
    pub variety: Option<Variety>,
    /// Most items of one narrowest category; there may then be fewer than asked for.
    pub category_max: Option<usize>,
    /// What else the page is made by.
    pub rules: Rules<'a>,
}

/// An answer, with its receipt.
#[derive(Debug)]
pub struct Recommended {
    /// The items, each with its reasons.
    pub slate: Slate,
    /// The name of the receipt, durable already.
    pub receipt: ReceiptId,
    /// The rung that the answer stands on.
    pub rung: Rung,
    /// The group that it went by.
    pub group: Option<Group>,
    /// Why nothing personal was used, where nothing was.
    pub refusal: Option<Refusal>,
}

impl Shop {
    /// Recommends, from the person's own data as far as they allow, else the same as for everybody.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails. A refusal is no error.
    pub fn recommend(
        &self,
        now: UnixTime,
        who: &SubjectId,
        ask: &Ask,
        request: Request<'_>,
    ) -> Result<Recommended, AppError> {
        let window = self.window();
        let scene = request.scene(&window, now);
        let answer = self.vault.at(now).with(who, ask, scene, engine::recommend)?;
        Ok(Recommended::of(answer))
    }
}

impl<'a> Request<'a> {
    /// The circumstances of an answer to it.
    pub(crate) const fn scene(self, window: &'a Window, now: UnixTime) -> Scene<'a> {
        let Request { count, exclude, category, variety, category_max, rules } = self;
        Scene { window, now, count, exclude, category, variety, category_max, rules }
    }
}

impl Recommended {
    pub(crate) fn of(answer: Answer<Slate>) -> Self {
        Self::made(answer, |slate| slate)
    }

    /// Of an answer that holds the items among other things.
    pub(crate) fn made<T>(answer: Answer<T>, slate: impl FnOnce(T) -> Slate) -> Self {
        let (receipt, rung, refusal) = (answer.receipt(), answer.rung(), answer.refusal());
        let group = answer.group().cloned();
        Self { slate: slate(answer.into_value()), receipt, rung, group, refusal }
    }
}

#[cfg(test)]
mod tests;
