//! ZIP files (APPNOTE 6.3.10), as much of them as an archive needs: a few deflated files, no encryption, no ZIP64.

use flate2::Compression;
use flate2::Crc;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read as _, Write as _};

/// Largest file that is taken out of an archive, in bytes: what was packed can be far larger than its package.
pub const UNZIPPED_BYTES_MAX: u64 = 512 << 20;
/// Most files that are looked through for one.
const FILES_MAX: u16 = 1_000;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// What a reader has to know: deflate (2.0).
const VERSION: u16 = 20;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The first day of the format's calendar: an archive tells by what is in it when it was made.
const DATE: u16 = (1 << 5) | 1;
/// The bytes of the end of the directory, without a comment.
const END_BYTES: usize = 22;
const CENTRAL_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;

/// An archive that is being written.
pub struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Zip {
    pub const fn new() -> Self {
        Self { bytes: Vec::new(), directory: Vec::new(), files: 0 }
    }

    /// Adds a file.
    pub fn add(&mut self, name: &str, plain: &[u8]) {
        let mut crc = Crc::new();
        crc.update(plain);
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing into memory does not fail.
        let packed = packer.write_all(plain).and_then(|()| packer.finish()).unwrap_or_default();
        let at = size(self.bytes.len());
        let mut shared = Vec::new();
        [VERSION, UTF8, DEFLATED, 0, DATE].iter().for_each(|field| shared.extend(field.to_le_bytes()));
        [crc.sum(), size(packed.len()), size(plain.len())].iter().for_each(|field| shared.extend(field.to_le_bytes()));
        shared.extend(u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes());
        shared.extend(0_u16.to_le_bytes());
        self.bytes.extend(LOCAL.to_le_bytes());
        self.bytes.extend(&shared);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(CENTRAL.to_le_bytes());
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&shared);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.files += 1;
    }

    /// Ends it.
    pub fn finish(mut self) -> Vec<u8> {
        let (at, long) = (size(self.bytes.len()), size(self.directory.len()));
        self.bytes.extend(&self.directory);
        self.bytes.extend(END.to_le_bytes());
        [0, 0, self.files, self.files].iter().for_each(|field: &u16| self.bytes.extend(field.to_le_bytes()));
        [long, at].iter().for_each(|field| self.bytes.extend(field.to_le_bytes()));
        self.bytes.extend(0_u16.to_le_bytes());
        self.bytes
    }
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// What came of looking for a file in an archive.
#[derive(Debug, PartialEq, Eq)]
pub enum Unzipped {
    /// The file.
    File(Vec<u8>),
    /// There is none of that name.
    Missing,
    /// These bytes are no ZIP file.
    NoZip,
    /// It is one, and damaged, packed in another way, or too large.
    Damaged,
}

/// Takes one file out of an archive.
#[must_use]
pub fn unzip(bytes: &[u8], name: &str) -> Unzipped {
    if !bytes.starts_with(&LOCAL.to_le_bytes()) && !bytes.starts_with(&END.to_le_bytes()) {
        return Unzipped::NoZip;
    }
    match find(bytes, name) {
        None => Unzipped::Damaged,
        Some(None) => Unzipped::Missing,
        Some(Some(entry)) => unpack(bytes, &entry).map_or(Unzipped::Damaged, Unzipped::File),
    }
}

/// A line of the directory.
struct Entry {
    how: u16,
    crc: u32,
    packed: usize,
    plain: u64,
    at: usize,
}

/// A file's line; the outer `None` is a directory that can not be read.
fn find(bytes: &[u8], name: &str) -> Option<Option<Entry>> {
    let end = (0..=bytes.len().checked_sub(END_BYTES)?).rev().take(usize::from(u16::MAX) + 1);
    let end = end.into_iter().find(|at| word(bytes, *at) == Some(END))?;
    let files = half(bytes, end + 10)?;
    let mut at = word(bytes, end + 16)? as usize;
    for _ in 0..files.min(FILES_MAX) {
        if word(bytes, at)? != CENTRAL {
            return None;
        }
        let long = |offset: usize| half(bytes, at + offset).map(usize::from);
        let (named, extra, comment) = (long(28)?, long(30)?, long(32)?);
        if bytes.get(at + CENTRAL_BYTES..at + CENTRAL_BYTES + named)? == name.as_bytes() {
            return Some(Some(Entry {
                how: half(bytes, at + 10)?,
                crc: word(bytes, at + 16)?,
                packed: word(bytes, at + 20)? as usize,
                plain: u64::from(word(bytes, at + 24)?),
                at: word(bytes, at + 42)? as usize,
            }));
        }
        at += CENTRAL_BYTES + named + extra + comment;
    }
    Some(None)
}

fn unpack(bytes: &[u8], entry: &Entry) -> Option<Vec<u8>> {
    if word(bytes, entry.at)? != LOCAL || entry.plain > UNZIPPED_BYTES_MAX {
        return None;
    }
    let start =
        entry.at + LOCAL_BYTES + usize::from(half(bytes, entry.at + 26)?) + usize::from(half(bytes, entry.at + 28)?);
    let packed = bytes.get(start..start.checked_add(entry.packed)?)?;
    let plain = match entry.how {
        STORED => packed.to_vec(),
        DEFLATED => {
            let mut plain = Vec::new();
            DeflateDecoder::new(packed).take(entry.plain + 1).read_to_end(&mut plain).ok()?;
            plain
        }
        _ => return None,
    };
    let mut crc = Crc::new();
    crc.update(&plain);
    (plain.len() as u64 == entry.plain && crc.sum() == entry.crc).then_some(plain)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}
