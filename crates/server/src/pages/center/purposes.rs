//! What data may be used for, purpose by purpose: what comes of it, where the consent stands, and one button.

use super::Center;
use crate::language::Written;
use crate::pages::frame::Frame;
use crate::pages::{links, parts};
use domain::{Lang, Purpose, Train};
use maud::{Markup, html};

/// One purpose.
#[derive(Clone, Debug)]
pub struct PurposeRow {
    /// Its key.
    pub key: String,
    /// What comes of it for the person, in the language of the page.
    pub benefit: String,
    /// The key of where the consent stands (`given`, `partly`, ..).
    pub state: &'static str,
    /// Since when, in seconds since 1970.
    pub since: Option<i64>,
    /// Until when by itself, in seconds since 1970.
    pub until: Option<i64>,
    /// What was last said about it, under which notice.
    pub under: Option<Under>,
    /// Whether a signal of their browser closes it.
    pub by_signal: bool,
    /// Whether the page's notice tells of it, so that a yes can be said here.
    pub told: bool,
    /// Whether there is something to say no to: nothing was said yet, or a yes stands.
    pub may_refuse: bool,
    /// Whether there is something to say yes to: no yes stands.
    pub may_grant: bool,
}

/// What was said last, as far as it can be shown.
#[derive(Clone, Debug)]
pub struct Under {
    /// The statement's number in the ledger, from 1.
    pub number: usize,
    /// The notice's key, or what was recorded of it; empty where nothing was.
    pub notice: String,
    /// Which version of it, from 1, in which language, where that is proven.
    pub shown: Option<(u32, Lang)>,
    /// The form that its receipt comes in.
    pub receipt: &'static str,
}

pub(super) fn section(frame: &Frame, view: &Center) -> Markup {
    let words = &frame.words().center;
    html! {
        section aria-labelledby="purposes" {
            h2 id="purposes" { (words.purposes) }
            p { (words.purposes_lead) }
            ul.purposes { @for row in &view.purposes { (one(frame, view, row)) } }
        }
    }
}

fn one(frame: &Frame, view: &Center, row: &PurposeRow) -> Markup {
    let words = frame.words();
    html! {
        li id={ "purpose-" (row.key) } {
            div.main {
                h3 { (super::capital(words.purpose(&row.key))) }
                @if row.told { p { (row.benefit) } }
                @if row.key == Train::KEY { p { (words.choices.teach) " " (words.choices.teach_note(view.pair_people_min)) } }
                (standing(frame, row))
            }
            (buttons(frame, row))
        }
    }
}

/// Where the consent stands, since when, until when, under which notice.
fn standing(frame: &Frame, row: &PurposeRow) -> Markup {
    let words = &frame.words().center;
    let day = |at| frame.lang.day(at);
    html! {
        p.state {
            strong { (frame.words().state(row.state)) }
            @if let Some(since) = row.since { (frame.words().format.comma) (words.since(&day(since))) }
            @if let Some(until) = row.until { (frame.words().format.comma) (words.until(&day(until))) }
            "."
            @if !row.told { " " (words.no_question) }
        }
        @if row.by_signal { p.note { (words.by_signal) } }
        @if let Some(under) = &row.under {
            p.note {
                @match under.shown {
                    Some((version, lang)) => { (words.version(&under.notice, version, crate::language::name(&lang))) " " }
                    None if under.notice.is_empty() => {}
                    None => { (words.notice) " " (under.notice) ". " }
                }
                a href=(links::consent_receipt(under.number, under.receipt)) download { (words.receipt) }
            }
        }
    }
}

/// The same button for either answer; a yes only where the page's notice tells of the purpose.
fn buttons(frame: &Frame, row: &PurposeRow) -> Markup {
    let words = frame.words();
    let title = words.purpose(&row.key);
    let answers = [("no", words.choices.no, row.may_refuse), ("yes", words.choices.yes, row.told && row.may_grant)];
    let body = html! {
        (parts::showing(frame))
        input type="hidden" name=(links::FIELD_PURPOSE) value=(row.key);
        @for (value, label, _) in answers.into_iter().filter(|(_, _, offered)| *offered) {
            button.button type="submit" name=(links::FIELD_ANSWER) value=(value) aria-label={ (label) ": " (title) } { (label) }
        }
    };
    html! { @if answers.iter().any(|(_, _, offered)| *offered) { (parts::post(frame, links::PREFERENCES, "answer", &body)) } }
}
