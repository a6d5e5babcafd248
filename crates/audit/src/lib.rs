//! Mirror: reads released receipts and counts; holds no key and meets no person.
#![forbid(unsafe_code)]

mod checkpoint;
mod leaf;
mod submission;
mod tiles;
mod tree;
mod verify;

pub use checkpoint::Checkpoint;
pub use leaf::{DIGESTS_PER_LEAF_MAX, Digest, Leaf, LeafKind, is_known_deed};
pub use submission::{PROOF_HASHES_MAX, Submission, read_size};
pub use tiles::{TILE_WIDTH, Tile, TilePath, bundle, entries_path, read_bundle, tile_path, tiles};
pub use tree::{Edge, Grown, Hash, Hasher, Subtree, consistency, grew, leaf_hash, path, path_holds, root};
pub use verify::{Log, LogFault, check};

use domain::{Receipt, Rung, UnixTime};
use std::collections::BTreeMap;

/// How often data was asked for with one purpose, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// How often it was asked.
    pub asked: u64,
    /// How often the answer was contextual: nothing personal was used.
    pub refused: u64,
    /// How many data were in view, all together.
    pub data_used: u64,
    /// The latest time.
    pub latest: UnixTime,
}

/// Sums receipts up, by the key of their purpose.
#[must_use]
pub fn uses(receipts: &[Receipt]) -> BTreeMap<String, Uses> {
    let mut by_purpose: BTreeMap<String, Uses> = BTreeMap::new();
    for receipt in receipts {
        let uses = by_purpose.entry(receipt.first.purpose.clone()).or_default();
        uses.asked += 1;
        uses.refused += u64::from(receipt.last.rung == Rung::Contextual);
        uses.data_used += u64::from(receipt.last.data_used);
        uses.latest = uses.latest.max(receipt.at);
    }
    by_purpose
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{FirstLine, LastLine, ReceiptId};

    fn receipt(purpose: &str, rung: Rung, data_used: u32, at: i64) -> Receipt {
        let first = FirstLine {
            purpose: purpose.to_owned(),
            channel: "web".to_owned(),
            jurisdictions: Vec::new(),
            policy_version: 1,
            ledger_head: String::new(),
            gates: Vec::new(),
            given: None,
        };
        let last = LastLine { rung, data_used, reasons: Vec::new() };
        Receipt { id: ReceiptId([0; 16]), at: UnixTime(at), first, last, drawn: Vec::new(), group: None, beside: false }
    }

    #[test]
    fn receipts_are_summed_by_their_purpose() {
        let found = uses(&[
            receipt("recommend", Rung::Personal, 7, 20),
            receipt("recommend", Rung::Contextual, 0, 30),
            receipt("access", Rung::Personal, 3, 10),
        ]);
        assert_eq!(found["recommend"], Uses { asked: 2, refused: 1, data_used: 7, latest: UnixTime(30) });
        assert_eq!(found["access"].asked, 1);
    }
}
