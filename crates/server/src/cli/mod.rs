//! The command line: one command a file, each with an example in its help.

mod audit;
mod backup;
mod catalogue;
mod demo;
mod erase;
mod escrow;
mod eval;
mod export;
mod import;
mod keys;
mod language;
mod model;
mod notice;
mod output;
mod policy;
mod receipt;
mod recipients;
mod retention;
mod rule;
mod serve;
mod shadow;
mod simulate;
mod verify;

use crate::language::{self as spoken, Added};
use crate::state::Clock;
use app::{AppError, Place, Policy, Shop};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit status: the command was done.
const DONE: u8 = 0;
/// Exit status: what was to be verified proves nothing.
const NOT_PROVEN: u8 = 1;
/// Exit status: a file or an argument of the caller's is wrong (sysexits.h, EX_DATAERR).
const WRONG_INPUT: u8 = 65;
/// Exit status: a fault of ours, or of the storage (EX_SOFTWARE).
const FAULT: u8 = 70;
/// Exit status: the command line, or the data or key directory, can not be used (EX_CONFIG).
const WRONG_SETUP: u8 = 78;

/// What the commands need of the world around them.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// Reads the clock.
    pub now: Clock,
}

#[derive(Parser)]
#[command(name = "assent", version, about = crate::ABOUT, arg_required_else_help = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start the server on a data directory
    Serve(serve::Serve),
    /// Make a small shop out of nothing and open it in a browser
    Demo(demo::Demo),
    /// Import events or a catalog from files
    Import(import::Import),
    /// Make files of a large shop out of a seed, to measure with
    Simulate(simulate::Simulate),
    /// Measure how good recommendations are on a split of real data
    Eval(eval::Eval),
    /// Compare two policies on logged decisions of a slot or an experiment
    Shadow(shadow::Shadow),
    /// Learn the model, show it, or check it
    Model(model::Model),
    /// Make, list and revoke keys of programs
    Keys(keys::Keys),
    /// Register those who may be given data, review and suspend them, take them off
    Recipients(recipients::Recipients),
    /// Write out everything that is held on a person
    Export(export::Export),
    /// Forget a person
    Erase(erase::Erase),
    /// Copy the data, also while a server has it
    Backup(backup::Backup),
    /// Put a backup back; whoever was erased since stays erased
    Restore(backup::Restore),
    /// Keep a sealed copy of slot and keyring until a day, or put one back
    Escrow(escrow::Escrow),
    /// Check what was decided
    Audit(audit::Audit),
    /// Show what goes after its time, or make it go now
    Retention(retention::Retention),
    /// Check, explain, compare and sign the policy
    Policy(policy::Policy),
    /// Check a notice before it is published
    Notice(notice::Notice),
    /// Translate what people are told: check a language's file, or print the one to translate from
    Language(language::Language),
    /// Show the key that receipts of consent are verified with
    Receipt(receipt::Receipt),
    /// Verify a receipt of consent
    Verify(verify::Verify),
    /// Ask the rule itself
    Rule(rule::Rule),
    /// Describe the HTTP interface as an `OpenAPI` document
    Openapi(catalogue::Openapi),
}

/// Where the data is; shared by all commands that open it.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// The data directory; `serve`, `import`, `keys make`, `recipients add` and `restore` make it where there is none
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The key directory, never inside the data [default: DIR.keys beside it]
    #[arg(long, value_name = "DIR", env = "ASSENT_KEYS")]
    keys_dir: Option<PathBuf>,
    #[command(flatten)]
    policy: PolicyArgs,
}

/// Which policy holds; shared by all commands that need one.
#[derive(Args, Clone, Debug)]
pub struct PolicyArgs {
    /// A directory with the shop's own policy, laid over the one that ships; it can only restrict
    #[arg(long, value_name = "DIR", env = "ASSENT_POLICY")]
    policy: Option<PathBuf>,
    /// The public key that the policy has to be signed with
    #[arg(long, value_name = "FILE", env = "ASSENT_POLICY_KEY")]
    policy_key: Option<PathBuf>,
}

/// Which languages are spoken beside English and German; shared by all commands that tell people something.
#[derive(Args, Clone, Debug)]
pub struct LanguageArgs {
    /// A directory with one file for each language that is added
    #[arg(long, value_name = "DIR", env = "ASSENT_LANGUAGES")]
    languages: Option<PathBuf>,
}

impl LanguageArgs {
    /// Reads the languages and speaks them from now on; what people get from the policy's purposes is told in them too.
    fn speak(&self, policy: &mut Policy) -> Result<(), AppError> {
        let added = self.languages.as_deref().map_or_else(|| Ok(Added::default()), spoken::open)?;
        for (lang, benefit) in added.benefits() {
            policy.tell(lang, &benefit);
        }
        spoken::speak(added);
        Ok(())
    }
}

impl PolicyArgs {
    /// Reads the policy, before anything else is opened.
    fn open(&self) -> Result<Policy, AppError> {
        if self.policy.is_none() && self.policy_key.is_some() {
            return Err(AppError::Start("--policy-key needs --policy: what ships is not signed by a shop".to_owned()));
        }
        app::policy::open(self.policy.as_deref(), self.policy_key.as_deref())
    }
}

impl DataArgs {
    /// Where that is.
    fn place(&self) -> Place {
        Place::disk(&self.data, self.keys_dir.as_deref())
    }

    /// Opens what is there. A command that only looks makes no shop of a name that was mistyped.
    fn open_there(&self, around: &Surroundings) -> Result<Shop, AppError> {
        if app::is_there(&self.data) {
            return self.open(around);
        }
        let data = self.data.display();
        Err(AppError::Start(format!("there are no data at {data}: name the directory that the server has")))
    }

    fn open(&self, around: &Surroundings) -> Result<Shop, AppError> {
        self.open_with(self.policy.open()?, around)
    }

    fn open_with(&self, policy: Policy, around: &Surroundings) -> Result<Shop, AppError> {
        let shop = Shop::open(&self.place(), policy, (around.now)())?;
        if let Some(why) = shop.unread_model() {
            output::tell(&format!("the kept model can not be used ({why}): nobody's serves until one is learned"));
        }
        Ok(shop)
    }
}

/// Reads the command line and does what it says.
#[must_use]
pub fn run(around: &Surroundings) -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => return ExitCode::from(explain(&error)),
    };
    let done = match line.command {
        Command::Serve(command) => command.run(around),
        Command::Demo(command) => command.run(around),
        Command::Import(command) => command.run(around),
        Command::Simulate(command) => command.run(),
        Command::Eval(command) => command.run(around),
        Command::Shadow(command) => command.run(around),
        Command::Model(command) => command.run(around),
        Command::Keys(command) => command.run(around),
        Command::Recipients(command) => command.run(around),
        Command::Export(command) => command.run(around),
        Command::Erase(command) => command.run(around),
        Command::Backup(command) => command.run(around),
        Command::Restore(command) => command.run(around),
        Command::Escrow(command) => command.run(around),
        Command::Audit(command) => command.run(around),
        Command::Retention(command) => command.run(around),
        Command::Policy(command) => command.run(around),
        Command::Notice(command) => command.run(around),
        Command::Language(command) => command.run(),
        Command::Receipt(command) => command.run(around),
        Command::Verify(command) => command.run(),
        Command::Rule(command) => command.run(),
        Command::Openapi(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::from(DONE),
        Err(error) => {
            output::complain(&error.to_string());
            ExitCode::from(status(&error))
        }
    }
}

/// Shows the help that was asked for, or says in one line what is wrong with the command.
fn explain(error: &clap::Error) -> u8 {
    if !error.use_stderr() || error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // Nobody is left to be told when the terminal has gone away.
        drop(error.print());
        return if error.use_stderr() { WRONG_SETUP } else { DONE };
    }
    let text = error.to_string();
    let first: Vec<_> = text.lines().take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    output::complain(&format!("{} (--help shows how)", first.join(" ").trim_start_matches("error: ")));
    WRONG_SETUP
}

fn status(error: &AppError) -> u8 {
    match error {
        AppError::Start(_) => WRONG_SETUP,
        AppError::NotProven(_) => NOT_PROVEN,
        AppError::Vault(_) => FAULT,
        _ => WRONG_INPUT,
    }
}
