//! The model as it is kept: what it was learned from, by which policy, and a checksum over all of it.
//!
//! # Invariant
//! - A kept model that can not be used holds nothing up: nobody's serves in its place, and there is news until one is learned
//!   anew. A ground that fails is no such model.

use crate::AppError;
use domain::UnixTime;
use engine::Model;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;
use std::io::{self, BufReader, BufWriter, Write as _};
use std::num::NonZeroU32;
use vault::policy::Policy;
use vault::{Vault, VaultError};

/// The blob that the model is kept in.
pub(crate) const BLOB: &str = "model/current";

/// The longest text in a model, in bytes: an item's id, a group's name, a checksum.
const TEXT_BYTES_MAX: usize = 4_096;

/// Why a kept model can not be used. It can be learned anew from the same people at any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Its form is older than the one that this version writes.
    Older,
    /// Its form is newer.
    Newer,
    /// The policy asks for more people behind each pair of items, or in each group, by now.
    FewPeople,
    /// It does not open, a piece of it is missing, or it is not what it says it is.
    Damaged,
}

/// A kept model, or why it can not be used.
type Found = Result<Box<(Snapshot, Model)>, Unreadable>;

/// What a kept model was made of. Nobody is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The data epoch: the second at which everybody was last counted, or counted again.
    pub counted_at: UnixTime,
    /// The version of the policy by which people were asked.
    pub policy: u32,
    /// How many people taught it.
    pub people: u32,
    /// Fewest people behind each pair of items in it.
    pub pair_people_min: u32,
    /// Fewest people of each group in it; 0 where nobody is grouped.
    pub group_people_min: u32,
    /// The checksum of the model.
    pub checksum: String,
    /// The checksum of the whole numbers that it was made of; empty where nobody taught.
    pub sums: String,
}

/// Keeps a model in the place of the one before: the one or the other is there, whenever this is interrupted.
pub(crate) fn keep(
    vault: &Vault,
    model: &Model,
    (counted_at, pair_people_min): (UnixTime, NonZeroU32),
) -> Result<Snapshot, AppError> {
    let snapshot = Snapshot {
        counted_at,
        policy: vault.policy().version,
        people: model.people(),
        pair_people_min: pair_people_min.get(),
        group_people_min: vault.policy().group_people_min(),
        checksum: model.checksum(),
        sums: model.sums().to_owned(),
    };
    vault.write_in_pieces(BLOB, Model::FORM, |into| {
        // A number at a time is written, and each is a few bytes.
        let mut buffer = BufWriter::new(into);
        postcard::to_io(&(&snapshot, model), &mut buffer).map_err(io::Error::other)?;
        buffer.flush()
    })?;
    Ok(snapshot)
}

/// Reads the model that is kept. Where it can not be used: why, and the model that knows nothing, as where none is kept.
pub(crate) fn load(vault: &Vault) -> Result<(Model, Option<Unreadable>), AppError> {
    let (snapshot, model) = match read(vault)? {
        None => return Ok((Model::default(), None)),
        Some(Ok(both)) => *both,
        Some(Err(why)) => {
            // It is learned anew from the same people; whoever withdraws until then is in no model that serves.
            crate::news::tell(vault)?;
            return Ok((Model::default(), Some(why)));
        }
    };
    // Who may teach is another policy's answer by now: this one serves until everybody was asked again.
    if snapshot.policy != vault.policy().version {
        crate::news::tell(vault)?;
    }
    Ok((model, None))
}

/// The model that is kept, with what it was made of.
pub(crate) fn read(vault: &Vault) -> Result<Option<Found>, AppError> {
    let read = vault.read_in_pieces(BLOB, |form, from| match form.cmp(&Model::FORM) {
        Ordering::Greater => Ok(Err(Unreadable::Newer)),
        Ordering::Less => Ok(Err(Unreadable::Older)),
        Ordering::Equal => {
            let mut scratch = [0; TEXT_BYTES_MAX];
            let (both, _) = postcard::from_io((BufReader::new(from), &mut scratch)).map_err(|_| VaultError::Form)?;
            Ok(Found::Ok(Box::new(both)))
        }
    });
    match read {
        Err(VaultError::Sealed | VaultError::Form) => Ok(Some(Err(Unreadable::Damaged))),
        Ok(Some(Ok(both))) if both.1.checksum() != both.0.checksum => Ok(Some(Err(Unreadable::Damaged))),
        Ok(Some(Ok(both))) if both.0.is_of_fewer_than(vault.policy()) => Ok(Some(Err(Unreadable::FewPeople))),
        read => Ok(read?),
    }
}

impl Snapshot {
    /// Whether fewer people may stand behind anything in it than the policy asks for by now.
    fn is_of_fewer_than(&self, policy: &Policy) -> bool {
        let is_grouped_by_fewer = match policy.group_people_min() {
            0 => self.group_people_min > 0,
            least => (1..least).contains(&self.group_people_min),
        };
        self.pair_people_min < policy.pair_people_min.get() || is_grouped_by_fewer
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Older => "an older version wrote it",
            Self::Newer => "a newer version wrote it",
            Self::FewPeople => "the policy asks for more people behind each pair, or in a group, by now",
            Self::Damaged => "it is damaged, or another shop's",
        })
    }
}
