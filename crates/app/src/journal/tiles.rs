//! One file of the transparency log at a time, for whoever fetches it from the server.

use super::{CHECKPOINT, not_proven};
use crate::{AppError, Shop};
use audit::{Hash, TILE_WIDTH, TilePath, leaf_hash, root};
use std::sync::PoisonError;
use vault::sha256_of;

impl Shop {
    /// A file of the log by its path below the log's address; `None` where the log has none of that name, or not yet.
    ///
    /// What stands in a file never changes, but for the checkpoint. Whoever asks first for hashes of hashes after a start
    /// waits until everything below was read once; 32 bytes for each 256 leaves are kept of it.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails.
    pub fn log_file(&self, path: &str) -> Result<Option<Vec<u8>>, AppError> {
        let state = self.vault.log_state()?;
        if path == CHECKPOINT {
            return Ok(Some(state.checkpoint.into_bytes()));
        }
        let Some(tile) = TilePath::read(path).filter(|tile| tile.is_within(state.size)) else { return Ok(None) };
        let leaves = || self.vault.leaves_from((tile.number * TILE_WIDTH) as u64, tile.width);
        Ok(Some(match tile.level {
            None => audit::bundle(&leaves()?).ok_or_else(|| not_proven("a leaf is too long"))?,
            Some(0) => leaves()?.iter().map(|leaf| leaf_hash(sha256_of, leaf)).collect::<Vec<_>>().concat(),
            Some(level) => self.hashes_above(level, tile)?.concat(),
        }))
    }

    /// Hashes that each stand for a whole tile below them.
    fn hashes_above(&self, level: usize, tile: TilePath) -> Result<Vec<Hash>, AppError> {
        // How many tiles of leaves are below each of them.
        let below = TILE_WIDTH.pow(u32::try_from(level - 1).unwrap_or(u32::MAX));
        let first = tile.number * TILE_WIDTH;
        let due = (first + tile.width) * below;
        let mut whole = self.log_tiles.lock().unwrap_or_else(PoisonError::into_inner);
        while whole.len() < due {
            let leaves = self.vault.leaves_from((whole.len() * TILE_WIDTH) as u64, TILE_WIDTH)?;
            if leaves.len() < TILE_WIDTH {
                return Err(not_proven("the log has fewer leaves than its checkpoint says"));
            }
            let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(sha256_of, leaf)).collect();
            whole.push(root(sha256_of, &hashes));
        }
        Ok(whole[first * below..due].chunks(below).map(|some| root(sha256_of, some)).collect())
    }
}
