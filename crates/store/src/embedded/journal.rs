//! Tells a journal with a torn end, which every crash may leave, from one that was damaged later.
//!
//! SQLite reads its journal up to the first page whose checksum does not fit and forgets the rest without a word.
//! Because each transaction is synced before the next one begins, only the last one can be torn: where two or more
//! end behind the first misfit, acknowledged writes would be forgotten, and the store refuses to start instead.

use super::faults::{self, damaged};
use crate::StoreError;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;

const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;
/// The lowest bit says in which order of bytes the checksums were made.
const MAGIC: u32 = 0x377f_0682;
const PAGE_BYTES_MAX: u32 = 65_536;
const READ_BYTES: usize = 1 << 20;

/// Refuses a journal that was damaged before its last transaction.
pub(super) fn check(journal: &Path) -> Result<(), StoreError> {
    let file = match File::open(journal) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(faults::of_file("read the journal", &error)),
    };
    let intact = is_intact(&mut BufReader::with_capacity(READ_BYTES, file));
    match intact.map_err(|error| faults::of_file("read the journal", &error))? {
        true => Ok(()),
        false => Err(damaged("store.db-wal was changed after it was written")),
    }
}

fn is_intact(journal: &mut impl Read) -> io::Result<bool> {
    let mut header = [0; HEADER_BYTES];
    if !fill(journal, &mut header)? || header == [0; HEADER_BYTES] {
        return Ok(true); // never begun
    }
    let Some(mut chain) = Chain::begin(&header) else {
        return Ok(false);
    };
    let mut frame = vec![0; FRAME_HEADER_BYTES + chain.page_bytes];
    let mut forgotten = 0;
    let mut fits = true;
    while fill(journal, &mut frame)? {
        let ours = frame[8..16] == header[16..24];
        fits = fits && ours && chain.goes_on(&frame);
        forgotten += u32::from(!fits && ours && word(&frame, 4) != 0);
    }
    Ok(forgotten < 2)
}

/// The running checksum over everything before.
struct Chain {
    page_bytes: usize,
    big_endian: bool,
    sum: (u32, u32),
}

impl Chain {
    fn begin(header: &[u8; HEADER_BYTES]) -> Option<Self> {
        let magic = word(header, 0);
        let page_bytes = word(header, 8);
        if magic & !1 != MAGIC || page_bytes > PAGE_BYTES_MAX || !page_bytes.is_power_of_two() || page_bytes < 512 {
            return None;
        }
        let mut chain = Self { page_bytes: page_bytes as usize, big_endian: magic & 1 == 1, sum: (0, 0) };
        chain.add(&header[..24]);
        (chain.sum == (word(header, 24), word(header, 28))).then_some(chain)
    }

    fn goes_on(&mut self, frame: &[u8]) -> bool {
        self.add(&frame[..8]);
        self.add(&frame[FRAME_HEADER_BYTES..]);
        self.sum == (word(frame, 16), word(frame, 20))
    }

    fn add(&mut self, bytes: &[u8]) {
        let (mut first, mut second) = self.sum;
        for pair in bytes.chunks_exact(8) {
            let (one, other) = (word(pair, 0), word(pair, 4));
            let (one, other) = if self.big_endian { (one, other) } else { (one.swap_bytes(), other.swap_bytes()) };
            first = first.wrapping_add(one).wrapping_add(second);
            second = second.wrapping_add(other).wrapping_add(first);
        }
        self.sum = (first, second);
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// False at the end, or where only a part of what is asked for is left.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
