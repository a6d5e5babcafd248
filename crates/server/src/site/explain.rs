//! A thing with its picture, and why it is there: the terms of its score as bars that add up.

use super::art::picture;
use super::words::Words;
use crate::why;
use app::demo::Looks;
use app::{Catalog, Placed};
use domain::{Item, Price, Reason, ReceiptId, Term};
use maud::{Markup, html};

/// What is needed to show things.
pub struct Stage<'a> {
    /// The catalog of today.
    pub catalog: &'a Catalog,
    /// How things are drawn.
    pub looks: &'a Looks,
    /// The language.
    pub words: &'a Words,
}

/// A card: picture, name, price.
pub fn card(stage: &Stage<'_>, item: &Item, more: &Markup) -> Markup {
    html! {
        li.card {
            a.cover href={ "/item/" (item.id) } tabindex="-1" aria-hidden="true" { (drawn(stage, item)) }
            div.text {
                h3 { a href={ "/item/" (item.id) } { (item.title) } }
                p.price { (price(item.price, stage.words)) }
                (more)
            }
        }
    }
}

/// The picture of an item.
pub fn drawn(stage: &Stage<'_>, item: &Item) -> Markup {
    html! { @if let Some(look) = stage.looks.get(&item.id) { (picture(*look)) } }
}

/// Cards with their reasons.
pub fn slate(stage: &Stage<'_>, places: &[Placed], receipt: Option<ReceiptId>) -> Markup {
    html! {
        ul.cards {
            @for place in places {
                @if let Some(item) = stage.catalog.get(&place.item) {
                    (card(stage, item, &reasons(stage, place, receipt)))
                }
            }
        }
    }
}

fn reasons(stage: &Stage<'_>, place: &Placed, receipt: Option<ReceiptId>) -> Markup {
    let words = stage.words;
    let sentence = match words.lang {
        "de" => why::sentence(stage.catalog, &place.reasons, why::German),
        _ => why::sentence(stage.catalog, &place.reasons, why::English),
    };
    let own = place.reasons.iter().any(|reason| !reason.evidence.is_empty());
    html! {
        p.why { (sentence) }
        details {
            summary { (words.why) }
            p { (words.adds_up) }
            (terms(stage, &place.reasons))
            p.links {
                @if let Some(receipt) = receipt { a href={ "/receipts/" (receipt) } { (words.receipt) } }
                @if own { a href="/data" { (words.hide) } }
                a href="/choices" { (words.change) }
            }
        }
    }
}

/// The terms of a score, each as a bar of its share.
pub fn terms(stage: &Stage<'_>, reasons: &[Reason]) -> Markup {
    let sum: f32 = reasons.iter().map(|reason| reason.weight.max(0.0)).sum();
    html! {
        ul.terms {
            @for reason in reasons {
                @let share = if sum > 0.0 { 100.0 * reason.weight.max(0.0) / sum } else { 0.0 };
                li {
                    span { (stage.words.terms[index(reason.term)]) }
                    svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" {
                        rect.track width="100" height="6" rx="3" {}
                        rect.share width=(format!("{share:.1}")) height="6" rx="3" {}
                    }
                    span.number { (format!("{share:.0} %")) }
                    @if !reason.evidence.is_empty() {
                        small { (evidence(stage, reason)) }
                    }
                }
            }
        }
    }
}

fn evidence(stage: &Stage<'_>, reason: &Reason) -> String {
    let name = |id| stage.catalog.get(id).map_or_else(|| id.to_string(), |item| item.title.clone());
    reason.evidence.iter().take(3).map(name).collect::<Vec<_>>().join(" · ")
}

const fn index(term: Term) -> usize {
    match term {
        Term::Together => 0,
        Term::Again => 1,
        Term::Popular => 2,
        Term::Similar => 3,
        Term::Filler => 4,
    }
}

/// A price as people of the language write it.
pub fn price(price: Option<Price>, words: &Words) -> String {
    let Some(price) = price else { return String::new() };
    let (whole, cents) = (price.minor() / 100, price.minor() % 100);
    let sign = match price.currency() {
        "EUR" => "€",
        "GBP" => "£",
        other => other,
    };
    match words.lang {
        "de" => format!("{whole},{cents:02} {sign}"),
        _ => format!("{sign}{whole}.{cents:02}"),
    }
}
