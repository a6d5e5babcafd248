//! Requests: what somebody asked for about their data, with the clock that runs, and every way to ask.

use super::frame::{Frame, Tab};
use super::{links, parts};
use crate::language::Written;
use maud::{Markup, html};

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// The newest first; perhaps only the newest.
    pub requests: Vec<RequestRow>,
}

/// Something they asked for.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// Its name.
    pub id: String,
    /// The key of what (`access`, `complaint`, ..).
    pub kind: &'static str,
    /// The key of how far it is (`received`, `done`, ..).
    pub stage: &'static str,
    /// What they said, in their own words.
    pub says: String,
    /// When they asked, in seconds since 1970.
    pub at: i64,
    /// What becomes of the clock.
    pub clock: Clock,
    /// The key of the law whose clock it is.
    pub law: String,
    /// What they were told, in order: when, the key of how far it was then, and the words.
    pub told: Vec<(i64, &'static str, String)>,
    /// Whether they may appeal.
    pub may_appeal: bool,
}

/// The clock of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// It has to be answered by then, in seconds since 1970; so many days are left, fewer than none where it is late.
    Due(i64, i64),
    /// It stands still: the person was asked something.
    Stopped(i64),
    /// It was closed then.
    Closed(i64),
}

/// What is done at once, and what somebody at the shop answers.
const AT_ONCE: [&str; 7] = ["access", "portability", "recipients", "explain", "restrict", "limit_sensitive", "opt_out"];
const BY_SHOP: [&str; 4] = ["correct", "contest_inference", "human_review", "complaint"];

/// The page.
#[must_use]
pub fn asking(frame: &Frame, view: &Asking) -> Markup {
    let words = &frame.words().asking;
    let main = html! {
        (parts::head(words.title, words.lead))
        @if frame.said {
            @if !view.requests.is_empty() {
                section aria-labelledby="asked" {
                    h2 id="asked" { (words.asked) }
                    ul.requests { @for request in &view.requests { (row(frame, request)) } }
                }
            }
            section aria-labelledby="ask" {
                h2 id="ask" { (words.ask) }
                (shop(frame))
                (at_once(frame))
            }
        } @else { p { (words.none) } (parts::to_choices(frame)) }
    };
    frame.page(Tab::Data, words.title, &main)
}

fn shop(frame: &Frame) -> Markup {
    let words = &frame.words().asking;
    let body = html! {
        label { (words.own_words) textarea name=(links::FIELD_SAYS) rows="3" maxlength="2000" {} }
        p.note { (words.by_shop_note) }
        (offers(frame, &BY_SHOP))
    };
    html! { h3 { (words.by_shop) } (parts::post(frame, links::REQUESTS, "ask", &body)) }
}

fn at_once(frame: &Frame) -> Markup {
    let words = &frame.words().asking;
    let note = |kind: &str| words.notes.get(kind).unwrap_or_default();
    html! {
        details.more {
            summary { (words.at_once) }
            p.note { (words.at_once_note) }
            ul.rows {
                @for kind in AT_ONCE {
                    li {
                        span { strong { (frame.words().request(kind)) } br; span.note { (note(kind)) } }
                        (parts::post(frame, links::REQUESTS, "inline", &html! {
                            button.button.small type="submit" name=(links::FIELD_KIND) value=(kind) aria-label={ (words.now) ": " (frame.words().request(kind)) } { (words.now) }
                        }))
                    }
                }
                li { span { strong { (frame.words().frame.forget) } br; span.note { (frame.words().forget.lead) } } a.button.small href=(links::FORGET) { (words.further) } }
            }
        }
    }
}

fn offers(frame: &Frame, kinds: &[&str]) -> Markup {
    html! { p.offers { @for kind in kinds { button.button.small type="submit" name=(links::FIELD_KIND) value=(kind) { (frame.words().request(kind)) } } } }
}

fn row(frame: &Frame, request: &RequestRow) -> Markup {
    let words = &frame.words().asking;
    html! {
        li {
            h3 { (frame.words().request(request.kind)) }
            p.state { strong { (frame.words().stage(request.stage)) } (frame.words().format.comma) (clock(frame, request)) }
            p.note { (words.asked_at) " " (parts::moment(frame, request.at)) @if !request.says.is_empty() { ": “" (request.says) "”" } }
            @if !request.told.is_empty() {
                ol.told {
                    @for (at, stage, says) in &request.told {
                        li { (frame.lang.day(*at)) (frame.words().format.comma) (frame.words().stage(stage)) ": " span lang=[frame.records()] { (says) } }
                    }
                }
            }
            @if request.may_appeal {
                (parts::post(frame, links::REQUESTS, "inline", &html! {
                    input type="hidden" name=(links::FIELD_ABOUT) value=(request.id);
                    button.button.small type="submit" name=(links::FIELD_KIND) value="appeal" { (frame.words().request("appeal")) }
                }))
            }
        }
    }
}

fn clock(frame: &Frame, request: &RequestRow) -> String {
    let words = &frame.words().asking;
    match request.clock {
        Clock::Due(at, ..0) => words.due_late(&frame.lang.day(at), frame.words().law(&request.law)),
        Clock::Due(at, left) => words.due(&frame.lang.day(at), left, frame.words().law(&request.law)),
        Clock::Stopped(at) => words.stopped(&frame.lang.day(at)),
        Clock::Closed(at) => words.closed(&frame.lang.day(at)),
    }
}
