//! One department, page by page: the whole catalog stays within reach, in the same order for everybody.

use super::frame::{Frame, Tab};
use super::goods::{Card, grid};
use super::{links, parts};
use maud::{Markup, html};

/// A page of a department.
#[derive(Clone, Debug)]
pub struct Category {
    /// Its name in addresses.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// How many things stand in it.
    pub count: usize,
    /// The things of this page.
    pub cards: Vec<Card>,
    /// Which page this is, from 0.
    pub page: usize,
    /// How many there are, at least 1.
    pub pages: usize,
}

/// The page.
#[must_use]
pub fn category(frame: &Frame, view: &Category) -> Markup {
    let (words, shop, format) = (&frame.words().category, &frame.words().shop, &frame.words().format);
    let main = html! {
        (trail(frame, &[]))
        (parts::head(&view.title, &format!("{}{} {}", shop.things(view.count), format.stop, words.order)))
        (grid(frame, &view.cards, false))
        @if view.pages > 1 {
            nav.pager aria-label=(words.pages) {
                @if view.page > 0 { a.button rel="prev" href=(links::department(&view.name, view.page - 1)) { (words.previous) } }
                p { (words.page_of(view.page + 1, view.pages)) }
                @if view.page + 1 < view.pages { a.button rel="next" href=(links::department(&view.name, view.page + 1)) { (words.next) } }
            }
        }
    };
    frame.page(Tab::Shop, &view.title, &main)
}

/// The way back up: the shop, and whatever lies between it and this page, each a name in addresses and one for people.
pub(super) fn trail(frame: &Frame, between: &[(&str, &str)]) -> Markup {
    html! {
        nav.trail aria-label=(frame.words().category.trail) {
            ul {
                li { a href=(links::HOME) { (frame.words().frame.shop) } }
                @for (name, title) in between { li { a href=(links::department(name, 0)) lang=[frame.goods()] { (title) } } }
            }
        }
    }
}
