//! The history, item by item, with a switch beside each: hidden things are not used, and can be shown again.

use super::art::Look;
use super::frame::{Frame, Tab};
use super::rights::{self, Rights};
use super::{links, parts};
use maud::{Markup, html};

/// What somebody did here.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// One row for each item, the newest first; perhaps only the newest.
    pub rows: Vec<HistoryRow>,
    /// How many items there are in all.
    pub items_total: usize,
    /// How many of them are hidden.
    pub hidden_total: usize,
    /// What was looked for, and how many items of all have it; `None` where nothing was.
    pub found: Option<(String, usize)>,
    /// What else there is to do.
    pub rights: Rights,
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
    /// What was done and when, the newest first, perhaps only the newest: the key of the verb, and seconds since 1970.
    pub acts: Vec<(&'static str, i64)>,
    /// How many earlier ones are not here.
    pub earlier: usize,
    /// Whether it is hidden.
    pub hidden: Hidden,
}

/// What keeps a thing of the history from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Nothing does.
    No,
    /// It is hidden itself.
    Itself,
    /// All that was done with it is hidden with a kind of things, an order or a stretch of time.
    Along,
}

/// The page.
#[must_use]
pub fn history(frame: &Frame, view: &History) -> Markup {
    let words = &frame.words().history;
    let main = html! {
        @if view.items_total == 0 { (parts::head(words.title, words.none)) } @else {
            header.head {
                h1 { (words.title) }
                p.lead { (words.lead) }
                p.note { (words.counts(view.items_total, view.hidden_total)) }
            }
            (search(frame, view))
            ul.history { @for row in &view.rows { (line(frame, row)) } }
            @if view.found.is_none() && view.rows.len() < view.items_total {
                p.note { (frame.words().data.newest(view.rows.len(), view.items_total)) }
            }
        }
        @if frame.said { (rights::rights(frame, &view.rights)) }
    };
    frame.page(Tab::History, words.title, &main)
}

/// What is looked for is posted, so that it stands in no address and in nobody's log.
fn search(frame: &Frame, view: &History) -> Markup {
    let words = &frame.words().history;
    let asked = view.found.as_ref().map_or("", |(asked, _)| asked.as_str());
    let body = html! {
        label.wide { (words.find) " " input type="search" name=(links::FIELD_FIND) value=(asked) maxlength="100"; }
        button.button type="submit" { (words.find_button) }
    };
    html! {
        (parts::post(frame, links::HISTORY, "fields", &body))
        @if let Some((_, count)) = &view.found {
            p.state role="status" { (words.found(*count)) " " a href=(links::HISTORY) { (words.all) } }
        }
    }
}

fn line(frame: &Frame, row: &HistoryRow) -> Markup {
    let words = frame.words();
    html! {
        li class=(if row.hidden == Hidden::No { "used" } else { "hidden" }) {
            (row.look.draw())
            div.main {
                h2 { (frame.thing(&row.id, &row.title)) }
                ul.acts {
                    @for (verb, at) in &row.acts { li { (words.verb(verb)) (words.format.comma) (parts::moment(frame, *at)) } }
                    @if row.earlier > 0 { li { (words.history.earlier(row.earlier)) } }
                }
                @match row.hidden {
                    Hidden::No => {}
                    Hidden::Itself => p.state { (words.history.hidden) },
                    Hidden::Along => p.state { (words.history.along) " " a href="#hide" { (words.rights.hidden_now) } },
                }
            }
            @match row.hidden {
                Hidden::No => (parts::hide(frame, &row.id, true, words.history.hide, &row.title)),
                Hidden::Itself => (parts::hide(frame, &row.id, false, words.history.show, &row.title)),
                Hidden::Along => {}
            }
        }
    }
}
