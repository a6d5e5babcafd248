//! "Forget me": what it does, then the deed, then a stranger's welcome.

use super::layout::{Tab, page};
use super::visitor::Visitor;
use app::Choice;
use domain::Rung;
use maud::{Markup, html};

/// The question.
pub fn ask(visitor: &Visitor, choice: Choice) -> Markup {
    let words = visitor.words;
    let body = html! {
        section.panel aria-labelledby="title" {
            h1 id="title" { (words.forget_title) }
            @if visitor.who.is_none() { p.lead { (words.data_none) } } @else {
                p { (words.forget_note) }
                div.pair {
                    form method="get" action="/data" { button.button type="submit" { (words.forget_no) } }
                    form method="post" action="/forget" { button.button type="submit" { (words.forget_yes) } }
                }
            }
        }
    };
    page(words, Tab::Forget, words.forget_title, choice, &body)
}

/// Done.
pub fn done(visitor: &Visitor) -> Markup {
    let words = visitor.words;
    let body = html! {
        section.panel aria-labelledby="title" {
            h1 id="title" { (words.forgotten) }
            p.lead { (words.forgotten_note) }
            p { a.button href="/" { (words.back) } }
        }
    };
    page(words, Tab::Forget, words.forgotten, Choice { rung: Rung::Contextual, teach: false }, &body)
}

/// Nothing here, in a page's words.
pub fn nothing(visitor: &Visitor, choice: Choice) -> Markup {
    let words = visitor.words;
    let body = html! {
        section.panel aria-labelledby="title" {
            h1 id="title" { (words.not_found) }
            p { a.button href="/" { (words.back) } }
        }
    };
    page(words, Tab::Shop, words.not_found, choice, &body)
}
