//! The readers, through their door: files are made here, opened, and read to the end.

mod bad_files;
mod bad_rows;
mod formats;
mod parquet_files;

use super::{EventColumns, FileError, Format, Options, Reader, Row, Trouble, open};
use domain::{Event, Item, UnixTime};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// 2024-01-01: the present of all tests.
const NOW: UnixTime = UnixTime(1_704_067_200);

/// A directory of its own, gone at the end of the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("readers-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a directory for temporary files");
        Self(path)
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("room for a small file");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A directory that stays behind harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn options() -> Options {
    Options { now: NOW, columns: EventColumns::default(), currency: Some("EUR".to_owned()) }
}

/// All that a reader said.
#[derive(Default)]
struct Told {
    events: Vec<(Option<String>, Event)>,
    items: Vec<Item>,
    bad: Vec<(u64, String)>,
    failed: Option<FileError>,
}

fn told(reader: Reader) -> Told {
    let mut told = Told::default();
    for row in reader {
        match row {
            Ok(Row::Other) => panic!("everybody is asked for"),
            Ok(Row::Event { subject, event }) => {
                told.events.push((subject.map(|s| s.as_str().to_owned()), event));
            }
            Ok(Row::Item(item)) => told.items.push(item),
            Err(Trouble::Row(bad)) => told.bad.push((bad.row, bad.reason.to_string())),
            Err(Trouble::File(error)) => told.failed = Some(error),
        }
    }
    told
}

/// Reads one file of this name and content.
fn read(format: Format, name: &str, content: impl AsRef<[u8]>) -> Told {
    let folder = Folder::new();
    let path = folder.file(name, content);
    told(open(format, &[path], &options()).expect("a file that can be opened"))
}

/// What is said when such a file can not be opened, without the path.
fn refused(format: Format, name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    let path = folder.file(name, content);
    let shown = path.display().to_string();
    match open(format, &[path], &options()) {
        Ok(_) => "opened".to_owned(),
        Err(error) => error.to_string().replace(&shown, "FILE"),
    }
}
