//! What can be wrong with a language's file, each with the message or the line that it is about.

use super::{FILE_BYTES_MAX, TEXT_CHARS_MAX};
use std::fmt;

/// Most mistakes that are told of a file where it is refused; `assent language check` tells them all.
pub const MISTAKES_TOLD_MAX: usize = 5;

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The file's name, without `.ftl`, is no language's code.
    Name,
    /// The file has more than [`FILE_BYTES_MAX`].
    TooLarge,
    /// The file can not be read, for this reason.
    Unreadable(String),
    /// It is not UTF-8.
    NotText,
    /// This line is not Fluent, for this reason.
    Syntax(usize, String),
    /// A message stands twice.
    Twice(String),
    /// A message is not there.
    Missing(String),
    /// A message that nothing asks for.
    Unknown(String),
    /// A message has attributes, which nothing asks for.
    Attributes(String),
    /// A message says nothing.
    Empty(String),
    /// A message has more than [`TEXT_CHARS_MAX`].
    TooLong(String),
    /// A message asks for a blank that it is not given; it is given these.
    NotGiven(String, String, String),
    /// A message leaves out a blank, and with it what people are to be told.
    LeftOut(String, String),
    /// A message calls a function.
    Function(String),
    /// A message refers to another.
    Reference(String),
    /// A message can not be filled in, for this reason.
    Broken(String, String),
    /// A message has to be one of a few words.
    Word(String, &'static str),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name => {
                write!(f, "a file is named after its language's code (BCP 47), such as `fr.ftl` or `pt-BR.ftl`")
            }
            Self::TooLarge => write!(f, "it is larger than LANGUAGE_FILE_BYTES_MAX, {FILE_BYTES_MAX} bytes"),
            Self::Unreadable(why) => write!(f, "it can not be read: {why}"),
            Self::NotText => write!(f, "it is not UTF-8"),
            Self::Syntax(line, why) => write!(f, "line {line}: {why}"),
            Self::Twice(name) => write!(f, "`{name}` stands twice"),
            Self::Missing(name) => write!(f, "the message `{name}` is missing"),
            Self::Unknown(name) => write!(f, "nothing asks for the message `{name}`"),
            Self::Attributes(name) => write!(f, "the message `{name}` has attributes, and nothing asks for them"),
            Self::Empty(name) => write!(f, "the message `{name}` says nothing"),
            Self::TooLong(name) => {
                write!(f, "the message `{name}` is longer than LANGUAGE_TEXT_CHARS_MAX, {TEXT_CHARS_MAX} characters")
            }
            Self::NotGiven(name, blank, given) => {
                write!(f, "the message `{name}` asks for `${blank}`, which it is not given; it is given {given}")
            }
            Self::LeftOut(name, blank) => write!(f, "the message `{name}` leaves out `${blank}`"),
            Self::Function(name) => {
                write!(f, "the message `{name}` calls a function; numbers and moments come written already")
            }
            Self::Reference(name) => {
                write!(f, "the message `{name}` refers to another; what messages have in common is a term")
            }
            Self::Broken(name, why) => write!(f, "the message `{name}` can not be filled in: {why}"),
            Self::Word(name, words) => write!(f, "the message `{name}` is {words}"),
        }
    }
}

/// A file's mistakes in one line: the first few, and how many more there are.
pub fn told(file: &str, mistakes: &[Mistake]) -> String {
    let first: Vec<_> = mistakes.iter().take(MISTAKES_TOLD_MAX).map(ToString::to_string).collect();
    let more = mistakes.len().saturating_sub(MISTAKES_TOLD_MAX);
    let more = if more > 0 { format!("; and {more} more, which `assent language check` tells") } else { String::new() };
    format!("the language file {file} can not be used: {}{more}", first.join("; "))
}
