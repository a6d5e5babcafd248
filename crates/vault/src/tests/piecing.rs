//! What is kept in pieces: read as it was written, whole or not at all, and nothing of it is left over.

use super::village::{Strike, Village, village};
use crate::VaultError;
use crate::pieces::PIECE_BYTES;
use std::ops::ControlFlow;
use store::{Batch, Expect, Store, Write};

const NAME: &str = "model/large";

fn write(village: &Village, bytes: &[u8]) -> Result<(), VaultError> {
    village.vault.write_in_pieces(NAME, 3, |into| bytes.chunks(1_000_003).try_for_each(|part| into.write_all(part)))
}

fn read(village: &Village) -> Result<Option<(u16, Vec<u8>)>, VaultError> {
    village.vault.read_in_pieces(NAME, |form, from| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).map_err(|_| VaultError::Form)?;
        Ok((form, bytes))
    })
}

/// The names that are there.
fn names(village: &Village) -> Vec<String> {
    let mut names = Vec::new();
    village
        .ground
        .scan_blobs(NAME, &mut |(name, _)| {
            names.push(name);
            ControlFlow::Continue(())
        })
        .unwrap();
    names
}

fn bytes(seed: u8, length: usize) -> Vec<u8> {
    (0..length).map(|at| (at % 251) as u8 ^ seed).collect()
}

#[test]
fn what_is_written_in_pieces_reads_back_and_leaves_nothing_behind() {
    let village = village();
    assert!(read(&village).unwrap().is_none());
    for (turn, length) in [2 * PIECE_BYTES + 9, PIECE_BYTES, 1, 0, 3 * PIECE_BYTES].into_iter().enumerate() {
        let bytes = bytes(turn as u8, length);
        write(&village, &bytes).unwrap();
        assert!(read(&village).unwrap() == Some((3, bytes)), "{length} bytes");
        assert_eq!(names(&village).len(), 1 + length.div_ceil(PIECE_BYTES));
    }
}

#[test]
fn a_writing_that_is_interrupted_leaves_the_old_pieces_and_the_next_one_takes_away_its_own() {
    let village = village();
    let (old, new) = (bytes(1, PIECE_BYTES + 1), bytes(2, 3 * PIECE_BYTES));
    write(&village, &old).unwrap();
    for commits in 0..4 {
        village.ground.strike_after(commits, Strike::Before);
        assert!(write(&village, &new).is_err());
        assert!(village.ground.mend());
        assert!(read(&village).unwrap() == Some((3, old.clone())), "after {commits} commits");
    }
    assert_eq!(names(&village).len(), 1 + 2 + 3);
    write(&village, &[7]).unwrap();
    assert_eq!(names(&village), [NAME.to_owned(), format!("{NAME}/0/0")]);
}

#[test]
fn behind_a_piece_that_could_not_be_kept_nothing_is_written() {
    let village = village();
    let (old, new) = (bytes(1, PIECE_BYTES + 1), bytes(2, PIECE_BYTES + 1));
    write(&village, &old).unwrap();
    let before = names(&village);
    village.ground.strike_after(0, Strike::Before);
    let written = village.vault.write_in_pieces(NAME, 3, |into| {
        let failed = into.write_all(&new);
        assert!(failed.is_err() && village.ground.mend());
        // As a buffer does that is dropped.
        assert!(into.write_all(&[7]).is_err() && into.flush().is_err());
        Ok(())
    });
    assert!(written.is_err());
    assert_eq!((names(&village), read(&village).unwrap()), (before, Some((3, old))));
}

#[test]
fn a_piece_that_is_damaged_gone_or_of_another_writing_is_not_read() {
    let village = village();
    write(&village, &bytes(1, PIECE_BYTES + 1)).unwrap();
    let name = names(&village)[1].clone();
    let first = village.ground.blob(&name).unwrap().unwrap();
    write(&village, &[]).unwrap();
    write(&village, &bytes(2, PIECE_BYTES + 1)).unwrap();
    let put = |sealed: Vec<u8>| {
        let expect = Expect::of(village.ground.blob_version(&name).unwrap());
        village.ground.commit(Batch::new().and(Write::PutBlob { name: name.clone(), expect, sealed })).unwrap();
    };
    let now = village.ground.blob(&name).unwrap().unwrap();
    put(now.sealed);
    assert!(matches!(read(&village), Err(VaultError::Sealed)), "of another version");
    village.ground.commit(Batch::new().and(Write::DeleteBlob { name: name.clone() })).unwrap();
    assert!(matches!(read(&village), Err(VaultError::Sealed)), "gone");
    put(first.sealed);
    assert!(matches!(read(&village), Err(VaultError::Sealed)), "of the writing before");
}

#[test]
fn what_can_not_be_read_any_more_is_written_over_and_leaves_nothing_behind() {
    for turns in 1..3 {
        let village = village();
        (0..turns).for_each(|turn| write(&village, &bytes(turn, 3 * PIECE_BYTES + 1)).unwrap());
        let gone = names(&village)[2].clone();
        village.ground.commit(Batch::new().and(Write::DeleteBlob { name: gone })).unwrap();
        let head = village.ground.blob(NAME).unwrap().unwrap();
        let mut sealed = head.sealed;
        sealed[9] ^= 1;
        let put = Write::PutBlob { name: NAME.to_owned(), expect: Expect::Version(head.version), sealed };
        village.ground.commit(Batch::new().and(put)).unwrap();
        assert!(matches!(read(&village), Err(VaultError::Sealed)));
        write(&village, &[7]).unwrap();
        assert!(read(&village).unwrap() == Some((3, vec![7])));
        assert_eq!(
            names(&village),
            [NAME.to_owned(), format!("{NAME}/1/0")],
            "nor a piece of before, nor one behind one that is missing"
        );
    }
}
