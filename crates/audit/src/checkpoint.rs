//! Checkpoints (C2SP tlog-checkpoint): how long the log is, and one hash over all of it. The vault signs them.

use crate::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How long a log is, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose log it is.
    pub origin: String,
    /// How many leaves it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Reads a text that was verified; `None` where it is none of ours.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next()?.to_owned(), lines.next()?.parse().ok()?, lines.next()?);
        let read = Self { origin, size, root: STANDARD.decode(root).ok()?.try_into().ok()? };
        (read.text() == text).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_reads_back_and_nothing_else_does() {
        let checkpoint = Checkpoint { origin: "assent.local/village/log".into(), size: 12, root: [7; 32] };
        let text = checkpoint.text();
        assert_eq!(text.lines().count(), 3);
        assert_eq!(Checkpoint::read(&text), Some(checkpoint));
        for wrong in [text.replace("12", "012"), text.replace("Bwc", "Bw"), format!("{text}more\n"), String::new()] {
            assert_eq!(Checkpoint::read(&wrong), None, "{wrong:?}");
        }
    }
}
