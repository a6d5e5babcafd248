//! Chores: sets up what the tests need, runs every test, and changes the gate to see that a test notices.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "a chore talks to whoever started it")]

mod python;
mod setup;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Where the tests that run in Node are, each with its packages.
const NODE_TESTS: [&str; 2] = ["tests/browser", "tests/clients"];
/// Where the script is that writes strings of signals with the IAB's packages.
const SIGNAL_TESTS: &str = "tests/signals";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test(false),
        ["test", "--long"] => test(true),
        ["setup"] => setup::all(&root(), false),
        ["setup", "--long"] => setup::all(&root(), true),
        ["mutants"] => mutants(),
        _ => Err("usage: cargo xtask test [--long] | setup [--long] | mutants".to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// The project's root: this crate's parent.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Sets up, checks, builds once, and runs every test.
fn test(long: bool) -> Result<(), String> {
    let root = root();
    setup::all(&root, long)?;
    step(&root, "cargo", &["fmt", "--all", "--check"])?;
    step(&root, "cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    step(&root, "cargo", &["build", "--package", "server"])?;
    let binary = target(&root).join("debug/assent");
    let tests = if has("cargo-nextest") {
        &["nextest", "run", "--workspace", "--no-fail-fast"][..]
    } else {
        &["test", "--workspace"]
    };
    run(with(Command::new("cargo").args(tests), &root, &binary, long))?;
    let mut node = Command::new("node");
    node.args(node_tests(&root)?).env("ASSENT_CLIENTS_PYTHON", python::interpreter(&root));
    run(with(&mut node, &root, &binary, long))
}

/// The arguments that make Node's own runner run every test that is for it, two files at a time: each starts a server and a browser
/// of its own, and waits much of its time for one of them.
fn node_tests(root: &Path) -> Result<Vec<String>, String> {
    let mut arguments = vec!["--test".to_owned(), "--test-concurrency=2".to_owned()];
    for folder in NODE_TESTS {
        let listed = std::fs::read_dir(root.join(folder)).map_err(|error| format!("{folder}: {error}"))?;
        let paths = listed.filter_map(|entry| entry.ok()?.path().to_str().map(str::to_owned));
        let mut files: Vec<String> = paths.filter(|path| path.ends_with(".test.mjs")).collect();
        files.sort();
        arguments.extend(files);
    }
    Ok(arguments)
}

/// The same surroundings for every test: where the binary is, and whether the long forms run.
fn with<'c>(command: &'c mut Command, root: &Path, binary: &Path, long: bool) -> &'c mut Command {
    command.current_dir(root).env("ASSENT_BIN", binary);
    if long {
        command.env("ASSENT_PROOFS_LONG", "1");
    }
    command
}

/// Changes each condition of the gate, one at a time, and runs the gate's tests: every change has to be noticed. Takes
/// about ten seconds for each of some 130. What is examined and how stands in `.cargo/mutants.toml`.
fn mutants() -> Result<(), String> {
    if !has("cargo-mutants") || !has("cargo-nextest") {
        return Err("install these first: cargo install --locked cargo-mutants cargo-nextest".to_owned());
    }
    let root = root();
    let output = target(&root).join("mutants");
    std::fs::create_dir_all(&output).map_err(|error| error.to_string())?;
    let mut cargo = Command::new("cargo");
    run(cargo.args(["mutants", "--package", "vault", "--output"]).arg(output).current_dir(root))
}

/// Where cargo puts what it builds.
fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from)
}

fn step(root: &Path, program: &str, arguments: &[&str]) -> Result<(), String> {
    run(Command::new(program).args(arguments).current_dir(root))
}

fn run(command: &mut Command) -> Result<(), String> {
    println!("xtask: {command:?}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}")),
        Err(error) => Err(format!("{command:?} could not be started: {error}")),
    }
}

/// Whether a program is on this machine's path.
fn has(program: &str) -> bool {
    let Some(path) = env::var_os("PATH") else { return false };
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
