//! The choices as a page: the ladder with what is in force, teaching as a question of its own, and what never changes.

use super::consent::{Offer, Prompt, answer, prompt};
use super::frame::{Frame, Tab};
use super::{links, parts};
use maud::{Markup, html};

/// The choices of a person.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The answers on offer, from the least to the most.
    pub offers: Vec<Offer>,
    /// When the rung in force was chosen, in seconds since 1970; `None` where nothing was said yet.
    pub since: Option<i64>,
    /// Whether their activity may teach, and since when that was said.
    pub teach: bool,
    /// When teaching was answered, in seconds since 1970.
    pub teach_since: Option<i64>,
}

/// The page.
#[must_use]
pub fn choices(frame: &Frame, view: &Choices) -> Markup {
    let words = &frame.words().choices;
    let main = html! {
        (parts::head(words.title, words.lead))
        @if frame.said { (ladder(frame, view)) (teach(frame, view)) } @else {
            (prompt(frame, &Prompt { offers: view.offers.clone() }))
        }
        section aria-labelledby="always" {
            h2 id="always" { (words.always) }
            ul.always { @for line in words.always_lines { li { (parts::tick()) span { (line) } } } }
        }
    };
    frame.page(Tab::Choices, words.title, &main)
}

fn ladder(frame: &Frame, view: &Choices) -> Markup {
    let words = &frame.words().choices;
    let since = view.since.map_or_else(|| words.in_force.to_owned(), |at| (words.in_force_since)(&frame.lang.day(at)));
    let answers = html! {
        div.choices role="group" aria-labelledby="ladder" {
            @for offer in &view.offers { (answer(frame, offer, (offer.rung == frame.rung).then_some(since.as_str()))) }
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
    let state = if view.teach { words.teaches } else { words.teaches_not };
    let buttons = html! {
        button.button type="submit" name=(links::FIELD_TEACH) value="no" { (words.teach_no) }
        button.button type="submit" name=(links::FIELD_TEACH) value="yes" { (words.teach_yes) }
    };
    html! {
        section.teaching aria-labelledby="teach" {
            h2 id="teach" { (words.teach) }
            p { (words.teach_note) }
            p.state {
                strong { (state) }
                @if let Some(at) = view.teach_since { " " ((words.since)(&frame.lang.day(at))) }
            }
            (parts::post(frame, links::CHOICES, "pair", &buttons))
        }
    }
}
