//! Quality, time by phase and peak memory of one split: `cargo bench -p assent-benches --bench quality -- DIR [FOLD_IN]`, where
//! DIR holds `train.tsv`, `test.tsv` and perhaps `items.tsv`, as `assent eval` reads them.
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a measurement reads the clock and prints")]

use app::eval::{Files, Phase, Wanted, evaluate};
use std::cell::Cell;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut names = std::env::args().skip(1).filter(|name| !name.starts_with("--")).map(PathBuf::from);
    let Some(dir) = names.next() else {
        println!("quality: name a directory with train.tsv and test.tsv");
        return;
    };
    let items = Some(dir.join("items.tsv")).filter(|path| path.exists());
    let files = Files { train: dir.join("train.tsv"), test: dir.join("test.tsv"), items, fold_in: names.next() };
    let since = Cell::new((Instant::now(), None::<Phase>));
    let turn = |next: Option<Phase>| {
        let (begun, phase) = since.replace((Instant::now(), next));
        if let Some(phase) = phase {
            println!("{:>8.2} s  {phase}; peak memory so far {}", begun.elapsed().as_secs_f64(), peak());
        }
    };
    let report = evaluate(&Wanted::of(files), &|phase| turn(Some(phase)));
    turn(None);
    match report {
        Err(error) => println!("quality: {error}"),
        Ok(report) => {
            println!("{report}\nchecksum {}", report.trained.checksum);
            report.trained.chosen.iter().for_each(|line| println!("  {line}"));
        }
    }
}

/// The most memory that this process had, where the system tells.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
