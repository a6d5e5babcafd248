//! The tree of the log (RFC 6962, section 2.1): one hash over everything in it, and short proofs that something is.
//!
//! The hash itself is handed in: this room knows no cryptography.

/// A SHA-256 hash.
pub type Hash = [u8; 32];
/// Hashes parts, one behind the other.
pub type Hasher = fn(&[&[u8]]) -> Hash;

/// Before a leaf, so that no leaf is taken for a node.
const LEAF: &[u8] = &[0];
const NODE: &[u8] = &[1];
/// Hashes of one level below the next, in the tiles.
const WIDTH: usize = 256;

/// The hash of a leaf.
#[must_use]
pub fn leaf_hash(hash: Hasher, leaf: &[u8]) -> Hash {
    hash(&[LEAF, leaf])
}

fn node(hash: Hasher, left: &Hash, right: &Hash) -> Hash {
    hash(&[NODE, left, right])
}

/// The root over the hashes of some leaves.
#[must_use]
pub fn root(hash: Hasher, leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hash(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node(hash, &root(hash, left), &root(hash, right))
        }
    }
}

/// The largest power of two below `count`, which is at least 2.
const fn split(count: usize) -> usize {
    1 << (usize::BITS - 1 - (count - 1).leading_zeros())
}

/// What proves that the leaf `at` is among these: the hashes beside its way up, from below (RFC 6962, section 2.1.1).
/// Empty where there is no such leaf.
#[must_use]
pub fn path(hash: Hasher, leaves: &[Hash], at: usize) -> Vec<Hash> {
    if leaves.len() < 2 || at >= leaves.len() {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut below, beside) = match at < left.len() {
        true => (path(hash, left, at), root(hash, right)),
        false => (path(hash, right, at - left.len()), root(hash, left)),
    };
    below.push(beside);
    below
}

/// Whether a proof leads from a leaf to the root of a tree of this size.
#[must_use]
pub fn path_holds(hash: Hasher, leaf: &Hash, at: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    let (mut at, mut last) = match size {
        size if at < size => (at, size - 1),
        _ => return false,
    };
    let mut found = *leaf;
    for beside in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            found = node(hash, beside, &found);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            found = node(hash, &found, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && found == *root
}

/// Some leaves that stand together: a piece of the tree with a root of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    /// The number of the first.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// What proves that a tree of `new` leaves is the one of the first `old`, made longer: the pieces whose roots are the
/// proof, in order (RFC 6962, section 2.1.2). Nothing has to be proven of no leaf, and of the same tree.
#[must_use]
pub fn consistency(old: u64, new: u64) -> Vec<Subtree> {
    let mut proof = Vec::new();
    if 0 < old && old < new {
        let (mut first, mut count, mut left, mut whole) = (0, new, old, true);
        // From the top down, each time beside the way to where the old tree ends.
        while left != count {
            let half = 1 << (u64::BITS - 1 - (count - 1).leading_zeros());
            if left <= half {
                proof.push(Subtree { first: first + half, count: count - half });
                count = half;
            } else {
                proof.push(Subtree { first, count: half });
                (first, count, left, whole) = (first + half, count - half, left - half, false);
            }
        }
        if !whole {
            proof.push(Subtree { first, count });
        }
        proof.reverse();
    }
    proof
}

/// Two sizes of a log, each with its root.
#[derive(Clone, Copy, Debug)]
pub struct Grown<'r> {
    /// The size and root of then.
    pub old: (u64, &'r Hash),
    /// The size and root of now.
    pub new: (u64, &'r Hash),
}

/// Whether a proof shows that a log grew: that the tree of now begins with the one of then (RFC 9162, section 2.1.4.2).
#[must_use]
pub fn grew(hash: Hasher, sizes: Grown<'_>, proof: &[Hash]) -> bool {
    let Grown { old: (old, old_root), new: (new, new_root) } = sizes;
    if old == 0 || old >= new {
        return proof.is_empty() && (old == 0 || (old == new && old_root == new_root));
    }
    let (mut at, mut last) = (old - 1, new - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    // A whole tree stands for itself: its root is not sent again.
    let (start, beside) = if old.is_power_of_two() {
        (*old_root, proof)
    } else {
        let Some((start, beside)) = proof.split_first() else { return false };
        (*start, beside)
    };
    let (mut then, mut now) = (start, start);
    for other in beside {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            (then, now) = (node(hash, other, &then), node(hash, other, &now));
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            now = node(hash, &now, other);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && then == *old_root && now == *new_root
}

/// The right edge of a tree: all that has to be known of it to make it longer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    /// For each level of tiles, from the leaves up, the hashes of the tile that is not full yet.
    pub levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.levels.iter().rev().fold(0, |size, level| size * WIDTH as u64 + level.len() as u64)
    }

    /// Adds the hash of a leaf.
    pub fn push(&mut self, hash: Hasher, leaf: Hash) {
        let mut carried = leaf;
        for at in 0.. {
            if at == self.levels.len() {
                self.levels.push(Vec::with_capacity(WIDTH));
            }
            self.levels[at].push(carried);
            if self.levels[at].len() < WIDTH {
                return;
            }
            carried = root(hash, &self.levels[at]);
            self.levels[at].clear();
        }
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self, hash: Hasher) -> Hash {
        // Whole subtrees from left to right, each smaller than the one before.
        let mut whole = Vec::new();
        for level in self.levels.iter().rev() {
            let mut rest = level.as_slice();
            while !rest.is_empty() {
                let (subtree, behind) = rest.split_at(1 << rest.len().ilog2());
                whole.push(root(hash, subtree));
                rest = behind;
            }
        }
        let Some(mut found) = whole.pop() else { return hash(&[]) };
        while let Some(left) = whole.pop() {
            found = node(hash, &left, &found);
        }
        found
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// No hash for proofs, and enough to tell trees apart: FNV-1a, four times from different starts.
    pub(crate) fn weak(parts: &[&[u8]]) -> Hash {
        let mut out = [0; 32];
        for (lane, eight) in out.chunks_exact_mut(8).enumerate() {
            let mut sum = 0xcbf2_9ce4_8422_2325_u64 ^ lane as u64;
            for byte in parts.iter().copied().flatten() {
                sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
            eight.copy_from_slice(&(sum ^ (sum >> 29)).to_le_bytes());
        }
        out
    }

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(weak, &n.to_le_bytes())).collect()
    }

    #[test]
    fn the_edge_knows_the_root_at_every_size() {
        let all = leaves(1_400);
        let mut edge = Edge::default();
        assert_eq!(edge.root(weak), root(weak, &[]));
        for (at, leaf) in all.iter().enumerate() {
            edge.push(weak, *leaf);
            assert_eq!(edge.size(), at as u64 + 1);
            if at % 7 == 0 || at > 1_300 || at.is_power_of_two() || (at + 1).is_power_of_two() {
                assert_eq!(edge.root(weak), root(weak, &all[..=at]), "size {}", at + 1);
            }
        }
        let mut large = Edge::default();
        (0..70_000_u32).for_each(|n| large.push(weak, leaf_hash(weak, &n.to_le_bytes())));
        let whole: Vec<_> = (0..70_000_u32).map(|n| leaf_hash(weak, &n.to_le_bytes())).collect();
        assert_eq!((large.size(), large.root(weak)), (70_000, root(weak, &whole)));
    }

    #[test]
    fn a_path_holds_for_its_own_leaf_place_and_tree_and_for_nothing_else() {
        for size in 1..40 {
            let all = leaves(size);
            let top = root(weak, &all);
            for at in 0..size {
                let proof = path(weak, &all, at);
                let holds = |leaf: &Hash, at: usize, size: usize, proof: &[Hash], top: &Hash| {
                    path_holds(weak, leaf, at as u64, size as u64, proof, top)
                };
                assert!(holds(&all[at], at, size, &proof, &top), "{at} of {size}");
                assert!(!holds(&weak(&[b"other"]), at, size, &proof, &top));
                assert!(!holds(&all[at], at, size, &proof, &weak(&[b"other"])));
                assert!(!holds(&all[at], size, size, &proof, &top));
                for cut in 0..proof.len() {
                    assert!(!holds(&all[at], at, size, &proof[..cut], &top), "cut at {cut}, {at} of {size}");
                    let mut changed = proof.clone();
                    changed[cut][5] ^= 1;
                    assert!(!holds(&all[at], at, size, &changed, &top));
                }
                assert!(!holds(&all[at], at, size, &[&proof[..], &[top]].concat(), &top), "longer");
            }
        }
    }

    #[test]
    fn a_tree_is_shown_to_have_grown_from_each_of_its_beginnings_and_from_nothing_else() {
        for new in 1..70_u64 {
            let all = leaves(usize::try_from(new).unwrap());
            let piece = |Subtree { first, count }: Subtree| {
                let (first, count) = (usize::try_from(first).unwrap(), usize::try_from(count).unwrap());
                root(weak, &all[first..first + count])
            };
            let top = root(weak, &all);
            for old in 1..=new {
                let then = root(weak, &all[..usize::try_from(old).unwrap()]);
                let proof: Vec<Hash> = consistency(old, new).into_iter().map(piece).collect();
                let holds =
                    |old: (u64, &Hash), new: (u64, &Hash), proof: &[Hash]| grew(weak, Grown { old, new }, proof);
                assert!(holds((old, &then), (new, &top), &proof), "{old} to {new}");
                let other = weak(&[b"other"]);
                assert!(!holds((old, &other), (new, &top), &proof), "{old} to {new}");
                assert!(!holds((old, &then), (new, &other), &proof), "{old} to {new}");
                assert!(!holds((old, &then), (new, &top), &[&proof[..], &[top]].concat()), "longer");
                for cut in 0..proof.len() {
                    assert!(!holds((old, &then), (new, &top), &proof[..cut]), "cut at {cut}, {old} to {new}");
                    let mut changed = proof.clone();
                    changed[cut][5] ^= 1;
                    assert!(!holds((old, &then), (new, &top), &changed), "{old} to {new}");
                }
            }
            assert!(grew(weak, Grown { old: (0, &[9; 32]), new: (new, &top) }, &[]), "from nothing");
            assert!(!grew(weak, Grown { old: (0, &[9; 32]), new: (new, &top) }, &[top]));
            assert!(!grew(weak, Grown { old: (new + 1, &top), new: (new, &top) }, &[]), "shorter");
        }
    }
}
