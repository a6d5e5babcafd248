//! `assent verify`: whether a receipt of consent is the shop's, and what it proves. It opens no data and asks nobody.

use super::output;
use app::AppError;
use app::consent_receipt::{self, Proof, RECEIPT_BYTES_MAX};
use clap::{Args, Subcommand};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Longest file of keys, in bytes.
const KEYS_FILE_BYTES_MAX: usize = 64 << 10;

/// Verify a receipt of consent
#[derive(Args)]
#[command(after_help = "Example:\n  curl -s https://shop.example/.well-known/assent-keys > shop.vkey\n  \
    assent verify receipt receipt.txt --keys-file shop.vkey")]
pub struct Verify {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say what a receipt proves; ends with 1 where it proves nothing
    #[command(
        after_help = "The key has to come from the shop (/.well-known/assent-keys, or `assent receipt key`) and not \
        from the receipt: whoever writes a receipt can write a key beside it."
    )]
    Receipt {
        /// The receipt, as it was downloaded: at most 256 KiB
        file: PathBuf,
        /// The shop's key
        #[arg(long, value_name = "VKEY", conflicts_with = "keys_file")]
        key: Option<String>,
        /// A file with the shop's keys, one a line
        #[arg(long, value_name = "FILE")]
        keys_file: Option<PathBuf>,
    },
}

impl Verify {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError::NotProven`] where the receipt proves nothing, [`AppError::File`] where a file can not be read.
    pub fn run(&self) -> Result<(), AppError> {
        let What::Receipt { file, key, keys_file } = &self.what;
        let keys = match (key, keys_file) {
            (Some(key), _) => consent_receipt::read_keys(key)?,
            (None, Some(file)) => consent_receipt::read_keys(&keys_in(file)?)?,
            (None, None) => Vec::new(),
        };
        let proof = consent_receipt::verify(&read(file, RECEIPT_BYTES_MAX)?, &keys)?;
        told(&proof).iter().for_each(|line| output::say(&harmless(line)));
        Ok(())
    }
}

fn keys_in(file: &Path) -> Result<String, AppError> {
    let bytes = read(file, KEYS_FILE_BYTES_MAX)?;
    if bytes.len() > KEYS_FILE_BYTES_MAX {
        return Err(AppError::NotProven("the keys are longer than KEYS_FILE_BYTES_MAX (65536 bytes)".to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| AppError::NotProven("the keys are no text".to_owned()))
}

/// A file's bytes, and one more than `max` where it has more, so that whoever takes them sees that it is too long.
fn read(path: &Path, max: usize) -> Result<Vec<u8>, AppError> {
    let failed = |error: std::io::Error| AppError::File(format!("{}: {}", path.display(), error.kind()));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    file.take(max as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// What is proven, in plain words.
fn told(proof: &Proof) -> Vec<String> {
    let (words, said) = (&proof.words, &proof.words.statement);
    let all = |key: &str, what: &str| if key == "*" { format!("every {what}") } else { format!("{what} {key}") };
    let about = [(&said.purpose, "purpose"), (&said.category, "category"), (&said.channel, "channel")];
    let about: Vec<_> = about.into_iter().map(|(key, what)| all(key, what)).collect();
    let or_none = |text: &str| if text.is_empty() { "not recorded".to_owned() } else { text.to_owned() };
    vec![
        "The receipt is genuine: it was signed with the key that you gave, and not changed since.".to_owned(),
        format!("signed by  {}", proof.signed_by),
        format!("receipt    {}, made {}", words.receipt, words.issued_at),
        format!("person     {}", words.subject),
        format!("said       {}, by {}", said.kind, said.actor),
        format!("about      {}", about.join(", ")),
        format!("when       {}, received {}", said.said_at, said.received_at),
        format!("how        {}", or_none(&words.evidence.how)),
        format!("notice     {}", or_none(&words.evidence.notice)),
        format!("ledger     statement {} of {}, chain {}", said.number, words.ledger.statements, words.ledger.hash),
    ]
}

/// A line without characters that would steer a terminal or turn the order of reading.
fn harmless(line: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if steers(c) { '\u{fffd}' } else { c }).collect()
}
