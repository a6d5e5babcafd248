//! What is concluded about a person, told to them; and what they would have seen without it.

use crate::{AppError, Shop};
use domain::{ReceiptId, Refusal, SubjectId, UnixTime};
use engine::{Scene, Slate, Usual};
use vault::{Ask, Basis};

/// What is concluded about somebody, with the receipt of concluding it.
#[derive(Debug)]
pub struct Concluded {
    /// Their usual kinds of things.
    pub usual: Usual,
    /// The name of the receipt.
    pub receipt: ReceiptId,
    /// Why nothing is concluded, where nothing may be.
    pub refusal: Option<Refusal>,
}

impl Shop {
    /// Concludes about a person, as far as they allow, what recommending goes by.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails. A refusal is no error.
    pub fn conclude(&self, now: UnixTime, who: &SubjectId, ask: &Ask) -> Result<Concluded, AppError> {
        let window = self.window();
        let answer = self.vault.at(now).with(who, ask, (&*window, now), engine::usual)?;
        let (receipt, refusal) = (answer.receipt(), answer.refusal());
        Ok(Concluded { usual: answer.into_value(), receipt, refusal })
    }

    /// What everybody was recommended at a moment, by what is known now: nobody's data is asked for.
    #[must_use]
    pub fn for_everybody(&self, at: UnixTime, count: usize) -> Slate {
        engine::recommend(&Basis::Contextual(Refusal::NotAsked), Scene::plain(&self.window(), at, count))
    }
}
