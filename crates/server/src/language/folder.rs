//! Languages that an operator adds: the files of a directory, each one language.

use super::{ADDED_MAX, FILE_BYTES_MAX, Mistake, Spoken, mistake, read};
use app::AppError;
use domain::Lang;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// How a language's file ends.
const ENDING: &str = "ftl";

/// Languages that were read and may be spoken.
#[derive(Default)]
pub struct Added(pub(super) Vec<Spoken>);

impl Added {
    /// Each language, and what people get from a purpose in it.
    pub fn benefits(&self) -> impl Iterator<Item = (Lang, impl Fn(&str) -> Option<String> + '_)> {
        self.0.iter().map(|one| (one.lang, move |key: &str| one.words.keys.benefits.get(key).map(str::to_owned)))
    }
}

/// Reads the languages of a directory: each file that ends in `.ftl`.
///
/// # Errors
/// [`AppError::Start`] naming the file and the message for whatever is wrong: one language half translated is worse than none.
pub fn open(folder: &Path) -> Result<Added, AppError> {
    let files = files(folder)?;
    let mut added = Vec::new();
    for file in &files {
        let (lang, words) = check(file).map_err(|mistakes| start(mistake::told(&shown(file), &mistakes)))?;
        if added.iter().any(|one: &Spoken| one.lang == lang) || [Lang::EN, Lang::DE].contains(&lang) {
            return Err(start(format!("the language file {} is of a language that is spoken already", shown(file))));
        }
        added.push(Spoken { lang, words });
    }
    Ok(Added(added))
}

/// Reads one language's file.
///
/// # Errors
/// Every mistake in it.
pub fn check(file: &Path) -> Result<(Lang, super::Words), Vec<Mistake>> {
    let is_ours = file.extension().is_some_and(|ending| ending == ENDING);
    let code = file.file_stem().and_then(|stem| stem.to_str()).filter(|_| is_ours);
    let lang = code.and_then(Lang::parse).ok_or_else(|| vec![Mistake::Name])?;
    let unreadable = |error: std::io::Error| vec![Mistake::Unreadable(error.kind().to_string())];
    let mut bytes = Vec::new();
    let source = File::open(file).map_err(unreadable)?;
    source.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    read::read(lang, &bytes).map(|words| (lang, words))
}

/// The languages' files in a directory, in order of name. What does not end in `.ftl` is somebody else's.
fn files(folder: &Path) -> Result<Vec<PathBuf>, AppError> {
    let unreadable = |error: std::io::Error| {
        start(format!("the languages in {} can not be read: {}", folder.display(), error.kind()))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            found.push(path);
        }
        if found.len() > ADDED_MAX {
            return Err(start(format!(
                "there are more languages in {} than LANGUAGES_MAX, {ADDED_MAX}",
                folder.display()
            )));
        }
    }
    found.sort();
    Ok(found)
}

fn shown(file: &Path) -> String {
    file.display().to_string()
}

const fn start(says: String) -> AppError {
    AppError::Start(says)
}
