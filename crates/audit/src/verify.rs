//! Whether a log holds: its root, that it only grew, and what must be so in it.

use crate::tree::{Edge, Hasher, leaf_hash};
use crate::{Checkpoint, Digest, Leaf, LeafKind, is_known_deed};
use domain::UnixTime;
use std::collections::{BTreeMap, HashMap};

/// A log that holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// How many leaves of each kind it has.
    pub leaves: Vec<(LeafKind, u64)>,
    /// In which leaf each digest of something personal stands.
    pub places: HashMap<Digest, u64>,
    /// The time of the last leaf.
    pub latest: UnixTime,
}

/// Why a log does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// It has more or fewer leaves than its checkpoint says.
    #[error("the log has {found} leaves, its checkpoint says {due}: it was cut, or the checkpoint is another's")]
    Size {
        /// How many there are.
        found: u64,
        /// How many there are to be.
        due: u64,
    },
    /// Its root is another one.
    #[error("the log was altered: its root is not the one that was signed")]
    Root,
    /// It is not the old log made longer.
    #[error("the log is not the one of the old checkpoint made longer: it was cut, altered or forked")]
    Fork,
    /// The checkpoints are of different logs.
    #[error("the old checkpoint is of another log")]
    Origin,
    /// A leaf that nobody would have written.
    #[error("leaf {0} is not in the form of a leaf")]
    Form(u64),
    /// A leaf that was entered before the one before it.
    #[error("leaf {0} is older than the one before it")]
    Order(u64),
    /// The same thing twice.
    #[error("leaf {0} has a digest that stands in the log already")]
    Twice(u64),
    /// An operator did something that none of ours does.
    #[error("leaf {0} is of an operator, and says nothing that an operator does")]
    Deed(u64),
    /// A file left on a word that nobody had asked for, or that whoever asked gave.
    #[error("leaf {0} is of an approval that was not asked for, or not by another key, or not given")]
    Approval(u64),
    /// Data were used before the log says by which policy.
    #[error("leaf {0} is a use before any policy was in force")]
    NoPolicy(u64),
}

/// Checks a log by its checkpoint, and an old checkpoint by the log. Both have to be verified already.
///
/// # Errors
/// [`LogFault`] with the first thing that does not hold.
pub fn check(hash: Hasher, leaves: &[Vec<u8>], now: &Checkpoint, old: Option<&Checkpoint>) -> Result<Log, LogFault> {
    check_growth(hash, leaves, now, old)?;
    let mut log = Log::default();
    let mut counts: BTreeMap<LeafKind, u64> = BTreeMap::new();
    let mut policy = false;
    let mut approvals = Approvals::default();
    for (at, bytes) in (0..).zip(leaves) {
        let leaf = Leaf::read(bytes).ok_or(LogFault::Form(at))?;
        if leaf.at < log.latest {
            return Err(LogFault::Order(at));
        }
        log.latest = leaf.at;
        policy |= leaf.kind == LeafKind::Policy;
        if leaf.kind == LeafKind::Uses && !policy {
            return Err(LogFault::NoPolicy(at));
        }
        if leaf.kind == LeafKind::Operator {
            if !is_known_deed(&leaf.words) {
                return Err(LogFault::Deed(at));
            }
            if !approvals.follow(&leaf.words) {
                return Err(LogFault::Approval(at));
            }
        }
        for digest in leaf.digests {
            // An erasure that a crash cut short is entered again when it is finished.
            if log.places.insert(digest, at).is_some() && leaf.kind != LeafKind::Erasure {
                return Err(LogFault::Twice(at));
            }
        }
        *counts.entry(leaf.kind).or_default() += 1;
    }
    log.leaves = counts.into_iter().collect();
    Ok(log)
}

/// What was asked to be approved, by which key, and whether another one did.
#[derive(Default)]
struct Approvals(HashMap<String, (String, bool)>);

impl Approvals {
    /// Whether what a leaf says of an approval follows from those before: asked for once, given once and by another key
    /// than asked, and a file leaves under none that was not given.
    fn follow(&mut self, words: &str) -> bool {
        let words: Vec<&str> = words.split(' ').collect();
        match words[..] {
            ["approval", id, "asked", "by", key, ..] => self.0.insert(id.to_owned(), (key.to_owned(), false)).is_none(),
            ["approval", id, "given", "by", key] => match self.0.get_mut(id) {
                Some((asked, given)) => asked != key && !std::mem::replace(given, true),
                None => false,
            },
            ["approval", ..] => false,
            ["export", .., "under", "approval", id] => self.0.get(id).is_some_and(|(_, given)| *given),
            _ => true,
        }
    }
}

fn check_growth(hash: Hasher, leaves: &[Vec<u8>], now: &Checkpoint, old: Option<&Checkpoint>) -> Result<(), LogFault> {
    let found = leaves.len() as u64;
    if found != now.size {
        return Err(LogFault::Size { found, due: now.size });
    }
    if old.is_some_and(|old| old.origin != now.origin) {
        return Err(LogFault::Origin);
    }
    if old.is_some_and(|old| old.size > now.size) {
        return Err(LogFault::Fork);
    }
    let mut edge = Edge::default();
    let grew_from = |edge: &Edge| old.is_none_or(|old| old.size != edge.size() || old.root == edge.root(hash));
    let mut grew = grew_from(&edge);
    for leaf in leaves {
        edge.push(hash, leaf_hash(hash, leaf));
        grew &= grew_from(&edge);
    }
    if edge.root(hash) != now.root {
        return Err(LogFault::Root);
    }
    if grew { Ok(()) } else { Err(LogFault::Fork) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::tests::weak;

    fn log() -> Vec<Leaf> {
        let of = |kind, at, words: &str, digest: &[u8]| Leaf {
            kind,
            at: UnixTime(at),
            words: words.to_owned(),
            digests: digest.iter().map(|byte| [*byte; 32]).collect(),
        };
        vec![
            of(LeafKind::Policy, 1, "2", &[]),
            of(LeafKind::Key, 1, "made 01020304", &[]),
            of(LeafKind::Statements, 2, "", &[1, 2]),
            of(LeafKind::Uses, 3, "", &[3, 4, 5]),
            of(LeafKind::Uses, 3, "", &[6]),
            of(LeafKind::Erasure, 5, "", &[7]),
        ]
    }

    fn bytes(leaves: &[Leaf]) -> Vec<Vec<u8>> {
        leaves.iter().map(|leaf| leaf.text().into_bytes()).collect()
    }

    fn signed(leaves: &[Vec<u8>]) -> Checkpoint {
        let mut edge = Edge::default();
        leaves.iter().for_each(|leaf| edge.push(weak, leaf_hash(weak, leaf)));
        Checkpoint { origin: "assent.local/village/log".into(), size: edge.size(), root: edge.root(weak) }
    }

    #[test]
    fn a_log_holds_by_its_checkpoint_and_by_every_old_one() {
        let all = bytes(&log());
        let now = signed(&all);
        for size in 0..=all.len() {
            let found = check(weak, &all, &now, Some(&signed(&all[..size]))).unwrap();
            assert_eq!((found.places.len(), found.places[&[5; 32]], found.latest), (7, 3, UnixTime(5)));
        }
    }

    #[test]
    fn what_was_altered_cut_or_forked_is_found() {
        let all = bytes(&log());
        let now = signed(&all);
        for at in 0..all.len() {
            for byte in 0..all[at].len() {
                let mut changed = all.clone();
                changed[at][byte] ^= 1;
                assert_eq!(check(weak, &changed, &now, None), Err(LogFault::Root));
                let forked = check(weak, &changed, &signed(&changed), Some(&now));
                assert_eq!(forked, Err(LogFault::Fork), "leaf {at}, byte {byte}");
            }
            let cut = &all[..at];
            assert!(matches!(check(weak, cut, &now, None), Err(LogFault::Size { .. })));
            assert_eq!(check(weak, cut, &signed(cut), Some(&now)), Err(LogFault::Fork));
        }
        let mut swapped = all.clone();
        swapped.swap(3, 4);
        assert_eq!(check(weak, &swapped, &now, None), Err(LogFault::Root));
        let other = Checkpoint { origin: "other".into(), ..now.clone() };
        assert_eq!(check(weak, &all, &now, Some(&other)), Err(LogFault::Origin));
    }

    #[test]
    fn what_must_be_so_in_a_log_is_looked_at_though_it_is_signed() {
        let check = |change: &dyn Fn(&mut Vec<Leaf>), due: LogFault| {
            let mut leaves = log();
            change(&mut leaves);
            let all = bytes(&leaves);
            assert_eq!(super::check(weak, &all, &signed(&all), None), Err(due));
        };
        check(&|leaves| drop(leaves.remove(0)), LogFault::NoPolicy(2));
        check(&|leaves| leaves[4].at = UnixTime(2), LogFault::Order(4));
        check(&|leaves| leaves[4].digests[0] = [3; 32], LogFault::Twice(4));
        check(&|leaves| leaves[1].words.clear(), LogFault::Form(1));
        let act = |words: &str| Leaf {
            kind: LeafKind::Operator,
            at: UnixTime(5),
            words: words.to_owned(),
            digests: Vec::new(),
        };
        check(&|leaves| leaves.push(act("did something")), LogFault::Deed(6));
        check(&|leaves| leaves.push(act("catalog")), LogFault::Deed(6));
        let follows = |said: &[&str]| {
            let mut leaves = log();
            leaves.extend(said.iter().map(|words| act(words)));
            let all = bytes(&leaves);
            super::check(weak, &all, &signed(&all), None).err()
        };
        let (asked, given) = ("approval 7f asked by 01 for a file to post", "approval 7f given by 02");
        let left = "export to post for recommend of 9 people under approval 7f";
        assert_eq!(follows(&[asked, given, left, left, "export to post for recommend of 9 people"]), None);
        assert_eq!(follows(&[given]), Some(LogFault::Approval(6)));
        assert_eq!(follows(&[left]), Some(LogFault::Approval(6)));
        assert_eq!(follows(&[asked, left]), Some(LogFault::Approval(7)));
        assert_eq!(follows(&[asked, "approval 7f given by 01"]), Some(LogFault::Approval(7)));
        assert_eq!(follows(&[asked, asked]), Some(LogFault::Approval(7)));
        assert_eq!(follows(&[asked, given, given]), Some(LogFault::Approval(8)));
        assert_eq!(follows(&["approval 7f lost"]), Some(LogFault::Approval(6)));
    }
}
