//! `assent policy`: check it, explain it, compare it, sign it.

use super::output;
use super::{PolicyArgs, Surroundings};
use app::AppError;
use app::policy::{self, Finding, Policy as Rules, Weight};
use clap::{Args, Subcommand};
use domain::UnixTime;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Check, explain, compare and sign the policy
#[derive(Args)]
#[command(after_help = "Examples:
  assent policy check --policy shop-policy
  assent policy explain recommend fr
  assent policy diff shipped shop-policy
  assent policy keygen policy.key && assent policy sign --policy shop-policy --key policy.key")]
pub struct Policy {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Say what is wrong with the policy, and which reviews are due
    #[command(after_help = "Example:\n  assent policy check --policy shop-policy --on 2027-05-01\n\n\
        Ends with 78 if the policy is not valid, with 65 if a purpose rests because its review is overdue.")]
    Check {
        #[command(flatten)]
        policy: PolicyArgs,
        #[command(flatten)]
        view: View,
    },
    /// Say what becomes of a purpose in a place: mode, clocks, rights, each with its source
    #[command(after_help = "Example:\n  assent policy explain message us-ca --on 2027-01-01")]
    Explain {
        /// The purpose, as recommend
        purpose: String,
        /// The place, as eu, fr or us-ca; an unknown one counts as zz-strict
        region: String,
        #[command(flatten)]
        policy: PolicyArgs,
        #[command(flatten)]
        view: View,
    },
    /// Say how long what is kept, as the table of docs/privacy.md
    #[command(after_help = "Example:\n  assent policy privacy --policy shop-policy")]
    Privacy(PolicyArgs),
    /// Say what differs between two policies, or between two dates
    #[command(after_help = "Examples:\n  assent policy diff shipped shop-policy\n  \
        assent policy diff shipped@2026-06-30 shipped@2026-07-01 --json")]
    Diff {
        /// A policy's directory, or `shipped`; with @DATE as it is on that date
        from: String,
        /// The other one
        to: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Sign the files of a policy's directory
    #[command(after_help = "Example:\n  assent policy sign --policy shop-policy --key policy.key")]
    Sign {
        /// The policy's directory
        #[arg(long, value_name = "DIR")]
        policy: PathBuf,
        /// The key that `assent policy keygen` made
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
    /// Make a key to sign policies with; its public half gets `.pub` at the end of its name
    #[command(after_help = "Example:\n  assent policy keygen policy.key\n  \
        assent serve --data shop --policy shop-policy --policy-key policy.key.pub")]
    Keygen {
        /// Where the secret key is written; there must be no such file yet
        file: PathBuf,
    },
}

/// How something is shown.
#[derive(Args, Clone, Debug)]
struct View {
    /// As it is on a date [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<UnixTime>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

fn date(text: &str) -> Result<UnixTime, String> {
    policy::starts(text).ok_or_else(|| "a date as 2027-01-31".to_owned())
}

impl Policy {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError::Start`] when a policy is not valid or not signed; [`AppError::File`] when a purpose rests.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let now = (around.now)();
        match &self.verb {
            Verb::Check { policy, view } => check(&policy.open()?, view, view.on.unwrap_or(now)),
            Verb::Explain { purpose, region, policy, view } => {
                let said = policy::explain(&policy.open()?, purpose, region, view.on.unwrap_or(now))?;
                show(view.json, &said, &said.to_string())
            }
            Verb::Privacy(policy) => {
                output::say(policy.open()?.keeping().trim_end());
                Ok(())
            }
            Verb::Diff { from, to, json } => diff(from, to, *json, now),
            Verb::Sign { policy, key } => told("signed", &policy::sign(policy, key)?),
            Verb::Keygen { file } => told("the public key is", &policy::keygen(file)?),
        }
    }
}

fn check(policy: &Rules, view: &View, now: UnixTime) -> Result<(), AppError> {
    let found = policy.check(now);
    let lines: Vec<String> = found.iter().map(line).collect();
    let resting = found.iter().filter(|finding| finding.weight == Weight::Rests).count();
    let summary = format!(
        "{}valid: {} purposes, {} jurisdictions, version {}",
        lines.iter().map(|line| format!("{line}\n")).collect::<String>(),
        policy.purposes().count(),
        policy.profiles().count(),
        policy.version,
    );
    show(view.json, &found, &summary)?;
    match resting {
        0 => Ok(()),
        count => Err(AppError::File(format!("{count} purposes rest until somebody reviews them"))),
    }
}

fn line(finding: &Finding) -> String {
    let weight = match finding.weight {
        Weight::Rests => "rests",
        Weight::Warning => "warning",
        Weight::Note => "note",
    };
    format!("{}: {weight}: {}", finding.place, finding.says)
}

fn diff(from: &str, to: &str, json: bool, now: UnixTime) -> Result<(), AppError> {
    let ((was, then), (is, later)) = (side(from, now)?, side(to, now)?);
    let changes = was.diff(then, &is, later);
    let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let text = if lines.is_empty() { "no difference".to_owned() } else { lines.join("\n") };
    show(json, &changes, &text)
}

/// One side of a comparison: `shipped` or a directory, and the moment it is looked at.
fn side(text: &str, now: UnixTime) -> Result<(Rules, UnixTime), AppError> {
    let (name, moment) = match text.rsplit_once('@') {
        Some((name, day)) => (name, date(day).map_err(|says| AppError::File(format!("{text}: {says}")))?),
        None => (text, now),
    };
    let dir = (name != "shipped").then(|| Path::new(name));
    Ok((policy::open(dir, None)?, moment))
}

fn show<T: Serialize>(json: bool, value: &T, text: &str) -> Result<(), AppError> {
    if json {
        let text = serde_json::to_string_pretty(value).map_err(|error| AppError::File(error.to_string()))?;
        output::say(&text);
    } else {
        output::say(text);
    }
    Ok(())
}

fn told(what: &str, file: &Path) -> Result<(), AppError> {
    output::say(&format!("{what} {}", file.display()));
    Ok(())
}
