//! The files: CSV with a header line, row by row, so that no memory goes with their length.

use super::goods::Goods;
use super::people::People;
use super::words::{DEPARTMENTS, LINES, LOOKS, NOUNS};
use crate::AppError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// After so many events progress is told.
const TOLD_EVERY: u64 = 50_000;
/// What is written at a time, in bytes.
const BUFFER_BYTES: usize = 1 << 20;

type Out = BufWriter<File>;

/// Makes the directory and both files in it, none of which may be there.
pub(super) fn open(folder: &Path, files: &[PathBuf; 2]) -> Result<[Out; 2], AppError> {
    fs::create_dir_all(folder).map_err(|error| wrong(folder, &error))?;
    let make = |path: &PathBuf| {
        let file = File::create_new(path).map_err(|error| wrong(path, &error))?;
        Ok::<_, AppError>(BufWriter::with_capacity(BUFFER_BYTES, file))
    };
    Ok([make(&files[0])?, make(&files[1])?])
}

pub(super) fn items(goods: &Goods, mut out: Out, path: &Path) -> Result<(), AppError> {
    let mut all = || -> io::Result<()> {
        writeln!(out, "id,title,category,tags,price_minor,currency")?;
        for item in 0..goods.count {
            let (shelf, set, name) = (goods.shelf(item) as usize, goods.set(item) as usize, goods.name(item));
            let (noun, line) = (NOUNS[shelf % NOUNS.len()], LINES[(shelf + set) % LINES.len()]);
            let (look, department) = (LOOKS[name as usize % LOOKS.len()], DEPARTMENTS[shelf % DEPARTMENTS.len()]);
            let price = goods.trait_of(item).price;
            writeln!(
                out,
                "i{name:07},{look} {noun} {line} {name},{department} > shelf {shelf},{look};{line},{price},EUR"
            )?;
        }
        out.flush()
    };
    all().map_err(|error| wrong(path, &error))
}

pub(super) fn events(
    people: &People<'_>,
    mut out: Out,
    path: &Path,
    progress: &dyn Fn(u64, u64),
) -> Result<(), AppError> {
    let goods = people.goods();
    let mut all = || -> io::Result<()> {
        writeln!(out, "subject,item,time,verb,quantity,basket")?;
        for (done, (number, did)) in
            people.events_in_order().enumerate().map(|(at, did)| (at as u64, (did.subject, did)))
        {
            let (name, verb, (day, nth)) = (goods.name(did.item), did.verb.as_str(), did.basket);
            writeln!(out, "u{number:07},i{name:07},{},{verb},{},u{number}-{day}-{nth}", did.at, did.pieces)?;
            if done.is_multiple_of(TOLD_EVERY) {
                progress(done, people.events());
            }
        }
        out.flush()
    };
    all().map_err(|error| wrong(path, &error))
}

fn wrong(path: &Path, error: &io::Error) -> AppError {
    let what = match error.kind() {
        io::ErrorKind::AlreadyExists => "is there already, and is left as it is".to_owned(),
        kind => format!("can not be written: {kind}"),
    };
    AppError::File(format!("{}: {what}", path.display()))
}
