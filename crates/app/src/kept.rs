//! The model as it is kept: what it was learned from, by which policy, and a checksum over all of it.

use crate::AppError;
use domain::UnixTime;
use engine::Model;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use vault::{Vault, VaultError};

/// The blob that the model is kept in.
pub(crate) const BLOB: &str = "model/current";

/// What a kept model was made of. Nobody is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The data epoch: the second at which everybody was last counted, or counted again.
    pub counted_at: UnixTime,
    /// The version of the policy by which people were asked.
    pub policy: u32,
    /// How many people taught it.
    pub people: u32,
    /// The checksum of the model.
    pub checksum: String,
    /// The checksum of the whole numbers that it was made of; empty where nobody taught.
    pub sums: String,
}

/// Keeps a model in the place of the one before: the one or the other is there, whenever this is interrupted.
pub(crate) fn keep(vault: &Vault, model: &Model, counted_at: UnixTime) -> Result<Snapshot, AppError> {
    let snapshot = Snapshot {
        counted_at,
        policy: vault.policy().version,
        people: model.people(),
        checksum: model.checksum(),
        sums: model.sums().to_owned(),
    };
    vault.write_blob(BLOB, model.bytes_about(), |mut bytes| {
        bytes.extend_from_slice(&Model::FORM.to_le_bytes());
        postcard::to_extend(&(&snapshot, model), bytes).map_err(|_| VaultError::Form)
    })?;
    Ok(snapshot)
}

/// Reads the model that is kept; the one that knows nothing where there is none.
pub(crate) fn load(vault: &Vault) -> Result<Model, AppError> {
    let Some((snapshot, model)) = read(vault)? else { return Ok(Model::default()) };
    // Who may teach is another policy's answer by now: this one serves until everybody was asked again.
    if snapshot.policy != vault.policy().version {
        crate::news::tell(vault)?;
    }
    Ok(model)
}

/// The model that is kept, with what it was made of.
pub(crate) fn read(vault: &Vault) -> Result<Option<(Snapshot, Model)>, AppError> {
    let Some(bytes) = vault.blob(BLOB)? else { return Ok(None) };
    let (form, rest) = bytes.split_first_chunk::<2>().ok_or_else(damaged)?;
    match u16::from_le_bytes(*form).cmp(&Model::FORM) {
        Ordering::Greater => return Err(AppError::Start("the model was written by a newer version".into())),
        // What an older version learned is learned anew from the same people.
        Ordering::Less => {
            crate::news::tell(vault)?;
            return Ok(None);
        }
        Ordering::Equal => {}
    }
    let (snapshot, model): (Snapshot, Model) = postcard::from_bytes(rest).map_err(|_| damaged())?;
    if model.checksum() != snapshot.checksum {
        return Err(damaged());
    }
    Ok(Some((snapshot, model)))
}

fn damaged() -> AppError {
    AppError::Start("the model can not be read: it is damaged".into())
}
