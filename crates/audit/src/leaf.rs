//! What stands in the log: one short text for each thing that happened, with digests where it happened to a person.
//!
//! # Invariants
//! - A leaf names nobody: what is personal in it is a keyed digest, and the key goes with the person.
//! - There is one way to write a leaf: what reads back is byte for byte what was written.

use domain::{UnixTime, hex};

/// Most digests that one leaf carries.
pub const DIGESTS_PER_LEAF_MAX: usize = 256;

/// What a leaf begins with.
const TITLE: &str = "assent log 1 ";
/// Longest words of a leaf, in bytes.
const WORDS_BYTES_MAX: usize = 300;

/// The first words of what operators do, as they stand in their leaves.
const OPERATOR_DEEDS: [&str; 14] = [
    "agent",
    "approval",
    "backup",
    "catalog",
    "escrow",
    "experiment",
    "export",
    "import",
    "incident",
    "notice",
    "recipient",
    "request",
    "restored",
    "slot",
];

/// Whether the words of an operator's leaf say something that operators do.
#[must_use]
pub fn is_known_deed(words: &str) -> bool {
    words.split_once(' ').is_some_and(|(first, _)| OPERATOR_DEEDS.contains(&first))
}

/// A keyed digest of something personal, or a hash of something that is not.
pub type Digest = [u8; 32];

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeafKind {
    /// People said something.
    Statements,
    /// People's data were asked for, and a receipt was left.
    Uses,
    /// Somebody's data were handed out to them.
    Export,
    /// Somebody was erased.
    Erasure,
    /// A key of a program was made or taken back.
    Key,
    /// Another policy is in force.
    Policy,
    /// The operator did something.
    Operator,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What.
    pub kind: LeafKind,
    /// When it was entered.
    pub at: UnixTime,
    /// What else is to be said, in plain ASCII words; may be empty.
    pub words: String,
    /// Whose or which, in order.
    pub digests: Vec<Digest>,
}

impl LeafKind {
    const ALL: [Self; 7] =
        [Self::Statements, Self::Uses, Self::Export, Self::Erasure, Self::Key, Self::Policy, Self::Operator];

    /// Its name in a leaf.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Statements => "statements",
            Self::Uses => "uses",
            Self::Export => "export",
            Self::Erasure => "erasure",
            Self::Key => "key",
            Self::Policy => "policy",
            Self::Operator => "operator",
        }
    }

    /// Whether a leaf of this kind has digests.
    #[must_use]
    pub const fn has_digests(self) -> bool {
        !matches!(self, Self::Key | Self::Policy | Self::Operator)
    }
}

impl Leaf {
    /// As it stands in the log.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{TITLE}{} {}\n", self.kind.as_str(), self.at.0);
        if !self.words.is_empty() {
            text += &self.words;
            text.push('\n');
        }
        for digest in &self.digests {
            text += &hex(digest);
            text.push('\n');
        }
        text
    }

    /// Reads a leaf; `None` where we would have written it otherwise.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (kind, at) = lines.next()?.strip_prefix(TITLE)?.split_once(' ')?;
        let kind = LeafKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        let mut leaf = Self { kind, at: UnixTime(at.parse().ok()?), words: String::new(), digests: Vec::new() };
        for (number, line) in lines.enumerate() {
            match unhex(line) {
                Some(digest) => leaf.digests.push(digest),
                None if number == 0 => line.clone_into(&mut leaf.words),
                None => return None,
            }
        }
        (leaf.is_plain() && leaf.text() == text).then_some(leaf)
    }

    fn is_plain(&self) -> bool {
        let plain = self.words.len() <= WORDS_BYTES_MAX && self.words.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let whole = self.digests.len() <= DIGESTS_PER_LEAF_MAX && self.kind.has_digests() != self.digests.is_empty();
        plain && whole && (self.kind.has_digests() || !self.words.is_empty())
    }
}

fn unhex(line: &str) -> Option<Digest> {
    let mut out = [0; 32];
    if line.len() != 64 || !line.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)) {
        return None;
    }
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&line[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_reads_back_and_there_is_one_way_to_write_it() {
        let digests = vec![[1; 32], [0xab; 32]];
        let uses = Leaf { kind: LeafKind::Uses, at: UnixTime(7), words: String::new(), digests };
        let policy = Leaf { kind: LeafKind::Policy, words: "2 brook 3".into(), digests: vec![], ..uses.clone() };
        let key = Leaf { kind: LeafKind::Key, words: "made 0a0b0c0d".into(), digests: vec![], ..uses.clone() };
        for leaf in [&uses, &policy, &key] {
            assert_eq!(Leaf::read(leaf.text().as_bytes()).as_ref(), Some(leaf));
        }
        let text = uses.text();
        for wrong in [
            text.trim_end().to_owned(),
            format!("{text}\n"),
            text.replace("uses", "abuses"),
            text.replace(" 7", " 07"),
            text.replace("ab", "AB"),
            text.replace("log 1", "log 2"),
            format!("{text}tea\n"),
            Leaf { digests: vec![], ..uses.clone() }.text(),
            Leaf { words: "tea\tcup".into(), ..policy }.text(),
            Leaf { words: String::new(), ..key }.text(),
            Leaf { digests: vec![[3; 32]; DIGESTS_PER_LEAF_MAX + 1], ..uses }.text(),
        ] {
            assert_eq!(Leaf::read(wrong.as_bytes()), None, "{wrong:?}");
        }
    }
}
