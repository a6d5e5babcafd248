//! Writes what was ranked for whom, so that somebody else can work the figures out again.

use super::Way;
use super::split::Split;
use crate::AppError;
use serde_json::json;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes JSON Lines: first what everybody took in training (by number), then a line for each way and person. Nobody is
/// named, and items are numbers.
pub(super) fn write(path: &Path, split: &Split, ways: &[Way]) -> Result<(), AppError> {
    let failed = |error: std::io::Error| AppError::File(format!("{}: {}", path.display(), error.kind()));
    let mut out = BufWriter::new(File::create(path).map_err(failed)?);
    let teachers: Vec<Vec<u32>> = split.teachers.iter().map(|person| person.owned().collect()).collect();
    let mut shelves: Vec<Option<&String>> = vec![None; split.items.len()];
    for item in &split.catalog {
        if let Some(at) = split.number(&item.id) {
            shelves[at as usize] = item.category.first();
        }
    }
    writeln!(out, "{}", json!({ "items": split.items.len(), "teachers": teachers, "shelves": shelves }))
        .map_err(failed)?;
    for way in ways {
        for (person, asked) in split.tests.iter().zip(&way.asked) {
            let owned: Vec<u32> = person.owned().collect();
            let line =
                json!({ "row": way.name, "owned": owned, "held": person.held, "all": asked.all, "new": asked.new });
            writeln!(out, "{line}").map_err(failed)?;
        }
    }
    out.flush().map_err(failed)
}
