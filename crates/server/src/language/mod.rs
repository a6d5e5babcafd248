//! The languages that are spoken here: English and German, which are built in, and what an operator added, one file each.
//!
//! A language's file holds all words of that language ([`words`]). It is read and checked once, before anything is opened;
//! from then on a text is a text, and a sentence with blanks is filled in without reading anything again.

mod browser;
mod folder;
mod format;
mod mistake;
mod read;
mod sentence;
mod used;
pub mod words;

#[cfg(test)]
mod tests;

pub use browser::with_words;
pub use folder::{Added, check, open};
pub use format::Written;
pub use mistake::Mistake;
pub use words::Words;

use domain::Lang;
use std::sync::OnceLock;

/// Most bytes of a language's file (LANGUAGE_FILE_BYTES_MAX).
pub const FILE_BYTES_MAX: usize = 256 * 1024;
/// Most characters of a message that is filled in (LANGUAGE_TEXT_CHARS_MAX): pages stay within their size.
pub const TEXT_CHARS_MAX: usize = 1_500;
/// Most languages that are added (LANGUAGES_MAX).
pub const ADDED_MAX: usize = 16;

/// English, which every other file is translated from.
pub const ENGLISH: &str = include_str!("../../languages/en.ftl");
const GERMAN: &str = include_str!("../../languages/de.ftl");

/// A language with its words.
pub struct Spoken {
    /// Which.
    pub lang: Lang,
    /// Its words.
    pub words: Words,
}

/// What is spoken; set once, before the first word is said.
static SPOKEN: OnceLock<Vec<Spoken>> = OnceLock::new();

fn spoken() -> &'static [Spoken] {
    SPOKEN.get_or_init(built_in)
}

/// The languages that are built in, English first.
pub fn built_in() -> Vec<Spoken> {
    let read = |(lang, text): (Lang, &str)| match read::read(lang, text.as_bytes()) {
        Ok(words) => Spoken { lang, words },
        // A test reads both files, so nothing that was built and tested comes here.
        Err(mistakes) => panic!("{}", mistake::told(lang.code(), &mistakes)),
    };
    [(Lang::EN, ENGLISH), (Lang::DE, GERMAN)].map(read).into()
}

/// Speaks these languages too, from now on. What was said before was said without them, so this comes first of all; a
/// second call changes nothing.
pub fn speak(added: Added) {
    SPOKEN.get_or_init(|| built_in().into_iter().chain(added.0).collect());
}

/// The languages that are spoken, English first.
pub fn all() -> Vec<Lang> {
    spoken().iter().map(|one| one.lang).collect()
}

/// The spoken language of this code.
pub fn parse(code: &str) -> Option<Lang> {
    let lang = Lang::parse(code)?;
    spoken().iter().any(|one| one.lang == lang).then_some(lang)
}

/// The words of a language; those of English where it is spoken here no longer.
pub fn of(lang: Lang) -> &'static Words {
    let all = spoken();
    &all.iter().find(|one| one.lang == lang).unwrap_or(&all[0]).words
}

/// What a language is called by its own readers; its code where it is spoken here no longer.
pub fn name(lang: &Lang) -> &str {
    spoken().iter().find(|one| one.lang == *lang).map_or_else(|| lang.code(), |one| one.words.language.name)
}

/// The language that a reader of these (`Accept-Language`, RFC 9110, section 12.5.4) likes best; English where they like
/// none of ours.
pub fn liked(accept_language: &str) -> Lang {
    best(&all(), accept_language)
}

/// As [`liked`], among these; the first of them where none is liked.
fn best(ours: &[Lang], accept_language: &str) -> Lang {
    let liked = accept_language.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let lang = looked_up(ours, parts.next()?)?;
        let quality = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
        (quality > 0.0).then_some((lang, quality))
    });
    let better = |best: Option<(Lang, f32)>, next: (Lang, f32)| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    };
    liked.fold(None, better).map_or(ours[0], |(lang, _)| lang)
}

/// What there is for a language range: the same, then ever less exact (RFC 4647, section 3.4), then any kin of it.
fn looked_up(ours: &[Lang], range: &str) -> Option<Lang> {
    let asked = Lang::parse(range)?;
    let is = |code: &str| ours.iter().copied().find(|lang| lang.code() == code);
    let mut shorter = std::iter::successors(Some(asked.code()), |code| code.rsplit_once('-').map(|(rest, _)| rest));
    let language = |lang: &Lang| lang.code().split('-').next().map(str::to_owned);
    let kin = || ours.iter().copied().find(|lang| language(lang) == language(&asked));
    shorter.find_map(is).or_else(kin)
}
