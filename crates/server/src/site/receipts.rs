//! Receipts: each use of the visitor's data, in plain words.

use super::data::when;
use super::explain::{Stage, terms};
use super::layout::{Tab, page};
use super::visitor::Visitor;
use app::Choice;
use domain::{Reason, Receipt};
use maud::{Markup, html};

/// The list.
pub fn receipts(visitor: &Visitor, choice: Choice, receipts: &[Receipt]) -> Markup {
    let words = visitor.words;
    let body = html! {
        section aria-labelledby="title" {
            h1 id="title" { (words.receipts_title) }
            p.note { (words.receipts_note) }
            @if receipts.is_empty() { p.lead { (words.nothing_yet) } }
            ul.receipts {
                @for receipt in receipts {
                    li {
                        a href={ "/receipts/" (receipt.id) } {
                            time { (when(receipt.at.0)) }
                            strong { (words.purpose(&receipt.first.purpose)) }
                            span { span.dot data-rung=(receipt.last.rung.as_str()) {} (words.rung(receipt.last.rung).name) }
                            span { (receipt.last.data_used) " " (words.data_used) }
                        }
                    }
                }
            }
        }
    };
    page(words, Tab::Receipts, words.receipts_title, choice, &body)
}

/// One of them.
pub fn receipt(stage: &Stage<'_>, visitor: &Visitor, choice: Choice, receipt: &Receipt) -> Markup {
    let words = visitor.words;
    let body = html! {
        section aria-labelledby="title" {
            h1 id="title" { (words.receipt) }
            p.lead { (when(receipt.at.0)) " · " (words.purpose(&receipt.first.purpose)) " · " (words.rung(receipt.last.rung).name) }
            p { (receipt.last.data_used) " " (words.data_used) "." }
            @if !receipt.first.gates.is_empty() {
                h2 { (words.gates) }
                ul.gates {
                    @for (category, closed) in &receipt.first.gates {
                        li {
                            code { (category) } " "
                            @if closed.is_empty() { strong.open { (words.open) } } @else { strong { (words.closed) } " (" (closed.join(", ")) ")" }
                        }
                    }
                }
            }
            @if !receipt.last.reasons.is_empty() {
                h2 { (words.shown_and_why) }
                ol.shown { @for group in by_item(&receipt.last.reasons) { (shown(stage, group)) } }
            }
            p.note { code { (receipt.id) } }
        }
    };
    page(words, Tab::Receipts, words.receipt, choice, &body)
}

fn shown(stage: &Stage<'_>, reasons: &[Reason]) -> Markup {
    let title = reasons.first().and_then(|r| stage.catalog.get(&r.item)).map_or("", |item| item.title.as_str());
    html! { li { strong { (title) } (terms(stage, reasons)) } }
}

/// Reasons come item by item: each run is one item's.
fn by_item(reasons: &[Reason]) -> impl Iterator<Item = &[Reason]> {
    reasons.chunk_by(|one, next| one.item == next.item)
}
