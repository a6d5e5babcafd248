//! The policy as a verb: opened for a shop, checked, explained, compared, signed.

use crate::AppError;
use domain::UnixTime;
use std::path::{Path, PathBuf};
use vault::VaultError;

pub use vault::policy::{Category, Change, Explanation, Finding, Policy, PurposeEntry, Weight, date, starts};

/// Opens the shipped policy, or that with a directory laid over it; with a public key only if it is signed by its owner.
///
/// # Errors
/// [`AppError::Start`] with what is wrong in one line.
pub fn open(dir: Option<&Path>, public_key: Option<&Path>) -> Result<Policy, AppError> {
    let opened = dir.map_or_else(Policy::shipped, |dir| Policy::over(dir, public_key));
    opened.map_err(refused)
}

/// Makes a key to sign policies with, and returns the file of its public half.
///
/// # Errors
/// [`AppError::Start`] when the file is there already, or can not be written.
pub fn keygen(secret: &Path) -> Result<PathBuf, AppError> {
    vault::policy::keygen(secret).map_err(refused)
}

/// Signs a policy's directory, and returns the signature's file.
///
/// # Errors
/// [`AppError::Start`] when the policy is not valid, or the key can not be used.
pub fn sign(dir: &Path, secret: &Path) -> Result<PathBuf, AppError> {
    vault::policy::sign(dir, secret).map_err(refused)
}

/// Explains a purpose in a place at a moment.
///
/// # Errors
/// [`AppError::Unknown`] for a purpose that the policy does not have.
pub fn explain(policy: &Policy, purpose: &str, region: &str, now: UnixTime) -> Result<Explanation, AppError> {
    policy.explain(purpose, region, now).ok_or(AppError::Unknown { what: "purpose" })
}

fn refused(error: VaultError) -> AppError {
    AppError::Start(error.to_string())
}
