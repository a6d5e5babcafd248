//! The question how much may be used: equal answers, nothing chosen in advance, in nobody's way.

use super::frame::Frame;
use super::ladder::Rung;
use super::{links, parts};
use maud::{Markup, html};

/// The question, asked once, beside the shop and not before it.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// The answers on offer, from the least to the most.
    pub offers: Vec<Offer>,
}

/// An answer on offer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// The rung.
    pub rung: Rung,
    /// Its measured quality: of a hundred things that people bought next, how many were among the twenty shown.
    pub found_in_100: Option<u8>,
}

/// The question as a part of a page. The box for teaching is a purpose of its own: unticked, and not needed for any answer.
#[must_use]
pub fn prompt(frame: &Frame, view: &Prompt) -> Markup {
    let words = &frame.words().consent;
    let answers = html! {
        div.ask {
            h2 id="ask" { (words.title) }
            p { (words.intro) }
            label.teach {
                input type="checkbox" name=(links::FIELD_TEACH) value="yes";
                span { strong { (words.teach_label) } " " (words.teach_note) }
            }
            p.note { (words.look_around) " " a href=(links::CHOICES) { (words.compare) } }
        }
        div.choices role="group" aria-labelledby="ask" {
            @for offer in &view.offers { (answer(frame, offer, None)) }
        }
    };
    html! { section.prompt aria-labelledby="ask" { (parts::post(frame, links::CHOICES, "split", &answers)) } }
}

/// One answer: a button that says what it means. The one in force is no button; `since` is when it was chosen.
pub(super) fn answer(frame: &Frame, offer: &Offer, in_force: Option<&str>) -> Markup {
    let (words, rung) = (&frame.words().consent, offer.rung.words(frame.words()));
    let text = html! {
        span.name { (offer.rung.glyph()) (rung.name) }
        span.text {
            span { b { (words.used) } " " (rung.used) }
            span { b { (words.get) } " " (rung.get) }
            @if let Some(found) = offer.found_in_100 { span.measured { ((words.measured)(usize::from(found))) } }
        }
    };
    html! {
        @match in_force {
            Some(since) => div.choice.in-force { (text) span.act { (parts::tick()) (since) } },
            None => button.choice type="submit" name=(links::FIELD_RUNG) value=(offer.rung.as_str()) { (text) span.act { (words.choose_this) } },
        }
    }
}
