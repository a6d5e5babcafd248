//! The choices as a page: the ladder with what is in force, teaching as a question of its own, and what never changes.

use super::consent::{answer, prompt};
use super::frame::{Frame, Tab};
use super::words::Written;
use super::{ladder, links, parts};
use maud::{Markup, html};

/// The choices of a person; what is in force stands in the frame.
#[derive(Clone, Copy, Debug)]
pub struct Choices {
    /// When they last said how much may be used for them, in seconds since 1970.
    pub rung_said: Option<i64>,
    /// When they last said whether their activity may teach, in seconds since 1970.
    pub teach_said: Option<i64>,
    /// Fewest people behind a link between two things.
    pub pair_people_min: u32,
}

/// The page.
#[must_use]
pub fn choices(frame: &Frame, view: &Choices) -> Markup {
    let words = &frame.words().choices;
    let main = html! {
        (parts::head(words.title, words.lead))
        @if frame.said { (rungs(frame, view)) (teach(frame, view)) } @else { (prompt(frame)) }
        section aria-labelledby="always" {
            h2 id="always" { (words.always) }
            ul.always { @for line in words.always_lines { li { (parts::tick()) span { (line) } } } }
        }
    };
    frame.page(Tab::Choices, words.title, &main)
}

fn rungs(frame: &Frame, view: &Choices) -> Markup {
    let words = &frame.words().choices;
    let said = view.rung_said.map_or_else(|| words.in_force.to_owned(), |at| (words.in_force_of)(&frame.lang.day(at)));
    let answers = html! {
        (parts::showing(frame))
        div.choices role="group" aria-labelledby="ladder" {
            @for rung in ladder::LADDER { (answer(frame, rung, (rung == frame.rung).then_some(said.as_str()))) }
        }
    };
    html! {
        section aria-labelledby="ladder" {
            h2 id="ladder" { (words.ladder) }
            (parts::post(frame, links::CHOICES, "ladder", &answers))
        }
    }
}

/// Both answers are always there, alike; a line above says which one is in force.
fn teach(frame: &Frame, view: &Choices) -> Markup {
    let words = &frame.words().choices;
    let state = if frame.teach { words.teaches } else { words.teaches_not };
    let buttons = html! {
        (parts::showing(frame))
        button.button type="submit" name=(links::FIELD_TEACH) value="no" { (words.teach_no) }
        button.button type="submit" name=(links::FIELD_TEACH) value="yes" { (words.teach_yes) }
    };
    html! {
        section.teaching aria-labelledby="teach" {
            h2 id="teach" { (words.teach) }
            p { ((words.teach_note)(view.pair_people_min)) }
            p.state {
                strong { (state) }
                @if let Some(at) = view.teach_said { " " ((words.said)(&frame.lang.day(at))) }
            }
            (parts::post(frame, links::CHOICES, "pair", &buttons))
        }
    }
}
