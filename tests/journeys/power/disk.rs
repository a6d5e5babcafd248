//! The disk as a power cut leaves it: what was flushed before, and of what was written since, any part.

use super::machine::program;
use crate::journeys::running::drawn;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::process::Command;

const SECTOR: usize = 512;
const BLOCK: usize = 4_096;
const FLUSH: u64 = 1;
/// Written through: it is on the disk once it is answered.
const THROUGH: u64 = 2;
const DISCARD: u64 = 4;
/// What the log of writes begins with.
const MAGIC: u64 = 0x006a_7366_7773_6872;

/// Makes an empty file system in a file.
pub fn make(path: &Path, bytes: u64) {
    File::create(path).unwrap().set_len(bytes).unwrap();
    let mut make = Command::new(program("mke2fs").unwrap());
    run(make.args(["-q", "-t", "ext4", "-b", &BLOCK.to_string()]).arg(path), &[0]);
}

/// Runs a program that has to end with one of these; what it printed.
pub fn run(command: &mut Command, ends: &[i32]) -> String {
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| ends.contains(&code)), "{command:?}: {said}{errors}");
    said
}

/// One write to the disk, or a flush of it.
struct Write {
    /// The first byte on the disk.
    at: usize,
    /// Where its bytes stand in the log.
    bytes: std::ops::Range<usize>,
    flags: u64,
    /// How long the log was once this stood in it.
    pub end: u64,
}

/// Every write to a machine's disk, in order, and what the disk held before.
pub struct Log {
    base: Vec<u8>,
    log: Vec<u8>,
    writes: Vec<Write>,
}

/// What of the writes that were not flushed is on the disk when the power goes.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    All,
    None,
    /// Each sector as it falls.
    Some(u64),
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

// === impl Log ===

impl Log {
    pub fn read(dir: &Path) -> Self {
        let (base, log) = (fs::read(dir.join("base")).unwrap(), fs::read(dir.join("log")).unwrap());
        assert_eq!((number(&log, 0), number(&log, 8), number(&log, 24) & 0xffff_ffff), (MAGIC, 1, SECTOR as u64));
        let mut writes = Vec::new();
        let mut at = SECTOR;
        // What came after the last flush may stand there in part, and is not looked at.
        for _ in 0..number(&log, 16) {
            let [sector, sectors, flags, length] = [0, 8, 16, 24].map(|field| number(&log, at + field));
            let start = at + SECTOR;
            let stored = if flags & DISCARD != 0 { 0 } else { size(sectors) * SECTOR };
            at = start + stored + if stored == 0 { size(length).next_multiple_of(SECTOR) } else { 0 };
            let bytes = start..start + stored;
            writes.push(Write { at: size(sector) * SECTOR, bytes, flags, end: at as u64 });
        }
        Self { base, log, writes }
    }

    /// How many writes and flushes there are.
    pub fn len(&self) -> usize {
        self.writes.len()
    }

    /// How long the log was behind this write.
    pub fn end(&self, write: usize) -> u64 {
        self.writes[write].end
    }

    /// The writes that ended while the log was as long as this; flushes, behind which nothing is under way, are left out.
    pub fn between(&self, from: u64, to: u64) -> Vec<usize> {
        let is_write = |write: &usize| !self.writes[*write].bytes.is_empty();
        (0..self.len()).filter(is_write).filter(|write| (from..=to).contains(&self.end(*write))).collect()
    }

    /// The writes into a file that keeps its place on the disk.
    pub fn writes_of(&self, path: &str, dir: &Path) -> BTreeSet<usize> {
        let image = dir.join("whole");
        self.put(self.len() - 1, Left::All, &image);
        repair(&image);
        let listed = debugfs(&image, &format!("blocks {path}"));
        let blocks: BTreeSet<usize> = listed.split_whitespace().map(|block| block.parse().unwrap()).collect();
        assert!(!blocks.is_empty(), "{path} is nowhere");
        let hits = |write: &Write| {
            let end = write.at + write.bytes.len();
            !write.bytes.is_empty() && (write.at / BLOCK..end.div_ceil(BLOCK)).any(|block| blocks.contains(&block))
        };
        (0..self.len()).filter(|write| hits(&self.writes[*write])).collect()
    }

    /// How many sectors of the whole disk, used and free, begin so when all is written.
    pub fn sectors_that_begin(&self, bytes: &[u8]) -> usize {
        let mut disk = self.base.clone();
        self.writes.iter().for_each(|write| self.apply(&mut disk, write, Left::All));
        disk.chunks(SECTOR).filter(|sector| sector.starts_with(bytes)).count()
    }

    /// Puts the disk into a file as it stands when the power goes after this write; how many bytes were not flushed.
    pub fn put(&self, last: usize, left: Left, image: &Path) -> usize {
        let flushed = (0..=last).rev().find(|write| self.writes[*write].flags & FLUSH != 0).unwrap_or(0);
        let mut disk = self.base.clone();
        self.writes[..flushed].iter().for_each(|write| self.apply(&mut disk, write, Left::All));
        let since = &self.writes[flushed..=last];
        for (number, write) in since.iter().enumerate() {
            let is_through = write.flags & THROUGH != 0;
            let mixed = |seed: u64| seed.wrapping_add(number as u64 * 7_919);
            self.apply(&mut disk, write, if is_through { Left::All } else { left.of(mixed) });
        }
        save(&disk, image);
        since.iter().map(|write| write.bytes.len()).sum()
    }

    fn apply(&self, disk: &mut [u8], write: &Write, left: Left) {
        let bytes = &self.log[write.bytes.clone()];
        let mut keeps = left.sectors();
        for (number, sector) in bytes.chunks(SECTOR).enumerate() {
            if keeps() {
                let at = write.at + number * SECTOR;
                disk[at..at + SECTOR].copy_from_slice(sector);
            }
        }
    }
}

impl Left {
    fn of(self, mixed: impl Fn(u64) -> u64) -> Self {
        match self {
            Self::Some(seed) => Self::Some(mixed(seed)),
            whole => whole,
        }
    }

    /// Whether the next sector is on the disk: of some writes all, of some none, of others each for itself.
    fn sectors(self) -> impl FnMut() -> bool {
        let mut seed = if let Self::Some(seed) = self { seed } else { 0 };
        let fate = drawn(&mut seed) % 3;
        move || match (self, fate) {
            (Self::All, _) | (Self::Some(_), 0) => true,
            (Self::None, _) | (Self::Some(_), 1) => false,
            (Self::Some(_), _) => drawn(&mut seed).is_multiple_of(2),
        }
    }
}

/// Writes a disk into a file, with holes where nothing stands.
fn save(disk: &[u8], image: &Path) {
    let file = File::create(image).unwrap();
    file.set_len(disk.len() as u64).unwrap();
    for (number, block) in disk.chunks(BLOCK).enumerate() {
        if block.iter().any(|byte| *byte != 0) {
            file.write_all_at(block, (number * BLOCK) as u64).unwrap();
        }
    }
}

/// Plays back the file system's own journal, as mounting it would, and checks that it is whole.
fn repair(image: &Path) {
    let check = || Command::new(program("e2fsck").unwrap());
    run(check().args(["-f", "-y"]).arg(image), &[0, 1]);
}

fn debugfs(image: &Path, what: &str) -> String {
    run(Command::new(program("debugfs").unwrap()).args(["-R", what]).arg(image), &[0])
}

/// Takes everything from a disk into a new folder.
pub fn take_out(image: &Path, to: &Path) {
    repair(image);
    fs::create_dir_all(to).unwrap();
    debugfs(image, &format!("rdump / {}", to.display()));
}
