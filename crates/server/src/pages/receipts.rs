//! The receipts: each use of the person's data in a line, the newest first.

use super::frame::{Frame, Tab};
use super::{ladder, links, parts};
use domain::Rung;
use maud::{Markup, html};

/// The key of what somebody looked up about themself.
pub(super) const OWN_LOOK: &str = "access";

/// What was used when.
#[derive(Clone, Debug)]
pub struct Receipts {
    /// The newest first.
    pub rows: Vec<ReceiptRow>,
    /// Whether there are older ones that are not here.
    pub more: bool,
}

/// A use in a line.
#[derive(Clone, Debug)]
pub struct ReceiptRow {
    /// The receipt's name.
    pub id: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The key of the purpose.
    pub purpose: String,
    /// The rung that the answer stood on.
    pub rung: Rung,
    /// How many of the person's data were used.
    pub data_used: usize,
    /// The codes of the gates that closed something, such as `G6.negative`.
    pub closed: Vec<String>,
}

/// The page.
#[must_use]
pub fn receipts(frame: &Frame, view: &Receipts) -> Markup {
    let words = &frame.words().receipts;
    let main = html! {
        @if view.rows.is_empty() { (parts::head(words.title, words.none)) } @else {
            (parts::head(words.title, words.lead))
            ol.receipts { @for row in &view.rows { (line(frame, row)) } }
            @if view.more { p.note { (words.newest(view.rows.len())) } }
        }
    };
    frame.page(Tab::Receipts, words.title, &main)
}

fn line(frame: &Frame, row: &ReceiptRow) -> Markup {
    let words = frame.words();
    html! {
        li {
            div.main {
                h2 { a href=(links::receipt(&row.id)) { (words.use_of(&row.purpose)) } }
                p { (parts::moment(frame, row.at)) }
                @for code in why_closed(row) { p.note { (frame.sentence(code)) } }
            }
            (verdict(frame, &row.purpose, row.rung, row.data_used))
        }
    }
}

/// Why nothing was used. Where something was, closed gates are for the receipt itself to tell.
fn why_closed(row: &ReceiptRow) -> impl Iterator<Item = &str> {
    let nothing = row.data_used == 0;
    row.closed.iter().map(String::as_str).filter(move |_| nothing)
}

/// What became of it: how much was used, and on which rung; what people looked up themselves stands on none.
pub(super) fn verdict(frame: &Frame, purpose: &str, rung: Rung, data_used: usize) -> Markup {
    let words = frame.words();
    let on = if purpose == OWN_LOOK { words.receipts.own } else { ladder::words(rung, words).name };
    html! {
        p.verdict.nothing[data_used == 0] {
            (ladder::glyph(rung))
            span {
                strong { @if data_used == 0 { (words.receipts.nothing_used) } @else { (words.receipts.used(data_used)) } }
                span { (on) }
            }
        }
    }
}
