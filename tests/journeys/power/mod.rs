//! Power cuts: the disk of a machine as it stood at any moment, half-written as disks are, holds all that was acknowledged.
#![expect(clippy::print_stdout, reason = "a long run says how far it is")]

mod books;
mod disk;
mod machine;

use super::running::{Running, assent, drawn, long};
use books::{Books, Deed};
use disk::{Left, Log};
use machine::Machine;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Cuts of each kind on each machine's log, and machines.
const CUTS: usize = 2;
const CUTS_LONG: usize = 30;
const MACHINES_LONG: usize = 2;
/// How long the writers write.
const WRITING: Duration = Duration::from_secs(4);
const WRITING_LONG: Duration = Duration::from_secs(60);

/// What the file of the keyring's slot begins with.
const SLOT: &[u8] = b"ASLOT\0\0\x01";

/// When the power goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    /// While the shop's files are made for the first time.
    FirstStart,
    /// While the journal is moved into the database.
    Checkpoint,
    /// Between asking for an erasure and its answer.
    Erasure,
    Anywhere,
}

/// Every write at which the power may go, by when that is.
fn moments(log: &Log, listened: u64, books: &Books, dir: &Path) -> BTreeMap<When, Vec<usize>> {
    let into_database = log.writes_of("/shop/store.db", dir);
    let erasures = books.notes(Deed::Erasure).filter_map(|note| Some((note.sent, note.kept?)));
    let after = |write: &usize| log.end(*write) > listened;
    BTreeMap::from([
        (When::FirstStart, log.between(0, listened)),
        (When::Checkpoint, into_database.into_iter().filter(after).collect()),
        (When::Erasure, erasures.flat_map(|(sent, kept)| log.between(sent, kept)).collect()),
        (When::Anywhere, log.between(listened + 1, u64::MAX)),
    ])
}

/// A machine whose disk was written for a while, and what has to be on it.
struct Story {
    log: Log,
    books: Books,
    key: String,
    key_told: u64,
    moments: BTreeMap<When, Vec<usize>>,
}

impl Story {
    fn live(dir: &Path, time: Duration) -> Self {
        let machine = Machine::start(dir);
        let books = Books::keep(&machine, time);
        let (key, key_told, listened) = (machine.key.clone(), machine.key_told, machine.listened);
        println!("the server listens after {listened} bytes of writes; then {}", books.said());
        machine.cut();
        let log = Log::read(dir);
        assert_eq!(log.sectors_that_begin(SLOT), 1, "on the whole disk there is no slot but the one in force");
        let moments = moments(&log, listened, &books, dir);
        Self { log, books, key, key_told, moments }
    }

    /// Cuts the power after this write, starts the server on what is left, and compares it with the books as of this length of
    /// the log: how many deeds were due, and whether writes were under way.
    fn cut(&self, write: usize, at: u64, left: Left, dir: &Path) -> Result<(usize, bool), String> {
        let image = dir.join("image");
        let unflushed = self.log.put(write, left, &image);
        let out = tempfile::tempdir_in(dir).unwrap();
        disk::take_out(&image, out.path());
        let key = if at >= self.key_told { self.key.clone() } else { make_key(out.path()) };
        let running = serve(out.path(), &key);
        let due = self.books.check(&running, at)?;
        running.says("canary-later", "grant", &["recommend"]);
        running.stop();
        Ok((due, unflushed > 0))
    }

    /// The cuts of one kind.
    fn check(&self, when: When, cuts: usize, seed: &mut u64, dir: &Path) {
        let moments = &self.moments[&when];
        if moments.is_empty() {
            assert!(!long() && when == When::Checkpoint, "{when:?} never was");
            println!("{when:?}: in so short a time the journal was not moved");
            return;
        }
        let (mut due, mut under_way) = (0, 0);
        for number in 0..cuts {
            let write = moments[drawn(seed) % moments.len()];
            let left = [Left::Some(*seed), Left::None, Left::Some(*seed), Left::All][number % 4];
            let whole = self.cut(write, self.log.end(write), left, dir);
            let (deeds, was_under_way) =
                whole.unwrap_or_else(|wrong| panic!("{when:?}, after write {write}, {left:?}: {wrong}"));
            due += deeds;
            under_way += usize::from(was_under_way);
        }
        let among = moments.len();
        println!(
            "{when:?}: {cuts} cuts among {among}, {under_way} with writes under way; {due} deeds were due, and there"
        );
    }

    /// A disk that forgot what it flushed is noticed.
    fn check_that_a_loss_is_noticed(&self, dir: &Path) {
        let erasures = &self.moments[&When::Erasure];
        let early = erasures[erasures.len() / 2];
        let lost = self.cut(early, self.log.end(self.log.len() - 1), Left::All, dir);
        println!("a disk that forgot half: {}", lost.expect_err("acknowledged deeds are missing"));
    }
}

fn make_key(at: &Path) -> String {
    let mut command = assent();
    command.args(["keys", "make", "--kind", "adm", "--label", "proofs", "--data"]).arg(at.join("shop"));
    disk::run(&mut command, &[0]).trim().to_owned()
}

fn serve(at: &Path, key: &str) -> Running {
    let mut command = assent();
    command.args(["serve", "--listen", "127.0.0.1:0", "--key-age", "0", "--data"]).arg(at.join("shop"));
    let mut running = Running::start(command, at.join("log"), BTreeMap::new());
    running.know(["sw", "cw", "dr"].map(|kind| (kind, key.to_owned())));
    running
}

#[test]
fn whenever_the_power_goes_what_was_acknowledged_is_on_the_disk_and_the_server_starts_from_it() {
    if let Some(missing) = machine::missing() {
        assert!(!long(), "this machine has no {missing}: apt install {PACKAGES}");
        println!("no machine is run: this one has no {missing} (apt install {PACKAGES})");
        return;
    }
    let (machines, cuts, time) = if long() { (MACHINES_LONG, CUTS_LONG, WRITING_LONG) } else { (1, CUTS, WRITING) };
    let mut seed = 20_261_127;
    for _ in 0..machines {
        let dir = tempfile::tempdir().unwrap();
        let story = Story::live(dir.path(), time);
        for when in [When::FirstStart, When::Checkpoint, When::Erasure, When::Anywhere] {
            story.check(when, cuts, &mut seed, dir.path());
        }
        story.check_that_a_loss_is_noticed(dir.path());
    }
}

/// What brings a machine, on Debian.
const PACKAGES: &str = "qemu-system-x86 linux-image-cloud-amd64 busybox-static e2fsprogs";
