//! One receipt: what was asked, what the rule decided, and what left, in the order in which it happened.

use super::frame::{Frame, Tab};
use super::goods::Named;
use super::receipts::{OWN_LOOK, verdict};
use super::why::{TermRow, terms};
use super::{links, parts};
use crate::language::Written;
use domain::{Purpose, Recommend, Rung};
use maud::{Markup, html};

/// A receipt.
#[derive(Clone, Debug)]
pub struct ReceiptPage {
    /// Its name.
    pub id: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The key of the purpose.
    pub purpose: String,
    /// The key of the channel.
    pub channel: String,
    /// The keys of the laws that could claim the case.
    pub laws: Vec<String>,
    /// The version of the policy that decided.
    pub policy_version: u32,
    /// The hash of the person's ledger as it stood; empty for a stranger.
    pub ledger_head: String,
    /// What was decided for each category of data.
    pub gates: Vec<Gate>,
    /// The rung that the answer stood on.
    pub rung: Rung,
    /// How many of the person's data were used.
    pub data_used: usize,
    /// The group that it went by: what they like, and how many they are at least.
    pub group: Option<(String, u32)>,
    /// What was drawn by lot.
    pub drawn: Vec<DrawRow>,
    /// What was shown.
    pub shown: Vec<ShownItem>,
    /// What would have been shown without their data; `None` where nothing of theirs made a difference.
    pub without: Option<Without>,
}

/// What everybody would have been shown in their place.
#[derive(Clone, Debug)]
pub struct Without {
    /// What, the first place first, and whether they were shown it anyway.
    pub items: Vec<(Named, bool)>,
}

/// Something that was drawn by lot: a variant of a slot, or an arm of an experiment.
#[derive(Clone, Debug)]
pub struct DrawRow {
    /// The key of what it was for (`slot`, `experiment`).
    pub of: &'static str,
    /// The name of that, as the shop gave it.
    pub name: String,
    /// What could be drawn, each with its odds in millionths.
    pub odds: Vec<(String, u32)>,
    /// What was drawn.
    pub chosen: String,
    /// The key of what the odds were made of (`shares`, `everybody`, ..).
    pub basis: &'static str,
    /// Whether what comes of it is counted.
    pub counted: bool,
}

/// What was decided for a category of data.
#[derive(Clone, Debug)]
pub struct Gate {
    /// The category's key.
    pub category: String,
    /// The codes that closed it; none mean that it was open.
    pub closed: Vec<String>,
}

/// Something that was shown, and the terms of its score.
#[derive(Clone, Debug)]
pub struct ShownItem {
    /// What.
    pub item: Named,
    /// Why.
    pub terms: Vec<TermRow>,
}

/// The page.
#[must_use]
pub fn receipt(frame: &Frame, view: &ReceiptPage) -> Markup {
    let words = frame.words();
    let title = words.use_of(&view.purpose);
    let main = html! {
        nav.trail aria-label=(words.category.trail) { ul { li { a href=(links::RECEIPTS) { (words.frame.receipts) } } } }
        header.head {
            h1 { (title) }
            p.lead { (parts::moment(frame, view.at)) }
            (verdict(frame, &view.purpose, view.rung, view.data_used))
        }
        (in_short(frame, view))
        div.steps { (asked(frame, view)) (decided(frame, view)) (drawn(frame, &view.drawn)) (left(frame, view)) }
        section aria-labelledby="proof" {
            h2 id="proof" { (words.receipt.proof) }
            p.note { (words.receipt.proof_note) }
            dl.facts {
                (parts::fact(words.receipt.number, &html! { code { (view.id) } }))
                (parts::fact(words.receipt.policy, &html! { (view.policy_version) }))
                @if !view.ledger_head.is_empty() { (parts::fact(words.receipt.ledger, &html! { code { (view.ledger_head) } })) }
            }
        }
    };
    frame.page(Tab::Receipts, title, &main)
}

/// In plain words: what was used, and what it changed.
fn in_short(frame: &Frame, view: &ReceiptPage) -> Markup {
    let words = &frame.words().receipt;
    let Some(without) = &view.without else {
        return html! { @if view.data_used == 0 && view.purpose == Recommend::KEY && view.rung == Rung::Contextual { section.without { p { (words.same_for_all) } } } };
    };
    let others = without.items.iter().filter(|(_, anyway)| !anyway).count();
    html! {
        section.without aria-labelledby="without" {
            h2 id="without" { (words.without) }
            p { (words.changed(view.data_used, others, without.items.len())) }
            details.more {
                summary { (words.would_have_seen) }
                ol.rows.plain {
                    @for (item, anyway) in &without.items {
                        li { (frame.thing(&item.id, &item.title)) @if *anyway { span.note { (words.anyway) } } }
                    }
                }
                p.note { (words.without_note) }
            }
        }
    }
}

fn asked(frame: &Frame, view: &ReceiptPage) -> Markup {
    let words = frame.words();
    let laws: Vec<&str> = view.laws.iter().map(|law| words.law(law)).collect();
    html! {
        section aria-labelledby="asked" {
            h2 id="asked" { (words.receipt.asked) }
            dl.facts {
                (parts::fact(words.receipt.purpose, &html! { (words.purpose(&view.purpose)) }))
                (parts::fact(words.receipt.channel, &html! { (words.channel(&view.channel)) }))
                @if let Some((name, least)) = &view.group {
                    (parts::fact(words.receipt.group, &html! { (words.receipt.group_of(name, *least)) }))
                }
                @if !laws.is_empty() { (parts::fact(words.data.laws, &html! { (laws.join(words.format.comma)) })) }
            }
        }
    }
}

fn decided(frame: &Frame, view: &ReceiptPage) -> Markup {
    let (words, gates) = (frame.words(), &view.gates);
    html! {
        section aria-labelledby="decided" {
            h2 id="decided" { (words.receipt.decided) }
            @if gates.is_empty() { p { (if view.purpose == OWN_LOOK { words.receipt.own_look } else { words.receipt.no_gates }) } }
            ul.gates {
                @for gate in gates {
                    li {
                        span.kind { (words.kind_of_data(&gate.category)) }
                        @if gate.closed.is_empty() { span.open { (words.receipt.open) } } @else {
                            span.closed { (words.receipt.closed) }
                            span.codes { @for code in &gate.closed { span { (frame.sentence(code)) " " code { (code) } } } }
                        }
                    }
                }
            }
        }
    }
}

/// What was left to chance, with the odds there were: the same for anybody in that place.
fn drawn(frame: &Frame, draws: &[DrawRow]) -> Markup {
    let words = frame.words();
    html! {
        @if !draws.is_empty() {
            section aria-labelledby="drawn" {
                h2 id="drawn" { (words.receipt.drawn) }
                @for draw in draws {
                    h3 { (words.draw(draw.of)) " " code { (draw.name) } }
                    ul.gates {
                        @for (name, odds) in &draw.odds {
                            li {
                                span.kind { code { (name) } }
                                @if *name == draw.chosen { span.open { (words.receipt.drawn_this) ", " (percent(frame, *odds)) } }
                                @else { span { (percent(frame, *odds)) } }
                            }
                        }
                    }
                    p.note { (words.odds(draw.basis)) " " (words.receipt.drawn_counts[usize::from(!draw.counted)]) }
                }
            }
        }
    }
}

/// Odds in tenths of a hundredth.
fn percent(frame: &Frame, millionths: u32) -> String {
    frame.lang.percent(i64::from(millionths / 1_000), 1)
}

fn left(frame: &Frame, view: &ReceiptPage) -> Markup {
    let words = frame.words();
    html! {
        section aria-labelledby="left" {
            h2 id="left" { (words.receipt.left) }
            @if view.shown.is_empty() { p { (if view.purpose == OWN_LOOK { words.receipt.own_shown } else { words.receipt.nothing_left }) } } @else {
                ol.shown {
                    @for shown in &view.shown {
                        li {
                            details {
                                summary { span lang=[frame.goods()] { (shown.item.title) } }
                                div.reasons { (terms(frame, &shown.terms, false)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
