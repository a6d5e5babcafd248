//! Who gets it: each recipient by name, what they were given and when, and the switch beside it.

use super::frame::Frame;
use super::{links, parts};
use crate::language::Written;
use crate::language::words::FormatWords;
use maud::{Markup, html};

/// One recipient, as a person is told of them.
#[derive(Clone, Debug)]
pub struct RecipientRow {
    /// Their key.
    pub key: String,
    /// Their name.
    pub name: String,
    /// The key of their role (`processor`, `joint`, `controller`).
    pub role: &'static str,
    /// The keys of where they store and work.
    pub regions: Vec<String>,
    /// The keys of what for.
    pub purposes: Vec<String>,
    /// Whom they hand it on to.
    pub sub_processors: Vec<String>,
    /// How often something of the person's left for them, and when last, in seconds since 1970.
    pub given: Option<(usize, i64)>,
    /// Whether the person said no to them.
    pub refused: bool,
    /// Whether they were taken off: nothing leaves for them any more.
    pub removed: bool,
}

/// The names of those that something may leave for, or left for; what is said where there are none.
pub(super) fn names(frame: &Frame, rows: &[RecipientRow]) -> Markup {
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    html! {
        @if rows.is_empty() { (frame.words().center.who_nobody) }
        @else { a href="#recipients" { (names.join(frame.words().format.comma)) } }
    }
}

/// The section; on every page that has it the same.
pub(super) fn section(frame: &Frame, rows: &[RecipientRow]) -> Markup {
    let words = &frame.words().recipients;
    html! {
        section aria-labelledby="recipients" {
            h2 id="recipients" { (words.title) }
            @if rows.is_empty() { p { (words.nobody) } } @else {
                p { (words.lead) }
                ul.purposes { @for row in rows { (one(frame, row)) } }
            }
        }
    }
}

fn one(frame: &Frame, row: &RecipientRow) -> Markup {
    let (words, all) = (&frame.words().recipients, frame.words());
    let FormatWords { comma, stop, .. } = &all.format;
    let purposes: Vec<&str> = row.purposes.iter().map(|purpose| all.purpose(purpose)).collect();
    let regions: Vec<&str> = row.regions.iter().map(|region| all.law(region)).collect();
    html! {
        li {
            div.main {
                h3 { (row.name) }
                p { (all.role(row.role)) " " b { (words.purposes) } " " (purposes.join(comma)) (stop) " " b { (words.regions) } " " (regions.join(comma)) (stop) }
                @if !row.sub_processors.is_empty() { p { b { (words.handed_on) } " " (row.sub_processors.join(comma)) (stop) } }
                p.state {
                    @match row.given {
                        Some((count, last)) => { (words.given(count, &frame.lang.day(last))) },
                        None => { (words.given_nothing) },
                    }
                }
                @if row.removed { p.note { (words.removed) } }
                @if row.refused { p.note { (words.refused) } }
            }
            @if frame.said && !row.refused { (switch(frame, row)) }
        }
    }
}

fn switch(frame: &Frame, row: &RecipientRow) -> Markup {
    let label = frame.words().choices.no;
    let body = html! {
        input type="hidden" name=(links::FIELD_RECIPIENT) value=(row.key);
        button.button type="submit" name=(links::FIELD_ANSWER) value="no" aria-label={ (label) ": " (row.name) } { (label) }
    };
    parts::post(frame, links::PREFERENCES, "answer", &body)
}
