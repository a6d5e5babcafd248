//! What it costs to import, learn and serve as a shop grows: `cargo bench -p assent-benches --bench scale -- measure DIR
//! SUBJECTS ITEMS EVENTS` adds a line for each step to `DIR/scale.tsv`, each step in a process of its own; `.. -- draw
//! DIR/scale.tsv OUT` draws the curves.
#![forbid(unsafe_code)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a measurement whose ground fails has nothing to say; it reads the clock and prints"
)]

mod draw;
mod step;

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// What is done one after the other.
const STEPS: [&str; 5] = ["simulate", "catalog", "events", "train", "serve"];

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    match words[..] {
        ["measure", dir, subjects, items, events] => measure(Path::new(dir), [subjects, items, events]),
        ["step", name, dir, subjects, items, events] => step::run(name, Path::new(dir), [subjects, items, events]),
        ["draw", table, out] => draw::draw(Path::new(table), Path::new(out)),
        _ => println!("scale: measure DIR SUBJECTS ITEMS EVENTS, or draw TABLE OUT"),
    }
}

/// Does every step in a process of its own, and writes down what it took.
fn measure(dir: &Path, size: [&str; 3]) {
    std::fs::create_dir_all(dir).unwrap();
    for name in STEPS {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let done = child.args(["step", name]).arg(dir).args(size).output().unwrap();
        eprint!("{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8_lossy(&done.stdout).trim().to_owned();
        assert!(done.status.success() && !said.is_empty(), "{name} failed");
        let line = format!("{}\t{name}\t{said}\n", size.join("\t"));
        print!("{line}");
        let table = OpenOptions::new().create(true).append(true).open(dir.join("scale.tsv"));
        table.unwrap().write_all(line.as_bytes()).unwrap();
    }
}
