//! The model as it is kept: what it was learned from, by which policy, and a checksum over all of it.

use crate::AppError;
use domain::UnixTime;
use engine::Model;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::io;
use vault::{Vault, VaultError};

/// The blob that the model is kept in.
pub(crate) const BLOB: &str = "model/current";

/// The longest text in a model, in bytes: an item's id, a group's name, a checksum.
const TEXT_BYTES_MAX: usize = 4_096;

/// What is kept, as far as this version can read it.
enum Found {
    Older,
    Newer,
    Whole(Box<(Snapshot, Model)>),
}

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
    vault.write_in_pieces(BLOB, Model::FORM, |into| {
        postcard::to_io(&(&snapshot, model), into).map(drop).map_err(io::Error::other)
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
    let read = vault.read_in_pieces(BLOB, |form, from| match form.cmp(&Model::FORM) {
        Ordering::Greater => Ok(Found::Newer),
        Ordering::Less => Ok(Found::Older),
        Ordering::Equal => {
            let mut scratch = [0; TEXT_BYTES_MAX];
            let read = postcard::from_io((from, &mut scratch)).map_err(|_| VaultError::Form)?;
            Ok(Found::Whole(Box::new(read.0)))
        }
    });
    match read {
        Err(VaultError::Form) => Err(damaged()),
        Err(failed) => Err(failed.into()),
        Ok(None) => Ok(None),
        Ok(Some(Found::Newer)) => Err(AppError::Start("the model was written by a newer version".into())),
        // What an older version learned is learned anew from the same people.
        Ok(Some(Found::Older)) => {
            crate::news::tell(vault)?;
            Ok(None)
        }
        Ok(Some(Found::Whole(both))) if both.1.checksum() != both.0.checksum => Err(damaged()),
        Ok(Some(Found::Whole(both))) => Ok(Some(*both)),
    }
}

fn damaged() -> AppError {
    AppError::Start("the model can not be read: it is damaged".into())
}
