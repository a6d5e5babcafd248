//! What operators do, for the transparency log: a leaf for each thing, in plain words, with nothing of any person in it.
//!
//! # Invariant
//! - It is noted before it is done: nothing is done unseen, and what a fault kept from being done was at least begun.

use crate::{AppError, Shop};
use domain::{UnixTime, hex};
use vault::{Happening, sha256_of};

/// Longest name that a leaf repeats; what is longer is cut.
const NAME_CHARS_MAX: usize = 80;

/// Something that an operator, or a program of theirs, does.
#[derive(Clone, Copy, Debug)]
pub enum OperatorDeed<'a> {
    /// Files begin to be taken in.
    ImportBegun {
        /// Of which form.
        form: &'a str,
        /// How many.
        files: usize,
    },
    /// Files were taken in.
    ImportDone {
        /// How many rows.
        rows: u64,
        /// How many events of them are kept.
        events: u64,
        /// How many items.
        items: u64,
        /// Of how many people.
        people: u64,
    },
    /// Items are put into the catalog.
    CatalogWritten {
        /// How many.
        items: usize,
        /// As they were sent.
        sent: &'a [u8],
    },
    /// An item is taken out.
    CatalogDeleted,
    /// The rule of the house is set, or lifted.
    House {
        /// Whether there is one from now on.
        set: bool,
    },
    /// A slot of pages is set, or taken away.
    Slot {
        /// Its name.
        name: &'a str,
        /// Whether it is there from now on.
        set: bool,
    },
    /// An experiment is set.
    Experiment {
        /// Its name.
        name: &'a str,
    },
    /// A notice is published.
    Notice {
        /// Its key.
        key: &'a str,
        /// SHA-256 of it, as hexadecimal digits.
        hash: &'a str,
    },
    /// An authorised agent is registered, changed or revoked.
    Agent {
        /// Their name in the network.
        id: &'a str,
        /// Whether they may not ask any more.
        revoked: bool,
    },
    /// A backup is made.
    Backup {
        /// When.
        made_at: i64,
    },
}

impl OperatorDeed<'_> {
    /// In words. The first of them is one that `audit` knows.
    fn words(&self) -> String {
        let done = |set| if set { "set" } else { "taken away" };
        match *self {
            Self::ImportBegun { form, files } => format!("import of {form} begun: {files} files"),
            Self::ImportDone { rows, events, items, people } => {
                format!("import done: {rows} rows, {events} events, {items} items, {people} people")
            }
            Self::CatalogWritten { items, sent } => {
                format!("catalog {items} items written: sha256 {}", hex(&sha256_of(&[sent])))
            }
            Self::CatalogDeleted => "catalog 1 item taken out".to_owned(),
            Self::House { set } => format!("catalog rule of the house {}", done(set)),
            Self::Slot { name, set } => format!("slot {} {}", plain(name), done(set)),
            Self::Experiment { name } => format!("experiment {} set", plain(name)),
            Self::Notice { key, hash } => format!("notice {} published: sha256 {hash}", plain(key)),
            Self::Agent { id, revoked: false } => format!("agent {} registered", plain(id)),
            Self::Agent { id, revoked: true } => format!("agent {} revoked", plain(id)),
            Self::Backup { made_at } => format!("backup begun of {made_at}"),
        }
    }
}

impl Shop {
    /// Notes for the log that an operator does something.
    ///
    /// # Errors
    /// [`AppError::Vault`] when the ground fails: then it is not to be done either.
    pub fn leave(&self, now: UnixTime, deed: OperatorDeed<'_>) -> Result<(), AppError> {
        Ok(self.vault.at(now).note(Happening::Operator, deed.words())?)
    }
}

/// A name in the characters that a leaf may have.
fn plain(name: &str) -> String {
    name.chars().map(|c| if (' '..='~').contains(&c) { c } else { '?' }).take(NAME_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_done_makes_a_leaf_that_the_verifier_knows() {
        let long = "\u{202e}\u{e4}".repeat(400);
        let all = [
            OperatorDeed::ImportBegun { form: "movielens", files: 3 },
            OperatorDeed::ImportDone { rows: u64::MAX, events: u64::MAX, items: u64::MAX, people: u64::MAX },
            OperatorDeed::CatalogWritten { items: 12, sent: b"{}" },
            OperatorDeed::CatalogDeleted,
            OperatorDeed::House { set: false },
            OperatorDeed::Slot { name: &long, set: true },
            OperatorDeed::Experiment { name: &long },
            OperatorDeed::Notice { key: &long, hash: "00" },
            OperatorDeed::Agent { id: "AGENT", revoked: true },
            OperatorDeed::Backup { made_at: i64::MIN },
        ];
        for deed in all {
            let leaf = audit::Leaf {
                kind: audit::LeafKind::Operator,
                at: UnixTime(7),
                words: deed.words(),
                digests: Vec::new(),
            };
            let read = audit::Leaf::read(leaf.text().as_bytes()).expect("has the form of a leaf");
            assert!(audit::is_known_deed(&read.words), "{}", read.words);
        }
    }
}
