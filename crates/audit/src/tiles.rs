//! Tiles (C2SP tlog-tiles): the log as files that anybody can keep, fetch and check, 256 hashes or leaves each.

use crate::tree::{Hash, Hasher, leaf_hash, root};

/// Hashes or leaves in a full tile.
pub const TILE_WIDTH: usize = 256;

/// A file of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// Where it belongs, below the log's address.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Most levels of tiles: more leaves than anybody will ever write.
const LEVELS_MAX: usize = 6;

/// What stands in a file of the log, by its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TilePath {
    /// The level of the hashes, from the leaves up; `None` for the leaves themselves.
    pub level: Option<usize>,
    /// Which of its level it is, from zero.
    pub number: usize,
    /// How many hashes or leaves are in it.
    pub width: usize,
}

impl TilePath {
    /// Reads a path; `None` where no file of a log is called so.
    #[must_use]
    pub fn read(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = if level == "entries" { None } else { Some(level.parse().ok()?) };
        let (digits, width) = match rest.split_once(".p/") {
            Some((digits, width)) => (digits, width.parse().ok()?),
            None => (rest, TILE_WIDTH),
        };
        let number = digits.split('/').try_fold(0_usize, |number, part| {
            let part: usize = part.strip_prefix('x').unwrap_or(part).parse().ok()?;
            number.checked_mul(1_000)?.checked_add(part)
        })?;
        let read = Self { level, number, width };
        // There is one way to write it.
        (level.unwrap_or(0) < LEVELS_MAX && (1..=TILE_WIDTH).contains(&width) && read.path() == path).then_some(read)
    }

    fn path(&self) -> String {
        match self.level {
            Some(level) => tile_path(level, self.number, self.width),
            None => entries_path(self.number, self.width),
        }
    }

    /// Whether a log of this size has it.
    #[must_use]
    pub fn is_within(&self, size: u64) -> bool {
        let last = self.number.checked_mul(TILE_WIDTH).and_then(|first| first.checked_add(self.width));
        let below = TILE_WIDTH.checked_pow(u32::try_from(self.level.unwrap_or(0)).unwrap_or(u32::MAX));
        let leaves = last.zip(below).and_then(|(last, below)| last.checked_mul(below));
        leaves.is_some_and(|leaves| leaves as u64 <= size)
    }
}

/// `tile/L/N`, with `.p/W` where it is not full.
#[must_use]
pub fn tile_path(level: usize, number: usize, width: usize) -> String {
    format!("tile/{level}/{}", numbered(number, width))
}

/// `tile/entries/N`, with `.p/W` where it is not full.
#[must_use]
pub fn entries_path(number: usize, width: usize) -> String {
    format!("tile/entries/{}", numbered(number, width))
}

/// Three digits a part, each but the last behind an `x`.
fn numbered(number: usize, width: usize) -> String {
    let mut path = format!("{:03}", number % 1_000);
    let mut rest = number / 1_000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1_000);
        rest /= 1_000;
    }
    if width < TILE_WIDTH { format!("{path}.p/{width}") } else { path }
}

/// All files of a log but its checkpoint. `None` where a leaf is longer than a bundle can hold.
#[must_use]
pub fn tiles(hash: Hasher, leaves: &[Vec<u8>]) -> Option<Vec<Tile>> {
    let mut out = Vec::new();
    for (number, some) in leaves.chunks(TILE_WIDTH).enumerate() {
        out.push(Tile { path: entries_path(number, some.len()), bytes: bundle(some)? });
    }
    let mut hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(hash, leaf)).collect();
    let mut level = 0;
    while !hashes.is_empty() {
        let tile = |(number, some): (usize, &[Hash])| Tile {
            path: tile_path(level, number, some.len()),
            bytes: some.concat(),
        };
        out.extend(hashes.chunks(TILE_WIDTH).enumerate().map(tile));
        hashes = hashes.chunks_exact(TILE_WIDTH).map(|whole| root(hash, whole)).collect();
        level += 1;
    }
    Some(out)
}

/// Leaves one behind the other, each with its length before it. `None` where one is longer than a bundle can hold.
#[must_use]
pub fn bundle(leaves: &[Vec<u8>]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for leaf in leaves {
        out.extend_from_slice(&u16::try_from(leaf.len()).ok()?.to_be_bytes());
        out.extend_from_slice(leaf);
    }
    Some(out)
}

/// The leaves of a bundle; `None` where it is cut short.
#[must_use]
pub fn read_bundle(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut rest, mut out) = (bytes, Vec::new());
    while !rest.is_empty() {
        let (length, behind) = rest.split_first_chunk::<2>()?;
        let (leaf, behind) = behind.split_at_checked(u16::from_be_bytes(*length).into())?;
        out.push(leaf.to_vec());
        rest = behind;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::weak;

    #[test]
    fn tiles_lie_where_the_specification_has_them() {
        assert_eq!(tile_path(0, 0, 256), "tile/0/000");
        assert_eq!(tile_path(1, 1_234_067, 256), "tile/1/x001/x234/067");
        assert_eq!(tile_path(0, 273, 112), "tile/0/273.p/112");
        assert_eq!(entries_path(1_000, 1), "tile/entries/x001/000.p/1");
    }

    #[test]
    fn a_path_is_read_where_it_is_written_as_the_specification_has_it_and_nowhere_else() {
        let read = |path: &str| TilePath::read(path).map(|tile| (tile.level, tile.number, tile.width));
        assert_eq!(read("tile/1/x001/x234/067"), Some((Some(1), 1_234_067, 256)));
        assert_eq!(read("tile/entries/x001/000.p/1"), Some((None, 1_000, 1)));
        let wrong = "tile/0/0 tile/0/x000/001 tile/0/001.p/256 tile/0/001.p/0 tile/0/001.p/01 tile/00/001 tile/6/000 tile/-1/000 \
                     tile/0/x001 tile/0/001/ tile/0/+01 tile/entries tile/0/x999/x999/x999/x999/x999/x999/x999/999 entries/000 /tile/0/000";
        assert!(wrong.split_whitespace().all(|path| read(path).is_none()));
        let within = |path: &str, size| TilePath::read(path).unwrap().is_within(size);
        assert!(within("tile/0/001.p/2", 258) && !within("tile/0/001.p/2", 257) && !within("tile/0/001", 258));
        assert!(within("tile/1/000.p/2", 512) && !within("tile/1/000.p/2", 511));
        assert!(!within("tile/5/x999/999", u64::MAX), "and nothing runs over");
    }

    #[test]
    fn a_log_is_cut_into_tiles_that_hold_all_of_it() {
        let leaves: Vec<Vec<u8>> = (0..600_u32).map(|n| n.to_le_bytes().to_vec()).collect();
        let found = tiles(weak, &leaves).unwrap();
        let paths: Vec<_> = found.iter().map(|tile| tile.path.as_str()).collect();
        let due = ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"];
        assert_eq!(paths[..3], due);
        assert_eq!(paths[3..], ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]);
        let read: Vec<_> = found[..3].iter().flat_map(|tile| read_bundle(&tile.bytes).unwrap()).collect();
        assert_eq!(read, leaves);
        assert_eq!(read_bundle(&found[0].bytes[..found[0].bytes.len() - 1]), None);
        assert_eq!(tiles(weak, &[vec![0; 70_000]]), None);
    }
}
