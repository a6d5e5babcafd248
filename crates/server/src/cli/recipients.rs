//! `assent recipients`: registers those who may be given data, looks at them, suspends them, takes them off.

use super::output;
use super::{DataArgs, Surroundings};
use crate::api::{read_recipient, recipient_document};
use crate::outgoing::Reach;
use app::{AppError, Recipient};
use clap::{Args, Subcommand};
use domain::UnixTime;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file about a recipient, in bytes.
const FILE_BYTES_MAX: u64 = 256 << 10;

/// Register those who may be given data, review and suspend them, take them off
#[derive(Args)]
#[command(after_help = "Examples:
  assent recipients add --data shop --key post --file post.json
  assent recipients list --data shop
  assent recipients suspend --data shop --key post
  assent recipients review --data shop --key post --next 2027-06-01 --security \"SOC 2 report of May\"
  assent recipients remove --data shop --key post

The file is the document that PUT /v1/recipients/{recipient} takes. Each change stands in the transparency log.")]
pub struct Recipients {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Args)]
struct One {
    #[command(flatten)]
    data: DataArgs,
    /// The recipient's key
    #[arg(long, value_name = "KEY", value_parser = key)]
    key: String,
}

#[derive(Subcommand)]
enum Verb {
    /// Register a recipient, or write down anew what is known of one; the secret of its webhooks is shown this once
    Add {
        #[command(flatten)]
        one: One,
        /// What is known of it, as JSON
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Let its addresses lead to this machine itself: for trying things out
        #[arg(long)]
        webhooks_to_loopback: bool,
    },
    /// List the recipients, those taken off too, and why one receives nothing
    List(DataArgs),
    /// Show what is known of a recipient, as JSON
    Show(One),
    /// Give a recipient nothing until it was reviewed
    Suspend(One),
    /// Write down that a recipient was looked at, and when that is due again
    Review {
        #[command(flatten)]
        one: One,
        /// The day by which it has to be looked at again
        #[arg(long, value_name = "DATE", value_parser = day)]
        next: UnixTime,
        /// What shows that data is safe with it by now
        #[arg(long, value_name = "TEXT")]
        security: Option<String>,
    },
    /// Take a recipient off: nothing leaves for it any more, and it is still told of erasures
    Remove(One),
}

fn key(text: &str) -> Result<String, String> {
    crate::api::recipient_key(text).map_err(|problem| problem.detail().to_owned())
}

fn day(text: &str) -> Result<UnixTime, String> {
    app::policy::starts(text).ok_or_else(|| "write a date as 2026-01-31".to_owned())
}

impl Recipients {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError`] when the data can not be opened, there is no such recipient, or the file says too little.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let now = (around.now)();
        match &self.verb {
            Verb::Add { one, file, webhooks_to_loopback } => {
                let reach = if *webhooks_to_loopback { Reach::Loopback } else { Reach::Public };
                add(one, file, reach, around)?;
            }
            Verb::List(data) => {
                for recipient in data.open_there(around)?.recipients() {
                    output::say(&line(&recipient, now));
                }
            }
            Verb::Show(one) => show(&one.data.open_there(around)?.recipient(&one.key)?, now),
            Verb::Suspend(one) => show(&one.data.open_there(around)?.suspend_recipient(now, &one.key)?, now),
            Verb::Review { one, next, security } => {
                if *next <= now {
                    return Err(AppError::File("the next review lies in the past".to_owned()));
                }
                show(&one.data.open_there(around)?.review_recipient(now, &one.key, *next, security.as_deref())?, now);
            }
            Verb::Remove(one) => {
                one.data.open_there(around)?.remove_recipient(now, &one.key)?;
                output::say("removed");
            }
        }
        Ok(())
    }
}

fn add(one: &One, file: &Path, reach: Reach, around: &Surroundings) -> Result<(), AppError> {
    let failed = |error: std::io::Error| AppError::File(format!("{}: {}", file.display(), error.kind()));
    if fs::metadata(file).map_err(failed)?.len() > FILE_BYTES_MAX {
        return Err(AppError::File("the file is longer than FILE_BYTES_MAX".to_owned()));
    }
    let bytes = fs::read(file).map_err(failed)?;
    let shop = one.data.open(around)?;
    let terms = read_recipient(&bytes, shop.policy(), reach).map_err(|problem| {
        let place = problem.pointer().map(|pointer| format!("{pointer}: ")).unwrap_or_default();
        AppError::File(format!("{place}{} ({})", problem.detail(), problem.code().name()))
    })?;
    let now = (around.now)();
    let put = shop.put_recipient(now, &one.key, terms)?;
    show(&put.recipient, now);
    if let Some(secret) = put.secret {
        output::say(&secret);
    }
    Ok(())
}

fn show(recipient: &Recipient, now: UnixTime) {
    output::say(&recipient_document(recipient, now).to_string());
}

fn line(recipient: &Recipient, now: UnixTime) -> String {
    let state = recipient.idle(now).map_or("receives", app::Idle::as_str);
    let review = app::policy::date(recipient.terms.review_at);
    format!("{:<20}  {state:<20}  review {review}  {}", recipient.key, recipient.terms.name)
}
