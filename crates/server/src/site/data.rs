//! What is held on the visitor: everything, readable, with a switch beside each thing.

use super::explain::Stage;
use super::layout::{Tab, page};
use super::visitor::Visitor;
use super::words::Words;
use app::{Choice, Dossier, HeldEvent, HeldStatement, Policy};
use domain::{ItemId, Verb};
use jiff::Timestamp;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most rows of a history on the page; the export has them all.
const ROWS_MAX: usize = 200;

/// The page.
pub fn data(stage: &Stage<'_>, visitor: &Visitor, choice: Choice, policy: &Policy, held: Option<&Dossier>) -> Markup {
    let words = visitor.words;
    let body = html! {
        section aria-labelledby="title" {
            h1 id="title" { (words.data_title) }
            @match held {
                None => p.lead { (words.data_none) },
                Some(dossier) => { (whole(stage, policy, dossier)) }
            }
        }
    };
    page(words, Tab::Data, words.data_title, choice, &body)
}

fn whole(stage: &Stage<'_>, policy: &Policy, dossier: &Dossier) -> Markup {
    let words = stage.words;
    let hidden: BTreeSet<&ItemId> = dossier.hidden.iter().collect();
    html! {
        p.pair {
            a.button href="/data/export" { (words.export) }
            a.button href="/forget" { (words.forget) }
        }
        h2 { (words.history) }
        @if dossier.events.is_empty() { p.note { (words.nothing_yet) } } @else {
            table {
                thead { tr { @for column in words.columns { th scope="col" { (column) } } th scope="col" { span.unseen { (words.hide) } } } }
                tbody {
                    @for held in dossier.events.iter().rev().take(ROWS_MAX) {
                        (event(stage, policy, held, hidden.contains(&held.event.item)))
                    }
                }
            }
        }
        h2 { (words.said) }
        ul.said { @for held in dossier.statements.iter().rev() { li { (statement(words, policy, held)) } } }
    }
}

fn event(stage: &Stage<'_>, policy: &Policy, held: &HeldEvent, hidden: bool) -> Markup {
    let words = stage.words;
    let title = stage.catalog.get(&held.event.item).map_or(held.event.item.as_str(), |item| &item.title);
    let purposes: Vec<_> = held.disclosed.iter().map(|p| words.purpose(policy.purpose_key(p))).collect();
    html! {
        tr data-hidden=[hidden.then_some("")] {
            td data-label=(words.columns[0]) { (when(held.event.at.0)) }
            td data-label=(words.columns[1]) { (verb(words, held.event.verb)) }
            td data-label=(words.columns[2]) { a href={ "/item/" (held.event.item) } { (title) } }
            td data-label=(words.columns[3]) { (purposes.join(", ")) }
            td {
                form method="post" action="/hide" {
                    input type="hidden" name="item" value=(held.event.item);
                    input type="hidden" name="hidden" value=(if hidden { "no" } else { "yes" });
                    button.link type="submit" aria-label={ (if hidden { words.show } else { words.hide }) ": " (title) } {
                        (if hidden { words.show } else { words.hide })
                    }
                }
            }
        }
    }
}

fn statement(words: &Words, policy: &Policy, held: &HeldStatement) -> Markup {
    let said = &held.statement;
    let answer = if said.kind.is_negative() { words.answers[1] } else { words.answers[0] };
    let purpose = said.scope.purpose.map_or(words.all_data, |p| words.purpose(policy.purpose_key(p)));
    html! {
        time datetime=(when(said.received_at.0)) { (when(said.received_at.0)) } " "
        strong { (answer) } " " (purpose)
        @if let Some(category) = said.scope.category { " (" (policy.category_key(category)) ")" }
    }
}

fn verb(words: &Words, verb: Verb) -> &'static str {
    match verb {
        Verb::Purchase => words.verbs[0],
        Verb::Return => words.verbs[1],
        Verb::View => words.verbs[2],
        Verb::Rating => words.verbs[3],
    }
}

/// A point in time as people read it, in UTC.
pub fn when(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map_or_else(|_| seconds.to_string(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
