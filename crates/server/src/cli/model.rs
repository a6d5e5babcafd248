//! `assent model`: learn it, show it, check it.

use super::output;
use super::{DataArgs, Surroundings};
use app::{AppError, INVERSE_APART_MAX, MEMORY_DEFAULT_BYTES, Shop, Snapshot, Trained, Trials};
use clap::{Args, Subcommand};
use domain::SubjectId;
use indicatif::ProgressBar;

/// Learn the model, show it, or check it
#[derive(Args)]
#[command(after_help = "Example:\n  assent model train --data shop\n  assent model verify --data shop --subject u1")]
pub struct Model {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Learn a new model from everybody who lets their activity teach
    Train(TrainArgs),
    /// Show what the model in use was learned from
    Show(DataArgs),
    /// Learn the model again with the same weights and compare the two
    Verify(VerifyArgs),
}

#[derive(Args)]
struct TrainArgs {
    #[command(flatten)]
    ground: GroundArgs,
    #[command(flatten)]
    trials: TrialsArgs,
}

#[derive(Args)]
struct GroundArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    memory: MemoryArgs,
}

#[derive(Args)]
struct VerifyArgs {
    #[command(flatten)]
    ground: GroundArgs,
    /// Leave this person out: where both are equal, the model in use holds nothing of them
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
}

/// What learning may take; shared by all commands that learn on data that stays.
#[derive(Args)]
pub struct MemoryArgs {
    /// About how much memory learning may take, in MiB: with less, fewer items are in the regression
    #[arg(long, env = "ASSENT_MEMORY_MIB", default_value_t = MEMORY_DEFAULT_BYTES >> 20, value_parser = clap::value_parser!(u64).range(1..=MEMORY_MIB_MAX))]
    memory_mib: u64,
}

impl MemoryArgs {
    /// The shop's lessons take about so much from now on.
    pub fn hold(&self, shop: &Shop) {
        shop.set_memory_bytes(self.bytes());
    }

    /// So much.
    pub const fn bytes(&self) -> u64 {
        self.memory_mib << 20
    }
}

/// Whether a lesson tries weights.
#[derive(Args)]
pub struct TrialsArgs {
    /// Take the default weights and try no others: sooner done, and in most shops a little worse
    #[arg(long)]
    no_trials: bool,
}

impl TrialsArgs {
    /// Whether it does.
    pub const fn trials(&self) -> Trials {
        if self.no_trials { Trials::Skipped } else { Trials::Run }
    }
}

/// The largest memory budget, in MiB.
const MEMORY_MIB_MAX: u64 = 1 << 20;

impl GroundArgs {
    fn open(&self, around: &Surroundings) -> Result<Shop, AppError> {
        let shop = self.data.open_there(around)?;
        self.memory.hold(&shop);
        Ok(shop)
    }
}

impl Model {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError`] when the data can not be opened or learned from, or the checksums differ.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Train(args) => train(&args.ground.open(around)?, around, args.trials.trials()),
            Verb::Show(data) => show(&data.open_there(around)?),
            Verb::Verify(args) => verify(&args.ground.open(around)?, around, args.subject.as_deref()),
        }
    }
}

/// Learns a new model and says what it is.
pub fn train(shop: &Shop, around: &Surroundings, trials: Trials) -> Result<(), AppError> {
    let trained = learn(shop, around, trials)?;
    output::say(&told(&trained));
    for line in &trained.chosen {
        output::say(line);
    }
    Ok(())
}

/// Learns a new model for a command whose answer is something else.
pub fn train_quietly(shop: &Shop, around: &Surroundings) -> Result<(), AppError> {
    output::tell(&told(&learn(shop, around, Trials::Run)?));
    Ok(())
}

fn learn(shop: &Shop, around: &Surroundings, trials: Trials) -> Result<Trained, AppError> {
    let spinner = ProgressBar::new_spinner().with_message("learning");
    spinner.enable_steady_tick(std::time::Duration::from_millis(120));
    let trained = shop.train_with((around.now)(), trials, &|step| spinner.set_message(step.to_owned()))?;
    spinner.finish_and_clear();
    Ok(trained)
}

fn told(trained: &Trained) -> String {
    format!(
        "learned from {} people: {} items, {} pairs of items, checksum {}",
        trained.people, trained.items, trained.pairs, trained.checksum
    )
}

fn show(shop: &Shop) -> Result<(), AppError> {
    let kept = shop.kept_model()?.transpose();
    let kept =
        kept.map_err(|why| AppError::File(format!("there is no model that can be used, as {why}: train it anew")))?;
    let model = shop.model();
    output::say(&format!(
        "learned from {} people: {} items, {} pairs of items, checksum {}",
        model.people(),
        model.items().len(),
        model.pairs(),
        model.checksum()
    ));
    shop.model_in_words().iter().for_each(|line| output::say(line));
    if let Some(snapshot) = kept {
        let Snapshot { counted_at, policy, sums, .. } = snapshot;
        output::say(&format!("counted at {} by policy {policy}, sums {sums}", counted_at.0));
    }
    Ok(())
}

fn verify(shop: &Shop, around: &Surroundings, subject: Option<&str>) -> Result<(), AppError> {
    let subject = subject.map(SubjectId::parse).transpose();
    let subject = subject.map_err(|_| AppError::File("this is no id of a person".into()))?;
    let now = (around.now)();
    if let Some(who) = &subject
        && !shop.knows(who)?
    {
        output::say("nobody of that name is known here");
    }
    let verified = shop.verify_model(now, subject.as_ref())?;
    let [kept, learned] = &verified.sums;
    output::say(&format!("kept     {}, sums {kept}\nlearned  {}, sums {learned}", verified.kept, verified.learned));
    let inverse = verified.difference.inverse;
    output::say(&format!("inverse  apart by {inverse:.1e} of its scale, at most {INVERSE_APART_MAX:e} is equal"));
    if verified.is_equal() {
        output::say("equal");
        return Ok(());
    }
    // With everybody it is learned once more: only then it is known whose part makes the difference.
    if subject.is_some() && shop.verify_model(now, None)?.is_equal() {
        return Err(AppError::File(
            "the model holds something of that person, as long as they let their activity teach".into(),
        ));
    }
    Err(AppError::File("the model is not the one that the data of now teaches: train it anew".into()))
}
