//! `assent retention`: shows what goes after its time, and makes it go.

use super::{DataArgs, Surroundings, output};
use app::{AppError, Expired, Held, Retained};
use clap::{Args, Subcommand};

/// Show what goes after its time, or make it go now
#[derive(Args)]
#[command(after_help = "Example:\n  assent retention show --data shop\n  assent retention run --data shop\n\n\
    The server does this by itself, a piece each minute. `assent policy privacy` prints what is kept how long.")]
pub struct Retention {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Go over everything now, and take out what is past its time
    Run {
        #[command(flatten)]
        data: DataArgs,
        /// The clock leapt ahead by more than a month, and is right all the same
        #[arg(long)]
        clock_is_right: bool,
    },
    /// Show how far the work is
    Show(DataArgs),
}

impl Retention {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError::Start`] where the clock is not believed.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Show(data) => output::say(&shown(&data.open_there(around)?.retention((around.now)())?)),
            Verb::Run { data, clock_is_right } => {
                let shop = data.open_there(around)?;
                let mut done = shop.retain((around.now)(), *clock_is_right)?;
                let mut gone = done.gone;
                while done.under_way && done.held.is_none() {
                    done = shop.retain((around.now)(), *clock_is_right)?;
                    gone.add(done.gone);
                }
                if let Some(held) = done.held {
                    return Err(AppError::Start(why(held).to_owned()));
                }
                output::say(&told("gone now", &gone));
            }
        }
        Ok(())
    }
}

fn shown(found: &Retained) -> String {
    let pass = match (found.under_way, found.ended.0) {
        (true, _) => "a pass is under way".to_owned(),
        (false, 0) => "no pass has ended yet".to_owned(),
        (false, at) => format!("the last pass ended at {at}"),
    };
    let held = found.held.map(|held| format!("\nheld: {}", why(held))).unwrap_or_default();
    format!("{}\n{pass}{held}", told("gone so far", &found.ever))
}

fn told(when: &str, gone: &Expired) -> String {
    let Expired { people, looked_at, events, acts, receipts, traits, trials, requests } = gone;
    format!(
        "{when}: {events} events, {acts} acts at hand, {receipts} receipts, {traits} declarations, {trials} trials, \
         {requests} closed requests; looked at {looked_at} of {people} people"
    )
}

const fn why(held: Held) -> &'static str {
    match held {
        Held::Behind => "the clock is behind what it was: nothing goes until it is right",
        Held::Leapt => "the clock leapt ahead by more than a month: `run --clock-is-right` if it is right",
    }
}
