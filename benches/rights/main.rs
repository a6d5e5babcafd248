//! The numbers of people's rights: one person erased among a million, ten thousand events carried away, and a log of a million
//! leaves verified.
//!
//! `cargo build --release && cargo bench -p assent-benches --bench rights`, or `.. -- people 20000`, `.. -- log 50000` for
//! one part at another size. It writes below `TMPDIR`, about 8 GB for a million, and takes that away again. Bounded in count;
//! talks to loopback alone; stops by itself.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a measurement whose ground fails has nothing to say; it reads the clock and prints"
)]

mod carrying;
mod erasing;
mod log;
mod program;

use domain::{DAY_SECONDS, UnixTime};
use std::time::{Duration, Instant, SystemTime};

/// How many people, and how many leaves, where nothing is said.
const SIZE: usize = 1_000_000;

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    let size = |word: &str| word.parse().unwrap_or(SIZE);
    match words[..] {
        ["people", count] => people(size(count)),
        ["log", count] => log::measure(size(count)),
        _ => {
            people(SIZE);
            log::measure(SIZE);
        }
    }
}

fn people(count: usize) {
    let home = tempfile::tempdir().unwrap();
    erasing::measure(home.path(), count);
    carrying::measure(home.path());
}

/// Today, at its first second: what is imported happened before.
fn today() -> UnixTime {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() as i64;
    UnixTime(seconds - seconds.rem_euclid(DAY_SECONDS))
}

fn time<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let done = work();
    (begun.elapsed(), done)
}

fn summary(times: &mut [Duration]) -> String {
    times.sort_unstable();
    format!("median {:.1?}, most {:.1?}", times[times.len() / 2], times[times.len() - 1])
}
