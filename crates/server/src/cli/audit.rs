//! `assent audit`: hears the case of a receipt again, and checks the transparency log.

use super::{DataArgs, PolicyArgs, Surroundings, output};
use crate::{run, witnessing};
use app::{AppError, Audited, Digest, OpenWitness, Recheck, WitnessPlace};
use clap::{Args, Subcommand};
use domain::ReceiptId;
use serde_json::{Value, json};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Check what was decided
#[derive(Args)]
#[command(after_help = "Example:\n  assent audit replay --data shop --receipt 6aef0c11f2e57a1c0d0e6a4dd4a19c4f")]
pub struct Audit {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Decide again what a receipt says was decided: by the same statements, policy and moment
    #[command(
        after_help = "Example:\n  assent audit replay --data shop --receipt 6aef0c11f2e57a1c0d0e6a4dd4a19c4f\n\n\
        Ends with 65 if the verdict is another one, or can not be found with this policy and ledger."
    )]
    Replay {
        #[command(flatten)]
        data: DataArgs,
        /// The receipt's id
        #[arg(long, value_name = "ID", value_parser = receipt)]
        receipt: ReceiptId,
    },
    /// Check the transparency log: that it was not altered, cut or forked, and that everything stands in it
    Verify(Verify),
    /// Write the transparency log out as files (C2SP tlog-tiles), for others to keep and check
    #[command(after_help = "Example:\n  assent audit export --data shop --to log")]
    Export {
        #[command(flatten)]
        data: DataArgs,
        /// The directory; files that are there are replaced
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Show the key that checkpoints of the log are verified with, as a vkey
    Key(DataArgs),
    /// Look at somebody's log as a witness: check it, and sign its checkpoint if it grew from the one that was signed last
    Witness(Box<WitnessArgs>),
}

#[derive(Args)]
#[command(after_help = "Examples:\n  assent audit witness --log log --key \"$(cat log.vkey)\" --dir witness \
    --name witness.example/one --to seen\n  \
    assent audit witness --serve 127.0.0.1:8090 --keys logs.vkeys --dir witness --name witness.example/one\n\n\
    Ends with 1 where the log does not hold, and signs nothing then (C2SP tlog-cosignature). With --serve it answers logs \
    that ask it (C2SP tlog-witness).")]
struct WitnessArgs {
    /// The files of the log, as `audit export` writes them or `/log/..` hands them out
    #[arg(long, value_name = "DIR", required_unless_present = "serve", requires_all = ["key", "to"])]
    log: Option<PathBuf>,
    /// The key of the log's checkpoints
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// The witness's own directory: its key, and what it signed last of each log; made where there is none
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// The name that the witness signs with
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Where the signed checkpoint goes
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Answer logs that ask at this address, until it is stopped
    #[arg(long, value_name = "ADDR", conflicts_with_all = ["log", "key", "to"], requires = "keys")]
    serve: Option<SocketAddr>,
    /// The keys of the logs that it looks at, one vkey a line
    #[arg(long, value_name = "FILE", requires = "serve")]
    keys: Option<PathBuf>,
    /// A name that it answers for, beside those of this machine; may be given more than once
    #[arg(long, value_name = "HOST[:PORT]", requires = "serve")]
    host: Vec<String>,
}

#[derive(Args)]
#[command(after_help = "Examples:\n  assent audit verify --data shop --since checkpoint-of-may --receipt 6aef..\n  \
    assent audit verify --log log --key \"$(cat log.vkey)\" --since checkpoint-of-may\n\n\
    Ends with 1 where something does not hold. Keep checkpoints: whoever holds an old one notices every change.")]
struct Verify {
    /// The data directory
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The key directory [default: DIR.keys beside the data]
    #[arg(long, value_name = "DIR", env = "ASSENT_KEYS")]
    keys_dir: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
    /// The files of a log instead, as `audit export` writes them
    #[arg(long, value_name = "DIR", conflicts_with = "data", requires = "key")]
    log: Option<PathBuf>,
    /// The key of the log's checkpoints, for --log
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// An old checkpoint: the log has to be the one of then, made longer
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// The key of a witness who has to have signed the old checkpoint
    #[arg(long, value_name = "VKEY", requires = "since")]
    witness: Option<String>,
    /// A receipt of use that has to stand in the log, for --data
    #[arg(long, value_name = "ID", value_parser = receipt, conflicts_with = "log")]
    receipt: Option<ReceiptId>,
    /// A digest that has to stand in the log, for --log
    #[arg(long, value_name = "HEX", value_parser = digest, requires = "log")]
    digest: Option<Digest>,
}

fn digest(text: &str) -> Result<Digest, String> {
    let wrong = || "a digest has 64 hexadecimal digits".to_owned();
    let mut out = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return Err(wrong());
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(out)
}

fn receipt(text: &str) -> Result<ReceiptId, String> {
    ReceiptId::parse(text).ok_or_else(|| "a receipt's id has 32 hexadecimal digits".to_owned())
}

impl Audit {
    /// Does it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such receipt, [`AppError::File`] where its verdict is not found again,
    /// [`AppError::NotProven`] where the log does not hold.
    pub fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        match &self.verb {
            Verb::Replay { data, receipt } => replay(data, around, *receipt),
            Verb::Verify(verify) => verify.run(around),
            Verb::Export { data, to } => export(data, around, to),
            Verb::Witness(witness) => witness.run(around),
            Verb::Key(data) => {
                output::say(&data.open_there(around)?.log_key());
                Ok(())
            }
        }
    }
}

impl Verify {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let old = self.since.as_deref().map(read).transpose()?;
        if let (Some(note), Some(witness)) = (&old, &self.witness) {
            app::verify_witnessed(note, witness)?;
        }
        let found = match (&self.data, &self.log) {
            (_, Some(dir)) => {
                app::verify_files(dir, self.key.as_deref().unwrap_or_default(), old.as_deref(), self.digest)?
            }
            (Some(data), None) => {
                let (keys_dir, policy) = (self.keys_dir.clone(), self.policy.clone());
                let data = DataArgs { data: data.clone(), keys_dir, policy };
                data.open_there(around)?.verify_log((around.now)(), old.as_deref(), self.receipt)?
            }
            (None, None) => {
                return Err(AppError::Start("say which log: --data DIR, or --log DIR --key VKEY".to_owned()));
            }
        };
        output::say(&audited(&found).to_string());
        Ok(())
    }
}

impl WitnessArgs {
    fn run(&self, around: &Surroundings) -> Result<(), AppError> {
        let place = WitnessPlace { dir: &self.dir, name: &self.name };
        match (self.serve, &self.keys, &self.log, &self.key, &self.to) {
            (Some(listen), Some(keys), ..) => self.serve(around, place, listen, keys),
            (_, _, Some(log), Some(key), Some(to)) => {
                let seen = app::witness(place, (around.now)(), log, key)?;
                let failed = |error: std::io::Error| AppError::File(format!("{}: {}", to.display(), error.kind()));
                fs::write(to, &seen.note).map_err(failed)?;
                let mut document = audited(&seen.log);
                document["witness"] = json!(seen.key);
                output::say(&document.to_string());
                Ok(())
            }
            _ => {
                Err(AppError::Start("say what to witness: --log DIR --key VKEY --to FILE, or --serve ADDR".to_owned()))
            }
        }
    }

    fn serve(
        &self,
        around: &Surroundings,
        place: WitnessPlace<'_>,
        listen: SocketAddr,
        keys: &Path,
    ) -> Result<(), AppError> {
        run::log();
        let text =
            String::from_utf8(read(keys)?).map_err(|_| AppError::File("the file of keys is no text".to_owned()))?;
        let keys: Vec<String> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let witness = OpenWitness::open(place, &keys)?;
        let key = witness.key();
        witnessing::serve(witness, around.now, &witnessing::Setup { listen, hosts: &self.host }, &|address| {
            output::say(&key);
            output::say(&format!("listening on http://{address}"));
        })
    }
}

fn audited(found: &Audited) -> Value {
    let kinds: serde_json::Map<_, _> =
        found.kinds.iter().map(|(kind, count)| ((*kind).to_owned(), json!(count))).collect();
    let proof = found.inclusion.map(|(leaf, hashes)| json!({ "leaf": leaf, "hashes": hashes }));
    json!({ "holds": true, "leaves": found.size, "kinds": kinds, "inclusion": proof })
}

/// Prints what came of it, as one line of JSON.
fn replay(data: &DataArgs, around: &Surroundings, receipt: ReceiptId) -> Result<(), AppError> {
    let shop = data.open_there(around)?;
    let found = shop.recheck_receipt((around.now)(), receipt)?.ok_or(AppError::NotFound { what: "receipt" })?;
    output::say(&shown(&found).to_string());
    complaint(&found).map_or(Ok(()), |why| Err(AppError::File(why.to_owned())))
}

fn export(data: &DataArgs, around: &Surroundings, to: &Path) -> Result<(), AppError> {
    let failed = |error: std::io::Error| AppError::File(format!("the log can not be written: {}", error.kind()));
    let shop = data.open_there(around)?;
    let files = shop.log_files((around.now)())?;
    // The checkpoint last, so that it never speaks of tiles that are not there yet.
    for file in files.iter().rev() {
        let path = to.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(to)).map_err(failed)?;
        fs::write(&path, &file.bytes).map_err(failed)?;
    }
    output::say(&format!("{} files; verify them with {}", files.len(), shop.log_key()));
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    fs::read(path).map_err(|error| AppError::File(format!("{}: {}", path.display(), error.kind())))
}

fn shown(found: &Recheck) -> Value {
    match found {
        Recheck::Same(gates) => json!({ "verdict": "same", "gates": gates }),
        Recheck::SameDraws { gates, draws } => json!({ "verdict": "same", "gates": gates, "draws": draws }),
        Recheck::OtherDraw(name) => json!({ "verdict": "other_draw", "name": name }),
        Recheck::NoDecision => json!({ "verdict": "none" }),
        Recheck::OtherLedger => json!({ "verdict": "other_ledger" }),
        Recheck::OtherPolicy(due) => json!({
            "verdict": "other_policy",
            "policy_version": due.version,
            "brand": due.brand.as_ref().map(|(name, version)| json!({ "name": name, "version": version })),
        }),
        Recheck::Differs(gates) => {
            let one = |(category, reasons): &(String, Vec<String>)| json!({ "category": category, "reasons": reasons });
            json!({ "verdict": "differs", "due": gates.iter().map(one).collect::<Vec<_>>() })
        }
    }
}

const fn complaint(found: &Recheck) -> Option<&'static str> {
    match found {
        Recheck::Same(_) | Recheck::SameDraws { .. } | Recheck::NoDecision => None,
        Recheck::OtherDraw(_) => Some("what was drawn comes out otherwise"),
        Recheck::OtherLedger => Some("the ledger up to then does not end as the receipt says"),
        Recheck::OtherPolicy(_) => Some("another policy decided: name it with --policy"),
        Recheck::Differs(_) => Some("the verdict is another one"),
    }
}
