//! Submissions (C2SP tlog-witness): how a log asks a witness to sign its checkpoint, with the proof that it only grew.

use crate::Hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Most hashes of a proof; the specification has no more.
pub const PROOF_HASHES_MAX: usize = 63;

/// What a log sends to a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission<'s> {
    /// How many leaves the log had when the witness signed last, as far as the log knows.
    pub old: u64,
    /// What proves that the tree of now is the one of then, made longer.
    pub proof: Vec<Hash>,
    /// The signed checkpoint.
    pub note: &'s str,
}

impl<'s> Submission<'s> {
    /// As it is sent.
    #[must_use]
    pub fn text(&self) -> String {
        let proof: String = self.proof.iter().map(|hash| STANDARD.encode(hash) + "\n").collect();
        format!("old {}\n{proof}\n{}", self.old, self.note)
    }

    /// Reads what was sent; `None` where it has not the form.
    #[must_use]
    pub fn read(text: &'s str) -> Option<Self> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = size(lines.next()?.strip_prefix("old ")?)?;
        let hash = |line: &str| {
            let bytes = STANDARD.decode(line).ok()?;
            (STANDARD.encode(&bytes) == line).then_some(())?;
            bytes.try_into().ok()
        };
        let proof: Vec<Hash> = lines.map(hash).collect::<Option<_>>()?;
        (proof.len() <= PROOF_HASHES_MAX && !note.is_empty()).then_some(Self { old, proof, note })
    }
}

/// A size, without zeros in front.
fn size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size.to_string() == text).then_some(size)
}

/// How a witness says what it signed last (`text/x.tlog.size`).
#[must_use]
pub fn read_size(body: &[u8]) -> Option<u64> {
    size(std::str::from_utf8(body).ok()?.strip_suffix('\n')?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_submission_reads_back_and_there_is_one_way_to_write_it() {
        let note = "log\n3\nBwc=\n\n\u{2014} log AAAA\n";
        let with = Submission { old: 12, proof: vec![[7; 32], [9; 32]], note };
        let without = Submission { old: 0, proof: vec![], note };
        for sent in [&with, &without] {
            assert_eq!(Submission::read(&sent.text()).as_ref(), Some(sent));
        }
        let text = with.text();
        for wrong in [
            text.replace("old 12", "old 012"),
            text.replace("old 12", "old +12"),
            text.replace("old 12", "old"),
            text.replace("old 12", "new 12"),
            text.replace("old 12\n", "old 12 \n"),
            text.replacen("Bw", "B", 1),
            "old 0\n\n".to_owned(),
            "old 0\n".to_owned(),
            Submission { proof: vec![[7; 32]; PROOF_HASHES_MAX + 1], ..without }.text(),
            String::new(),
        ] {
            assert_eq!(Submission::read(&wrong), None, "{wrong:?}");
        }
        assert_eq!(read_size(b"12\n"), Some(12));
        for wrong in [&b"12"[..], b"012\n", b"-1\n", b"", b"\xff\n", b"12\n\n"] {
            assert_eq!(read_size(wrong), None);
        }
    }
}
