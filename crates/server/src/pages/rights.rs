//! What somebody can do about their history beyond single things: hide parts, visit in private, begin anew.

use super::frame::{Frame, Home};
use super::goods::Named;
use super::{links, parts};
use crate::language::Written;
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

/// The sections of the page: what is much to look at is folded away.
pub(super) fn rights(frame: &Frame, view: &Rights) -> Markup {
    html! {
        (private(frame))
        (hiding(frame, view))
        (anew(frame))
    }
}

fn hiding(frame: &Frame, view: &Rights) -> Markup {
    let words = &frame.words().rights;
    let kind = |(key, count): &(String, usize)| {
        html! { li { span { strong lang=[frame.goods()] { (key) } " " (words.acts(*count)) } (switch(frame, &[(links::FIELD_CATEGORY, key)], true, key)) } }
    };
    let basket = |(name, at, count): &(String, i64, usize)| {
        html! { li { span { (words.basket) " " (parts::moment(frame, *at)) " " (words.acts(*count)) } (switch(frame, &[(links::FIELD_BASKET, name)], true, name)) } }
    };
    html! {
        section aria-labelledby="hide" {
            h2 id="hide" { (words.hide) }
            p.note { (words.hide_note) }
            div {
                @if !view.categories.is_empty() { details.more { summary { (words.kinds_of_things) } ul.rows { @for one in &view.categories { (kind(one)) } } } }
                @if !view.baskets.is_empty() { details.more { summary { (words.orders) } ul.rows { @for one in &view.baskets { (basket(one)) } } } }
                details.more { summary { (words.time) } (period(frame)) }
            }
            @if !view.veils.is_empty() {
                h3 { (words.hidden_now) }
                ul.rows { @for veil in &view.veils { (veil_row(frame, veil)) } }
            }
        }
    }
}

fn period(frame: &Frame) -> Markup {
    let words = &frame.words().rights;
    let body = html! {
        label { (words.from) " " input type="date" name=(links::FIELD_FROM) required; }
        label { (words.to) " " input type="date" name=(links::FIELD_TO) required; }
        button.button type="submit" name=(links::FIELD_HIDDEN) value="yes" { (words.hide_period) }
    };
    parts::post(frame, links::HIDE_MORE, "fields", &body)
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
            (
                html! { strong lang=[frame.goods()] { (key) } (frame.words().format.comma) (reach) },
                vec![(links::FIELD_CATEGORY, key.as_str())],
            )
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
            (switch(frame, &fields, false, &called(frame, &veil.what)))
        }
    }
}

/// What is hidden, in the name of the button that shows it again.
fn called(frame: &Frame, what: &Veiled) -> String {
    match what {
        Veiled::Item(item) => item.title.clone(),
        Veiled::Category(name, _) | Veiled::Basket(name) => name.clone(),
        Veiled::Period(first, last) => format!("{} – {}", frame.lang.moment(*first), frame.lang.moment(*last)),
    }
}

/// A visit of which nothing is kept or used: begun and ended with one press each.
fn private(frame: &Frame) -> Markup {
    let words = &frame.words().rights;
    let (value, label, note) = match frame.private {
        true => ("no", words.private_end, words.private_is_on),
        false => ("yes", words.private_begin, words.private_note),
    };
    let body = html! {
        button.button type="submit" name=(links::FIELD_PRIVATE) value=(value) { (label) }
        p.note { (note) }
    };
    // Elsewhere the visit is one to the shop's own pages, which know nothing of a cookie of these.
    html! { @if frame.home == Home::Demo {
        section aria-labelledby="private" {
            h2 id="private" { (words.private) }
            (parts::post(frame, links::PRIVATE, "pause", &body))
        }
    } }
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
