//! A problem as a page: what went wrong, what to do, and the code that finds it again.

use super::frame::{Frame, Home, Tab};
use super::{links, parts};
use crate::language::words::ProblemWords;
use maud::{Markup, html};

/// A problem.
#[derive(Clone, Debug)]
pub struct ProblemPage {
    /// The HTTP status.
    pub status: u16,
    /// The stable code, such as `overloaded`.
    pub code: &'static str,
    /// What happened and how to mend it, in an English sentence that echoes no input.
    pub detail: String,
}

/// The page of a problem.
#[must_use]
pub fn problem(frame: &Frame, view: &ProblemPage) -> Markup {
    let words = &frame.words().problem;
    let (title, lead) = said(words, view);
    let main = html! {
        section.letter {
            (parts::head(title, lead))
            @if frame.home == Home::Demo { p { a.button href=(links::HOME) { (words.back) } } }
            p.note { (words.code) " " code lang=[frame.records()] { (view.status) " " (view.code) ": " (view.detail) } }
        }
    };
    frame.page(Tab::Elsewhere, title, &main)
}

fn said(words: &ProblemWords, view: &ProblemPage) -> (&'static str, &'static str) {
    match view.status {
        _ if matches!(view.code, "link_invalid" | "session_needed") => (words.come_anew, words.come_anew_lead),
        404 | 410 => (words.nothing_here, words.nothing_here_lead),
        403 => (words.not_yours, words.not_yours_lead),
        429 | 503 => (words.too_much, words.too_much_lead),
        400..=499 => (words.mistake, words.mistake_lead),
        _ => (words.fault, words.fault_lead),
    }
}
