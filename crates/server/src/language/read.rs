//! Reads a language's file: every message that the code names is looked for, and nothing else may stand there.

use super::mistake::Mistake;
use super::sentence::{Bundle, Sentence, fill};
use super::used::Used;
use super::words::{Keys, Text, Words};
use super::{FILE_BYTES_MAX, TEXT_CHARS_MAX};
use app::ZONES;
use domain::Lang;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Numbers that a sentence is tried with: between them they ask for every plural of every language (CLDR).
const TRIED: [i64; 9] = [0, 1, 2, 3, 6, 11, 21, 100, 1_000_000];
/// A blank that a language may need for its grammar, and that tells nobody anything.
const HINT: &str = "place";

/// A file that is being read.
pub struct Reader {
    bundle: Arc<Bundle>,
    messages: BTreeMap<String, Used>,
    asked: BTreeSet<String>,
    mistakes: Vec<Mistake>,
}

/// Reads the words of a language.
///
/// # Errors
/// Every mistake in the file.
pub fn read(lang: Lang, bytes: &[u8]) -> Result<Words, Vec<Mistake>> {
    let mut reader = Reader::open(lang, bytes)?;
    let words = Words::read(&mut reader);
    reader.check_itself(&words);
    reader.close(words)
}

impl Reader {
    fn open(lang: Lang, bytes: &[u8]) -> Result<Self, Vec<Mistake>> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(vec![Mistake::TooLarge]);
        }
        let text = str::from_utf8(bytes).map_err(|_| vec![Mistake::NotText])?;
        let line = |at: usize| text.get(..at).unwrap_or_default().lines().count().max(1);
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| {
            errors
                .iter()
                .map(|error| Mistake::Syntax(line(error.pos.start), error.kind.to_string()))
                .collect::<Vec<_>>()
        })?;
        let (messages, mistakes) = contents(&resource);
        let code = lang.code().parse().map_err(|_| vec![Mistake::Name])?;
        let mut bundle = Bundle::new_concurrent(vec![code]);
        bundle.set_use_isolating(false);
        let twice =
            bundle.add_resource(resource).err().unwrap_or_default().into_iter().filter_map(|error| match error {
                FluentError::Overriding { id, .. } => Some(Mistake::Twice(id)),
                _ => None,
            });
        let mistakes = mistakes.into_iter().chain(twice).collect();
        // In a language from right to left, what is filled in keeps its own direction (Unicode UAX #9, isolates).
        let is_rtl = fill(&bundle, "language-direction", &FluentArgs::new()).0 == "rtl";
        bundle.set_use_isolating(is_rtl);
        Ok(Self { bundle: Arc::new(bundle), messages, asked: BTreeSet::new(), mistakes })
    }

    /// A text that is said as it is.
    pub fn text(&mut self, part: &str, name: &str) -> Text {
        let message = named(part, name);
        self.ask(&message, &[]);
        let text = fill(&self.bundle, &message, &FluentArgs::new()).0;
        // A language is read once and spoken until the end: at most LANGUAGES_MAX files of LANGUAGE_FILE_BYTES_MAX stay.
        Box::leak(text.into_boxed_str())
    }

    /// So many texts.
    pub fn list<const N: usize>(&mut self, part: &str, name: &str) -> [Text; N] {
        std::array::from_fn(|at| self.text(part, &format!("{name}-{}", at + 1)))
    }

    /// So many texts, each with a note.
    pub fn pairs<const N: usize>(&mut self, part: &str, name: &str) -> [(Text, Text); N] {
        std::array::from_fn(|at| {
            let name = format!("{name}-{}", at + 1);
            (self.text(part, &name), self.text(part, &format!("{name}-note")))
        })
    }

    /// A text for each key of a vocabulary.
    pub fn keys(&mut self, part: &str, name: &str, known: &[&'static str]) -> Keys {
        Keys::new(known.iter().map(|key| (*key, self.text(part, &format!("{name}-{key}")))).collect())
    }

    /// A sentence with blanks; each says whether it is a number.
    pub fn sentence(&mut self, part: &str, name: &str, blanks: &[(&'static str, bool)]) -> Sentence {
        let message = named(part, name);
        self.ask(&message, blanks);
        Sentence::new(Arc::clone(&self.bundle), message)
    }

    /// Whether a message is there, and says what it is given and no more.
    fn ask(&mut self, message: &str, blanks: &[(&'static str, bool)]) {
        self.asked.insert(message.to_owned());
        let Some(used) = self.messages.get(message) else {
            return self.mistakes.push(Mistake::Missing(message.to_owned()));
        };
        let name = || message.to_owned();
        let given = blanks.iter().map(|(blank, _)| format!("`${blank}`")).collect::<Vec<_>>().join(", ");
        let given = if given.is_empty() { "nothing".to_owned() } else { given };
        let strange = used.blanks.iter().filter(|blank| !blanks.iter().any(|(known, _)| known == blank));
        let strange = strange.map(|blank| Mistake::NotGiven(name(), blank.clone(), given.clone()));
        let left_out = blanks.iter().filter(|(blank, _)| *blank != HINT && !used.blanks.contains(*blank));
        let left_out = left_out.map(|(blank, _)| Mistake::LeftOut(name(), (*blank).to_owned()));
        let found: Vec<_> = strange.chain(left_out).collect();
        let is_whole = found.is_empty() && used.is_sound;
        self.mistakes.extend(found);
        if is_whole {
            self.mistakes.extend(self.tried(message, blanks));
        }
    }

    /// What goes wrong when a message is filled in.
    fn tried(&self, message: &str, blanks: &[(&'static str, bool)]) -> Option<Mistake> {
        let tries = if blanks.is_empty() { 1 } else { TRIED.len() };
        TRIED.iter().take(tries).find_map(|number| {
            let value = |is_number: bool| if is_number { FluentValue::from(*number) } else { FluentValue::from("x") };
            let filled = blanks.iter().map(|(blank, is_number)| (*blank, value(*is_number))).collect();
            let (text, errors) = fill(&self.bundle, message, &filled);
            let name = || message.to_owned();
            // What stands between digits may be nothing at all.
            let is_empty = text.trim().is_empty() && !message.starts_with("format-");
            let broken = errors.first().map(|why| Mistake::Broken(name(), why.clone()));
            let empty = is_empty.then(|| Mistake::Empty(name()));
            broken.or(empty).or_else(|| (text.chars().count() > TEXT_CHARS_MAX).then(|| Mistake::TooLong(name())))
        })
    }

    /// What a language says of itself is for the program, and has to be a word that it knows.
    fn check_itself(&mut self, words: &Words) {
        let language = &words.language;
        if !["ltr", "rtl"].contains(&language.direction) {
            self.mistakes.push(Mistake::Word("language-direction".to_owned(), "`ltr` or `rtl`"));
        }
        if !ZONES.iter().any(|(zone, _)| *zone == language.zone) {
            self.mistakes
                .push(Mistake::Word("language-zone".to_owned(), "one of the clocks on offer, such as `Europe/Paris`"));
        }
    }

    fn close(self, words: Words) -> Result<Words, Vec<Mistake>> {
        let unknown = self.messages.into_keys().filter(|name| !self.asked.contains(name)).map(Mistake::Unknown);
        let mistakes: Vec<_> = self.mistakes.into_iter().chain(unknown).collect();
        if mistakes.is_empty() { Ok(words) } else { Err(mistakes) }
    }
}

/// A message's name: the part, then the word, with hyphens.
fn named(part: &str, name: &str) -> String {
    format!("{part}-{}", name.replace(['_', '.'], "-"))
}

/// The messages of a file with what each uses, and what no file may contain.
fn contents(resource: &FluentResource) -> (BTreeMap<String, Used>, Vec<Mistake>) {
    let (mut messages, mut mistakes) = (BTreeMap::new(), Vec::new());
    let term = |entry: &Entry<&str>| if let Entry::Term(term) = entry { Some(term.id.name.to_owned()) } else { None };
    let terms: BTreeSet<String> = resource.entries().filter_map(term).collect();
    for entry in resource.entries() {
        let (name, pattern, is_message) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.value.as_ref(), true),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(&term.value), false),
            _ => continue,
        };
        let mut used = pattern.map(Used::of).unwrap_or_default();
        if used.functions {
            mistakes.push(Mistake::Function(name.clone()));
        }
        if used.messages {
            mistakes.push(Mistake::Reference(name.clone()));
        }
        if matches!(entry, Entry::Message(message) if !message.attributes.is_empty()) {
            mistakes.push(Mistake::Attributes(name.clone()));
        }
        let unknown = used.terms.difference(&terms).map(|term| format!("there is no term `-{term}`"));
        let unknown: Vec<_> = unknown.map(|why| Mistake::Broken(name.clone(), why)).collect();
        used.is_sound = unknown.is_empty() && !used.functions && !used.messages;
        mistakes.extend(unknown);
        if is_message {
            messages.insert(name, used);
        }
    }
    (messages, mistakes)
}
