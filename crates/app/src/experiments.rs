//! Experiments: arms side by side, who is in which by lot, and what came of each.

mod form;

#[cfg(test)]
mod tests;

use crate::{AppError, Recommended, Request, Shop};
use domain::{DrawFor, Drawn, Outcome, ReceiptId, SubjectId, UnixTime};
use engine::{ArmScene, Count, Experiment, On, Scene};
use vault::{Ask, Heard, VaultError};

/// The names of the experiments' blobs begin with this.
const PREFIX: &str = "experiment/";
/// Most experiments that one shop may have.
pub const EXPERIMENTS_MAX: usize = 100;
/// How many standard deviations a 95 % interval reaches.
const Z_95: f64 = 1.959_963_984_540_054;

/// What came of one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmResult {
    /// The arm's name.
    pub arm: String,
    /// Its share, in percent.
    pub percent: u8,
    /// What was counted; `None` where too few people are behind it.
    pub count: Option<Count>,
}

/// A share, and where it lies with a confidence of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The share.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Rate {
    /// The share of `reached` among `trials`, with the interval of Wilson (1927), which holds for few trials too. `None`
    /// without a trial.
    #[must_use]
    pub fn of(reached: u64, trials: u64) -> Option<Self> {
        let n = trials as f64;
        let value = reached as f64 / n;
        let z = Z_95 * Z_95 / n;
        let middle = (value + z / 2.0) / (1.0 + z);
        let reach = Z_95 * (value * (1.0 - value) / n + z / (4.0 * n)).sqrt() / (1.0 + z);
        (trials > 0).then(|| Self { value, low: (middle - reach).max(0.0), high: (middle + reach).min(1.0) })
    }
}

impl Shop {
    /// Puts an experiment in, or in the place of the one of that name; returns it with its version. Counts begin anew
    /// where anything of it changes.
    ///
    /// # Errors
    /// [`AppError::Limit`] beyond [`EXPERIMENTS_MAX`], [`AppError::Vault`] when the ground fails.
    pub fn put_experiment(&self, name: &str, mut experiment: Experiment) -> Result<Experiment, AppError> {
        let _writing = self.writing();
        let old = self.kept_experiment(name)?;
        if old.is_none() && self.vault.blobs(PREFIX)?.len() >= EXPERIMENTS_MAX {
            return Err(AppError::Limit { limit: "EXPERIMENTS_MAX" });
        }
        experiment.version = old.as_ref().map_or(1, |old| old.version);
        if let Some(old) = old.filter(|old| *old != experiment) {
            experiment.version = old.version.saturating_add(1);
        }
        self.vault.put_blob(&blob(name), &form::encode(&experiment)?)?;
        Ok(experiment)
    }

    /// An experiment by name.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Vault`] when the ground fails.
    pub fn experiment(&self, name: &str) -> Result<Experiment, AppError> {
        self.kept_experiment(name)?.ok_or_else(missing)
    }

    /// An experiment on this slot.
    pub(crate) fn experiment_on_slot(&self, name: &str, slot: &str) -> Result<Experiment, AppError> {
        let found = self.kept_experiment(name)?;
        found.filter(|found| matches!(&found.on, On::Slot(on) if on == slot)).ok_or_else(missing)
    }

    /// What came of each arm, as of now. Where fewer people than the policy asks for are behind an arm, nothing of it is told.
    ///
    /// # Errors
    /// [`AppError::NotFound`], [`AppError::Vault`] when the ground fails.
    pub fn experiment_results(&self, now: UnixTime, name: &str) -> Result<Vec<ArmResult>, AppError> {
        let experiment = self.experiment(name)?;
        let tally = self.tally_now(now)?;
        let cell = tally.cell(DrawFor::Experiment, name, experiment.version, "", "");
        let count = |id: &str| cell?.of.get(id).copied().filter(|count| count.people >= self.people_min());
        let result = |arm: &engine::Arm| ArmResult { arm: arm.id.clone(), percent: arm.percent, count: count(&arm.id) };
        Ok(experiment.arms.iter().map(result).collect())
    }

    /// Recommends, the way of the person's arm in an experiment; in the way of its control arm for everybody who is not
    /// in it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such experiment on recommending, and as [`Shop::recommend`].
    pub fn recommend_in_experiment(
        &self,
        now: UnixTime,
        who: &SubjectId,
        ask: &Ask,
        (request, name): (Request<'_>, &str),
    ) -> Result<(Recommended, Drawn), AppError> {
        let experiment = self.kept_experiment(name)?.filter(|found| found.on == On::Recommend).ok_or_else(missing)?;
        let window = self.window();
        let Request { count, exclude, category, variety, category_max, rules } = request;
        let scene = Scene { window: &window, now, count, exclude, category, variety, category_max, rules };
        let given = ArmScene { scene, name, experiment: &experiment };
        let answer = self.vault.at(now).draw(Some(who), ask, Some(name), given, engine::recommend_in_arm)?;
        let drawn = answer.drawn().first().cloned().ok_or(VaultError::Form)?;
        if drawn.counted {
            self.counts.grew();
        }
        let (receipt, rung, refusal) = (answer.receipt(), answer.rung(), answer.refusal());
        let group = answer.group().cloned();
        Ok((Recommended { slate: answer.into_value().slate, receipt, rung, group, refusal }, drawn))
    }

    /// Takes in what came of a decision by lot. Durable when this returns.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn outcome(
        &self,
        now: UnixTime,
        who: Option<&SubjectId>,
        ask: &Ask,
        (decision, outcome): (ReceiptId, Outcome),
    ) -> Result<Heard, AppError> {
        let heard = self.vault.at(now).outcome(who, ask, decision, outcome)?;
        if heard == Heard::Counted {
            self.counts.grew();
        }
        Ok(heard)
    }

    fn kept_experiment(&self, name: &str) -> Result<Option<Experiment>, AppError> {
        Ok(self.vault.blob(&blob(name))?.map(|bytes| form::decode(&bytes)).transpose()?)
    }
}

const fn missing() -> AppError {
    AppError::NotFound { what: "experiment" }
}

fn blob(name: &str) -> String {
    format!("{PREFIX}{name}")
}
