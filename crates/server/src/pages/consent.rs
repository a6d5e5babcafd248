//! The question how much may be used: equal answers, nothing chosen in advance, in nobody's way.

use super::frame::Frame;
use super::{ladder, links, parts};
use domain::Rung;
use maud::{Markup, html};

/// The question, asked beside the shop and not before it. The box for teaching is a purpose of its own: unticked, and
/// not needed for any answer.
pub(super) fn prompt(frame: &Frame) -> Markup {
    let words = &frame.words().consent;
    let answers = html! {
        (parts::showing(frame))
        div.ask {
            h2 id="ask" { (words.title) }
            p { (words.intro) }
            label.teach {
                input type="checkbox" name=(links::FIELD_TEACH) value="yes";
                span { strong { (words.teach_label) } " " (words.teach_note) }
            }
            @if let Some(names) = recipients(frame) { p.note { (names) } }
            p.note { (words.look_around) }
        }
        div.choices role="group" aria-labelledby="ask" {
            @for rung in ladder::LADDER { (answer(frame, rung, None, &html! {})) }
        }
    };
    html! { section.prompt aria-labelledby="ask" { (parts::post(frame, links::CHOICES, "split", &answers)) } }
}

/// Who else receives something of whoever says yes, by name; `None` where nobody does.
fn recipients(frame: &Frame) -> Option<String> {
    let names =
        frame.showing.as_ref().map(|showing| showing.recipients.join(", ")).filter(|names| !names.is_empty())?;
    Some(frame.words().recipients.asked(&names))
}

/// One answer: a button that says what it means, with `more` to say about it. The one in force is no button; `said` is
/// when it was given.
pub(super) fn answer(frame: &Frame, rung: Rung, said: Option<&str>, more: &Markup) -> Markup {
    let (words, means) = (&frame.words().consent, ladder::words(rung, frame.words()));
    let text = html! {
        span.name { (ladder::glyph(rung)) (means.name) }
        span.text {
            span { b { (words.used) } " " (ladder::used(rung, frame.words(), frame.group_people_min)) }
            span { b { (words.get) } " " (means.get) }
            (more)
        }
    };
    html! {
        @match said {
            Some(said) => div.choice.in-force { (text) span.act { (parts::tick()) (said) } },
            None => button.choice type="submit" name=(links::FIELD_RUNG) value=(rung.as_str()) { (text) span.act { (words.choose_this) } },
        }
    }
}
