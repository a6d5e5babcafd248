//! The signals of a browser as the page tells them: seen or not, since when, and what each closes.

use crate::language::Written;
use crate::pages::frame::Frame;
use maud::{Markup, html};

/// One signal. California asks that a business shows whether it has honoured one (11 CCR 7025(c)(6)).
#[derive(Clone, Debug)]
pub struct SignalRow {
    /// Its key (`gpc`, ..).
    pub key: &'static str,
    /// Whether this request carries it.
    pub sent: bool,
    /// When it was first seen, in seconds since 1970, where it stands since then.
    pub since: Option<i64>,
    /// The keys of the purposes that it closes, or would close.
    pub closes: Vec<String>,
}

pub(super) fn section(frame: &Frame, rows: &[SignalRow]) -> Markup {
    let words = &frame.words().center;
    html! {
        section aria-labelledby="signals" {
            h2 id="signals" { (words.signals) }
            p { (words.signals_lead) }
            dl.facts {
                @for row in rows {
                    div { dt { (frame.words().signal(row.key)) } dd { (one(frame, row)) } }
                }
            }
        }
    }
}

fn one(frame: &Frame, row: &SignalRow) -> Markup {
    let (words, format) = (&frame.words().center, &frame.words().format);
    let closes: Vec<&str> = row.closes.iter().map(|key| frame.words().purpose(key)).collect();
    let label = if row.sent || row.since.is_some() { words.closes } else { words.would_close };
    html! {
        p.state { @if row.sent { strong { (words.sent) } } @else { (words.not_sent) } }
        @if let Some(since) = row.since { p { (words.seen(&frame.lang.day(since))) } }
        p { (label) " " @if closes.is_empty() { (words.nothing_else) } @else { (closes.join(format.comma)) } (format.stop) }
    }
}
