//! The history, item by item, with a switch beside each: hidden things are not used, and can be shown again.

use super::art::Look;
use super::frame::{Frame, Tab};
use super::{links, parts};
use maud::{Markup, html};

/// What somebody did here.
#[derive(Clone, Debug)]
pub struct History {
    /// One row for each item, the newest first.
    pub rows: Vec<HistoryRow>,
}

/// What somebody did with one item.
#[derive(Clone, Debug)]
pub struct HistoryRow {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// How it is drawn.
    pub look: Look,
    /// What was done and when, the newest first: the key of the verb, and seconds since 1970.
    pub acts: Vec<(String, i64)>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// The page.
#[must_use]
pub fn history(frame: &Frame, view: &History) -> Markup {
    let words = &frame.words().history;
    let hidden = view.rows.iter().filter(|row| row.hidden).count();
    let main = html! {
        @if view.rows.is_empty() { (parts::head(words.title, words.none)) } @else {
            header.head {
                h1 { (words.title) }
                p.lead { (words.lead) }
                p.note { ((words.counts)(view.rows.len(), hidden)) }
            }
            ul.history { @for row in &view.rows { (line(frame, row)) } }
        }
    };
    frame.page(Tab::History, words.title, &main)
}

fn line(frame: &Frame, row: &HistoryRow) -> Markup {
    let words = frame.words();
    html! {
        li class=(if row.hidden { "hidden" } else { "used" }) {
            (row.look.draw())
            div.main {
                h2 { a href=(links::item(&row.id)) lang=[frame.goods()] { (row.title) } }
                ul.acts { @for (verb, at) in &row.acts { li { (words.verb(verb)) ", " (parts::moment(frame, *at)) } } }
                @if row.hidden { p.state { (words.history.hidden) } }
            }
            @if row.hidden { (parts::hide(frame, &row.id, false, words.history.show, &row.title)) }
            @else { (parts::hide(frame, &row.id, true, words.history.hide, &row.title)) }
        }
    }
}
