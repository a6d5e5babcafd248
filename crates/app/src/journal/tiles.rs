//! One file of the transparency log at a time, for whoever fetches it from the server.

use super::{CHECKPOINT, not_proven};
use crate::{AppError, Shop};
use audit::{Hash, Subtree, TILE_WIDTH, TilePath, leaf_hash, root};
use std::sync::{MutexGuard, PoisonError};
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
        let whole = self.whole_tiles(due)?;
        Ok(whole[first * below..due].chunks(below).map(|some| root(sha256_of, some)).collect())
    }

    /// The hashes of at least so many whole tiles of leaves.
    fn whole_tiles(&self, due: usize) -> Result<MutexGuard<'_, Vec<Hash>>, AppError> {
        let mut whole = self.log_tiles.lock().unwrap_or_else(PoisonError::into_inner);
        while whole.len() < due {
            let hashes = self.leaf_hashes((whole.len() * TILE_WIDTH) as u64, TILE_WIDTH)?;
            whole.push(root(sha256_of, &hashes));
        }
        Ok(whole)
    }

    fn leaf_hashes(&self, first: u64, count: usize) -> Result<Vec<Hash>, AppError> {
        let leaves = self.vault.leaves_from(first, count)?;
        if leaves.len() < count {
            return Err(not_proven("the log has fewer leaves than its checkpoint says"));
        }
        Ok(leaves.iter().map(|leaf| leaf_hash(sha256_of, leaf)).collect())
    }

    /// The root of a piece of the tree, as a proof has them: it begins where a whole one of its size may.
    pub(super) fn subtree_root(&self, Subtree { first, count }: Subtree) -> Result<Hash, AppError> {
        let width = TILE_WIDTH as u64;
        let place = |number: u64| usize::try_from(number).map_err(|_| not_proven("the log is longer than memory"));
        if count <= width {
            return Ok(root(sha256_of, &self.leaf_hashes(first, place(count)?)?));
        }
        let (begin, tiles) = (place(first / width)?, place(count / width)?);
        let mut hashes = self.whole_tiles(begin + tiles)?[begin..begin + tiles].to_vec();
        // The last tile of the whole log may not be full: its root goes up as it is.
        let rest = count % width;
        if rest > 0 {
            hashes.push(root(sha256_of, &self.leaf_hashes(first + count - rest, place(rest)?)?));
        }
        Ok(root(sha256_of, &hashes))
    }
}
