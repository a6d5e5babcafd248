//! Small parts that several pages are made of: forms, moments, marks, headings.

use super::frame::Frame;
use super::links;
use crate::language::Written;
use maud::{Markup, html};

/// A form that changes something: it carries the way back.
pub(super) fn post(frame: &Frame, action: &str, class: &str, body: &Markup) -> Markup {
    html! {
        form method="post" action=(action) class=(class) {
            input type="hidden" name=(links::FIELD_BACK) value=(frame.path);
            (body)
        }
    }
}

/// What an answer brings back of the showing that it answers.
pub(super) fn showing(frame: &Frame) -> Markup {
    html! {
        @if let Some(showing) = &frame.showing {
            input type="hidden" name=(links::FIELD_SNAPSHOT) value=(showing.snapshot);
            @if let Some(name) = &showing.name { input type="hidden" name=(links::FIELD_NAME) value=(name); }
        }
    }
}

/// A form with one button: hides an item from the history, or shows it again.
pub(super) fn hide(frame: &Frame, item: &str, hide: bool, label: &str, of: &str) -> Markup {
    let body = html! {
        input type="hidden" name=(links::FIELD_ITEM) value=(item);
        button.button.small type="submit" name=(links::FIELD_HIDDEN) value=(if hide { "yes" } else { "no" }) aria-label={ (label) ": " (of) } {
            (label)
        }
    };
    post(frame, links::HIDE, "inline", &body)
}

/// The head of a page: what it is, and a sentence about it.
pub(super) fn head(title: &str, lead: &str) -> Markup {
    html! {
        header.head {
            h1 { (title) }
            @if !lead.is_empty() { p.lead { (lead) } }
        }
    }
}

/// The way back from a page of the preference center's.
pub(super) fn back_to_choices(frame: &Frame) -> Markup {
    let words = frame.words();
    html! { nav.trail aria-label=(words.category.trail) { ul { li { a href=(links::PREFERENCES) { (words.choices.title) } } } } }
}

/// Where somebody has to choose first: before that nothing is kept of them, so there is nothing to set.
pub(super) fn to_choices(frame: &Frame) -> Markup {
    html! { p { a.button href=(links::PREFERENCES) { (frame.words().frame.choices) } } }
}

/// A point in time, for people and machines.
pub(super) fn moment(frame: &Frame, at: i64) -> Markup {
    html! { time datetime=(frame.lang.machine_moment(at)) { (frame.lang.moment(at)) } }
}

/// A name beside its value.
pub(super) fn fact(name: &str, value: &Markup) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// The shop's mark: a larkspur.
pub(super) fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 32 36" aria-hidden="true" {
            path.stem d="M16 35V17" {}
            path.leaf d="M16 32c-1-5-5-7-10-6 1 5 5 7 10 6zM16 29c1-4 4-6 9-5-1 4-4 6-9 5z" {}
            path.petal d="M16 17C8 18 4 13 5 6c7-1 11 4 11 11z" {}
            path.petal d="M16 17c8 1 12-4 11-11-7-1-11 4-11 11z" {}
            path.heart d="M16 18c-5-5-5-11 0-17 5 6 5 12 0 17z" {}
        }
    }
}

/// Done.
pub(super) fn tick() -> Markup {
    html! { svg.tick viewBox="0 0 20 20" aria-hidden="true" { path d="M4 11l4 4 8-10" {} } }
}
