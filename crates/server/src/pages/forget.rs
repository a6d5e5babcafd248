//! "Forget me": what will happen, two equal answers, and what has happened.

use super::frame::{Frame, Home, Tab};
use super::{links, parts};
use crate::language::Written;
use maud::{Markup, html};

/// What there is to forget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forget {
    /// How many things they did.
    pub events: usize,
    /// How many things they said.
    pub statements: usize,
    /// How many receipts there are.
    pub receipts: usize,
    /// Until when an escrow of the keys could still open them, in seconds since 1970; `None` where there is none.
    pub escrow_until: Option<i64>,
}

/// The question; `None` where nothing is held.
#[must_use]
pub fn forget(frame: &Frame, view: Option<Forget>) -> Markup {
    let words = &frame.words().forget;
    let main = html! {
        section.letter {
            @match view {
                None => { (parts::head(words.title, words.nothing)) p { a.button href=(frame.back()) { (words.back) } } }
                Some(held) => {
                    (parts::head(words.title, words.lead))
                    ul.always {
                        li { (parts::tick()) span { (words.gone(held.events, held.statements, held.receipts)) } }
                        (escrow(frame, held.escrow_until))
                        // The first says that copies are noise as well, which an escrow stands against.
                        @for line in words.lines.into_iter().skip(usize::from(held.escrow_until.is_some())) {
                            li { (parts::tick()) span { (line) } }
                        }
                    }
                    p { strong { (words.no_undo) } " " a href=(links::EXPORT) download { (words.export_first) } }
                    (answers(frame))
                }
            }
        }
    };
    frame.page(Tab::Elsewhere, words.title, &main)
}

fn answers(frame: &Frame) -> Markup {
    let words = &frame.words().forget;
    let yes = html! { button.button type="submit" { (words.yes) } };
    html! {
        div.pair {
            a.button href=(links::DATA) { (words.no) }
            (parts::post(frame, links::FORGET, "answer", &yes))
        }
    }
}

/// That it is not final before a day, where it is not.
fn escrow(frame: &Frame, until: Option<i64>) -> Markup {
    html! {
        @if let Some(until) = until {
            li { (parts::tick()) span { (frame.words().forget.escrow(&frame.lang.day(until))) } }
        }
    }
}

/// Done; until when an escrow of the keys could still open it. The frame is a stranger's now.
#[must_use]
pub fn forgotten(frame: &Frame, escrow_until: Option<i64>) -> Markup {
    let words = &frame.words().forget;
    let main = html! {
        section.letter {
            (parts::head(words.done, words.done_lead))
            ul.always {
                @for line in words.done_lines { li { (parts::tick()) span { (line) } } }
                (escrow(frame, escrow_until))
            }
            @if frame.home == Home::Demo { p { a.button href=(links::HOME) { (words.back) } } }
        }
    };
    frame.page(Tab::Elsewhere, words.done, &main)
}
