//! What somebody can do about what is held on them: hide parts, begin anew, ask, and see what became of what they asked.

use super::frame::Frame;
use super::goods::Named;
use super::{links, parts};
use maud::{Markup, html};

/// What there is to do something about.
#[derive(Clone, Debug, Default)]
pub struct Rights {
    /// The categories of what they did, each with how many acts it has.
    pub categories: Vec<(String, usize)>,
    /// Their baskets, the newest first: name, when, how many acts.
    pub baskets: Vec<(String, i64, usize)>,
    /// What is hidden beside items, and what is contested.
    pub veils: Vec<VeilRow>,
    /// What they asked for, the newest first.
    pub requests: Vec<RequestRow>,
}

/// Something that is hidden or contested.
#[derive(Clone, Debug)]
pub struct VeilRow {
    /// What.
    pub what: Veiled,
    /// Whether they contest what was concluded from it.
    pub contested: bool,
}

/// What is hidden.
#[derive(Clone, Debug)]
pub enum Veiled {
    /// An item.
    Item(Named),
    /// A category, and whether what comes is hidden too.
    Category(String, bool),
    /// From one moment to another, in seconds since 1970.
    Period(i64, i64),
    /// A basket.
    Basket(String),
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
    /// When they asked, in seconds since 1970.
    pub at: i64,
    /// Until when it has to be answered; `None` where it is closed.
    pub due: Option<i64>,
    /// The last that they were told.
    pub told: String,
    /// Whether they may appeal.
    pub may_appeal: bool,
}

/// The kinds that the page offers, with words of one's own or without.
const OFFERED: [&str; 5] = ["explain", "recipients", "restrict", "human_review", "complaint"];

/// The sections of the page.
pub(super) fn rights(frame: &Frame, view: &Rights) -> Markup {
    html! {
        (hiding(frame, view))
        (anew(frame))
        (asking(frame, &view.requests))
    }
}

fn hiding(frame: &Frame, view: &Rights) -> Markup {
    let words = &frame.words().rights;
    html! {
        section aria-labelledby="hide" {
            h2 id="hide" { (words.hide) }
            p.note { (words.hide_note) }
            ul.rows {
                @for (key, count) in &view.categories {
                    li { span { strong lang=[frame.goods()] { (key) } " " ((words.acts)(*count)) } (switch(frame, &[(links::FIELD_CATEGORY, key)], true, key)) }
                }
                @for (name, at, count) in &view.baskets {
                    li { span { (words.basket) " " (parts::moment(frame, *at)) " " ((words.acts)(*count)) } (switch(frame, &[(links::FIELD_BASKET, name)], true, name)) }
                }
            }
            (parts::post(frame, links::HIDE_MORE, "period", &html! {
                label { (words.from) " " input type="date" name=(links::FIELD_FROM) required; }
                " "
                label { (words.to) " " input type="date" name=(links::FIELD_TO) required; }
                " "
                button.button.small type="submit" name=(links::FIELD_HIDDEN) value="yes" { (words.hide_period) }
            }))
            @if !view.veils.is_empty() {
                h3 { (words.hidden_now) }
                ul.rows { @for veil in &view.veils { (veil_row(frame, veil)) } }
            }
        }
    }
}

/// A form with one button that hides something or shows it again.
fn switch(frame: &Frame, fields: &[(&str, &str)], hide: bool, of: &str) -> Markup {
    let words = &frame.words().history;
    let label = if hide { words.hide } else { words.show };
    let body = html! {
        @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
        button.button.small type="submit" name=(links::FIELD_HIDDEN) value=(if hide { "yes" } else { "no" }) aria-label={ (label) ": " (of) } { (label) }
    };
    parts::post(frame, links::HIDE_MORE, "inline", &body)
}

fn veil_row(frame: &Frame, veil: &VeilRow) -> Markup {
    let words = &frame.words().rights;
    let (from, to);
    let (says, fields) = match &veil.what {
        Veiled::Item(item) => {
            (html! { span lang=[frame.goods()] { (item.title) } }, vec![(links::FIELD_ITEM, item.id.as_str())])
        }
        Veiled::Category(key, future) => {
            let reach = if *future { words.past_and_future } else { words.past };
            (html! { strong lang=[frame.goods()] { (key) } ", " (reach) }, vec![(links::FIELD_CATEGORY, key.as_str())])
        }
        Veiled::Period(first, last) => {
            (from, to) = (first.to_string(), last.to_string());
            let says = html! { (parts::moment(frame, *first)) " – " (parts::moment(frame, *last)) };
            (says, vec![(links::FIELD_FROM, from.as_str()), (links::FIELD_TO, to.as_str())])
        }
        Veiled::Basket(name) => {
            (html! { (words.basket) " " code { (name) } }, vec![(links::FIELD_BASKET, name.as_str())])
        }
    };
    html! {
        li {
            span { (says) @if veil.contested { " (" (words.contested) ")" } }
            (switch(frame, &fields, false, words.hidden_now))
        }
    }
}

fn anew(frame: &Frame) -> Markup {
    let words = &frame.words().rights;
    let button = |how: &str, label: &str| {
        parts::post(
            frame,
            links::RESET,
            "answer",
            &html! { button.button type="submit" name=(links::FIELD_HOW) value=(how) { (label) } },
        )
    };
    html! {
        section aria-labelledby="anew" {
            h2 id="anew" { (words.anew) }
            p { (words.anew_note) }
            div.pair { (button("hide", words.anew_hide)) (button("delete", words.anew_delete)) }
        }
    }
}

fn asking(frame: &Frame, requests: &[RequestRow]) -> Markup {
    let words = &frame.words().rights;
    html! {
        section aria-labelledby="ask" {
            h2 id="ask" { (words.ask) }
            p { (words.ask_note) }
            (parts::post(frame, links::REQUESTS, "ask", &html! {
                p { label { (words.own_words) " " textarea name=(links::FIELD_SAYS) rows="3" maxlength="2000" {} } }
                p.offers { @for kind in OFFERED { button.button.small type="submit" name=(links::FIELD_KIND) value=(kind) { (frame.words().request(kind)) } } }
            }))
            @if !requests.is_empty() {
                h3 { (words.asked) }
                ul.rows { @for request in requests { (row(frame, request)) } }
            }
        }
    }
}

fn row(frame: &Frame, request: &RequestRow) -> Markup {
    let words = &frame.words().rights;
    html! {
        li {
            span {
                strong { (frame.words().request(request.kind)) } ", " (parts::moment(frame, request.at)) ": " (frame.words().stage(request.stage))
                @if let Some(due) = request.due { " · " (words.due) " " (parts::moment(frame, due)) }
                @if !request.told.is_empty() { br; span.note { (request.told) } }
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
