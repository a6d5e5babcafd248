//! Notes as others write them, and every way in which one is not taken.

use super::*;
use crate::seal::Secret;

/// The example of Go's `sumdb/note`, which the specification grew out of.
const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETERS_TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETERS_LINE: &str = "\u{2014} PeterNeumann \
     x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn peters() -> String {
    format!("{PETERS_TEXT}\n{PETERS_LINE}")
}

fn signer(byte: u8) -> NoteSigner {
    NoteSigner::new("village", &Secret([byte; 32]))
}

fn opened<'n>(note: &'n [u8], key: &str) -> Result<&'n str, NoteError> {
    let keys = [VerifierKey::parse(key)?];
    Ok(Note::parse(note)?.verify(&keys)?.text)
}

#[test]
fn a_note_that_others_signed_is_read_as_they_read_it() {
    assert_eq!(opened(peters().as_bytes(), PETER), Ok(PETERS_TEXT));
    assert_eq!(VerifierKey::parse(PETER).expect("a key").to_string(), PETER);
    assert_eq!(VerifierKey::parse(&format!("  {PETER}\n")).expect("a key").name(), "PeterNeumann");
}

#[test]
fn what_is_signed_opens_with_its_key_and_with_no_other() {
    let (mine, other) = (signer(1), signer(2));
    for text in ["tea\n", "two\n\nparts\n", "\n", "\u{2014} not a line\n", "größer \u{1f375}\n"] {
        let note = mine.sign(text).expect("signs");
        assert_eq!(opened(note.as_bytes(), &mine.verifier().to_string()), Ok(text));
        assert_eq!(opened(note.as_bytes(), &other.verifier().to_string()), Err(NoteError::OtherKey));
    }
    assert_eq!(mine.verifier().name(), "assent.local/village");
    assert_ne!(mine.verifier(), other.verifier());
}

#[test]
fn a_text_that_could_not_be_read_back_is_not_signed() {
    for text in ["", "no end", "a\ttab\n", "a\u{0}zero\n", "a return\r\n"] {
        assert!(signer(1).sign(text).is_err(), "{text:?}");
    }
    assert_eq!(signer(1).sign(&format!("{}\n", "x".repeat(NOTE_BYTES_MAX))), Err(NoteError::TooLong));
}

#[test]
fn every_changed_byte_and_every_cut_is_noticed() {
    let note = peters().into_bytes();
    for at in 0..note.len() {
        for change in [1, 0x20, 0x80] {
            let mut changed = note.clone();
            changed[at] ^= change;
            assert!(opened(&changed, PETER).is_err(), "byte {at}");
        }
        assert!(opened(&note[..at], PETER).is_err(), "cut at {at}");
    }
    let longer = [&note[..], b"\n"].concat();
    assert!(opened(&longer, PETER).is_err());
}

#[test]
fn a_form_that_is_none_is_refused_by_what_is_wrong_with_it() {
    let check = |note: &str, due: NoteError| assert_eq!(opened(note.as_bytes(), PETER), Err(due), "{note:?}");
    check("", NoteError::Form);
    check("no signature\n", NoteError::Form);
    check(&format!("{PETERS_TEXT}{PETERS_LINE}"), NoteError::Form);
    check(peters().trim_end(), NoteError::Form);
    check(&peters().replace('\u{2014}', "-"), NoteError::Line);
    check(&peters().replace("PeterNeumann", "Peter+Neumann"), NoteError::Line);
    check(&peters().replace("PeterNeumann ", ""), NoteError::Line);
    check(&peters().replace("AM=", "AM"), NoteError::Line);
    check(&peters().replace(" x08go", "  x08go"), NoteError::Line);
    check(&peters().replace('\n', "\r\n"), NoteError::NotText);
    check(&format!("{PETERS_TEXT}\n\u{2014} PeterNeumann x08gowA=\n"), NoteError::Changed);
    check(&format!("{PETERS_TEXT}\n\u{2014} PeterNeumann x08gow==\n"), NoteError::Line);
    check(&format!("{PETERS_TEXT}\n{}", PETERS_LINE.repeat(NOTE_SIGNATURES_MAX + 1)), NoteError::TooMany);
    check(&format!("{}\n{PETERS_LINE}", "x".repeat(NOTE_BYTES_MAX)), NoteError::TooLong);
    assert_eq!(opened(b"\xff\n\n\xe2\x80\x94 x08go\n", PETER), Err(NoteError::NotText));
}

#[test]
fn other_peoples_signatures_are_passed_over_and_a_known_one_has_to_match() {
    let witness = "\u{2014} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";
    let both = format!("{PETERS_TEXT}\n{witness}{PETERS_LINE}");
    assert_eq!(opened(both.as_bytes(), PETER), Ok(PETERS_TEXT));
    let broken = both.replace("x08go/ZJ", "x08go/ZK");
    assert_eq!(opened(broken.as_bytes(), PETER), Err(NoteError::Changed));
    let many = format!("{PETERS_TEXT}\n{}{PETERS_LINE}", witness.repeat(NOTE_SIGNATURES_MAX - 1));
    assert_eq!(opened(many.as_bytes(), PETER), Ok(PETERS_TEXT), "the specification asks for 16");
    let twice = format!("{PETERS_TEXT}\n{PETERS_LINE}{}", PETERS_LINE.replace("x08go/ZJ", "x08go/ZK"));
    assert_eq!(opened(twice.as_bytes(), PETER), Err(NoteError::Changed), "one that matches does not excuse the other");
}

#[test]
fn a_key_is_read_only_where_it_belongs_to_its_name_and_id() {
    let weak = format!("w+00000000+{}", STANDARD.encode([&[1][..], &[0; 32]].concat()));
    for wrong in [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "Peter+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        &weak,
    ] {
        assert_eq!(VerifierKey::parse(wrong), Err(NoteError::Key), "{wrong}");
    }
}
