//! A sentence with blanks: a message of a language's file, filled in anew each time.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::Arc;

/// The messages of a file, read once; for all threads.
pub type Bundle = FluentBundle<FluentResource>;

/// What a blank of this type is to a file: a number decides between plurals, anything else is text.
pub trait Blank {
    /// Whether it is a number.
    const IS_NUMBER: bool;
}

impl Blank for &str {
    const IS_NUMBER: bool = false;
}
impl Blank for usize {
    const IS_NUMBER: bool = true;
}
impl Blank for u32 {
    const IS_NUMBER: bool = true;
}
impl Blank for i64 {
    const IS_NUMBER: bool = true;
}

/// A sentence with blanks.
pub struct Sentence {
    bundle: Arc<Bundle>,
    message: String,
}

impl Sentence {
    pub(super) const fn new(bundle: Arc<Bundle>, message: String) -> Self {
        Self { bundle, message }
    }

    /// The sentence with its blanks filled in.
    pub(super) fn say<'b, const N: usize>(&self, blanks: [(&'static str, FluentValue<'b>); N]) -> String {
        fill(&self.bundle, &self.message, &blanks.into_iter().collect()).0
    }
}

/// A message with its blanks filled in, and what went wrong with it: nothing in a file that was read to its end.
pub(super) fn fill(bundle: &Bundle, message: &str, blanks: &FluentArgs<'_>) -> (String, Vec<String>) {
    let Some(pattern) = bundle.get_message(message).and_then(|message| message.value()) else {
        return (String::new(), vec!["there is no such message".to_owned()]);
    };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(blanks), &mut errors).into_owned();
    (text, errors.iter().map(ToString::to_string).collect())
}
