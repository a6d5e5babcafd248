//! Interests: what somebody said they like, what is concluded from what they did, and what they say is wrong of that.

use super::frame::{Frame, Tab};
use super::goods::Named;
use super::less::Offer;
use super::{links, parts};
use crate::language::Written;
use domain::Topic;
use maud::{Markup, html};

/// What is liked, said and concluded.
#[derive(Clone, Debug, Default)]
pub struct Interests {
    /// What they said, in order of name.
    pub declared: Vec<DeclaredRow>,
    /// The topics on offer: each department with its shelves.
    pub topics: Vec<(String, Vec<String>)>,
    /// What is concluded, the largest share first.
    pub concluded: Vec<ConcludedRow>,
    /// The codes of the gate, where nothing may be concluded.
    pub closed: Vec<String>,
    /// The receipt of concluding it.
    pub receipt: Option<String>,
    /// The kinds of things from which nothing is concluded any more, because they say that it is wrong.
    pub contested: Vec<String>,
}

/// Something they said.
#[derive(Clone, Debug)]
pub struct DeclaredRow {
    /// What it is about.
    pub about: Offer,
    /// Whether they like it, or never want to see it, or less of it.
    pub likes: bool,
    /// When they said it, in seconds since 1970.
    pub at: i64,
}

/// Something that is concluded.
#[derive(Clone, Debug)]
pub struct ConcludedRow {
    /// The kind of things, as the catalog names it.
    pub category: String,
    /// How many things of theirs it rests on.
    pub things: usize,
    /// How much of what speaks for anything it is, in hundredths.
    pub share: i64,
    /// Those that speak the most.
    pub evidence: Vec<Named>,
}

/// The page.
#[must_use]
pub fn interests(frame: &Frame, view: &Interests) -> Markup {
    let words = &frame.words().interests;
    let main = html! {
        (parts::back_to_choices(frame))
        (parts::head(words.title, words.lead))
        (said(frame, view))
        (concluded(frame, view))
    };
    frame.page(Tab::Choices, words.title, &main)
}

fn said(frame: &Frame, view: &Interests) -> Markup {
    let words = &frame.words().interests;
    html! {
        section aria-labelledby="said" {
            h2 id="said" { (words.said) }
            @if view.declared.is_empty() { p { (words.said_nothing) } }
            @if !view.declared.is_empty() { ul.rows {
                @for row in &view.declared {
                    li {
                        span {
                            strong lang=[frame.goods()] { (row.about.name) } br;
                            span.note { (answered(frame, row)) (frame.words().format.comma) (frame.lang.day(row.at)) }
                        }
                        (take_back(frame, row))
                    }
                }
            } }
            @if frame.said { (add(frame, view)) } @else { p { (words.choose_first) } (parts::to_choices(frame)) }
        }
    }
}

/// What they said about it.
fn answered(frame: &Frame, row: &DeclaredRow) -> String {
    let words = &frame.words().interests;
    match (&row.about.topic, row.likes) {
        (_, true) => words.liked.to_owned(),
        (Topic::Like(_), false) => frame.words().less.like_this(&row.about.name),
        (_, false) => words.never.to_owned(),
    }
}

fn take_back(frame: &Frame, row: &DeclaredRow) -> Markup {
    let words = &frame.words().interests;
    let (kind, name) = row.about.topic.parts();
    let body = html! {
        input type="hidden" name=(links::FIELD_KIND) value=(kind);
        input type="hidden" name=(links::FIELD_TOPIC) value=(name);
        button.button.small type="submit" name=(links::FIELD_ANSWER) value="back" aria-label={ (words.take_back) ": " (row.about.name) } { (words.take_back) }
    };
    parts::post(frame, links::INTERESTS, "inline", &body)
}

fn add(frame: &Frame, view: &Interests) -> Markup {
    let words = &frame.words().interests;
    let answers = [("likes", words.like), ("never", words.never_show)];
    let body = html! {
        label { (words.topic) " "
            select name=(links::FIELD_TOPIC) lang=[frame.goods()] {
                @for (department, shelves) in &view.topics {
                    option value=(department) { (department) }
                    @for shelf in shelves { option value=(shelf) { "\u{2003}" (shelf) } }
                }
            }
        }
        input type="hidden" name=(links::FIELD_KIND) value="category";
        @for (value, label) in answers { button.button type="submit" name=(links::FIELD_ANSWER) value=(value) { (label) } }
    };
    parts::post(frame, links::INTERESTS, "fields", &body)
}

fn concluded(frame: &Frame, view: &Interests) -> Markup {
    let words = &frame.words().interests;
    html! {
        section aria-labelledby="concluded" {
            h2 id="concluded" { (words.concluded) }
            p { (words.concluded_lead) }
            @if view.concluded.is_empty() { p { strong { (words.concluded_nothing) } @for code in &view.closed { " " (frame.sentence(code)) } } }
            @if !view.concluded.is_empty() { ul.rows { @for row in &view.concluded { (one(frame, row)) } } }
            @if let Some(receipt) = &view.receipt { p.note { a href=(links::receipt(receipt)) { (frame.words().why.receipt) } } }
            @if !view.contested.is_empty() {
                h3 { (words.contested) }
                p.note { (words.contested_note) }
                ul.rows { @for category in &view.contested { li { strong lang=[frame.goods()] { (category) } (no_longer(frame, category)) } } }
            }
            p { (words.other) " " a href=(links::REQUESTS) { (frame.words().asking.title) } }
        }
    }
}

fn one(frame: &Frame, row: &ConcludedRow) -> Markup {
    let words = &frame.words().interests;
    let body = html! {
        button.button.small type="submit" name=(links::FIELD_CONTEST) value=(row.category) aria-label={ (words.wrong) ": " (row.category) } { (words.wrong) }
    };
    html! {
        li {
            div {
                strong lang=[frame.goods()] { (row.category) }
                p.note { (words.rests_on(row.things, &frame.lang.percent(row.share, 0))) }
                p.note lang=[frame.goods()] {
                    @for (at, item) in row.evidence.iter().enumerate() { @if at > 0 { (frame.words().format.comma) } (frame.thing(&item.id, &item.title)) }
                }
            }
            (parts::post(frame, links::INTERESTS, "inline", &body))
        }
    }
}

/// Takes back that it is wrong.
fn no_longer(frame: &Frame, category: &str) -> Markup {
    let label = frame.words().interests.take_back;
    let body = html! {
        input type="hidden" name=(links::FIELD_CATEGORY) value=(category);
        button.button.small type="submit" name=(links::FIELD_HIDDEN) value="no" aria-label={ (label) ": " (category) } { (label) }
    };
    parts::post(frame, links::HIDE_MORE, "inline", &body)
}
