//! The Python package that the tests of clients drive, in a place of its own under `target/`.

use super::{run, target};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages and their versions.
const REQUIREMENTS: &str = "tests/clients/requirements.txt";

/// The interpreter that has the packages.
pub fn interpreter(root: &Path) -> PathBuf {
    folder(root).join("bin/python")
}

fn folder(root: &Path) -> PathBuf {
    target(root).join("clients-python")
}

/// Installs the packages, where they are not there as they are listed.
pub fn packages(root: &Path) -> Result<(), String> {
    let installed = folder(root).join(".installed");
    let listed = std::fs::read(root.join(REQUIREMENTS)).map_err(|error| format!("{REQUIREMENTS}: {error}"))?;
    if std::fs::read(&installed).is_ok_and(|known| known == listed) {
        return Ok(());
    }
    make(root).map_err(|_| format!("install python3-venv, and let pip fetch what {REQUIREMENTS} lists"))?;
    std::fs::write(installed, listed).map_err(|error| error.to_string())
}

fn make(root: &Path) -> Result<(), String> {
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder(root)))?;
    let words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS];
    run(Command::new(interpreter(root)).args(words).current_dir(root))
}
