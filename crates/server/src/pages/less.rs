//! Less of it: the buttons on a thing that is recommended, why it is there, and all that somebody wants less of.

use super::art::Look;
use super::frame::{Frame, Tab};
use super::goods::price;
use super::why::{Why, summed};
use super::{links, parts};
use domain::{Price, Topic};
use maud::{Markup, html};

/// Something that can be said about a thing: the topic that it is about, and what that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The topic, of which nothing or less is shown.
    pub topic: Topic,
    /// Its name for people.
    pub name: String,
}

/// Why one thing is there.
#[derive(Clone, Debug)]
pub struct WhyPage {
    /// Its name for machines.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// What it costs.
    pub price: Option<Price>,
    /// How it is drawn.
    pub look: Look,
    /// Whether it is in the shop still.
    pub here: bool,
    /// When it was shown, in seconds since 1970.
    pub at: i64,
    /// Why.
    pub why: Why,
}

/// What somebody wants less of.
#[derive(Clone, Debug, Default)]
pub struct Less {
    /// What is kept of it, as they allowed.
    pub kept: Vec<Offer>,
    /// What their browser remembers for this visit.
    pub visit: Vec<Offer>,
}

/// The page about one thing.
#[must_use]
pub fn why(frame: &Frame, view: &WhyPage) -> Markup {
    let (words, less) = (frame.words(), &frame.words().less);
    let main = html! {
        article.thing.told {
            (view.look.draw())
            div.about {
                p.note { (less.title) " · " (parts::moment(frame, view.at)) }
                h1 { @if view.here { (frame.thing(&view.id, &view.title)) } @else { (view.title) } }
                p.lead { (view.why.sentence) }
                @if view.here { (price(frame, view.price)) } @else { p.note { (less.gone) } }
            }
        }
        section aria-labelledby="sum" {
            h2 id="sum" { (less.counted) }
            div.reasons { (summed(frame, &view.why)) }
            @if let Some(receipt) = &view.why.receipt { p { a href=(links::receipt(receipt)) { (words.why.receipt) } } }
        }
        section aria-labelledby="switch" {
            h2 id="switch" { (less.switch) }
            p { a.button href={ (links::PREFERENCES) "#ladder" } { (frame.to_choices()) } }
            p.note { (less.switch_note) }
        }
        @if !view.why.offers.is_empty() {
            section aria-labelledby="less" {
                h2 id="less" { (less.less_title) }
                (buttons(frame, &view.why.offers, &view.title))
                p.note { (less.less_note) " " a href=(links::WHY) { (less.all) } }
            }
        }
    };
    frame.page(Tab::Elsewhere, less.title, &main)
}

/// The page of everything.
#[must_use]
pub fn less(frame: &Frame, view: &Less) -> Markup {
    let words = &frame.words().less;
    let lead = if view.kept.is_empty() && view.visit.is_empty() { words.none } else { words.lead };
    let main = html! {
        (parts::head(words.all, lead))
        (rows(frame, &view.kept, ("kept", words.kept, words.kept_note)))
        (rows(frame, &view.visit, ("visit", words.visit, words.visit_note)))
    };
    frame.page(Tab::Choices, words.all, &main)
}

fn rows(frame: &Frame, said: &[Offer], (id, title, note): (&str, &str, &str)) -> Markup {
    let words = &frame.words().less;
    html! {
        @if !said.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) }
                p.note { (note) }
                ul.rows {
                    @for one in said {
                        li { span { (label(frame, one)) } (undo(frame, &one.topic, words.take_back, &label(frame, one))) }
                    }
                }
            }
        }
    }
}

/// The buttons on a thing: one form, and each says another thing about it.
pub(super) fn buttons(frame: &Frame, offers: &[Offer], of: &str) -> Markup {
    let body = html! {
        @for offer in offers {
            @let says = said(frame, offer);
            @let is_bare = matches!(offer.topic, Topic::Like(_) | Topic::Item(_));
            button type="submit" name=(links::FIELD_NO) value=(offer.topic.word())
                aria-label=[is_bare.then(|| format!("{says}: {of}"))] { (says) }
        }
    };
    parts::post(frame, links::WHY, "less", &body)
}

/// A form with one button, which takes back what was said.
pub(super) fn undo(frame: &Frame, topic: &Topic, says: &str, of: &str) -> Markup {
    let body = html! {
        button.button.small type="submit" name=(links::FIELD_UNDO) value=(topic.word()) aria-label={ (says) ": " (of) } { (says) }
    };
    parts::post(frame, links::WHY, "inline", &body)
}

/// What a button on a thing says, where the thing itself needs no name.
fn said(frame: &Frame, offer: &Offer) -> String {
    let words = &frame.words().less;
    match offer.topic {
        Topic::Like(_) => words.less.to_owned(),
        Topic::Item(_) => words.not.to_owned(),
        _ => label(frame, offer),
    }
}

/// What was said, by itself.
pub(super) fn label(frame: &Frame, offer: &Offer) -> String {
    let words = &frame.words().less;
    match offer.topic {
        Topic::Like(_) => words.like_this(&offer.name),
        Topic::Item(_) => words.this(&offer.name),
        Topic::Seller(_) => words.of_seller(&offer.name),
        Topic::Category(_) | Topic::Tag(_) => words.of_kind(&offer.name),
    }
}
