//! `assent shadow`: what two policies would have been worth, on decisions that a third one made.

use super::{DataArgs, Surroundings, output};
use app::AppError;
use app::shadow::{Compared, Estimate, Judged, OddsOf, compare, read_log};
use clap::{Args, Subcommand};
use domain::DrawFor;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compare two policies on logged decisions of a slot or an experiment
#[derive(Args)]
#[command(after_help = "Examples:\n  assent shadow log --data shop --slot hall > hall.jsonl\n  \
    assent shadow compare --log hall.jsonl --a even.json --b phone.json")]
pub struct Shadow {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Write out the decisions of a slot or an experiment, one JSON document a line, without anybody in them
    #[command(after_help = "Example:\n  assent shadow log --data shop --slot hall > hall.jsonl\n\n\
        Only of people who let `measure` count what they do, in no order, and not where fewer people\n\
        shared the circumstances than the policy asks for (5 as shipped).")]
    Log {
        #[command(flatten)]
        data: DataArgs,
        /// The slot
        #[arg(long, value_name = "NAME", required_unless_present = "experiment", conflicts_with = "experiment")]
        slot: Option<String>,
        /// The experiment
        #[arg(long, value_name = "NAME")]
        experiment: Option<String>,
    },
    /// Estimate what each of two policies would have been worth
    #[command(
        after_help = "Example:\n  assent shadow compare --log hall.jsonl --a even.json --b phone.json --json\n\n\
        A policy is a JSON document: {\"odds\": {\"tea\": 0.5, \"cups\": 0.5}, \"cells\": {\"device=phone\": {\"tea\": 1}}}."
    )]
    Compare {
        /// The log
        #[arg(long, value_name = "JSONL")]
        log: PathBuf,
        /// One policy
        #[arg(long, value_name = "JSON")]
        a: PathBuf,
        /// The other
        #[arg(long, value_name = "JSON")]
        b: PathBuf,
        /// Print JSON instead of a table
        #[arg(long)]
        json: bool,
    },
}

impl Shadow {
    /// Prints a log, or a comparison.
    ///
    /// # Errors
    /// [`AppError::File`] where a file can not be read, [`AppError::NotFound`] where there is no such slot.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Log { data, slot, experiment } => {
                let slot = slot.as_deref().map(|name| (DrawFor::Slot, name));
                let experiment = experiment.as_deref().map(|name| (DrawFor::Experiment, name));
                let Some((of, name)) = slot.or(experiment) else { return Ok(()) };
                let logged = data.open_there(around)?.decisions_log((around.now)(), of, name)?;
                if logged.withheld.decisions > 0 {
                    output::tell(&format!("{} decisions kept back: too few people", logged.withheld.decisions));
                }
                logged.lines.iter().for_each(|line| output::say(line));
                Ok(())
            }
            Verb::Compare { log, a, b, json } => {
                let text =
                    String::from_utf8(read(log)?).map_err(|_| AppError::File("the log is not UTF-8".to_owned()))?;
                let compared = compare(&read_log(&text)?, &OddsOf::read(&read(a)?)?, &OddsOf::read(&read(b)?)?);
                known("a", &compared.a)?;
                known("b", &compared.b)?;
                output::say(&if *json { document(&compared).to_string() } else { table(&compared) });
                Ok(())
            }
        }
    }
}

/// Refuses a policy of which the log drew nothing: its estimates would be zero, and their intervals of no width.
fn known(name: &str, judged: &Judged) -> Result<(), AppError> {
    if judged.effective > 0.0 {
        return Ok(());
    }
    Err(AppError::File(format!(
        "policy {name} draws nothing that the log drew in the same circumstances: nothing is known of it"
    )))
}

fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    fs::read(path).map_err(|error| AppError::File(format!("{}: {}", path.display(), error.kind())))
}

fn document(compared: &Compared) -> Value {
    let estimate = |of: &Estimate| {
        let (low, high) = of.interval();
        json!({ "value": of.value, "error": of.error, "low": low, "high": high })
    };
    let judged = |of: &Judged| {
        json!({
            "ips": estimate(&of.ips),
            "snips": estimate(&of.snips),
            "dr": estimate(&of.dr),
            "effective": of.effective,
            "covered": of.covered,
        })
    };
    json!({
        "decisions": compared.decisions,
        "logged": estimate(&compared.logged),
        "a": judged(&compared.a),
        "b": judged(&compared.b),
        "difference": { "ips": estimate(&compared.ips_difference), "dr": estimate(&compared.dr_difference) },
    })
}

fn table(compared: &Compared) -> String {
    let mut out = format!("{} decisions; what came of them: {:.4}\n", compared.decisions, compared.logged.value);
    let mut row = |name: &str, of: &Estimate| {
        let (low, high) = of.interval();
        let _ = writeln!(out, "{name:<16}{:>9.4}  {low:>9.4} to {high:.4}", of.value);
    };
    for (name, judged) in [("a", &compared.a), ("b", &compared.b)] {
        row(&format!("{name}  ips"), &judged.ips);
        row(&format!("{name}  snips"), &judged.snips);
        row(&format!("{name}  dr"), &judged.dr);
    }
    row("b - a  ips", &compared.ips_difference);
    row("b - a  dr", &compared.dr_difference);
    for (name, judged) in [("a", &compared.a), ("b", &compared.b)] {
        let covered = 100.0 * judged.covered;
        let _ = writeln!(
            out,
            "{name}: tells as much as {:.0} own decisions; {covered:.1} % of it was drawn",
            judged.effective
        );
    }
    out.trim_end().to_owned()
}
